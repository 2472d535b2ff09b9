"""Savings: costs compared like for like, never across bounds, and never without a stated counterfactual.

Avoided cost is what pupils in the plan's places would have cost elsewhere less what those places cost. A reduction of
the forecast is another thing: the cost of one plan less the cost of another. The two are never added.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from planner.domain.forecast import Budget, Forecast, Pathway
from planner.domain.plan import Plan
from planner.domain.scenario import Counterfactual, Scenario
from planner.domain.terms import Bound, FinancialYear
from planner.finance.counterfactual import CEILING, FLOOR
from planner.finance.forecast import forecast_costs


@dataclass(frozen=True, slots=True)
class BoundAmount:
    """Whole pounds that belong to one bound."""

    bound: Bound
    amount_gbp: int

    def __sub__(self, other: BoundAmount) -> BoundAmount:
        """Subtract within a bound; raises ValueError across bounds, because the difference would mean nothing."""
        if self.bound is not other.bound:
            msg = f"an amount of the {other.bound} bound cannot be taken from one of the {self.bound} bound"
            raise ValueError(msg)
        return BoundAmount(self.bound, self.amount_gbp - other.amount_gbp)


@dataclass(frozen=True, slots=True)
class SavingRange:
    """Avoided cost of one bound and year: with the stated mix, and between all state special and all independent.

    A mainstream share can take the stated mix below the floor. All three are less the same cost of the plan's places.
    """

    bound: Bound
    financial_year: FinancialYear
    floor_gbp: int
    stated_mix_gbp: int
    ceiling_gbp: int


def cost_with(forecast: Forecast, bound: Bound, financial_year: FinancialYear) -> BoundAmount:
    """Add up the high-needs cost of the places that the plan adds, vacant ones included."""
    return BoundAmount(bound, forecast.total_gbp(bound, financial_year, Budget.HIGH_NEEDS_BLOCK, Pathway.PLAN))


def cost_without(forecast: Forecast, bound: Bound, financial_year: FinancialYear) -> BoundAmount:
    """Add up the high-needs cost of the same pupils elsewhere."""
    total = forecast.total_gbp(bound, financial_year, Budget.HIGH_NEEDS_BLOCK, Pathway.COUNTERFACTUAL)
    return BoundAmount(bound, total)


def saving(
    forecast: Forecast, bound: Bound, financial_year: FinancialYear, without_bound: Bound | None = None
) -> BoundAmount:
    """Avoided cost of a year: cost without the plan's places less cost with them.

    `without_bound` is the bound of the cost without them; None = the same. Raises ValueError when the two bounds
    differ, or when the forecast holds no counterfactual, because then no saving is claimed.
    """
    if not any(line.pathway is Pathway.COUNTERFACTUAL for line in forecast.lines):
        msg = "the forecast has no counterfactual, so it claims no saving"
        raise ValueError(msg)
    return cost_without(forecast, without_bound or bound, financial_year) - cost_with(forecast, bound, financial_year)


def forecast_reduction(before: Forecast, after: Forecast, bound: Bound, financial_year: FinancialYear) -> BoundAmount:
    """Reduction of the high-needs forecast from one plan to another, within a bound: no avoided cost is in it."""
    return _high_needs(before, bound, financial_year) - _high_needs(after, bound, financial_year)


def saving_ranges(forecast: Forecast, plan: Plan, scenario: Scenario) -> tuple[SavingRange, ...]:
    """Avoided cost with its floor and ceiling for every bound and financial year of a forecast of this plan.

    Empty when the scenario states no counterfactual. Raises InputError when the price of either end is missing.
    """
    if scenario.finance.counterfactual is None:
        return ()
    floor, ceiling = (_with_mix(plan, scenario, mix) for mix in (FLOOR, CEILING))
    return tuple(
        SavingRange(
            bound,
            financial_year,
            *(
                (cost_without(each, bound, financial_year) - cost_with(each, bound, financial_year)).amount_gbp
                for each in (floor, forecast, ceiling)
            ),
        )
        for bound in Bound
        for financial_year in sorted({line.financial_year for line in forecast.lines if line.bound is bound})
    )


def _with_mix(plan: Plan, scenario: Scenario, mix: Counterfactual) -> Forecast:
    finance = replace(scenario.finance, counterfactual=mix)
    return forecast_costs(plan, replace(scenario, finance=finance))


def _high_needs(forecast: Forecast, bound: Bound, financial_year: FinancialYear) -> BoundAmount:
    pots = (Pathway.STOCK, Pathway.PLAN)
    amounts = (forecast.total_gbp(bound, financial_year, Budget.HIGH_NEEDS_BLOCK, pot) for pot in pots)
    return BoundAmount(bound, sum(amounts))
