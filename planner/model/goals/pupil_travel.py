"""Goal 6: how far placed pupils travel.

Expression  sum over area, s, band, need, t of metres[area,s] x placed[area,s,band,need,t]
            (pupil-metres one way on one school day, summed over the years)
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from planner.domain.plan import Plan
from planner.domain.problem import Problem
from planner.domain.scenario import Rule

if TYPE_CHECKING:
    from planner.model.variables import Linear, Variables


@dataclass(frozen=True, slots=True)
class PupilTravel:
    """Distances are rounded to whole metres."""

    name: str = "pupil_travel"
    unit: str = "pupil-metres"
    label: str = "Travel of placed pupils, one way, summed over the years"

    def expression(self, x: Variables, problem: Problem) -> Linear | None:
        """Travel of all placed pupils; None where the model does not know who is placed where."""
        del problem
        return x.service.pupil_metres()

    def value(self, plan: Plan, problem: Problem, rules: tuple[Rule, ...]) -> int:
        """The same from a finished plan, for its planning bound."""
        del rules
        return sum(
            row.pupils * round(problem.metres(row.cell.area, problem.site_by_key[row.site]) or 0)
            for row in plan.placements
            if row.bound == plan.bound
        )
