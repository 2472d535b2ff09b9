"""Which places a site holds because they were there before the plan, and which the plan adds.

Pupils fill the stock places of a site first, so that the plan's places carry the vacancies that the plan causes.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from planner.domain.forecast import Pathway
from planner.domain.plan import Plan
from planner.domain.problem import Problem, Site
from planner.domain.terms import AcademicYear, Bound
from planner.errors import Faults


@dataclass(frozen=True, slots=True)
class SitePlaces:
    """Places of one site, academic year, bound and pathway; `occupied_places` None = unknown (a balancing row)."""

    site: Site
    academic_year: AcademicYear
    bound: Bound
    pathway: Pathway
    commissioned_places: int
    occupied_places: int | None


def stock_places(plan: Plan, site: Site, academic_year: AcademicYear) -> int:
    """Places of the plan that existing and committed provision states anyway."""
    return min(plan.places.get((site.key, academic_year), 0), site.stated_places(academic_year))


def added_places(plan: Plan, site: Site, academic_year: AcademicYear) -> int:
    """Places that the plan adds: all of a candidate's, and growth beyond the stated ones elsewhere."""
    return plan.places.get((site.key, academic_year), 0) - stock_places(plan, site, academic_year)


def split_places(plan: Plan, problem: Problem, bound: Bound) -> Iterator[SitePlaces]:
    """Yield each site-year's places under one bound by pathway, in the order of sites and years."""
    for site in problem.sites:
        for academic_year in problem.academic_years:
            stock, added = stock_places(plan, site, academic_year), added_places(plan, site, academic_year)
            occupied = plan.occupied.get((bound, site.key, academic_year), 0)
            in_stock = min(occupied, stock)
            for pathway, places, pupils in (
                (Pathway.STOCK, stock, in_stock),
                (Pathway.PLAN, added, occupied - in_stock),
            ):
                if places:
                    known = None if site.urn is None else pupils
                    yield SitePlaces(site, academic_year, bound, pathway, places, known)


def priced_bounds(plan: Plan, problem: Problem) -> tuple[Bound, ...]:
    """Bounds whose pupils the plan has placed, in the order of Bound; one it says nothing about is unknown, not 0."""
    spoken = {row.bound for row in plan.placements} | {row.bound for row in plan.unplaced}
    empty = {demand.bound for demand in problem.demand if not demand.cells}
    return tuple(bound for bound in Bound if bound in spoken | empty)


def require_priceable(plan: Plan, problem: Problem) -> None:
    """Raise InputError with every site or placement that cannot be priced."""
    faults = Faults()
    for row in plan.site_years:
        if row.site not in problem.site_by_key:
            faults.add(f"site {row.site} in {row.academic_year}", "an unknown site", "a site of the scenario")
    for (bound, site, academic_year), pupils in sorted(plan.occupied.items()):
        places = plan.places.get((site, academic_year), 0)
        if pupils > places:
            where = f"site {site} in {academic_year} ({bound})"
            faults.add(where, f"{pupils} pupils in {places} places", "no more pupils than places", "Check the plan.")
    for placement in plan.placements:
        known = problem.site_by_key.get(placement.site)
        if known is None or problem.metres(placement.cell.area, known) is None:
            where = f"placement of {placement.cell.area} at {placement.site} ({placement.bound})"
            faults.add(where, "no known distance", "a site that the area can reach", "Check the plan.")
    faults.raise_if_any()
