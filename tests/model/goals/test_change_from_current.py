"""change_from_current: new bases that stand in the last year."""

from __future__ import annotations

import numpy as np
import pytest

from planner.domain.terms import SiteStatus
from planner.model.goals.change_from_current import ChangeFromCurrent
from planner.model.solve import evaluate_places
from tests.model.cases import Y1, changed_site, scenario, two_schools
from tests.model.fixing import value_in_model
from tests.model.goals.hand_plan import HAND_PLACES

GOAL = ChangeFromCurrent()


@pytest.mark.parametrize(("places", "bases"), [(HAND_PLACES, 2), ([[0, 0], [0, 8]], 1), ([[0, 0], [0, 0]], 0)])
def test_the_value_counts_new_bases(places: object, bases: int) -> None:
    case = scenario(two_schools())
    plan = evaluate_places(case, np.asarray(places))
    assert GOAL.value(plan, case.problem, case.rules) == bases
    assert value_in_model(case, plan, GOAL) == bases


def test_a_standing_base_that_grows_is_not_new() -> None:
    stands = {"status": SiteStatus.EXISTING, "steps": ((Y1.plus(-1), 8),), "earliest_opening": None}
    case = scenario(changed_site(two_schools(), "S100", **stands))
    plan = evaluate_places(case, np.asarray([[8, 10], [0, 0]]))
    assert GOAL.value(plan, case.problem, case.rules) == value_in_model(case, plan, GOAL) == 0
