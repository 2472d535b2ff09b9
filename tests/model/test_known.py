"""A solve that starts from an earlier one gives the same answer, and says what it did not search."""

from __future__ import annotations

from dataclasses import replace

import pytest

from planner.check import check
from planner.domain.scenario import Scenario
from planner.model.known import Known
from planner.model.rules.opening_limit import OpeningLimit
from planner.model.solve import solve, solve_from
from tests.model.cases import random_scenario


def with_a_limit_of(scenario: Scenario, sites_per_year: int) -> Scenario:
    rules = tuple(
        replace(rule, sites_per_year=sites_per_year) if isinstance(rule, OpeningLimit) else rule
        for rule in scenario.rules
    )
    return replace(scenario, rules=rules)


@pytest.mark.parametrize("seed", range(8))
def test_a_changed_scenario_has_the_same_goals_with_what_is_known_and_without(seed: int) -> None:
    scenario = random_scenario(seed)
    known = solve_from(scenario).known
    changed = with_a_limit_of(scenario, 1 + seed % 2)
    warm, cold = solve_from(changed, known).plan, solve(changed)
    assert [(goal.value, goal.proved) for goal in warm.goals] == [(goal.value, goal.proved) for goal in cold.goals]
    assert not list(check(warm, changed))


@pytest.mark.parametrize("seed", range(4))
def test_goals_that_were_not_searched_say_so_and_claim_no_bound(seed: int) -> None:
    scenario = random_scenario(seed)
    goals = solve_from(scenario, searched_goals=3).plan.goals
    assert all(goal.proved and goal.stopped_by == "proved" for goal in goals[:3])
    assert all(goal.bound == 0 and goal.stopped_by == "not searched" for goal in goals[3:] if not goal.proved)


def test_known_cuts_survive_a_network_that_lacks_their_areas() -> None:
    scenario = random_scenario(3)
    known = solve_from(scenario).known
    demand = tuple(replace(rows, cells=rows.cells[::2]) for rows in scenario.problem.demand)
    fewer = replace(scenario, problem=replace(scenario.problem, demand=demand))
    assert [goal.value for goal in solve_from(fewer, known).plan.goals] == [goal.value for goal in solve(fewer).goals]


def test_a_start_that_breaks_a_rule_is_not_taken() -> None:
    scenario = random_scenario(1)
    places = {(site.key, year): 99 for site in scenario.problem.sites for year in scenario.problem.academic_years}
    assert solve_from(scenario, Known(places)).plan.goals == solve(scenario).goals
