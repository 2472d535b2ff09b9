"""The search against brute force, the plain model and hand-worked answers; and what it refuses."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest

from planner.check import check
from planner.domain.demand import Demand, DemandKey
from planner.domain.terms import Bound
from planner.errors import InputError, NoPlanError, TimeLimitError
from planner.model import travel
from planner.model.goals import GOALS
from planner.model.network import build_network
from planner.model.program import Program, Solved
from planner.model.rules.host_limit import HostLimit
from planner.model.rules.opening_limit import OpeningLimit
from planner.model.rules.placements_by_hand import LockedPlacement, PlacementsByHand
from planner.model.search import end_of
from planner.model.solve import GoalProgress, evaluate_stock, solve
from tests.model.brute_force import best_values
from tests.model.cases import (
    SECONDARY,
    SEMH,
    Y1,
    Y2,
    area,
    problem,
    random_rich_scenario,
    random_scenario,
    scenario,
    school,
    site,
    two_schools,
    with_bounds,
)

LOCK_BOTH = PlacementsByHand((LockedPlacement("100", SEMH, 10, Y1), LockedPlacement("200", SEMH, 10, Y1)))


def test_hand_worked_two_schools() -> None:
    """6 + 9 = 15 pupils a year: two bases of 8 seat them with 1 place vacant; 1 of B's 9 pupils travels 6 km to A."""
    plan = solve(scenario(two_schools()))
    values = {result.goal: result.value for result in plan.goals}
    assert values["unplaced_pupils"] == 0
    assert values["vacant_places"] == 2 * (8 + 8 - 15)
    assert values["pupil_travel"] == 2 * 6000
    assert all(result.proved for result in plan.goals)


@pytest.mark.parametrize("seed", range(40))
def test_equals_brute_force(seed: int) -> None:
    """On random small councils every goal value is the brute-force optimum, and every bound lies at or below it."""
    case = random_scenario(seed)
    plan = solve(case)
    assert tuple(result.value for result in plan.goals) == best_values(case)
    assert all(result.bound <= result.value for result in plan.goals)
    assert check(plan, case) == ()


@pytest.mark.parametrize(
    "goals",
    [
        ("pupil_travel", "unplaced_pupils"),
        ("vacant_places", "unplaced_pupils"),
        ("unplaced_pupils", "pupil_travel", "vacant_places"),
        ("vacant_places", "pupil_travel"),
        ("pupil_travel",),
    ],
)
def test_travel_and_vacancies_may_not_come_before_pupils(goals: tuple[str, ...]) -> None:
    """Nobody travels least by staying without a place, so these orders are refused and the right one is named."""
    with pytest.raises(InputError, match="unplaced_pupils, then vacant_places, then pupil_travel"):
        solve(scenario(two_schools(), goals=goals))


@pytest.mark.parametrize("goals", [("unplaced_pupils", "cost", "pupil_travel"), ("cost",), ("cost", "unplaced_pupils")])
def test_other_orders_are_the_scenarios_own(goals: tuple[str, ...]) -> None:
    plan = solve(scenario(two_schools(), goals=goals))
    assert tuple(result.goal for result in plan.goals) == goals
    assert [result.order for result in plan.goals] == list(range(1, len(goals) + 1))


def test_the_first_goal_comes_first() -> None:
    """Money before pupils opens nothing; pupils before money opens both schools."""
    cheap = solve(scenario(two_schools(), goals=("cost", "unplaced_pupils")))
    assert [result.value for result in cheap.goals] == [0, 48]
    full = solve(scenario(two_schools(), goals=("unplaced_pupils", "cost")))
    assert full.goals[0].value == 0
    assert full.goals[1].value > 0


def test_locked_placements_over_a_limit_have_no_plan() -> None:
    """20 places are locked in one year in which 10 may open; the rules at odds are among those named."""
    case = scenario(two_schools(), LOCK_BOTH, OpeningLimit(places_per_year=10))
    with pytest.raises(NoPlanError, match="opening_limit, placements_by_hand") as caught:
        solve(case)
    assert {"opening_limit", "placements_by_hand"} <= set(caught.value.rules)
    assert caught.value.exit_code == 4


def test_no_time_and_no_plan(monkeypatch: pytest.MonkeyPatch) -> None:
    """With placements locked, doing nothing is no plan; when the clock stops the solver, the message says so."""
    stopped = Solved(None, -math.inf, "clock", infeasible=False)
    monkeypatch.setattr(Program, "solve_mixed", lambda *_, **__: stopped)
    with pytest.raises(TimeLimitError, match="time_limit_seconds") as caught:
        solve(scenario(two_schools(), LOCK_BOTH, seconds=0))
    assert caught.value.exit_code == 5


def test_no_time_but_a_plan() -> None:
    """Where the present stock is a plan, some plan stands without time; a goal missed for want of it is not proved."""
    case = scenario(two_schools(), seconds=0)
    plan, best = solve(case), solve(scenario(two_schools()))
    assert check(plan, case) == ()
    missed = [mine for mine, least in zip(plan.goals, best.goals, strict=True) if mine.value != least.value]
    assert missed == [] or not missed[0].proved


