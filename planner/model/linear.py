"""A linear relaxation kept warm: rows come in, the solver goes on from where it stood."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Any

import highspy
import numpy as np

from planner.model.highs import run
from planner.model.program import FloatArray, Objective, Program

# Cheaper than steepest edge where many small steps follow each other.
DEVEX = 1


@dataclass(frozen=True)
class LinearAnswer:
    """Optimal point; `infeasible` without a point; neither when the solver gave up."""

    point: FloatArray | None
    infeasible: bool = False


class WarmLinear:
    """One linear program over the life of a relaxation; rows that come to the program come to it."""

    def __init__(self, program: Program, objective: Objective, seconds: float) -> None:
        self._program, self._objective = program, objective
        self._deadline = time.monotonic() + seconds
        self._solver = self._fresh()
        self._rows = program.rows

    def allow(self, seconds: float) -> None:
        """Allow so many seconds from now on."""
        self._deadline = time.monotonic() + seconds

    def seconds_left(self) -> float:
        """Seconds left, never below 0."""
        return max(0.0, self._deadline - time.monotonic())

    def multipliers(self) -> FloatArray:
        """Lagrange multiplier of each row of the program at the last solved point: above 0 where a lower end holds.

        Rows that came since have 0.
        """
        scaled = np.asarray(self._solver.getSolution().row_dual)
        return np.append(scaled, np.zeros(self._program.rows - len(scaled))) * self._program.row_scales()

    def solve(self) -> LinearAnswer:
        """Solve on with the rows that the program has got meanwhile.

        Where the warm start leads the simplex method astray, once more from scratch with presolve.
        """
        self._take_new_rows()
        answer = self._run()
        if answer.point is None and not answer.infeasible and self.seconds_left() > 0:
            self._solver = self._fresh()
            answer = self._run()
        return answer

    def _fresh(self) -> Any:  # noqa: ANN401 - highspy has no types
        solver = self._program.load(self._objective, None, relaxed=True)
        solver.setOptionValue("simplex_dual_edge_weight_strategy", DEVEX)
        return solver

    def _take_new_rows(self) -> None:
        for row in self._program.added_from(self._rows):
            scaled = row.scaled()
            columns = scaled.columns.astype(np.int32)
            self._solver.addRow(scaled.lower, scaled.upper, len(columns), columns, scaled.coefficients)
        self._rows = self._program.rows

    def _run(self) -> LinearAnswer:
        # HiGHS counts the seconds of all runs of a solver together.
        self._solver.setOptionValue("time_limit", self._solver.getRunTime() + max(0.05, self.seconds_left()))
        run(self._solver)
        status = self._solver.getModelStatus()
        if status in (highspy.HighsModelStatus.kInfeasible, highspy.HighsModelStatus.kUnboundedOrInfeasible):
            return LinearAnswer(None, infeasible=True)
        if status != highspy.HighsModelStatus.kOptimal:
            return LinearAnswer(None)
        return LinearAnswer(np.asarray(self._solver.getSolution().col_value))
