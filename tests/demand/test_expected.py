"""An expectation is held against counts first and the forecast after."""

from __future__ import annotations

from datetime import date

from planner.demand.expected import StatedPlans, against_record
from planner.demand.intervals import PlansForecast

COUNTS = {2024: 6_000, 2025: 6_900}
STRATEGY = StatedPlans("strategy", "expected", 7_500, date(2028, 1, 31), "a paper")
SEPTEMBER = StatedPlans("own count", "counted", 7_636, date(2025, 9, 30), "another paper")
FORECASTS = [PlansForecast("937", 2025, years, 6_900 * 1.05**years, None, None) for years in (1, 2, 3)]


def test_a_count_between_januaries_can_pass_it() -> None:
    (line,) = against_record([STRATEGY, SEPTEMBER], COUNTS, FORECASTS)
    assert "7,500 expected for January 2028 (a paper)" in line
    assert "reached with 7,636 in September 2025 (own count; another paper), 28 months early" in line
    assert line.endswith("January 2025 had 6,900, 600 fewer")


def test_what_is_not_reached_is_looked_for_in_the_forecast() -> None:
    """6,900 grown by 5 per cent is 7,245 in 2026 and 7,607 in 2027."""
    (line,) = against_record([STRATEGY], COUNTS, FORECASTS)
    assert "not reached: January 2025 had 6,900, 600 fewer; forecast to be passed by January 2027" in line
    (line,) = against_record([StatedPlans("s", "expected", 9_000, date(2028, 1, 1), "p")], COUNTS, FORECASTS)
    assert line.endswith("not forecast to be passed by January 2028")
    (line,) = against_record([STRATEGY], {}, [])
    assert line.endswith("not reached: no count is known; no forecast")


def test_the_first_count_that_passes_is_told_and_lateness_is_not_called_early() -> None:
    late = StatedPlans("old strategy", "expected", 6_500, date(2023, 1, 31), "a paper")
    (line,) = against_record([late, SEPTEMBER], COUNTS, FORECASTS)
    assert "reached with 6,900 in January 2025; January 2024 had 6,000, 500 fewer" in line
