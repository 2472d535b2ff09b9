"""Capital works: a stream of its own, one payment in the September in which the places open.

So the works of a September opening fall into the financial year of that September; payments of an earlier financial
year are not modelled. Published capital is used where the register has it. Otherwise the works are estimated from the
site's own rates: the fixed sum for a new base, and the sum for each new place. What opened before the planned years
was paid before them and is left out. Prices are those of the sources, not inflated.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction

from planner.domain.forecast import Budget, Pathway
from planner.domain.plan import Plan
from planner.domain.problem import Problem, Site
from planner.domain.terms import AcademicYear, Bound, Phase, SiteStatus
from planner.finance.calendar import opening_month
from planner.finance.charges import Cell, Charge
from planner.finance.places import added_places

PUBLISHED = "capital_published"
ESTIMATED = "capital_estimated"


@dataclass(frozen=True, slots=True)
class Works:
    """Capital of one site for the places that open in one academic year, whole pounds; `line` says how it is known."""

    site: Site
    academic_year: AcademicYear
    pathway: Pathway
    line: str
    capital_gbp: int


@dataclass(frozen=True, slots=True)
class Growth:
    """New places of a site in one academic year, and whether they are its first."""

    places: int
    is_new_base: bool


def capital_works(plan: Plan, problem: Problem) -> Iterator[Works]:
    """Yield the works of every site and academic year that has any, in the order of sites and years."""
    for site in problem.sites:
        for academic_year in problem.academic_years:
            yield from site_works(plan, site, academic_year)


def site_works(plan: Plan, site: Site, academic_year: AcademicYear) -> Iterator[Works]:
    """Yield the works for stated places and for those that the plan adds."""
    published = dict(site.stated_capital_gbp).get(academic_year)
    if published is not None:
        yield Works(site, academic_year, Pathway.STOCK, PUBLISHED, published)
    elif estimate := _estimate(site, _stated_growth(site, academic_year)):
        yield Works(site, academic_year, Pathway.STOCK, ESTIMATED, estimate)
    if estimate := _estimate(site, _added_growth(plan, site, academic_year)):
        yield Works(site, academic_year, Pathway.PLAN, ESTIMATED, estimate)


def capital_charges(works: Iterable[Works], problem: Problem, bounds: Iterable[Bound]) -> Iterator[Charge]:
    """Yield each payment under every bound, because places are the same under all of them."""
    chosen = tuple(bounds)
    for row in works:
        month = opening_month(row.academic_year)
        locality = problem.locality_of_site(row.site)
        for bound in chosen:
            where = (month.financial_year, locality, row.site.phase)
            cell = Cell(*where, Budget.CAPITAL, row.line, bound, row.pathway)
            yield Charge(cell, (month,), Fraction(row.capital_gbp))


def capital_assumptions(works: Iterable[Works]) -> set[str]:
    """Names of the assumptions behind the estimated works; the sites carry their values."""
    phases: set[Phase] = {row.site.phase for row in works if row.line == ESTIMATED}
    return {f"capital_{what}_{phase}_gbp" for what in ("fixed", "per_place") for phase in phases}


def _estimate(site: Site, growth: Growth) -> int:
    fixed = site.capital_fixed_gbp if growth.is_new_base else 0
    return site.capital_per_place_gbp * growth.places + fixed


def _stated_growth(site: Site, academic_year: AcademicYear) -> Growth:
    before, after = site.stated_places(academic_year.plus(-1)), site.stated_places(academic_year)
    if before == 0 and site.status is SiteStatus.EXISTING:
        before = after
    return Growth(max(0, after - before), is_new_base=before == 0 < after)


def _added_growth(plan: Plan, site: Site, academic_year: AcademicYear) -> Growth:
    before, after = added_places(plan, site, academic_year.plus(-1)), added_places(plan, site, academic_year)
    return Growth(max(0, after - before), is_new_base=site.is_candidate and before == 0 < after)
