"""The summary tells the plan in plain words, each number from the plan or the forecast."""

from __future__ import annotations

import json
import math
from dataclasses import dataclass, replace

import pytest

from planner.domain.demand import Demand
from planner.domain.forecast import Budget, Pathway
from planner.domain.plan import GoalResult, Plan, Unplaced
from planner.domain.scenario import Counterfactual, Scenario
from planner.domain.terms import AcademicYear, Bound, FinancialYear, Phase
from planner.finance import forecast_costs
from planner.model.goals import GOALS
from planner.model.rules.capital_limit import CapitalLimit
from planner.model.rules.opening_limit import OpeningLimit, new_by_year
from planner.outputs.goal_lines import goal_lines, goal_sentence
from planner.outputs.summary import RunSummary, priority_districts, summarise
from tests.finance import small_case as case
from tests.outputs.small_run import small_run


@dataclass(frozen=True)
class Target:
    academic_year: AcademicYear
    places: int
    basis: str = "commissioned_places"
    source: str = "a paper"


@dataclass(frozen=True)
class Targets:
    targets: tuple[Target, ...]
    name: str = "places_target"


def summary_of(plan: Plan | None = None, scenario: Scenario | None = None) -> RunSummary:
    default_plan, default_scenario = small_run()
    plan, scenario = plan or default_plan, scenario or default_scenario
    return summarise(plan, scenario, forecast_costs(plan, scenario))


def section(text: str, title: str) -> list[str]:
    """Lines of one section of the text."""
    return next(part.splitlines() for part in text.split("\n\n") if part.startswith(title))


def test_places_are_counted_by_phase_and_year_with_balancing_rows() -> None:
    found = {(line.academic_year, line.phase): line.commissioned_places for line in summary_of().places}
    assert found == {
        (case.FIRST, Phase.PRIMARY): 26,
        (case.FIRST, Phase.SECONDARY): 0,
        (case.LAST, Phase.PRIMARY): 32,
        (case.LAST, Phase.SECONDARY): 12,
    }


def test_targets_come_from_their_rule_and_say_what_is_short() -> None:
    _, scenario = small_run()
    rule = Targets((Target(case.FIRST, 20), Target(case.LAST, 50)))
    summary = summary_of(scenario=replace(scenario, rules=(rule,)))  # type: ignore[arg-type]
    assert [(line.target_places, line.shortfall_places) for line in summary.targets] == [(20, 0), (50, 6)]
    assert "Target 20 in 2026/27: 26 places, met." in summary.as_text()
    assert "Target 50 in 2027/28: 44 places, 6 short." in summary.as_text()


def test_years_that_use_up_a_limit_on_openings_are_told() -> None:
    plan, scenario = small_run()
    new = {year: (sites, places) for year, sites, places in new_by_year(plan, scenario.problem)}
    year, (sites, places) = max(new.items(), key=lambda item: item[1])
    assert sites > 0
    tight = replace(scenario, rules=(*scenario.rules, OpeningLimit(sites, places)))
    text = summary_of(plan, tight).as_text()
    assert f"one more base: {sites} of {sites} bases in {year}" in text
    assert f"{places} of {places} places in {year}" in text
    loose = replace(scenario, rules=(*scenario.rules, OpeningLimit(sites + 1, places + 100)))
    assert "limit used up" not in summary_of(plan, loose).as_text()


def test_places_at_no_named_school_are_told() -> None:
    lines = section(summary_of().as_text(), "Commissioned places")
    assert lines[-1].startswith("  8 of these places are counted by a published total and stand at no named school")
    located = tuple(site for site in case.SITES if site.urn)
    problem = case.problem(sites=located)
    assert "at no named school" not in summary_of(case.full_plan(problem), case.scenario(problem)).as_text()


def test_localities_without_a_base_are_named_by_band_in_the_first_and_last_year() -> None:
    gaps = summary_of().gaps
    assert {gap.academic_year for gap in gaps} == {case.FIRST, case.LAST}
    assert {gap.band: gap.localities for gap in gaps if gap.academic_year == case.LAST} == {
        "nursery": (case.NORTH, case.SOUTH),
        "infant": (),
        "junior": (),
        "secondary": (case.NORTH,),
    }
    assert next(gap.localities for gap in gaps if gap.band == "secondary") == (case.NORTH, case.SOUTH)


def test_a_longer_plan_shows_its_third_year_too() -> None:
    years = tuple(case.FIRST.plus(number) for number in range(5))
    problem = case.problem(academic_years=years)
    shown = {gap.academic_year for gap in summary_of(case.full_plan(problem), case.scenario(problem)).gaps}
    assert shown == {years[0], years[2], years[4]}


def test_a_gap_in_the_last_year_says_why() -> None:
    """Southmere has a secondary school that may open a base, Northmoor has none."""
    problem = case.problem()
    closed = case.plan(problem, placements=case.placed("R01", 1))
    text = "\n".join(section(summary_of(closed, case.scenario(problem)).as_text(), "Localities without"))
    last = text[text.index("  secondary") :].splitlines()[2:]
    assert last == [
        f"    2027/28, 2: {case.NORTH}, {case.SOUTH}",
        f"      no school that teaches these years and may open a base stands in {case.NORTH}",
        f"      a school there could open one, this plan does not: {case.SOUTH}",
    ]


