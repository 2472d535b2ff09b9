"""Goal 1: places that the dated targets lack.

Expression  sum over k of target_shortfall[k]      (places)
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from planner.domain.plan import Plan
from planner.domain.problem import Problem
from planner.domain.scenario import Rule
from planner.model.rules.places_target import PlacesTargets

if TYPE_CHECKING:
    from planner.model.variables import Linear, Variables


@dataclass(frozen=True, slots=True)
class TargetShortfall:
    """Reads the rule `places_target`; 0 where the scenario has no target."""

    name: str = "target_shortfall"
    unit: str = "places"
    label: str = "Places short of the dated targets"

    def expression(self, x: Variables, problem: Problem) -> Linear:
        """Shortfall of all targets."""
        del problem
        return x.total(x.target_shortfall)

    def value(self, plan: Plan, problem: Problem, rules: tuple[Rule, ...]) -> int:
        """The same from a finished plan."""
        del problem
        return sum(rule.shortfall_places(plan) for rule in rules if isinstance(rule, PlacesTargets))
