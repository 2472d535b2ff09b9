"""Goal 5: places that stay vacant at located sites.

Expression  sum over located s, t of places[s,t] - sum of placed[area,s,band,need,t]      (place-years)
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
class VacantPlaces:
    """Balancing rows are left out: where they are, and so who fills them, is unknown."""

    name: str = "vacant_places"
    unit: str = "place-years"
    label: str = "Vacant places, summed over the years"

    def expression(self, x: Variables, problem: Problem) -> Linear:
        """Vacant places over all years."""
        del problem
        return x.service.vacant_places()

    def value(self, plan: Plan, problem: Problem, rules: tuple[Rule, ...]) -> int:
        """The same from a finished plan, for its planning bound."""
        del rules
        places = sum(
            row.commissioned_places for row in plan.site_years if problem.site_by_key[row.site].urn is not None
        )
        return places - sum(row.pupils for row in plan.placements if row.bound == plan.bound)