def test_every_bound_of_demand_is_placed_in_the_plan() -> None:
    """Places are decided on the planning bound; pupils of the others are placed in them as well as they can be."""
    case = scenario(with_bounds(two_schools()))
    plan = solve(case)
    for bound, demand in case.problem.demand_by_bound.items():
        counted = sum(row.pupils for row in [*plan.placements, *plan.unplaced] if row.bound == bound)
        assert counted == sum(pupils for _, pupils in demand.cells)
    assert plan.places == solve(scenario(two_schools())).places
    assert check(plan, case) == ()


def test_the_stock_alone_decides_nothing() -> None:
    case = random_scenario(1)
    plan = evaluate_stock(case)
    stated = {(s.key, y): s.stated_places(y) for s in case.problem.sites for y in case.problem.academic_years}
    assert plan.places == stated
    assert plan.goals == ()
    assert check(plan, case) == ()


def test_progress_tells_each_goal_as_it_starts_and_ends() -> None:
    told: list[GoalProgress] = []
    plan = solve(scenario(two_schools()), told.append)
    steps = [(row.goal, row.state) for row in told if row.state != "found"]
    assert steps == [(name, state) for name in GOALS for state in ("started", "met")]
    assert [row.value for row in told if row.state == "met"] == [result.value for result in plan.goals]
    assert {row.value for row in told if row.state == "started"} == {None}


def test_progress_tells_better_values_and_higher_bounds_of_a_goal_on_the_way() -> None:
    told: list[GoalProgress] = []
    plan = solve(random_scenario(3), told.append)
    found = [row for row in told if row.state == "found"]
    assert found
    for goal in plan.goals:
        own = [
            (row.value or 0, -math.inf if row.bound is None else row.bound)
            for row in told
            if row.order == goal.order and row.state != "started"
        ]
        assert own == sorted(own, key=lambda step: (-step[0], step[1]))
        assert all(value >= goal.value and bound <= goal.value for value, bound in own)


@pytest.mark.parametrize(
    ("left_open", "stopped_by", "said"),
    [
        (0.5, "work limit", "proved"),
        (2.0, "nothing more to try", "gap"),
        (2.0, "proved", "gap"),
        (2.5, "proved", "nothing more to try"),
        (2.5, "nothing more to try", "nothing more to try"),
        (2.5, "work limit", "work limit"),
        (0.0, "clock", "clock"),
        (9.0, "not searched", "not searched"),
    ],
)
def test_a_search_says_gap_only_where_no_more_is_open(left_open: float, stopped_by: str, said: str) -> None:
    assert end_of(left_open, 2.0, stopped_by) == said


@pytest.mark.parametrize("seed", range(20))
def test_the_ends_of_a_plan_hold_of_its_numbers(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where no plain model is solved whole, travel is seldom proved: then it is told what really ended its search."""
    monkeypatch.setattr(travel, "SMALL_COLUMNS", 0)
    case = random_rich_scenario(seed)
    pupils = build_network(case.problem, case.rules, case.bound).weighted_pupils
    for goal in solve(case).goals:
        gap = case.limits.gap * (pupils if goal.goal == "unplaced_pupils" else goal.value)
        left_open = goal.value - goal.bound
        assert (goal.stopped_by == "proved") == goal.proved == (left_open < 1)
        assert goal.stopped_by != "gap" or left_open <= gap


def test_an_opening_limit_spreads_bases_over_the_years() -> None:
    """One school of 10 in the first year; with it one of 8 is enough for 15 pupils in the second."""
    case = scenario(two_schools(), OpeningLimit(sites_per_year=1))
    assert solve(case).total_places(Y1) == 10
    assert solve(case).total_places(Y2) == 18


def test_no_demand_and_no_candidate() -> None:
    """A council without pupils, or without a school to open, has a plan: nothing opens."""
    nobody = replace(two_schools(), demand=(Demand(Bound.CENTRAL, ()),))
    assert all(row.commissioned_places == 0 for row in solve(scenario(nobody)).site_years)
    nowhere = replace(two_schools(), sites=())
    assert {g.goal: g.value for g in solve(scenario(nowhere)).goals}["unplaced_pupils"] == 2 * (6 * 1 + 9 * 2)


def test_a_clash_names_the_rules_that_take_part() -> None:
    """Two bases locked in one year against a limit of one: these two rules clash, and no other is blamed."""
    with pytest.raises(NoPlanError) as raised:
        solve(scenario(two_schools(), LOCK_BOTH, OpeningLimit(sites_per_year=1), HostLimit(1)))
    assert raised.value.rules == ("opening_limit", "placements_by_hand")


def test_nothing_is_searched_for_that_arithmetic_cannot_tell_from_the_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    """Six million metres are worked out to six: the plan near the relaxation is as good, and no base moves."""
    schools = [school("100", 6001, "A"), school("200", 7001, "A")]
    sites = [site(f"S{one.urn}", one.urn, size_menu=(500,)) for one in schools]
    pupils = {DemandKey(code, SECONDARY, SEMH, year): 250 for code in ("a1", "a2") for year in (Y1, Y2)}
    of = problem([area("a1", 0, "A"), area("a2", 2, "A")], schools, sites, pupils)
    monkeypatch.setattr(travel, "improve_travel", lambda *_: pytest.fail("a base was moved"))
    least = solve(scenario(of, goals=("unplaced_pupils", "vacant_places", "pupil_travel"))).goals[-1]
    assert least.value == 2 * 250 * (6001 + 5999)
    assert 1 <= least.value - least.bound < 12
