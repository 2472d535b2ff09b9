"""size_menu: a size of the menu or nothing, in the models and in a plan edited by hand."""

from __future__ import annotations

import pytest

from planner.model.solve import solve
from tests.model.cases import Y1, changed_site, scenario, two_schools
from tests.model.editing import breaches, broken, edit_places
from tests.model.fixing import both_allow


@pytest.mark.parametrize("places", [0, 8, 10])
def test_sizes_of_the_menu_are_allowed(places: int) -> None:
    assert both_allow(scenario(two_schools()), {("S100", Y1): places})


@pytest.mark.parametrize("places", [1, 7, 9, 11, 18])
def test_other_sizes_are_forbidden(places: int) -> None:
    assert not both_allow(scenario(two_schools()), {("S100", Y1): places})


@pytest.mark.parametrize(("places", "allowed"), [(0, True), (2, True), (3, True), (4, False), (5, False), (6, True)])
def test_a_menu_of_unequal_steps(places: int, allowed: bool) -> None:
    """2, 3 and 6: the step from 2 to 6 cannot be had without the one from 2 to 3, so 5 is no size."""
    case = scenario(changed_site(two_schools(), "S100", size_menu=(2, 3, 6)))
    assert both_allow(case, {("S100", Y1): places}) is allowed


def test_the_check_finds_a_size_edited_by_hand() -> None:
    case = scenario(two_schools())
    plan = solve(case)
    assert broken(edit_places(plan, case.problem, {("S100", Y1): 10}), case).isdisjoint({"size_menu"})
    edited = edit_places(plan, case.problem, {("S100", Y1): 9})
    assert breaches(edited, case, "size_menu") == [("S100 in 2025/26", "9 places; the menu is 8, 10")]
