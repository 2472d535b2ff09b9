"""opening_limit: so many new bases and new places a year, in the models and in a plan edited by hand."""

from __future__ import annotations

from planner.domain.terms import SiteStatus
from planner.model.rules.opening_limit import OpeningLimit
from planner.model.solve import solve
from tests.model.cases import Y1, Y2, changed_site, scenario, two_schools
from tests.model.editing import breaches, edit_places
from tests.model.fixing import both_allow

ONE_SITE = scenario(two_schools(), OpeningLimit(sites_per_year=1))
TEN_PLACES = scenario(two_schools(), OpeningLimit(places_per_year=10))


def test_two_bases_in_one_year_are_one_too_many() -> None:
    assert not both_allow(ONE_SITE, {("S100", Y1): 8, ("S200", Y1): 8})


def test_one_base_a_year_is_the_limit() -> None:
    assert both_allow(ONE_SITE, {("S100", Y1): 8, ("S200", Y1): 0, ("S200", Y2): 8})


def test_places_of_one_year_add_up() -> None:
    assert both_allow(TEN_PLACES, {("S100", Y1): 10})
    assert not both_allow(TEN_PLACES, {("S100", Y1): 8, ("S200", Y1): 8})


def test_what_one_year_leaves_the_next_may_not_use() -> None:
    assert not both_allow(TEN_PLACES, {("S100", Y1): 0, ("S200", Y1): 0, ("S100", Y2): 8, ("S200", Y2): 8})


def test_growth_counts_as_new_places() -> None:
    case = scenario(two_schools(), OpeningLimit(places_per_year=8))
    assert both_allow(case, {("S100", Y1): 8, ("S100", Y2): 10})
    assert not both_allow(case, {("S100", Y1): 8, ("S100", Y2): 10, ("S200", Y1): 0, ("S200", Y2): 8})


def test_a_base_that_stands_already_is_not_new() -> None:
    stands = {"status": SiteStatus.EXISTING, "steps": ((Y1.plus(-1), 8),), "earliest_opening": None}
    case = scenario(changed_site(two_schools(), "S100", **stands), OpeningLimit(sites_per_year=1, places_per_year=10))
    assert both_allow(case, {("S100", Y1): 10, ("S200", Y1): 8})
    assert breaches(solve(case), case, "opening_limit") == []


def test_the_check_finds_a_base_too_many_edited_by_hand() -> None:
    plan = solve(ONE_SITE)
    assert breaches(plan, ONE_SITE, "opening_limit") == []
    edited = edit_places(plan, ONE_SITE.problem, {("S100", Y1): 8, ("S200", Y1): 8})
    assert breaches(edited, ONE_SITE, "opening_limit") == [("2025/26", "2 new bases, 1 allowed")]


def test_the_check_finds_places_too_many_edited_by_hand() -> None:
    plan = solve(TEN_PLACES)
    assert breaches(plan, TEN_PLACES, "opening_limit") == []
    edited = edit_places(plan, TEN_PLACES.problem, {("S100", Y1): 8, ("S200", Y1): 8})
    assert breaches(edited, TEN_PLACES, "opening_limit") == [("2025/26", "16 new places, 10 allowed")]
