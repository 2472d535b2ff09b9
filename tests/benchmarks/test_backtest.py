"""The backtest scores what it says, on small cases by hand, and its table agrees with what it promises."""

from __future__ import annotations

import csv
from pathlib import Path
from statistics import fmean

import pytest

from planner.demand.growth import mixture
from planner.demand.intervals import PlansForecast, forecast_plans
from tests.benchmarks import backtest, backtest_files
from tests.benchmarks.backtest_summary import FIRST_ORIGIN, Errors, Scored, errors, held, mean_errors, summary
from tests.demand.plans_series import SETTINGS, noisy


def scored(actual: int, lower: float | None = 90, upper: float | None = 110) -> Scored:
    forecast = PlansForecast("937", 2020, 1, 100.0, lower, upper)
    return Scored("plans", forecast, actual, {"no_change": 100.0})


def test_errors_worked_by_hand() -> None:
    """Off by 10, 50 and 0 per cent: median 10, nine tenths 42, of all pupils together 60 of 310."""
    found = errors([(110, 100), (50, 100), (110, 110)])
    assert found.median == pytest.approx(0.1)
    assert found.nine_tenths == pytest.approx(0.1 + 0.8 * 0.4)
    assert found.weighted == pytest.approx(60 / 310)


def test_held_counts_both_ends_and_skips_what_has_no_range() -> None:
    assert held([scored(90), scored(110), scored(111), scored(89), scored(5, None, None)]) == 0.5
    assert held([scored(5, None, None)]) is None


def test_outcomes_after_until_are_not_looked_at() -> None:
    rows = list(backtest.scored("plans", noisy(), mixture, SETTINGS, 2015))
    assert max(row.forecast.origin + row.forecast.years_ahead for row in rows) == 2015


def test_the_table_has_one_line_for_each_forecast(tmp_path: Path) -> None:
    rows = list(backtest.scored("plans", noisy(last=2012), mixture, SETTINGS, None))
    backtest.write([backtest.row(row) for row in rows], tmp_path / "table.csv")
    with (tmp_path / "table.csv").open(encoding="utf-8", newline="") as stream:
        written = list(csv.DictReader(stream))
    keys = {(line["la_code"], line["start"], line["horizon_years"], line["series"]) for line in written}
    assert len(keys) == len(written) == len(rows)
    first = next(line for line in written if line["lower"])
    assert float(first["lower"]) < float(first["forecast"]) < float(first["upper"])
    assert "range held" in "\n".join(summary(rows, "mixture"))


def _written(series: str, years_ahead: int) -> dict[int, list[dict[str, str]]]:
    """Lines of the committed table by origin, from the origins on that results are stated for."""
    by_origin: dict[int, list[dict[str, str]]] = {}
    with backtest.TABLE.open(encoding="utf-8", newline="") as stream:
        for line in csv.DictReader(stream):
            if (line["series"], int(line["horizon_years"])) == (series, years_ahead):
                by_origin.setdefault(int(line["start"]), []).append(line)
    return {origin: lines for origin, lines in by_origin.items() if origin >= FIRST_ORIGIN}


def _mean_errors(origins: dict[int, list[dict[str, str]]], column: str) -> Errors:
    return mean_errors(
        errors([(float(line[column]), int(line["actual"])) for line in lines if line[column]])
        for lines in origins.values()
    )


def test_the_table_shows_what_the_forecast_must_do() -> None:
    """Three years ahead 15 per cent better than own growth and at most 0.3 points worse than national growth."""
    origins = _written("plans", 3)
    assert list(origins) == [2019, 2020, 2021, 2022]
    ours, own, nation = (_mean_errors(origins, name) for name in ("forecast", "three_year_growth", "national"))
    for mine, theirs, everywhere in (
        (ours.median, own.median, nation.median),
        (ours.weighted, own.weighted, nation.weighted),
    ):
        assert mine <= 0.85 * theirs
        assert mine <= everywhere + 0.003


@pytest.mark.parametrize("years_ahead", [1, 2, 3])
def test_the_range_of_the_table_holds_about_eight_in_ten(years_ahead: int) -> None:
    lines = [line for lines in _written("plans", years_ahead).values() for line in lines]
    inside = [float(line["lower"]) <= int(line["actual"]) <= float(line["upper"]) for line in lines]
    assert 0.7 <= fmean(inside) <= 0.9


def test_nothing_forecasts_pupils_in_bases_better_than_the_last_count() -> None:
    """Weighted by pupils no other column beats no change at any horizon, which is why supply is not forecast."""
    for years_ahead in backtest.YEARS_AHEAD:
        origins = _written("pupils_in_bases", years_ahead)
        for name in ("last_growth", "three_year_growth", "trend", "national"):
            lines = {origin: [line for line in rows if line[name]] for origin, rows in origins.items()}
            lines = {origin: rows for origin, rows in lines.items() if rows}
            assert _mean_errors(lines, "no_change").weighted < _mean_errors(lines, name).weighted, (name, years_ahead)


@pytest.mark.real_files
def test_the_table_is_what_the_files_give(public_files: Path) -> None:
    """The forecasts of January 2022 for January 2025, made again."""
    assert public_files
    found = forecast_plans(backtest_files.plans(), 2022, 3, backtest_files.settings())
    lines = _written("plans", 3)[2022]
    assert len(lines) == len(found) == 150
    for line in lines:
        each = found[line["la_code"]]
        assert each.lower_pupils is not None
        assert each.upper_pupils is not None
        stated = [float(line[name]) for name in ("forecast", "lower", "upper")]
        assert stated == pytest.approx([each.plans_pupils, each.lower_pupils, each.upper_pupils], abs=0.051)


@pytest.mark.real_files
def test_unknown_cells_of_bases_are_unknown_and_not_small(public_files: Path) -> None:
    """Five series have an x once; the sums of England 2017 and of Warwickshire are as published."""
    assert public_files
    bases = backtest_files.pupils_in_bases()
    gaps = {
        (unit, census_year)
        for unit in bases.units
        for census_year in bases.census_years
        if census_year not in bases.plans_pupils(unit)
    }
    assert gaps == {("204", 2024), ("874", 2024), ("812", 2025), ("873", 2025), ("940+941", 2021)}
    assert sum(bases.plans_pupils(unit)[2017] for unit in bases.units) == 17_816
    assert list(bases.plans_pupils("937").values())[2:] == [54, 49, 59, 73, 76, 103, 208]
