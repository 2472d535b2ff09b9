"""Money by hand, then the sums on random plans."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.domain.demand import Demand
from planner.domain.forecast import Budget, Forecast, ForecastLine, Pathway
from planner.domain.plan import Placement, Plan
from planner.domain.scenario import Counterfactual, FinanceSettings
from planner.domain.terms import Bound, FinancialYear
from planner.errors import InputError
from planner.finance import forecast_costs, forecast_months
from tests.finance import small_case as case

CENTRAL = Bound.CENTRAL
FY26, FY27, FY28 = FinancialYear(2026), FinancialYear(2027), FinancialYear(2028)
SECONDARY_LAST = case.cell("A2", case.SECONDARY, case.LAST)


def lines(forecast: Forecast, line: str, pathway: Pathway, bound: Bound = CENTRAL) -> dict[FinancialYear, ForecastLine]:
    """Lines of one name by financial year, where each year has one."""
    found = [row for row in forecast.lines if (row.line, row.pathway, row.bound) == (line, pathway, bound)]
    assert len(found) == len({row.financial_year for row in found})
    return {row.financial_year: row for row in found}


def opening(pupils: int, places: int = 12) -> Forecast:
    """C01 opens in the second year; nothing else is placed."""
    problem = case.problem()
    plan = case.plan(problem, {("C01", case.LAST): places}, case.placed("C01", pupils, SECONDARY_LAST))
    return forecast_costs(plan, case.scenario(problem))


def test_a_september_opening_costs_seven_twelfths_in_its_first_financial_year() -> None:
    found = lines(opening(12), "place_funding", Pathway.PLAN)
    assert {year: row.amount_gbp for year, row in found.items()} == {FY27: 42_000, FY28: 30_000}
    assert (found[FY27].average_places, found[FY27].occupied_places) == (7.0, 7.0)


def test_a_vacant_place_is_four_thousand_pounds_dearer_a_year() -> None:
    def year_of(forecast: Forecast) -> int:
        return sum(row.amount_gbp for row in lines(forecast, "place_funding", Pathway.PLAN).values())

    assert year_of(opening(11)) - year_of(opening(12)) == 4_000


def test_the_top_up_is_paid_for_occupied_places_only_and_grows_from_the_price_base_year() -> None:
    found = lines(opening(10), "top_up", Pathway.PLAN)
    assert found[FY27].amount_gbp == 71_400  # 10 x 12,000 x 7/12 x 1.02
    assert found[FY28].amount_gbp == 52_020  # 10 x 12,000 x 5/12 x 1.02^2
    assert (found[FY27].average_places, found[FY27].occupied_places) == (None, pytest.approx(10 * 7 / 12))


def test_pupils_fill_stock_places_first_so_growth_carries_the_vacancies() -> None:
    problem = case.problem()
    plan = case.plan(problem, {("R01", case.LAST): 14}, case.placed("R01", 11, case.cell(academic_year=case.LAST)))
    forecast = forecast_costs(plan, case.scenario(problem))
    added = lines(forecast, "place_funding", Pathway.PLAN)[FY28]
    assert (added.average_places, added.occupied_places) == (pytest.approx(4 * 5 / 12), pytest.approx(5 / 12))
    assert added.amount_gbp == 15_000  # (1 x 6,000 + 3 x 10,000) x 5/12


def test_a_balancing_row_has_lines_of_its_own_with_unknown_occupancy() -> None:
    found = lines(opening(12), "place_funding_unlocated", Pathway.STOCK)
    row = found[FY27]
    assert (row.locality, row.average_places, row.occupied_places, row.amount_gbp) == (None, 8.0, None, 48_000)
    assert "occupancy unknown" in row.cause
    assert lines(opening(12), "top_up_unlocated", Pathway.STOCK)[FY27].occupied_places is None


def test_transport_counts_pupils_beyond_the_limit_of_their_age() -> None:
    """3,300 metres is beyond 2 miles for an infant and within 3 miles for a junior."""
    problem = case.problem()
    rows = [*case.placed("R01", 4), *case.placed("R01", 5, case.cell(band=case.JUNIOR))]
    forecast = forecast_costs(case.plan(problem, placements=rows), case.scenario(problem))
    found = lines(forecast, "home_to_school_transport", Pathway.STOCK)
    assert found[FY26].amount_gbp == 18_937  # 4 x 8,116 x 7/12 = 18,937.33
    assert found[FY26].budget is Budget.GENERAL_FUND
    assert found[FY26].occupied_places == pytest.approx(4 * 7 / 12)


def test_capital_falls_in_the_year_of_the_september_opening_published_where_known() -> None:
    forecast = opening(12)
    published = lines(forecast, "capital_published", Pathway.STOCK)
    assert {year: row.amount_gbp for year, row in published.items()} == {FY26: 71_000}
    grown = lines(forecast, "capital_estimated", Pathway.STOCK)
    assert {year: row.amount_gbp for year, row in grown.items()} == {FY27: 20_000}  # R02 grows by 2, no new base
    new = lines(forecast, "capital_estimated", Pathway.PLAN)
    assert {year: row.amount_gbp for year, row in new.items()} == {FY27: 170_000}  # 50,000 + 12 x 10,000
    assert {row.average_places for row in new.values()} == {None}


def test_financial_years_that_the_plan_covers_in_part_say_so() -> None:
    found = lines(opening(12), "place_funding_unlocated", Pathway.STOCK)
    assert "only 7 of 12 months are planned" in found[FY26].cause
    assert "months are planned" not in found[FY27].cause
    assert "only 5 of 12 months are planned" in found[FY28].cause


def test_years_outside_the_window_or_the_plan_have_no_line() -> None:
    problem = case.problem()
    plan = case.full_plan(problem)
    narrow = case.scenario(problem, finance=FinanceSettings(2027, 2027, None))
    assert {line.financial_year for line in forecast_costs(plan, narrow).lines} == {FY27}
    wide = case.scenario(problem, finance=FinanceSettings(2020, 2035, None))
    assert {line.financial_year for line in forecast_costs(plan, wide).lines} == {FY26, FY27, FY28}


def test_a_bound_that_the_plan_says_nothing_about_is_not_priced() -> None:
    problem = case.problem()
    plan = case.plan(problem, placements=case.placed("R01", 4, bounds=[CENTRAL]))
    forecast = forecast_costs(plan, case.scenario(problem))
    assert {line.bound for line in forecast.lines} == {CENTRAL}
    nobody = case.problem(demand=(Demand(Bound.LOWER, ()),))
    assert {line.bound for line in forecast_costs(case.plan(nobody), case.scenario(nobody)).lines} == {Bound.LOWER}


def test_more_pupils_than_places_is_refused_with_the_site() -> None:
    problem = case.problem()
    plan = case.plan(problem, placements=case.placed("R02", 9, bounds=[CENTRAL]))
    with pytest.raises(InputError, match=r"site R02 in 2026/27 \(central\): found 9 pupils in 8 places"):
        forecast_costs(plan, case.scenario(problem))


def test_a_placement_without_a_distance_is_refused() -> None:
    problem = case.problem()
    plan = case.plan(problem, placements=case.placed("B01", 1))
    with pytest.raises(InputError, match="no known distance"):
        forecast_costs(plan, case.scenario(problem))


def test_missing_assumptions_are_named_together() -> None:
    problem = case.problem(assumptions=case.assumptions({"rp_top_up_gbp": None, "transport_eligible_gbp": None}))
    with pytest.raises(InputError) as caught:
        forecast_costs(case.plan(problem), case.scenario(problem))
    assert [fault.where for fault in caught.value.faults] == [
        "assumption rp_top_up_gbp",
        "assumption transport_eligible_gbp",
    ]


def test_a_mainstream_share_needs_its_price() -> None:
    problem = case.problem()
    mix = Counterfactual(independent=0.3, state_special=0.5, mainstream=0.2)
    with pytest.raises(InputError, match="mainstream_ehcp_gbp"):
        forecast_costs(case.full_plan(problem), case.scenario(problem, mix))


def test_the_assumptions_that_entered_are_listed() -> None:
    changed = case.assumptions({"capital_per_place_primary_gbp": 10000, "capital_per_place_secondary_gbp": 9000})
    problem = case.problem(assumptions=changed)
    used = forecast_costs(case.full_plan(problem), case.scenario(problem)).assumptions_used
    assert list(used) == sorted(used)
    assert {"rp_place_vacant_gbp", "price_base_financial_year", "capital_per_place_secondary_gbp"} <= set(used)
    assert not {"state_special_gbp", "independent_special_gbp"} & set(used)


def test_the_counterfactual_prices_only_pupils_in_added_places() -> None:
    problem = case.problem()
    mix = Counterfactual(independent=0.25, state_special=0.75, mainstream=0.0)
    forecast = forecast_costs(case.full_plan(problem), case.scenario(problem, mix))
    special = [row for row in forecast.lines if row.line == "without_state_special" and row.bound is CENTRAL]
    assert sum(row.occupied_places or 0 for row in special) == pytest.approx(0.75 * 11)  # 9 at C01, 2 beyond R01's 10
    assert all(row.pathway is Pathway.COUNTERFACTUAL for row in special)
    in_first = [row for row in special if row.financial_year == FY27]
    exact = 11 * 0.75 * 24_000 * 7 / 12 * 1.03
    assert sum(row.amount_gbp for row in in_first) == pytest.approx(exact, abs=0.5)


def test_without_a_stated_mix_there_is_no_counterfactual_line() -> None:
    problem = case.problem()
    forecast = forecast_costs(case.full_plan(problem), case.scenario(problem))
    assert not [line for line in forecast.lines if line.pathway is Pathway.COUNTERFACTUAL]


def test_lines_are_unique_and_sorted_and_the_same_on_a_second_run() -> None:
    problem = case.problem()
    plan, scenario = case.full_plan(problem), case.scenario(problem)
    forecast = forecast_costs(plan, scenario)
    keys = [
        (row.financial_year, row.locality, row.phase, row.budget, row.line, row.bound, row.pathway)
        for row in forecast.lines
    ]
    assert len(set(keys)) == len(keys)
    assert keys == sorted(keys, key=lambda key: (key[0], key[1] is None, key[1] or "", *key[2:]))
    assert {key[1] for key in keys} == {case.NORTH, case.SOUTH, None}
    assert forecast_costs(replace(plan), scenario) == forecast


SIZES = st.sampled_from([0, 8, 10, 12, 20])


@st.composite
def random_plans(draw: st.DrawFn) -> Plan:
    """Any sizes, any number of pupils up to the places, for some bounds."""
    problem = case.problem()
    first, growth, base = draw(SIZES), draw(st.integers(0, 8)), draw(st.integers(10, 14))
    sizes = {("C01", case.FIRST): first, ("C01", case.LAST): first + growth, ("R01", case.LAST): base}
    empty = case.plan(problem, sizes)
    rows: list[Placement] = []
    for (site, academic_year), places in sorted(empty.places.items()):
        for bound in Bound:
            pupils = 0 if site == "B01" else draw(st.integers(0, places))
            area, band = draw(st.sampled_from(["A1", "A2"])), case.SECONDARY if site == "C01" else case.INFANT
            if pupils:
                rows.append(Placement(bound, case.cell(area, band, academic_year), site, pupils))
    return case.plan(problem, sizes, rows)


@st.composite
def random_prices(draw: st.DrawFn) -> dict[str, float | None]:
    """Prices and rates with fractions, so that rounding has work to do."""
    pounds = st.decimals(1, 99999, places=2).map(float)
    rate = st.decimals(0, 1, places=3).map(float)
    names = ("rp_top_up_gbp", "transport_eligible_gbp", "independent_special_gbp")
    prices = {name: draw(pounds) for name in names} | {"inflation_rp_rate": draw(rate)}
    return {**prices}


def pupil_months(plan: Plan) -> dict[tuple[Bound, FinancialYear, Pathway], int]:
    """Months of pupils by bound, financial year and pathway, counted from the plan with 7 and 5 months."""
    counted: dict[tuple[Bound, FinancialYear, Pathway], int] = defaultdict(int)
    stated = {site.key: site for site in case.SITES}
    for (bound, key, academic_year), pupils in plan.occupied.items():
        in_stock = min(pupils, stated[key].stated_places(academic_year))
        for start, months in ((academic_year.start, 7), (academic_year.start + 1, 5)):
            counted[bound, FinancialYear(start), Pathway.STOCK] += in_stock * months
            counted[bound, FinancialYear(start), Pathway.PLAN] += (pupils - in_stock) * months
    return counted


@pytest.mark.slow
@settings(max_examples=200, deadline=None)
@given(random_plans(), random_prices())
def test_months_years_localities_phases_and_the_total_agree_to_the_pound(
    plan: Plan, prices: dict[str, float | None]
) -> None:
    problem = case.problem(assumptions=case.assumptions(prices))
    scenario = case.scenario(problem, Counterfactual(independent=0.31, state_special=0.69, mainstream=0.0))
    forecast, months = forecast_costs(plan, scenario), forecast_months(plan, scenario)
    by_line: dict[ForecastLine, int] = defaultdict(int)
    for row in months:
        assert row.month.financial_year == row.line.financial_year
        by_line[row.line] += row.amount_gbp
    assert dict(by_line) == {line: line.amount_gbp for line in forecast.lines}
    top_up = prices["rp_top_up_gbp"] or 0
    for (bound, financial_year, months_of), pupils in pupil_months(plan).items():
        grown = top_up * (1 + (prices["inflation_rp_rate"] or 0)) ** (financial_year.start - 2026)
        found = [
            row.amount_gbp
            for row in forecast.lines
            if (row.bound, row.financial_year, row.line, row.pathway) == (bound, financial_year, "top_up", months_of)
        ]
        assert sum(found) == pytest.approx(pupils * grown / 12, abs=0.51)
    pots = [(b, y, g, p) for b in Bound for y in (FY26, FY27, FY28) for g in Budget for p in Pathway]
    assert sum(forecast.total_gbp(*pot) for pot in pots) == sum(line.amount_gbp for line in forecast.lines)


@pytest.mark.slow
@settings(max_examples=200, deadline=None)
@given(random_plans())
def test_place_months_and_pounds_follow_from_the_plan_alone(plan: Plan) -> None:
    """Place funding of all years equals 6,000 an occupied and 10,000 a vacant place-year, counted straight off."""
    problem = case.problem()
    forecast = forecast_costs(plan, case.scenario(problem))
    for bound in {row.bound for row in plan.placements}:
        located = {key: places for key, places in plan.places.items() if key[0] != "B01"}
        pupils = sum(plan.occupied.get((bound, *key), 0) for key in located)
        expected = 10_000 * sum(located.values()) - 4_000 * pupils
        found = [row for row in forecast.lines if row.line == "place_funding" and row.bound is bound]
        assert sum(row.amount_gbp for row in found) == pytest.approx(expected, abs=3)
        assert sum(row.average_places or 0 for row in found) == pytest.approx(sum(located.values()))


def test_the_cause_of_every_line_is_filled_in() -> None:
    problem = case.problem()
    forecast = forecast_costs(case.full_plan(problem), case.scenario(problem))
    assert all(re.fullmatch(r"\S.*\S", line.cause) for line in forecast.lines)
