"""Block cuts: what whole numbers say within one phase and need, when all that joins it to the others has a price.

A county falls into blocks of phase and need that few rows join: capital and openings a year, one base a school, the
goals held. Price those rows with multipliers y, and a block's columns cost d = c - y'A. The least that d'x can be over
the block's own rows, with whole decisions, holds for every plan, so d'x >= that least is a row for the master. At the
relaxation's own multipliers one such row a block lifts the relaxation to the Lagrangian bound of A. M. Geoffrion,
"Lagrangean relaxation for integer programming", Mathematical Programming Study 2, 1974. FORMULATION.md has the proof.
"""

from __future__ import annotations

import math
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from planner.model.master import Master
from planner.model.program import FloatArray, IntArray, Objective, Program, Row, Work

# A block's least is rounded down by this share, to be safe from the solver's arithmetic.
SAFE_SHARE = 1e-6
# Prices are rounded to a power of two about this share of the largest before the block is solved, so that the cut is
# exact for them. Finer steps say little more, and rows of many digits lead the simplex method astray.
PRICE_SHARE = 1e-3
# A cut must be broken by more than this share of its right-hand side.
BROKEN_SHARE = 1e-6
JOINED = -1


@dataclass(frozen=True)
class BlockCuts:
    """Rows that a point breaks; `clocked` says that the clock cut a block short, so they may not repeat."""

    rows: list[Row]
    clocked: bool


class Blocks:
    """The blocks of a master: `block_of` is the block of each column, JOINED for columns of none."""

    def __init__(self, master: Master) -> None:
        self._program = master.program
        self.block_of = _blocks_of_columns(master)
        self.count = int(self.block_of.max(initial=JOINED)) + 1

    def cuts(self, objective: Objective, multipliers: FloatArray, point: FloatArray, work: Work) -> BlockCuts:
        """One cut a block at multipliers, one for each row of the program; only those that the point breaks."""
        own, prices = self._split(objective, multipliers)
        rows, clocked = [], False
        for block in range(self.count):
            columns = np.flatnonzero(self.block_of == block)
            row, cut_short = self._cut(columns, own[block], prices, work)
            clocked = clocked or cut_short
            if row is not None and _breaks(point, row):
                rows.append(row)
        return BlockCuts(rows, clocked)

    def _split(self, objective: Objective, multipliers: FloatArray) -> tuple[list[list[Row]], FloatArray]:
        """Rows of each block, and the columns' prices once all other rows are priced."""
        own: list[list[Row]] = [[] for _ in range(self.count)]
        prices = objective.coefficients.copy()
        for row, multiplier in zip(self._program.all_rows(), multipliers, strict=True):
            blocks = self.block_of[row.columns]
            if len(blocks) and blocks[0] != JOINED and (blocks == blocks[0]).all():
                own[blocks[0]].append(row)
            elif np.isfinite(row.lower if multiplier > 0 else row.upper):
                prices[row.columns] -= multiplier * row.coefficients
        largest = max(1.0, float(np.abs(prices).max(initial=0.0)))
        unit = 2.0 ** math.floor(math.log2(largest * PRICE_SHARE))
        return own, np.round(prices / unit) * unit

    def _cut(self, columns: IntArray, own: list[Row], prices: FloatArray, work: Work) -> tuple[Row | None, bool]:
        """Give the block's cut, or None where nothing is known, and whether the clock cut the search short."""
        program = self._program
        position = np.full(program.columns, JOINED, dtype=np.int64)
        position[columns] = np.arange(len(columns))
        rows = [Row(position[row.columns], row.coefficients, row.lower, row.upper) for row in own]
        part = Program.of_rows(program.lower[columns], program.upper[columns], program.integer[columns], rows)
        solved = part.solve_mixed(Objective(prices[columns], 0.0), work)
        clocked = solved.stopped_by == "clock"
        if not np.isfinite(solved.bound):
            return None, clocked
        priced = columns[prices[columns] != 0]
        least = solved.bound - SAFE_SHARE * max(1.0, abs(solved.bound))
        return Row(priced, prices[priced], least, float("inf")), clocked


def _breaks(point: FloatArray, row: Row) -> bool:
    short = row.lower - row.coefficients @ point[row.columns]
    return bool(short > BROKEN_SHARE * max(1.0, abs(row.lower)))


def _blocks_of_columns(master: Master) -> IntArray:
    """Sites and the pupils who reach them are of one block; counts join it when all their rows are the block's."""
    joined, kinds = _Joined(), _kinds_of_sites(master)
    for cell in master.network.cells:
        pupils = ("pupils", cell.band, cell.need_group)
        joined.join([pupils, *(kinds[site] for site in cell.reach if site in kinds)])
    names = {column: joined.of(kind) for column, kind in _kinds_of_columns(master, kinds)}
    number: dict[Hashable, int] = {}
    block_of = np.full(master.program.columns, JOINED, dtype=np.int64)
    for column in sorted(names):
        block_of[column] = number.setdefault(names[column], len(number))
    return _with_counts(block_of, sorted(master.counted_columns), master.program.all_rows())


def _kinds_of_sites(master: Master) -> dict[int, Hashable]:
    """Phase and needs of each decided site, by its index."""
    sites = enumerate(master.problem.sites)
    return {index: ("site", site.phase, site.need_groups) for index, site in sites if site.size_menu}


def _kinds_of_columns(master: Master, kinds: Mapping[int, Hashable]) -> Iterator[tuple[int, Hashable]]:
    """Columns of decided sites and of pupils served, with their kind."""
    places_map = master.places_map
    for index, kind in kinds.items():
        for year in range(len(master.problem.academic_years)):
            yield from ((column, kind) for column in places_map.columns_of(index, year))
    for group, (_, band, need_group) in enumerate(master.network.groups):
        yield from ((int(column), ("pupils", band, need_group)) for column in master.served_columns[group])


def _with_counts(block_of: IntArray, counts: Sequence[int], rows: Iterable[Row]) -> IntArray:
    """Counted columns take the block of all others in their rows, where that is one."""
    waiting = set(counts)
    others: dict[int, set[int]] = {count: set() for count in counts}
    for row in rows:
        blocks = set(block_of[row.columns].tolist()) - {JOINED}
        for count in waiting.intersection(row.columns.tolist()):
            others[count] |= blocks
    found = block_of.copy()
    for count, blocks in others.items():
        if len(blocks) == 1:
            found[count] = next(iter(blocks))
    return found


class _Joined:
    """Names joined into sets, each known by one of its names."""

    def __init__(self) -> None:
        self._parent: dict[Hashable, Hashable] = {}

    def of(self, name: Hashable) -> Hashable:
        """The name that stands for a name's set."""
        while (parent := self._parent.setdefault(name, name)) != name:
            name = parent
        return name

    def join(self, names: Sequence[Hashable]) -> None:
        """Make one set of the sets of all names."""
        for name in names[1:]:
            self._parent[self.of(name)] = self.of(names[0])
        self.of(names[0])
