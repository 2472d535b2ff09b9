"""One goal searched from what an earlier solve knows.

The order is turned round: first a plan close to the known one, because a bound that was proved may already settle it.
Where it does not, one question does, as a rule: is there a plan so much better that it would matter? The relaxation's
prices close most candidates for it (`closing.py`), and that there is none is sooner proved than the best plan is found.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from planner.domain.problem import Problem, Site
from planner.model.blocks import Blocks
from planner.model.closing import upper_within
from planner.model.known import Known
from planner.model.master import Master
from planner.model.neighbourhood import Bounds
from planner.model.pairs import BoolArray
from planner.model.part import part_of, spare_rows
from planner.model.program import ROW_TOLERANCE, FloatArray, Work
from planner.model.relaxation import Relaxation
from planner.model.rivals import apart_metres, stands_in
from planner.model.search import MAX_ROUNDS, RELAXATION_SHARE, Clock, GoalSearch, Proof

# Candidates that stand in for a known base that can no longer be: so many of its phase and needs, nearest first.
RIVALS = 12
NEAR_ROUNDS = 3
# Rounds of block cuts before the question: those behind the first lift the bound by less than they cost.
SHARPENINGS = 1
# A cut is left out at first when the relaxation's point keeps it with so much to spare, as a share of its own size.
SPARE_SHARE = 0.3


@dataclass(frozen=True, slots=True)
class Looked:
    """Bound of a part of the master, and whether its plan broke cuts, so that the part would now be another."""

    bound: float
    broke_cuts: bool


class KnownSearch(GoalSearch):
    """A goal's search that can begin among the sites of a known plan."""

    _spare: BoolArray | None = None

    def run_near(self, near: Bounds, bound: float, clock: Clock) -> Proof:
        """Search among the sites nearby, under a bound that holds; then ask for a better plan."""
        own = Clock.start(min(self._work.seconds, clock.left()))
        self._bound = bound
        if bound > 0:
            self._look(near, own)
        if not self._done():
            seconds = own.left() * RELAXATION_SHARE
            relaxation = Relaxation(self._master.program, self._objective, self._master, seconds)
            relaxed = self._bounded(relaxation.solve())
            if relaxed.point is None:
                return self.run(clock)
            self._spare = self._spare_cuts(relaxed.point)
            self._look_near(self._opened_as_well(near, relaxed.point), own)
            if math.isinf(self._incumbent.value(self._order)):
                return self.run(clock)
            if not self._done():
                self._ask_for_better(relaxation, own)
        self._note("clock" if own.left() <= 0 and not self._done() else "proved")
        return Proof(self._bound, self._stopped_by)

    def _opened_as_well(self, near: Bounds, point: FloatArray) -> Bounds:
        """The bounds with the sites that a point opens, in whole or in part."""
        upper = near[1].copy()
        for index in self._master.places_map.opened_in_part(point).tolist():
            columns = _columns_of_site(self._master, index)
            upper[columns] = self._master.program.upper[columns]
        return near[0], upper

    def _look_near(self, near: Bounds, clock: Clock) -> None:
        """Look again with the cuts that the last plan broke: the question is hard where the plan at hand is poor."""
        for _ in range(NEAR_ROUNDS):
            if self._done() or not self._look(near, clock).broke_cuts:
                return

    def _ask_for_better(self, relaxation: Relaxation, clock: Clock) -> None:
        """Ask until there is no better plan within the gap; where that does not settle it, search the whole."""
        self._bounded(relaxation.sharpen(Blocks(self._master), self._block_work(clock), SHARPENINGS))
        for _ in range(MAX_ROUNDS):
            if self._done() or clock.left() <= 0:
                return
            # The least value that would settle the goal as a bound, and the greatest that a better plan must have.
            steps = math.ceil(self._gap / self._objective.step) - 1
            settling = self._incumbent.value(self._order) - self._objective.step * steps
            looked = self._better(settling - self._objective.step, relaxation.multipliers(), clock)
            self._raise_bound(min(looked.bound, settling))
            if not looked.broke_cuts:
                break
        if not self._done() and not self.nearby_only:
            self._explore(None, clock, rounds=MAX_ROUNDS)

    def _better(self, limit: float, multipliers: FloatArray, clock: Clock) -> Looked:
        """Look for a plan whose value is at most a limit; the bound is one of such plans alone.

        The limit is no row of its own: beside the objective it makes all bases alike, and the solver slow. It ends the
        search where nothing that is left can keep it; half a step is room for the solver's arithmetic.
        """
        upper = upper_within(self._master, self._objective, multipliers, limit)
        return self._look((self._master.program.lower, upper), clock, limit + self._objective.step / 2)

    def _look(self, bounds: Bounds, clock: Clock, within: float = math.inf) -> Looked:
        """Solve a part of the master; its plan goes to the incumbent, the cuts that it breaks to the master."""
        program = self._master.program
        part = part_of(program, bounds, without=self._left_out())
        work = Work(self._work.nodes, clock.left(), self._gap)
        solved = part.solve_mixed(self._objective, work, within=within)
        if solved.point is None:
            return Looked(solved.bound, broke_cuts=False)
        broken = ~spare_rows(program, solved.point, -ROW_TOLERANCE)
        if self._spare is not None:
            self._spare &= ~broken[: len(self._spare)]
        rows = self._take([solved.point])
        return Looked(solved.bound, broke_cuts=bool(rows) or bool(broken.any()))

    def _spare_cuts(self, point: FloatArray) -> BoolArray:
        """Cuts that a point keeps by far: they come back as soon as a plan breaks them."""
        spare = spare_rows(self._master.program, point, SPARE_SHARE)
        spare[: self._master.rows_of_rules] = False
        return spare

    def _left_out(self) -> BoolArray | None:
        """The spare cuts among all rows that there are now."""
        if self._spare is None:
            return None
        later = self._master.program.rows - len(self._spare)
        return np.append(self._spare, np.zeros(later, dtype=np.bool_))


