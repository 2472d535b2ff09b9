"""How good a plan is, goal by goal, in a reader's words."""

from __future__ import annotations

import math
from dataclasses import dataclass

from planner.domain.plan import Plan
from planner.domain.scenario import Scenario

PUPIL_METRES = "pupil-metres"
PUPIL_MINUTES = "pupil-minutes"
METRES_IN_KILOMETRE = 1000


@dataclass(frozen=True, slots=True)
class GoalLine:
    """One goal: what it counts (`label`), its value and proven lower bound in `unit`, minus infinity where none is.

    `stopped_by` is as in `GoalResult`. `given_up` is how much worse it ended than its own best,
    and `held_at` the most that the scenario allows; None where it was not searched.
    """

    order: int
    goal: str
    label: str
    unit: str
    value: int
    bound: float
    proved: bool
    stopped_by: str
    given_up: int = 0
    held_at: int | None = None

    @property
    def open_amount(self) -> float:
        """How much the search left open, in `unit`; 0 when it is proved. What was given up on purpose is not in it."""
        return 0.0 if self.proved else max(0.0, self.value - self.given_up - self.bound)

    @property
    def open_share(self) -> float:
        """The same as a share of the value."""
        return min(1.0, self.open_amount / self.value) if self.value > 0 else 0.0

    @property
    def nothing_proved(self) -> bool:
        """Whether the bound says no more than that there is nothing below 0."""
        return not self.proved and self.bound <= 0


def goal_lines(plan: Plan, scenario: Scenario) -> tuple[GoalLine, ...]:
    """Goals of a plan in strict order; one that the scenario does not hold keeps its name as label."""
    labels = {goal.name: goal.label for goal in scenario.goals}
    return tuple(
        GoalLine(
            order=row.order,
            goal=row.goal,
            label=labels.get(row.goal, row.goal.replace("_", " ").capitalize()),
            unit=row.unit,
            value=row.value,
            bound=row.bound,
            proved=row.proved,
            stopped_by=row.stopped_by,
            given_up=row.given_up,
            held_at=row.held_at,
        )
        for row in sorted(plan.goals, key=lambda row: row.order)
    )


def goal_sentence(line: GoalLine) -> str:
    """Say what a goal counts, what the plan reaches and how far a better plan could be."""
    below = goal_amount(line.bound, line.unit)
    value = f"{line.order} {line.label} ({line.goal}): {goal_amount(line.value, line.unit)} {unit_words(line.unit)}"
    if line.given_up:
        left_open = f", {goal_amount(line.open_amount, line.unit)} less than that best" if line.open_amount >= 1 else ""
        gave = given_up_words(line.given_up, line.held_at, line.unit)
        return f"{value}; {gave}; no plan gets below {below}{left_open}"
    if line.proved:
        return f"{value}, proved: no plan does better"
    if line.nothing_proved:
        return f"{value}; nothing proved (search ended: {line.stopped_by})"
    return f"{value}; no plan gets below {below}, {line.open_share:.1%} less (search ended: {line.stopped_by})"


def given_up_words(given_up: int, held_at: int | None, unit: str) -> str:
    """Say what the goals behind one took from it, as the scenario allows."""
    most = "" if held_at is None else f" (at most {goal_amount(held_at, unit)} is allowed)"
    return f"{goal_amount(given_up, unit)} above its own best for the goals behind it{most}"


def goal_amount(amount: float, unit: str) -> str:
    """Write a value or bound as readers count it: kilometres for metres."""
    if not math.isfinite(amount):
        return "unknown"
    if unit == PUPIL_METRES:
        return f"{amount / METRES_IN_KILOMETRE:,.0f}"
    return f"{amount:,.10g}"


def unit_words(unit: str) -> str:
    """Give the unit that goes with it."""
    return "pupil-km" if unit == PUPIL_METRES else unit
