"""Seat pupils one at a time by augmenting paths: whether given numbers of each group can be served at all."""

from __future__ import annotations

from planner.model.network import Network
from planner.model.program import IntArray


def can_serve(network: Network, places: IntArray, served: IntArray, year: int) -> bool:
    """Whether some placement in this year gives each group its number of served pupils, within cells and places."""
    seats = _Seats(network, places, year)
    return all(seats.seat_one(group) for group in range(len(network.groups)) for _ in range(int(served[group, year])))


class _Seats:
    """Pupils by (cell, site); `seat_one` adds a pupil of a group along an augmenting path, so undoes bad choices."""

    def __init__(self, network: Network, places: IntArray, year: int) -> None:
        self._network, self._places, self._year = network, places, year
        self._placed: dict[tuple[int, int], int] = {}

    def seat_one(self, group: int) -> bool:
        """Seat one more pupil of the group; False when no rearrangement makes room."""
        return self._of_group(group, set(), set())

    def _of_group(self, group: int, sites: set[int], groups: set[int]) -> bool:
        groups.add(group)
        return any(self._of_cell(cell, sites, groups) for cell in self._network.cells_of_group[group])

    def _of_cell(self, cell: int, sites: set[int], groups: set[int]) -> bool:
        """Seat one more pupil of a cell that has a pupil left."""
        waiting = self._network.cells[cell].pupils[self._year] - self._count(cell=cell)
        return waiting > 0 and self._into_any_site(cell, sites, groups)

    def _into_any_site(self, cell: int, sites: set[int], groups: set[int]) -> bool:
        for site in self._network.cells[cell].reach:
            if site not in sites:
                sites.add(site)
                if self._has_room(site) or self._make_room(site, sites, groups):
                    self._add(cell, site, 1)
                    return True
        return False

    def _has_room(self, site: int) -> bool:
        return self._count(site=site) < self._places[site, self._year]

    def _make_room(self, site: int, sites: set[int], groups: set[int]) -> bool:
        """Move a pupil elsewhere, or give the seat up for another pupil of the same group."""
        for cell in [c for (c, s), pupils in sorted(self._placed.items()) if s == site and pupils]:
            self._add(cell, site, -1)
            if self._into_any_site(cell, sites, groups):
                return True
            group = self._network.cells[cell].group
            if group not in groups and self._of_group(group, sites, groups):
                return True
            self._add(cell, site, 1)
        return False

    def _add(self, cell: int, site: int, pupils: int) -> None:
        self._placed[cell, site] = self._placed.get((cell, site), 0) + pupils

    def _count(self, cell: int | None = None, site: int | None = None) -> int:
        return sum(n for (c, s), n in self._placed.items() if cell in (None, c) and site in (None, s))
