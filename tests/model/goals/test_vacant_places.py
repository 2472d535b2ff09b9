"""vacant_places: place-years at located sites in which nobody sits."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from planner.domain.terms import SiteStatus
from planner.model.goals.vacant_places import VacantPlaces
from planner.model.solve import evaluate_places
from tests.model.cases import Y1, scenario, site, two_schools, with_bounds
from tests.model.fixing import value_in_model
from tests.model.goals.hand_plan import HAND_PLACES

GOAL = VacantPlaces()


def test_the_value_is_places_less_pupils() -> None:
    """8 places and 8 pupils, then 18 places and 15 pupils."""
    case = scenario(two_schools())
    plan = evaluate_places(case, HAND_PLACES)
    assert GOAL.value(plan, case.problem, case.rules) == (8 - 8) + (18 - 15)
    assert value_in_model(case, plan, GOAL) == 3


def test_balancing_rows_are_left_out() -> None:
    """Three places that no school stands for are neither occupied nor vacant."""
    row = site("Z9", None, status=SiteStatus.EXISTING, steps=((Y1, 3),), size_menu=(), earliest_opening=None)
    problem = two_schools()
    case = scenario(replace(problem, sites=(*problem.sites, row)))
    plan = evaluate_places(case, np.vstack([HAND_PLACES, [3, 3]]))
    assert GOAL.value(plan, case.problem, case.rules) == 3
    assert value_in_model(case, plan, GOAL) == 3


def test_only_the_planning_bound_counts() -> None:
    case = scenario(with_bounds(two_schools()))
    assert GOAL.value(evaluate_places(case, HAND_PLACES), case.problem, case.rules) == 3
