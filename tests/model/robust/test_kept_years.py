"""Kept years stay, later ones are free; in the model and in a finished plan."""

from __future__ import annotations

from dataclasses import replace

import pytest

from planner.model.robust.kept_years import KeptYears
from planner.model.solve import solve
from tests.model.cases import Y1, Y2, scenario, two_schools
from tests.model.editing import broken, edit_places
from tests.model.fixing import both_allow

CASE = scenario(two_schools())
KEPT = KeptYears((Y1,), {("S100", Y1): 8, ("S100", Y2): 10})
KEPT_CASE = replace(CASE, rules=(*CASE.rules, KEPT))


@pytest.mark.parametrize(
    ("fixed", "allowed"),
    [
        ({("S100", Y1): 8}, True),
        ({("S100", Y1): 10}, False),
        ({("S100", Y1): 0}, False),
        ({("S200", Y1): 8}, False),
        ({("S100", Y2): 8, ("S200", Y2): 8}, True),
        ({("S100", Y2): 10, ("S200", Y2): 10}, True),
    ],
)
def test_the_models_fix_kept_years_and_no_other(fixed: dict[tuple[str, object], int], allowed: bool) -> None:
    assert both_allow(KEPT_CASE, fixed) == allowed  # type: ignore[arg-type]


def test_a_plan_edited_in_a_kept_year_is_caught() -> None:
    plan = solve(KEPT_CASE)
    assert broken(plan, KEPT_CASE) == set()
    assert "kept_years" in broken(edit_places(plan, CASE.problem, {("S100", Y1): 10, ("S100", Y2): 10}), KEPT_CASE)
    assert "kept_years" not in broken(edit_places(plan, CASE.problem, {("S200", Y2): 10}), KEPT_CASE)
