"""One mixed-integer program in arrays, solved by HiGHS.

No solver is believed: the objective is recomputed from the returned values, the rows are checked, and a result that
does not agree with itself is solved again without presolve; a second disagreement is our bug and raises.
"""

from __future__ import annotations

import math
import time
from dataclasses import dataclass, replace
from typing import Any

import highspy
import numpy as np
from numpy.typing import NDArray
from ortools.math_opt.python import mathopt

from planner.errors import BrokenPlanError
from planner.model.array_model import ArrayModel, ModelArrays, Terms, arrays_of, flat_terms
from planner.model.highs import keep_points, new_solver, run, turn_off_heuristics

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]

ROW_TOLERANCE = 1e-5
OBJECTIVE_TOLERANCE = 1e-3
BOUND_TOLERANCE = 1e-6
INFINITY = float("inf")
LARGEST_COEFFICIENT = 1024.0
ON_THE_WAY = 4


@dataclass(frozen=True)
class Row:
    """lower <= sum of coefficient x column <= upper."""

    columns: IntArray
    coefficients: FloatArray
    lower: float
    upper: float

    def scaled(self) -> Row:
        """The same row in smaller numbers: pounds beside places slow the solver and blur its answers."""
        factor = float(row_scale(np.abs(self.coefficients).max(initial=0.0)))
        return Row(self.columns, self.coefficients * factor, self.lower * factor, self.upper * factor)


def row_scale(largest: float | FloatArray) -> FloatArray:
    """Power of two, so that no digit is lost, that brings a largest coefficient to `LARGEST_COEFFICIENT` or below."""
    return np.exp2(-np.ceil(np.log2(np.maximum(largest / LARGEST_COEFFICIENT, 1.0))))


@dataclass(frozen=True)
class Objective:
    """Sum of coefficient x column plus an offset, to be made small."""

    coefficients: FloatArray
    offset: float

    def value(self, point: FloatArray) -> float:
        """Value at a point."""
        return float(self.coefficients @ point + self.offset)

    @property
    def step(self) -> int:
        """Least difference between two plans' values: decisions and served pupils are whole, so are goals' terms."""
        terms = np.unique(np.abs(self.coefficients[self.coefficients != 0]))
        whole = np.rint(terms)
        if not len(terms) or np.abs(terms - whole).max() > ROW_TOLERANCE:
            return 1
        return int(np.gcd.reduce(whole.astype(np.int64)))

    def next_value(self, bound: float) -> float:
        """Least value a plan can have that is not below a bound, allowing for the solver's arithmetic."""
        tolerance = BOUND_TOLERANCE * max(1.0, abs(bound))
        steps = math.ceil((bound - tolerance - self.offset) / self.step)
        return self.offset + steps * self.step


@dataclass(frozen=True, slots=True)
class Work:
    """What a search may use: nodes are repeatable work, seconds a safety net; `gap` is absolute, in objective units."""

    nodes: int
    seconds: float
    gap: float


@dataclass(frozen=True)
class Solved:
    """`point` is None when none was found; `bound` is proven; `stopped_by` is "proved", "work limit" or "clock".

    `on_the_way` are the last points found before it, the best at the end.
    """

    point: FloatArray | None
    bound: float
    stopped_by: str
    infeasible: bool
    on_the_way: tuple[FloatArray, ...] = ()

    @property
    def points(self) -> tuple[FloatArray, ...]:
        """The points found, the best at the end; none where nothing was."""
        return () if self.point is None else (*self.on_the_way, self.point)


