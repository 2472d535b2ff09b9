"""One goal on the master: a bound by the relaxation, plans in its neighbourhood, then the whole (FORMULATION.md)."""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from dataclasses import dataclass, replace

from planner.model.blocks import Blocks
from planner.model.closing import upper_within
from planner.model.incumbent import Incumbent
from planner.model.master import Master
from planner.model.neighbourhood import Bounds
from planner.model.part import part_of
from planner.model.program import OBJECTIVE_TOLERANCE, FloatArray, Objective, Row, Solved, Work
from planner.model.relaxation import Relaxation, Relaxed

MAX_ROUNDS = 100
NEIGHBOURHOODS, NEIGHBOURHOOD_ROUNDS = 2, 2
# Values come in steps, so a bound less than a step below the value proves it.
ALMOST = 1.0 - 1e-4
# From the best end of a search to the worst.
NOTHING_MORE = "nothing more to try"
STOPPED_BY = ("proved", "gap", NOTHING_MORE, "work limit", "clock")
NOT_SEARCHED = "not searched"
# Of a plan that was only asked to be near the best one, and is not it.
WITHIN_TOLERANCE = "within the tolerance"
NEIGHBOURHOOD_SHARE = 0.25
RELAXATION_SHARE = 0.4
BLOCK_SHARE = 0.4
BLOCK_NODES = 20
# A block is searched until its part of the gap is so small against the goal's own.
BLOCK_GAP_SHARE = 0.1


@dataclass(slots=True)
class Clock:
    """The safety net: seconds left of the whole solve."""

    deadline: float

    @classmethod
    def start(cls, seconds: float) -> Clock:
        """Start counting now."""
        return cls(time.monotonic() + seconds)

    def left(self) -> float:
        """Seconds left, never below 0."""
        return max(0.0, self.deadline - time.monotonic())


@dataclass(frozen=True, slots=True)
class Proof:
    """Lower bound of a goal under the goals held before it, and the worst that ended any part of its search."""

    bound: float
    stopped_by: str
    infeasible: bool = False


def end_of(left_open: float, gap: float, stopped_by: str) -> str:
    """What ended a search, in a word that holds of what it left open: "gap" only where that is no more than the gap.

    Where more is open and no limit was met, the search had nothing more to try. The clock is told in any case.
    """
    if stopped_by in ("clock", NOT_SEARCHED):
        return stopped_by
    if left_open < 1:
        return "proved"
    if left_open <= gap:
        return "gap" if stopped_by == NOTHING_MORE else max("gap", stopped_by, key=STOPPED_BY.index)
    return max(NOTHING_MORE, stopped_by, key=STOPPED_BY.index)


def contradicts(bound: float, value: float) -> bool:
    """Whether a bound lies above the value of a plan at hand by more than arithmetic: then the bound is wrong."""
    return bound > value + OBJECTIVE_TOLERANCE * max(1.0, abs(value))


def _nobody(value: float, bound: float) -> None:
    """Tell nobody."""


