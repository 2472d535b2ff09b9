"""The team can open only so many new bases and places in one academic year.

Policy   A council's own capacity for consultation, designation and works; the scenario states it.
Equation sum over s of (new[s,t] - new[s,t-1]) <= sites_per_year, new = opens - stated open;  same with places (R8)
         Only what the plan decides counts: stated openings and growth are in hand already.
Units    bases, places.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from planner.domain.plan import Plan, Violation
from planner.domain.problem import Problem
from planner.domain.terms import AcademicYear
from planner.model.limits import refuse_negative

if TYPE_CHECKING:
    from ortools.math_opt.python import mathopt

    from planner.model.variables import Linear, Variables


@dataclass(frozen=True, slots=True)
class OpeningLimit:
    """New bases and new places for each academic year; None = no limit."""

    sites_per_year: int | None = None
    places_per_year: int | None = None
    name: str = "opening_limit"

    def __post_init__(self) -> None:
        """Raise ValueError for a limit below 0."""
        refuse_negative(self, "sites_per_year", "places_per_year")

    def constrain(self, model: mathopt.Model, x: Variables, problem: Problem) -> None:
        """Bound the growth of each year over the one before, beyond what is stated."""
        sites_before: Linear = 0.0
        places_before: Linear = 0.0
        for academic_year in problem.academic_years:
            sites = x.total(
                x.opens(site, academic_year) - float(site.stated_places(academic_year) > 0) for site in x.decided_sites
            )
            places = x.total(
                x.places(site, academic_year) - site.stated_places(academic_year) for site in x.decided_sites
            )
            row = f"opening_limit[{academic_year}]"
            if self.sites_per_year is not None and x.decided_sites:
                model.add_linear_constraint(sites - sites_before <= self.sites_per_year, name=f"{row}_sites")
            if self.places_per_year is not None and x.decided_sites:
                model.add_linear_constraint(places - places_before <= self.places_per_year, name=f"{row}_places")
            sites_before, places_before = sites, places

    def violations(self, plan: Plan, problem: Problem) -> Iterator[Violation]:
        """Yield each year with more new bases or places than the limit."""
        for academic_year, sites, places in new_by_year(plan, problem):
            if self.sites_per_year is not None and sites > self.sites_per_year:
                found = f"{sites} new bases, {self.sites_per_year} allowed"
                yield Violation("opening_limit", str(academic_year), found)
            if self.places_per_year is not None and places > self.places_per_year:
                found = f"{places} new places, {self.places_per_year} allowed"
                yield Violation("opening_limit", str(academic_year), found)


def new_by_year(plan: Plan, problem: Problem) -> Iterator[tuple[AcademicYear, int, int]]:
    """Yield each academic year with the bases and places that the plan adds in it, as the limit counts them."""
    sites_before = places_before = 0
    for academic_year in problem.academic_years:
        sites, places = _beyond_stated(plan, problem, academic_year)
        yield academic_year, sites - sites_before, places - places_before
        sites_before, places_before = sites, places


def _beyond_stated(plan: Plan, problem: Problem, academic_year: AcademicYear) -> tuple[int, int]:
    """Bases and places that the plan has beyond the stated ones, at sites whose places are a decision."""
    sites = places = 0
    for site in problem.sites:
        if site.size_menu:
            found, stated = plan.places.get((site.key, academic_year), 0), site.stated_places(academic_year)
            sites += (found > 0) - (stated > 0)
            places += found - stated
    return sites, places
