"""Near-best plans side by side, as tables and in words."""

from __future__ import annotations

import csv
from dataclasses import replace
from pathlib import Path

import pytest

from planner.model.alternatives import Alternatives, alternatives
from planner.outputs.alternatives import AlternativesSummary, summarise_alternatives, write_alternatives
from planner.outputs.alternatives_text import alternatives_text
from tests.model.choice import council

TOLERANCE = 0.3


@pytest.fixture(scope="module")
def found() -> Alternatives:
    return alternatives(council(6), 3, TOLERANCE)


@pytest.fixture(scope="module")
def summary(found: Alternatives) -> AlternativesSummary:
    return summarise_alternatives(found)


def read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def test_a_school_is_in_every_plan_in_some_or_in_one(found: Alternatives, summary: AlternativesSummary) -> None:
    for row in summary.bases:
        holders = sum(row.base.urn in near.schools for near in found.plans)
        expected = {1: "this plan only", len(found.plans): "every plan found"}
        assert row.school_found_in == row.found_in == expected.get(holders, "some plans")
    assert {row.base.urn for row in summary.bases if row.plan == 2} == found.plans[1].schools
    assert {row.school_found_in for row in summary.bases} >= {"every plan found", "this plan only"}


def test_differences_are_from_the_best_plan(summary: AlternativesSummary) -> None:
    best = {row.goal: row.value for row in summary.goals if row.plan == 1}
    assert all(row.difference_from_best == row.value - best[row.goal] for row in summary.goals)
    assert any(row.difference_from_best for row in summary.goals)


def test_the_limit_is_told_for_held_goals_and_the_bound_only_where_it_is_proved(summary: AlternativesSummary) -> None:
    for row in summary.goals:
        if row.goal == "unplaced_pupils":
            assert isinstance(row.held_at, int)
            assert row.value <= row.held_at
            assert float(row.bound) <= row.value
        else:
            assert row.held_at == "z"
            assert (row.bound == "x") == (row.plan > 1)


def test_the_tables_hold_every_row(summary: AlternativesSummary, tmp_path: Path) -> None:
    write_alternatives(tmp_path, summary)
    plans = read(tmp_path / "alternatives.csv")
    assert [row["plan"] for row in plans] == ["1", "2", "3"]
    assert plans[0]["exchanged_schools"] == "z"
    assert int(plans[1]["exchanged_schools"]) == summary.plans[1].exchanged_schools
    assert len(read(tmp_path / "alternatives_goals.csv")) == 3 * 3
    assert len(read(tmp_path / "alternatives_bases.csv")) == len(summary.bases)


def test_the_text_says_what_is_held_traded_and_shared(found: Alternatives, summary: AlternativesSummary) -> None:
    text = alternatives_text(summary, found.scenario)
    plan = summary.plans[1]
    assert "3 plans within 30.00% of the need that the best plan meets" in text
    schools = f"{plan.exchanged_schools} of {plan.schools_with_new_base} schools"
    assert f"Plan 2 exchanges {schools} with plan 1; no near-best plan exchanges more (proved)." in text
    assert "Against plan 1: " in text
    assert "In every plan found is not in every possible plan" in text
    assert "School 101 (101), B  " in text
    assert "SEMH 4" in text
    assert "clock" not in text


def test_what_is_not_ruled_out_is_said_to_be_so(found: Alternatives) -> None:
    """No further plan was found, but the search proved only that it exchanges no more than 2 schools."""
    open_end = summarise_alternatives(replace(found, exhausted=True, exhausted_bound=2))
    assert "exchanges up to 2 schools with all of these is not ruled out" in alternatives_text(open_end, found.scenario)
    closed = summarise_alternatives(replace(found, exhausted=True, exhausted_bound=0))
    assert "There are no more" in alternatives_text(closed, found.scenario)


def test_a_plan_that_the_clock_stopped_is_named(found: Alternatives) -> None:
    near = found.plans[2]
    cut = replace(near.plan, goals=tuple(replace(goal, stopped_by="clock") for goal in near.plan.goals))
    stopped = replace(found, plans=(*found.plans[:2], replace(near, plan=cut)))
    summary = summarise_alternatives(stopped)
    assert [row.repeatable for row in summary.plans] == [True, True, False]
    assert "The clock stopped the search of plan 3," in alternatives_text(summary, found.scenario)
    assert stopped.stated(stopped.plans[2]).goals[0].stopped_by == "clock"
