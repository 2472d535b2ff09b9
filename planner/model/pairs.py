"""All pairs of area and site at once, as the placement rules judge them: rows are areas, columns are sites."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import repeat
from operator import itemgetter
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from planner.domain.problem import Problem
from planner.domain.terms import Band

BoolArray: TypeAlias = NDArray[np.bool_]


@dataclass(frozen=True)
class Pairs:
    """`metres` of shape (areas, sites) is NaN where no travel distance is known, so every limit refuses the pair.

    `minutes` so too; None where travel is reckoned in metres. `ncy_low` and `ncy_high` are the sites' year groups.
    """

    metres: NDArray[np.float64]
    ncy_low: NDArray[np.int64]
    ncy_high: NDArray[np.int64]
    minutes: NDArray[np.float64] | None = None

    @classmethod
    def of(cls, problem: Problem) -> Pairs:
        """Lay a problem's distances and year groups out."""
        low = np.asarray([site.ncy_low for site in problem.sites], dtype=np.int64)
        high = np.asarray([site.ncy_high for site in problem.sites], dtype=np.int64)
        timed = problem.travel_minutes
        minutes = None if timed is None else _by_pair(problem, timed)
        return cls(_by_pair(problem, problem.distance_metres), low, high, minutes)

    @property
    def way(self) -> NDArray[np.float64]:
        """Minutes where travel is reckoned in them, else metres."""
        return self.metres if self.minutes is None else self.minutes

    def overlapping(self, band: Band) -> BoolArray:
        """Pairs with a known way at sites with any year group of the band; the rules judge the rest."""
        taught = (self.ncy_low <= band.ncy_high) & (band.ncy_low <= self.ncy_high)
        return ~np.isnan(self.way) & taught


def _by_pair(problem: Problem, distances: Mapping[tuple[str, str], float]) -> NDArray[np.float64]:
    """Metres or minutes by area and site; what is of no area or no site of the problem goes to a last row or column."""
    row = {area.code: index for index, area in enumerate(problem.areas)}
    urns = {site.urn: None for site in problem.sites if site.urn is not None}
    column = {urn: index for index, urn in enumerate(urns)}
    by_school = np.full((len(row) + 1, len(column) + 1), np.nan)
    rows = map(row.get, map(itemgetter(0), distances), repeat(-1))
    columns = map(column.get, map(itemgetter(1), distances), repeat(-1))
    by_school[_numbers(rows), _numbers(columns)] = np.fromiter(distances.values(), dtype=np.float64)
    by_school[:, -1] = np.nan
    return by_school[:-1, [-1 if site.urn is None else column[site.urn] for site in problem.sites]]


def _numbers(numbers: Iterable[int]) -> NDArray[np.int64]:
    return np.fromiter(numbers, dtype=np.int64)
