"""Travel in minutes: the council's own times decide where the straight line would decide otherwise."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest

from planner.check import check
from planner.domain.demand import DemandKey
from planner.domain.problem import Problem
from planner.domain.scenario import Scenario
from planner.model.explain.variants import relax
from planner.model.goals.pupil_travel import PupilTravel
from planner.model.network import build_network
from planner.model.pairs import Pairs
from planner.model.rules.coverage_promise import CoveragePromise
from planner.model.rules.opening_limit import OpeningLimit
from planner.model.rules.phase_continuity import PhaseContinuity
from planner.model.rules.travel_limit import TravelLimit
from planner.model.solve import solve
from tests.benchmarks.checker import faults
from tests.model import brute_force, other_solver
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
)

MINUTES = TravelLimit(nursery_minutes=20, primary_minutes=20, secondary_minutes=30)


def river() -> Problem:
    """West bank (6 pupils a year) and its school 100 at 1 km; the bridge is far, so the school 200 on the other bank,
    2 km off in a straight line, takes 40 minutes, and 100 takes 12. A third school 300 at 9 km on this bank takes 18.
    """  # noqa: D205 - one thought
    areas = [area("west", 0, "A")]
    schools = [school("100", 1000, "A"), school("200", -900, "A"), school("300", 9000, "A")]
    pupils = {DemandKey("west", SECONDARY, SEMH, year): 6 for year in (Y1, Y2)}
    of = problem(areas, schools, [site("S200", "200"), site("S300", "300")], pupils)
    return replace(of, travel_minutes={("west", "100"): 12.0, ("west", "200"): 40.0, ("west", "300"): 18.4})


def in_minutes(case: Scenario, minutes: dict[tuple[str, str], float]) -> Scenario:
    """The case with minutes and a limit in minutes wherever it had one in metres (100 metres a minute)."""

    def turned(limit: TravelLimit) -> TravelLimit:
        if limit.in_minutes:
            return limit
        return TravelLimit(
            nursery_minutes=(limit.nursery_metres or 0) // 100,
            primary_minutes=(limit.primary_metres or 0) // 100,
            secondary_minutes=(limit.secondary_metres or 0) // 100,
        )

    rules = []
    for rule in case.rules:
        if isinstance(rule, TravelLimit):
            rule = turned(rule)
        elif isinstance(rule, CoveragePromise | PhaseContinuity) and rule.limit is not None:
            rule = replace(rule, limit=turned(rule.limit))
        rules.append(rule)
    of = replace(case.problem, travel_minutes=minutes)
    goals = tuple(goal.in_the_unit_of(of) if isinstance(goal, PupilTravel) else goal for goal in case.goals)
    return replace(case, problem=of, rules=tuple(rules), goals=goals)


def random_minutes(case: Scenario, seed: int) -> dict[tuple[str, str], float]:
    """Minutes that have little to do with the straight line; one pair in eight has none."""
    rng = random.Random(7000 + seed)
    pairs = sorted(case.problem.distance_metres)
    return {pair: rng.randrange(0, 900) / 10 for pair in pairs if rng.random() > 1 / 8}


def test_the_far_bank_is_out_of_reach_and_the_far_village_is_not() -> None:
    """Metres would take school 200 (0.9 km); minutes take 300: 6 pupils x 2 years x 18 whole minutes."""
    of = river()
    by_metres = solve(scenario(replace(of, travel_minutes=None), TravelLimit(1, 1, 9500)))
    assert {row.site for row in by_metres.placements} == {"S200"}
    case = in_minutes(scenario(of, TravelLimit(100, 100, 3000)), of.travel_minutes or {})
    plan = solve(case)
    assert {row.site for row in plan.placements} == {"S300"}
    assert plan.unplaced == ()
    (travel,) = [row for row in plan.goals if row.goal == "pupil_travel"]
    assert (travel.unit, travel.value, travel.proved) == ("pupil-minutes", 6 * 2 * 18, True)
    assert check(plan, case) == ()


def test_a_pair_without_minutes_is_never_within_the_limit() -> None:
    of = river()
    unknown = replace(of, travel_minutes={("west", "100"): 1.0})
    case = in_minutes(scenario(unknown, TravelLimit(100, 100, 3000)), unknown.travel_minutes or {})
    plan = solve(case)
    assert plan.placements == ()
    assert sum(row.pupils for row in plan.unplaced) == 12
    assert not Pairs.of(unknown).overlapping(SECONDARY).any()


def test_the_check_reads_the_same_minutes() -> None:
    of = river()
    case = in_minutes(scenario(of, TravelLimit(100, 100, 3000)), of.travel_minutes or {})
    plan = solve(case)
    slower = {**(of.travel_minutes or {}), ("west", "300"): 31.5}
    found = [row for row in check(plan, in_minutes(case, slower)) if row.rule == "travel_limit"]
    assert found[0].found == "1.5 minutes over the limit"
    without = in_minutes(case, {("west", "200"): 5.0})
    assert {row.found for row in check(plan, without) if row.rule == "travel_limit"} == {"no known minutes"}


@pytest.mark.parametrize("seed", range(6))
def test_equals_every_plan_one_by_one(seed: int) -> None:
    base = random_scenario(seed)
    case = in_minutes(base, random_minutes(base, seed))
    assert tuple(row.value for row in solve(case).goals) == brute_force.best_values(case)


@pytest.mark.parametrize("seed", range(8))
def test_equals_another_solver_with_every_rule_on(seed: int) -> None:
    base = random_rich_scenario(seed)
    case = in_minutes(base, random_minutes(base, seed))
    plan = solve(case)
    assert tuple(row.value for row in plan.goals) == other_solver.best_values(case)
    assert check(plan, case) == ()
    assert faults(plan, case) == []


def test_ways_in_the_network_are_whole_minutes_of_known_pairs() -> None:
    of = river()
    case = in_minutes(scenario(of, TravelLimit(100, 100, 9000)), of.travel_minutes or {})
    (cell,) = build_network(of, case.rules, case.bound).cells
    assert [(of.sites[index].key, way) for index, way in zip(cell.reach, cell.way, strict=True)] == [
        ("S200", 40),
        ("S300", 18),
    ]


def test_a_promise_and_leavers_read_the_minutes() -> None:
    of = river()
    near, far = of.site_by_key["S300"], of.site_by_key["S200"]
    promise = CoveragePromise("within_limit", Y1, limit=MINUTES)
    assert promise.covering(of, "A", SECONDARY) == [[near]]
    assert MINUTES.reaches(of, "west", near, SECONDARY.phase)
    assert not MINUTES.reaches(of, "west", far, SECONDARY.phase)
    no_limit = CoveragePromise("within_limit", Y1)
    assert no_limit.covering(replace(of, travel_minutes={("west", "200"): 40.0}), "A", SECONDARY) == [[far]]


def test_where_both_units_are_stated_minutes_hold() -> None:
    both = TravelLimit(1, 2, 3, 20, 30, 40)
    assert both.in_minutes
    assert both.limit(SECONDARY.phase) == 40


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({}, "no nursery_metres and no primary_metres and no secondary_metres"),
        ({"primary_minutes": 45}, "no nursery_minutes and no secondary_minutes"),
        ({"nursery_minutes": 20, "primary_minutes": -1, "secondary_minutes": 75}, "primary_minutes is -1"),
        (
            {"nursery_metres": 1, "primary_metres": 1, "secondary_metres": 1, "pairs_without_minutes": "straight_line"},
            "belongs to limits in minutes",
        ),
    ],
)
def test_limits_that_do_not_go_together_are_refused(settings: dict[str, object], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        TravelLimit(**settings)  # type: ignore[arg-type]


def test_a_longer_limit_is_longer_in_minutes() -> None:
    relaxed = relax(scenario(river(), MINUTES, OpeningLimit(sites_per_year=1)), "travel_limit")
    assert relaxed is not None
    assert relaxed.says == "25 % farther: nursery 25 minutes, primary 25 minutes, secondary 37 minutes"
