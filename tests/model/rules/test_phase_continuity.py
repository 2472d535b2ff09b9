"""phase_continuity: whoever leaves a primary base has an entry place within reach, or is counted where and when."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest

from planner.domain.scenario import Scenario
from planner.model.goals.transition_gap import TransitionGap
from planner.model.program import Work
from planner.model.relaxation import solve_relaxation
from planner.model.rules.phase_continuity import PhaseContinuity, places_of
from planner.model.solve import evaluate_places, evaluate_stock, solve
from tests.model import brute_force
from tests.model.cases import SEMH, SPEECH, Y1, Y2, changed_site
from tests.model.editing import breaches, edit_places
from tests.model.fixing import KINDS, Kind, both_allow, model_of
from tests.model.leaving import FAR, gap_by_sets, leaving_scenario, two_valleys, valleys_scenario

RULE = PhaseContinuity(limit=FAR)


def test_the_rule_forbids_nothing() -> None:
    assert both_allow(valleys_scenario(), {("S300", Y1): 0, ("S300", Y2): 0})


def test_a_county_without_secondary_bases_reports_the_gap_by_locality_and_year() -> None:
    """14 and 7 places over seven year groups: 2 and 1 leavers a year, all without an entry place."""
    case = valleys_scenario()
    found = RULE.transitions(evaluate_stock(case), case.problem)
    assert [(row.locality, row.academic_year, row.leavers, row.entry_places, row.gap) for row in found] == [
        ("A", Y1, 2, 0, 2),
        ("B", Y1, 1, 0, 1),
        ("A", Y2, 2, 0, 2),
        ("B", Y2, 1, 0, 1),
    ]


@pytest.mark.parametrize(
    ("places", "gap"), [((5, 5), 0 + 1 + 2), ((5, 10), 0 + 0 + 2), ((0, 5), 2 + 0 + 2), ((0, 0), 2 + 2 + 2)]
)
def test_a_new_base_takes_all_its_places_in_and_later_one_year_group(places: tuple[int, int], gap: int) -> None:
    """5 places: 5 entry places in the first year, then one fifth; A's 2 leavers a year, and B's 1 who reach none."""
    case = valleys_scenario()
    plan = evaluate_places(case, np.asarray([[14, 14], [7, 7], places]))
    assert RULE.gap_pupils(plan, case.problem) == gap


def test_an_entry_place_is_promised_once() -> None:
    """P200 moved next to P100: 3 leavers share the one entry place of the second year, in proportion."""
    of = two_valleys()
    metres = {key: value if key[1] != "200" else of.distance_metres[key[0], "100"] for key, value in
              of.distance_metres.items()}  # fmt: skip
    case = valleys_scenario(of=replace(of, distance_metres=metres))
    plan = evaluate_places(case, np.asarray([[14, 14], [7, 7], [5, 5]]))
    assert RULE.gap_pupils(plan, case.problem) == 2
    second = [row for row in RULE.transitions(plan, case.problem) if row.academic_year == Y2]
    assert [(row.entry_places, row.gap) for row in second] == [(1, Fraction(4, 3)), (1, Fraction(2, 3))]


def test_another_need_is_no_place() -> None:
    other = changed_site(two_valleys(), "S300", need_groups=(SPEECH,))
    case = valleys_scenario(of=other)
    plan = evaluate_places(case, np.asarray([[14, 14], [7, 7], [10, 10]]))
    assert RULE.gap_pupils(plan, case.problem) == 6
    both = replace(case, problem=changed_site(two_valleys(), "S300", need_groups=(SEMH, SPEECH)))
    assert RULE.gap_pupils(plan, both.problem) == 2


def test_years_before_the_first_that_counts_are_reported_only() -> None:
    late = PhaseContinuity(Y2, FAR)
    case = valleys_scenario(late)
    plan = evaluate_stock(case)
    assert late.gap_pupils(plan, case.problem) == 3
    assert {row.academic_year for row in late.transitions(plan, case.problem)} == {Y1, Y2}


@pytest.mark.parametrize("seed", range(12))
def test_the_gap_of_every_plan_is_that_of_its_worst_set_of_bases(seed: int) -> None:
    case = leaving_scenario(seed)
    rule = next(rule for rule in case.rules if isinstance(rule, PhaseContinuity))
    for number, plan in enumerate(brute_force.all_plans(case)):
        if number % 7 == 0:
            places = places_of(plan, case.problem)
            by_year = {year: gap_by_sets(case, places, year) for year in case.problem.academic_years}
            assert rule.gap_pupils(plan, case.problem) == sum(by_year[year] for year in rule.years(case.problem))
            told = rule.transitions(plan, case.problem)
            for year, gap in by_year.items():
                assert sum(row.gap for row in told if row.academic_year == year) == gap


@pytest.mark.parametrize("seed", range(12))
def test_the_best_plan_is_that_of_trying_every_plan(seed: int) -> None:
    case = leaving_scenario(seed)
    plan = solve(case)
    assert tuple(result.value for result in plan.goals) == brute_force.best_values(case)
    assert all(result.proved for result in plan.goals)


@pytest.mark.parametrize("seed", range(100, 112))
def test_cuts_and_named_moves_say_the_same(seed: int) -> None:
    """The least gap on the plain model, which says who moves on where, is that of the master with cuts."""
    case = leaving_scenario(seed, may_shrink=seed % 2 == 1)
    named, cut = (least_gap(case, kind) for kind in KINDS)
    assert named == cut
    assert solve(replace(case, goals=(TransitionGap(),))).goals[0].bound <= named


def least_gap(case: Scenario, kind: Kind) -> int:
    """Least gap in one of the models, with all the rows that it asks for."""
    model = model_of(case, kind)
    objective = model.program.objective(TransitionGap().expression(model.x, case.problem))
    while True:
        solved = model.program.solve_mixed(objective, Work(1000, 30.0, 0.0))
        assert solved.point is not None
        rows = model.separate(solved.point)
        model.program.add(rows)
        if not rows:
            return round(objective.value(solved.point))


@pytest.mark.parametrize("seed", range(6))
def test_every_plan_keeps_the_cuts(seed: int) -> None:
    """The rows that the master adds for one point cut no plan off: no plan has less than they allow."""
    case = leaving_scenario(seed)
    master = model_of(case, "master")
    objective = master.program.objective(TransitionGap().expression(master.x, case.problem))
    solve_relaxation(master.program, objective, master, 30.0)
    places_map = master.places_map
    for plan in brute_force.all_plans(case):
        fixed = places_map.columns(
            np.asarray([[plan.places[s.key, y] for y in case.problem.academic_years] for s in case.problem.sites])
        )
        lower, upper = master.program.lower.copy(), master.program.upper.copy()
        for column, value in fixed.items():
            lower[column] = upper[column] = value
        least = master.program.solve_mixed(objective, Work(1000, 30.0, 0.0), (lower, upper))
        assert least.bound <= TransitionGap().value(plan, case.problem, case.rules) + 1e-6


def test_the_check_finds_a_gap_made_by_hand() -> None:
    """The plan opens S300 for A's leavers; without it the goal's value is not what the places say."""
    case = valleys_scenario()
    plan = solve(case)
    stated = next(result.value for result in plan.goals if result.goal == "transition_gap")
    assert breaches(plan, case, "transition_gap") == []
    edited = edit_places(plan, case.problem, {("S300", Y1): 0, ("S300", Y2): 0})
    assert breaches(edited, case, "transition_gap") == [("goal value", f"{stated} stated, 6 computed")]
    assert breaches(edited, case, "phase_continuity") == []
