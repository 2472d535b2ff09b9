"""Which settings fit a scenario."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from planner.domain.terms import Bound
from planner.errors import InputError
from planner.model.robust.settings import Criterion, robust_settings
from tests.model.cases import random_scenario
from tests.model.robust.contested import BOUNDS, contested_scenario

CASE = contested_scenario(0)


def test_without_weights_all_bounds_count_alike_and_it_is_said() -> None:
    settings = robust_settings(CASE)
    assert settings.bounds == BOUNDS
    assert settings.weights == (1, 1, 1)
    assert not settings.weights_given
    assert settings.criterion is Criterion.WEIGHTED


def test_weights_become_the_smallest_whole_numbers_in_proportion() -> None:
    weights = {Bound.UPPER: Fraction("0.25"), Bound.LOWER: Fraction("0.5"), Bound.CENTRAL: Fraction(1, 3)}
    settings = robust_settings(CASE, weights=weights)
    assert settings.weights == (6, 4, 3)
    assert settings.weights_given


def test_every_fault_is_named_at_once() -> None:
    weights = {Bound.LOWER: Fraction(-1), Bound.CENTRAL: Fraction(1)}
    case = replace(CASE, goals=CASE.goals[:1])
    with pytest.raises(InputError) as raised:
        robust_settings(case, weights=weights, years_now=9)
    assert [fault.where for fault in raised.value.faults] == [
        "goals",
        "years now",
        "weight of the lower bound",
        "weight of the upper bound",
    ]


def test_one_bound_alone_is_refused() -> None:
    with pytest.raises(InputError, match="the central bound alone"):
        robust_settings(random_scenario(1))


def test_a_weight_of_a_bound_without_demand_is_refused() -> None:
    two = replace(CASE, problem=replace(CASE.problem, demand=CASE.problem.demand[:2]))
    with pytest.raises(InputError, match="a weight of the upper bound"):
        robust_settings(two, weights=dict.fromkeys(BOUNDS, Fraction(1)))