class Program:
    """Rows of a model as arrays, to which cuts and locks are added; solved with any objective and bounds."""

    def __init__(self, model: mathopt.Model | ArrayModel | ModelArrays) -> None:
        arrays = model if isinstance(model, ModelArrays) else arrays_of(model)
        self.lower, self.upper, self.integer = arrays.lower, arrays.upper, arrays.integer
        self._starts, self._columns, self._coefficients = arrays.starts, arrays.columns, arrays.coefficients
        self._row_lower, self._row_upper = arrays.row_lower, arrays.row_upper
        self._added: list[Row] = []

    @classmethod
    def of_rows(cls, lower: FloatArray, upper: FloatArray, integer: NDArray[np.bool_], rows: list[Row]) -> Program:
        """A program of bounds and rows alone."""
        program = cls(mathopt.Model())
        program.lower, program.upper, program.integer = lower, upper, integer
        program.add(rows)
        return program

    @property
    def columns(self) -> int:
        """Number of decisions."""
        return len(self.lower)

    @property
    def rows(self) -> int:
        """Number of rows, cuts and locks included."""
        return len(self._row_lower) + len(self._added)

    def objective(self, expression: mathopt.LinearTypes | Terms) -> Objective:
        """Arrays of an expression."""
        terms, offset = flat_terms(expression)
        coefficients = np.zeros(self.columns)
        coefficients[list(terms)] = list(terms.values())
        return Objective(coefficients, offset)

    def hold(self, objective: Objective, value: float) -> Row:
        """Row that keeps an objective at a value or below it."""
        columns = np.flatnonzero(objective.coefficients)
        return Row(columns, objective.coefficients[columns], -INFINITY, value - objective.offset)

    def add(self, rows: list[Row]) -> None:
        """Add rows for good."""
        self._added.extend(rows)

    def arrays(self) -> ModelArrays:
        """All that it holds now, cuts and locks included."""
        return ModelArrays(self.lower, self.upper, self.integer, *self._all_rows())

    def added_from(self, rows: int) -> list[Row]:
        """Rows added since there were so many."""
        return self._added[rows - len(self._row_lower) :]

    def all_rows(self) -> list[Row]:
        """Every row as it stands now, cuts and locks included."""
        starts, columns, coefficients, lower, upper = self._all_rows()
        spans = zip(starts[:-1], starts[1:], lower, upper, strict=True)
        return [
            Row(columns[first:end], coefficients[first:end], float(low), float(high)) for first, end, low, high in spans
        ]

    def solve_mixed(
        self,
        objective: Objective,
        work: Work,
        bounds: tuple[FloatArray, FloatArray] | None = None,
        *,
        relaxed: bool = False,
        within: float = INFINITY,
        heuristics: bool = True,
        proves: bool = True,
    ) -> Solved:
        """Solve with whole numbers (or `relaxed` without), from scratch, on one thread.

        Points with a value above `within` are of no interest: the bound holds up to there, however high it is, and a
        program without other points may be said to be infeasible. Without `heuristics` it searches by branching alone.
        Where the answer `proves` nothing and only points are looked for, "infeasible" is not asked for twice.
        """
        # Where nothing need be whole, HiGHS solves a linear program and reports no bound of a mixed one.
        relaxed = relaxed or not self.integer.any()
        # One limit for both runs: the second has what the first left of it.
        deadline = time.monotonic() + work.seconds
        for presolve in ("on", "off"):
            solver = self.load(objective, bounds, relaxed=relaxed)
            solver.setOptionValue("presolve", presolve)
            solver.setOptionValue("objective_bound", INFINITY if relaxed else within)
            if not heuristics:
                turn_off_heuristics(solver)
            solver.setOptionValue("mip_rel_gap", 0.0)
            solver.setOptionValue("mip_abs_gap", work.gap)
            solver.setOptionValue("mip_max_nodes", work.nodes)
            solver.setOptionValue("time_limit", max(deadline - time.monotonic(), 0.1))
            found = keep_points(solver)
            run(solver)
            solved = self._read(solver, objective, relaxed=relaxed)
            # Presolve has called a program infeasible that was not: it is not believed alone.
            if solved is not None and not (solved.infeasible and proves and presolve == "on"):
                return replace(solved, on_the_way=tuple(found[-ON_THE_WAY - 1 : -1]))
        msg = "the solver's answer does not agree with its own values, with and without presolve"
        raise BrokenPlanError(msg)

    def load(self, objective: Objective, bounds: tuple[FloatArray, FloatArray] | None, *, relaxed: bool) -> Any:  # noqa: ANN401 - highspy has no types
        """Give a fresh solver with this program in it."""
        solver = new_solver()
        solver.setOptionValue("output_flag", False)
        solver.setOptionValue("threads", 1)
        solver.setOptionValue("random_seed", 0)
        lower, upper = bounds if bounds is not None else (self.lower, self.upper)
        program = highspy.HighsLp()
        program.num_col_, program.num_row_ = self.columns, self.rows
        program.col_cost_, program.offset_ = objective.coefficients, objective.offset
        program.col_lower_, program.col_upper_ = lower, upper
        starts, columns, coefficients, row_lower, row_upper = self._all_rows()
        factors = self.row_scales()
        coefficients = coefficients * np.repeat(factors, np.diff(starts))
        program.row_lower_, program.row_upper_ = row_lower * factors, row_upper * factors
        program.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        program.a_matrix_.num_col_, program.a_matrix_.num_row_ = self.columns, self.rows
        program.a_matrix_.start_, program.a_matrix_.index_ = starts, columns
        program.a_matrix_.value_ = coefficients
        if not relaxed:
            whole, real = highspy.HighsVarType.kInteger, highspy.HighsVarType.kContinuous
            program.integrality_ = [whole if integer else real for integer in self.integer]
        solver.passModel(program)
        return solver

    def row_scales(self) -> FloatArray:
        """Factor by which each row is multiplied for the solver."""
        starts, _, coefficients, _, _ = self._all_rows()
        largest = np.zeros(self.rows)
        np.maximum.at(largest, np.repeat(np.arange(self.rows), np.diff(starts)), np.abs(coefficients))
        return row_scale(largest)

    def _all_rows(self) -> tuple[IntArray, IntArray, FloatArray, FloatArray, FloatArray]:
        added = self._added
        starts = self._starts[-1] + np.cumsum([len(row.columns) for row in added], dtype=np.int64)
        return (
            np.concatenate([self._starts, starts]).astype(np.int32),
            np.concatenate([self._columns, *[row.columns for row in added]]).astype(np.int32),
            np.concatenate([self._coefficients, *[row.coefficients for row in added]]),
            np.concatenate([self._row_lower, [row.lower for row in added]]),
            np.concatenate([self._row_upper, [row.upper for row in added]]),
        )

    def _read(self, solver: Any, objective: Objective, *, relaxed: bool) -> Solved | None:  # noqa: ANN401
        """Read a finished run; None when it failed, or when the answer contradicts its own values."""
        status = solver.getModelStatus()
        if status == highspy.HighsModelStatus.kNotset:
            return None
        infeasible = status in (highspy.HighsModelStatus.kInfeasible, highspy.HighsModelStatus.kUnboundedOrInfeasible)
        reported = solver.getInfo()
        proved = status == highspy.HighsModelStatus.kOptimal
        stopped_by = "proved" if proved else "clock" if status == highspy.HighsModelStatus.kTimeLimit else "work limit"
        if infeasible:
            return Solved(None, INFINITY, "proved", infeasible=True)
        if relaxed and not proved:
            return Solved(None, -INFINITY, stopped_by, infeasible=False)
        bound = float(reported.objective_function_value if relaxed else reported.mip_dual_bound)
        if reported.primal_solution_status != highspy.SolutionStatus.kSolutionStatusFeasible:
            return Solved(None, bound, stopped_by, infeasible=False)
        point = np.asarray(solver.getSolution().col_value)
        value = objective.value(point)
        agrees = abs(value - reported.objective_function_value) <= OBJECTIVE_TOLERANCE * max(1.0, abs(value))
        below = bound <= value + OBJECTIVE_TOLERANCE * max(1.0, abs(value))
        sound = agrees and below and (relaxed or self.keeps_rows(point))
        return Solved(point, min(bound, value), stopped_by, infeasible=False) if sound else None

    def keeps_rows(self, point: FloatArray) -> bool:
        """Whether a point keeps every row and bound, within the tolerance."""
        starts, columns, coefficients, row_lower, row_upper = self._all_rows()
        activity = (
            np.add.reduceat(np.append(coefficients * point[columns], 0.0), starts[:-1]) if len(starts) > 1 else 0.0
        )
        empty = np.diff(starts) == 0
        activity = np.where(empty, 0.0, activity)
        slack = ROW_TOLERANCE * np.maximum(1.0, np.abs(activity))
        inside = (activity >= row_lower - slack).all() and (activity <= row_upper + slack).all()
        bounded = (point >= self.lower - ROW_TOLERANCE).all() and (point <= self.upper + ROW_TOLERANCE).all()
        return bool(inside and bounded)
