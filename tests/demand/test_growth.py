"""Each way to forecast plans is worked by hand once, and none looks past its origin."""

from __future__ import annotations

import math
from statistics import fmean

import pytest

from planner.demand.growth import METHODS, national_growth, shrunken_growth
from planner.demand.history import History
from tests.demand.plans_series import SETTINGS, noisy, straight

SMALL = History({"a": {2018: 100, 2019: 110, 2020: 121, 2021: 161}, "b": {2018: 900, 2019: 890, 2020: 940, 2021: 950}})


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("no_change", 161),
        ("last_growth", 161 * (161 / 121) ** 2),
        ("three_year_growth", 161 * (161 / 100) ** (2 / 3)),
        ("national", 161 * ((161 + 950) / (121 + 940)) ** 2),
        ("national_three_year", 161 * ((161 + 950) / (100 + 900)) ** (2 / 3)),
    ],
)
def test_the_simple_ways_worked_by_hand(name: str, expected: float) -> None:
    assert METHODS[name](SMALL, 2021, 2, SETTINGS)["a"] == pytest.approx(expected)


def test_the_trend_is_the_line_through_five_januaries() -> None:
    """10, 20, 30, 40, 60: mean 32, slope 12, so 32 + 12 * (2 + 3) three years on; a falling line stops at 0."""
    history = History({"a": dict(zip(range(2016, 2021), (10, 20, 30, 40, 60), strict=True))})
    assert METHODS["trend"](history, 2020, 3, SETTINGS) == {"a": pytest.approx(92)}
    falling = History({"a": dict(zip(range(2016, 2021), (50, 40, 30, 20, 10), strict=True))})
    assert METHODS["trend"](falling, 2020, 3, SETTINGS) == {"a": 0}


@pytest.mark.parametrize("name", sorted(set(METHODS) - {"no_change", "trend"}))
def test_steady_growth_goes_on(name: str) -> None:
    """Where every council grows by a tenth each year, every way says another tenth."""
    forecast = METHODS[name](straight(), 2020, 3, SETTINGS)
    assert forecast["003"] == pytest.approx(straight(last=2023).plans_pupils("003")[2023], rel=1e-5)


@pytest.mark.parametrize("name", sorted(METHODS))
def test_nothing_after_the_origin_is_looked_at(name: str) -> None:
    """Ten times the plans after the origin, or none of them known, and the forecast is the same."""
    known = noisy()
    later = History(
        {
            unit: {year: plans * (10 if year > 2016 else 1) for year, plans in known.plans_pupils(unit).items()}
            for unit in known.units
        }
    )
    forecast = METHODS[name](known.up_to(2016), 2016, 2, SETTINGS)
    assert forecast
    assert METHODS[name](later, 2016, 2, SETTINGS) == forecast


def test_chance_is_shrunk_away_and_lasting_differences_are_kept() -> None:
    """Councils that differ by chance only get the nation's growth; those that differ for good keep most of theirs."""
    for own, low, high in ((0.0, 0.0, 0.25), (0.05, 0.75, 1.0)):
        history = noisy(own=own)
        shrunken = shrunken_growth(history, 2020, 5, SETTINGS)
        centre = national_growth(history, 2020, 1)
        assert centre is not None
        past = history.with_all([2015, 2020])
        raw = {unit: math.log(last / first) / 5 for unit, (first, last) in past.items()}
        middle = fmean(raw.values())
        kept = fmean((shrunken[unit] - fmean(shrunken.values())) / (raw[unit] - middle) for unit in raw)
        assert low <= kept <= high


def test_a_break_in_recording_says_nothing_of_growth() -> None:
    """A council that doubles in one year counts as 25 per cent in that year, one that halves as -5."""
    counts = dict(straight().plans_pupils("003"))
    for end, at in ((2.0, 1.25), (0.5, 0.95)):
        jumped = {year: round(plans * (end if year == 2020 else 1)) for year, plans in counts.items()}
        held = {year: round(plans * (at / 1.1 if year == 2020 else 1)) for year, plans in counts.items()}
        others = {unit: straight().plans_pupils(unit) for unit in ("001", "002", "005", "006")}
        found = [
            shrunken_growth(
                History({**others, "big": straight(plans=10**12).plans_pupils("006"), "odd": odd}), 2020, 3, SETTINGS
            )
            for odd in (jumped, held)
        ]
        assert found[0]["odd"] == pytest.approx(found[1]["odd"], abs=1e-5)


def test_the_window_shrinks_with_the_history_but_not_below_three_years() -> None:
    """With four years of counts five-year growth takes four; with two it is not worked out at all."""
    known = noisy(first=2016)
    assert shrunken_growth(known, 2020, 5, SETTINGS) == shrunken_growth(known, 2020, 4, SETTINGS)
    assert shrunken_growth(known.up_to(2018), 2018, 5, SETTINGS) == {}
    assert METHODS["mixture"](known.up_to(2018), 2018, 1, SETTINGS) == {}


def test_one_council_alone_has_nothing_to_shrink_towards() -> None:
    alone = History({"937": straight().plans_pupils("003")})
    assert METHODS["mixture"](alone, 2020, 1, SETTINGS) == {}


def test_a_council_with_a_gap_is_left_out_and_the_others_are_not() -> None:
    series = {unit: dict(noisy().plans_pupils(unit)) for unit in noisy().units}
    del series["007"][2019]
    forecast = METHODS["mixture"](History(series), 2020, 1, SETTINGS)
    assert "007" not in forecast
    assert len(forecast) == 119
