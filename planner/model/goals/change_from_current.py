"""Goal 8: schools that the plan touches, so that of two equal plans the quieter one stands.

Expression  sum over decided s of opens[s, last year]      (bases)
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
class ChangeFromCurrent:
    """Counts new bases against the stock of today."""

    name: str = "change_from_current"
    unit: str = "bases"
    label: str = "New bases"

    def expression(self, x: Variables, problem: Problem) -> Linear:
        """New bases in the last year."""
        last = problem.academic_years[-1]
        return x.total(x.opens(site, last) for site in x.decided_sites if site.is_candidate)

    def value(self, plan: Plan, problem: Problem, rules: tuple[Rule, ...]) -> int:
        """The same from a finished plan."""
        del rules
        last = problem.academic_years[-1]
        return sum(site.is_candidate and plan.places.get((site.key, last), 0) > 0 for site in problem.sites)
