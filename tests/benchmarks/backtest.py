"""Forecasts of plans from every January whose outcome is known: `python -m tests.benchmarks backtest [--until YEAR]`.

Each forecast is made from the counts up to its origin, as a planner of that January could have made it, with the range
from errors whose outcomes were known by then. `--until` leaves later outcomes out, so that a method can be chosen
before they are looked at; the table is written only without it.
"""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from planner.demand.growth import METHODS, GrowthSettings, Method, mixture, no_change
from planner.demand.history import History
from planner.demand.intervals import forecast_plans
from tests.benchmarks import backtest_files
from tests.benchmarks.backtest_summary import Scored, summary

TABLE = Path(__file__).with_name("backtest.csv")
YEARS_AHEAD = (1, 2, 3)
PLANS, BASES = "plans", "pupils_in_bases"
# Of fewer pupils in bases at the origin a share says nothing.
FEWEST_IN_BASES = 20
# What stands in the table, in its order; the other methods are in the summary only.
COLUMNS = ("no_change", "last_growth", "three_year_growth", "trend", "national")


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table: `la_code` holds joined councils with +, `start` is the January forecast from."""

    la_code: str
    start: int
    horizon_years: int
    series: str
    actual: int
    forecast: float
    lower: float | None
    upper: float | None
    no_change: float | None
    last_growth: float | None
    three_year_growth: float | None
    trend: float | None
    national: float | None


def main(until: int | None = None) -> int:
    """Write the table and print the summary; 2 when the public files are not there."""
    if not backtest_files.NEWEST.is_file():
        sys.stderr.write("the public files are not kept beside this copy of the project\n")
        return 2
    settings = backtest_files.settings()
    plans = list(scored(PLANS, backtest_files.plans(), mixture, settings, until))
    # Nothing forecasts the bases better than the last count, so that is what stands as their forecast.
    in_bases = scored(BASES, backtest_files.pupils_in_bases(), no_change, settings, until)
    bases = [each for each in in_bases if each.others["no_change"] >= FEWEST_IN_BASES]
    if until is None:
        write([row(each) for each in [*plans, *bases]], TABLE)
    sys.stdout.write("".join(f"{line}\n" for line in [*summary(plans, "mixture"), "", *summary(bases, "no_change")]))
    return 0


def scored(
    series: str, history: History, method: Method, settings: GrowthSettings, until: int | None
) -> Iterator[Scored]:
    """Every forecast of one series with its outcome, by years ahead, origin and unit."""
    last = max(history.census_years) if until is None else until
    for years_ahead in YEARS_AHEAD:
        for origin in range(min(history.census_years), last - years_ahead + 1):
            past = history.up_to(origin)
            by_method = {name: each(past, origin, years_ahead, settings) for name, each in METHODS.items()}
            for unit, forecast in forecast_plans(history, origin, years_ahead, settings, method).items():
                actual = history.plans_pupils(unit).get(origin + years_ahead)
                if actual is not None and by_method["three_year_growth"]:
                    others = {name: each[unit] for name, each in by_method.items() if unit in each}
                    yield Scored(series, forecast, actual, others)


def row(each: Scored) -> Row:
    """One line of the table, to a tenth of a pupil."""
    forecast = each.forecast
    return Row(
        forecast.unit,
        forecast.origin,
        forecast.years_ahead,
        each.series,
        each.actual,
        round(forecast.plans_pupils, 1),
        _rounded(forecast.lower_pupils),
        _rounded(forecast.upper_pupils),
        *(_rounded(each.others.get(name)) for name in COLUMNS),
    )


def _rounded(pupils: float | None) -> float | None:
    return None if pupils is None else round(pupils, 1)


def write(rows: list[Row], path: Path) -> None:
    """Write the table; a blank cell is a number that could not be worked out."""
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, list(Row.__dataclass_fields__), lineterminator="\n")
        writer.writeheader()
        writer.writerows(asdict(each) for each in rows)
