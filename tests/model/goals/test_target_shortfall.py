"""target_shortfall: the places that dated targets lack, summed over the targets."""

from __future__ import annotations

from planner.model.goals.target_shortfall import TargetShortfall
from planner.model.rules.places_target import PlacesTarget, PlacesTargets
from planner.model.solve import evaluate_places
from tests.model.cases import Y1, Y2, scenario, two_schools
from tests.model.fixing import value_in_model
from tests.model.goals.hand_plan import HAND_PLACES

GOAL = TargetShortfall()
TARGETS = PlacesTargets((PlacesTarget(Y1, 12, "", "test"), PlacesTarget(Y2, 21, "", "test")))


def test_the_value_is_what_each_target_lacks() -> None:
    """12 places are wanted in the first year and 8 are there; 21 in the second, and 18 are there: 4 + 3."""
    case = scenario(two_schools(), TARGETS)
    plan = evaluate_places(case, HAND_PLACES)
    assert GOAL.value(plan, case.problem, case.rules) == 4 + 3
    assert value_in_model(case, plan, GOAL) == 4 + 3


def test_without_a_target_nothing_is_short() -> None:
    case = scenario(two_schools())
    plan = evaluate_places(case, HAND_PLACES)
    assert GOAL.value(plan, case.problem, case.rules) == value_in_model(case, plan, GOAL) == 0
