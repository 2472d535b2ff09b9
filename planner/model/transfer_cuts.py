"""Transfer cuts: what the master must know about leaving a primary base, without decisions who moves on where.

Take any groups L' of leaving sites and N(L'), the entry sites that fit any of them. In every year t

    scale x sum of transition_gap[group,t] over L'  >=  sum of leavers[group,t] over L'
                                                      - sum of entry_places[entry,t] over N(L')

because a leaver of L' is without an entry place or takes one of N(L'), of which each takes one leaver. It holds for
every plan, so bounds stay valid. The least total gap of a year is the greatest right side of all L' (maximum flow and
minimum cut), so the minimum cut of the flow from leavers to entry places names the one cut that the total needs.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from ortools.graph.python import max_flow

from planner.model.cuts import parts_that_share
from planner.model.expressions import Expressions
from planner.model.program import INFINITY, FloatArray, Row
from planner.model.transition import TransitionGaps

# Flows are whole numbers, so parts of a pupil are counted in ten-thousandths.
FLOW_SCALE = 10_000
VIOLATION_PUPILS = 1e-4

TransferCut = tuple[int, tuple[int, ...]]
"""A year by position and groups L', sorted."""


class TransferSeparator:
    """Finds violated cuts; each is given once."""

    def __init__(self, gaps: TransitionGaps) -> None:
        self._gaps = gaps
        years, groups = gaps.years, range(len(gaps.fits))
        entries = range(len(gaps.entry_places) // max(1, len(years)))
        self._leavers = Expressions([[gaps.leavers[group, year] for year in years] for group in groups], len(years))
        self._entry = Expressions([[gaps.entry_places[entry, year] for year in years] for entry in entries], len(years))
        columns = [[int(gaps.transition_gap[group, year].id) for year in years] for group in groups]
        self._columns = np.asarray(columns, dtype=np.int64).reshape(len(groups), len(years))
        pairs = np.asarray([(g, entry) for g, fit in enumerate(gaps.fits) for entry in fit], dtype=np.int32)
        pairs = pairs.reshape(-1, 2)
        nodes = np.arange(max(len(groups), len(entries)), dtype=np.int32)
        self._entry_node, self._sink = 1 + len(groups), 1 + len(groups) + len(entries)
        self._tails = np.concatenate(
            [np.zeros(len(groups), np.int32), 1 + pairs[:, 0], self._entry_node + nodes[: len(entries)]]
        ).astype(np.int32)
        self._heads = np.concatenate(
            [1 + nodes[: len(groups)], self._entry_node + pairs[:, 1], np.full(len(entries), self._sink, np.int32)]
        ).astype(np.int32)
        self._pairs = len(pairs)
        self._pool: set[TransferCut] = set()

    def violated(self, point: FloatArray) -> list[Row]:
        """Rows of cuts that a point breaks and that were not given yet."""
        return self.pull_inside(point, point)[1]

    def pull_inside(self, point: FloatArray, outside: FloatArray) -> tuple[FloatArray, list[Row]]:
        """Give the point with the gap that its places leave, and rows of their cuts that `outside` breaks."""
        inside, cuts = point.copy(), set()
        for year in range(len(self._gaps.years)):
            inside[self._columns[:, year]], found = self._least_gap(point, year)
            cuts.update(found)
        total = float(inside[self._columns].sum())
        inside[self._gaps.pupils.id] = total
        return inside, [self._row(cut) for cut in self._broken(sorted(cuts), outside)]

    def _broken(self, groups: Sequence[tuple[int, ...]], point: FloatArray) -> list[TransferCut]:
        """New cuts that a point breaks; what is found in one year is tried in all, as years are alike."""
        leavers, entry = self._leavers.at(point), self._entry.at(point)
        lacking = leavers - self._gaps.scale * point[self._columns]
        broken = []
        for members in groups:
            fit = self._fit(members)
            short = lacking[list(members)].sum(axis=0) - entry[fit].sum(axis=0)
            broken += [(year, members) for year in np.flatnonzero(short > VIOLATION_PUPILS * self._gaps.scale).tolist()]
        fresh = [cut for cut in broken if cut not in self._pool]
        self._pool.update(fresh)
        return fresh

    def _fit(self, members: Sequence[int]) -> list[int]:
        return sorted({entry for group in members for entry in self._gaps.fits[group]})

    def _row(self, cut: TransferCut) -> Row:
        year, members = cut
        terms = dict.fromkeys(self._columns[list(members), year].tolist(), float(self._gaps.scale))
        lower = 0.0
        parts = [(self._leavers, group, -1.0) for group in members]
        parts += [(self._entry, entry, 1.0) for entry in self._fit(members)]
        for table, index, sign in parts:
            lower -= sign * float(table.fixed[index, year])
            for column, coefficient in table.terms[index][year]:
                terms[column] = terms.get(column, 0.0) + sign * coefficient
        columns = np.asarray(sorted(terms), dtype=np.int64)
        return Row(columns, np.asarray([terms[column] for column in columns.tolist()]), lower, INFINITY)

    def _least_gap(self, point: FloatArray, year: int) -> tuple[FloatArray, list[tuple[int, ...]]]:
        """Gap of each group at the point's places, never too low, and the groups that make it, split where they can."""
        leavers = np.ceil(np.maximum(self._leavers.at(point)[:, year], 0.0) * FLOW_SCALE).astype(np.int64)
        entry = np.floor(np.maximum(self._entry.at(point)[:, year], 0.0) * FLOW_SCALE).astype(np.int64)
        solver = max_flow.SimpleMaxFlow()
        free = np.full(self._pairs, leavers.sum(), dtype=np.int64)
        arcs = solver.add_arcs_with_capacity(self._tails, self._heads, np.concatenate([leavers, free, entry]))
        solver.solve(0, self._sink)
        moved = np.asarray(solver.flows(arcs[: len(leavers)]), dtype=np.int64)
        side = set(solver.get_source_side_min_cut())
        short = [group for group in range(len(leavers)) if 1 + group in side and leavers[group]]
        return (leavers - moved) / (FLOW_SCALE * self._gaps.scale), self._split(short)

    def _split(self, groups: Sequence[int]) -> list[tuple[int, ...]]:
        parts = parts_that_share({group: set(self._gaps.fits[group]) for group in groups})
        return [tuple(sorted(members)) for members, _ in parts]
