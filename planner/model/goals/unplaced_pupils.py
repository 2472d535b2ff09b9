"""Goal 3: pupils without a place, by the scenario's priorities.

Expression  sum over area, band, need, t of weight[locality of area, band] x unplaced[area,band,need,t]
            (weighted pupil-years)
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
class UnplacedPupils:
    """Weights are the problem's: whole numbers by locality and band."""

    name: str = "unplaced_pupils"
    unit: str = "weighted pupil-years"
    label: str = "Pupils without a place, by priority, summed over the years"

    def expression(self, x: Variables, problem: Problem) -> Linear:
        """Weighted pupils without a place over all years."""
        del problem
        return x.service.weighted_unplaced()

    def value(self, plan: Plan, problem: Problem, rules: tuple[Rule, ...]) -> int:
        """The same from a finished plan, for its planning bound."""
        del rules
        return sum(row.pupils * problem.weight(row.cell) for row in plan.unplaced if row.bound == plan.bound)
