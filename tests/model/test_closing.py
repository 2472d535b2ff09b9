"""Candidates that are closed for a question are open in no plan that answers it; a part holds all its plans."""

from __future__ import annotations

import numpy as np
import pytest

from planner.domain.scenario import Scenario
from planner.model.closing import upper_within
from planner.model.linear import WarmLinear
from planner.model.master import Master
from planner.model.network import build_network
from planner.model.part import part_of
from planner.model.program import FloatArray, Objective, Row, Work
from tests.model.brute_force import all_plans, goal_values
from tests.model.cases import random_scenario

UNPLACED = "unplaced_pupils"
CASES = [random_scenario(seed) for seed in range(8)]


def master_of(scenario: Scenario) -> tuple[Master, Objective]:
    """The master and its goal of pupils without a place."""
    network = build_network(scenario.problem, scenario.rules, scenario.bound)
    master = Master(scenario.problem, scenario.rules, network)
    goal = next(goal for goal in scenario.goals if goal.name == UNPLACED)
    return master, master.program.objective(goal.expression(master.x, scenario.problem))


def plans_of(scenario: Scenario, master: Master) -> list[tuple[int, dict[int, float]]]:
    """Pupils without a place, and the columns of openings and sizes, of every plan."""
    names = [goal.name for goal in scenario.goals]
    sites, years = scenario.problem.sites, scenario.problem.academic_years
    found = []
    for plan in all_plans(scenario):
        places = np.asarray([[plan.places[site.key, year] for year in years] for site in sites])
        found.append((goal_values(scenario, plan)[names.index(UNPLACED)], master.places_map.columns(places)))
    return found


def multipliers_of(master: Master, objective: Objective) -> FloatArray:
    """Those of the relaxation without further cuts."""
    linear = WarmLinear(master.program, objective, 10.0)
    assert linear.solve().point is not None
    return linear.multipliers()


@pytest.mark.parametrize("scenario", CASES)
@pytest.mark.parametrize("factor", [1.0, 0.0, -1.5])
def test_no_plan_within_the_limit_opens_what_is_closed_whatever_the_multipliers(
    scenario: Scenario, factor: float
) -> None:
    master, objective = master_of(scenario)
    multipliers = factor * multipliers_of(master, objective)
    plans = plans_of(scenario, master)
    for limit in sorted({value for value, _ in plans}):
        upper = upper_within(master, objective, multipliers, limit)
        for value, columns in plans:
            assert value > limit or all(level <= upper[column] for column, level in columns.items())


def test_the_relaxation_closes_something_somewhere() -> None:
    closed = 0
    for scenario in CASES:
        master, objective = master_of(scenario)
        least = min((value for value, _ in plans_of(scenario, master)), default=0)
        upper = upper_within(master, objective, multipliers_of(master, objective), least)
        closed += int((upper < master.program.upper).sum())
    assert closed > 0


@pytest.mark.parametrize("scenario", CASES[:4])
def test_a_part_has_the_same_best_value_with_fewer_rows(scenario: Scenario) -> None:
    master, objective = master_of(scenario)
    program = master.program
    upper = program.upper.copy()
    upper[master.places_map.opens_columns()[::2]] = 0.0
    bounds = (program.lower, upper)
    row = Row(np.flatnonzero(objective.coefficients)[:1], np.ones(1), 0.0, 1.0)
    part = part_of(program, bounds)
    part.add([row])
    work = Work(1000, 20.0, 0.5)
    expected = program.solve_mixed(objective, work, bounds)
    assert part_of(program, bounds).solve_mixed(objective, work).infeasible == expected.infeasible
    assert part.rows < program.rows
    if expected.point is not None:
        found = part_of(program, bounds).solve_mixed(objective, work).point
        assert found is not None
        assert program.keeps_rows(found)
        assert objective.value(found) == pytest.approx(objective.value(expected.point))
