"""Months, academic years (September to August) and financial years (April to March).

Every amount is charged by the month, so a September opening falls 7 months into its first financial year and the
other 5 months of that academic year into the next. Nothing else in the package divides a year.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from planner.domain.terms import MONTHS_IN_YEAR, AcademicYear, FinancialYear

APRIL = 4
SEPTEMBER = 9


@dataclass(frozen=True, slots=True, order=True)
class Month:
    """A calendar month; `number` is 1 for January."""

    calendar_year: int
    number: int

    def __str__(self) -> str:
        """Write it as 2026-09."""
        return f"{self.calendar_year}-{self.number:02d}"

    def plus(self, months: int) -> Month:
        """Return the month so many months later."""
        years, number = divmod(self.number - 1 + months, MONTHS_IN_YEAR)
        return Month(self.calendar_year + years, number + 1)

    @property
    def financial_year(self) -> FinancialYear:
        """Financial year that the month belongs to."""
        return FinancialYear(self.calendar_year if self.number >= APRIL else self.calendar_year - 1)


@dataclass(frozen=True, slots=True)
class Period:
    """The months that an academic year and a financial year share, in order."""

    financial_year: FinancialYear
    months: tuple[Month, ...]


def opening_month(academic_year: AcademicYear) -> Month:
    """Return the September in which an academic year starts."""
    return Month(academic_year.start, SEPTEMBER)


def periods(academic_year: AcademicYear) -> tuple[Period, ...]:
    """Split an academic year at the April inside it: 7 months, then 5."""
    first = opening_month(academic_year)
    months = [first.plus(number) for number in range(MONTHS_IN_YEAR)]
    grouped = groupby(months, key=lambda month: month.financial_year)
    return tuple(Period(financial_year, tuple(run)) for financial_year, run in grouped)


def planned_months(academic_years: Iterable[AcademicYear]) -> dict[FinancialYear, int]:
    """Months of each financial year that the academic years cover; financial years without any are left out."""
    counted: dict[FinancialYear, int] = {}
    for academic_year in academic_years:
        for period in periods(academic_year):
            counted[period.financial_year] = counted.get(period.financial_year, 0) + len(period.months)
    return counted
