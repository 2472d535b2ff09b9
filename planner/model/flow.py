"""Who goes where, for given places: the exact best placement of pupils, by min-cost flow.

For fixed places the pupils' side is a transportation problem. One flow for each academic year and each part of the
network that hangs together finds, in whole pupils, first the fewest weighted pupils without a place and among those
the least travel. The first is worth so much more than the second that no travel can outweigh it, and the arithmetic is
in 64-bit whole numbers, so the order is strict. A greatest weighted set of served pupils is also a greatest set (the
sets that can be served form a matroid and weights are positive), so vacant places come out least as well.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import chain

import numpy as np
from numpy.typing import NDArray
from ortools.graph.python import min_cost_flow

from planner.errors import BrokenPlanError
from planner.model.network import Network

IntArray = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Outcome:
    """Totals over the years, and pupils by (cell, site, year) index."""

    weighted_unplaced: int
    placed_pupils: int
    pupil_travel: int
    placed: Mapping[tuple[int, int, int], int]


@dataclass(frozen=True)
class _Part:
    """Cells and sites that hang together; nothing outside competes with them.

    `pupils` is (cells, years). The pairs of cell and site within reach, in order, are positions in `cells` and `sites`.
    """

    cells: IntArray
    sites: IntArray
    pupils: IntArray
    weights: IntArray
    pair_cells: IntArray
    pair_sites: IntArray
    pair_way: IntArray


@dataclass(frozen=True, slots=True)
class _PartResult:
    weighted_unplaced: int
    placed_pupils: int
    pupil_travel: int
    placed: tuple[tuple[int, int, int], ...]


class Evaluator:
    """Evaluates places again and again; parts whose places did not change are remembered."""

    def __init__(self, network: Network) -> None:
        self._network = network
        self._parts = _parts(network)
        self._known: dict[tuple[int, int, bytes], _PartResult] = {}

    def evaluate(self, places: IntArray) -> Outcome:
        """Best placement for commissioned places of shape (sites, academic years)."""
        unplaced = pupils = way = 0
        placed: dict[tuple[int, int, int], int] = {}
        for number, part in enumerate(self._parts):
            here = places[part.sites, :]
            for year in range(places.shape[1]):
                result = self._part(number, part, year, here[:, year])
                unplaced += result.weighted_unplaced
                pupils += result.placed_pupils
                way += result.pupil_travel
                placed.update({(cell, site, year): count for cell, site, count in result.placed})
        return Outcome(unplaced, pupils, way, placed)

    def _part(self, number: int, part: _Part, year: int, places: IntArray) -> _PartResult:
        key = (number, year, places.tobytes())
        if key not in self._known:
            self._known[key] = _best_placement(part, year, places)
        return self._known[key]


def _parts(network: Network) -> tuple[_Part, ...]:
    """Connected parts of the network of cells and sites; cells that reach nothing form parts of their own."""
    parent = list(range(len(network.sites)))

    def find(node: int) -> int:
        while parent[node] != node:
            parent[node] = parent[parent[node]]
            node = parent[node]
        return node

    for cell in network.cells:
        for site in cell.reach[1:]:
            parent[find(site)] = find(cell.reach[0])
    cells: dict[int, list[int]] = {}
    for index, cell in enumerate(network.cells):
        cells.setdefault(find(cell.reach[0]) if cell.reach else -1, []).append(index)
    sites: dict[int, list[int]] = {}
    for site in range(len(network.sites)):
        sites.setdefault(find(site), []).append(site)
    return tuple(_part(network, cells[root], sites.get(root, [])) for root in sorted(cells))


def _part(network: Network, cells: list[int], sites: list[int]) -> _Part:
    chosen = [network.cells[cell] for cell in cells]
    position = np.zeros(len(network.sites), dtype=np.int64)
    position[sites] = np.arange(len(sites))
    reach = [len(cell.reach) for cell in chosen]
    pairs = sum(reach)
    return _Part(
        np.asarray(cells, dtype=np.int64),
        np.asarray(sites, dtype=np.int64),
        np.asarray([cell.pupils for cell in chosen], dtype=np.int64),
        np.asarray([cell.weight for cell in chosen], dtype=np.int64),
        np.repeat(np.arange(len(cells)), reach),
        position[np.fromiter(chain.from_iterable(cell.reach for cell in chosen), dtype=np.int64, count=pairs)],
        np.fromiter(chain.from_iterable(cell.way for cell in chosen), dtype=np.int64, count=pairs),
    )


def _best_placement(part: _Part, year: int, places: IntArray) -> _PartResult:
    """Place one part's pupils in one year by min-cost flow; nodes are cells, then open sites, then the sink."""
    pupils, weights = part.pupils[:, year], part.weights
    waiting, is_open = pupils > 0, places > 0
    within = waiting[part.pair_cells] & is_open[part.pair_sites]
    if not within.any():
        return _PartResult(int(pupils @ weights), 0, 0, ())
    cells, sites, way = part.pair_cells[within], part.pair_sites[within], part.pair_way[within]
    cell_node = np.cumsum(waiting) - 1
    site_node = np.cumsum(waiting)[-1] + np.cumsum(is_open) - 1
    sink = site_node[-1] + 1
    worth = 1 + int(pupils.sum()) * int(way.max())
    to_sink = np.concatenate([site_node[is_open], cell_node[waiting]])
    supplies = np.zeros(sink + 1, dtype=np.int64)
    supplies[: len(cell_node[waiting])] = pupils[waiting]
    supplies[sink] = -pupils.sum()
    flows = _solve_flow(
        np.concatenate([cell_node[cells], to_sink]),
        np.concatenate([site_node[sites], np.full(len(to_sink), sink)]),
        np.concatenate([pupils[cells], places[is_open], pupils[waiting]]),
        np.concatenate([way, np.zeros(is_open.sum(), dtype=np.int64), worth * weights[waiting]]),
        supplies,
    )
    placed, unplaced = flows[: len(cells)], flows[len(flows) - waiting.sum() :]
    used = placed > 0
    rows = (part.cells[cells[used]].tolist(), part.sites[sites[used]].tolist(), placed[used].tolist())
    return _PartResult(
        int(unplaced @ weights[waiting]), int(placed.sum()), int(placed @ way), tuple(zip(*rows, strict=True))
    )


def _solve_flow(tails: IntArray, heads: IntArray, limits: IntArray, costs: IntArray, supplies: IntArray) -> IntArray:
    """Flow on each arc of a cheapest way to move the supplies."""
    solver = min_cost_flow.SimpleMinCostFlow()
    arcs = solver.add_arcs_with_capacity_and_unit_cost(tails.astype(np.int32), heads.astype(np.int32), limits, costs)
    solver.set_nodes_supplies(np.arange(len(supplies), dtype=np.int32), supplies)
    status = solver.solve()
    if status != solver.OPTIMAL:
        msg = f"the placement of pupils was not solved: {status}"
        raise BrokenPlanError(msg)
    return np.asarray(solver.flows(arcs), dtype=np.int64)
