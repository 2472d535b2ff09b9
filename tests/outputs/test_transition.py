"""transition.csv: leavers, entry places and the gap by locality, designation and year."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from planner.domain.terms import AcademicYear
from planner.model.rules.phase_continuity import PhaseContinuity
from planner.model.solve import evaluate_stock
from planner.outputs.csv_files import columns_of
from planner.outputs.transition import TRANSITION_FILE, TransitionRow, transition_rows
from tests.model.cases import Y1, Y2
from tests.model.leaving import FAR, valleys_scenario
from tests.outputs.small_run import write


@pytest.mark.parametrize(("rule", "counts"), [(PhaseContinuity(None, FAR), True), (PhaseContinuity(Y2, FAR), False)])
def test_a_county_without_secondary_bases_shows_every_leaver(rule: PhaseContinuity, counts: bool) -> None:
    """A's 14 and B's 7 places over seven year groups; a year that does not count is shown all the same."""
    case = valleys_scenario(rule)
    rows = transition_rows(evaluate_stock(case), case)

    def row(academic_year: AcademicYear, locality: str, leavers: float) -> TransitionRow:
        return TransitionRow(
            academic_year, locality, "District", "semh", leavers, 0.0, leavers, counts or academic_year == Y2
        )

    assert rows == (row(Y1, "A", 2.0), row(Y1, "B", 1.0), row(Y2, "A", 2.0), row(Y2, "B", 1.0))


def test_the_gaps_of_the_years_that_count_are_the_goal() -> None:
    case = valleys_scenario()
    plan = evaluate_stock(case)
    goal = next(goal for goal in case.goals if goal.name == "transition_gap")
    gaps = sum(row.transition_gap_pupils for row in transition_rows(plan, case))
    assert gaps == goal.value(plan, case.problem, case.rules) == 6


def test_without_the_rule_no_year_counts() -> None:
    case = valleys_scenario()
    without = replace(case, rules=tuple(rule for rule in case.rules if rule.name != "phase_continuity"))
    rows = transition_rows(evaluate_stock(case), without)
    assert [(row.transition_gap_pupils, row.counts) for row in rows] == [(2, False), (1, False), (2, False), (1, False)]


def test_the_file_shows_the_bases_that_are_left(tmp_path: Path) -> None:
    """10 places at Northmoor and 8 at Southmere over seven year groups; a base of 12 opens in reach in 2027/28."""
    lines = (write(tmp_path / "run") / TRANSITION_FILE).read_text(encoding="utf-8").splitlines()
    assert lines[0].split(",") == list(columns_of(TransitionRow))
    assert lines[1:] == [
        "2026/27,Northmoor,North,semh,1.4286,0,1.4286,no",
        "2027/28,Northmoor,North,semh,1.4286,12,0,no",
        "2027/28,Southmere,South,semh,1.1429,12,0,no",
    ]
