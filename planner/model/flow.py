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
    pupil_metres: int
    placed: Mapping[tuple[int, int, int], int]


@dataclass(frozen=True, slots=True)
class _Part:
    """Cells and sites that hang together; nothing outside competes with them."""

    cells: tuple[int, ...]
    sites: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class _PartResult:
    weighted_unplaced: int
    placed_pupils: int
    pupil_metres: int
    placed: tuple[tuple[int, int, int], ...]


class Evaluator:
    """Evaluates places again and again; parts whose places did not change are remembered."""

    def __init__(self, network: Network) -> None:
        self._network = network
        self._parts = _parts(network)
        self._known: dict[tuple[int, int, bytes], _PartResult] = {}

    def evaluate(self, places: IntArray) -> Outcome:
        """Best placement for commissioned places of shape (sites, academic years)."""
        unplaced = pupils = metres = 0
        placed: dict[tuple[int, int, int], int] = {}
        for number, part in enumerate(self._parts):
            here = places[list(part.sites), :]
            for year in range(places.shape[1]):
                result = self._part(number, part, year, here[:, year])
                unplaced += result.weighted_unplaced
                pupils += result.placed_pupils
                metres += result.pupil_metres
                placed.update({(cell, site, year): count for cell, site, count in result.placed})
        return Outcome(unplaced, pupils, metres, placed)

    def _part(self, number: int, part: _Part, year: int, places: IntArray) -> _PartResult:
        key = (number, year, places.tobytes())
        if key not in self._known:
            self._known[key] = _best_placement(self._network, part, year, places)
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
    return tuple(_Part(tuple(cells[root]), tuple(sites.get(root, ()))) for root in sorted(cells))


def _best_placement(network: Network, part: _Part, year: int, places: IntArray) -> _PartResult:
    """Place one part's pupils in one year by min-cost flow; nodes are cells, then open sites, then the sink."""
    cells = [index for index in part.cells if network.cells[index].pupils[year]]
    open_sites = [site for site, size in zip(part.sites, places, strict=True) if size > 0]
    node = {site: len(cells) + position for position, site in enumerate(open_sites)}
    sink = len(cells) + len(open_sites)
    arcs = [
        (position, node[site], network.cells[index].pupils[year], metres)
        for position, index in enumerate(cells)
        for site, metres in zip(network.cells[index].reach, network.cells[index].metres, strict=True)
        if site in node
    ]
    pupils = [network.cells[index].pupils[year] for index in cells]
    worth = 1 + sum(pupils) * max((metres for *_, metres in arcs), default=0)
    placing = len(arcs)
    arcs += [(node[site], sink, int(size), 0) for site, size in zip(part.sites, places, strict=True) if size > 0]
    arcs += [(n, sink, pupils[n], worth * network.cells[index].weight) for n, index in enumerate(cells)]
    flows = _solve_flow(arcs, [*pupils, *[0] * len(open_sites), -sum(pupils)])
    unplaced = sum(
        int(count) * network.cells[index].weight
        for count, index in zip(flows[len(flows) - len(cells) :], cells, strict=True)
    )
    placed = tuple(
        (cells[start], open_sites[end - len(cells)], int(count))
        for (start, end, *_), count in zip(arcs[:placing], flows[:placing], strict=True)
        if count
    )
    metres = sum(int(count) * arc[3] for arc, count in zip(arcs[:placing], flows[:placing], strict=True))
    return _PartResult(unplaced, sum(count for *_, count in placed), metres, placed)


def _solve_flow(arcs: list[tuple[int, int, int, int]], supplies: list[int]) -> IntArray:
    """Flow on each arc (tail, head, limit, cost) of a cheapest way to move the supplies."""
    if not arcs:
        return np.zeros(0, dtype=np.int64)
    solver = min_cost_flow.SimpleMinCostFlow()
    table = np.asarray(arcs, dtype=np.int64)
    handles = solver.add_arcs_with_capacity_and_unit_cost(
        table[:, 0].astype(np.int32), table[:, 1].astype(np.int32), table[:, 2], table[:, 3]
    )
    solver.set_nodes_supplies(np.arange(len(supplies), dtype=np.int32), np.asarray(supplies, dtype=np.int64))
    status = solver.solve()
    if status != solver.OPTIMAL:
        msg = f"the placement of pupils was not solved: {status}"
        raise BrokenPlanError(msg)
    return np.asarray(solver.flows(handles), dtype=np.int64)
