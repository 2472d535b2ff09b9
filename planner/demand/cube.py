"""The forecast as whole pupils by area, band, need group, academic year and bound."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from planner.demand.caseload import Caseload
from planner.demand.spread import Spread, spread_totals
from planner.demand.stock_and_flow import Stock, forecast
from planner.domain.assumption import Assumptions
from planner.domain.demand import Demand
from planner.domain.geography import Area
from planner.domain.problem import Site
from planner.domain.terms import AcademicYear, Band, Bound, NeedGroup
from planner.errors import Faults


def forecast_demand(
    spread: Spread,
    sites: Sequence[Site],
    caseload: Caseload,
    assumptions: Assumptions,
    need_groups: Sequence[NeedGroup],
    bands: Sequence[Band],
    academic_years: Sequence[AcademicYear],
) -> tuple[Demand, ...]:
    """Demand of the three bounds; call `check_residents` first."""
    cubes = []
    for bound in Bound:
        by_year = forecast(sites, caseload, assumptions, need_groups, academic_years, bound)
        cubes.append(spread_totals(spread, totals_by_band(by_year, bands, need_groups), bound))
    return tuple(cubes)


def totals_by_band(
    by_year: Mapping[AcademicYear, Stock], bands: Sequence[Band], need_groups: Sequence[NeedGroup]
) -> dict[tuple[Band, NeedGroup, AcademicYear], int]:
    """Whole pupils of the council by band, need group and year, half rounded up."""
    return {
        (band, need_group, academic_year): math.floor(_sum(stock, band, need_group) + 0.5)
        for academic_year, stock in by_year.items()
        for band in bands
        for need_group in need_groups
    }


def _sum(stock: Stock, band: Band, need_group: NeedGroup) -> float:
    return math.fsum(stock.get((ncy, need_group), 0.0) for ncy in range(band.ncy_low, band.ncy_high + 1))


def check_residents(areas: Sequence[Area], bands: Sequence[Band], faults: Faults) -> None:
    """Note each band whose age group has no resident in any area: its pupils could go nowhere."""
    for band in bands:
        if not any(area.persons(band) > 0 for area in areas):
            found = f"no resident of the ages of {band.name} in any area"
            faults.add("areas.csv", found, "residents in at least one area", "Fill in the persons columns.")
