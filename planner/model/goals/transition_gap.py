"""Goal 4: pupils who leave a primary base and find no secondary place of their need within reach.

Expression  transition_gap_pupils >= sum over group, t of transition_gap[group,t]      (pupils)

The sum over the years is rounded up to whole pupils, so that it is held as a whole number like every other goal.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from planner.domain.plan import Plan
from planner.domain.problem import Problem
from planner.domain.scenario import Rule
from planner.model.rules.phase_continuity import PhaseContinuity

if TYPE_CHECKING:
    from planner.model.variables import Linear, Variables


@dataclass(frozen=True, slots=True)
class TransitionGap:
    """Reads the rule `phase_continuity`; 0 where the scenario does not ask for it."""

    name: str = "transition_gap"
    unit: str = "pupils"
    label: str = "Pupils leaving a primary base without a secondary place within reach, summed over the years"

    def expression(self, x: Variables, problem: Problem) -> Linear:
        """Leavers without an entry place over the years that count; from now on the model must say them right."""
        del problem
        if x.transition is None:
            return x.total([])
        x.transition.is_asked = True
        return x.total([x.transition.pupils])

    def value(self, plan: Plan, problem: Problem, rules: tuple[Rule, ...]) -> int:
        """The same from a finished plan."""
        return sum(math.ceil(rule.gap_pupils(plan, problem)) for rule in rules if isinstance(rule, PhaseContinuity))