class GoalSearch:
    """Makes one goal small on the master; better plans go to the incumbent, cuts to the master's pool.

    With `nearby_only` the whole master is left out: the bound is that of the relaxation. `point` is the relaxation's,
    None before it is solved. `tell` is told the value of the best plan and the bound whenever they are news.
    `starts_near` says that a plan close to the best is at hand: then proving costs more than finding, and block cuts
    and the solver's own heuristics are left out.
    """

    def __init__(self, master: Master, incumbent: Incumbent, order: int, objective: Objective, work: Work) -> None:
        self._master, self._incumbent = master, incumbent
        self._order, self._objective, self._work = order, objective, work
        self._gap = max(objective.step * ALMOST, work.gap)
        self._bound = -math.inf
        self._stopped_by = "proved"
        self.nearby_only = False
        self.starts_near = False
        self.point: FloatArray | None = None
        self.tell: Callable[[float, float], None] = _nobody
        self._told: tuple[float, float] | None = None

    def run(self, clock: Clock) -> Proof:
        """Search; the seconds of the work are this goal's share of the clock."""
        own = Clock.start(min(self._work.seconds, clock.left()))
        relaxation = Relaxation(self._master.program, self._objective, self._master, own.left() * RELAXATION_SHARE)
        relaxed = self._bounded(relaxation.solve())
        if math.isinf(relaxed.bound) and relaxed.bound > 0:
            return Proof(math.inf, "proved", infeasible=True)
        if relaxed.point is not None and not self._done():
            self._explore(self._rens(relaxed.point), own, rounds=1)
        if relaxed.point is not None and not self._done() and not self.starts_near:
            relaxed = self._bounded(relaxation.sharpen(Blocks(self._master), self._block_work(own)))
        # Where a good plan must still be found, time is better spent on the question: its plans lie further off.
        for _ in range(NEIGHBOURHOODS if self.starts_near or self.nearby_only else 0):
            near = None if relaxed.point is None else self._rins(relaxed.point)
            if near is not None and not self._done():
                self._explore(near, own, rounds=NEIGHBOURHOOD_ROUNDS)
        if not self._done() and not self.nearby_only and self._ask_for_better(relaxation, own).infeasible:
            return Proof(math.inf, "proved", infeasible=True)
        self._note("clock" if own.left() <= 0 and not self._done() else "proved")
        return Proof(self._bound, self._stopped_by)

    def _note(self, stopped_by: str) -> None:
        """Remember the worst that ended any part of the search: once the clock has cut it, it may not repeat."""
        self._stopped_by = max(self._stopped_by, stopped_by, key=STOPPED_BY.index)

    def _bounded(self, relaxed: Relaxed) -> Relaxed:
        self._note("clock" if relaxed.clocked else "proved")
        self._raise_bound(relaxed.bound)
        self.point = relaxed.point
        return relaxed

    def _block_work(self, clock: Clock) -> Work:
        return Work(BLOCK_NODES, clock.left() * BLOCK_SHARE, self._gap * BLOCK_GAP_SHARE)

    def _done(self) -> bool:
        return self._incumbent.value(self._order) - self._bound < self._gap

    def _raise_bound(self, bound: float) -> None:
        value = self._incumbent.value(self._order)
        if contradicts(bound, value):
            self._note("work limit")
        elif math.isfinite(bound):
            self._bound = max(self._bound, min(self._objective.next_value(bound), value))
        self._tell()

    def _tell(self) -> None:
        so_far = (self._incumbent.value(self._order), self._bound)
        if so_far != self._told and math.isfinite(so_far[0]):
            self._told = so_far
            self.tell(*so_far)

    def _explore(self, bounds: Bounds, clock: Clock, rounds: int) -> None:
        """Search near a point: solve, evaluate exactly, add the cuts that the plan breaks, until it breaks none."""
        for _ in range(rounds):
            solved, rows = self._look(bounds, clock.left() * NEIGHBOURHOOD_SHARE)
            self._note(solved.stopped_by)
            settled = self._incumbent.value(self._order) - solved.bound < self._gap
            if not rows or settled or self._done() or clock.left() <= 0:
                return

    def _look(self, bounds: Bounds, seconds: float) -> tuple[Solved, list[Row]]:
        """Solve a part of the master; its plans go to the incumbent, the cuts that they break to the master."""
        part = part_of(self._master.program, bounds)
        solved = part.solve_mixed(self._objective, Work(self._work.nodes, seconds, self._gap), proves=False)
        return solved, self._take(solved)

    def _ask_for_better(self, relaxation: Relaxation, clock: Clock) -> Solved:
        """Ask the whole master for a plan so much better that it would matter, until there is none or no time."""
        for _ in range(MAX_ROUNDS):
            solved = self._better(relaxation, Work(self._work.nodes, clock.left(), self._gap))
            self._note(solved.stopped_by)
            self._raise_bound(solved.bound)
            rows = self._take(solved)
            if solved.point is None or not rows or self._done() or clock.left() <= 0:
                break
            near = self._rins(solved.point)
            if near is not None:
                # What breaks cuts is often close to a plan that does not.
                self._explore(near, clock, rounds=1)
        return solved

    def _better(self, relaxation: Relaxation, work: Work) -> Solved:
        """Look for a plan better than what would be settled; the bound is one of all plans, the others as well.

        The limit is no row of its own: beside the objective it makes all bases alike, and the solver slow. It closes
        candidates (`closing.py`) and ends the search where nothing that is left can keep it; half a step is room for
        the solver's arithmetic.
        """
        program, value = self._master.program, self._incumbent.value(self._order)
        if math.isinf(value):
            return program.solve_mixed(self._objective, work)
        # The least value that would settle the goal as a bound, and the greatest that a better plan must have.
        step = self._objective.step
        settling = value - step * (math.ceil(self._gap / step) - 1)
        limit = settling - step
        self._bounded(relaxation.solve_on(work.seconds))
        upper = upper_within(self._master, self._objective, relaxation.multipliers(), limit)
        part = part_of(program, (program.lower, upper))
        solved = part.solve_mixed(self._objective, work, within=limit + step / 2, heuristics=not self.starts_near)
        return replace(solved, bound=min(solved.bound, settling), infeasible=False)

    def _take(self, solved: Solved) -> list[Row]:
        """Offer the places of each point that was found, and add the cuts that it breaks; none where nothing was."""
        added: list[Row] = []
        # The last one is the best for the solver, so those before it are seldom news.
        for point in reversed(solved.points):
            self._incumbent.offer(self._master.places_map.whole_places(point))
        self._tell()
        for point in solved.points:
            rows = self._master.separate(point)
            self._master.program.add(rows)
            added += rows
        return added

    def _rens(self, point: FloatArray) -> Bounds:
        return self._master.neighbourhood.of_relaxation(point)

    def _rins(self, point: FloatArray) -> Bounds | None:
        """Between the relaxation and the best plan; None while there is none."""
        best = self._incumbent.best
        if best is None:
            return None
        return self._master.neighbourhood.of_plan(point, self._master.places_map.columns(best.places))
