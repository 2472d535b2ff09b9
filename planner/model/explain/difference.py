"""How two plans differ goal by goal, and how much of it is proved.

A goal's best value lies between its bound and the best value that its own search found, on both sides. So the
difference of the best values lies between `bound after - best before` and `best after - bound before`. What a goal gave
up beyond its best for the goals behind it, as the scenario allows, is no part of that: it was granted, and the search
has not left it open.

This counts while all goals before are the same on both sides: behind a goal that differs, a later one is a consequence
and no comparison. Where no goal may give way they are the same when they ended alike, else when they are held at the
same: within equal limits the goals behind are compared fairly, however much of a limit each plan used.
"""

from __future__ import annotations

import math
from collections.abc import Collection
from dataclasses import dataclass

from planner.domain.plan import GoalResult, Plan
from planner.model.search import NOT_SEARCHED

RESTRICTED, RELAXED, UNKNOWN_SIDE = 1, -1, 0
ALMOST = 1e-6


@dataclass(frozen=True, slots=True)
class GoalDifference:
    """One goal: value and bound on both sides, and what is proved of the difference of the best values.

    `at_least` and `at_most` enclose what the best value after is more than the best one before (less than 0: fewer);
    None where nothing can be said, because a goal before it differs or because it was not searched. `before_given_up`
    and `after_given_up` are how far the values lie above the goal's own best, for the goals behind it.
    """

    goal: str
    unit: str
    before: int
    before_bound: float
    after: int
    after_bound: float
    at_least: int | None
    at_most: int | None
    before_given_up: int = 0
    after_given_up: int = 0

    @property
    def change(self) -> int:
        """Value found after less value found before."""
        return self.after - self.before

    @property
    def best_change(self) -> int:
        """The same of the best values found, without what was given up; where these are not compared, of the values."""
        if self.at_least is None:
            return self.change
        return self.change - self.after_given_up + self.before_given_up

    @property
    def is_proved(self) -> bool:
        """Whether the best values are proved to differ."""
        return (self.at_least or 0) > 0 or (self.at_most or 0) < 0


def differences(before: Plan, after: Plan, side: int, uncounted: Collection[str] = ()) -> tuple[GoalDifference, ...]:
    """Differences in the order of the goals; goals that are `uncounted` on the later side are left out.

    `side` is RESTRICTED when the later plan has less to choose from than the earlier one, RELAXED when it has more,
    UNKNOWN_SIDE when it has other things to choose from.
    """
    found = []
    level = True
    after_by_name = {row.goal: (row, ends) for row, ends in zip(after.goals, standing(after), strict=True)}
    for row, ends in zip(before.goals, standing(before), strict=True):
        other, other_ends = after_by_name[row.goal]
        if row.goal in uncounted:
            continue
        found.append(_difference(row, other, side, level=level))
        level = level and ends == other_ends
    return tuple(found)


def standing(plan: Plan) -> tuple[int, ...]:
    """What makes the goals of two plans the same: where each ended, or what it is held at where some may give way."""
    some_give_way = any(row.held_at != row.reached for row in plan.goals)
    return tuple(row.limit if some_give_way else row.value for row in plan.goals)


def _difference(before: GoalResult, after: GoalResult, side: int, *, level: bool) -> GoalDifference:
    at_least: int | None = None
    at_most: int | None = None
    if level and NOT_SEARCHED not in (before.stopped_by, after.stopped_by):
        at_least = math.ceil(after.bound - ALMOST) - (before.value - before.given_up)
        at_most = after.value - after.given_up - math.ceil(before.bound - ALMOST)
        at_least = max(at_least, 0) if side == RESTRICTED else at_least
        at_most = min(at_most, 0) if side == RELAXED else at_most
    return GoalDifference(
        goal=before.goal,
        unit=before.unit,
        before=before.value,
        before_bound=before.bound,
        after=after.value,
        after_bound=after.bound,
        at_least=at_least,
        at_most=at_most,
        before_given_up=before.given_up,
        after_given_up=after.given_up,
    )
