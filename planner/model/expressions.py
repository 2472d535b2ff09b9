"""Expressions of a model by row and year, laid out so that all are worked out at once."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain

import numpy as np
from ortools.math_opt.python import mathopt

from planner.model.array_model import flat_terms
from planner.model.program import FloatArray, IntArray


class Expressions:
    """Expressions of shape (rows, `years`): `fixed` parts, and `terms` as (column, coefficient), columns rising."""

    def __init__(self, expressions: Sequence[Sequence[mathopt.LinearTypes]], years: int) -> None:
        flat = [[flat_terms(each) for each in by_year] for by_year in expressions]
        fixed = [[offset for _, offset in by_year] for by_year in flat]
        self.fixed: FloatArray = np.asarray(fixed, dtype=np.float64).reshape(len(flat), years)
        self.terms = [[sorted(terms.items()) for terms, _ in by_year] for by_year in flat]
        cells = list(chain.from_iterable(self.terms))
        counts = np.asarray([len(terms) for terms in cells], dtype=np.int64)
        self._cell = np.repeat(np.arange(len(counts)), counts)
        self._starts = np.concatenate([[0], np.cumsum(counts)]).astype(np.int64)
        self._column = np.asarray([column for terms in cells for column, _ in terms], dtype=np.int64)
        self._coefficient = np.asarray([factor for terms in cells for _, factor in terms], dtype=np.float64)

    def at(self, point: FloatArray) -> FloatArray:
        """Values at a point."""
        total = self.fixed.ravel().copy()
        np.add.at(total, self._cell, self._coefficient * point[self._column])
        return total.reshape(self.fixed.shape)

    def entries(self, rows: IntArray, years: IntArray) -> tuple[IntArray, IntArray, FloatArray]:
        """Columns and coefficients of these expressions, after the position of each."""
        cells = rows * self.fixed.shape[1] + years
        counts = self._starts[cells + 1] - self._starts[cells]
        position = np.repeat(np.arange(len(cells)), counts)
        entry = np.arange(len(position)) - np.repeat(np.cumsum(counts) - counts - self._starts[cells], counts)
        return position, self._column[entry], self._coefficient[entry]
