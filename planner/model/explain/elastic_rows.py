"""Rows that give way: each row of a condition gets slack columns, and says how much it lacks without them."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from ortools.math_opt.python import mathopt

from planner.domain.terms import AcademicYear
from planner.model.explain.conditions import Condition
from planner.model.program import FloatArray, IntArray

# One number of the council's stands behind all rows of such a condition: they give way together.
ONE_AMOUNT = ("host_limit",)
EXACT = 1e-6


@dataclass(frozen=True, slots=True)
class _Row:
    """What a row says without slack."""

    condition: Condition
    columns: IntArray
    coefficients: FloatArray
    lower: float
    upper: float
    worth: int = 1


class ElasticRows:
    """`columns` are the slack columns of each condition; `moved` those (more, fewer) of a placement in a year."""

    def __init__(self, model: mathopt.Model) -> None:
        self._model = model
        self.columns: dict[Condition, list[int]] = {}
        self.moved: dict[tuple[Condition, AcademicYear], tuple[int, int]] = {}
        self._rows: list[_Row] = []
        self._shared: dict[Condition, mathopt.Variable] = {}

    def add(self, row: mathopt.LinearConstraint, condition: Condition, worth: int = 1) -> None:
        """Note what a row says and let it give way; each unit that it lacks is `worth` so many of the condition's."""
        terms = [(int(term.variable.id), float(term.coefficient)) for term in row.terms()]
        columns = np.asarray([column for column, _ in terms], dtype=np.int64)
        coefficients = np.asarray([coefficient for _, coefficient in terms])
        self._rows.append(_Row(condition, columns, coefficients, row.lower_bound, row.upper_bound, worth))
        above = self._slack(row, condition, -1.0) if math.isfinite(row.upper_bound) else None
        below = self._slack(row, condition, 1.0) if math.isfinite(row.lower_bound) else None
        if condition.lock is not None and above is not None and below is not None:
            self.moved[condition, year_of(row)] = (above, below)

    def add_columns(self, condition: Condition, slack: tuple[mathopt.Variable, ...]) -> None:
        """Take columns that stand in the rows already as slack of a condition."""
        for each in slack:
            column = int(each.id)
            self.columns.setdefault(condition, []).append(column)
            self._rows.append(_Row(condition, np.asarray([column], dtype=np.int64), np.ones(1), -math.inf, 0.0))

    def gives(self, point: FloatArray) -> dict[Condition, int]:
        """What each condition must give for the whole decisions of a point; conditions that it keeps are left out."""
        given: dict[Condition, int] = {}
        for row in self._rows:
            activity = float(row.coefficients @ point[row.columns])
            lack = math.ceil(max(activity - row.upper, row.lower - activity, 0.0) - EXACT)
            if lack > 0:
                given[row.condition] = max(given.get(row.condition, 0), lack * row.worth)
        return given

    def _slack(self, row: mathopt.LinearConstraint, condition: Condition, sign: float) -> int:
        shared = condition.rule in ONE_AMOUNT
        slack = self._shared.get(condition) if shared else None
        if slack is None:
            slack = self._model.add_variable(lb=0.0, name=f"slack[{row.name}]")
            self.columns.setdefault(condition, []).append(int(slack.id))
            if shared:
                self._shared[condition] = slack
        row.set_coefficient(slack, sign)
        return int(slack.id)


def year_of(row: mathopt.LinearConstraint) -> AcademicYear:
    """Academic year of a row named `rule[site,year]`."""
    return AcademicYear.parse(row.name[:-1].rsplit(",", 1)[1])
