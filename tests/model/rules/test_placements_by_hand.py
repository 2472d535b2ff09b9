"""placements_by_hand: what is locked happens as given, what is forbidden does not."""

from __future__ import annotations

from planner.domain.terms import Phase
from planner.model.rules.placements_by_hand import LockedPlacement, PlacementsByHand
from planner.model.solve import solve
from tests.model.cases import SEMH, SPEECH, Y1, Y2, scenario, two_schools
from tests.model.editing import breaches, edit_places
from tests.model.fixing import both_allow

LOCKED = scenario(two_schools(), PlacementsByHand((LockedPlacement("100", SEMH, 10, Y2),)))
FORBIDDEN = scenario(two_schools(), PlacementsByHand(forbidden_urns=("200",)))


def test_a_locked_placement_is_the_only_choice() -> None:
    assert both_allow(LOCKED, {("S100", Y1): 0, ("S100", Y2): 10})
    assert not both_allow(LOCKED, {("S100", Y2): 8})
    assert not both_allow(LOCKED, {("S100", Y1): 8})
    assert not both_allow(LOCKED, {("S100", Y2): 0})


def test_a_forbidden_school_opens_nothing_and_others_may() -> None:
    assert not both_allow(FORBIDDEN, {("S200", Y2): 8})
    assert both_allow(FORBIDDEN, {("S100", Y1): 8})


def test_a_lock_names_one_candidate_or_none() -> None:
    of = two_schools()
    assert LockedPlacement("100", SEMH, 8, Y1).site(of) == of.site_by_key["S100"]
    assert LockedPlacement("100", SEMH, 8, Y1, Phase.SECONDARY).site(of) == of.site_by_key["S100"]
    assert LockedPlacement("100", SEMH, 8, Y1, Phase.PRIMARY).site(of) is None
    assert LockedPlacement("100", SPEECH, 8, Y1).site(of) is None


def test_the_plan_is_made_around_a_locked_placement() -> None:
    plan = solve(LOCKED)
    assert (plan.places["S100", Y1], plan.places["S100", Y2]) == (0, 10)
    assert breaches(plan, LOCKED, "placements_by_hand") == []


def test_the_check_finds_a_locked_placement_edited_by_hand() -> None:
    edited = edit_places(solve(LOCKED), LOCKED.problem, {("S100", Y2): 8})
    assert breaches(edited, LOCKED, "placements_by_hand") == [("100 semh in 2026/27", "8 places, 10 are locked")]


def test_the_check_finds_a_base_at_a_forbidden_school() -> None:
    plan = solve(FORBIDDEN)
    assert breaches(plan, FORBIDDEN, "placements_by_hand") == []
    edited = edit_places(plan, FORBIDDEN.problem, {("S200", Y2): 8})
    assert breaches(edited, FORBIDDEN, "placements_by_hand") == [("S200 in 2026/27", "the school is forbidden")]
