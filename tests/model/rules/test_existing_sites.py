"""existing_sites: stated places are kept, and grow only where a menu lets them."""

from __future__ import annotations

import pytest

from planner.domain.terms import AcademicYear, SiteStatus
from planner.model.solve import solve
from tests.model.cases import Y1, Y2, changed_site, scenario, two_schools
from tests.model.editing import breaches, edit_places
from tests.model.fixing import both_allow

STATED = {"status": SiteStatus.EXISTING, "steps": ((Y1.plus(-1), 8), (Y2, 10)), "earliest_opening": None}
FIXED = scenario(changed_site(two_schools(), "S100", size_menu=(), **STATED))
GROWS = scenario(changed_site(two_schools(), "S100", size_menu=(8, 10, 12), **STATED))


@pytest.mark.parametrize(
    ("year", "places", "allowed"), [(Y1, 8, True), (Y1, 10, False), (Y2, 10, True), (Y2, 8, False)]
)
def test_a_fixed_site_has_its_stated_places(year: AcademicYear, places: int, allowed: bool) -> None:
    assert both_allow(FIXED, {("S100", year): places}) is allowed


@pytest.mark.parametrize(
    ("year", "places", "allowed"),
    [(Y1, 0, False), (Y1, 8, True), (Y1, 10, True), (Y2, 8, False), (Y2, 10, True), (Y2, 12, True)],
)
def test_a_growing_site_has_its_stated_places_or_more(year: AcademicYear, places: int, allowed: bool) -> None:
    assert both_allow(GROWS, {("S100", year): places}) is allowed


def test_the_check_finds_a_stated_place_removed_by_hand() -> None:
    for case in (FIXED, GROWS):
        plan = solve(case)
        assert breaches(plan, case, "existing_sites") == []
        edited = edit_places(plan, case.problem, {("S100", Y2): 8})
        assert breaches(edited, case, "existing_sites") == [("S100 in 2026/27", "8 places, 10 are stated")]


def test_the_check_finds_a_place_added_by_hand_to_a_fixed_site_only() -> None:
    edited = edit_places(solve(FIXED), FIXED.problem, {("S100", Y2): 12})
    assert breaches(edited, FIXED, "existing_sites") == [("S100 in 2026/27", "12 places, 10 are stated")]
    edited = edit_places(solve(GROWS), GROWS.problem, {("S100", Y2): 12})
    assert breaches(edited, GROWS, "existing_sites") == []


def test_a_committed_site_with_a_menu_waits_for_its_stated_year() -> None:
    """It may be larger than stated, not earlier."""
    committed = {"status": SiteStatus.COMMITTED, "steps": ((Y2, 8),), "earliest_opening": None}
    case = scenario(changed_site(two_schools(), "S100", size_menu=(8, 10), **committed))
    assert both_allow(case, {("S100", Y1): 8}) is False
    assert both_allow(case, {("S100", Y2): 10}) is True
    edited = edit_places(solve(case), case.problem, {("S100", Y1): 8})
    assert breaches(edited, case, "existing_sites") == [("S100 in 2025/26", "8 places, 0 are stated")]


def test_a_stated_size_off_the_menu_is_no_size_of_a_growing_site() -> None:
    """Stated 2 with the menu 4 and 7: both the model and the check want 4 or more."""
    stated = {"status": SiteStatus.EXISTING, "steps": ((Y1.plus(-1), 2),), "earliest_opening": None}
    case = scenario(changed_site(two_schools(), "S100", size_menu=(4, 7), **stated))
    assert solve(case).places["S100", Y1] >= 4
    assert breaches(edit_places(solve(case), case.problem, {("S100", Y1): 2}), case, "size_menu")


def test_a_growing_site_may_close_when_that_is_stated() -> None:
    stated = {"status": SiteStatus.EXISTING, "steps": ((Y1.plus(-1), 8), (Y2, 0)), "earliest_opening": None}
    case = scenario(changed_site(two_schools(), "S100", size_menu=(8, 10), **stated))
    assert (solve(case).places["S100", Y1] >= 8, solve(case).places["S100", Y2]) == (True, 0)
