"""Hides small numbers, and as many more as it takes that sums do not give them away.

Published numbers are cells of tables with their totals, and every sum that ties them together is stated. A number from
1 to below the threshold is hidden. Then, until nothing is found any more:

- no hidden number follows from the published ones by any combination of the sums (linear reconstruction: the hidden
  numbers are the unknowns, the sums the equations);
- no hidden number is narrowed to a range below the threshold by the sums, if all that is known of it is that it is at
  least 1 (a zero is never hidden);

or else the smallest visible number in one of the sums is hidden too. What somebody knows from elsewhere (another
publication, another year's return) is not looked at. Hiding everything that is not zero passes both
tests, so there is an end.
"""

from __future__ import annotations

import heapq
import itertools
import math
import random
from collections import defaultdict
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass

ALL = "all"
# Arithmetic modulo a large prime is exact and quick; that a combination of 0 and 1 vanishes by chance has odds of 1 in
# 2 000 000 000 000 000 000, and the seed makes every run the same.
PRIME = 2**61 - 1
SEED = 20_250_101
ROUNDS = 100

Cell = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sum:
    """A published number that is the sum of others."""

    whole: Cell
    parts: tuple[Cell, ...]

    @property
    def cells(self) -> tuple[Cell, ...]:
        """The whole and its parts."""
        return (self.whole, *self.parts)


@dataclass(frozen=True, slots=True)
class Tables:
    """Everything that is to be published: each number by its cell (table name first), and the sums between them."""

    counts: Mapping[Cell, int]
    sums: tuple[Sum, ...]


def with_totals(name: str, counts: Mapping[Cell, int], values: Sequence[Sequence[str]]) -> Tables:
    """One table with a total over every dimension; `values` are those of each dimension, a missing cell is 0."""
    cells: dict[Cell, int] = defaultdict(int)
    for key, number in counts.items():
        for total in itertools.product(*((value, ALL) for value in key)):
            cells[(name, *total)] += number
    full = {(name, *key): cells.get((name, *key), 0) for key in itertools.product(*((*known, ALL) for known in values))}
    sums = []
    for cell in full:
        for place, known in enumerate(values, start=1):
            if cell[place] == ALL:
                sums.append(Sum(cell, tuple((*cell[:place], value, *cell[place + 1 :]) for value in known)))
    return Tables(full, tuple(sums))


def joined(tables: Iterable[Tables], links: Iterable[Sum]) -> Tables:
    """Several tables that are published together; `links` are the sums that tie one to another."""
    counts: dict[Cell, int] = {}
    sums: list[Sum] = []
    for table in tables:
        counts |= table.counts
        sums += table.sums
    return Tables(counts, (*sums, *links))


def hidden_cells(tables: Tables, threshold: int) -> frozenset[Cell]:
    """Cells to write as `c`, so that no number from 1 to below the threshold can be read or worked out."""
    hidden = {cell for cell, number in tables.counts.items() if 0 < number < threshold}
    sums_of: dict[Cell, list[Sum]] = defaultdict(list)
    for each in tables.sums:
        for cell in each.cells:
            sums_of[cell].append(each)
    waiting = [each for each in tables.sums if any(cell in hidden for cell in each.cells)]
    while True:
        # Each sum by itself is quick to look at and finds nearly everything; all of them at once find the rest.
        while waiting:
            each = waiting.pop()
            if _is_safe(each, hidden, tables, threshold):
                continue
            unsafe = {
                cell: sum(not _is_safe(near, hidden, tables, threshold) for near in sums_of[cell])
                for cell in each.parts
                if tables.counts[cell] and cell not in hidden
            }
            # A number that two unsafe sums share mends both: so a small number costs four cells, not a whole table.
            other = min(unsafe, key=lambda cell: (-unsafe[cell], tables.counts[cell], cell), default=each.whole)
            if other not in hidden:
                hidden.add(other)
                waiting += sums_of[other]
        exposed = recoverable(tables, hidden) | narrowed(tables, hidden, threshold)
        if not exposed:
            return frozenset(hidden)
        covers = (_cover(cell, hidden, tables, sums_of) for cell in exposed)
        found = {cell for cell in covers if cell is not None}
        if not found:
            return frozenset(cell for cell, number in tables.counts.items() if number)
        for cell in sorted(found):
            hidden.add(cell)
            waiting += sums_of[cell]


def _is_safe(each: Sum, hidden: Container[Cell], tables: Tables, threshold: int) -> bool:
    """Whether one sum tells nothing of its hidden cells that it should not.

    With the whole known, every hidden part can be as large as what the parts leave when the others are 1.
    """
    parts = [tables.counts[cell] for cell in each.parts if cell in hidden]
    if each.whole in hidden:
        return bool(parts)
    return not parts or (len(parts) > 1 and sum(parts) - (len(parts) - 1) >= threshold)


