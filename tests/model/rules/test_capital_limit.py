"""capital_limit: openings stay within the money, in total and up to single years."""

from __future__ import annotations

import pytest

from planner.domain.terms import SiteStatus
from planner.model.rules.capital_limit import CapitalLimit, CapitalToYear
from planner.model.solve import solve
from tests.model.cases import Y1, Y2, changed_site, scenario, two_schools
from tests.model.editing import breaches, edit_places
from tests.model.fixing import both_allow

# A base of 8 costs 50,000 + 8 x 10,000.
BASE_OF_8_GBP = 130_000


@pytest.mark.parametrize(("total_gbp", "allowed"), [(BASE_OF_8_GBP - 1, False), (BASE_OF_8_GBP, True)])
def test_the_limit_itself_may_be_spent(total_gbp: int, allowed: bool) -> None:
    case = scenario(two_schools(), CapitalLimit(total_gbp))
    assert both_allow(case, {("S100", Y2): 8}) is allowed


def test_two_bases_add_up() -> None:
    case = scenario(two_schools(), CapitalLimit(2 * BASE_OF_8_GBP))
    assert both_allow(case, {("S100", Y2): 8, ("S200", Y2): 8})
    assert not both_allow(case, {("S100", Y2): 8, ("S200", Y2): 10})


def test_a_limit_to_an_early_year_binds_that_year_alone() -> None:
    case = scenario(two_schools(), CapitalLimit(500_000, (CapitalToYear(Y1, 100_000),)))
    assert not both_allow(case, {("S100", Y1): 8})
    assert both_allow(case, {("S100", Y1): 0, ("S100", Y2): 8})


def test_a_standing_base_costs_only_what_it_adds() -> None:
    stands = {"status": SiteStatus.EXISTING, "steps": ((Y1.plus(-1), 8),), "earliest_opening": None}
    problem = changed_site(two_schools(), "S100", **stands)
    assert both_allow(scenario(problem, CapitalLimit(20_000)), {("S100", Y1): 10})
    assert not both_allow(scenario(problem, CapitalLimit(19_999)), {("S100", Y1): 10})


def test_the_check_finds_overspending_edited_by_hand() -> None:
    case = scenario(two_schools(), CapitalLimit(BASE_OF_8_GBP))
    plan = solve(case)
    assert breaches(plan, case, "capital_limit") == []
    both = {(key, year): 8 for key in ("S100", "S200") for year in (Y1, Y2)}
    edited = edit_places(plan, case.problem, both)
    assert breaches(edited, case, "capital_limit") == [("2026/27", "130000 pounds over 130000")]


def test_the_check_finds_overspending_of_an_early_year() -> None:
    case = scenario(two_schools(), CapitalLimit(500_000, (CapitalToYear(Y1, 100_000),)))
    edited = edit_places(solve(case), case.problem, {("S100", Y1): 8, ("S200", Y1): 0})
    assert breaches(edited, case, "capital_limit") == [("2025/26", "30000 pounds over 100000")]
