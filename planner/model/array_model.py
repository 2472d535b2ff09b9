"""A model in arrays, with the few calls of a MathOpt model that decisions, rules and goals use.

MathOpt takes each row through several layers of its own, and a county's master has thousands of rows. What is written
for a MathOpt model works here as it stands, so each rule is written once: the plain model stays in MathOpt, and the
master, which is built for every question, comes from here. Names are for MathOpt's log and are not kept.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray
from ortools.math_opt.python import mathopt

INFINITY = float("inf")
ONE = (1.0,)


@dataclass(frozen=True)
class ModelArrays:
    """Bounds and kinds of columns; rows as sparse rows: entries `starts[row]` to `starts[row + 1]`, columns rising."""

    lower: NDArray[np.float64]
    upper: NDArray[np.float64]
    integer: NDArray[np.bool_]
    starts: NDArray[np.int64]
    columns: NDArray[np.int64]
    coefficients: NDArray[np.float64]
    row_lower: NDArray[np.float64]
    row_upper: NDArray[np.float64]

    @property
    def row_of(self) -> NDArray[np.int64]:
        """Row of each entry."""
        return np.repeat(np.arange(len(self.row_lower)), np.diff(self.starts))

    def totals(self, entries: NDArray[np.float64]) -> NDArray[np.float64]:
        """Sum by row of one number for each entry."""
        totals: NDArray[np.float64] = np.bincount(self.row_of, entries, len(self.row_lower)).astype(np.float64)
        return totals


class Terms:
    """A sum or a single column: coefficients x columns plus an offset; a column may stand in it twice.

    It is never changed once made. Sums and columns are both of this class and neither is of the other's, because
    Python lets the right side of a comparison speak first where it is of a class derived from the left side's.
    """

    __slots__ = ("coefficients", "columns", "offset")
    __hash__ = None  # type: ignore[assignment]

    def __init__(self, columns: Sequence[int], coefficients: Sequence[float], offset: float) -> None:
        self.columns, self.coefficients, self.offset = columns, coefficients, offset

    def __add__(self, other: TermsLike) -> Sum:
        """Sum."""
        if not isinstance(other, Terms):
            return Sum(self.columns, self.coefficients, self.offset + other)
        return Sum(
            [*self.columns, *other.columns], [*self.coefficients, *other.coefficients], self.offset + other.offset
        )

    def __sub__(self, other: TermsLike) -> Sum:
        """Difference."""
        if not isinstance(other, Terms):
            return Sum(self.columns, self.coefficients, self.offset - other)
        return Sum(
            [*self.columns, *other.columns],
            [*self.coefficients, *[-each for each in other.coefficients]],
            self.offset - other.offset,
        )

    def __rsub__(self, other: float) -> Sum:
        """Difference from a number."""
        return -self + other

    def __mul__(self, factor: float) -> Sum:
        """Product with a number."""
        return Sum(self.columns, [factor * each for each in self.coefficients], factor * self.offset)

    def __neg__(self) -> Sum:
        """Negative."""
        return self * -1.0

    __radd__ = __add__
    __rmul__ = __mul__

    def __le__(self, other: TermsLike) -> Inequality:
        """At most; of two sums the second moves to the left, as in MathOpt."""
        return self._between(other, -INFINITY, 0.0)

    def __ge__(self, other: TermsLike) -> Inequality:
        """At least."""
        return self._between(other, 0.0, INFINITY)

    def __eq__(self, other: object) -> Inequality:  # type: ignore[override]
        """Equal."""
        if not isinstance(other, (Terms, int, float)):
            return NotImplemented
        return self._between(other, 0.0, 0.0)

    def _between(self, other: TermsLike, lower: float, upper: float) -> Inequality:
        if isinstance(other, Terms):
            return Inequality(self - other, lower, upper)
        return Inequality(self, lower + other, upper + other)


TermsLike: TypeAlias = Terms | float


class Sum(Terms):
    """What operators and totals make."""

    __slots__ = ()


class Column(Terms):
    """One decision by its number in the model; only its upper bound may change."""

    __slots__ = ("_model", "id")

    def __init__(self, model: ArrayModel, number: int) -> None:
        self.columns, self.coefficients, self.offset = (number,), ONE, 0.0
        self._model, self.id = model, number

    @property
    def upper_bound(self) -> float:
        """Largest value."""
        return self._model.upper[self.id]

    @upper_bound.setter
    def upper_bound(self, bound: float) -> None:
        """Set it."""
        self._model.upper[self.id] = float(bound)


class Inequality:
    """lower <= terms <= upper."""

    __slots__ = ("lower", "terms", "upper")

    def __init__(self, terms: Terms, lower: float, upper: float) -> None:
        self.terms, self.lower, self.upper = terms, lower, upper


class ArrayModel:
    """Columns and rows in the order in which they are added."""

    def __init__(self) -> None:
        self.upper: list[float] = []
        self._lower: list[float] = []
        self._integer: list[bool] = []
        self._columns: list[int] = []
        self._coefficients: list[float] = []
        self._entries: list[int] = []
        self._row_lower: list[float] = []
        self._row_upper: list[float] = []

    def add_variable(
        self, *, lb: float = -INFINITY, ub: float = INFINITY, is_integer: bool = False, name: str = ""
    ) -> Column:
        """Add a column."""
        del name
        self._lower.append(float(lb))
        self.upper.append(float(ub))
        self._integer.append(is_integer)
        return Column(self, len(self.upper) - 1)

    def add_integer_variable(self, *, lb: float, ub: float, name: str = "") -> Column:
        """Add a column of whole numbers."""
        return self.add_variable(lb=lb, ub=ub, is_integer=True, name=name)

    def add_binary_variable(self, *, name: str = "") -> Column:
        """Add a column that is 0 or 1."""
        return self.add_variable(lb=0.0, ub=1.0, is_integer=True, name=name)

    def add_linear_constraint(self, inequality: Inequality, *, name: str = "") -> None:
        """Add a row."""
        del name
        terms = inequality.terms
        self._columns.extend(terms.columns)
        self._coefficients.extend(terms.coefficients)
        self._entries.append(len(terms.columns))
        self._row_lower.append(inequality.lower - terms.offset)
        self._row_upper.append(inequality.upper - terms.offset)

    @staticmethod
    def total(terms: Iterable[TermsLike]) -> Sum:
        """Sum of many terms at once."""
        columns: list[int] = []
        coefficients: list[float] = []
        offset = 0.0
        for term in terms:
            if isinstance(term, Terms):
                columns.extend(term.columns)
                coefficients.extend(term.coefficients)
                offset += term.offset
            else:
                offset += term
        return Sum(columns, coefficients, offset)

    def arrays(self) -> ModelArrays:
        """Everything added so far; a column that stands twice in a row has its coefficients added up."""
        row = np.repeat(np.arange(len(self._entries)), np.asarray(self._entries, dtype=np.int64))
        column = np.asarray(self._columns, dtype=np.int64)
        row, column, coefficients = _merged(row, column, np.asarray(self._coefficients, dtype=np.float64))
        counts = np.bincount(row, minlength=len(self._entries))
        return ModelArrays(
            np.asarray(self._lower, dtype=np.float64),
            np.asarray(self.upper, dtype=np.float64),
            np.asarray(self._integer, dtype=bool),
            np.concatenate([[0], np.cumsum(counts)]).astype(np.int64),
            column,
            coefficients,
            np.asarray(self._row_lower, dtype=np.float64),
            np.asarray(self._row_upper, dtype=np.float64),
        )


def _merged(
    row: NDArray[np.int64], column: NDArray[np.int64], coefficients: NDArray[np.float64]
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float64]]:
    """Entries by row and column, each pair once and none of them 0."""
    order = np.lexsort((column, row))
    row, column, coefficients = row[order], column[order], coefficients[order]
    first = np.ones(len(row), dtype=bool)
    first[1:] = (row[1:] != row[:-1]) | (column[1:] != column[:-1])
    starts = np.flatnonzero(first)
    sums = np.add.reduceat(coefficients, starts) if len(starts) else coefficients
    kept = sums != 0
    return row[starts][kept], column[starts][kept], sums[kept]


def arrays_of(model: mathopt.Model | ArrayModel) -> ModelArrays:
    """The arrays of a model of either kind."""
    if isinstance(model, ArrayModel):
        return model.arrays()
    proto = model.export_model()
    matrix, rows = proto.linear_constraint_matrix, proto.linear_constraints
    ids = np.asarray(rows.ids, dtype=np.int64)
    counts = np.bincount(np.searchsorted(ids, np.asarray(matrix.row_ids, dtype=np.int64)), minlength=len(ids))
    return ModelArrays(
        np.asarray(proto.variables.lower_bounds, dtype=np.float64),
        np.asarray(proto.variables.upper_bounds, dtype=np.float64),
        np.asarray(proto.variables.integers, dtype=bool),
        np.concatenate([[0], np.cumsum(counts)]).astype(np.int64),
        np.asarray(matrix.column_ids, dtype=np.int64),
        np.asarray(matrix.coefficients, dtype=np.float64),
        np.asarray(rows.lower_bounds, dtype=np.float64),
        np.asarray(rows.upper_bounds, dtype=np.float64),
    )


def flat_terms(expression: mathopt.LinearTypes | Terms) -> tuple[dict[int, float], float]:
    """Coefficients by column, and the offset, of an expression of either kind."""
    if isinstance(expression, Terms):
        coefficients: dict[int, float] = {}
        for column, coefficient in zip(expression.columns, expression.coefficients, strict=True):
            coefficients[column] = coefficients.get(column, 0.0) + coefficient
        return coefficients, float(expression.offset)
    flat = mathopt.as_flat_linear_expression(expression)
    return {int(variable.id): coefficient for variable, coefficient in flat.terms.items()}, float(flat.offset)
