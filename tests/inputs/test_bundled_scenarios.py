"""Claims about the bundled scenarios: they read without a fault and their sums hold."""

from __future__ import annotations

import pytest

from planner.demand.spread import weight
from planner.domain.problem import Problem
from planner.domain.terms import AcademicYear
from planner.inputs import read_scenario
from planner.inputs.bundled import bundled_scenarios

LAST = AcademicYear(2028)


@pytest.fixture(scope="module")
def warwickshire() -> Problem:
    return read_scenario("warwickshire_2024").problem


@pytest.mark.parametrize("name", bundled_scenarios())
def test_a_bundled_scenario_is_read_without_a_fault(name: str) -> None:
    scenario = read_scenario(name)
    assert scenario.problem.sites
    assert scenario.attribution


def test_the_sum_of_191_and_68_is_shown_beside_the_251_stated(warwickshire: Problem) -> None:
    """Warwickshire Schools Forum, 20 June 2024: 191 places, 68 more in September, "251" together."""
    held = {(row.stated_places, row.computed_places) for row in warwickshire.stated_totals}
    assert {(191, 191), (68, 68), (251, 259)} <= held


def test_bounds_are_ordered_in_every_cell(warwickshire: Problem) -> None:
    lower, central, upper = (dict(demand.cells) for demand in warwickshire.demand)
    assert all(pupils <= central.get(key, 0) for key, pupils in lower.items())
    assert all(pupils <= upper.get(key, 0) for key, pupils in central.items())


def test_each_locality_gets_its_share_of_the_pupils_though_they_are_whole(warwickshire: Problem) -> None:
    """Rounding over bands and needs evens out: no locality is more than 4 pupils from its exact share."""
    demand = warwickshire.demand[1]
    rate = warwickshire.assumptions.value("deprivation_log_rate_per_10_imd")
    share = dict.fromkeys(warwickshire.locality_by_name, 0.0)
    found = dict.fromkeys(warwickshire.locality_by_name, 0)
    for key, pupils in demand.cells:
        if key.academic_year == LAST:
            found[warwickshire.area_by_code[key.area].locality] += pupils
    for band in warwickshire.bands:
        total = sum(n for key, n in demand.cells if key.academic_year == LAST and key.band == band)
        weights = {area.code: weight(area, band, rate, 0.0) for area in warwickshire.areas}
        assert all(area.persons(band) >= 0 for area in warwickshire.areas)
        for area in warwickshire.areas:
            share[area.locality] += total * weights[area.code] / sum(weights.values())
    assert max(abs(found[name] - share[name]) for name in share) < 4
