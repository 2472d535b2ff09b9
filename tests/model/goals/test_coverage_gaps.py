"""coverage_gaps: localities, bands and years without the promised base."""

from __future__ import annotations

import pytest

from planner.model.goals.coverage_gaps import CoverageGaps
from planner.model.rules.coverage_promise import CoveragePromise
from planner.model.solve import evaluate_places
from tests.model.cases import Y1, Y2, scenario, two_schools
from tests.model.fixing import value_in_model
from tests.model.goals.hand_plan import HAND_PLACES

GOAL = CoverageGaps()


@pytest.mark.parametrize(
    ("promise", "gaps"),
    [
        (CoveragePromise("in_locality", Y1), 1),
        (CoveragePromise("in_locality", Y2), 0),
        (CoveragePromise("within_limit", Y1), 0),
    ],
)
def test_the_value_counts_gaps_from_the_promised_year(promise: CoveragePromise, gaps: int) -> None:
    """B has no base of its own in the first year, though its pupils reach A's."""
    case = scenario(two_schools(), promise)
    plan = evaluate_places(case, HAND_PLACES)
    assert GOAL.value(plan, case.problem, case.rules) == gaps
    assert value_in_model(case, plan, GOAL) == gaps


def test_without_a_promise_there_is_no_gap() -> None:
    case = scenario(two_schools())
    plan = evaluate_places(case, HAND_PLACES)
    assert GOAL.value(plan, case.problem, case.rules) == value_in_model(case, plan, GOAL) == 0
