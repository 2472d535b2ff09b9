"""Every locality offers provision for every band from a given year, or the gap is counted.

Policy   "Every locality, rather than every district, to offer provision from nursery to the end of statutory school
         age" (Warwickshire Schools Forum, 20 June 2024). Two readings: a base in the locality, or a base within the
         travel limit of each of its areas.
Equation sum over s in locality taking band of opens[s,t] + coverage_gap[locality,band,t] >= 1,  t >= from (R12)
         basis within_limit: the same row for each area with residents of that age, over the bases within its limit.
Units    localities x bands.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from planner.domain.geography import Area
from planner.domain.plan import Plan, Violation
from planner.domain.problem import Problem, Site
from planner.domain.terms import AcademicYear, Band
from planner.model.rules.travel_limit import TravelLimit

if TYPE_CHECKING:
    from ortools.math_opt.python import mathopt

    from planner.model.variables import Variables


@dataclass(frozen=True, slots=True)
class CoveragePromise:
    """The promise counts in each year from `from_academic_year`; earlier years are reported only.

    `limit` are the distances of the basis `within_limit`; None means that the distances known are the limit.
    """

    basis: Literal["in_locality", "within_limit"]
    from_academic_year: AcademicYear
    limit: TravelLimit | None = None
    name: str = "coverage_promise"

    def years(self, problem: Problem) -> list[AcademicYear]:
        """Academic years in which the promise counts."""
        return [year for year in problem.academic_years if year >= self.from_academic_year]

    def constrain(self, model: mathopt.Model, x: Variables, problem: Problem) -> None:
        """Count each locality and band without an open base."""
        for academic_year in self.years(problem):
            for locality in problem.localities:
                for band in problem.bands:
                    index = f"[{locality.name},{band.name},{academic_year}]"
                    gap = model.add_binary_variable(name=f"coverage_gap{index}")
                    x.coverage_gap[locality.name, band, academic_year] = gap
                    for number, sites in enumerate(self.covering(problem, locality.name, band)):
                        bases = x.total(x.opens(site, academic_year) for site in sites)
                        model.add_linear_constraint(bases + gap >= 1, name=f"coverage_promise{index}_{number}")

    def covering(self, problem: Problem, locality: str, band: Band) -> list[list[Site]]:
        """Sets of sites of which each must hold an open base: one for the locality, or one for each of its areas."""
        if self.basis == "in_locality":
            return [[site for site in problem.sites_by_locality.get(locality, ()) if site.takes(band)]]
        takers = [site for site in problem.sites if site.urn is not None and site.takes(band)]
        areas = [area for area in problem.areas if area.locality == locality and area.persons(band) > 0]
        return [[site for site in takers if self._near(problem, area, band, site)] for area in areas]

    def _near(self, problem: Problem, area: Area, band: Band, site: Site) -> bool:
        if self.limit is None:
            return problem.way(area.code, site) is not None
        return self.limit.reaches(problem, area.code, site, band.phase)

    def violations(self, plan: Plan, problem: Problem) -> Iterator[Violation]:
        """Nothing to breach: a gap is counted by the goal, never forbidden."""
        yield from ()

    def gaps(self, plan: Plan, problem: Problem) -> list[tuple[str, Band, AcademicYear]]:
        """Localities, bands and years without the promised base in a finished plan."""
        missing = []
        for locality in problem.localities:
            for band in problem.bands:
                needed = self.covering(problem, locality.name, band)
                for academic_year in self.years(problem):
                    open_now = [any(plan.places.get((s.key, academic_year), 0) for s in sites) for sites in needed]
                    if not all(open_now):
                        missing.append((locality.name, band, academic_year))
        return missing
