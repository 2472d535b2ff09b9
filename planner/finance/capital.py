"""Capital works: a stream of its own, one payment in the September in which the places open.

So the works of a September opening fall into the financial year of that September; payments of an earlier financial
year are not modelled. Published capital is used where the register has it. Otherwise the works are estimated: the fixed
sum for a new base, and the sum for each new place, at the site's own rates or, where it carries none, at those of its
phase in the assumptions. What opened before the planned years was paid before them and is left out. Prices are those
of the sources, not inflated.
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
from planner.finance.prices import PriceBook

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
            yield from site_works(plan, problem, site, academic_year)


def site_works(plan: Plan, problem: Problem, site: Site, academic_year: AcademicYear) -> Iterator[Works]:
    """Yield the works for stated places and for those that the plan adds.

    Raises InputError when an estimate needs a rate that neither the site nor the assumptions have.
    """
    published = dict(site.stated_capital_gbp).get(academic_year)
    growth = _stated_growth(site, academic_year)
    if published is not None:
        yield Works(site, academic_year, Pathway.STOCK, PUBLISHED, published)
    elif growth.places:
        yield Works(site, academic_year, Pathway.STOCK, ESTIMATED, _estimate(site, growth, problem))
    growth = _added_growth(plan, site, academic_year)
    if growth.places:
        yield Works(site, academic_year, Pathway.PLAN, ESTIMATED, _estimate(site, growth, problem))


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
    """Names of the assumptions behind the estimated works."""
    phases = {row.site.phase for row in works if row.line == ESTIMATED}
    return {name for phase in phases for name in _rate_names(phase)}


def _rate_names(phase: Phase) -> tuple[str, str]:
    return f"capital_fixed_{phase}_gbp", f"capital_per_place_{phase}_gbp"


def _estimate(site: Site, growth: Growth, problem: Problem) -> int:
    fixed, per_place = site.capital_fixed_gbp, site.capital_per_place_gbp
    if not fixed and not per_place:
        names = _rate_names(site.phase)
        why = f"the capital of {site.key} is not published"
        PriceBook(problem.assumptions).require(names, why)
        fixed, per_place = (round(problem.assumptions.value(name)) for name in names)
    return per_place * growth.places + (fixed if growth.is_new_base else 0)


def _stated_growth(site: Site, academic_year: AcademicYear) -> Growth:
    before, after = site.stated_places(academic_year.plus(-1)), site.stated_places(academic_year)
    if before == 0 and site.status is SiteStatus.EXISTING:
        before = after
    return Growth(max(0, after - before), is_new_base=before == 0 < after)


def _added_growth(plan: Plan, site: Site, academic_year: AcademicYear) -> Growth:
    before, after = added_places(plan, site, academic_year.plus(-1)), added_places(plan, site, academic_year)
    return Growth(max(0, after - before), is_new_base=site.is_candidate and before == 0 < after)