def test_pupils_without_a_place_are_kept_apart_by_bound() -> None:
    found = {
        line.bound: line.unplaced_pupils
        for line in summary_of().unplaced
        if (line.academic_year, line.phase) == (case.FIRST, Phase.SECONDARY)
    }
    assert found == {Bound.LOWER: 0, Bound.CENTRAL: 3, Bound.UPPER: 5}
    lines = section(summary_of().as_text(), "Pupils without a place")
    assert lines[0] == "Pupils without a place, of all who need one"
    assert next(line for line in lines if "2026/27 all" in line).split() == [
        *("2026/27", "all", "0", "of", "9", "3", "of", "9", "5", "of", "9")
    ]


def test_a_bound_without_placements_is_not_reported_as_nobody_waiting() -> None:
    problem = case.problem()
    plan = case.plan(problem, placements=case.placed("R01", 1, bounds=[Bound.CENTRAL]))
    assert {line.bound for line in summary_of(plan, case.scenario(problem)).unplaced} == {Bound.CENTRAL}


def test_each_district_lists_what_opens_and_what_grows() -> None:
    north, south = summary_of().districts
    assert (north.district, north.is_priority, north.new_places) == ("North", True, 4)
    assert [(base.school_name, base.opens, base.new_places, base.proposed_places) for base in south.bases] == [
        ("Mere, St John's Primary", True, 8, 0),
        ("Vale High", True, 12, 12),
        ("Mere, St John's Primary", False, 2, 0),
    ]
    text = summary_of().as_text()
    first = text.index("North (priority): 4 new places, 4 of them proposed by this plan")
    assert first < text.index("South: 22 new places, 12 of them proposed by this plan")
    assert "opens with 8 places, already decided" in text
    assert "opens with 12 places, proposed" in text


def test_each_district_says_who_is_left_without_a_place_in_the_last_year() -> None:
    last = case.cell("A2", case.SECONDARY, case.LAST)
    problem = case.problem(demand=(Demand(Bound.CENTRAL, ((case.cell(), 4), (last, 7))),))
    rows = [Unplaced(Bound.CENTRAL, case.cell(), 4), Unplaced(Bound.CENTRAL, last, 5), Unplaced(Bound.UPPER, last, 6)]
    plan = case.plan(problem, {("C01", case.LAST): 8}, case.placed("C01", 2, last, [Bound.CENTRAL]), rows)
    north, south = summary_of(plan, case.scenario(problem)).districts
    assert (north.unplaced_pupils, north.pupils) == (0, 0)
    assert (south.unplaced_pupils, south.pupils) == (5, 7)


def test_no_district_is_a_priority_when_all_weigh_the_same() -> None:
    flat = {key: 3 for key in case.problem().weights}
    assert priority_districts(case.problem(weights=flat)) == frozenset()


def test_money_is_told_by_year_budget_pathway_and_bound() -> None:
    plan, scenario = small_run()
    forecast = forecast_costs(plan, scenario)
    summary = summary_of()
    for line in summary.money:
        assert line.amount_gbp == forecast.total_gbp(line.bound, line.financial_year, line.budget, line.pathway)
    assert sum(line.amount_gbp for line in summary.money) == sum(line.amount_gbp for line in forecast.lines)
    months = {line.financial_year: line.planned_months for line in summary.money}
    assert months == {FinancialYear(2026): 7, FinancialYear(2027): 12, FinancialYear(2028): 5}
    assert {line.pathway for line in summary.money if line.budget is Budget.CAPITAL} == {Pathway.STOCK, Pathway.PLAN}
    assert "2026-27 (7 of 12 months)" in summary.as_text()


def test_no_saving_is_claimed_without_a_mix_and_a_range_is_told_with_one() -> None:
    assert "No saving is claimed" in summary_of().as_text()
    problem = case.problem()
    mix = Counterfactual(independent=0.5, state_special=0.5, mainstream=0.0)
    summary = summary_of(case.full_plan(problem), case.scenario(problem, mix))
    lines = section(summary.as_text(), "Avoided cost")
    assert len(lines) == 2 + len(summary.savings) == 2 + 9
    assert "No saving is claimed" not in summary.as_text()


def test_goals_say_proved_or_how_far_they_could_be_off() -> None:
    _, scenario = small_run()
    labelled = replace(scenario, goals=(GOALS["unplaced_pupils"],))
    lines = section(summary_of(scenario=labelled).as_text(), "Goals in strict order")
    counts = "Pupils without a place, by priority, summed over the years (unplaced_pupils): 40 weighted pupils"
    assert lines[1:] == [
        "  1 Target shortfall (target_shortfall): 3 places, proved: no plan does better",
        f"  2 {counts}; no plan gets below 38.25, 4.4% less (search ended: gap)",
    ]


