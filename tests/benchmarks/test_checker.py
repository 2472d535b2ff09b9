"""The checker without a solver passes what the planner finds and refuses what a hand has edited."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace
from itertools import combinations

import pytest

from planner.domain.demand import DemandKey
from planner.domain.plan import Placement, Plan, Unplaced
from planner.domain.scenario import Scenario
from planner.model.rules import RULES
from planner.model.rules.capital_limit import CapitalLimit
from planner.model.rules.host_limit import HostLimit
from planner.model.rules.opening_limit import OpeningLimit
from planner.model.rules.placements_by_hand import LockedPlacement, PlacementsByHand
from planner.model.rules.travel_limit import TravelLimit
from planner.model.solve import evaluate_stock, solve
from tests.benchmarks.checker import CHECKED_RULES, WrongResultError, faults, require_right
from tests.benchmarks.checker_goals import goal_faults
from tests.benchmarks.checker_places import Table, place_faults
from tests.benchmarks.checker_pupils import Seating, best_seated, pupil_faults
from tests.benchmarks.county import county
from tests.model.cases import (
    INFANT,
    SECONDARY,
    SEMH,
    Y1,
    Y2,
    random_rich_scenario,
    random_scenario,
    scenario,
    two_schools,
)
from tests.model.editing import edit_placement, edit_places
from tests.model.leaving import leaving_scenario, valleys_scenario

CASE = scenario(two_schools(), TravelLimit(3000, 5000, 8000))


@pytest.fixture(scope="module")
def plan() -> Plan:
    return solve(CASE)


@pytest.mark.parametrize("seed", range(6))
def test_what_the_planner_finds_is_right(seed: int) -> None:
    for case in (random_scenario(seed), random_rich_scenario(seed), leaving_scenario(seed, may_shrink=True)):
        assert faults(solve(case), case) == []


def test_the_stock_of_a_county_is_right() -> None:
    case = county(1, 0.25, "tight", rich=True)
    assert faults(evaluate_stock(case), case) == []


def _with(case: Scenario, rule: object) -> Scenario:
    """The scenario with one more rule, or another setting of one."""
    kept = [other for other in case.rules if other.name != rule.name]  # type: ignore[attr-defined]
    return replace(case, rules=(*kept, rule))  # type: ignore[arg-type]


def _two_places_more(plan: Plan) -> Plan:
    row = next(row for row in plan.site_years if row.commissioned_places and row.academic_year == Y2)
    return edit_places(plan, CASE.problem, {(row.site, Y2): row.commissioned_places + 7})


def _one_pupil_lost(plan: Plan) -> Plan:
    return edit_placement(plan, 0, pupils=plan.placements[0].pupils - 1)


def _pupils_at_a_closed_site(plan: Plan) -> Plan:
    return edit_places(plan, CASE.problem, {("S100", Y1): 0, ("S100", Y2): 0})


def _value_of_a_goal(plan: Plan) -> Plan:
    goals = (*plan.goals[:2], replace(plan.goals[2], value=plan.goals[2].value + 1), *plan.goals[3:])
    return replace(plan, goals=goals)


def _bound_above(plan: Plan) -> Plan:
    return replace(plan, goals=(*plan.goals[:5], replace(plan.goals[5], bound=plan.goals[5].value + 5.0)))


@pytest.mark.parametrize(
    "edit", [_two_places_more, _one_pupil_lost, _pupils_at_a_closed_site, _value_of_a_goal, _bound_above]
)
def test_a_plan_edited_by_hand_is_refused(plan: Plan, edit: Callable[[Plan], Plan]) -> None:
    with pytest.raises(WrongResultError):
        require_right(edit(plan), CASE)


@pytest.mark.parametrize(
    ("rule", "told"),
    [
        (OpeningLimit(sites_per_year=0), "opening limit: "),
        (OpeningLimit(places_per_year=7), "opening limit: "),
        (CapitalLimit(10_000), "capital limit: "),
        (HostLimit(0), "host limit: "),
        (PlacementsByHand(forbidden_urns=("100", "200")), "opens at a forbidden school"),
        (PlacementsByHand((LockedPlacement("100", SEMH, 8, Y2),)), "not as locked"),
        (PlacementsByHand((LockedPlacement("999", SEMH, 8, Y2),)), "0 candidates"),
    ],
)
def test_each_limit_is_worked_out_again(plan: Plan, rule: object, told: str) -> None:
    """The plan keeps its own scenario; of a stricter one it breaks the limit, and the checker says which."""
    found = list(place_faults(edit_places(plan, CASE.problem, {("S100", Y1): 10}), _with(CASE, rule)))
    assert any(told in fault for fault in found), found


def test_a_site_off_its_menu_too_early_or_closing_is_refused(plan: Plan) -> None:
    early = replace(CASE.problem.site_by_key["S100"], earliest_opening=Y2)
    problem = replace(CASE.problem, sites=(early, CASE.problem.site_by_key["S200"]))
    edited = edit_places(plan, problem, {("S100", Y1): 9, ("S100", Y2): 0, ("S200", Y1): 8, ("S200", Y2): 8})
    found = list(place_faults(edited, replace(CASE, problem=problem)))
    assert any("9 places, not on its menu" in fault for fault in found)
    assert any("before its earliest opening" in fault for fault in found)
    assert any("9 the year before" in fault for fault in found)


def test_a_pupil_beyond_the_limit_is_refused(plan: Plan) -> None:
    strict = _with(CASE, TravelLimit(0, 0, 0))
    far = any(CASE.problem.metres(row.cell.area, CASE.problem.site_by_key[row.site]) for row in plan.placements)
    assert far == any("reach: " in fault for fault in pupil_faults(plan, strict))
    moved = [row for row in plan.placements if row.cell.area == "a1"]
    elsewhere = replace(plan, placements=(replace(moved[0], site="S200"),))
    assert any("reach: " in fault for fault in pupil_faults(elsewhere, strict))


def test_a_pupil_left_out_beside_a_vacant_place_is_refused() -> None:
    cell = DemandKey("a1", SECONDARY, SEMH, Y1)
    case = scenario(two_schools())
    places = edit_places(evaluate_stock(case), case.problem, {("S100", Y1): 10, ("S100", Y2): 10})
    unplaced = [row for row in places.unplaced if row.cell != cell]
    some = replace(
        places,
        placements=(Placement(places.bound, cell, "S100", 4),),
        unplaced=tuple([*unplaced, Unplaced(places.bound, cell, 2)]),
    )
    assert any("seating: " in fault for fault in pupil_faults(some, case))


def test_the_wrong_pupils_seated_are_noticed_two_moves_away() -> None:
    """The one without a seat counts more than one who would have to go, but only after another has moved over."""
    low, middle, high = (DemandKey(name, INFANT, SEMH, Y1) for name in ("low", "middle", "high"))
    seating = Seating(
        reach={low: ["B"], middle: ["A", "B"], high: ["A"]},
        seated={"A": {middle}, "B": {low}},
        without={high},
        weight={low: 1, middle: 3, high: 3},
    )
    assert not best_seated(seating)
    seating.weight[low] = 3
    assert best_seated(seating)


def test_a_gap_of_leavers_made_by_hand_is_noticed() -> None:
    """Without S300 all 6 leavers of the two valleys go without an entry place."""
    case = valleys_scenario()
    found = solve(case)
    stated = next(row.value for row in found.goals if row.goal == "transition_gap")
    edited = edit_places(found, case.problem, {("S300", Y1): 0, ("S300", Y2): 0})
    assert list(goal_faults(found, case)) == []
    assert f"goal transition_gap: {stated} stated, 6 counted" in list(goal_faults(edited, case))


@pytest.mark.parametrize("seed", range(40))
def test_the_seating_argument_agrees_with_trying_every_set(seed: int) -> None:
    rng = random.Random(seed)
    sites = ["A", "B", "C"]
    cells = [DemandKey(f"a{number}", INFANT, SEMH, Y1) for number in range(6)]
    reach = {cell: [site for site in sites if rng.random() < 0.5] for cell in cells}
    weight = {cell: rng.choice([1, 2, 3]) for cell in cells}
    seats = {site: rng.choice([0, 1, 2]) for site in sites}
    sets = [chosen for size in range(7) for chosen in combinations(cells, size)]
    seated = [(chosen, found) for chosen in sets if (found := _seat(list(chosen), reach, seats)) is not None]
    most = max(sum(weight[cell] for cell in chosen) for chosen, _ in seated)
    for chosen, found in seated:
        seating = Seating(
            reach={cell: [site for site in reach[cell] if seats[site]] for cell in cells},
            seated={site: {cell for cell in chosen if found[cell] == site} for site in sites},
            vacant={site for site in sites if sum(found[cell] == site for cell in chosen) < seats[site]},
            without=set(cells) - set(chosen),
            weight=weight,
        )
        assert best_seated(seating) == (sum(weight[cell] for cell in chosen) == most)


def _seat(
    cells: list[DemandKey], reach: dict[DemandKey, list[str]], seats: dict[str, int]
) -> dict[DemandKey, str] | None:
    """A seat for each of the pupils, by trying all; None when there is none."""
    if not cells:
        return {}
    for site in reach[cells[0]]:
        if seats[site]:
            rest = _seat(cells[1:], reach, {**seats, site: seats[site] - 1})
            if rest is not None:
                return {cells[0]: site, **rest}
    return None


def test_every_rule_of_today_has_a_check_of_its_own() -> None:
    assert set(RULES) >= CHECKED_RULES


def test_a_rule_without_a_check_of_its_own_is_a_fault(plan: Plan) -> None:
    unknown = replace(HostLimit(2), name="new_rule")
    assert "rule new_rule: has no check of its own" in faults(plan, replace(CASE, rules=(*CASE.rules, unknown)))


def test_capital_counts_what_the_plan_opens_alone() -> None:
    case = scenario(two_schools())
    stock = evaluate_stock(case)
    opened = edit_places(stock, case.problem, {("S100", Y2): 10})
    assert Table(stock, case.problem).capital_gbp(Y2) == 0
    assert Table(opened, case.problem).capital_gbp(Y2) == 50_000 + 10 * 10_000
