"""A scenario that only takes plans away keeps the bounds that were proved, and no other does."""

from __future__ import annotations

from dataclasses import replace

import pytest

from planner.domain.scenario import Scenario
from planner.errors import NoPlanError
from planner.model.known import Proven
from planner.model.restriction import restricts
from planner.model.rules.capital_limit import CapitalLimit, CapitalToYear
from planner.model.rules.placements_by_hand import PlacementsByHand
from planner.model.rules.places_target import PlacesTarget, PlacesTargets
from planner.model.rules.travel_limit import TravelLimit
from planner.model.solve import solve_from
from tests.model.brute_force import all_plans, best_values, goal_values
from tests.model.cases import Y1, Y2, random_scenario, scenario, two_schools
from tests.model.what_ifs import ONLY_FORBID, what_ifs, with_rule


def plans_and_values(of: Scenario) -> set[tuple[tuple[object, ...], tuple[int, ...]]]:
    """Places that are not 0, and goal values, of every plan."""
    return {
        (tuple(item for item in sorted(plan.places.items(), key=str) if item[1]), goal_values(of, plan))
        for plan in all_plans(of)
    }


@pytest.mark.parametrize("seed", range(6))
def test_plans_of_a_restriction_are_plans_of_the_known_scenario_with_the_same_values(seed: int) -> None:
    known = random_scenario(seed)
    plans = plans_and_values(known)
    for name, changed in what_ifs(known, seed):
        if restricts(changed, known):
            assert plans_and_values(changed) <= plans, name


@pytest.mark.parametrize("seed", range(6))
def test_the_changes_that_only_forbid_are_seen_as_such_and_no_others(seed: int) -> None:
    known = random_scenario(seed)
    seen = [name for name, changed in what_ifs(known, seed) if restricts(changed, known)]
    # With limits as tight as the new ones, or less tight, they may be seen both ways.
    assert [name for name in seen if "openings" not in name] == [name for name in ONLY_FORBID if "openings" not in name]


def test_rules_that_goals_read_or_that_widen_what_counts_are_no_restriction() -> None:
    known = scenario(two_schools(), TravelLimit(3000, 5000, 8000), CapitalLimit(100_000, (CapitalToYear(Y1, 50_000),)))
    target = PlacesTargets((PlacesTarget(Y2, 9, "commissioned_places", "test"),))
    assert restricts(known, known)
    assert restricts(with_rule(known, CapitalLimit(90_000, (CapitalToYear(Y1, 50_000),))), known)
    assert not restricts(with_rule(known, CapitalLimit(90_000)), known)
    assert not restricts(with_rule(known, target), known)
    assert not restricts(with_rule(known, TravelLimit(2000, 4000, 7000)), known)
    assert not restricts(replace(known, goals=known.goals[:3]), known)
    without = tuple(rule for rule in known.rules if rule.name != "capital_limit")
    assert not restricts(replace(known, rules=without), known)
    assert restricts(known, replace(known, rules=without))


def test_placements_taken_back_are_no_restriction() -> None:
    known = with_rule(scenario(two_schools()), PlacementsByHand(forbidden_urns=("100",)))
    assert not restricts(with_rule(known, PlacementsByHand(forbidden_urns=("200",))), known)
    assert restricts(with_rule(known, PlacementsByHand(forbidden_urns=("200", "100"))), known)


def test_a_bound_counts_only_where_the_goals_before_are_as_good() -> None:
    proven = Proven(scenario(two_schools()), (0, 4, 890), (0.0, 4.0, 887.0))
    assert proven.bound_of(2, (0, 4)) == 887.0
    assert proven.bound_of(2, (0, 3)) == 887.0
    assert proven.bound_of(2, (0, 5)) == 0.0
    assert proven.bound_of(1, (1,)) == 0.0


@pytest.mark.parametrize("seed", range(6))
def test_no_what_if_claims_a_bound_above_the_best_plan_of_all(seed: int) -> None:
    """Every plan is counted one by one: the claimed bounds hold, goal by goal, and the values are the best."""
    known_scenario = random_scenario(seed)
    known = solve_from(known_scenario).known
    for name, changed in what_ifs(known_scenario, seed):
        best = best_values(changed)
        if best is None:
            with pytest.raises(NoPlanError):
                solve_from(changed, known)
            continue
        goals = solve_from(changed, known).plan.goals
        assert tuple(goal.value for goal in goals) == best, name
        assert all(goal.bound <= goal.value and goal.proved for goal in goals), name
