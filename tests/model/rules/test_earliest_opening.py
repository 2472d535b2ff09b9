"""earliest_opening: no base before its approvals and works allow, in the models and in a plan edited by hand."""

from __future__ import annotations

from planner.model.solve import solve
from tests.model.cases import Y1, Y2, changed_site, scenario, two_schools
from tests.model.editing import breaches, edit_places
from tests.model.fixing import both_allow

CASE = scenario(changed_site(two_schools(), "S100", earliest_opening=Y2))


def test_a_base_may_not_open_before_its_earliest_year() -> None:
    assert not both_allow(CASE, {("S100", Y1): 8})


def test_a_base_may_open_in_its_earliest_year() -> None:
    assert both_allow(CASE, {("S100", Y1): 0, ("S100", Y2): 8})


def test_another_base_is_not_held_back() -> None:
    assert both_allow(CASE, {("S200", Y1): 8})


def test_the_check_finds_an_early_base_edited_by_hand() -> None:
    plan = solve(CASE)
    assert breaches(plan, CASE, "earliest_opening") == []
    edited = edit_places(plan, CASE.problem, {("S100", Y1): 8})
    assert breaches(edited, CASE, "earliest_opening") == [("S100 in 2025/26", "cannot open before 2026/27")]
