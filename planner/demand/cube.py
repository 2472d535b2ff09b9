"""The forecast as whole pupils by area, band, need group, academic year and bound."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from planner.demand.caseload import Caseload
from planner.demand.levers import kept_shares
from planner.demand.spread import Spread, demand_of_cells, spread_totals
from planner.demand.stock_and_flow import Stock, forecast
from planner.domain.assumption import Assumptions
from planner.domain.demand import Demand, DemandKey
from planner.domain.geography import Area
from planner.domain.levers import DemandDrivers
from planner.domain.problem import Site
from planner.domain.terms import AcademicYear, Band, Bound, NeedGroup
from planner.errors import Faults


@dataclass(frozen=True)
class ForecastInputs:
    """What a forecast stands on: the council's areas, its bases and plans, the numbers, and what is asked."""

    spread: Spread
    sites: Sequence[Site]
    caseload: Caseload
    assumptions: Assumptions
    need_groups: Sequence[NeedGroup]
    bands: Sequence[Band]
    academic_years: Sequence[AcademicYear]

    def stock_by_year(self, drivers: DemandDrivers, bound: Bound) -> dict[AcademicYear, Stock]:
        """Pupils needing an RP place if these levers acted everywhere in the council; fractions are kept."""
        kept = kept_shares(self.caseload, self.assumptions, drivers, self.academic_years, bound)
        return forecast(self.sites, self.caseload, self.assumptions, self.need_groups, self.academic_years, bound, kept)


def forecast_demand(inputs: ForecastInputs, drivers: DemandDrivers | None = None) -> tuple[Demand, ...]:
    """Demand of the three bounds with the levers that are on (None = none); call `check_residents` first.

    Each locality has the pupils that it would have if the levers that act in it acted everywhere. So a lever of one
    locality moves no pupil of another, a stronger one adds no pupil anywhere, and the council's total is the sum.
    """
    return tuple(_of_bound(inputs, drivers or DemandDrivers(), bound) for bound in Bound)


def _of_bound(inputs: ForecastInputs, drivers: DemandDrivers, bound: Bound) -> Demand:
    cells: dict[DemandKey, int] = {}
    for acting, localities in drivers.by_localities(inputs.spread.localities).items():
        totals = totals_by_band(inputs.stock_by_year(acting, bound), inputs.bands, inputs.need_groups)
        codes = {area.code for locality in localities for area in inputs.spread.localities[locality]}
        spread = spread_totals(inputs.spread, totals, bound)
        cells |= {key: pupils for key, pupils in spread.cells if key.area in codes}
    return demand_of_cells(cells, bound)


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
