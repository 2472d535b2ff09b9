"""Exact amounts by the month, before anything is rounded."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from planner.domain.forecast import Budget, Pathway
from planner.domain.terms import Bound, FinancialYear, Phase
from planner.finance.calendar import Month


@dataclass(frozen=True, slots=True)
class Cell:
    """Where an amount is booked. `locality` is where the base stands, in every line; None for a balancing row."""

    financial_year: FinancialYear
    locality: str | None
    phase: Phase
    budget: Budget
    line: str
    bound: Bound
    pathway: Pathway

    @property
    def group(self) -> tuple[FinancialYear, Budget, str, Bound, Pathway]:
        """What its amounts are rounded together with: everything but locality and phase."""
        return self.financial_year, self.budget, self.line, self.bound, self.pathway

    @property
    def order(self) -> tuple[FinancialYear, bool, str, Phase, Budget, str, Bound, Pathway]:
        """Sort key; balancing rows come after the localities of their year."""
        place = (self.locality is None, self.locality or "")
        return self.financial_year, *place, self.phase, self.budget, self.line, self.bound, self.pathway


@dataclass(frozen=True, slots=True)
class Charge:
    """The same amount in each of some months. Places are those of one such month; None = not the basis, or unknown."""

    cell: Cell
    months: tuple[Month, ...]
    monthly_gbp: Fraction
    commissioned_places: Fraction | None = None
    occupied_places: Fraction | None = None