def test_travel_is_told_in_kilometres_and_an_empty_bound_as_nothing_proved() -> None:
    plan, scenario = small_run()
    goals = (
        GoalResult(1, "pupil_travel", "pupil-metres", 5_331_400, 5_000_000.0, proved=False, stopped_by="work limit"),
        GoalResult(2, "cost", "pounds", 700, 0.0, proved=False, stopped_by="clock"),
        GoalResult(3, "vacant_places", "place-years", 7, -math.inf, proved=False, stopped_by="clock"),
    )
    travel, cost, vacant = (goal_sentence(line) for line in goal_lines(replace(plan, goals=goals), scenario))
    assert travel.endswith("5,331 pupil-km; no plan gets below 5,000, 6.2% less (search ended: work limit)")
    assert cost.endswith("700 pounds; nothing proved (search ended: clock)")
    assert vacant.endswith("7 place-years; nothing proved (search ended: clock)")


def test_a_goal_that_gave_way_says_how_much_and_how_much_was_allowed() -> None:
    plan, scenario = small_run()
    gave = GoalResult(1, "coverage_gaps", "gaps", 6, 4.0, proved=False, stopped_by="proved", reached=4, held_at=7)
    (line,) = goal_lines(replace(plan, goals=(gave,)), scenario)
    said = "6 gaps; 2 above its own best for the goals behind it (at most 7 is allowed); no plan gets below 4"
    assert goal_sentence(line).endswith(said)
    (line,) = goal_lines(replace(plan, goals=(replace(gave, bound=3.0, stopped_by="work limit"),)), scenario)
    assert goal_sentence(line).endswith("; no plan gets below 3, 1 less than that best")


def test_what_was_changed_beside_the_file_stands_under_the_title() -> None:
    plan, scenario = small_run()
    summary = summary_of(plan, replace(scenario, changes=("What if: 10 places", "Changed: solve.gap = 0.5")))
    assert summary.as_text().splitlines()[1:3] == ["What if: 10 places", "Changed: solve.gap = 0.5"]
    assert summary.as_json()["changes"] == ["What if: 10 places", "Changed: solve.gap = 0.5"]


def test_judgements_of_high_impact_are_named_in_one_line() -> None:
    plan, scenario = small_run()
    judged = replace(scenario.problem.assumptions["rp_top_up_gbp"], source="A guess, https://example.org")
    summary = summary_of(plan, replace(scenario, judgements=(judged, judged)))
    (line,) = [line for line in summary.as_text().splitlines() if line.startswith("Rests on judgement")]
    assert line.count("resourced provision top up pounds") == 2
    assert line.endswith(", A guess.")
    assert "Rests on judgement" not in summary_of().as_text()


def test_money_says_what_its_estimates_are_and_sums_up_the_high_needs_block() -> None:
    summary = summary_of()
    lines = section(summary.as_text(), "Money by financial year")
    assert lines[1] == "  The three estimates differ in demand only; unit costs and inflation are central."
    assert any(line.startswith("  Transport counts pupils beyond the walking limit") for line in lines)
    total = lines[lines.index("High needs block: both together") + 3].split()
    of_places = sum(
        line.amount_gbp
        for line in summary.money
        if (line.budget, line.bound) == (Budget.HIGH_NEEDS_BLOCK, Bound.LOWER)
        and line.financial_year == FinancialYear(2027)
        and line.pathway is not Pathway.COUNTERFACTUAL
    )
    assert total[:2] == ["2027-28", f"£{of_places:,}"]


def test_capital_is_held_against_its_limit_where_there_is_one() -> None:
    """C01 opens with 12 places: 50,000 and 12 times 10,000; R01 grows by 4 places of 10,000."""
    plan, scenario = small_run()
    assert summary_of().capital is None
    limited = summary_of(plan, replace(scenario, rules=(CapitalLimit(300_000),)))
    assert "The plan takes £210,000 of the £300,000 of its capital limit" in limited.as_text()


def test_a_run_that_the_clock_stopped_says_so() -> None:
    plan, _ = small_run()
    stopped = replace(plan, goals=(replace(plan.goals[1], stopped_by="clock"),))
    assert "another run may give another plan" in summary_of(stopped).as_text()
    assert "another run may give another plan" not in summary_of().as_text()


def test_the_ledger_tells_stated_computed_and_the_difference() -> None:
    assert section(summary_of().as_text(), "Stated totals")[1] == (
        "  opening 2024: 20 stated, 18 in the register, -2 (two short)"
    )


def test_the_json_form_holds_the_same_and_can_be_written() -> None:
    content = json.loads(json.dumps(summary_of().as_json()))
    assert content["districts"][0]["bases"][0]["new_places"] == 4
    assert content["goals"][1]["bound"] == 38.25
    assert content["places"][0] == {"academic_year": "2026/27", "phase": "primary", "commissioned_places": 26} | {
        "balancing_places": 8
    }


@pytest.mark.parametrize("times", [1, 2])
def test_the_text_is_the_same_each_time(times: int) -> None:
    assert len({summary_of().as_text() for _ in range(times)}) == 1
