"""The check without a solver: what it holds a plan against beside the rules, which have tests of their own."""

from __future__ import annotations

from dataclasses import replace

import pytest

from planner.check import check, require_sound
from planner.domain.plan import Plan
from planner.domain.scenario import Scenario
from planner.errors import BrokenPlanError
from planner.model.rules import RULES
from planner.model.solve import evaluate_places, evaluate_stock, solve
from tests.model.cases import Y1, Y2, random_rich_scenario, scenario, two_schools
from tests.model.editing import breaches, broken, edit_places
from tests.model.goals.hand_plan import HAND_PLACES

CASE = scenario(two_schools())


@pytest.fixture(scope="module")
def plan() -> Plan:
    return solve(CASE)


@pytest.mark.parametrize("seed", range(6))
def test_what_the_search_gives_is_sound(seed: int) -> None:
    case = random_rich_scenario(seed)
    require_sound(solve(case), case)


def test_the_stock_and_places_by_hand_are_sound() -> None:
    for case_plan in (evaluate_stock(CASE), evaluate_places(CASE, HAND_PLACES)):
        assert check(case_plan, CASE) == ()


@pytest.mark.parametrize("number", range(7))
def test_a_goal_value_edited_by_hand_is_caught(plan: Plan, number: int) -> None:
    """Each stated value is held against the one that the plan gives."""
    goal = plan.goals[number]
    goals = list(plan.goals)
    goals[number] = replace(goal, value=goal.value + 1)
    found = breaches(replace(plan, goals=tuple(goals)), CASE, goal.goal)
    assert found[0] == ("goal value", f"{goal.value + 1} stated, {goal.value} computed")


def test_a_bound_above_its_value_is_caught(plan: Plan) -> None:
    travel = plan.goals[5]
    goals = (*plan.goals[:5], replace(travel, bound=travel.value + 1.0), *plan.goals[6:])
    found = breaches(replace(plan, goals=goals), CASE, "pupil_travel")
    assert found == [("goal bound", f"bound {travel.value + 1.0} above value {travel.value}")]


@pytest.mark.parametrize("change", [{"new_places": 3}, {"opens": False}])
def test_what_follows_from_places_must_follow(plan: Plan, change: dict[str, object]) -> None:
    """The year of opening and the new places are no decisions of their own."""
    row = plan.site_years[0]
    edited = replace(plan, site_years=(replace(row, **change), *plan.site_years[1:]))  # type: ignore[arg-type]
    assert broken(edited, CASE) == {"site_year"}


def test_an_opening_moved_by_a_year_is_caught_in_both_years(plan: Plan) -> None:
    rows = {(row.site, row.academic_year): row for row in plan.site_years}
    first, second = rows["S100", Y1], rows["S100", Y2]
    swapped = tuple(
        replace(row, opens=not row.opens) if (row.site, row.academic_year) in {("S100", Y1), ("S100", Y2)} else row
        for row in plan.site_years
    )
    assert (first.opens, second.opens) == (True, False)
    where = [row[0] for row in breaches(replace(plan, site_years=swapped), CASE, "site_year")]
    assert where == ["S100 in 2025/26", "S100 in 2026/27"]


def test_a_broken_plan_is_withheld_with_what_is_wrong(plan: Plan) -> None:
    edited = edit_places(plan, CASE.problem, {("S100", Y1): 9})
    with pytest.raises(BrokenPlanError, match=r"withheld:\nsize_menu: S100 in 2025/26: 9 places"):
        require_sound(edited, CASE)


def test_a_thoroughly_broken_plan_is_told_in_few_lines() -> None:
    """Ten breaches are named, the rest counted."""
    case: Scenario = random_rich_scenario(0)
    solved = solve(case)
    wrong = replace(solved, placements=(), unplaced=())
    count = len(check(wrong, case))
    with pytest.raises(BrokenPlanError) as caught:
        require_sound(wrong, case)
    lines = str(caught.value).splitlines()
    assert (len(lines), lines[-1]) == (1 + 10 + 1, f"and {count - 10} more")


def test_every_rule_of_the_case_is_asked(monkeypatch: pytest.MonkeyPatch, plan: Plan) -> None:
    """Rules in the scenario are all consulted, in their order."""
    asked = []
    for name in [rule.name for rule in CASE.rules]:
        monkeypatch.setattr(RULES[name], "violations", lambda self, *_: asked.append(self.name) or iter(()))
    check(plan, CASE)
    assert asked == [rule.name for rule in CASE.rules]


def test_a_proof_that_the_bound_does_not_give_is_caught(plan: Plan) -> None:
    """A bound of 0 under a value above it proves nothing, whatever the plan says."""
    travel = replace(plan.goals[5], bound=0.0, proved=True)
    found = broken(replace(plan, goals=(*plan.goals[:5], travel, *plan.goals[6:])), CASE)
    assert found == {"pupil_travel"}


def test_goals_left_out_are_caught(plan: Plan) -> None:
    assert broken(replace(plan, goals=plan.goals[:-1]), CASE) == {"goals"}


def test_rows_missing_doubled_or_unknown_are_caught(plan: Plan) -> None:
    """Each site stands once in each academic year."""
    first, *rest = plan.site_years
    for rows in (rest, [first, first, *rest], [replace(first, site="S999"), *rest]):
        assert broken(replace(plan, site_years=tuple(rows)), CASE) == {"site_year"}
    moved = replace(plan.placements[0], site="S999")
    assert broken(replace(plan, placements=(moved, *plan.placements[1:])), CASE) == {"site_year"}
