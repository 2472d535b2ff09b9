"""The model in arrays: whatever rules and goals say to a MathOpt model, it says in the same columns and rows."""

from __future__ import annotations

from dataclasses import fields
from typing import TypeAlias

import numpy as np
import pytest
from ortools.math_opt.python import mathopt

from planner.domain.scenario import Rule, Scenario
from planner.model.array_model import ArrayModel, arrays_of, flat_terms
from planner.model.exchange import Exchange, KeptSchools
from planner.model.goals import GOALS
from planner.model.held import HeldGoal
from planner.model.measures import MEASURES
from planner.model.network import build_network
from planner.model.robust.kept_years import KeptYears
from planner.model.served import ServedByGroup
from planner.model.variables import Variables
from tests.model.cases import Y1, random_rich_scenario

Model: TypeAlias = mathopt.Model | ArrayModel


def rules_of_studies(case: Scenario) -> tuple[Rule, ...]:
    """Rules that no scenario states but studies add."""
    held = (HeldGoal(goal, 7, case.rules) for goal in GOALS.values())
    return (*held, KeptYears((Y1,), {("C0", Y1): 4}), Exchange((frozenset({"100", "101"}), frozenset({"102"}))))


def build(model: Model, case: Scenario, rules: tuple[Rule, ...]) -> Variables:
    """A master's decisions, pupils and rules."""
    x = Variables(model, case.problem)
    x.service = ServedByGroup(model, build_network(case.problem, case.rules, case.bound), x)
    for rule in rules:
        rule.constrain(model, x, case.problem)
    return x


@pytest.mark.parametrize("seed", range(12))
def test_rules_and_goals_give_the_arrays_that_they_give_through_mathopt(seed: int) -> None:
    case = random_rich_scenario(seed)
    rules = (*case.rules, *rules_of_studies(case))
    models: tuple[Model, Model] = (mathopt.Model(), ArrayModel())
    decisions = [build(model, case, rules) for model in models]
    left, right = map(arrays_of, models)
    for each in fields(left):
        ours, theirs = getattr(left, each.name), getattr(right, each.name)
        assert ours.dtype == theirs.dtype
        np.testing.assert_array_equal(ours, theirs, err_msg=each.name)
    exchange = next(rule for rule in rules if isinstance(rule, Exchange))
    for goal in (*MEASURES.values(), KeptSchools(exchange)):
        expressions = [goal.expression(x, case.problem) for x in decisions]
        if expressions[0] is None:
            assert expressions[1] is None
        else:
            assert flat_terms(expressions[0]) == flat_terms(expressions[1])


def test_a_column_that_stands_twice_in_a_row_is_added_up_and_left_out_at_0() -> None:
    model = ArrayModel()
    first, second, third = (model.add_integer_variable(lb=0, ub=9) for _ in range(3))
    model.add_linear_constraint(first + 2 * second + 1 <= 3 * first + second - third + 4)
    model.add_linear_constraint(model.total([first, -1 * first, second, 5.0]) == 7)
    arrays = model.arrays()
    assert arrays.starts.tolist() == [0, 3, 4]
    assert arrays.columns.tolist() == [0, 1, 2, 1]
    assert arrays.coefficients.tolist() == [-2.0, 1.0, 1.0, 1.0]
    assert (arrays.row_lower.tolist(), arrays.row_upper.tolist()) == ([-np.inf, 2.0], [3.0, 2.0])


def test_a_row_without_columns_stays_a_row() -> None:
    """An empty sum held at 1 or above can never be kept; it must not vanish."""
    model = ArrayModel()
    model.add_linear_constraint(model.total([]) >= 1)
    arrays = model.arrays()
    assert (arrays.starts.tolist(), arrays.row_lower.tolist()) == ([0, 0], [1.0])


def test_an_empty_model_has_empty_arrays() -> None:
    """A council with nothing to decide has a master without rows."""
    left, right = arrays_of(mathopt.Model()), arrays_of(ArrayModel())
    for each in fields(left):
        np.testing.assert_array_equal(getattr(left, each.name), getattr(right, each.name), err_msg=each.name)


def test_sums_are_never_changed_by_what_is_made_of_them() -> None:
    model = ArrayModel()
    column = model.add_binary_variable()
    terms = 2 * column + 1
    for made in (terms + column, terms - 3, 4 - terms, -terms, terms * 5, model.total([terms, terms])):
        assert flat_terms(made) != flat_terms(terms)
        assert flat_terms(terms) == ({0: 2.0}, 1.0)


def test_closing_a_column_sets_its_upper_bound() -> None:
    model = ArrayModel()
    column = model.add_binary_variable()
    assert column.upper_bound == 1.0
    column.upper_bound = 0
    assert model.arrays().upper.tolist() == [0.0]
