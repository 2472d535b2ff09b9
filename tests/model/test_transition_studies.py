"""Studies that ask the solver again and again say the transition gap right as well."""

from __future__ import annotations

from dataclasses import replace

import pytest

from planner.check import check
from planner.domain.scenario import Scenario
from planner.model.alternatives import alternatives
from planner.model.exchange import exchanged_schools, new_hosts
from planner.model.explain.variants import relax
from planner.model.frontier import frontier
from planner.model.goals import GOALS
from planner.model.goals.transition_gap import TransitionGap
from planner.model.robust.settings import Criterion, robust_settings
from planner.model.robust.solve import solve_robust
from planner.model.solve import solve, solve_from
from tests.model.brute_force import all_plans, goal_values
from tests.model.cases import with_bounds
from tests.model.leaving import leaving_scenario
from tests.model.test_frontier import pairs, true_frontier

GAP = TransitionGap()
ALL_POINTS = 60


def with_goals(case: Scenario, *names: str) -> Scenario:
    return replace(case, goals=tuple(GOALS[name] for name in names))


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize(
    "names", [("transition_gap", "unplaced_pupils", "cost"), ("unplaced_pupils", "transition_gap", "cost")]
)
def test_alternatives_keep_the_gap_where_it_comes_first(seed: int, names: tuple[str, ...]) -> None:
    """Each is as different as any plan that is as good, and among those the best by all goals."""
    case = with_goals(leaving_scenario(seed), *names)
    found = alternatives(case, 3, 0.0)
    best = goal_values(case, found.plans[0].plan)
    held = names.index("unplaced_pupils") + 1
    chosen = [plan for plan in all_plans(case) if goal_values(case, plan)[:held] == best[:held]]
    assert best == min(goal_values(case, plan) for plan in chosen)
    for number in range(1, len(found.plans)):
        near, earlier = found.plans[number], tuple(other.schools for other in found.plans[:number])
        exchanged = {id(plan): exchanged_schools(new_hosts(plan, case.problem), earlier) for plan in chosen}
        alike = [plan for plan in chosen if exchanged[id(plan)] == max(exchanged.values())]
        assert near.exchanged == near.exchanged_bound == max(exchanged.values())
        assert goal_values(case, near.plan) == min(goal_values(case, plan) for plan in alike)
        assert check(found.stated(near), case) == ()


@pytest.mark.parametrize("seed", range(4))
def test_a_frontier_shows_what_the_gap_costs_in_pupils(seed: int) -> None:
    case = with_goals(leaving_scenario(seed), "unplaced_pupils", "transition_gap", "cost")
    found = frontier(case, ("transition_gap", "cost"), ALL_POINTS)
    assert pairs(found) == true_frontier(case, 1, GAP, GOALS["cost"])
    assert found.complete


@pytest.mark.parametrize("seed", range(4))
def test_robust_plans_keep_the_least_gap_on_every_bound(seed: int) -> None:
    """The gap speaks of places alone, so it may stand before the pupils: all copies have the least there is."""
    case = with_goals(leaving_scenario(seed), "transition_gap", "unplaced_pupils", "vacant_places")
    least = min(GAP.value(plan, case.problem, case.rules) for plan in all_plans(case))
    case = replace(case, problem=with_bounds(case.problem))
    robust = solve_robust(case, robust_settings(case, Criterion.WORST_REGRET, None, 1))
    assert {GAP.value(plan, case.problem, case.rules) for plan in robust.plans} == {least}
    assert [goal.proved for goal in robust.goals] == [True, True]


@pytest.mark.parametrize("seed", range(4))
def test_what_is_known_of_one_scenario_serves_the_next(seed: int) -> None:
    """Without the rule nothing is counted; back with it, from what is known, the gap is what it was."""
    case = leaving_scenario(seed)
    first = solve_from(case)
    relaxed = relax(case, "phase_continuity")
    assert relaxed is not None
    assert relaxed.uncounted == "transition_gap"
    other = solve_from(relaxed.scenario, first.known)
    assert next(row.value for row in other.plan.goals if row.goal == "transition_gap") == 0
    again = solve_from(case, other.known)
    assert [row.value for row in again.plan.goals] == [row.value for row in first.plan.goals]


@pytest.mark.parametrize("seed", range(4))
def test_a_gap_searched_nearby_alone_claims_no_more_than_is_true(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """As on a county: the whole master left out, the bound stays at or below the least gap."""
    case = with_goals(leaving_scenario(seed), "unplaced_pupils", "transition_gap")
    best = min(goal_values(case, plan) for plan in all_plans(case))
    monkeypatch.setattr("planner.model.solve.NEARBY_COLUMNS", 0)
    unplaced, gap = solve(case).goals
    assert (unplaced.value, unplaced.proved) == (best[0], True)
    assert gap.bound <= best[1] <= gap.value
    assert gap.proved == (gap.value - gap.bound < 1)
