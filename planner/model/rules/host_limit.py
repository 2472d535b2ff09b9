"""A school hosts at most so many bases.

Policy   A base leans on its host's staff and rooms; the scenario states how many one school can carry.
Equation sum over s at a school of opens[s,t] <= bases_per_school, for schools that may open one          (R11)
Units    bases.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from planner.domain.plan import Plan, Violation
from planner.domain.problem import Problem, Site
from planner.model.limits import refuse_negative

if TYPE_CHECKING:
    from ortools.math_opt.python import mathopt

    from planner.model.variables import Variables


@dataclass(frozen=True, slots=True)
class HostLimit:
    """`bases_per_school` counts existing, committed and new bases together; what stands already may stay."""

    bases_per_school: int = 1
    name: str = "host_limit"

    def __post_init__(self) -> None:
        """Raise ValueError for a limit below 0."""
        refuse_negative(self, "bases_per_school")

    def constrain(self, model: mathopt.Model, x: Variables, problem: Problem) -> None:
        """Bound the bases of each school that has a candidate."""
        for urn, sites in _sites_by_school(problem).items():
            for academic_year in problem.academic_years:
                stated = sum(not site.is_candidate and site.stated_places(academic_year) > 0 for site in sites)
                room = max(0, self.bases_per_school - stated)
                new = [x.opens(site, academic_year) for site in sites if site.is_candidate]
                if len(new) > room:
                    row = f"host_limit[{urn},{academic_year}]"
                    model.add_linear_constraint(x.total(new) <= room, name=row)

    def violations(self, plan: Plan, problem: Problem) -> Iterator[Violation]:
        """Yield each school and year with a new base too many."""
        for urn, sites in _sites_by_school(problem).items():
            for academic_year in problem.academic_years:
                open_sites = [site for site in sites if plan.places.get((site.key, academic_year), 0) > 0]
                new = sum(site.is_candidate for site in open_sites)
                if new and len(open_sites) > self.bases_per_school:
                    found = f"{len(open_sites)} bases, {self.bases_per_school} allowed"
                    yield Violation("host_limit", f"{urn} in {academic_year}", found)


def _sites_by_school(problem: Problem) -> dict[str, list[Site]]:
    by_school: dict[str, list[Site]] = {}
    for site in problem.sites:
        if site.urn is not None:
            by_school.setdefault(site.urn, []).append(site)
    return {urn: sites for urn, sites in sorted(by_school.items()) if any(site.is_candidate for site in sites)}
