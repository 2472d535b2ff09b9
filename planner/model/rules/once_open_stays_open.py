"""A base that the plan opens stays open and does not shrink within the plan.

Policy   Pupils keep their base to the end of their phase; removing provision is a prescribed alteration
         (School Organisation (Prescribed Alterations) Regulations 2013) and no plan should count on it.
Equation opens[s,t-1] <= opens[s,t];  places[s,t-1] <= places[s,t]                                        (R2)
Units    places.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from planner.domain.plan import Plan, Violation
from planner.domain.problem import Problem, Site
from planner.domain.terms import AcademicYear

if TYPE_CHECKING:
    from ortools.math_opt.python import mathopt

    from planner.model.variables import Variables


@dataclass(frozen=True, slots=True)
class OnceOpenStaysOpen:
    """No settings. Stated places of existing sites are facts and may fall."""

    name: str = "once_open_stays_open"

    def constrain(self, model: mathopt.Model, x: Variables, problem: Problem) -> None:
        """Order openings, then the size steps, over the years."""
        for site in x.decided_sites:
            for before, after in _years_that_keep(problem, site):
                row = f"once_open_stays_open[{site.key},{after}]"
                model.add_linear_constraint(x.opens(site, before) <= x.opens(site, after), name=row)
                model.add_linear_constraint(x.places(site, before) <= x.places(site, after), name=f"{row}_places")

    def violations(self, plan: Plan, problem: Problem) -> Iterator[Violation]:
        """Yield each decided site that shrinks or closes."""
        for site in problem.sites:
            if not site.size_menu:
                continue
            for before, after in _years_that_keep(problem, site):
                fall = plan.places.get((site.key, before), 0) - plan.places.get((site.key, after), 0)
                if fall > 0:
                    yield Violation("once_open_stays_open", f"{site.key} in {after}", f"{fall} places fewer")


def _years_that_keep(problem: Problem, site: Site) -> list[tuple[AcademicYear, AcademicYear]]:
    """Pairs of years over which a site may not shrink: all but those in which its stated places fall."""
    pairs = pairwise(problem.academic_years)
    return [(before, after) for before, after in pairs if site.stated_places(before) <= site.stated_places(after)]
