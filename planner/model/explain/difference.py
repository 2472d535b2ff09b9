"""How two plans differ goal by goal, and how much of it is proved.

A goal's best value lies between its bound and the value that was found, on both sides. So the difference of the best
values lies between `bound after - value before` and `value after - bound before`. This counts while all goals before
have the same values on both sides: behind a goal that differs, a later one is a consequence and no comparison.
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
    None where nothing can be said, because a goal before it differs or because it was not searched.
    """

    goal: str
    unit: str
    before: int
    before_bound: float
    after: int
    after_bound: float
    at_least: int | None
    at_most: int | None

    @property
    def change(self) -> int:
        """Value found after less value found before."""
        return self.after - self.before

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
    after_by_name = {row.goal: row for row in after.goals}
    for row in before.goals:
        other = after_by_name[row.goal]
        if row.goal in uncounted:
            continue
        found.append(_difference(row, other, side, level=level))
        level = level and row.value == other.value
    return tuple(found)


def _difference(before: GoalResult, after: GoalResult, side: int, *, level: bool) -> GoalDifference:
    at_least: int | None = None
    at_most: int | None = None
    if level and NOT_SEARCHED not in (before.stopped_by, after.stopped_by):
        at_least = math.ceil(after.bound - ALMOST) - before.value
        at_most = after.value - math.ceil(before.bound - ALMOST)
        at_least = max(at_least, 0) if side == RESTRICTED else at_least
        at_most = min(at_most, 0) if side == RELAXED else at_most
    return GoalDifference(
        before.goal, before.unit, before.value, before.bound, after.value, after.bound, at_least, at_most
    )
