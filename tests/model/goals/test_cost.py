"""cost: capital of what the plan opens and the place element of the places it adds."""

from __future__ import annotations

import numpy as np

from planner.domain.terms import SiteStatus
from planner.model.goals.cost import Cost
from planner.model.solve import evaluate_places
from tests.model.cases import Y1, changed_site, scenario, two_schools
from tests.model.fixing import value_in_model
from tests.model.goals.hand_plan import HAND_PLACES

GOAL = Cost()
FIXED_GBP, PER_PLACE_GBP, PLACE_ELEMENT_GBP = 50_000, 10_000, 6_000


def test_the_value_is_capital_to_the_last_year_and_places_of_every_year() -> None:
    case = scenario(two_schools())
    plan = evaluate_places(case, HAND_PLACES)
    capital = 2 * FIXED_GBP + (10 + 8) * PER_PLACE_GBP
    expected = capital + (8 + 10 + 0 + 8) * PLACE_ELEMENT_GBP
    assert GOAL.value(plan, case.problem, case.rules) == expected
    assert value_in_model(case, plan, GOAL) == expected


def test_a_standing_base_costs_only_what_it_adds() -> None:
    """8 stand already: 2 more in the second year."""
    stands = {"status": SiteStatus.EXISTING, "steps": ((Y1.plus(-1), 8),), "earliest_opening": None}
    case = scenario(changed_site(two_schools(), "S100", **stands))
    plan = evaluate_places(case, np.asarray([[8, 10], [0, 0]]))
    expected = 2 * PER_PLACE_GBP + 2 * PLACE_ELEMENT_GBP
    assert GOAL.value(plan, case.problem, case.rules) == expected
    assert value_in_model(case, plan, GOAL) == expected
