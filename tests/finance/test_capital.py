"""Capital: published where known, estimated otherwise, and never for what was open before."""

from __future__ import annotations

from dataclasses import replace

import pytest

from planner.domain.forecast import Pathway
from planner.domain.plan import Plan
from planner.domain.problem import Problem, Site
from planner.domain.terms import AcademicYear, SiteStatus
from planner.errors import InputError
from planner.finance.capital import ESTIMATED, PUBLISHED, capital_works
from tests.finance import small_case as case

Row = tuple[str, str, Pathway, str, int]
RATES = {"capital_fixed_primary_gbp": 40000, "capital_per_place_primary_gbp": 6500}


def works(problem: Problem, plan: Plan | None = None) -> list[Row]:
    found = capital_works(plan or case.plan(problem), problem)
    return [(row.site.key, str(row.academic_year), row.pathway, row.line, row.capital_gbp) for row in found]


def one(site: Site, **changes: object) -> Problem:
    return case.problem(sites=(site,), **changes)


def test_an_existing_base_that_the_register_dates_in_the_first_year_is_not_paid_again() -> None:
    assert works(one(case.site("R01", "100001", SiteStatus.EXISTING, {case.FIRST: 10}))) == []


def test_stated_growth_of_an_existing_base_is_paid_by_the_place() -> None:
    grows = case.site("R01", "100001", SiteStatus.EXISTING, {AcademicYear(2020): 10, case.LAST: 14})
    assert works(one(grows)) == [("R01", "2027/28", Pathway.STOCK, ESTIMATED, 40_000)]


def test_published_capital_replaces_the_estimate_even_when_it_is_nothing() -> None:
    free = case.site("R02", "100002", SiteStatus.COMMITTED, {case.LAST: 8}, capital={case.LAST: 0})
    assert works(one(free)) == [("R02", "2027/28", Pathway.STOCK, PUBLISHED, 0)]


def test_a_candidate_pays_its_fixed_sum_once_and_each_new_place_once() -> None:
    candidate = case.site("C01", "100003", SiteStatus.CANDIDATE, secondary=True, menu=(8, 10))
    problem = one(candidate)
    plan = case.plan(problem, {("C01", case.FIRST): 8, ("C01", case.LAST): 10})
    assert works(problem, plan) == [
        ("C01", "2026/27", Pathway.PLAN, ESTIMATED, 130_000),
        ("C01", "2027/28", Pathway.PLAN, ESTIMATED, 20_000),
    ]


def test_a_site_without_rates_takes_those_of_its_phase() -> None:
    """Unpublished capital is unknown, so it is estimated and never 0."""
    bare = replace(
        case.site("R02", "100002", SiteStatus.COMMITTED, {case.LAST: 8}), capital_fixed_gbp=0, capital_per_place_gbp=0
    )
    found = works(one(bare, assumptions=case.assumptions(RATES)))
    assert found == [("R02", "2027/28", Pathway.STOCK, ESTIMATED, 92_000)]
    with pytest.raises(InputError, match=r"capital_fixed_primary_gbp.*the capital of R02 is not published"):
        works(one(bare))
