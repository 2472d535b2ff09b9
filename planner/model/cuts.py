"""Service cuts: what the master must know about who can reach which places (Gale 1957, Hoffman 1960, with openings).

Take any groups L', sites S and cells C of L'. In every year t

    sum of served[l,t] over L'  <=  sum of places[j,t] over S
                                  + sum over j outside S of opens[j,t] x (pupils of C who reach j)
                                  + pupils of L' outside C

because a pupil of L' who is served is outside C, or sits in S, or sits at a site outside S, which then is open. It
holds for every plan, so bounds stay valid. A violated one is found by a maximum flow from groups through cells to sites
in which a cell sends a site at most its pupils x opens; the minimum cut names L', S and C.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from ortools.graph.python import max_flow

from planner.model.network import Network

FloatArray = NDArray[np.float64]

# Flows are whole numbers, so pupils and places are counted in ten-thousandths.
FLOW_SCALE = 10_000
VIOLATION_PUPILS = 0.01
# Two rooms of a site that differ by no more than this are the same.
SAME_ROOM_PUPILS = 1e-6
SHARPENINGS = 2


@dataclass(frozen=True, slots=True, order=True)
class ServiceCut:
    """Groups L', sites S and cells C by index, sorted; the same cut may serve every year."""

    groups: tuple[int, ...]
    sites: tuple[int, ...]
    cells: tuple[int, ...]

    def outside_pupils(self, network: Network, year: int) -> int:
        """Pupils of the groups outside the cut's cells in one year."""
        inside = set(self.cells)
        return sum(
            network.cells[cell].pupils[year]
            for group in self.groups
            for cell in network.cells_of_group[group]
            if cell not in inside
        )

    def reaching_pupils(self, network: Network, year: int) -> FloatArray:
        """Pupils of the cut's cells who reach each site in one year, by site index."""
        if not self.cells:
            return np.zeros(len(network.sites))
        reached = [network.reached[cell] for cell in self.cells]
        pupils = np.repeat(network.pupils[list(self.cells), year], [len(sites) for sites in reached])
        return np.bincount(np.concatenate(reached), pupils, len(network.sites)).astype(np.float64)


@dataclass(frozen=True)
class Point:
    """A point of the master: `served` is (groups, years), `places` and `opens` are (sites, years)."""

    served: FloatArray
    places: FloatArray
    opens: FloatArray


@dataclass(frozen=True)
class Separation:
    """Cuts, sorted, and pupils of shape (groups, years) that can be served of those that a point wants to serve."""

    cuts: tuple[ServiceCut, ...]
    served: FloatArray


def violation(cut: ServiceCut, network: Network, point: Point, year: int) -> float:
    """Pupils by which a point breaks a cut in one year; negative when it keeps it."""
    sites, groups = list(cut.sites), list(cut.groups)
    reaching = cut.reaching_pupils(network, year) * point.opens[:, year]
    reaching[sites] = point.places[sites, year]
    return float(point.served[groups, year].sum() - reaching.sum() - cut.outside_pupils(network, year))


def sharpened(cut: ServiceCut, network: Network, point: Point, year: int) -> ServiceCut:
    """The cut in which each site has the smaller of its two rooms, its places or the pupils who reach it when open.

    At the point where they differ there. Where they do not, as at a closed site, once it is open at its middle size: a
    closed site that many can reach would else have room for them all.
    """
    pupils = cut.reaching_pupils(network, year)
    places, reaching = point.places[:, year], pupils * point.opens[:, year]
    differ = np.abs(places - reaching) > SAME_ROOM_PUPILS
    fewer_places = np.where(differ, places < reaching, network.middle_places <= pupils)
    sites = np.flatnonzero(fewer_places & (pupils > 0))
    return ServiceCut(cut.groups, tuple(sites.tolist()), cut.cells)


def first_cuts(network: Network) -> list[tuple[int, ServiceCut]]:
    """One cut a group and year over all its cells: a good start for the pool."""
    years, sites = len(network.academic_years), len(network.sites)
    nothing = Point(np.zeros((len(network.groups), years)), np.zeros((sites, years)), np.zeros((sites, years)))
    groups = [ServiceCut((group,), (), members) for group, members in enumerate(network.cells_of_group)]
    return [(year, sharpened(cut, network, nothing, year)) for cut in groups for year in range(years)]


