"""The master: openings, sizes and pupils served by locality, with service cuts added as they are found."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

import numpy as np

from planner.domain.problem import Problem, Site
from planner.domain.scenario import Rule
from planner.model.array_model import ArrayModel
from planner.model.collector import collector_paused
from planner.model.cut_rows import CutRows
from planner.model.cuts import Point, Separator, ServiceCut, first_cuts
from planner.model.expressions import Expressions
from planner.model.neighbourhood import Neighbourhood
from planner.model.network import Network
from planner.model.program import FloatArray, IntArray, Program, Row
from planner.model.served import ServedByGroup
from planner.model.transfer_cuts import TransferSeparator
from planner.model.variables import Variables, size_growths

# A site of which a relaxation opens less is closed, but for the solver's arithmetic.
PARTLY = 1e-6


class Master:
    """Model, arrays and cut pool of one problem; `x` are its decisions."""

    @collector_paused()
    def __init__(
        self,
        problem: Problem,
        rules: Sequence[Rule],
        network: Network,
        known_cuts: Sequence[tuple[int, ServiceCut]] = (),
    ) -> None:
        model = ArrayModel()
        self.x = Variables(model, problem)
        self.service = ServedByGroup(model, network, self.x)
        self.x.service = self.service
        for rule in rules:
            rule.constrain(model, self.x, problem)
        self.problem, self.network = problem, network
        self.program = Program(model)
        self.places_map = PlacesMap(self.x, problem)
        counts = [*self.x.target_shortfall, *self.x.coverage_gap.values()]
        if self.x.transition is not None:
            counts.append(self.x.transition.pupils)
        self.counted_columns = frozenset(int(count.id) for count in counts)
        years = range(len(network.academic_years))
        self.served_columns = np.asarray(
            [[self.service.column(group, year) for year in years] for group in range(len(network.groups))],
            dtype=np.int64,
        ).reshape(len(network.groups), len(years))
        self._cut_rows = CutRows(network, self.places_map, self.served_columns)
        self._separator = Separator(network)
        self._known_transfers: TransferSeparator | None = None
        self._pool: dict[tuple[int, ServiceCut], None] = {}
        self.program.add(self._new_rows([*first_cuts(network), *known_cuts]))

    @property
    def pool(self) -> tuple[tuple[int, ServiceCut], ...]:
        """All cuts by year index, in the order in which they came."""
        return tuple(self._pool)

    @cached_property
    def neighbourhood(self) -> Neighbourhood:
        """Where to look near a point."""
        opens = self.places_map.opens_columns()
        others = np.asarray([*opens, *sorted(self.counted_columns)], dtype=np.int64)
        return Neighbourhood(self.program, opens, np.setdiff1d(np.flatnonzero(self.program.integer), others))

    @property
    def _transfers(self) -> TransferSeparator | None:
        """Finds transfer cuts; None until somebody has asked for the gap."""
        transition = self.x.transition
        if self._known_transfers is None and transition is not None and transition.is_asked:
            self._known_transfers = TransferSeparator(transition)
        return self._known_transfers

    def separate(self, columns: FloatArray) -> list[Row]:
        """Rows of the cuts that a point breaks and the pool does not hold yet."""
        rows = self._new_rows(self._separator.violated(self._point(columns)))
        return rows if self._transfers is None else [*rows, *self._transfers.violated(columns)]

    def pull_inside(self, point: FloatArray, outside: FloatArray) -> tuple[FloatArray, list[Row]]:
        """Give the point with the pupils that its places can serve and the gap that they leave, and rows of its cuts.

        Rows are those that `outside` breaks.
        """
        separation = self._separator.separate(self._point(point))
        inside, rows = point.copy(), self._new_rows(self._separator.broken_by(separation.cuts, self._point(outside)))
        if self._transfers is not None:
            inside, found = self._transfers.pull_inside(inside, outside)
            rows += found
        inside[self.served_columns] = separation.served
        return inside, rows

    def _point(self, columns: FloatArray) -> Point:
        return Point(columns[self.served_columns], self.places_map.places(columns), self.places_map.opens(columns))

    def _new_rows(self, violated: Sequence[tuple[int, ServiceCut]]) -> list[Row]:
        fresh = [key for key in dict.fromkeys(violated) if key not in self._pool]
        self._pool.update(dict.fromkeys(fresh))
        return self._cut_rows.rows(fresh) if fresh else []


class PlacesMap:
    """Between columns and places: `places` of a point, `columns` of whole places. Rows are sites, columns years."""

    def __init__(self, x: Variables, problem: Problem) -> None:
        years = problem.academic_years
        self._places = Expressions([[x.places(site, year) for year in years] for site in problem.sites], len(years))
        self.fixed, self.terms = self._places.fixed, self._places.terms
        self.opens_column = np.full(self.fixed.shape, -1, dtype=np.int64)
        self._decided = {index: site for index, site in enumerate(problem.sites) if site.size_menu}
        for index, site in self._decided.items():
            self.opens_column[index] = [x.opens_column(site, year) for year in years]

    def places(self, point: FloatArray) -> FloatArray:
        """Places by site and academic year at a point."""
        return self._places.at(point)

    def entries(self, sites: IntArray, years: IntArray) -> tuple[IntArray, IntArray, FloatArray]:
        """Columns and coefficients of the places of these sites in these years, after the position of each site."""
        return self._places.entries(sites, years)

    def whole_places(self, point: FloatArray) -> IntArray:
        """The same, rounded: for points with whole numbers."""
        return np.rint(self.places(point)).astype(np.int64)

    def opens(self, point: FloatArray) -> FloatArray:
        """Openings by site and academic year at a point."""
        decided = self.opens_column >= 0
        return np.where(decided, point[np.where(decided, self.opens_column, 0)], self.fixed > 0)

    def opens_columns(self) -> IntArray:
        """Columns of `opens`, by decided site and academic year."""
        return self.opens_column[self.opens_column >= 0]

    def columns(self, places: IntArray) -> dict[int, float]:
        """Whole values of the decisions' columns that give these places."""
        values: dict[int, float] = {}
        for index, site in self._decided.items():
            for year, size in enumerate(places[index].tolist()):
                opens, *steps = self.columns_of(index, year)
                values[opens] = float(size > 0)
                values.update(_step_values(site, size, steps))
        return values

    def menu(self, site: int) -> tuple[int, ...]:
        """Sizes of a decided site, ascending."""
        return self._decided[site].size_menu

    def columns_of(self, site: int, year: int) -> list[int]:
        """Columns of a decided site in one year: its opening first, then its size steps, the smallest first."""
        opens = int(self.opens_column[site, year])
        return [opens, *(column for column, _ in self.terms[site][year] if column != opens)]

    def opened_in_part(self, point: FloatArray) -> IntArray:
        """Indices of the sites that a point opens in any year, in whole or in part."""
        return np.flatnonzero(self.opens(point).max(axis=1) > PARTLY)


def _step_values(site: Site, size: int, steps: list[int]) -> dict[int, float]:
    """Values of a site's size steps at one size."""
    growths = size_growths(site.size_menu)
    larger = sum(size >= option for option in site.size_menu[1:])
    if len(steps) == len(growths):
        return {column: float(number < larger) for number, column in enumerate(steps)}
    return dict.fromkeys(steps, float(larger))
