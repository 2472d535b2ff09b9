"""The search against brute force, the plain model and hand-worked answers."""

from __future__ import annotations

import pytest

from planner.check import check
from planner.model.solve import solve
from tests.model.brute_force import best_values
from tests.model.cases import random_scenario, scenario, two_schools


def test_hand_worked_two_schools() -> None:
    """6 + 9 = 15 pupils a year: two bases of 8 seat them with 1 place vacant; 1 of B's 9 pupils travels 6 km to A."""
    plan = solve(scenario(two_schools()))
    values = {result.goal: result.value for result in plan.goals}
    assert values["unplaced_pupils"] == 0
    assert values["vacant_places"] == 2 * (8 + 8 - 15)
    assert values["pupil_travel"] == 2 * 6000
    assert all(result.proved for result in plan.goals if result.goal != "pupil_travel")


@pytest.mark.parametrize("seed", range(40))
def test_equals_brute_force(seed: int) -> None:
    """On random small councils every goal value is the brute-force optimum, and every bound lies at or below it."""
    case = random_scenario(seed)
    plan = solve(case)
    assert tuple(result.value for result in plan.goals) == best_values(case)
    assert all(result.bound <= result.value for result in plan.goals)
    assert check(plan, case) == ()
