"""The figures at the head of the page."""

from __future__ import annotations

from dataclasses import replace

from planner.domain.assumption import Assumptions
from planner.domain.plan import GoalResult
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
    head, words = proof_in_words(PLAN, SCENARIO)
    assert head == "1 of 2"
    assert "not ruled out for: pupils without a place, over the years." in words
    proofs = [goal.proof for goal in facts_of_goals(PLAN, SCENARIO)]
    assert proofs == ["Proved", "Not proved: the search used up its work limit"]


def test_a_goal_is_named_in_the_scenarios_words_with_its_key() -> None:
    named = [(goal.key, goal.label) for goal in facts_of_goals(PLAN, SCENARIO)]
    assert named == [
        ("target_shortfall", "Places short of <b>the targets</b>"),
        ("unplaced_pupils", "Pupils without a place, over the years"),
    ]
    assert facts_of_goals(PLAN, replace(SCENARIO, goals=()))[1].label == "Unplaced pupils"


def test_travel_is_given_in_kilometres_and_money_in_pounds() -> None:
    travel = GoalResult(1, "pupil_travel", "pupil-metres", 5_331_218, 4_911_189.0, False, "nothing more to try")
    cost = GoalResult(2, "cost", "pounds", 9_780_400, 9_780_400.0, True, "proved")
    first, second = facts_of_goals(replace(PLAN, goals=(travel, cost)), SCENARIO)
    assert (first.value, first.bound) == ("5,331 km", "4,911 km")
    assert (second.value, second.bound) == ("£9,780,400", "£9,780,400")
    assert first.proof == "Not proved: the search had nothing more to try"


def test_a_goal_that_gave_way_says_what_it_could_have_been() -> None:
    gave = GoalResult(1, "coverage_gaps", "gaps", 6, 4.0, False, "proved", reached=4, held_at=6)
    (row,) = facts_of_goals(replace(PLAN, goals=(gave,)), SCENARIO)
    assert row.proof == "Best alone 4 gaps; up to 6 gaps is allowed for the goals behind it"
    said = proof_in_words(replace(PLAN, goals=(gave,)), replace(SCENARIO, goals=()))
    assert said == ("0 of 1", "goals proved. Gave way to the goals behind, as the scenario allows: coverage gaps.")


def test_a_bound_of_nought_without_proof_proves_nothing() -> None:
    unproved = GoalResult(1, "vacant_places", "place-years", 9, 0.0, False, "clock")
    proved = replace(unproved, order=2, value=0, proved=True)
    goals = facts_of_goals(replace(PLAN, goals=(unproved, proved)), SCENARIO)
    assert [goal.bound for goal in goals] == ["nothing proved", "0 place-years"]


def test_a_search_that_the_clock_stopped_says_that_it_may_not_repeat() -> None:
    stopped = replace(PLAN, goals=(replace(PLAN.goals[1], stopped_by="clock"),))
    assert "another run may differ" in proof_in_words(stopped, SCENARIO)[1]


def test_proof_of_all_goals_and_of_none() -> None:
    assert proof_in_words(replace(PLAN, goals=PLAN.goals[:1]), SCENARIO)[0] == "1 of 1"
    assert proof_in_words(replace(PLAN, goals=()), SCENARIO)[1] == "No goals were set, so nothing is proved."


def test_the_warning_names_the_threshold_where_there_is_one() -> None:
    assert "below 5" in small_number_warning(SCENARIO.problem)
    assert "as low as 1" in small_number_warning(replace(SCENARIO.problem, assumptions=Assumptions({})))


def test_balancing_places_are_told_apart() -> None:
    assert balancing_places(PLAN, SCENARIO.problem, YEARS[-1]) == 7
