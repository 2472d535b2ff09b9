"""Service cuts: what the master must know about who can reach which places (Gale 1957, Hoffman 1960).

For any set L' of groups and J' of sites, in every year t

    sum of served[l,t] over L'  <=  sum of places[j,t] over J'
                                    + pupils of those cells of L' that reach a site outside J'

because a pupil of L' who is served sits in J' or could only be a pupil with reach beyond it. The cut holds for every
plan, so bounds stay valid, and a violated one is found by a maximum flow: its minimum cut names L' and J'.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from ortools.graph.python import max_flow

from planner.model.network import Network

FloatArray = NDArray[np.float64]

# Flows are whole numbers, so pupils and places are counted in ten-thousandths.
FLOW_SCALE = 10_000
VIOLATION_PUPILS = 0.01


@dataclass(frozen=True, slots=True, order=True)
class ServiceCut:
    """Groups L' and sites J' by index, sorted; the same cut serves every year."""

    groups: tuple[int, ...]
    sites: tuple[int, ...]

    def beyond_pupils(self, network: Network, year: int) -> int:
        """Pupils of the groups, in one year, who reach a site outside the cut's sites."""
        sites = set(self.sites)
        return sum(
            network.cells[cell].pupils[year]
            for group in self.groups
            for cell in network.cells_of_group[group]
            if not sites.issuperset(network.cells[cell].reach)
        )

    def violation(self, network: Network, served: FloatArray, places: FloatArray, year: int) -> float:
        """Pupils by which a point breaks the cut; negative when it keeps it. Arrays have a column a year."""
        left = served[list(self.groups), year].sum()
        return float(left - places[list(self.sites), year].sum() - self.beyond_pupils(network, year))


def first_cuts(network: Network) -> list[ServiceCut]:
    """One cut a group over all sites that it reaches: a good start for the pool."""
    cuts = []
    for group, members in enumerate(network.cells_of_group):
        reached = sorted({site for cell in members for site in network.cells[cell].reach})
        cuts.append(ServiceCut((group,), tuple(reached)))
    return cuts


class Separator:
    """Finds violated cuts; the network's arcs are laid out once."""

    def __init__(self, network: Network) -> None:
        self._network = network
        groups, cells, sites = len(network.groups), len(network.cells), len(network.sites)
        self._cell_node = 1 + groups
        self._site_node = self._cell_node + cells
        self._sink = self._site_node + sites
        reach = [(index, site) for index, cell in enumerate(network.cells) for site in cell.reach]
        group_of = np.fromiter((cell.group for cell in network.cells), dtype=np.int32, count=cells)
        pairs = np.asarray(reach, dtype=np.int32).reshape(-1, 2)
        nodes = np.arange(max(groups, cells, sites), dtype=np.int32)
        tails = [
            np.zeros(groups, np.int32),
            1 + group_of,
            self._cell_node + pairs[:, 0],
            self._site_node + nodes[:sites],
        ]
        heads = [
            1 + nodes[:groups],
            self._cell_node + nodes[:cells],
            self._site_node + pairs[:, 1],
            np.full(sites, self._sink, np.int32),
        ]
        self._tails = np.concatenate(tails).astype(np.int32)
        self._heads = np.concatenate(heads).astype(np.int32)
        self._pupils = np.asarray([cell.pupils for cell in network.cells], dtype=np.int64).reshape(cells, -1)
        self._pair_cell = pairs[:, 0]

    def violated(self, served: FloatArray, places: FloatArray) -> list[ServiceCut]:
        """Cuts that a point breaks, over all years, sorted; `served` is (groups, years), `places` (sites, years)."""
        found: set[ServiceCut] = set()
        for year in range(served.shape[1]):
            found.update(self._violated_in(served, places, year))
        return sorted(found)

    def _violated_in(self, served: FloatArray, places: FloatArray, year: int) -> list[ServiceCut]:
        wanted = np.floor(served[:, year] * FLOW_SCALE).astype(np.int64)
        pupils = self._pupils[:, year] * FLOW_SCALE
        limits = np.concatenate(
            [wanted, pupils, pupils[self._pair_cell], np.ceil(places[:, year] * FLOW_SCALE).astype(np.int64)]
        )
        solver = max_flow.SimpleMaxFlow()
        solver.add_arcs_with_capacity(self._tails, self._heads, limits)
        solver.solve(0, self._sink)
        if wanted.sum() - solver.optimal_flow() <= VIOLATION_PUPILS * FLOW_SCALE:
            return []
        side = set(solver.get_source_side_min_cut())
        groups = [group for group in range(len(self._network.groups)) if 1 + group in side]
        sites = {site for site in range(len(self._network.sites)) if self._site_node + site in side}
        split = _connected(self._network, groups, sites)
        return [cut for cut in split if cut.violation(self._network, served, places, year) > VIOLATION_PUPILS]


def _connected(network: Network, groups: Sequence[int], sites: set[int]) -> list[ServiceCut]:
    """Split a cut where its groups share no site: each part is a cut of its own, and a sharper one."""
    reached = {
        group: {site for cell in network.cells_of_group[group] for site in network.cells[cell].reach} & sites
        for group in groups
    }
    parts: list[tuple[set[int], set[int]]] = []
    for group in groups:
        touching = [part for part in parts if part[1] & reached[group]]
        merged = ({group}, set(reached[group]))
        for part in touching:
            merged = (merged[0] | part[0], merged[1] | part[1])
            parts.remove(part)
        parts.append(merged)
    return [ServiceCut(tuple(sorted(part_groups)), tuple(sorted(part_sites))) for part_groups, part_sites in parts]
