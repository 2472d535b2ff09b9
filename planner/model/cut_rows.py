"""Service cuts as rows of the master, many at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING

import numpy as np

from planner.model.cuts import ServiceCut
from planner.model.network import Network
from planner.model.program import FloatArray, IntArray, Row

if TYPE_CHECKING:
    from planner.model.master import PlacesMap

YearCut = tuple[int, ServiceCut]


@dataclass(frozen=True)
class CutRows:
    """Decisions go to the left of a row, fixed places and openings to the right; no column comes from two of them."""

    network: Network
    places_map: PlacesMap
    served_columns: IntArray

    def rows(self, cuts: Sequence[YearCut]) -> list[Row]:
        """One row for each year and cut."""
        years = np.asarray([year for year, _ in cuts], dtype=np.int64)
        row, groups = _flat([cut.groups for _, cut in cuts])
        entries = [(row, self.served_columns[groups, years[row]], np.ones(len(row)))]
        room = np.asarray([cut.outside_pupils(self.network, year) for year, cut in cuts], dtype=np.float64)
        row, sites = _flat([cut.sites for _, cut in cuts])
        np.add.at(room, row, self.places_map.fixed[sites, years[row]])
        number, columns, coefficients = self.places_map.entries(sites, years[row])
        entries.append((row[number], columns, -coefficients))
        entries.append(self._reaching(cuts, years, room))
        row, columns, coefficients = (np.concatenate(part) for part in zip(*entries, strict=True))
        return _rows(row, columns, coefficients, room)

    def _reaching(
        self, cuts: Sequence[YearCut], years: IntArray, room: FloatArray
    ) -> tuple[IntArray, IntArray, FloatArray]:
        """Entries of the sites outside that pupils reach; those that are open as a fact add to the room."""
        sites_of, pupils_of = [], []
        for year, cut in cuts:
            reaching = cut.reaching_pupils(self.network, year)
            reaching[list(cut.sites)] = 0
            sites_of.append(np.flatnonzero(reaching))
            pupils_of.append(reaching[sites_of[-1]])
        row, sites = _flat(sites_of)
        pupils, years = np.concatenate(pupils_of), years[row]
        columns = self.places_map.opens_column[sites, years]
        decided = columns >= 0
        np.add.at(room, row[~decided], (pupils * (self.places_map.fixed[sites, years] > 0))[~decided])
        return row[decided], columns[decided], -pupils[decided]


def _flat(members: Sequence[tuple[int, ...] | IntArray]) -> tuple[IntArray, IntArray]:
    """All members, and before them the position of the sequence that each comes from."""
    lengths = np.asarray([len(each) for each in members], dtype=np.int64)
    numbers = np.fromiter(chain.from_iterable(members), dtype=np.int64)
    return np.repeat(np.arange(len(members)), lengths), numbers


def _rows(row: IntArray, columns: IntArray, coefficients: FloatArray, room: FloatArray) -> list[Row]:
    """Sorted rows of all entries."""
    order = np.lexsort((columns, row))
    ends = np.cumsum(np.bincount(row, minlength=len(room)))[:-1]
    split = zip(np.split(columns[order], ends), np.split(coefficients[order], ends), room.tolist(), strict=True)
    return [Row(of_row, values, -float("inf"), most) for of_row, values, most in split]
