"""What a frontier can be drawn between: every goal, capital alone, and the pupils of one phase without a place.

Expressions  capital            capital to the last year                                                  (pounds)
             unplaced_<phase>   sum over cells of the phase, t of unplaced[cell,t], whatever the priority  (pupil-years)

They are goals like any other, but no scenario orders them: each is a part of a goal that the scenario has.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from planner.domain.plan import Plan
from planner.domain.problem import Problem
from planner.domain.scenario import Goal, Rule
from planner.domain.terms import Phase
from planner.model.goals import GOALS
from planner.model.rules.capital_limit import capital_expression, capital_gbp

if TYPE_CHECKING:
    from planner.model.variables import Linear, Variables


@dataclass(frozen=True, slots=True)
class Capital:
    """Price base of the assumptions, as in the rule `capital_limit`; the place element of `cost` is left out."""

    name: str = "capital"
    unit: str = "pounds"
    label: str = "Capital of what the plan adds"

    def expression(self, x: Variables, problem: Problem) -> Linear:
        """Capital to the last year."""
        return capital_expression(x, problem.academic_years[-1])

    def value(self, plan: Plan, problem: Problem, rules: tuple[Rule, ...]) -> int:
        """The same from a finished plan."""
        del rules
        return capital_gbp(plan, problem, problem.academic_years[-1])


@dataclass(frozen=True, slots=True)
class UnplacedInPhase:
    """Each pupil counts once. Who is placed first still follows the scenario's priorities."""

    phase: Phase
    unit: str = "pupil-years"

    @property
    def name(self) -> str:
        """The name that a user writes."""
        return f"unplaced_{self.phase}"

    @property
    def label(self) -> str:
        """What it counts, in a reader's words."""
        return f"{self.phase.capitalize()} pupils without a place, summed over the years"

    def expression(self, x: Variables, problem: Problem) -> Linear:
        """Pupils of the phase without a place over all years."""
        del problem
        return x.service.unplaced_in(self.phase)

    def value(self, plan: Plan, problem: Problem, rules: tuple[Rule, ...]) -> int:
        """The same from a finished plan, for its planning bound."""
        del problem, rules
        return sum(row.pupils for row in plan.unplaced if row.bound == plan.bound and row.cell.band.phase is self.phase)


_PARTS: tuple[tuple[Goal, str], ...] = (
    (Capital(), "cost"),
    *((UnplacedInPhase(phase), "unplaced_pupils") for phase in Phase),
)

MEASURES: dict[str, Goal] = {**GOALS, **{goal.name: goal for goal, _ in _PARTS}}
"""Every measure by the name that a user writes."""

GOAL_OF_PART: dict[str, str] = {goal.name: whole for goal, whole in _PARTS}
"""The goal whose rank in the scenario's order a part takes."""
