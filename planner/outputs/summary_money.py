"""What the summary says of money: by year, budget, pathway and bound, and against the capital limit."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from planner.domain.forecast import Budget, Forecast, Pathway
from planner.domain.plan import Plan
from planner.domain.problem import Problem
from planner.domain.scenario import Scenario
from planner.domain.terms import MONTHS_IN_YEAR, Bound, FinancialYear
from planner.finance.calendar import planned_months
from planner.model.rules.capital_limit import CapitalLimit, capital_gbp


@dataclass(frozen=True, slots=True)
class MoneyLine:
    """Whole pounds of one budget and pathway under one bound; `planned_months` below 12 = a part year."""

    financial_year: FinancialYear
    budget: Budget
    pathway: Pathway
    bound: Bound
    amount_gbp: int
    planned_months: int


@dataclass(frozen=True, slots=True)
class CapitalLine:
    """Capital of the plan over all its years beside the limit of the scenario, as the rule `capital_limit` counts."""

    plan_gbp: int
    limit_gbp: int


def money_lines(forecast: Forecast, problem: Problem) -> Iterator[MoneyLine]:
    """Yield the sums of a forecast in the order of years, budgets, pathways and bounds."""
    planned = planned_months(problem.academic_years)
    sums: dict[tuple[FinancialYear, Budget, Pathway, Bound], int] = {}
    for line in forecast.lines:
        key = (line.financial_year, line.budget, line.pathway, line.bound)
        sums[key] = sums.get(key, 0) + line.amount_gbp
    orders = {member: number for kind in (Budget, Pathway, Bound) for number, member in enumerate(kind)}
    for key in sorted(sums, key=lambda key: (key[0], *(orders[member] for member in key[1:]))):
        yield MoneyLine(*key, sums[key], min(planned.get(key[0], 0), MONTHS_IN_YEAR))


def capital_line(plan: Plan, scenario: Scenario) -> CapitalLine | None:
    """Capital of the plan against its limit; None when the scenario sets no limit."""
    limits = [rule.total_gbp for rule in scenario.rules if isinstance(rule, CapitalLimit)]
    last = scenario.problem.academic_years[-1]
    return CapitalLine(capital_gbp(plan, scenario.problem, last), limits[0]) if limits else None
