"""No site takes more pupils than it has commissioned places.

Policy   A place is commissioned for one pupil (DfE high needs funding operational guide).
Equation sum over area, band, need of placed[area,s,band,need,t] <= places[s,t]                           (R5)
         In the master the pupils of a locality are served instead, and service cuts stand for R5 (FORMULATION.md).
Units    pupils, places.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from planner.domain.plan import Placement, Plan, Unplaced, Violation
from planner.domain.problem import Problem

if TYPE_CHECKING:
    from ortools.math_opt.python import mathopt

    from planner.model.variables import Variables


@dataclass(frozen=True, slots=True)
class PupilsWithinPlaces:
    """No settings."""

    name: str = "pupils_within_places"

    def constrain(self, model: mathopt.Model, x: Variables, problem: Problem) -> None:
        """Bound the pupils placed at each site in each year."""
        for site in problem.sites:
            for academic_year in problem.academic_years:
                pupils = x.service.placed_at(site, academic_year)
                if pupils is not None:
                    row = f"pupils_within_places[{site.key},{academic_year}]"
                    model.add_linear_constraint(pupils <= x.places(site, academic_year), name=row)

    def violations(self, plan: Plan, problem: Problem) -> Iterator[Violation]:
        """Yield each site, year and bound with more pupils than places; and each cell that does not add up."""
        for (bound, site, academic_year), pupils in sorted(plan.occupied.items()):
            places = plan.places.get((site, academic_year), 0)
            if pupils > places:
                found = f"{pupils} pupils in {places} places"
                yield Violation("pupils_within_places", f"{site} in {academic_year} ({bound})", found)
        yield from _pupils_not_counted(plan, problem)


def _pupils_not_counted(plan: Plan, problem: Problem) -> Iterator[Violation]:
    """Each pupil is either placed or without a place: none lost, none twice."""
    for bound, demand in sorted(problem.demand_by_bound.items()):
        counted = {key: -pupils for key, pupils in demand.cells}
        rows: list[Placement | Unplaced] = [*plan.placements, *plan.unplaced]
        for row in rows:
            if row.bound == bound:
                counted[row.cell] = counted.get(row.cell, 0) + row.pupils
                if row.pupils < 0:
                    yield Violation("pupils_within_places", f"{row.cell.area} ({bound})", f"{row.pupils} pupils")
        for key, excess in sorted(counted.items()):
            if excess:
                where = f"{key.area}, {key.band.name}, {key.need_group}, {key.academic_year} ({bound})"
                yield Violation("pupils_within_places", where, f"{excess:+d} pupils against the demand")
