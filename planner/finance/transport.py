"""Home-to-school transport, which the general fund pays and which is never netted into the high needs block.

A pupil counts as eligible when the travel distance is over the walking limit of the age: `walking_limit_under_8_metres`
(2 miles) or `walking_limit_8_and_over_metres` (3 miles) (Education Act 1996, schedule 35B; DfE, Travel to school for
children of compulsory school age, January 2024). Each eligible pupil costs `transport_eligible_gbp` a year.

Approximations, all of them coarse:
- the distance is the problem's distance basis, not the measured walking route;
- a band whose youngest pupils turn 8 in the year counts as 8 and over, so some seven-year-olds of Year 3 are missed;
- eligibility through special needs, mobility, low income or an unsafe route is not counted: the figure leans low;
- nursery pupils count under the lower limit although the duty starts at compulsory school age: it leans high there;
- the price is held in the money of its source, because no rate of its own is among the assumptions;
- where a site holds both stock and added places, its eligible pupils are split in proportion to the pupils in each.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction

from planner.domain.forecast import Budget
from planner.domain.plan import Plan
from planner.domain.problem import Problem
from planner.domain.terms import AcademicYear, Band, Bound, ncy_of_age
from planner.finance.calendar import periods
from planner.finance.charges import Charge
from planner.finance.places import SitePlaces
from planner.finance.prices import PriceBook
from planner.finance.running import charge_cell

TRANSPORT_LINE = "home_to_school_transport"
TRANSPORT_PRICE = "transport_eligible_gbp"
LIMIT_UNDER_8 = "walking_limit_under_8_metres"
LIMIT_8_AND_OVER = "walking_limit_8_and_over_metres"
# Pupils aged 7 on 31 August turn 8 during the school year.
NCY_TURNING_8 = ncy_of_age(7)


def walking_limit_metres(band: Band, prices: PriceBook) -> Fraction:
    """Distance up to which a pupil of the band is expected to walk, in metres."""
    return prices.exact(LIMIT_8_AND_OVER if band.ncy_low >= NCY_TURNING_8 else LIMIT_UNDER_8)


def eligible_pupils(plan: Plan, problem: Problem, prices: PriceBook) -> dict[tuple[Bound, str, AcademicYear], int]:
    """Pupils beyond their walking limit by bound, site and academic year; missing = 0."""
    counted: dict[tuple[Bound, str, AcademicYear], int] = {}
    for row in plan.placements:
        metres = problem.metres(row.cell.area, problem.site_by_key[row.site])
        if metres is not None and metres > walking_limit_metres(row.cell.band, prices):
            key = (row.bound, row.site, row.cell.academic_year)
            counted[key] = counted.get(key, 0) + row.pupils
    return counted


def transport_charges(rows: Iterable[SitePlaces], plan: Plan, problem: Problem, prices: PriceBook) -> Iterator[Charge]:
    """Yield the transport of each row that holds pupils."""
    eligible = eligible_pupils(plan, problem, prices)
    for row in rows:
        if not row.occupied_places:
            continue
        key = (row.bound, row.site.key, row.academic_year)
        pupils = Fraction(eligible.get(key, 0) * row.occupied_places, plan.occupied[key])
        for period in periods(row.academic_year):
            cell = charge_cell(row, period, problem, Budget.GENERAL_FUND, TRANSPORT_LINE)
            monthly = pupils * prices.monthly(TRANSPORT_PRICE)
            yield Charge(cell, period.months, monthly, occupied_places=pupils)
