"""The figures at the head of the page."""

from __future__ import annotations

from dataclasses import replace

from planner.domain.assumption import Assumptions
from planner.maps.facts import (
    balancing_places,
    facts_by_year,
    facts_of_goals,
    proof_in_words,
    small_number_warning,
    target_in_words,
)
from tests.maps.small_case import YEARS, SmallTarget, SmallTargets, full_plan, small_scenario, stock_plan

SCENARIO = small_scenario()
PLAN, STOCK = full_plan(SCENARIO), stock_plan(SCENARIO)


def test_places_pupils_and_targets_of_each_year() -> None:
    last = facts_by_year(PLAN, STOCK, SCENARIO)[-1]
    assert (last.places_before, last.places_after, last.target_places) == (23, 45, 60)
    assert (last.pupils, last.unplaced_before, last.unplaced_after) == (72, 64, 52)


def test_a_year_without_a_target_has_none_and_not_nought() -> None:
    assert [year.target_places for year in facts_by_year(PLAN, STOCK, SCENARIO)] == [None, None, 60]


def test_the_target_is_said_to_be_short_met_or_passed() -> None:
    said = []
    for places in (60, 45, 40):
        scenario = small_scenario(rules=(SmallTargets("places_target", (SmallTarget(YEARS[-1], places),)),))
        said.append(target_in_words(facts_by_year(PLAN, STOCK, scenario)))
    assert said == [
        "Target for 2026/27: 60, 15 short.",
        "Target for 2026/27: 45, met.",
        "Target for 2026/27: 40, met, 5 above.",
    ]
    assert target_in_words(facts_by_year(PLAN, STOCK, small_scenario(rules=()))) == "The scenario sets no target."


def test_a_goal_without_proof_is_named() -> None:
    head, words = proof_in_words(PLAN)
    assert head == "1 of 2"
    assert "not ruled out for unplaced pupils" in words
    assert [goal.proof for goal in facts_of_goals(PLAN)] == ["Proved", "Not proved (stopped by work limit)"]


def test_a_search_that_the_clock_stopped_says_that_it_may_not_repeat() -> None:
    stopped = replace(PLAN, goals=(replace(PLAN.goals[1], stopped_by="clock"),))
    assert "another run may differ" in proof_in_words(stopped)[1]


def test_proof_of_all_goals_and_of_none() -> None:
    assert proof_in_words(replace(PLAN, goals=PLAN.goals[:1]))[0] == "1 of 1"
    assert proof_in_words(replace(PLAN, goals=()))[1] == "No goals were set, so nothing is proved."


def test_the_warning_names_the_threshold_where_there_is_one() -> None:
    assert "below 5" in small_number_warning(SCENARIO.problem)
    assert "as low as 1" in small_number_warning(replace(SCENARIO.problem, assumptions=Assumptions({})))


def test_balancing_places_are_told_apart() -> None:
    assert balancing_places(PLAN, SCENARIO.problem, YEARS[-1]) == 7
