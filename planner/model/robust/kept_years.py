"""Openings and sizes of the first academic years stay as another plan has them; later years are decided again.

It is no policy of a council, so no scenario has it: it asks what is left to decide once the first years are settled.

Equation opens[s,t] = kept open[s,t];  places[s,t] = kept[s,t]   for the kept years t
Units    places.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from planner.domain.plan import Plan, Violation
from planner.domain.problem import Problem
from planner.domain.terms import AcademicYear

if TYPE_CHECKING:
    from ortools.math_opt.python import mathopt

    from planner.model.variables import Variables


@dataclass(frozen=True)
class KeptYears:
    """`places` by site key and academic year; a site that it does not list has none. `academic_years` are kept."""

    academic_years: tuple[AcademicYear, ...]
    places: Mapping[tuple[str, AcademicYear], int]
    name: str = "kept_years"

    def constrain(self, model: mathopt.Model, x: Variables, problem: Problem) -> None:
        """Fix what is decided in the kept years."""
        del problem
        for site in x.decided_sites:
            for academic_year in self.academic_years:
                kept = self.places.get((site.key, academic_year), 0)
                row = f"kept_years[{site.key},{academic_year}]"
                model.add_linear_constraint(x.opens(site, academic_year) == float(kept > 0), name=row)
                model.add_linear_constraint(x.places(site, academic_year) == kept, name=f"{row}_places")

    def violations(self, plan: Plan, problem: Problem) -> Iterator[Violation]:
        """Yield each site whose places in a kept year are others."""
        for site in problem.sites:
            for academic_year in self.academic_years:
                kept = self.places.get((site.key, academic_year), 0)
                found = plan.places.get((site.key, academic_year), 0)
                if found != kept:
                    yield Violation("kept_years", f"{site.key} in {academic_year}", f"{found} places, {kept} are kept")
