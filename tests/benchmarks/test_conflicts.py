"""What the planted conflicts and what-ifs claim of themselves is true, so a wrong answer is the planner's."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from planner.domain.plan import Plan
from planner.domain.scenario import Rule, Scenario
from planner.errors import NoPlanError
from planner.model.master import Master
from planner.model.network import build_network
from planner.model.program import Work
from planner.model.rules.placements_by_hand import PlacementsByHand
from planner.model.solve import GoalProgress, evaluate_places
from tests.benchmarks.conflicts import KINDS, Planted, mistakes, planted
from tests.benchmarks.county import county
from tests.benchmarks.what_if import Watch, percentile, what_ifs, with_rule

# Places without a base, and bases that come and go, are no plan of anybody's: these rules stand in every question.
WHAT_A_BASE_IS = frozenset({"size_menu", "once_open_stays_open", "existing_sites"})
NUMBERS = range(1, len(KINDS) + 1)


def _has_plan(case: Scenario, rules: tuple[Rule, ...]) -> bool:
    """Whether places keep these rules; pupils may stay without one, so they are left out."""
    empty = replace(case.problem, demand=tuple(replace(demand, cells=()) for demand in case.problem.demand))
    master = Master(empty, rules, build_network(empty, case.rules, case.bound))
    return not master.program.solve_mixed(master.program.objective(0.0), Work(200, 30.0, 0.0)).infeasible


def _without_placement(conflict: Planted, urn: str) -> Scenario:
    """The scenario with one placement by hand at this school less."""
    by_hand = next(rule for rule in conflict.scenario.rules if isinstance(rule, PlacementsByHand))
    locked = list(by_hand.locked)
    locked.remove(next(lock for lock in locked if lock.urn == urn))
    return with_rule(conflict.scenario, replace(by_hand, locked=tuple(locked)))


@pytest.mark.parametrize("number", NUMBERS)
def test_the_planted_rules_clash_and_without_any_of_them_there_is_a_plan(number: int) -> None:
    conflict = planted(number, 0.25)
    case = conflict.scenario
    few = tuple(rule for rule in case.rules if rule.name in conflict.rules | WHAT_A_BASE_IS)
    assert {rule.name for rule in few} == conflict.rules | WHAT_A_BASE_IS
    assert not _has_plan(case, few)
    for name in conflict.rules:
        assert _has_plan(case, tuple(rule for rule in case.rules if rule.name != name))


@pytest.mark.parametrize("number", NUMBERS[::3])
def test_each_planted_placement_is_needed_and_no_harmless_one_is(number: int) -> None:
    conflict = planted(number, 0.25)
    for urn in conflict.urns:
        case = _without_placement(conflict, urn)
        assert _has_plan(case, case.rules)
    for urn in conflict.harmless_urns:
        case = _without_placement(conflict, urn)
        assert not _has_plan(case, case.rules)


def test_an_answer_is_held_against_rules_and_schools() -> None:
    conflict = planted(4, 0.25)
    right = " ".join(sorted(conflict.urns))
    assert mistakes(conflict, NoPlanError(right, sorted(conflict.rules))) == 0
    assert mistakes(conflict, NoPlanError("no school told", sorted(conflict.rules))) == len(conflict.urns)
    assert mistakes(conflict, NoPlanError(right, ["host_limit", *conflict.rules])) == 1
    assert mistakes(conflict, NoPlanError(f"{right} {min(conflict.harmless_urns)}", sorted(conflict.rules))) == 1
    assert mistakes(conflict, None) == len(conflict.rules) + len(conflict.urns)


def _some_plan(case: Scenario) -> Plan:
    """Ten candidates open at their smallest size, whether or not the limits allow it."""
    places = np.asarray(
        [[site.stated_places(year) for year in case.problem.academic_years] for site in case.problem.sites]
    )
    first = [index for index, site in enumerate(case.problem.sites) if site.is_candidate][:60:6]
    for index in first:
        places[index, 2:] = case.problem.sites[index].size_menu[0]
    return evaluate_places(case, places)


def test_there_are_twenty_what_ifs_and_each_is_another_question() -> None:
    case = county(1, 0.25, "tight", rich=True)
    found = what_ifs(case, _some_plan(case))
    assert len({name for name, _ in found}) == len(found) == 20
    pupils = {name: sum(n for _, n in changed.problem.demand[0].cells) for name, changed in found}
    before = sum(n for _, n in case.problem.demand[0].cells)
    assert pupils["demand 90 per cent"] == before * 9 // 10
    assert pupils["demand 110 per cent"] == before * 11 // 10
    assert all(changed.rules != case.rules for name, changed in found if not name.startswith("demand"))


def test_placements_of_what_ifs_can_be_made() -> None:
    case = county(1, 0.25, "tight", rich=False)
    placements = [changed for name, changed in what_ifs(case, _some_plan(case)) if name.startswith("placement")]
    assert len(placements) == 8
    assert all(_has_plan(changed, changed.rules) for changed in placements)


def test_the_percentile_is_one_of_the_times() -> None:
    assert percentile([5.0, 1.0, 3.0], 0.95) == 5.0
    assert percentile([float(n) for n in range(1, 21)], 0.95) == 19.0


def test_the_first_answer_is_the_first_plan_that_is_proved_close() -> None:
    watch = Watch(weighted_pupils=1_100)
    for step in [
        GoalProgress(1, "coverage_gap", "met", 0, 0.0),
        GoalProgress(2, "unplaced_pupils", "started", None, None),
        GoalProgress(2, "unplaced_pupils", "found", 100, None),
        GoalProgress(2, "unplaced_pupils", "found", 100, 94.0),
    ]:
        watch.note(step)
        assert watch.first is None
    watch.note(GoalProgress(2, "unplaced_pupils", "found", 100, 95.0))
    first = watch.first
    assert first is not None
    watch.note(GoalProgress(2, "unplaced_pupils", "met", 100, 99.0))
    assert watch.first == first <= watch.seconds()
