"""The frontier between two measures against every plan of small councils, one by one."""

from __future__ import annotations

from dataclasses import replace

import pytest

from planner.check import check
from planner.domain.plan import Plan
from planner.domain.scenario import Goal, Scenario
from planner.domain.terms import Band
from planner.errors import InputError
from planner.model.frontier import Frontier, frontier
from planner.model.measures import MEASURES
from tests.model.brute_force import all_plans, goal_values
from tests.model.cases import random_rich_scenario, random_scenario, scenario, two_schools

ALL_POINTS = 60
PUPILS_AND_MONEY = ("unplaced_pupils", "vacant_places", "cost")


def with_goals(case: Scenario, *names: str) -> Scenario:
    return replace(case, goals=tuple(MEASURES[name] for name in names))


def true_frontier(case: Scenario, held: int, first: Goal, second: Goal) -> list[tuple[int, int]]:
    """Pairs (first, second) that no plan beats, among the plans whose first `held` goals are best."""
    plans = list(all_plans(case))
    best = min(goal_values(case, plan)[:held] for plan in plans)
    chosen = [plan for plan in plans if goal_values(case, plan)[:held] == best]
    pairs = sorted({(value(case, second, plan), value(case, first, plan)) for plan in chosen})
    found: list[tuple[int, int]] = []
    for limited, made_small in pairs:
        if not found or made_small < found[-1][0]:
            found.append((made_small, limited))
    return found


def value(case: Scenario, goal: Goal, plan: Plan) -> int:
    return goal.value(plan, case.problem, case.rules)


def pairs(found: Frontier) -> list[tuple[int, int]]:
    return [(point.first, point.second) for point in found.best]


@pytest.mark.parametrize("between", [("unplaced_pupils", "capital"), ("vacant_places", "unplaced_pupils")])
@pytest.mark.parametrize("seed", range(6))
def test_every_point_of_the_true_frontier_is_found_and_no_other(seed: int, between: tuple[str, str]) -> None:
    case = with_goals(random_scenario(seed), *PUPILS_AND_MONEY)
    found = frontier(case, between, ALL_POINTS)
    assert pairs(found) == true_frontier(case, 0, MEASURES[between[0]], MEASURES[between[1]])
    assert found.complete


@pytest.mark.parametrize("seed", range(6))
def test_goals_before_both_are_held_at_their_best(seed: int) -> None:
    """Targets and coverage come before pupils and money: only plans that are best in both are on the frontier."""
    case = random_scenario(seed)
    found = frontier(case, ("unplaced_pupils", "cost"), ALL_POINTS)
    assert [result.goal for result in found.held] == ["target_shortfall", "coverage_gaps"]
    assert pairs(found) == true_frontier(case, 2, MEASURES["unplaced_pupils"], MEASURES["cost"])
    assert found.complete


@pytest.mark.parametrize("seed", range(4))
def test_travel_is_the_one_that_is_made_least(seed: int) -> None:
    """No limit can be set on travel in the master, so as the second measure it changes places with the first."""
    case = with_goals(random_scenario(seed), "unplaced_pupils", "vacant_places", "pupil_travel")
    found = frontier(case, ("capital", "pupil_travel"), ALL_POINTS)
    assert (found.first.name, found.second.name) == ("pupil_travel", "capital")
    assert pairs(found) == true_frontier(case, 2, MEASURES["pupil_travel"], MEASURES["capital"])


@pytest.mark.parametrize("points", [2, 3, 5])
def test_few_points_are_points_of_the_frontier_with_both_ends(points: int) -> None:
    case = with_goals(random_scenario(3), *PUPILS_AND_MONEY)
    found = frontier(case, ("unplaced_pupils", "capital"), points)
    whole = true_frontier(case, 0, MEASURES["unplaced_pupils"], MEASURES["capital"])
    assert len(found.points) == points
    assert set(pairs(found)) <= set(whole)
    assert (pairs(found)[0], pairs(found)[-1]) == (whole[0], whole[-1])
    assert not found.complete


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("points", [2, 4])
def test_no_plan_lies_below_the_curve_of_bounds(seed: int, points: int) -> None:
    case = with_goals(random_scenario(seed), *PUPILS_AND_MONEY)
    found = frontier(case, ("unplaced_pupils", "capital"), points)
    for first, second in true_frontier(case, 0, found.first, found.second):
        assert found.bound_at(second) <= first
    assert all(found.bound_at(point.second) <= point.first for point in found.points)
    assert found.bound_at(found.second_bound - 1) == float("inf")


@pytest.mark.parametrize("seed", range(3))
def test_each_plan_is_sound_and_within_its_limit(seed: int) -> None:
    found = frontier(random_rich_scenario(seed), ("unplaced_pupils", "capital"), 5)
    for point in found.points:
        assert check(point.plan, point.scenario) == ()
        assert value(found.scenario, found.first, point.plan) == point.first
        assert value(found.scenario, found.second, point.plan) == point.second
        assert point.limit is None or point.second <= point.limit


def test_a_search_cut_short_claims_no_more_than_is_true() -> None:
    """With a gap of a fifth the plans may be worse than the frontier, and the bounds still lie below all of it."""
    case = with_goals(random_scenario(3), *PUPILS_AND_MONEY)
    loose = replace(case, limits=replace(case.limits, gap=0.2))
    found = frontier(loose, ("unplaced_pupils", "capital"), 6)
    whole = true_frontier(case, 0, found.first, found.second)
    assert not found.complete
    for first, second in whole:
        assert found.bound_at(second) <= first
    for point in found.best:
        if point.proved:
            assert (point.first, point.second) in whole


def test_pupils_of_a_phase_and_capital_by_hand() -> None:
    """One base of 8 a year leaves 7 of 15 pupils; two leave none. A base costs 50,000 and 10,000 a place."""
    case = scenario(two_schools(), goals=("unplaced_pupils",))
    found = frontier(case, ("unplaced_secondary", "capital"), ALL_POINTS)
    assert pairs(found) == [(30, 0), (14, 130_000), (10, 150_000), (0, 260_000)]
    assert found.first.label == "Secondary pupils without a place, summed over the years"


def test_the_pupils_of_a_phase_are_those_of_its_bands() -> None:
    case = random_scenario(2)
    plan = next(iter(all_plans(case)))
    by_phase = {phase: value(case, MEASURES[f"unplaced_{phase}"], plan) for phase in ("primary", "secondary")}
    infants = sum(row.pupils for row in plan.unplaced if row.cell.band == Band(0, 2))
    assert by_phase["primary"] == infants > 0
    assert sum(by_phase.values()) == sum(row.pupils for row in plan.unplaced)


@pytest.mark.parametrize(
    ("between", "goals", "told"),
    [
        (("unplaced_pupil", "capital"), PUPILS_AND_MONEY, "unplaced_pupils"),
        (("capital", "capital"), PUPILS_AND_MONEY, "two different measures"),
        (("pupil_travel", "unplaced_pupils"), PUPILS_AND_MONEY, "place nobody"),
        (("cost", "change_from_current"), ("unplaced_pupils", "pupil_travel", "cost"), "Leave it out of goals"),
    ],
)
def test_measures_that_say_nothing_together_are_refused(
    between: tuple[str, str], goals: tuple[str, ...], told: str
) -> None:
    with pytest.raises(InputError, match=told):
        frontier(with_goals(random_scenario(0), *goals), between)


def test_fewer_points_than_ends_are_refused() -> None:
    with pytest.raises(InputError, match="two ends are points"):
        frontier(random_scenario(0), ("unplaced_pupils", "capital"), 1)