class Separator:
    """Finds violated cuts; the network's arcs are laid out once."""

    def __init__(self, network: Network) -> None:
        self._network = network
        groups, cells, sites = len(network.groups), len(network.cells), len(network.sites)
        self._cell_node = 1 + groups
        self._site_node = self._cell_node + cells
        self._sink = self._site_node + sites
        group_of = np.fromiter((cell.group for cell in network.cells), dtype=np.int32, count=cells)
        self._pairs = network.reach_pairs
        nodes = np.arange(max(groups, cells, sites), dtype=np.int32)
        cell_nodes = self._cell_node + self._pairs[:, 0]
        tails: list[NDArray[Any]] = [
            np.zeros(groups, np.int32),
            1 + group_of,
            cell_nodes,
            self._site_node + nodes[:sites],
        ]
        heads: list[NDArray[Any]] = [
            1 + nodes[:groups],
            self._cell_node + nodes[:cells],
            self._site_node + self._pairs[:, 1],
            np.full(sites, self._sink, np.int32),
        ]
        self._tails = np.concatenate(tails).astype(np.int32)
        self._heads = np.concatenate(heads).astype(np.int32)

    def violated(self, point: Point) -> list[tuple[int, ServiceCut]]:
        """Cuts that a point breaks, with each year in which it does, in order."""
        return self.broken_by(self.separate(point).cuts, point)

    def separate(self, point: Point) -> Separation:
        """Cuts that a point breaks in any year, and how many of its pupils its places can serve."""
        served = np.zeros_like(point.served)
        cuts: set[ServiceCut] = set()
        for year in range(point.served.shape[1]):
            served[:, year], found = self._separate_year(point, year)
            cuts.update(found)
        return Separation(tuple(sorted(cuts)), served)

    def broken_by(self, cuts: Sequence[ServiceCut], point: Point) -> list[tuple[int, ServiceCut]]:
        """Of these cuts, sharpened at a point, those that it breaks, with each year in which it does, in order.

        A cut found in one year is tried in all: years are alike, and this saves rounds.
        """
        years = range(point.served.shape[1])
        tried = ((year, sharpened(cut, self._network, point, year)) for cut in cuts for year in years)
        return [(year, cut) for year, cut in tried if violation(cut, self._network, point, year) > VIOLATION_PUPILS]

    def _separate_year(self, point: Point, year: int) -> tuple[FloatArray, list[ServiceCut]]:
        wanted = np.floor(np.maximum(point.served[:, year], 0.0) * FLOW_SCALE).astype(np.int64)
        pupils = self._network.pupils[:, year]
        opens = np.clip(point.opens[self._pairs[:, 1], year], 0.0, 1.0)
        pair_limits = np.floor(pupils[self._pairs[:, 0]] * opens * FLOW_SCALE).astype(np.int64)
        places = np.floor(np.maximum(point.places[:, year], 0.0) * FLOW_SCALE).astype(np.int64)
        solver = max_flow.SimpleMaxFlow()
        # Limits are rounded down, so the pupils served break no cut and the point inside stays inside.
        limits = np.concatenate([wanted, pupils * FLOW_SCALE, pair_limits, places])
        arcs = solver.add_arcs_with_capacity(self._tails, self._heads, limits)
        solver.solve(0, self._sink)
        served = np.asarray(solver.flows(arcs[: len(wanted)]), dtype=np.float64) / FLOW_SCALE
        if wanted.sum() - solver.optimal_flow() <= VIOLATION_PUPILS * FLOW_SCALE:
            return served, []
        return served, self._cuts_of(solver.get_source_side_min_cut(), point, year)

    def _cuts_of(self, source_side: Sequence[int], point: Point, year: int) -> list[ServiceCut]:
        side = set(source_side)
        network = self._network
        groups = [group for group in range(len(network.groups)) if 1 + group in side]
        sites = {site for site in range(len(network.sites)) if self._site_node + site in side}
        cells = {cell for cell in range(len(network.cells)) if self._cell_node + cell in side}
        found = _connected(network, groups, sites, cells)
        # Sharpened, a cut may have fewer sites that join its groups.
        for _ in range(SHARPENINGS):
            sharp = [sharpened(cut, network, point, year) for cut in found]
            found = [part for cut in sharp for part in _connected(network, cut.groups, set(cut.sites), set(cut.cells))]
        return [cut for cut in found if violation(cut, network, point, year) > VIOLATION_PUPILS]


def _connected(network: Network, groups: Sequence[int], sites: set[int], cells: set[int]) -> list[ServiceCut]:
    """Split a cut where its groups share no site: each part is a cut of its own, and a sharper one."""
    members = {group: [cell for cell in network.cells_of_group[group] if cell in cells] for group in groups}
    reached = {
        group: {site for cell in members[group] for site in network.cells[cell].reach} & sites for group in groups
    }
    return [
        ServiceCut(
            tuple(sorted(part_groups)),
            tuple(sorted(part_sites)),
            tuple(sorted(cell for group in part_groups for cell in members[group])),
        )
        for part_groups, part_sites in parts_that_share(reached)
    ]


def parts_that_share(sites_of: Mapping[int, set[int]]) -> list[tuple[set[int], set[int]]]:
    """Groups that share sites, directly or through others, with all their sites: no site is in two parts."""
    parts: list[tuple[set[int], set[int]]] = []
    for group, sites in sites_of.items():
        merged = ({group}, set(sites))
        for part in [part for part in parts if part[1] & sites]:
            merged = (merged[0] | part[0], merged[1] | part[1])
            parts.remove(part)
        parts.append(merged)
    return parts
