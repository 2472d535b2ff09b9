"""Prices as exact fractions, read from the scenario's assumptions, with a record of which ones entered.

Place funding is a national cash rate and is not inflated. Top-ups and the unit costs of other settings grow by their
own rate from the price base year, compounded by whole financial years: price x (1 + rate) ^ (year - base year).
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from planner.domain.assumption import Assumptions
from planner.domain.terms import MONTHS_IN_YEAR, FinancialYear
from planner.errors import Faults

PLACE_OCCUPIED = "rp_place_occupied_gbp"
PLACE_VACANT = "rp_place_vacant_gbp"
TOP_UP = "rp_top_up_gbp"
TOP_UP_RATE = "inflation_rp_rate"
PRICE_BASE = "price_base_financial_year"


class PriceBook:
    """Looks prices up and remembers their names."""

    def __init__(self, assumptions: Assumptions) -> None:
        self._assumptions = assumptions
        self._used: set[str] = set()
        self._inflated: dict[tuple[str, str, FinancialYear], Fraction] = {}

    @property
    def used(self) -> tuple[str, ...]:
        """Names of the assumptions that were asked for, sorted."""
        return tuple(sorted(self._used))

    def require(self, names: Iterable[str], why: str) -> None:
        """Raise InputError naming every assumption that is missing."""
        faults = Faults()
        for name in sorted({name for name in names if name not in self._assumptions}):
            faults.add(f"assumption {name}", "none", f"a value, because {why}", "Add it to the assumptions file.")
        faults.raise_if_any()

    def note(self, names: Iterable[str]) -> None:
        """Record assumptions that entered earlier, through the problem; names without an assumption are passed over."""
        self._used.update(name for name in names if name in self._assumptions)

    def exact(self, name: str) -> Fraction:
        """Value of an assumption as the decimal that its file states, not as its nearest binary number."""
        self._used.add(name)
        return Fraction(str(self._assumptions.value(name)))

    def monthly(self, name: str) -> Fraction:
        """One twelfth of a yearly price that is not inflated, in pounds."""
        return self.exact(name) / MONTHS_IN_YEAR

    def monthly_inflated(self, name: str, rate_name: str, financial_year: FinancialYear) -> Fraction:
        """One twelfth of a yearly price in the money of a financial year, in pounds."""
        key = (name, rate_name, financial_year)
        if key not in self._inflated:
            years = financial_year.start - int(self.exact(PRICE_BASE))
            self._inflated[key] = self.monthly(name) * (1 + self.exact(rate_name)) ** years
        return self._inflated[key]