def _smallest(cells: Iterable[Cell], hidden: Container[Cell], tables: Tables) -> Cell | None:
    """Cell with the smallest visible number that is not zero; None when there is none."""
    visible = [cell for cell in cells if tables.counts[cell] and cell not in hidden]
    return min(visible, key=lambda cell: (tables.counts[cell], cell), default=None)


def _cover(exposed: Cell, hidden: set[Cell], tables: Tables, sums_of: Mapping[Cell, Sequence[Sum]]) -> Cell | None:
    """Smallest visible number of the sums that hold the exposed one, or of those next to them; parts before totals."""
    seen, ring = {exposed}, [exposed]
    while ring:
        sums = [each for cell in ring for each in sums_of[cell]]
        found = _smallest({cell for each in sums for cell in each.parts}, hidden, tables)
        found = found or _smallest({each.whole for each in sums}, hidden, tables)
        if found is not None:
            return found
        near = {cell for each in sums for cell in each.cells} - seen
        seen |= near
        ring = sorted(near & hidden)
    return None


def recoverable(tables: Tables, hidden: Iterable[Cell]) -> set[Cell]:
    """Hidden cells that the visible ones determine, by elimination over all sums at once."""
    unknown = set(hidden)
    chance = random.Random(SEED)
    rows: list[tuple[Cell, dict[Cell, int]]] = []
    order: dict[Cell, int] = {}
    for each in sorted(tables.sums, key=lambda one: len(one.parts)):
        row = {cell: PRIME - 1 for cell in each.parts if cell in unknown}
        if each.whole in unknown:
            row[each.whole] = 1
        _eliminate(row, rows, order)
        if row:
            pivot = min(row)
            inverse = pow(row[pivot], -1, PRIME)
            rows.append((pivot, {cell: value * inverse % PRIME for cell, value in row.items()}))
            order[pivot] = len(rows) - 1
    # A change of the hidden numbers that leaves every sum as it is: what cannot change is determined.
    change = {cell: chance.randrange(1, PRIME) for cell in sorted(unknown - order.keys())}
    for pivot, row in reversed(rows):
        change[pivot] = -sum(value * change[cell] for cell, value in row.items() if cell != pivot) % PRIME
    return {cell for cell in unknown if change[cell] == 0}


def _eliminate(row: dict[Cell, int], rows: Sequence[tuple[Cell, dict[Cell, int]]], order: Mapping[Cell, int]) -> None:
    waiting = [order[cell] for cell in row if cell in order]
    heapq.heapify(waiting)
    while waiting:
        pivot, known = rows[heapq.heappop(waiting)]
        factor = row.get(pivot, 0)
        if not factor:
            continue
        for cell, value in known.items():
            left = (row.get(cell, 0) - factor * value) % PRIME
            if left:
                if cell not in row and cell in order:
                    heapq.heappush(waiting, order[cell])
                row[cell] = left
            else:
                row.pop(cell, None)


def narrowed(tables: Tables, hidden: Iterable[Cell], threshold: int) -> set[Cell]:
    """Hidden cells of which the sums tell that they are below the threshold, or what they are."""
    low = {cell: 1.0 for cell in hidden}
    high = {cell: math.inf for cell in low}
    involved = [each for each in tables.sums if any(cell in low for cell in each.cells)]
    for _ in range(ROUNDS):
        changed = [_tighten(each, tables.counts, low, high) for each in involved]
        if not any(changed):
            break
    return {cell for cell in low if high[cell] < threshold or high[cell] <= low[cell]}


def _tighten(each: Sum, counts: Mapping[Cell, int], low: dict[Cell, float], high: dict[Cell, float]) -> bool:
    """Draw the bounds of one sum closer; whether any moved."""
    least = sum(low.get(cell, counts[cell]) for cell in each.parts)
    most = sum(high.get(cell, counts[cell]) for cell in each.parts)
    whole_low, whole_high = (bound.get(each.whole, counts[each.whole]) for bound in (low, high))
    before = [(low[cell], high[cell]) for cell in each.cells if cell in low]
    if each.whole in low:
        low[each.whole], high[each.whole] = max(whole_low, least), min(whole_high, most)
    for cell in each.parts:
        if cell in low:
            others_high = sum(high.get(other, counts[other]) for other in each.parts if other != cell)
            high[cell] = min(high[cell], whole_high - (least - low[cell]))
            low[cell] = max(low[cell], whole_low - others_high)
            least = sum(low.get(other, counts[other]) for other in each.parts)
    return before != [(low[cell], high[cell]) for cell in each.cells if cell in low]
