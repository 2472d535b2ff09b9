"""Goal 6: how far placed pupils travel.

Expression  sum over area, s, band, need, t of way[area,s] x placed[area,s,band,need,t]
            (pupil-metres, or pupil-minutes where travel is reckoned in minutes, one way on one school day, summed over
            the years)
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from planner.domain.plan import Plan
from planner.domain.problem import Problem
from planner.domain.scenario import Rule

if TYPE_CHECKING:
    from planner.model.variables import Linear, Variables

PUPIL_METRES = "pupil-metres"
PUPIL_MINUTES = "pupil-minutes"


@dataclass(frozen=True, slots=True)
class PupilTravel:
    """Each way is rounded to whole metres or whole minutes; `in_the_unit_of` sets the unit that the problem has."""

    name: str = "pupil_travel"
    unit: str = PUPIL_METRES
    label: str = "Travel of placed pupils, one way, summed over the years"

    def in_the_unit_of(self, problem: Problem) -> PupilTravel:
        """The goal with the unit in which the problem reckons travel."""
        return replace(self, unit=PUPIL_METRES if problem.travel_minutes is None else PUPIL_MINUTES)

    def expression(self, x: Variables, problem: Problem) -> Linear | None:
        """Travel of all placed pupils; None where the model does not know who is placed where."""
        del problem
        return x.service.pupil_travel()

    def value(self, plan: Plan, problem: Problem, rules: tuple[Rule, ...]) -> int:
        """The same from a finished plan, for its planning bound."""
        del rules
        return sum(
            row.pupils * round(problem.way(row.cell.area, problem.site_by_key[row.site]) or 0)
            for row in plan.placements
            if row.bound == plan.bound
        )
