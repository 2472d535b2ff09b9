"""The plain model, with a decision for every pupil group, site and year.

It is too large to solve for a county, but its relaxation bounds travel and a neighbourhood of it shortens journeys;
for small cases it is the reference.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from ortools.math_opt.python import mathopt

from planner.domain.problem import Problem
from planner.domain.scenario import Rule
from planner.model.master import PlacesMap
from planner.model.neighbourhood import Bounds, Neighbourhood
from planner.model.network import Network
from planner.model.program import FloatArray, IntArray, Program, Row
from planner.model.served import PlacedByArea
from planner.model.variables import Variables

VIOLATION_PUPILS = 0.01


class Arcs(NamedTuple):
    """All placed columns, each with its site, year and cell by index and the pupils of the cell in that year."""

    column: IntArray
    site: IntArray
    year: IntArray
    cell: IntArray
    pupils: IntArray


class PlainModel:
    """MathOpt model and arrays; `x` are its decisions."""

    def __init__(self, problem: Problem, rules: Sequence[Rule], network: Network) -> None:
        self.model = mathopt.Model(name="plain")
        self.x = Variables(self.model, problem)
        service = PlacedByArea(self.model, network, self.x)
        self.x.service = service
        for rule in rules:
            rule.constrain(self.model, self.x, problem)
        self.program = Program(self.model)
        self.problem, self.places_map = problem, PlacesMap(self.x, problem)
        self.arcs = Arcs(*np.asarray(service.arcs, dtype=np.int64).reshape(-1, 5).T)
        opens = self.places_map.opens_column[self.arcs.site, self.arcs.year]
        decided = opens >= 0
        self._placed, self._opens, self._pupils = self.arcs.column[decided], opens[decided], self.arcs.pupils[decided]
        self._added = np.zeros(len(self._placed), dtype=bool)

    def near(self, point: FloatArray) -> Bounds:
        """Bounds that keep the openings which a relaxation's point decides; nobody goes where it stays closed."""
        opens = self.places_map.opens_columns()
        sizes = np.setdiff1d(np.flatnonzero(self.program.integer), opens)
        lower, upper = Neighbourhood(self.program, opens, sizes).of_relaxation(point)
        self.close_journeys(upper)
        return lower, upper

    def close_journeys(self, upper: FloatArray) -> None:
        """Let nobody go where upper bounds keep a site closed."""
        upper[self._placed[upper[self._opens] == 0]] = 0.0

    def pull_inside(self, point: FloatArray, outside: FloatArray) -> tuple[None, list[Row]]:
        """Rows that a point breaks; no point inside is known."""
        del outside
        return None, self.separate(point)

    def separate(self, point: FloatArray) -> list[Row]:
        """Rows that a point breaks: placed <= pupils x opens, which whole openings keep by themselves."""
        over = point[self._placed] - self._pupils * point[self._opens] > VIOLATION_PUPILS
        chosen = np.flatnonzero(over & ~self._added)
        self._added[chosen] = True
        return [
            Row(
                np.asarray([self._placed[arc], self._opens[arc]], dtype=np.int64),
                np.asarray([1.0, -float(self._pupils[arc])]),
                -float("inf"),
                0.0,
            )
            for arc in chosen
        ]
