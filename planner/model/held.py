"""A goal held at a limit: a rule that a study adds to a scenario, not a policy that a scenario states.

Equation  expression of the goal <= limit

The limit is a value that a plan has reached, with a tolerance where the study grants one. Goals are whole numbers.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from planner.domain.plan import Plan, Violation
from planner.domain.problem import Problem
from planner.domain.scenario import Goal, Rule

if TYPE_CHECKING:
    from ortools.math_opt.python import mathopt

    from planner.model.variables import Variables

# Room for a solver's arithmetic; goals are whole, so no plan gets through it.
ROOM = 1e-4


@dataclass(frozen=True, slots=True)
class HeldGoal:
    """Keeps `goal` at `limit` or below; `rules` are the scenario's, from which some goals read what they count."""

    goal: Goal
    limit: int
    rules: tuple[Rule, ...] = field(repr=False)

    @property
    def name(self) -> str:
        """First word of its row in the model."""
        return f"held_{self.goal.name}"

    def constrain(self, model: mathopt.Model, x: Variables, problem: Problem) -> None:
        """Add the row; a model that cannot say the goal gets none, and `violations` alone holds it."""
        expression = self.goal.expression(x, problem)
        if expression is not None:
            model.add_linear_constraint(x.total([expression]) <= self.limit + ROOM, name=f"{self.name}[{self.limit}]")

    def violations(self, plan: Plan, problem: Problem) -> Iterator[Violation]:
        """Yield what a plan is over the limit."""
        value = self.goal.value(plan, problem, self.rules)
        if value > self.limit:
            yield Violation(self.name, self.goal.unit, f"{value}, held at {self.limit}")
