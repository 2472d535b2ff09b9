"""Council totals down to areas, in whole pupils.

Weight     w[a] = persons[a] * exp(rate / 10 * imd[a])
           `persons` are residents of the band's age group (nursery 3, infant 4 to 6, junior 7 to 10, secondary 11 to
           15), `rate` is `deprivation_log_rate_per_10_imd`; an area without a score takes the mean of the others.
Step 1     the total of a band, need group and year is rounded to whole pupils (half up)
Step 2     to localities by the sum of their areas' weights, step 3 to the areas of each locality by weight; both as
           `rounding` says, so that the sum of the areas is the total, and a total that grows from year to year or
           from bound to bound takes no pupil from any area.

Localities are ordered by their first area code, so another name for a locality changes nothing.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from planner.demand.rounding import allot, signposts
from planner.domain.demand import Demand, DemandKey
from planner.domain.geography import INFANT_NCY_HIGH, JUNIOR_NCY_HIGH, Area
from planner.domain.terms import AcademicYear, Band, Bound, NeedGroup

Totals = Mapping[tuple[Band, NeedGroup, AcademicYear], int]
POINTS = 10


def mean_imd(areas: Sequence[Area]) -> float:
    """Mean of the known deprivation scores; 0 when none is known, which weighs all areas alike."""
    known = [area.imd_score for area in areas if area.imd_score is not None]
    return sum(known) / len(known) if known else 0.0


def weight(area: Area, band: Band, log_rate_per_10_imd: float, imd_if_unknown: float) -> float:
    """Weight of one area for one band."""
    imd = imd_if_unknown if area.imd_score is None else area.imd_score
    return area.persons(band) * math.exp(log_rate_per_10_imd / POINTS * imd)


class Spread:
    """The areas of a council with their weights; spreads totals over them."""

    def __init__(self, areas: Sequence[Area], log_rate_per_10_imd: float) -> None:
        self._areas = sorted(areas, key=lambda area: area.code)
        self._rate = log_rate_per_10_imd
        self._mean_imd = mean_imd(areas)
        self.localities: dict[str, list[Area]] = {}
        for area in self._areas:
            self.localities.setdefault(area.locality, []).append(area)

    def shares(self, band: Band) -> dict[str, float]:
        """Share of each locality in the weights of a band; they sum to 1, or to 0 where nobody of that age lives."""
        weights = {name: math.fsum(self._weights(areas, band)) for name, areas in self.localities.items()}
        total = math.fsum(weights.values())
        return {name: each / total if total else 0.0 for name, each in weights.items()}

    def to_localities(self, total: int, band: Band, series: int) -> dict[str, int]:
        """Whole pupils by locality; raises ValueError when nobody of that age lives in the council."""
        weights = [math.fsum(self._weights(areas, band)) for areas in self.localities.values()]
        return dict(zip(self.localities, allot(total, weights, signposts(len(weights), series)), strict=True))

    def to_areas(self, total: int, locality: str, band: Band, series: int) -> dict[str, int]:
        """Whole pupils by area code; raises ValueError when nobody of that age lives in the locality."""
        areas = self.localities[locality]
        pupils = allot(total, self._weights(areas, band), signposts(len(areas), series))
        return dict(zip((area.code for area in areas), pupils, strict=True))

    def to_bands(self, total: int, locality: str, bands: Sequence[Band], series: int) -> dict[Band, int]:
        """Whole pupils of one phase by band, by residents for each year group; raises ValueError as above."""
        weights = [self._persons_of_band(locality, band) for band in bands]
        return dict(zip(bands, allot(total, weights, signposts(len(bands), series)), strict=True))

    def _weights(self, areas: Sequence[Area], band: Band) -> list[float]:
        return [weight(area, band, self._rate, self._mean_imd) for area in areas]

    def _persons_of_band(self, locality: str, band: Band) -> float:
        group = next(ages for ages in AGE_GROUPS if ages.ncy_low <= band.ncy_low <= ages.ncy_high)
        part = (band.ncy_high - band.ncy_low + 1) / (group.ncy_high - group.ncy_low + 1)
        return part * math.fsum(area.persons(band) for area in self.localities[locality])


AGE_GROUPS = (Band(-1, -1), Band(0, INFANT_NCY_HIGH), Band(3, JUNIOR_NCY_HIGH), Band(7, 11))


def series_number(band: Band, need_group: NeedGroup) -> int:
    """Number of a band and need group for the signposts; the same whichever others the scenario holds."""
    return (band.ncy_low + 1) * len(NeedGroup) + list(NeedGroup).index(need_group)


def spread_totals(spread: Spread, totals: Totals, bound: Bound) -> Demand:
    """Demand of one bound from whole council totals; raises ValueError when nobody of a band's age lives there."""
    cells: dict[DemandKey, int] = {}
    for (band, need_group, academic_year), total in totals.items():
        series = series_number(band, need_group)
        for locality, pupils in spread.to_localities(total, band, series).items():
            for code, here in spread.to_areas(pupils, locality, band, series).items():
                cells[DemandKey(code, band, need_group, academic_year)] = here
    return demand_of_cells(cells, bound)


def demand_of_cells(cells: Mapping[DemandKey, int], bound: Bound) -> Demand:
    """Demand from counts: sorted, cells without pupils left out."""
    return Demand(bound, tuple(sorted((key, pupils) for key, pupils in cells.items() if pupils)))
