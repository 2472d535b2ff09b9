"""The goals: scenario key -> goal. Their order is the scenario's; a new goal is one file and one line here."""

from __future__ import annotations

from planner.domain.scenario import Goal
from planner.model.goals.change_from_current import ChangeFromCurrent
from planner.model.goals.cost import Cost
from planner.model.goals.coverage_gaps import CoverageGaps
from planner.model.goals.pupil_travel import PupilTravel
from planner.model.goals.target_shortfall import TargetShortfall
from planner.model.goals.transition_gap import TransitionGap
from planner.model.goals.unplaced_pupils import UnplacedPupils
from planner.model.goals.vacant_places import VacantPlaces

_ALL: tuple[Goal, ...] = (
    TargetShortfall(),
    CoverageGaps(),
    UnplacedPupils(),
    TransitionGap(),
    VacantPlaces(),
    PupilTravel(),
    Cost(),
    ChangeFromCurrent(),
)

GOALS: dict[str, Goal] = {goal.name: goal for goal in _ALL}
