"""transition_gap: leavers without an entry place, all years together rounded up to whole pupils."""

from __future__ import annotations

import numpy as np
import pytest

from planner.model.goals.transition_gap import TransitionGap
from planner.model.rules.phase_continuity import PhaseContinuity
from planner.model.solve import evaluate_places
from tests.model.cases import Y2, changed_site, scenario
from tests.model.fixing import value_in_model
from tests.model.leaving import FAR, two_valleys, valleys_scenario

GOAL = TransitionGap()


@pytest.mark.parametrize(("rule", "gap"), [(PhaseContinuity(None, FAR), 3), (PhaseContinuity(Y2, FAR), 2)])
def test_the_value_counts_leavers_from_the_first_year_that_counts(rule: PhaseContinuity, gap: int) -> None:
    """S300 with 5 places: nobody of A is left over in the first year, 1 of 2 in the second; B's 1 in both."""
    case = valleys_scenario(rule)
    plan = evaluate_places(case, np.asarray([[14, 14], [7, 7], [5, 5]]))
    assert GOAL.value(plan, case.problem, case.rules) == gap
    assert value_in_model(case, plan, GOAL) == gap


def test_parts_of_pupils_are_added_up_before_they_are_rounded() -> None:
    """10 places over seven year groups: 10/7 leavers of B a year, 20/7 in two years, so 3 pupils and not 4."""
    rule = PhaseContinuity(None, FAR)
    of = changed_site(two_valleys(), "P200", steps=((Y2.plus(-2), 10),))
    case = valleys_scenario(rule, of)
    plan = evaluate_places(case, np.asarray([[14, 14], [10, 10], [5, 10]]))
    assert GOAL.value(plan, case.problem, case.rules) == 3
    assert value_in_model(case, plan, GOAL) == 3


def test_without_the_rule_there_is_no_gap() -> None:
    case = scenario(two_valleys(), FAR)
    plan = evaluate_places(case, np.asarray([[14, 14], [7, 7], [0, 0]]))
    assert GOAL.value(plan, case.problem, case.rules) == value_in_model(case, plan, GOAL) == 0
