"""A program under tighter bounds, made small: what its solver need not see is left out."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from planner.model.array_model import ModelArrays
from planner.model.pairs import BoolArray
from planner.model.program import FloatArray, Program

# A row is left out only when it holds by more than this share of what its columns can make.
CLEAR_SHARE = 1e-9


def part_of(program: Program, bounds: tuple[FloatArray, FloatArray]) -> Program:
    """The program within bounds; rows that no point within the bounds can break are left out.

    Columns stay as they are, and a point of the part keeps the program's bounds and all its rows.
    """
    lower, upper = bounds
    arrays = program.arrays()
    at_lower, at_upper = arrays.coefficients * lower[arrays.columns], arrays.coefficients * upper[arrays.columns]
    least = arrays.totals(np.minimum(at_lower, at_upper))
    most = arrays.totals(np.maximum(at_lower, at_upper))
    clear = CLEAR_SHARE * np.maximum(1.0, np.maximum(np.abs(least), np.abs(most)))
    # Not a number where a column without a bound stands in a row: then the row stays.
    holds = (least >= arrays.row_lower + clear) | np.isneginf(arrays.row_lower)
    holds &= (most <= arrays.row_upper - clear) | np.isposinf(arrays.row_upper)
    return Program(_with_rows(replace(arrays, lower=lower, upper=upper), ~holds))


def _with_rows(arrays: ModelArrays, kept: BoolArray) -> ModelArrays:
    entries = kept[arrays.row_of]
    return replace(
        arrays,
        starts=np.concatenate([[0], np.cumsum(np.diff(arrays.starts)[kept])]).astype(np.int64),
        columns=arrays.columns[entries].astype(np.int64),
        coefficients=arrays.coefficients[entries],
        row_lower=arrays.row_lower[kept],
        row_upper=arrays.row_upper[kept],
    )
