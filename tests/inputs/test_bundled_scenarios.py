"""Claims about the bundled scenarios: they read without a fault and their sums hold."""

from __future__ import annotations

from pathlib import Path

import pytest

from planner.demand.spread import weight
from planner.domain.problem import Problem
from planner.domain.terms import AcademicYear
from planner.inputs import read_scenario
from planner.inputs.bundled import bundled_folder, bundled_scenarios

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


def test_levers_are_described_and_off_and_the_figures_those_without_them(warwickshire: Problem, tmp_path: Path) -> None:
    """The totals of 2028/29 are the ones that the note of rp_share_primary states."""
    text = (bundled_folder("scenarios") / "warwickshire_2024.toml").read_text(encoding="utf-8")
    first, last = text.index("[demand.levers.inclusion_framework]"), text.index("[candidates.sizes]")
    assert text[first:last].count("\non = false\n") == 4
    without = tmp_path / "without.toml"
    without.write_text((text[:first] + text[last:]).replace('assumptions = "assumptions.toml"', ""), encoding="utf-8")
    assert read_scenario(without).problem.demand == warwickshire.demand
    assert [demand.total_pupils(LAST) for demand in warwickshire.demand] == [386, 528, 652]


@pytest.mark.parametrize("name", ["inclusion_framework", "workforce", "digital"])
def test_a_lever_of_the_county_lowers_demand_but_not_on_the_upper_bound(warwickshire: Problem, name: str) -> None:
    """Nothing is known of their effects: the weak end is none at all."""
    on = read_scenario("warwickshire_2024", [f"demand.levers.{name}.on=true"]).problem
    for before, after in zip(warwickshire.demand, on.demand, strict=True):
        change = after.total_pupils(LAST) - before.total_pupils(LAST)
        assert change == 0 if before.bound == "upper" else change < 0
