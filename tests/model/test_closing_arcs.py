"""What is closed by the plain relaxation's prices is in no plan with as little travel; kernels then find the best."""

from __future__ import annotations

import math

import numpy as np
import pytest

from planner.domain.scenario import Scenario
from planner.model import travel
from planner.model.closing_arcs import bounds_within
from planner.model.goals import GOALS
from planner.model.kernel import KernelSearch
from planner.model.network import build_network
from planner.model.plain import PlainModel
from planner.model.program import FloatArray, Objective, Solved
from planner.model.relaxation import Relaxation
from planner.model.solve import solve
from tests.benchmarks.orlib_scenario import facility_scenario
from tests.model import other_solver
from tests.model.brute_force import all_plans
from tests.model.cases import random_scenario
from tests.model.fixing import as_point

UNPLACED, TRAVEL = GOALS["unplaced_pupils"], GOALS["pupil_travel"]
CASES = [random_scenario(seed) for seed in range(8)]
TOLERANCE = 1e-9


def held_model(scenario: Scenario) -> tuple[PlainModel, Objective, list[tuple[float, FloatArray]]]:
    """The plain model with as few pupils without a place as can be, its travel, and travel and point of every plan."""
    network = build_network(scenario.problem, scenario.rules, scenario.bound)
    plain = PlainModel(scenario.problem, scenario.rules, network)
    program = plain.program
    unplaced, objective = (program.objective(goal.expression(plain.x, scenario.problem)) for goal in (UNPLACED, TRAVEL))
    points = [as_point(scenario, plain, plan) for plan in all_plans(scenario)]
    least = min((unplaced.value(point) for point in points), default=0.0)
    program.add([program.hold(unplaced, least)])
    kept = [(objective.value(point), point) for point in points if unplaced.value(point) <= least + TOLERANCE]
    return plain, objective, kept


def multipliers_of(plain: PlainModel, objective: Objective) -> FloatArray:
    relaxation = Relaxation(plain.program, objective, plain, 10.0)
    assert relaxation.solve().point is not None
    return relaxation.multipliers()


@pytest.mark.parametrize("scenario", CASES)
@pytest.mark.parametrize("factor", [1.0, 0.0, -1.5])
def test_every_plan_within_the_limit_is_within_the_bounds_whatever_the_multipliers(
    scenario: Scenario, factor: float
) -> None:
    plain, objective, plans = held_model(scenario)
    multipliers = factor * multipliers_of(plain, objective)
    for limit in sorted({value for value, _ in plans}):
        lower, upper = bounds_within(plain, objective, multipliers, limit)
        for value, point in plans:
            within = (point >= lower - TOLERANCE).all() and (point <= upper + TOLERANCE).all()
            assert value > limit or within


def test_prices_close_journeys_somewhere() -> None:
    closed = 0
    for scenario in CASES:
        plain, objective, plans = held_model(scenario)
        least = min((value for value, _ in plans), default=0.0)
        lower, upper = bounds_within(plain, objective, multipliers_of(plain, objective), least)
        closed += int((upper < plain.program.upper).sum() + (lower > plain.program.lower).sum())
    assert closed > 0


def facilities(seed: int) -> Scenario:
    """Twenty customers and eight facilities of which about half are needed."""
    random = np.random.default_rng(seed)
    customers, sites = random.uniform(0, 100, (20, 2)), random.uniform(0, 100, (8, 2))
    demand, capacity = random.integers(1, 9, 20), random.integers(20, 40, 8)
    metres = np.hypot(*(customers[:, None] - sites[None]).transpose(2, 0, 1))
    return facility_scenario(demand, capacity, random.uniform(400, 900, 8), metres, 1, 60.0)


@pytest.mark.parametrize("seed", range(4))
def test_kernels_find_the_best_and_prove_it_where_the_whole_model_is_not_solved(
    seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(travel, "SMALL_COLUMNS", 0)
    case = facilities(seed)
    plan = solve(case)
    assert tuple(result.value for result in plan.goals) == other_solver.best_values(case)
    assert plan.goals[-1].proved


def test_kernels_alone_find_the_best(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the last search, which holds all better plans: nothing is proved then."""
    monkeypatch.setattr(travel, "SMALL_COLUMNS", 0)
    monkeypatch.setattr(KernelSearch, "_prove", lambda self, nodes, seconds: 0.0)
    case = facilities(1)
    assert tuple(result.value for result in solve(case).goals) == other_solver.best_values(case)


def test_a_kernel_that_the_clock_ends_before_any_bound_leaves_the_relaxations(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(travel, "SMALL_COLUMNS", 0)
    monkeypatch.setattr(KernelSearch, "_search", lambda *_, **__: Solved(None, -math.inf, "clock", infeasible=False))
    case = facilities(1)
    result = solve(case).goals[-1]
    assert 0 < result.bound <= other_solver.best_values(case)[-1]
