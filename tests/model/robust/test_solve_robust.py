"""One set of plans for all bounds, held against every set there is."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace
from fractions import Fraction

import pytest

from planner.check import check
from planner.domain.scenario import Scenario
from planner.domain.terms import Bound
from planner.errors import InputError, NoPlanError
from planner.model.goals import GOALS as ALL_GOALS
from planner.model.robust.result import Measure, RobustPlan
from planner.model.robust.settings import Criterion, robust_settings
from planner.model.robust.solve import solve_robust
from planner.model.rules.placements_by_hand import LockedPlacement, PlacementsByHand
from planner.model.solve import solve
from tests.model.cases import SEMH, Y1, random_rich_scenario, scenario
from tests.model.robust.contested import BOUNDS, SEARCHED, contested_scenario, every_plan

# In most of these councils the bounds want different openings; in the first two they agree.
SEEDS = (0, 1, 4, 8, 12, 14, 16, 18, 19, 21, 22)
JUDGED = "unplaced_pupils"
UNEQUAL = {Bound.LOWER: Fraction(1, 2), Bound.CENTRAL: Fraction(2), Bound.UPPER: Fraction(1)}


def robust_of(
    case: Scenario, criterion: Criterion, years_now: int, weights: dict[Bound, Fraction] | None = None
) -> RobustPlan:
    return solve_robust(case, robust_settings(case, criterion, weights, years_now))


@pytest.mark.parametrize("criterion", list(Criterion))
@pytest.mark.parametrize("years_now", [0, 1, 2])
@pytest.mark.parametrize("seed", SEEDS)
def test_equals_brute_force(seed: int, years_now: int, criterion: Criterion) -> None:
    """Every score is the least of all sets of plans, and its bound proves it."""
    case = contested_scenario(seed)
    robust = robust_of(case, criterion, years_now, UNEQUAL if seed % 3 else None)
    least = every_plan(seed).best_scores(robust.settings)
    assert robust.goals[-1].value == least[-1]
    assert [goal.proved for goal in robust.goals] == [True] * SEARCHED
    assert all(goal.value - 1 < goal.bound <= goal.value for goal in robust.goals)
    before = every_plan(seed).own_best()[0][: SEARCHED - 1]
    assert tuple(goal.value for goal in robust.goals[:-1]) == before


@pytest.mark.parametrize("seed", SEEDS)
def test_each_bounds_own_best_and_its_regret(seed: int) -> None:
    """Own values are each bound's optimum; what robustness costs is what this plan is worse, proved to the unit."""
    robust = robust_of(contested_scenario(seed), Criterion.WORST_REGRET, 1)
    lines = robust.lines_of(JUDGED)
    assert [line.bound for line in lines] == list(BOUNDS)
    assert [line.own_value for line in lines] == [values[-1] for values in every_plan(seed).own_best()]
    assert [line.regret_at_most for line in lines] == [line.regret_at_least for line in lines]
    assert max(line.regret_at_least for line in lines) == robust.goals[-1].value
    assert min(line.regret_at_least for line in lines) >= 0


@pytest.mark.parametrize("criterion", list(Criterion))
@pytest.mark.parametrize("seed", SEEDS)
def test_the_plans_are_alike_now_sound_and_state_their_goals_right(seed: int, criterion: Criterion) -> None:
    case = contested_scenario(seed)
    robust = robust_of(case, criterion, 1)
    now = [[plan.places[s.key, Y1] for s in case.problem.sites] for plan in robust.plans]
    assert now == [now[0]] * len(BOUNDS)
    for bound, plan in robust.by_bound.items():
        assert plan.bound == bound
        assert check(plan, replace(case, bound=bound)) == ()
        assert [goal.stopped_by for goal in plan.goals[SEARCHED:]] == ["not searched"]
        # Both searches are proved, so what lies between is what it costs to be ready for all, and no gap.
        judged = plan.goals[SEARCHED - 1]
        assert judged.stopped_by == ("proved" if judged.proved else "nothing more to try")
    for line, plan in zip(robust.lines_of(JUDGED), robust.plans, strict=True):
        assert plan.goals[SEARCHED - 1].value == line.robust_value
        assert plan.goals[SEARCHED - 1].bound == line.own_bound


@pytest.mark.parametrize("seed", SEEDS)
def test_the_ordinary_plan_kept_is_never_better_than_this_one(seed: int) -> None:
    """Kept whole it is a set of plans like any other, and so it is with its first year kept."""
    robust = robust_of(contested_scenario(seed), Criterion.WEIGHTED, 1)
    lines = robust.lines_of(JUDGED)
    totals = [
        sum(values)
        for values in zip(*((line.robust_value, line.kept_now_value, line.kept_value) for line in lines), strict=True)
    ]
    assert totals == sorted(totals)
    for line in lines:
        assert line.own_value <= line.kept_now_value <= line.kept_value
        assert line.kept_now_value - 1 < float(line.kept_now_bound or 0) <= line.kept_now_value
    central = lines[BOUNDS.index(Bound.CENTRAL)]
    assert central.own_value == central.kept_now_value == central.kept_value


