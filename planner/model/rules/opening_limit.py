"""The team can open only so many new bases and places in one academic year.

Policy   A council's own capacity for consultation, designation and works; the scenario states it.
Equation sum over s of (opens[s,t] - opens[s,t-1]) <= sites_per_year;  same with places                   (R8)
         Only what the plan decides counts: committed openings are in hand already.
Units    bases, places.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from planner.domain.plan import Plan, Violation
from planner.domain.problem import Problem

if TYPE_CHECKING:
    from ortools.math_opt.python import mathopt

    from planner.model.variables import Linear, Variables


@dataclass(frozen=True, slots=True)
class OpeningLimit:
    """New bases and new places for each academic year; None = no limit."""

    sites_per_year: int | None = None
    places_per_year: int | None = None
    name: str = "opening_limit"

    def constrain(self, model: mathopt.Model, x: Variables, problem: Problem) -> None:
        """Bound the growth of each year over the one before."""
        sites_before: Linear = float(_sites_at_start(problem))
        places_before: Linear = float(_places_at_start(problem))
        for academic_year in problem.academic_years:
            sites = x.total(x.opens(site, academic_year) for site in x.decided_sites)
            places = x.total(x.places(site, academic_year) for site in x.decided_sites)
            row = f"opening_limit[{academic_year}]"
            if self.sites_per_year is not None and x.decided_sites:
                model.add_linear_constraint(sites - sites_before <= self.sites_per_year, name=f"{row}_sites")
            if self.places_per_year is not None and x.decided_sites:
                model.add_linear_constraint(places - places_before <= self.places_per_year, name=f"{row}_places")
            sites_before, places_before = sites, places

    def violations(self, plan: Plan, problem: Problem) -> Iterator[Violation]:
        """Yield each year with more new bases or places than the limit."""
        decided = [site for site in problem.sites if site.size_menu]
        sites_before, places_before = _sites_at_start(problem), _places_at_start(problem)
        for academic_year in problem.academic_years:
            sizes = [plan.places.get((site.key, academic_year), 0) for site in decided]
            sites, places = sum(size > 0 for size in sizes), sum(sizes)
            if self.sites_per_year is not None and sites - sites_before > self.sites_per_year:
                found = f"{sites - sites_before} new bases, {self.sites_per_year} allowed"
                yield Violation("opening_limit", str(academic_year), found)
            if self.places_per_year is not None and places - places_before > self.places_per_year:
                found = f"{places - places_before} new places, {self.places_per_year} allowed"
                yield Violation("opening_limit", str(academic_year), found)
            sites_before, places_before = sites, places


def _places_at_start(problem: Problem) -> int:
    """Places of growing sites before the first year."""
    before = problem.academic_years[0].plus(-1)
    return sum(site.stated_places(before) for site in problem.sites if site.size_menu)


def _sites_at_start(problem: Problem) -> int:
    """Growing sites that are open before the first year."""
    before = problem.academic_years[0].plus(-1)
    return sum(site.stated_places(before) > 0 for site in problem.sites if site.size_menu)
