"""Money by financial year. Whole pounds; a figure keeps its bound and figures of two bounds cannot be subtracted."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from planner.domain.terms import Bound, FinancialYear


class Budget(StrEnum):
    """Which pot pays. The pots are never netted against each other."""

    HIGH_NEEDS_BLOCK = "high_needs_block"
    GENERAL_FUND = "general_fund"
    CAPITAL = "capital"


class Pathway(StrEnum):
    """`stock`: places open before the plan; `plan`: what the plan adds; `counterfactual`: without those places."""

    STOCK = "stock"
    PLAN = "plan"
    COUNTERFACTUAL = "counterfactual"


@dataclass(frozen=True, slots=True, order=True)
class ForecastLine:
    """One amount. `locality` is None for a balancing row; places are averages over the months of the year."""

    financial_year: FinancialYear
    locality: str | None
    phase: str
    budget: Budget
    line: str
    bound: Bound
    pathway: Pathway
    average_places: float | None
    occupied_places: float | None
    amount_gbp: int
    cause: str


@dataclass(frozen=True, slots=True)
class Forecast:
    """All lines, sorted; `assumptions_used` names the assumptions that entered."""

    lines: tuple[ForecastLine, ...]
    assumptions_used: tuple[str, ...]

    def total_gbp(self, bound: Bound, financial_year: FinancialYear, budget: Budget, pathway: Pathway) -> int:
        """Sum of one bound's lines in whole pounds."""
        return sum(
            line.amount_gbp
            for line in self.lines
            if (line.bound, line.financial_year, line.budget, line.pathway) == (bound, financial_year, budget, pathway)
        )
