"""Whole cases worked by hand: goal values and bounds with the arithmetic beside them, never the chosen sites."""

from __future__ import annotations

from dataclasses import replace

from planner.check import check
from planner.domain.demand import DemandKey
from planner.domain.plan import Plan
from planner.domain.problem import Problem
from planner.domain.scenario import Scenario
from planner.domain.terms import AcademicYear, SiteStatus
from planner.model.rules.capital_limit import CapitalLimit
from planner.model.rules.coverage_promise import CoveragePromise
from planner.model.rules.opening_limit import OpeningLimit
from planner.model.rules.placements_by_hand import LockedPlacement, PlacementsByHand
from planner.model.rules.places_target import PlacesTarget, PlacesTargets
from planner.model.rules.travel_limit import TravelLimit
from planner.model.solve import solve
from tests.model.cases import INFANT, SECONDARY, SEMH, SPEECH, Y1, Y2, area, problem, scenario, school, site

PLACE_ELEMENT_GBP = 6_000
BASE_OF_8_GBP = 50_000 + 8 * 10_000
Y3 = AcademicYear(2027)


def proved_values(case: Scenario) -> dict[str, int]:
    """Value of each goal of a sound plan, with value and bound the same."""
    plan: Plan = solve(case)
    assert check(plan, case) == ()
    assert all(result.proved and result.value - result.bound < 1 for result in plan.goals)
    return {result.goal: result.value for result in plan.goals}


def three_towns(*, pupils: tuple[int, int, int] = (8, 8, 8)) -> Problem:
    """North, Middle and South in a line, 4 km apart, a secondary school in each; pupils in the same year alone."""
    names, eastings = ("North", "Middle", "South"), (0, 4000, 8000)
    areas = [area(f"{name[0]}1", easting, name) for name, easting in zip(names, eastings, strict=True)]
    schools = [school(f"{1 + i}00", easting, names[i]) for i, easting in enumerate(eastings)]
    sites = [site(f"S{1 + i}", f"{1 + i}00", size_menu=(8, 16)) for i in range(3)]
    demand = {DemandKey(a.code, SECONDARY, SEMH, Y1): n for a, n in zip(areas, pupils, strict=True)}
    return problem(areas, schools, sites, demand, (Y1,))


def test_two_bases_for_three_towns() -> None:
    """24 pupils and two bases of at most 16: all have a place, and 8 places stay vacant only if both have 16.

    8 + 16 = 24 is exact. The base of 16 takes its own town and one other; with 16 in Middle and 8 in North, South's 8
    travel 4 km; any other choice has the same way at least. 32,000 pupil-metres; 100,000 + 240,000 of capital and
    24 x 6,000 of place element.
    """
    case = scenario(three_towns(), OpeningLimit(sites_per_year=2))
    assert proved_values(case) == {
        "target_shortfall": 0,
        "coverage_gaps": 0,
        "unplaced_pupils": 0,
        "transition_gap": 0,
        "vacant_places": 0,
        "pupil_travel": 8 * 4000,
        "cost": 2 * 50_000 + 24 * 10_000 + 24 * PLACE_ELEMENT_GBP,
        "change_from_current": 2,
    }


def test_a_short_reach_leaves_a_town_out() -> None:
    """With a limit of 3.9 km each town has its own base alone: two bases seat 16 of 24 pupils, nobody travels."""
    case = scenario(three_towns(), OpeningLimit(sites_per_year=2), TravelLimit(3900, 3900, 3900))
    values = proved_values(case)
    assert (values["unplaced_pupils"], values["vacant_places"], values["pupil_travel"]) == (8, 0, 0)


def test_money_for_one_base_goes_where_pupils_weigh_most() -> None:
    """Capital buys one base of 8. Within 3.9 km South's pupils, at weight 5, are placed; the others, at 1, are not."""
    of = three_towns()
    of = replace(
        of, weights={(name, SECONDARY): weight for name, weight in (("North", 1), ("Middle", 1), ("South", 5))}
    )
    case = scenario(of, CapitalLimit(BASE_OF_8_GBP), TravelLimit(3900, 3900, 3900))
    assert proved_values(case)["unplaced_pupils"] == 8 + 8


