"""No pupil is placed further from home than the limit of the phase.

Policy   DfE travel guidance 2024 calls 45 minutes (primary) and 75 minutes (secondary) a reasonable journey; the
         scenario turns that into metres of travel distance, tighter for nursery pupils, who get no transport.
Equation placed[area,s,band,need,t] = 0 where metres[area,s] > limit[phase of band]                       (R7)
Units    metres one way, by the distance basis of the problem.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from planner.domain.plan import Plan, Violation
from planner.domain.problem import Problem
from planner.domain.terms import Band, Phase
from planner.model.limits import refuse_negative

if TYPE_CHECKING:
    from ortools.math_opt.python import mathopt

    from planner.model.pairs import BoolArray, Pairs
    from planner.model.variables import Variables


@dataclass(frozen=True, slots=True)
class TravelLimit:
    """Limits by phase in metres."""

    nursery_metres: int
    primary_metres: int
    secondary_metres: int
    name: str = "travel_limit"

    def __post_init__(self) -> None:
        """Raise ValueError for a limit below 0."""
        refuse_negative(self, "nursery_metres", "primary_metres", "secondary_metres")

    def limit(self, phase: Phase) -> int:
        """Limit of a phase in metres."""
        limits = {
            Phase.NURSERY: self.nursery_metres,
            Phase.PRIMARY: self.primary_metres,
            Phase.SECONDARY: self.secondary_metres,
        }
        return limits[phase]

    def permits(self, pairs: Pairs, band: Band) -> BoolArray:
        """Whether the site is near enough for pupils of this band."""
        return pairs.metres <= self.limit(band.phase)

    def constrain(self, model: mathopt.Model, x: Variables, problem: Problem) -> None:
        """Nothing to add: pairs that are not permitted are left out of the model."""

    def violations(self, plan: Plan, problem: Problem) -> Iterator[Violation]:
        """Yield each placement that is too far or cannot be reached."""
        for row in plan.placements:
            limit = self.limit(row.cell.band.phase)
            metres = problem.metres(row.cell.area, problem.site_by_key[row.site])
            where = f"{row.cell.area} to {row.site} in {row.cell.academic_year} ({row.bound})"
            if metres is None:
                yield Violation("travel_limit", where, "no known distance")
            elif metres > limit:
                yield Violation("travel_limit", where, f"{metres - limit:.0f} metres over the limit")
