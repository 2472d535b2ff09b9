"""Who of the leavers finds an entry place: exact flows in whole numbers, without a solver.

Each group of leavers has an amount and the entry sites that fit it; each entry site has room. An amount is moved to
room that fits, and what cannot be moved is the gap. The least total gap is one maximum flow. Which groups bear it is a
choice; `fair_gaps` makes it so that nobody's share can fall without a higher share rising, and that choice is unique.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction


@dataclass(slots=True)
class _Search:
    """`groups` with the site that each would give up (None: it has something left), `taken_by` which group."""

    groups: dict[int, int | None]
    taken_by: dict[int, int]
    end: int | None

    def path(self) -> list[tuple[int, int]]:
        """Groups with the site that each takes, from the end back to a group that has something left."""
        steps = []
        site = self.end
        while site is not None:
            group = self.taken_by[site]
            steps.append((group, site))
            site = self.groups[group]
        return steps


class TransferFlow:
    """Moves as much as there is room for, by shortest augmenting paths; `moved[group][site]` are the amounts."""

    def __init__(self, amounts: Sequence[int], room: Sequence[int], fits: Sequence[Sequence[int]]) -> None:
        self._fits = fits
        self._left, self._room = list(amounts), list(room)
        self.moved: list[dict[int, int]] = [{} for _ in amounts]
        self._movers: list[set[int]] = [set() for _ in room]
        for group, sites in enumerate(fits):
            for site in sites:
                self._move(group, site, min(self._left[group], self._room[site]))
        while self._augment():
            pass

    @property
    def left(self) -> tuple[int, ...]:
        """What stays behind of each group."""
        return tuple(self._left)

    def short_groups(self) -> set[int]:
        """Groups of a smallest set whose amounts exceed the room that fits it by all that stays behind."""
        return set(self._search().groups)

    def groups_with_room(self) -> set[int]:
        """Groups of which one more could be moved, if need be by moving others elsewhere."""
        sites = [site for site, room in enumerate(self._room) if room]
        groups: set[int] = set()
        seen = set(sites)
        while sites:
            site = sites.pop()
            for group in [g for g, fit in enumerate(self._fits) if g not in groups and site in fit]:
                groups.add(group)
                fresh = [other for other in self.moved[group] if other not in seen]
                seen.update(fresh)
                sites += fresh
        return groups

    def _move(self, group: int, site: int, amount: int) -> None:
        if amount:
            self.moved[group][site] = self.moved[group].get(site, 0) + amount
            self._movers[site].add(group)
            self._left[group] -= amount
            self._room[site] -= amount

    def _take_back(self, group: int, site: int, amount: int) -> None:
        self.moved[group][site] -= amount
        if not self.moved[group][site]:
            del self.moved[group][site]
            self._movers[site].remove(group)
        self._left[group] += amount
        self._room[site] += amount

    def _search(self) -> _Search:
        """Groups and sites that can be reached from what stays behind, until a site has room."""
        found = _Search({group: None for group, left in enumerate(self._left) if left}, {}, None)
        queue = list(found.groups)
        for group in queue:
            for site in self._fits[group]:
                if site in found.taken_by:
                    continue
                found.taken_by[site] = group
                if self._room[site]:
                    found.end = site
                    return found
                for mover in sorted(self._movers[site] - found.groups.keys()):
                    found.groups[mover] = site
                    queue.append(mover)
        return found

    def _augment(self) -> bool:
        """Move something along a shortest path to room; False when there is none."""
        found = self._search()
        if found.end is None:
            return False
        path = found.path()
        given_up = [(group, path[number + 1][1]) for number, (group, _) in enumerate(path[:-1])]
        amounts = [self._room[found.end], self._left[path[-1][0]]]
        amount = min([*amounts, *(self.moved[group][site] for group, site in given_up)])
        for group, site in given_up:
            self._take_back(group, site, amount)
        for group, site in path:
            self._move(group, site, amount)
        return True


def least_gap(amounts: Sequence[int], room: Sequence[int], fits: Sequence[Sequence[int]]) -> int:
    """Least total that stays behind."""
    return sum(TransferFlow(amounts, room, fits).left)


def fair_gaps(amounts: Sequence[int], room: Sequence[int], fits: Sequence[Sequence[int]]) -> list[Fraction]:
    """Gap of each group: the highest share of a group that stays behind is as low as can be, then the next highest.

    The groups with the highest share compete for less room than any others do, so they are found first: the largest
    set of groups whose gap is the greatest share of its amount. The rest is shared in the same way.
    """
    gaps = [Fraction(0)] * len(amounts)
    open_groups = [group for group, amount in enumerate(amounts) if amount]
    rest = list(room)
    while open_groups:
        share, members = _greatest_share(amounts, rest, fits, open_groups)
        if not share:
            break
        for group in members:
            gaps[group] = share * amounts[group]
            for site in fits[group]:
                rest[site] = 0
        open_groups = [group for group in open_groups if group not in members]
    return gaps


def _greatest_share(
    amounts: Sequence[int], room: Sequence[int], fits: Sequence[Sequence[int]], groups: Sequence[int]
) -> tuple[Fraction, set[int]]:
    """Greatest share of its amount that any set of groups must leave behind, with the largest such set.

    Newton's steps: with a share that is too low some set still has a gap; that set's own share is the next try.
    """
    share = Fraction(0)
    while True:
        kept = share.denominator - share.numerator
        demands = [kept * amounts[group] for group in groups]
        flow = TransferFlow(demands, [share.denominator * size for size in room], [fits[group] for group in groups])
        if not any(flow.left):
            with_room = flow.groups_with_room()
            return share, {group for number, group in enumerate(groups) if number not in with_room}
        short = [groups[number] for number in sorted(flow.short_groups())]
        within = {site for group in short for site in fits[group]}
        share = 1 - Fraction(sum(room[site] for site in within), sum(amounts[group] for group in short))
