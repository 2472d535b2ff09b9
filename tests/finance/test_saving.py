"""Savings within a bound only, and only where a mix is stated."""

from __future__ import annotations

import pytest

from planner.domain.forecast import Budget, Pathway
from planner.domain.scenario import Counterfactual
from planner.domain.terms import Bound, FinancialYear
from planner.finance import BoundAmount, forecast_costs, forecast_reduction, saving, saving_ranges
from tests.finance import small_case as case

MIX = Counterfactual(independent=0.5, state_special=0.5, mainstream=0.0)
FY27, CENTRAL = FinancialYear(2027), Bound.CENTRAL


def test_amounts_of_two_bounds_cannot_be_subtracted() -> None:
    """267 (upper, unmitigated) less 152 (lower, target) is how a published 115 came about; within a bound it is 50."""
    with pytest.raises(ValueError, match="lower bound cannot be taken from one of the upper bound"):
        BoundAmount(Bound.UPPER, 267) - BoundAmount(Bound.LOWER, 152)
    assert (BoundAmount(Bound.UPPER, 267) - BoundAmount(Bound.UPPER, 217)).amount_gbp == 50


def test_a_saving_across_bounds_is_refused() -> None:
    problem = case.problem()
    forecast = forecast_costs(case.full_plan(problem), case.scenario(problem, MIX))
    with pytest.raises(ValueError, match="cannot be taken"):
        saving(forecast, Bound.LOWER, FY27, without_bound=Bound.UPPER)


def test_no_saving_is_claimed_without_a_stated_mix() -> None:
    problem = case.problem()
    plan, scenario = case.full_plan(problem), case.scenario(problem)
    forecast = forecast_costs(plan, scenario)
    with pytest.raises(ValueError, match="claims no saving"):
        saving(forecast, CENTRAL, FY27)
    assert saving_ranges(forecast, plan, scenario) == ()


def test_the_saving_is_cost_without_less_cost_with() -> None:
    problem = case.problem()
    forecast = forecast_costs(case.full_plan(problem), case.scenario(problem, MIX))
    pot = (CENTRAL, FY27, Budget.HIGH_NEEDS_BLOCK)
    expected = forecast.total_gbp(*pot, Pathway.COUNTERFACTUAL) - forecast.total_gbp(*pot, Pathway.PLAN)
    assert saving(forecast, CENTRAL, FY27) == BoundAmount(CENTRAL, expected)


def test_the_stated_mix_lies_between_floor_and_ceiling_for_every_bound() -> None:
    problem = case.problem()
    plan, scenario = case.full_plan(problem), case.scenario(problem, MIX)
    forecast = forecast_costs(plan, scenario)
    ranges = saving_ranges(forecast, plan, scenario)
    assert {row.bound for row in ranges} == set(Bound)
    for row in ranges:
        assert row.floor_gbp <= row.stated_mix_gbp <= row.ceiling_gbp
        assert row.stated_mix_gbp == saving(forecast, row.bound, row.financial_year).amount_gbp
    worth = next(row for row in ranges if (row.bound, row.financial_year) == (CENTRAL, FY27))
    # 11 pupils, 7 months: 60,000 x 1.05 and 24,000 x 1.03 a year, less 11 occupied and 5 vacant places with top-up.
    spent = (11 * (6000 + 12000 * 1.02) + 5 * 10000) * 7 / 12
    assert worth.ceiling_gbp == pytest.approx(11 * 60000 * 1.05 * 7 / 12 - spent, abs=2)
    assert worth.floor_gbp == pytest.approx(11 * 24000 * 1.03 * 7 / 12 - spent, abs=2)


def test_a_reduction_of_the_forecast_holds_no_avoided_cost() -> None:
    problem = case.problem()
    scenario = case.scenario(problem, MIX)
    with_plan = forecast_costs(case.full_plan(problem), scenario)
    without = forecast_costs(case.plan(problem, placements=case.placed("R01", 1)), scenario)
    change = forecast_reduction(without, with_plan, CENTRAL, FY27)
    pot = (CENTRAL, FY27, Budget.HIGH_NEEDS_BLOCK)
    totals = [sum(each.total_gbp(*pot, p) for p in (Pathway.STOCK, Pathway.PLAN)) for each in (without, with_plan)]
    assert change.amount_gbp == totals[0] - totals[1]