def test_a_promise_is_kept_before_pupils_are_placed() -> None:
    """10 pupils in North, none elsewhere, two bases a year: two of three towns get one, so one gap stays.

    Two bases have 16 places at least, which are 6 more than pupils. With 8 in North and 8 in Middle, 2 pupils travel
    4 km; 16 in North would save that way, but with the second base leave 14 vacant.
    """
    case = scenario(three_towns(pupils=(10, 0, 0)), OpeningLimit(sites_per_year=2), CoveragePromise("in_locality", Y1))
    values = proved_values(case)
    assert (values["coverage_gaps"], values["unplaced_pupils"], values["vacant_places"]) == (1, 0, 6)
    assert values["pupil_travel"] == 2 * 4000


def test_without_the_promise_one_base_is_enough() -> None:
    """The same pupils: one base of 16 has 6 vacant places as well, and nobody travels."""
    case = scenario(three_towns(pupils=(10, 0, 0)), OpeningLimit(sites_per_year=2))
    values = proved_values(case)
    assert (values["unplaced_pupils"], values["vacant_places"], values["pupil_travel"]) == (0, 6, 0)
    assert values["change_from_current"] == 1


def test_a_target_fills_schools_that_nobody_needs() -> None:
    """48 places are wanted: three schools of 16 have them, two have 32. The target comes before vacant places."""
    target = PlacesTargets((PlacesTarget(Y1, 48, "commissioned_places", "test"),))
    values = proved_values(scenario(three_towns(pupils=(1, 1, 1)), target))
    assert (values["target_shortfall"], values["vacant_places"], values["pupil_travel"]) == (0, 45, 0)
    refused = PlacementsByHand(forbidden_urns=("200",))
    values = proved_values(scenario(three_towns(pupils=(1, 1, 1)), target, refused))
    assert (values["target_shortfall"], values["vacant_places"], values["pupil_travel"]) == (16, 29, 4000)


def test_a_what_if_is_planned_around() -> None:
    """16 places are put in Middle by hand: they take two towns' pupils, and one base of 8 the third's."""
    lock = PlacementsByHand((LockedPlacement("200", SEMH, 16, Y1),))
    values = proved_values(scenario(three_towns(), lock))
    assert (values["unplaced_pupils"], values["vacant_places"], values["pupil_travel"]) == (0, 0, 8 * 4000)


def test_openings_over_three_years() -> None:
    """One base of 8 a year in one town of 24 pupils with three schools: 16, 8 and 0 pupils wait; 24 + 16 + 8 places.

    Cost: three bases, 8 places for three years, 8 for two and 8 for one.
    """
    areas = [area("n1", 0, "North")]
    schools = [school(f"{i}00", 0, "North") for i in (1, 2, 3)]
    sites = [site(f"S{i}", f"{i}00", size_menu=(8,)) for i in (1, 2, 3)]
    pupils = {DemandKey("n1", SECONDARY, SEMH, year): 24 for year in (Y1, Y2, Y3)}
    case = scenario(problem(areas, schools, sites, pupils, (Y1, Y2, Y3)), OpeningLimit(sites_per_year=1))
    values = proved_values(case)
    assert values["unplaced_pupils"] == 16 + 8 + 0
    assert values["cost"] == 3 * BASE_OF_8_GBP + (24 + 16 + 8) * PLACE_ELEMENT_GBP


def test_a_base_for_two_needs_serves_both_and_infants_none() -> None:
    """One secondary base of 8 for SEMH and speech: 5 + 5 such pupils share it, 3 infants have nowhere to go."""
    base = site(
        "E1",
        "100",
        status=SiteStatus.EXISTING,
        steps=((Y1.plus(-1), 8),),
        size_menu=(),
        earliest_opening=None,
        need_groups=(SPEECH, SEMH),
    )
    pupils = {
        DemandKey("n1", SECONDARY, SEMH, Y1): 5,
        DemandKey("n1", SECONDARY, SPEECH, Y1): 5,
        DemandKey("n1", INFANT, SEMH, Y1): 3,
    }
    of = problem([area("n1", 0, "N")], [school("100", 0, "N")], [base], pupils, (Y1,), (INFANT, SECONDARY))
    values = proved_values(scenario(of))
    assert (values["unplaced_pupils"], values["vacant_places"], values["cost"]) == (2 + 3, 0, 0)
