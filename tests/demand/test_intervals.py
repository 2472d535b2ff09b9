"""The range is that of earlier errors, centred, by size, and holds about eight outcomes in ten."""

from __future__ import annotations

import math
from dataclasses import replace
from statistics import NormalDist, fmean, median

import pytest

from planner.demand.growth import national
from planner.demand.history import History
from planner.demand.intervals import forecast_plans, past_errors, quantile
from tests.demand.plans_series import SETTINGS, noisy, straight


def test_the_quantile_without_spread_is_that_of_the_errors() -> None:
    errors = [number / 100 for number in range(-50, 51)]
    assert quantile(errors, 0.0, 0.1) == pytest.approx(-0.4, abs=0.01)
    assert quantile(errors, 0.0, 0.9) == pytest.approx(0.4, abs=0.01)


def test_national_growth_alone_makes_a_normal_range() -> None:
    """Where no council was ever out, the range is that of the national term: 1.2816 standard deviations."""
    assert quantile([0.0] * 50, 0.02, 0.9) == pytest.approx(NormalDist(0, 0.02).inv_cdf(0.9), abs=1e-9)
    found = forecast_plans(straight(units=60), 2020, 2, SETTINGS)["030"]
    assert found.upper_pupils is not None
    assert math.log(found.upper_pupils / found.plans_pupils) == pytest.approx(0.0256, abs=1e-3)


def test_errors_are_of_finished_origins_only_and_centred() -> None:
    """From 2018 at two years ahead: origins 2014, 2015 and 2016, each with median 0."""
    known = noisy()
    errors = past_errors(known, 2018, 2, SETTINGS, national)
    assert [median(each.values()) for each in errors] == pytest.approx([0, 0, 0], abs=1e-12)
    growth = national(known.up_to(2016), 2016, 2, SETTINGS)
    raw = {unit: math.log(known.plans_pupils(unit)[2018] / growth[unit]) for unit in known.units}
    centre = median(raw.values())
    assert errors[-1] == pytest.approx({unit: error - centre for unit, error in raw.items()})


def test_later_counts_move_neither_forecast_nor_range() -> None:
    known = noisy()
    assert forecast_plans(known, 2016, 2, SETTINGS) == forecast_plans(known.up_to(2016), 2016, 2, SETTINGS)


def test_the_first_origins_have_a_forecast_without_a_range() -> None:
    """Nothing was forecast before, so nothing is known of the errors: None, not a range of nothing."""
    known = noisy(first=2010)
    found = forecast_plans(known, 2014, 3, SETTINGS)
    assert found["000"].plans_pupils > 0
    assert {each.lower_pupils for each in found.values()} == {None}
    assert {each.upper_pupils for each in found.values()} == {None}


@pytest.mark.parametrize("years_ahead", [1, 2, 3])
def test_about_eight_outcomes_in_ten_are_held(years_ahead: int) -> None:
    """On made-up councils whose growth does not change its ways, five draws."""
    quiet = replace(SETTINGS, national_error_rate=0.002)
    held = []
    for seed in range(5):
        known = noisy(seed=seed, last=2020)
        for unit, found in forecast_plans(known, 2020 - years_ahead, years_ahead, quiet).items():
            assert found.lower_pupils is not None
            assert found.upper_pupils is not None
            held.append(found.lower_pupils <= known.plans_pupils(unit)[2020] <= found.upper_pupils)
    assert 0.72 <= fmean(held) <= 0.88


def test_small_councils_that_swing_more_have_wider_ranges() -> None:
    """The third of small councils swings three times as far, and its range is wider than that of the large."""
    calm, wild = noisy(units=60, own=0.0), noisy(units=30, own=0.0, seed=2)
    series = {f"1{unit}": calm.plans_pupils(unit) for unit in calm.units}
    for unit in wild.units:
        swings = {year: (1.15 if (year + int(unit)) % 2 else 0.9) for year in range(2005, 2021)}
        series[f"0{unit}"] = {
            year: round(2_000 * 1.08 ** (year - 2005) * swings[year]) for year in wild.plans_pupils(unit)
        }
    found = forecast_plans(History(series), 2020, 1, SETTINGS)
    widths = {
        unit: (each.upper_pupils - each.lower_pupils) / each.plans_pupils
        for unit, each in found.items()
        if each.upper_pupils is not None and each.lower_pupils is not None
    }
    assert min(widths["0000"], widths["0029"]) > 2 * max(widths["1000"], widths["1059"])
