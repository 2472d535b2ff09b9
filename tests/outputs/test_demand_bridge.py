"""The bridge of demand: told for the last year, split between two runs, silent where no lever is on."""

from __future__ import annotations

from dataclasses import replace

from planner.domain.levers import ActsOn, Basis, BasisChange, BridgeLine, DemandDrivers, Lever
from planner.domain.scenario import Scenario
from planner.domain.terms import Bound, NeedGroup, Phase
from planner.finance import forecast_costs
from planner.outputs.compare import compare
from planner.outputs.demand_bridge import lever_differences, step_changes, step_lines, steps_text
from planner.outputs.summary import summarise
from tests.finance import small_case as case
from tests.outputs.small_run import small_run

WORKFORCE = Lever("workforce", "rp_top_up_gbp", case.FIRST, 2, (ActsOn.REQUESTS,))


def lines(*steps: tuple[str, int]) -> tuple[BridgeLine, ...]:
    return tuple(
        BridgeLine(bound, year, Phase.PRIMARY, NeedGroup.SEMH, order, step, pupils)
        for bound in Bound
        for year in (case.FIRST, case.LAST)
        for order, (step, pupils) in enumerate(steps)
    )


def without() -> Scenario:
    return case.scenario(demand_bridge=lines(("without_levers", 1200), ("with_all", 1200)))


def with_lever(lever: Lever = WORKFORCE) -> Scenario:
    steps = lines(("without_levers", 1210), ("workforce", -110), ("with_all", 1100))
    return case.scenario(demand_bridge=steps, drivers=DemandDrivers((lever,)))


def test_the_summary_tells_each_step_of_the_last_year() -> None:
    assert steps_text(step_lines(with_lever())) == [
        f"Pupils who need a place in {case.LAST}, and what each lever changes",
        "                           lower  central  upper",
        "  forecast without levers  1,210    1,210  1,210",
        "  workforce                 -110     -110   -110",
        "  planned for              1,100    1,100  1,100",
    ]


def test_a_lever_that_changes_nothing_has_no_sign() -> None:
    none = replace(with_lever(), demand_bridge=lines(("without_levers", 12), ("workforce", 0), ("with_all", 12)))
    assert steps_text(step_lines(none))[3].split() == ["workforce", "0", "0", "0"]


def test_without_a_lever_the_summary_is_silent() -> None:
    plan, _ = small_run()
    assert step_lines(without()) == ()
    summary = summarise(plan, without(), forecast_costs(plan, without()))
    assert "what each lever changes" not in summary.as_text()
    assert summary.as_json()["demand"] == []


def test_a_change_of_demand_splits_into_what_caused_it() -> None:
    """Of 100 pupils fewer, 10 more are the forecast's and 110 fewer the lever's."""
    changes = [each for each in step_changes(without(), with_lever()) if each.bound is Bound.CENTRAL]
    assert [(each.step, each.before, each.after, each.change) for each in changes[:3]] == [
        ("without_levers", 1200, 1210, 10),
        ("workforce", 0, -110, -110),
        ("with_all", 1200, 1100, -100),
    ]
    assert len(changes) == 6


def test_a_year_that_one_run_does_not_plan_has_no_change() -> None:
    shorter = replace(without().problem, academic_years=(case.FIRST,), demand=())
    early = tuple(line for line in without().demand_bridge if line.academic_year == case.FIRST)
    changes = step_changes(replace(without(), problem=shorter, demand_bridge=early), with_lever())
    assert {each.change for each in changes if each.academic_year == case.LAST} == {None}


def test_a_lever_that_differs_is_named() -> None:
    other = with_lever(replace(WORKFORCE, ramp_years=3))
    basis = replace(without(), drivers=DemandDrivers((), BasisChange(Basis.MIXED, "rp_top_up_gbp", case.LAST)))
    assert list(lever_differences(without(), with_lever())) == ["workforce: off before, on after"]
    assert list(lever_differences(with_lever(), without())) == ["workforce: on before, off after"]
    assert list(lever_differences(with_lever(), other)) == ["workforce: on before and after, set otherwise"]
    assert list(lever_differences(basis, without())) == ["change of basis: on before, off after"]
    assert list(lever_differences(with_lever(), with_lever())) == []


def test_another_number_of_the_same_lever_is_a_difference() -> None:
    numbers = {each.name: each for each in with_lever().problem.assumptions}
    numbers["rp_top_up_gbp"] = replace(numbers["rp_top_up_gbp"], value=1.0)
    changed = replace(with_lever().problem, assumptions=type(with_lever().problem.assumptions)(numbers))
    differences = list(lever_differences(with_lever(), replace(with_lever(), problem=changed)))
    assert differences == ["workforce: on before and after, set otherwise"]


def test_the_comparison_names_lever_and_causes() -> None:
    plan, _ = small_run()
    told = compare(plan, plan, without(), with_lever()).as_text()
    assert "Levers on demand that differ\n  workforce: off before, on after\n" in told
    assert f"Change of the pupils who need a place in {case.LAST}, by what causes it" in told
    rows = {line.rsplit(maxsplit=1)[0].strip(): line.split()[-1] for line in told.splitlines() if line.strip()}
    assert (rows["forecast without levers"], rows["workforce"], rows["planned for"]) == ("+10", "-110", "-100")
    assert "Levers" not in compare(plan, plan, without(), without()).as_text()
