"""Two plans side by side, bound by bound."""

from __future__ import annotations

import csv
from dataclasses import replace
from pathlib import Path

import pytest

from planner.domain.plan import GoalResult, Plan
from planner.domain.terms import Bound
from planner.finance import forecast_costs
from planner.outputs.compare import Change, Comparison, compare, write_changes
from tests.finance import small_case as case
from tests.outputs.small_run import small_run


def without_opening() -> Plan:
    """The small plan without the secondary base, whose pupils then have no place."""
    problem = case.problem()
    key = case.cell("A2", case.SECONDARY, case.LAST)
    whole = case.full_plan(problem)
    kept = [row for row in whole.placements if row.site != "C01"]
    lacking = [*whole.unplaced, *(type(whole.unplaced[0])(bound, key, 9) for bound in Bound)]
    return case.plan(problem, {("R01", case.LAST): 14}, kept, lacking)


@pytest.fixture(scope="module")
def comparison() -> Comparison:
    plan, scenario = small_run()
    return compare(without_opening(), plan, scenario, scenario)


def of(comparison: Comparison, measure: str, bound: str = "") -> list[Change]:
    return [row for row in comparison.changes if row.key.measure == measure and row.key.bound == bound]


def test_a_plan_compared_with_itself_has_no_change() -> None:
    plan, scenario = small_run()
    same = compare(plan, plan, scenario, scenario)
    assert same.changes == ()
    assert same.totals
    assert "Nothing changes." in same.as_text()


def test_places_change_at_the_site_and_year(comparison: Comparison) -> None:
    row = of(comparison, "commissioned_places")[0]
    assert (row.key.site, row.key.school_name, row.key.academic_year) == ("C01", "Vale High", "2027/28")
    assert (row.before, row.after, row.change) == (0, 12, 12)
    assert len(of(comparison, "commissioned_places")) == 1


def test_coverage_pupils_and_travel_change_with_it(comparison: Comparison) -> None:
    base = of(comparison, "base_in_locality")[0]
    assert (base.key.locality, base.key.band, base.before, base.after) == (case.SOUTH, "secondary", 0, 1)
    for bound in Bound:
        lacking = of(comparison, "unplaced_pupils", bound)[0]
        assert (lacking.key.locality, lacking.key.phase, lacking.change) == (case.SOUTH, "secondary", -9)
        assert of(comparison, "pupil_travel", bound)[0].change == 9 * 6000


def test_money_changes_are_those_of_the_two_forecasts(comparison: Comparison) -> None:
    plan, scenario = small_run()
    sums = [sum(line.amount_gbp for line in forecast_costs(each, scenario).lines) for each in (without_opening(), plan)]
    changes = [row.change for bound in Bound for row in of(comparison, "amount", bound)]
    assert sum(change or 0 for change in changes) == sums[1] - sums[0]


def test_a_bound_that_one_plan_does_not_know_has_no_change() -> None:
    """Never a difference across bounds, and never from nothing."""
    problem = case.problem()
    before = case.plan(problem, placements=case.placed("R01", 4, bounds=[Bound.CENTRAL]))
    after = case.plan(problem, placements=case.placed("R01", 5))
    found = compare(before, after, case.scenario(problem), case.scenario(problem))
    lower = of(found, "placed_pupils", "lower")[0]
    assert (lower.before, lower.after, lower.change) == (None, 5, None)
    assert {row.change for row in of(found, "amount", "upper")} == {None}
    assert of(found, "placed_pupils", "central")[0].change == 1


def test_a_year_that_one_plan_does_not_plan_has_no_change() -> None:
    long, short = case.problem(), case.problem(academic_years=(case.FIRST,))
    plans = [case.plan(problem, placements=case.placed("R01", 4)) for problem in (short, long)]
    found = compare(*plans, case.scenario(short), case.scenario(long))
    places = [row for row in of(found, "commissioned_places") if row.key.academic_year == "2027/28"]
    assert places
    assert {(row.before, row.change) for row in places} == {(None, None)}
    assert "not planned" in found.as_text()


def test_changes_are_written_with_their_columns(comparison: Comparison, tmp_path: Path) -> None:
    write_changes(tmp_path, comparison)
    with (tmp_path / "changes.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert list(rows[0]) == [
        *("measure", "unit", "bound", "academic_year", "financial_year", "locality", "phase", "band"),
        *("site", "school_name", "budget", "pathway", "before", "after", "change"),
    ]
    assert len(rows) == len(comparison.changes)
    assert all(int(row["after"]) - int(row["before"]) == int(row["change"]) for row in rows)


def test_the_text_tells_the_planning_bound_only(comparison: Comparison) -> None:
    text = comparison.as_text()
    assert "Pupils and money on the central bound" in text
    assert "2027/28 Southmere, secondary: gains its first base" in text
    pupils = next(part for part in text.split("\n\n") if part.startswith("Pupils without a place"))
    assert [line.split() for line in pupils.splitlines()[2:]] == [["2027/28", "secondary", "9", "0", "-9"]]


