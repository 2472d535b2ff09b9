"""The search against another solver on the plain model: nothing that the master leaves out is lost."""

from __future__ import annotations

import pytest

from planner.check import check
from planner.model import travel
from planner.model.network import build_network
from planner.model.plain import PlainModel
from planner.model.relaxation import solve_relaxation
from planner.model.solve import solve
from tests.model import other_solver
from tests.model.cases import random_rich_scenario, random_scenario
from tests.model.fixing import KINDS, as_point, model_of, value_in_model

RICH_SEEDS = range(24)
SEEDS = range(100, 112)


@pytest.mark.parametrize("seed", RICH_SEEDS)
def test_equals_another_solver_with_every_rule_on(seed: int) -> None:
    """SCIP on the plain model, goal by goal, finds the same value of every goal, and so proves each."""
    case = random_rich_scenario(seed)
    plan = solve(case)
    assert tuple(result.value for result in plan.goals) == other_solver.best_values(case)
    assert all(result.proved for result in plan.goals)
    assert check(plan, case) == ()


@pytest.mark.parametrize("seed", SEEDS)
def test_equals_another_solver(seed: int) -> None:
    case = random_scenario(seed)
    assert tuple(result.value for result in solve(case).goals) == other_solver.best_values(case)


@pytest.mark.parametrize("seed", range(8))
def test_a_plan_is_a_point_of_the_plain_model(seed: int) -> None:
    """Written into the plain model's columns, the plan keeps every row and each goal has the value that it states."""
    case = random_rich_scenario(seed)
    plan = solve(case)
    for goal, result in zip(case.goals, plan.goals, strict=True):
        assert value_in_model(case, plan, goal) == result.value


@pytest.mark.parametrize("seed", range(8))
def test_the_first_goal_is_bounded_by_either_relaxation(seed: int) -> None:
    """A relaxation never lies above the optimum, with all of its cuts in it."""
    case = random_rich_scenario(seed)
    first, value = case.goals[2], solve(case).goals[2].value
    for kind in KINDS:
        model = model_of(case, kind)
        objective = model.program.objective(first.expression(model.x, case.problem))
        relaxed = solve_relaxation(model.program, objective, model, 30.0)
        assert relaxed.bound <= value + 1e-6


@pytest.mark.parametrize("seed", range(8))
def test_both_relaxations_are_equally_tight(seed: int) -> None:
    """The cuts are what remains of the plain model without `placed`: both give the same bound on pupils."""
    case = random_rich_scenario(seed)
    bounds = []
    for kind in KINDS:
        model = model_of(case, kind)
        objective = model.program.objective(case.goals[2].expression(model.x, case.problem))
        bounds.append(solve_relaxation(model.program, objective, model, 30.0).bound)
    assert bounds[0] == pytest.approx(bounds[1], abs=0.05)


@pytest.mark.parametrize("seed", range(4))
def test_rows_that_the_plain_model_adds_keep_every_plan(seed: int) -> None:
    """The rows placed <= pupils x opens hold at whole openings, so a plan breaks none of these rows."""
    case = random_rich_scenario(seed)
    plan = solve(case)
    plain = PlainModel(case.problem, case.rules, build_network(case.problem, case.rules, case.bound))
    assert plain.separate(as_point(case, plain, plan)) == []


@pytest.mark.parametrize("seed", range(12))
def test_a_case_too_large_to_solve_whole_claims_no_more_than_is_true(
    seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With the plain model never solved whole, a bound stays at or below the optimum and a proof is a proof."""
    monkeypatch.setattr(travel, "SMALL_COLUMNS", 0)
    case = random_rich_scenario(seed)
    plan, best = solve(case), other_solver.best_values(case)
    assert best is not None
    assert check(plan, case) == ()
    for result, value in zip(plan.goals, best, strict=True):
        assert result.bound <= value <= result.value
        if result.value != value:
            assert not result.proved
            break
