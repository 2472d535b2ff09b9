"""host_limit: a school carries at most so many bases, in the models and in a plan edited by hand."""

from __future__ import annotations

from dataclasses import replace

from planner.domain.problem import Problem
from planner.domain.terms import SiteStatus
from planner.model.rules.host_limit import HostLimit
from planner.model.solve import solve
from tests.model.cases import Y1, Y2, changed_site, scenario, site, two_schools
from tests.model.editing import breaches, edit_places
from tests.model.fixing import both_allow


def second_base() -> Problem:
    """The school with S100 may open S101 as well."""
    of = two_schools()
    return replace(of, sites=tuple(sorted([*of.sites, site("S101", "100")], key=lambda s: s.key)))


BOTH = {("S100", Y1): 8, ("S101", Y1): 8}


def test_a_base_too_many_is_forbidden() -> None:
    assert not both_allow(scenario(second_base(), HostLimit(1)), BOTH)


def test_as_many_as_the_limit_are_allowed() -> None:
    assert both_allow(scenario(second_base(), HostLimit(2)), BOTH)
    assert both_allow(scenario(second_base(), HostLimit(1)), {("S101", Y1): 8, ("S200", Y1): 8})


def test_a_standing_base_takes_the_room() -> None:
    stands = {"status": SiteStatus.EXISTING, "steps": ((Y1.plus(-1), 8),), "size_menu": (), "earliest_opening": None}
    of = changed_site(second_base(), "S100", **stands)
    assert not both_allow(scenario(of, HostLimit(1)), {("S101", Y1): 8})
    assert both_allow(scenario(of, HostLimit(2)), {("S101", Y1): 8})


def test_bases_that_stand_already_may_stay() -> None:
    """Two existing bases at a school with a limit of one: kept, without a breach."""
    stands = {"status": SiteStatus.EXISTING, "steps": ((Y1.plus(-1), 8),), "size_menu": (), "earliest_opening": None}
    of = changed_site(changed_site(second_base(), "S100", **stands), "S101", **stands)
    case = scenario(of, HostLimit(1))
    assert both_allow(case, {("S200", Y1): 8})
    assert breaches(solve(case), case, "host_limit") == []


def test_the_check_finds_a_base_too_many_edited_by_hand() -> None:
    case = scenario(second_base(), HostLimit(1))
    plan = solve(case)
    assert breaches(plan, case, "host_limit") == []
    edited = edit_places(plan, case.problem, {**BOTH, ("S100", Y2): 8, ("S101", Y2): 8})
    found = "2 bases, 1 allowed"
    assert breaches(edited, case, "host_limit") == [("100 in 2025/26", found), ("100 in 2026/27", found)]
