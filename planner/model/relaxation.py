"""The linear relaxation and the cuts that make it sharp.

Cuts are looked for between the relaxation's point and a point inside (W. Ben-Ameur and J. Neto, "Acceleration of
cutting-plane and column generation algorithms", Networks 49, 2007): the relaxation's own points lie far outside, and
the cuts that they break are many and poor. The point inside keeps every rule and serves only whom its places can
serve, so its value is an upper bound of the relaxation's and says when to end.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import Protocol

from planner.model.blocks import Blocks
from planner.model.linear import WarmLinear
from planner.model.program import FloatArray, Objective, Program, Row, Work

MAX_CUT_ROUNDS = 400
# Where to look for cuts: this share of the way from the point inside to the relaxation's point.
STEP_OUTWARD = 0.3
# Rounds end when the point inside is this close to the bound, as a share of it.
CLOSE_SHARE = 1e-4
# They end as well when this many together have lifted the bound by less than this share of it.
STALL_ROUNDS = 30
STALL_SHARE = 2e-4
# Block cuts are made anew at the multipliers that they led to, at most so often, while they lift the bound so much.
MAX_SHARPENINGS = 3
SHARPER_SHARE = 2e-4
BLOCKS_SHARE = 0.6


class Oracle(Protocol):
    """Finds rows that hold for every plan."""

    def pull_inside(self, point: FloatArray, outside: FloatArray) -> tuple[FloatArray | None, list[Row]]:
        """Give a point that breaks no such row, and of the rows that `point` breaks those that `outside` breaks.

        None where the oracle knows no point inside. A row is given once, so it must not be lost.
        """


@dataclass(frozen=True)
class Relaxed:
    """A proven bound and the point that gives it; None when the relaxation is infeasible or nothing was solved.

    `clocked` says that the seconds ran out before the rounds did, so another run may get further.
    """

    point: FloatArray | None
    bound: float
    rounds: int
    clocked: bool = False


def solve_relaxation(program: Program, objective: Objective, oracle: Oracle, seconds: float) -> Relaxed:
    """Solve, separate and add rows to the program until no cut is violated or the seconds are used up."""
    return Relaxation(program, objective, oracle, seconds).solve()


class Relaxation:
    """One relaxation, kept warm from one call to the next; rows that others add to the program join it."""

    def __init__(self, program: Program, objective: Objective, oracle: Oracle, seconds: float) -> None:
        self._program, self._objective, self._oracle = program, objective, oracle
        self._linear = WarmLinear(program, objective, seconds)
        self._inside: FloatArray | None = None
        self._bounds: list[float] = []
        self._relaxed = Relaxed(None, -math.inf, 0)

    def solve(self) -> Relaxed:
        """Add cuts until the bound is as good as they can make it."""
        for _ in range(MAX_CUT_ROUNDS):
            answer = self._linear.solve()
            if answer.infeasible:
                self._relaxed = Relaxed(None, math.inf, self._relaxed.rounds)
                break
            if answer.point is None:
                self._relaxed = replace(self._relaxed, clocked=self._linear.seconds_left() <= 0)
                break
            self._take(answer.point)
            if self._stalled():
                break
            rows = self._cuts(answer.point)
            self._program.add(rows)
            if not rows or self._close():
                break
        return self._relaxed

    def solve_on(self, seconds: float) -> Relaxed:
        """The same with so many seconds from now on."""
        self._linear.allow(seconds)
        return self.solve()

    def multipliers(self) -> FloatArray:
        """Multiplier of each row of the program at the last solved point; rows that came since have 0."""
        return self._linear.multipliers()

    def sharpen(self, blocks: Blocks, work: Work, rounds: int = MAX_SHARPENINGS) -> Relaxed:
        """Add block cuts at the relaxation's multipliers and solve again, as long as that lifts the bound."""
        self.solve_on(work.seconds)
        for _ in range(rounds):
            before = self._relaxed
            if before.point is None or before.clocked:
                break
            # What the blocks leave is for the relaxation: without it their cuts are of no use.
            part = Work(work.nodes, self._linear.seconds_left() * BLOCKS_SHARE / blocks.count, work.gap)
            found = blocks.cuts(self._objective, self._linear.multipliers(), before.point, part)
            self._program.add(found.rows)
            if found.rows:
                # The point inside need not keep the new rows.
                self._inside, self._bounds = None, []
                self.solve()
            self._relaxed = replace(self._relaxed, clocked=self._relaxed.clocked or found.clocked)
            if self._relaxed.bound - before.bound < SHARPER_SHARE * max(1.0, abs(before.bound)):
                break
        return self._relaxed

    def _take(self, point: FloatArray) -> None:
        # Rounding may make a point's value a hair lower than the one before.
        bound = self._objective.value(point)
        self._bounds.append(bound)
        self._relaxed = Relaxed(point, max(bound, self._relaxed.bound), self._relaxed.rounds + 1)

    def _cuts(self, outside: FloatArray) -> list[Row]:
        """Cuts on the way outward; where none is violated there, those of the relaxation's point."""
        between = outside if self._inside is None else self._inside + STEP_OUTWARD * (outside - self._inside)
        rows = self._look(between, outside)
        if not rows and between is not outside and not self._close():
            rows = self._look(outside, outside)
        return rows

    def _look(self, point: FloatArray, outside: FloatArray) -> list[Row]:
        inside, rows = self._oracle.pull_inside(point, outside)
        # Where pupils with a place are held from an earlier goal, serving fewer breaks that row: nothing is inside.
        if inside is not None and self._better(inside) and self._program.keeps_rows(inside):
            self._inside = inside
        return rows

    def _better(self, inside: FloatArray) -> bool:
        return self._inside is None or self._objective.value(inside) < self._objective.value(self._inside)

    def _close(self) -> bool:
        """Whether the point inside is as good as the bound."""
        bound = self._bounds[-1]
        return self._inside is not None and (
            self._objective.value(self._inside) - bound < CLOSE_SHARE * max(1.0, abs(bound))
        )

    def _stalled(self) -> bool:
        if len(self._bounds) <= STALL_ROUNDS:
            return False
        bound = self._bounds[-1]
        return bound - self._bounds[-1 - STALL_ROUNDS] < STALL_SHARE * max(1.0, abs(bound))