def test_turning_the_comparison_round_turns_every_sign(comparison: Comparison) -> None:
    plan, scenario = small_run()
    turned = compare(plan, without_opening(), scenario, scenario)
    assert [(row.key, row.change) for row in turned.changes] == [
        (row.key, None if row.change is None else -row.change) for row in comparison.changes
    ]


def goal(name: str, value: int, bound: float, *, proved: bool = False, stopped_by: str = "gap") -> GoalResult:
    unit = "pupil-metres" if name == "pupil_travel" else "places"
    return GoalResult(1, name, unit, value, bound, proved, stopped_by)


def text_of(before: tuple[GoalResult, ...], after: tuple[GoalResult, ...]) -> str:
    plan, scenario = small_run()
    plans = replace(without_opening(), goals=before), replace(plan, goals=after)
    return compare(*plans, scenario, scenario).as_text()


def line_of(text: str, start: str) -> str:
    return next(line for line in text.splitlines() if line.strip().startswith(start))


def test_goals_show_value_and_bound_of_both_and_mark_what_the_search_could_have_made() -> None:
    before = goal("vacant_places", 100, 90.0), goal("cost", 500, 500.0, proved=True)
    after = goal("vacant_places", 108, 97.0), goal("cost", 520, 520.0, proved=True)
    text = text_of(before, after)
    vacant = line_of(text, "Vacant places (places)")
    assert vacant.split()[3:8] == ["100", "90", "108", "97", "+8"]
    assert vacant.endswith("+8  not distinguishable: within what the search left open")
    assert line_of(text, "Cost (places)").split()[2:] == ["500", "proved", "520", "proved", "+20"]


def test_a_change_beyond_what_both_searches_left_open_is_not_marked() -> None:
    text = text_of((goal("vacant_places", 100, 90.0),), (goal("vacant_places", 112, 101.0),))
    assert "not distinguishable" not in text


def test_travel_left_open_is_a_caution_above_travel_and_money() -> None:
    before = (goal("pupil_travel", 100_000, 92_000.0),)
    text = text_of(before, (goal("pupil_travel", 200_000, 182_000.0, stopped_by="clock"),))
    caution = (
        "Travel and transport money can move by search alone: the plans were not proved best in travel "
        "(up to 8.0% / 9.0% open)."
    )
    assert (
        text.index("Pupils placed") < text.index(caution) < text.index("Travel of placed pupils") < text.index("Money")
    )
    assert "The clock stopped the search of the later plan" in text
    assert line_of(text, "Pupil travel (pupil-km)").split()[3:8] == ["100", "92", "200", "182", "+100"]


def test_nothing_is_cautioned_where_all_is_proved() -> None:
    proved = (goal("pupil_travel", 100_000, 100_000.0, proved=True, stopped_by="proved"),)
    text = text_of(proved, proved)
    assert "search alone" not in text
    assert "clock" not in text


def test_money_is_in_words_and_equal_changes_of_following_years_are_one_line() -> None:
    problem = case.problem()
    places = {("C01", case.FIRST): 8, ("C01", case.LAST): 8}
    plans = [case.plan(problem, sizes, case.placed("R01", 4)) for sizes in ({}, places)]
    text = compare(*plans, case.scenario(problem), case.scenario(problem)).as_text()
    assert line_of(text, "2026/27 to 2027/28 Vale High (C01)").split()[-3:] == ["0", "8", "+8"]
    assert "2026/27 to 2027/28 Southmere, secondary: gains its first base" in text
    assert "high needs block: places the plan adds" in text
    assert "high_needs_block" not in text


def test_a_pound_of_rounding_stays_in_the_table_and_out_of_the_text(comparison: Comparison) -> None:
    amount = of(comparison, "amount", "central")[0]
    rounding = replace(amount, before=100, after=101, change=1)
    told = replace(comparison, changes=(rounding,), totals=(rounding,)).as_text()
    assert "Money" not in told
    assert "£101" not in told
    larger = replace(rounding, after=102, change=2)
    assert "£102" in replace(comparison, changes=(larger,), totals=(larger,)).as_text()


def test_each_title_is_followed_by_what_was_changed_beside_its_file() -> None:
    plan, scenario = small_run()
    changed = replace(scenario, changes=("What if: 12 places",))
    lines = compare(plan, plan, scenario, changed).as_text().splitlines()
    assert [line.strip() for line in lines[:3]] == [
        "Before: A small council",
        "After:  A small council",
        "What if: 12 places",
    ]


def test_goals_that_may_give_way_are_told_beside_what_was_changed() -> None:
    """4 gaps at best and 6 in the plan, 2 of them given up: the search left nothing open, so the change is real."""
    plan, scenario = small_run()
    gave = GoalResult(1, "coverage_gaps", "gaps", 6, 4.0, False, "proved", reached=4, held_at=6)
    kept = GoalResult(1, "coverage_gaps", "gaps", 4, 4.0, True, "proved", reached=4, held_at=4)
    tolerant = replace(scenario, limits=replace(scenario.limits, lock_tolerance=(("coverage_gaps", 2),)))
    text = compare(replace(plan, goals=(kept,)), replace(plan, goals=(gave,)), scenario, tolerant).as_text()
    assert "coverage_gaps may end 2 above its best" in text
    assert "not distinguishable" not in text
