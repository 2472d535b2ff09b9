"""unplaced_pupils: pupils without a place, each as heavy as the scenario says."""

from __future__ import annotations

from planner.model.goals.unplaced_pupils import UnplacedPupils
from planner.model.solve import evaluate_places, evaluate_stock
from tests.model.cases import scenario, two_schools, with_bounds
from tests.model.fixing import value_in_model
from tests.model.goals.hand_plan import HAND_PLACES

GOAL = UnplacedPupils()


def test_the_value_weighs_pupils_by_locality_and_band() -> None:
    """1 of B (weight 2) and 6 of A (weight 1) have no place in the first year, nobody in the second."""
    case = scenario(two_schools())
    plan = evaluate_places(case, HAND_PLACES)
    assert GOAL.value(plan, case.problem, case.rules) == 1 * 2 + 6 * 1
    assert value_in_model(case, plan, GOAL) == 8


def test_with_no_place_everybody_counts() -> None:
    case = scenario(two_schools())
    plan = evaluate_stock(case)
    assert GOAL.value(plan, case.problem, case.rules) == 2 * (9 * 2 + 6 * 1)
    assert value_in_model(case, plan, GOAL) == 48


def test_only_the_planning_bound_counts() -> None:
    case = scenario(with_bounds(two_schools()))
    plan = evaluate_places(case, HAND_PLACES)
    assert len({row.bound for row in plan.unplaced}) > 1
    assert GOAL.value(plan, case.problem, case.rules) == 8
