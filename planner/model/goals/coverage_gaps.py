"""Goal 2: localities and bands without the promised base.

Expression  sum over locality, band, t of coverage_gap[locality,band,t]      (localities x bands x years)
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from planner.domain.plan import Plan
from planner.domain.problem import Problem
from planner.domain.scenario import Rule
from planner.model.rules.coverage_promise import CoveragePromise

if TYPE_CHECKING:
    from planner.model.variables import Linear, Variables


@dataclass(frozen=True, slots=True)
class CoverageGaps:
    """Reads the rule `coverage_promise`; 0 where the scenario has no promise."""

    name: str = "coverage_gaps"
    unit: str = "locality-bands"
    label: str = "Localities and year groups without the promised base"

    def expression(self, x: Variables, problem: Problem) -> Linear:
        """Gaps in every year in which the promise counts."""
        del problem
        return x.total(x.coverage_gap.values())

    def value(self, plan: Plan, problem: Problem, rules: tuple[Rule, ...]) -> int:
        """The same from a finished plan."""
        return sum(len(rule.gaps(plan, problem)) for rule in rules if isinstance(rule, CoveragePromise))
