"""What the high needs block pays for places and pupils: place funding and top-up.

Place funding of an academic year follows the October census at its start: a place held by a pupil on the host's roll
that day costs `rp_place_occupied_gbp` (the pupil also earns the school's formula funding), any other place costs
`rp_place_vacant_gbp`, for all twelve months (DfE, High needs funding: operational guide,
https://www.gov.uk/government/publications/high-needs-funding-arrangements-2025-to-2026). The pupils of a plan are one
count a year, read as the count on that day; the top-up is due for the same pupils all year.

Nobody knows who fills the places of a balancing row. They are priced as occupied, on lines of their own whose cause
says so, and their occupancy stays unknown.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction

from planner.domain.forecast import Budget
from planner.domain.problem import Problem
from planner.finance.calendar import Period, periods
from planner.finance.charges import Cell, Charge
from planner.finance.places import SitePlaces
from planner.finance.prices import PLACE_OCCUPIED, PLACE_VACANT, TOP_UP, TOP_UP_RATE, PriceBook

PLACE_FUNDING = "place_funding"
TOP_UP_LINE = "top_up"
UNLOCATED = "_unlocated"


def running_charges(rows: Iterable[SitePlaces], problem: Problem, prices: PriceBook) -> Iterator[Charge]:
    """Yield place funding and top-up of each row in both financial years that its academic year touches."""
    for row in rows:
        for period in periods(row.academic_year):
            yield _place_funding(row, period, problem, prices)
            yield _top_up(row, period, problem, prices)


def charge_cell(row: SitePlaces, period: Period, problem: Problem, budget: Budget, line: str) -> Cell:
    """Where an amount of a site is booked."""
    locality = problem.locality_of_site(row.site)
    return Cell(period.financial_year, locality, row.site.phase, budget, line, row.bound, row.pathway)


def _priced_as_occupied(row: SitePlaces) -> int:
    return row.commissioned_places if row.occupied_places is None else row.occupied_places


def _known(pupils: int | None) -> Fraction | None:
    return None if pupils is None else Fraction(pupils)


def _line(name: str, row: SitePlaces) -> str:
    return name + UNLOCATED if row.site.urn is None else name


def _place_funding(row: SitePlaces, period: Period, problem: Problem, prices: PriceBook) -> Charge:
    pupils = _priced_as_occupied(row)
    vacant = row.commissioned_places - pupils
    monthly = pupils * prices.monthly(PLACE_OCCUPIED) + vacant * prices.monthly(PLACE_VACANT)
    cell = charge_cell(row, period, problem, Budget.HIGH_NEEDS_BLOCK, _line(PLACE_FUNDING, row))
    places = Fraction(row.commissioned_places)
    return Charge(cell, period.months, monthly, places, _known(row.occupied_places))


def _top_up(row: SitePlaces, period: Period, problem: Problem, prices: PriceBook) -> Charge:
    price = prices.monthly_inflated(TOP_UP, TOP_UP_RATE, period.financial_year)
    cell = charge_cell(row, period, problem, Budget.HIGH_NEEDS_BLOCK, _line(TOP_UP_LINE, row))
    occupied = _known(row.occupied_places)
    return Charge(cell, period.months, _priced_as_occupied(row) * price, occupied_places=occupied)
