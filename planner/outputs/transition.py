"""`transition.csv`: who leaves primary bases and finds no secondary place, by locality, designation and year."""

from __future__ import annotations

from dataclasses import dataclass

from planner.domain.plan import Plan
from planner.domain.scenario import Scenario
from planner.domain.terms import AcademicYear
from planner.model.rules.phase_continuity import PhaseContinuity
from planner.model.rules.travel_limit import TravelLimit

TRANSITION_FILE = "transition.csv"


@dataclass(frozen=True, slots=True)
class TransitionRow:
    """Leavers of the primary bases of one locality and designation in the September of an academic year.

    Parts of pupils stay: a base of 8 places over 7 year groups has 8/7 leavers a year. `entry_places` are those within
    reach, also where leavers of other bases compete for them, so they do not add up over rows;
    `transition_gap_pupils` do. `counts` says whether the year counts for the goal `transition_gap`.
    """

    academic_year: AcademicYear
    locality: str
    district: str
    need_group: str
    leaver_pupils: float
    entry_places: float
    transition_gap_pupils: float
    counts: bool


def transition_rows(plan: Plan, scenario: Scenario) -> tuple[TransitionRow, ...]:
    """Rows by academic year, locality and designation; without the rule `phase_continuity` no year counts."""
    problem = scenario.problem
    asked = next((rule for rule in scenario.rules if isinstance(rule, PhaseContinuity)), None)
    limit = next((rule for rule in scenario.rules if isinstance(rule, TravelLimit)), None)
    rule = asked or PhaseContinuity(limit=limit)
    return tuple(
        TransitionRow(
            row.academic_year,
            row.locality,
            problem.locality_by_name[row.locality].district,
            "+".join(row.need_groups),
            float(row.leavers),
            float(row.entry_places),
            float(row.gap),
            asked is not None and row.academic_year in asked.years(problem),
        )
        for row in rule.transitions(plan, problem)
    )