@pytest.mark.parametrize("seed", [4, 12, 22])
def test_all_years_now_is_one_plan(seed: int) -> None:
    robust = robust_of(contested_scenario(seed), Criterion.WEIGHTED, 2)
    assert len({plan.site_years for plan in robust.plans}) == 1
    for line in robust.lines_of(JUDGED):
        assert line.kept_now_value == line.kept_value == line.kept_now_bound


@pytest.mark.parametrize("seed", [4, 12, 22])
def test_no_year_now_is_each_bounds_own_best(seed: int) -> None:
    case = contested_scenario(seed)
    robust = robust_of(case, Criterion.WORST_REGRET, 0)
    for line in robust.lines_of(JUDGED):
        assert line.robust_value == line.own_value == line.kept_now_value
        alone = solve(replace(case, bound=line.bound)).goals[SEARCHED - 1]
        assert alone.value == line.own_value


def test_some_council_pays_for_deciding_before_it_knows() -> None:
    """Otherwise the tests above would say nothing about shared years."""
    paid = [robust_of(contested_scenario(seed), Criterion.WEIGHTED, 1) for seed in (4, 12, 22)]
    assert all(max(line.regret_at_least for line in robust.lines_of(JUDGED)) > 0 for robust in paid)


@pytest.mark.parametrize("seed", range(0, 8, 2))
def test_every_rule_binds_every_bounds_plan(seed: int) -> None:
    """Councils with all rules on: capital, growth, placements by hand."""
    case = random_rich_scenario(seed)
    for criterion in Criterion:
        robust = robust_of(case, criterion, 1)
        for bound, plan in robust.by_bound.items():
            assert check(plan, replace(case, bound=bound)) == ()


def test_the_same_twice() -> None:
    case = contested_scenario(12)
    assert robust_of(case, Criterion.WEIGHTED, 1) == robust_of(case, Criterion.WEIGHTED, 1)


def test_the_measure_says_what_the_number_is() -> None:
    measures = {criterion: robust_of(contested_scenario(4), criterion, 1).goals for criterion in Criterion}
    same = [Measure.SAME_FOR_ALL] * (SEARCHED - 1)
    assert [goal.measure for goal in measures[Criterion.WEIGHTED]] == [*same, Measure.WEIGHTED_SUM]
    assert [goal.measure for goal in measures[Criterion.WORST_REGRET]] == [*same, Measure.WORST_REGRET]


def test_a_plan_that_the_clock_stopped_says_so() -> None:
    """Nothing is proved by a search without time, and the plan need not repeat."""
    case = contested_scenario(12)
    hurried = replace(case, limits=replace(case.limits, time_limit_seconds=0.0))
    robust = robust_of(hurried, Criterion.WEIGHTED, 1)
    assert robust.goals[-1].stopped_by == "clock"
    assert {plan.goals[SEARCHED - 1].stopped_by for plan in robust.plans} == {"clock"}


def test_a_goal_of_demand_may_not_come_first() -> None:
    case = contested_scenario(4)
    with_travel = scenario(case.problem, goals=("unplaced_pupils", "vacant_places"))
    swapped = replace(with_travel, goals=(ALL_GOALS["vacant_places"], ALL_GOALS["unplaced_pupils"]))
    with pytest.raises(InputError, match="unplaced_pupils, then vacant_places"):
        robust_of(swapped, Criterion.WEIGHTED, 1)


def test_goals_that_give_way_are_refused() -> None:
    case = contested_scenario(4)
    tolerant = replace(case, limits=replace(case.limits, lock_tolerance=(("unplaced_pupils", 2),)))
    with pytest.raises(InputError, match="unplaced_pupils = 2; expected no goal that gives way"):
        robust_of(tolerant, Criterion.WEIGHTED, 1)


def test_rules_that_clash_give_no_plan() -> None:
    case = contested_scenario(4)
    locks = PlacementsByHand(tuple(LockedPlacement(str(urn), SEMH, 3, Y1) for urn in (100, 101, 102)))
    with pytest.raises(NoPlanError):
        robust_of(replace(case, rules=(*case.rules, locks)), Criterion.WEIGHTED, 1)


def test_a_new_goal_of_demand_may_not_come_first_either() -> None:
    """Its name says nothing, its expression does: the goal is not the same on every bound."""
    case = contested_scenario(4)
    seats = replace(ALL_GOALS["vacant_places"], name="seats_left")  # type: ignore[type-var]
    with pytest.raises(InputError, match="seats_left"):
        robust_of(replace(case, goals=(seats, *case.goals)), Criterion.WEIGHTED, 1)


def test_another_hash_seed_gives_the_same_plans() -> None:
    code = (
        "from tests.model.robust.contested import contested_scenario\n"
        "from planner.model.robust.settings import robust_settings\n"
        "from planner.model.robust.solve import solve_robust\n"
        "case = contested_scenario(12)\n"
        "print(solve_robust(case, robust_settings(case, years_now=1)))"
    )
    printed = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("0", "987")
    }
    assert printed == {f"{robust_of(contested_scenario(12), Criterion.WEIGHTED, 1)}\n"}
