"""The linear relaxation of the master, kept warm while cuts come in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import highspy
import numpy as np

from planner.model.program import FloatArray, Objective, Program, Row

MAX_CUT_ROUNDS = 200
# Rounds end when this many together have lifted the bound by less than this share of it: the tail is long and flat.
STALL_ROUNDS = 12
STALL_SHARE = 1e-3


@dataclass(frozen=True)
class Relaxed:
    """A proven bound and the point that gives it; None when the relaxation is infeasible or nothing was solved.

    `clocked` says that the seconds ran out before the rounds did, so another run may get further.
    """

    point: FloatArray | None
    bound: float
    rounds: int
    clocked: bool = False


def solve_relaxation(
    program: Program, objective: Objective, separate: Callable[[FloatArray], list[Row]], seconds: float
) -> Relaxed:
    """Solve, separate and add rows to the program until no cut is violated or the seconds are used up."""
    solver = program.load(objective, None, relaxed=True)
    solver.setOptionValue("time_limit", seconds)
    point, bound = None, -float("inf")
    bounds: list[float] = []
    for cut_round in range(MAX_CUT_ROUNDS):
        solver.run()
        status = solver.getModelStatus()
        if status == highspy.HighsModelStatus.kInfeasible:
            return Relaxed(None, float("inf"), cut_round)
        if status != highspy.HighsModelStatus.kOptimal:
            return Relaxed(point, bound, cut_round, clocked=True)
        point = np.asarray(solver.getSolution().col_value)
        bound = objective.value(point)
        bounds.append(bound)
        if cut_round >= STALL_ROUNDS and bound - bounds[-1 - STALL_ROUNDS] < STALL_SHARE * abs(bound):
            return Relaxed(point, bound, cut_round)
        rows = separate(point)
        if not rows:
            return Relaxed(point, bound, cut_round)
        program.add(rows)
        for row in rows:
            solver.addRow(row.lower, row.upper, len(row.columns), row.columns.astype(np.int32), row.coefficients)
    return Relaxed(point, bound, MAX_CUT_ROUNDS)
