"""Which orders of goals make sense; nothing of a solver, so that a scenario can be refused as it is read."""

from __future__ import annotations

from collections.abc import Sequence

from planner.domain.scenario import Goal
from planner.errors import Faults

SERVICE_GOALS = ("unplaced_pupils", "vacant_places", "pupil_travel")


def check_goal_order(goals: Sequence[Goal]) -> None:
    """Raise InputError when vacancies or travel come before the pupils without a place."""
    faults = Faults()
    names = [goal.name for goal in goals]
    expected = [name for name in SERVICE_GOALS if name in names]
    if [name for name in names if name in SERVICE_GOALS] != expected or (
        "pupil_travel" in names and expected[0] != SERVICE_GOALS[0]
    ):
        faults.add(
            "goals",
            ", ".join(names),
            "unplaced_pupils, then vacant_places, then pupil_travel",
            "Travel and vacancies say nothing while placing nobody is allowed.",
        )
    faults.raise_if_any()
