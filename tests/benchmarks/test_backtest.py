"""The backtest scores what it says, on small cases by hand, and its table agrees with what it promises."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from planner.demand.growth import mixture
from planner.demand.intervals import PlansForecast
from tests.benchmarks import backtest, backtest_files
from tests.benchmarks.backtest_summary import Scored, errors, held, summary
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
    assert "range held" in "\n".join(summary(rows))


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
