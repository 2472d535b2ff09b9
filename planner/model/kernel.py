"""Travel: whole openings among those that the relaxation's prices leave, near the best plan.

The plain model is too large for a county, but most of its openings and journeys cost so much more than the relaxation
that no good plan has them (`closing_arcs.py`). What is left for a limit close to the bound is the kernel: small, and
searched first (kernel search: E. Angelelli, R. Mansini and M. G. Speranza, Computers & Operations Research 37, 2010).
At the best plan's own value what is left holds every better plan, so its search proves.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from planner.model.closing_arcs import bounds_within, whole_cell
from planner.model.incumbent import Candidate, Incumbent
from planner.model.neighbourhood import Bounds
from planner.model.pairs import BoolArray
from planner.model.part import part_of
from planner.model.plain import PlainModel
from planner.model.program import INFINITY, FloatArray, Objective, Solved, Work
from planner.model.search import ALMOST, Clock

# Limits of the kernels: the bound and so much of the way to the best plan's value.
SHARES = (0.03, 0.1, 0.3)
# With more openings and sizes, or more columns, left to decide no search is begun; after the first share with fewer,
# since wider kernels of a county take as long again and have found nothing.
FIRST_WHOLE, WIDER_WHOLE = 450, 150
KERNEL_COLUMNS = 40_000
# Share of the seconds for each kernel; nodes should end one before.
KERNEL_SECONDS = 0.25


@dataclass(frozen=True)
class Priced:
    """A goal on the plain model, its relaxation's value and one multiplier for each row."""

    plain: PlainModel
    objective: Objective
    value: float
    multipliers: FloatArray


class KernelSearch:
    """Searches kernels of one goal; better plans go to the incumbent."""

    def __init__(self, priced: Priced, incumbent: Incumbent, order: int) -> None:
        self._priced, self._incumbent, self._order = priced, incumbent, order
        self._plain = priced.plain
        self._gap = priced.objective.step * ALMOST
        self.ended: list[str] = []

    def run(self, nodes: int, clock: Clock) -> float:
        """Search the kernels of each phase's candidates, the smaller first, then all better plans; gives a bound."""
        for share in SHARES:
            most_whole = FIRST_WHOLE if share == SHARES[0] else WIDER_WHOLE
            for free in self._groups():
                best = self._incumbent.best
                if best is not None:
                    way = self._incumbent.value(self._order) - self._priced.value
                    bounds = self._kernel(best, self._priced.value + share * way, free)
                    # No limit on values here: in a kernel, which holds the best plan, it kept the solver from any.
                    self._search(bounds, Work(nodes, clock.left() * KERNEL_SECONDS, self._gap), most_whole)
        return self._prove(nodes, clock.left())

    def _prove(self, nodes: int, seconds: float) -> float:
        """Search all plans better than the best; gives a bound of the goal, the relaxation's where none is begun."""
        value, step = self._incumbent.value(self._order), self._priced.objective.step
        bounds = bounds_within(self._plain, self._priced.objective, self._priced.multipliers, value - step)
        self._plain.close_journeys(bounds[1])
        solved = self._search(bounds, Work(nodes, seconds, self._gap), WIDER_WHOLE, within=value - step / 2)
        # Plans that were closed are no better than the one at hand; a search that the clock ends at once has no bound.
        return self._priced.value if solved is None else max(self._priced.value, min(solved.bound, value))

    def _groups(self) -> Iterator[BoolArray]:
        """Candidates of each phase."""
        sites = self._plain.problem.sites
        for phase in sorted({site.phase for site in sites if site.is_candidate}):
            yield np.asarray([site.is_candidate and site.phase == phase for site in sites], dtype=bool)

    def _search(self, bounds: Bounds, work: Work, most_whole: int, within: float = INFINITY) -> Solved | None:
        """Search within bounds for a better plan; None where that is not begun."""
        program, objective = self._plain.program, self._priced.objective
        left = bounds[0] < bounds[1]
        if np.count_nonzero(left) > KERNEL_COLUMNS or np.count_nonzero(left & program.integer) > most_whole:
            return None
        solved = part_of(program, bounds).solve_mixed(objective, work, within=within)
        self.ended.append(solved.stopped_by)
        for point in solved.points:
            self._incumbent.offer(self._plain.places_map.whole_places(point))
        return solved

    def _kernel(self, best: Candidate, limit: float, free: BoolArray) -> Bounds:
        """Bounds of the kernel with the best plan in it; candidates that are not free stay as they are in it."""
        plain, priced = self._plain, self._priced
        bounds = bounds_within(plain, priced.objective, priced.multipliers, limit, whole_cell)
        self._decide(best, free, bounds)
        plain.close_journeys(bounds[1])
        self._place(best, free, bounds)
        return bounds

    def _decide(self, best: Candidate, free: BoolArray, bounds: Bounds) -> None:
        """Take in the best plan's openings and sizes; a free base that it opens may have any size."""
        (lower, upper), places_map = bounds, self._plain.places_map
        values = places_map.columns(best.places)
        for index, year in np.argwhere(places_map.opens_column >= 0).tolist():
            columns = places_map.columns_of(index, year)
            now = [values[column] for column in columns]
            if self._plain.problem.sites[index].is_candidate and not free[index]:
                lower[columns] = upper[columns] = now
                continue
            lower[columns] = np.minimum(lower[columns], now)
            if best.places[index, year] > 0:
                upper[columns] = self._plain.program.upper[columns]

    def _place(self, best: Candidate, free: BoolArray, bounds: Bounds) -> None:
        """Take in the best plan's journeys; cells that reach no free candidate keep theirs."""
        (lower, upper), arcs = bounds, self._plain.arcs
        placed = best.outcome.placed
        keys = zip(arcs.cell.tolist(), arcs.site.tolist(), arcs.year.tolist(), strict=True)
        pupils = np.asarray([placed.get(key, 0) for key in keys], dtype=np.float64)
        used = arcs.column[pupils > 0]
        upper[used] = self._plain.program.upper[used]
        still = ~np.isin(arcs.cell, arcs.cell[free[arcs.site]])
        lower[arcs.column[still]] = upper[arcs.column[still]] = pupils[still]
