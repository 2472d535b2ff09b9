"""pupil_travel: metres one way of every placed pupil, summed over the years."""

from __future__ import annotations

from planner.model.goals.pupil_travel import PupilTravel
from planner.model.master import Master
from planner.model.solve import evaluate_places
from tests.model.cases import scenario, two_schools, with_bounds
from tests.model.fixing import model_of, value_in_model
from tests.model.goals.hand_plan import HAND_PLACES

GOAL = PupilTravel()


def test_the_value_is_pupils_times_metres() -> None:
    """8 pupils of B travel 6,000 m in the first year and 1 in the second; the others have their base at home."""
    case = scenario(two_schools())
    plan = evaluate_places(case, HAND_PLACES)
    assert GOAL.value(plan, case.problem, case.rules) == (8 + 1) * 6000
    assert value_in_model(case, plan, GOAL) == 54_000


def test_the_master_cannot_say_it() -> None:
    case = scenario(two_schools())
    master = model_of(case, "master")
    assert isinstance(master, Master)
    assert GOAL.expression(master.x, case.problem) is None


def test_only_the_planning_bound_counts() -> None:
    case = scenario(with_bounds(two_schools()))
    assert GOAL.value(evaluate_places(case, HAND_PLACES), case.problem, case.rules) == 54_000
