"""How good the two plans of a comparison are, and which of their differences the search alone could have made."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from planner.domain.plan import Plan
from planner.domain.scenario import Scenario
from planner.outputs.goal_lines import GoalLine, goal_amount, goal_lines, unit_words
from planner.outputs.run_record import is_repeatable
from planner.outputs.text_lines import text_table

# While one of these is open, another plan that is as good by what was proved may send pupils elsewhere.
MOVING_GOALS = ("unplaced_pupils", "transition_gap", "vacant_places", "pupil_travel", "cost")
IN_WORDS = {
    "unplaced_pupils": "pupils without a place",
    "transition_gap": "leavers without a secondary place",
    "vacant_places": "vacant places",
    "pupil_travel": "travel",
    "cost": "cost",
}
NOT_DISTINGUISHABLE = "not distinguishable: within what the search left open"
NO_GOAL = "-"


@dataclass(frozen=True, slots=True)
class ComparedPlan:
    """One side: its title, what was changed beside its scenario file or may give way in it, and how good it is.

    `is_repeatable` is false when the clock stopped a goal.
    """

    title: str
    scenario_changes: tuple[str, ...]
    is_repeatable: bool
    goals: tuple[GoalLine, ...]

    @classmethod
    def of(cls, plan: Plan, scenario: Scenario) -> ComparedPlan:
        """Take from a plan and its scenario what a reader of the comparison must know."""
        gives_way = (f"{name} may end {most} above its best" for name, most in scenario.limits.lock_tolerance)
        changes = (*scenario.changes, *gives_way)
        return cls(scenario.title, changes, is_repeatable(plan), goal_lines(plan, scenario))

    def goal(self, name: str) -> GoalLine | None:
        """One goal by name; None when this side does not have it."""
        return next((line for line in self.goals if line.goal == name), None)


def goal_table(before: ComparedPlan, after: ComparedPlan) -> list[str]:
    """Value and bound of both plans, goal by goal, with a mark at changes that the search alone could have made."""
    names = dict.fromkeys(line.goal for side in (after, before) for line in side.goals)
    if not names:
        return []
    pairs = [(before.goal(name), after.goal(name)) for name in names]
    rows = [["", "before", "at best", "after", "at best", "change"], *(_row(*pair) for pair in pairs)]
    head, *lines = text_table(rows)
    marks = [f"  {NOT_DISTINGUISHABLE}" if _is_within_search(*pair) else "" for pair in pairs]
    explained = "Goals (at best = what was proved that no plan gets below)"
    return [explained, head, *(line + mark for line, mark in zip(lines, marks, strict=True))]


def cautions(before: ComparedPlan, after: ComparedPlan) -> Iterator[str]:
    """Say of which differences in travel and money a reader must beware, if any."""
    shares = [_open_words(name, before.goal(name), after.goal(name)) for name in MOVING_GOALS]
    told = [words for words in shares if words]
    if told:
        proof = f"the plans were not proved best in {', '.join(told)}"
        yield f"Travel and transport money can move by search alone: {proof}."


def clock_line(before: ComparedPlan, after: ComparedPlan) -> Iterator[str]:
    """Say which plan the clock stopped, if any."""
    stopped = [name for name, side in (("earlier", before), ("later", after)) if not side.is_repeatable]
    if stopped:
        yield f"The clock stopped the search of the {' and the '.join(stopped)} plan: run again, it may differ."


def _open_words(name: str, before: GoalLine | None, after: GoalLine | None) -> str:
    sides = [line for line in (before, after) if line is not None]
    if all(line.proved for line in sides):
        return ""
    shares = " / ".join(f"{line.open_share:.1%}" if line else NO_GOAL for line in (before, after))
    return f"{IN_WORDS[name]} (up to {shares} open)"


def _row(before: GoalLine | None, after: GoalLine | None) -> list[str]:
    named = after or before
    assert named is not None
    change = NO_GOAL
    if before is not None and after is not None and before.unit != after.unit:
        unit = f"{unit_words(before.unit)}, then {unit_words(after.unit)}"
        return [f"{named.label} ({unit})", *_cells(before), *_cells(after), NO_GOAL]
    if before is not None and after is not None:
        difference = after.value - before.value
        change = f"{'+' if difference > 0 else ''}{goal_amount(difference, named.unit)}"
    return [f"{named.label} ({unit_words(named.unit)})", *_cells(before), *_cells(after), change]


def _cells(line: GoalLine | None) -> tuple[str, str]:
    if line is None:
        return NO_GOAL, NO_GOAL
    at_best = "proved" if line.proved else "unknown" if line.nothing_proved else goal_amount(line.bound, line.unit)
    return goal_amount(line.value, line.unit), at_best


def _is_within_search(before: GoalLine | None, after: GoalLine | None) -> bool:
    if before is None or after is None or before.value == after.value or before.unit != after.unit:
        return False
    return abs(after.value - before.value) <= max(before.open_amount, after.open_amount)
