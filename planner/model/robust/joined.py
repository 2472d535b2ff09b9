"""The masters of all bounds in one program: what is decided now is one column for all, the rest is each bound's own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property

import numpy as np
from ortools.math_opt.python import mathopt

from planner.model.master import Master
from planner.model.neighbourhood import Neighbourhood
from planner.model.program import FloatArray, IntArray, Objective, Program, Row

INFINITY = float("inf")


class Joined:
    """`program` holds every copy's rows; `columns[copy]` gives the place of each column of that copy's master.

    `worst_column` is free for the worst regret. Rows that a master has are taken over when it is joined; cuts found
    later go to both.
    """

    def __init__(self, masters: Sequence[Master], years_now: int) -> None:
        self.masters = tuple(masters)
        self.now_columns = tuple(_decided(master, years_now) for master in masters)
        self.columns, self.worst_column = _column_maps(self.masters, self.now_columns)
        self.program = self._program()
        self._regrets: list[Objective] = []

    def objective(self, parts: Sequence[Objective], weights: Sequence[int]) -> Objective:
        """Weighted sum of one objective of each copy."""
        coefficients = np.zeros(self.program.columns)
        for columns, part, weight in zip(self.columns, parts, weights, strict=True):
            coefficients[columns] += weight * part.coefficients
        return Objective(coefficients, sum(weight * part.offset for part, weight in zip(parts, weights, strict=True)))

    def worst_regret(self, parts: Sequence[Objective], own_best: Sequence[int]) -> Objective:
        """Least `worst` with `part - own best <= worst` for each copy: adds these rows."""
        for copy, (part, best) in enumerate(zip(parts, own_best, strict=True)):
            row = self._moved(copy, self.masters[copy].program.hold(part, float(best)))
            columns, coefficients = np.append(row.columns, self.worst_column), np.append(row.coefficients, -1.0)
            self.program.add([replace(row, columns=columns, coefficients=coefficients)])
            self._regrets.append(replace(part, offset=part.offset - best))
        alone = np.zeros(self.program.columns)
        alone[self.worst_column] = 1.0
        return Objective(alone, 0.0)

    def separate(self, point: FloatArray) -> list[Row]:
        """Rows of the service cuts that a point breaks, for all copies."""
        return [row for copy, columns in enumerate(self.columns) for row in self.separate_copy(copy, point[columns])]

    def separate_copy(self, copy: int, own_point: FloatArray) -> list[Row]:
        """The same for one copy at a point of its master; the master's own program gets them as well."""
        return self._taken(copy, self.masters[copy].separate(own_point))

    def pull_inside(self, point: FloatArray, outside: FloatArray) -> tuple[FloatArray, list[Row]]:
        """Give the point with the pupils that its places can serve, and rows of its cuts that `outside` breaks."""
        inside, moved = point.copy(), []
        for copy, (master, columns) in enumerate(zip(self.masters, self.columns, strict=True)):
            inside[columns], rows = master.pull_inside(point[columns], outside[columns])
            moved += self._taken(copy, rows)
        pairs = zip(self._regrets, self.columns, strict=False)
        inside[self.worst_column] = max((regret.value(inside[columns]) for regret, columns in pairs), default=0.0)
        return inside, moved

    def places(self, point: FloatArray) -> list[IntArray]:
        """Whole places of each copy."""
        return [
            master.places_map.whole_places(point[columns])
            for master, columns in zip(self.masters, self.columns, strict=True)
        ]

    def decisions(self, places: Sequence[IntArray]) -> dict[int, float]:
        """Values of the openings' and sizes' columns that give these places."""
        return {
            int(columns[column]): value
            for master, columns, each in zip(self.masters, self.columns, places, strict=True)
            for column, value in master.places_map.columns(each).items()
        }

    @cached_property
    def neighbourhood(self) -> Neighbourhood:
        """Where to look near a point: the columns of all copies, each once."""
        own = [(columns, master.neighbourhood) for columns, master in zip(self.columns, self.masters, strict=True)]
        opens = np.unique(np.concatenate([columns[each.opens] for columns, each in own]))
        sizes = np.unique(np.concatenate([columns[each.sizes] for columns, each in own]))
        return Neighbourhood(self.program, opens, sizes)

    def _taken(self, copy: int, rows: list[Row]) -> list[Row]:
        """Add a copy's new rows to its master's own program; gives them as rows of the joined one."""
        self.masters[copy].program.add(rows)
        return [self._moved(copy, row) for row in rows]

    def _moved(self, copy: int, row: Row) -> Row:
        return replace(row, columns=self.columns[copy][row.columns])

    def _program(self) -> Program:
        lower, upper = np.full(self.worst_column + 1, -INFINITY), np.full(self.worst_column + 1, INFINITY)
        integer = np.zeros(self.worst_column + 1, dtype=bool)
        for master, columns in zip(self.masters, self.columns, strict=True):
            lower[columns] = np.maximum(lower[columns], master.program.lower)
            upper[columns] = np.minimum(upper[columns], master.program.upper)
            integer[columns] |= master.program.integer
        model = mathopt.Model(name="robust")
        for low, high, whole in zip(lower, upper, integer, strict=True):
            model.add_variable(lb=float(low), ub=float(high), is_integer=bool(whole))
        program = Program(model)
        for copy in range(len(self.masters)):
            program.add(self._rows(copy))
        return program

    def _rows(self, copy: int) -> list[Row]:
        """A copy's rows; those about what is decided now alone are the same in all copies and enter once."""
        rows = self.masters[copy].program.all_rows()
        if copy:
            now = np.zeros(self.masters[copy].program.columns, dtype=bool)
            now[self.now_columns[copy]] = True
            rows = [row for row in rows if not now[row.columns].all()]
        return [self._moved(copy, row) for row in rows]


def _decided(master: Master, years_now: int) -> IntArray:
    """Columns of openings and sizes in the first years, in one order for all masters."""
    by_site = master.places_map.terms
    columns = [column for by_year in by_site for terms in by_year[:years_now] for column, _ in terms]
    return np.asarray(columns, dtype=np.int64)


def _column_maps(masters: Sequence[Master], now_columns: Sequence[IntArray]) -> tuple[tuple[IntArray, ...], int]:
    """Place of each master's columns in the joined program, and how many columns there are."""
    maps = [np.arange(masters[0].program.columns, dtype=np.int64)]
    total = len(maps[0])
    for master, now in zip(masters[1:], now_columns[1:], strict=True):
        own = np.full(master.program.columns, -1, dtype=np.int64)
        own[now] = now_columns[0]
        free = np.flatnonzero(own < 0)
        own[free] = total + np.arange(len(free))
        total += len(free)
        maps.append(own)
    return tuple(maps), total