def near_bounds(master: Master, near: frozenset[int]) -> Bounds:
    """Bounds of a master's columns that keep the candidates outside `near`, by site index, closed."""
    upper = master.program.upper.copy()
    for index, site in enumerate(master.problem.sites):
        if site.is_candidate and index not in near:
            upper[_columns_of_site(master, index)] = 0.0
    return master.program.lower, upper


def _columns_of_site(master: Master, index: int) -> list[int]:
    """Columns of a site's openings and sizes in all years; none where its places are a fact."""
    if not master.problem.sites[index].size_menu:
        return []
    years = range(len(master.problem.academic_years))
    return [column for year in years for column in master.places_map.columns_of(index, year)]


def near_sites(problem: Problem, known: Known, asked: Iterable[str], master: Master) -> frozenset[int]:
    """Indices of the candidates that are worth a first look.

    The known plan or a known relaxation opens them, they are asked for by hand or new, or they can stand in for one of
    these that can no longer be.
    """
    before = known.proven.scenario.problem if known.proven is not None else problem
    opened = {key for (key, _), places in known.places.items() if places} | known.near
    keys = opened | set(asked)
    last = master.places_map.opens_column[:, -1]
    upper = master.program.upper
    closed = {site.key for site, column in zip(problem.sites, last, strict=True) if column >= 0 and upper[column] == 0}
    lost = [site for site in before.sites if site.key in opened and (site.key in closed or site not in problem.sites)]
    for site in lost:
        keys.update(_rivals(problem, before, site))
    return frozenset(
        index
        for index, site in enumerate(problem.sites)
        if site.is_candidate and (site.key in keys or site.key not in before.site_by_key)
    )


def _rivals(problem: Problem, before: Problem, lost: Site) -> list[str]:
    """Keys of the nearest candidates of the same phase for the same needs."""
    there = before.school_by_urn.get(lost.urn or "")
    if there is None:
        return []
    alike = [
        (apart_metres(problem.school_by_urn[str(site.urn)], there), site.key)
        for site in problem.sites
        if stands_in(site, lost)
    ]
    return [key for _, key in sorted(alike)[:RIVALS]]
