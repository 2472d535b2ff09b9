"""Two plans side by side, bound by bound."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from planner.domain.plan import Plan
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
