"""The council's own table of pupils who need a place, in place of the forecast.

A row holds whole pupils of one bound, locality, phase, need group and academic year. Pupils of a phase go to its
bands by residents for each year group, and to the areas of the locality as in `spread`. A locality, phase and need
group without a row in a year that the table covers has no pupils; a year or bound without any row is a fault.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from planner.demand.spread import Spread, demand_of_cells, series_number
from planner.domain.demand import Demand, DemandKey
from planner.domain.terms import AcademicYear, Band, Bound, NeedGroup, Phase
from planner.errors import Faults

FILE = "demand.csv"


@dataclass(frozen=True, slots=True)
class StatedDemandRow:
    """Whole pupils of one cell of the council's table."""

    bound: Bound
    locality: str
    phase: Phase
    need_group: NeedGroup
    academic_year: AcademicYear
    pupils: int


def stated_demand(
    rows: Iterable[StatedDemandRow],
    spread: Spread,
    bands: Sequence[Band],
    need_groups: Sequence[NeedGroup],
    academic_years: Sequence[AcademicYear],
    faults: Faults,
) -> tuple[Demand, ...]:
    """Demand of the three bounds from the table; rows of other years and need groups are passed over."""
    used = [row for row in rows if row.academic_year in academic_years and row.need_group in need_groups]
    _check_cover(used, academic_years, faults)
    return tuple(
        _of_bound([row for row in used if row.bound == bound], spread, bands, bound, faults) for bound in Bound
    )


def _check_cover(rows: Sequence[StatedDemandRow], academic_years: Sequence[AcademicYear], faults: Faults) -> None:
    covered = {(row.bound, row.academic_year) for row in rows}
    for bound in Bound:
        missing = [str(year) for year in academic_years if (bound, year) not in covered]
        if missing:
            remedy = "Add the rows; where there is one view only, repeat it for each bound."
            faults.add(FILE, f"no row for bound {bound} in {', '.join(missing)}", "every year of the scenario", remedy)


def _of_bound(
    rows: Sequence[StatedDemandRow], spread: Spread, bands: Sequence[Band], bound: Bound, faults: Faults
) -> Demand:
    cells: dict[DemandKey, int] = {}
    for row in rows:
        of_phase = [band for band in bands if band.phase is row.phase and _has_residents(spread, row.locality, band)]
        if not row.pupils:
            continue
        if not of_phase:
            found = f"{row.pupils} {row.phase} pupils in {row.locality}, where areas.csv counts no resident of that age"
            faults.add(FILE, found, "residents of that age", "Correct the locality or the persons of its areas.")
            continue
        series = series_number(of_phase[0], row.need_group)
        for band, pupils in spread.to_bands(row.pupils, row.locality, of_phase, series).items():
            areas = spread.to_areas(pupils, row.locality, band, series_number(band, row.need_group))
            for code, here in areas.items():
                cells[DemandKey(code, band, row.need_group, row.academic_year)] = here
    return demand_of_cells(cells, bound)


def _has_residents(spread: Spread, locality: str, band: Band) -> bool:
    return any(area.persons(band) > 0 for area in spread.localities[locality])
