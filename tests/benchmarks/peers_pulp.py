"""PuLP on the county's plain model, goal by goal in strict order: the same rows, written as a PuLP user would.

PuLP is fed from ready rows, which flatters it: rules, reach and demand need not be worked out. It solves with HiGHS
through its own interface, on one thread, without a gap. The seconds of all goals together are limited as ours are.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Any

import numpy as np

from planner.domain.scenario import Scenario
from planner.model.network import build_network
from planner.model.plain import PlainModel
from planner.model.program import Objective, Program, Row

WHOLE = 1e-6


@dataclass(frozen=True)
class Written:
    """The plain model in PuLP: `model` with its rows and `columns` in our order."""

    model: Any
    columns: list[Any]


def plain_model(scenario: Scenario) -> PlainModel:
    """Our own plain model, from the scenario."""
    return PlainModel(scenario.problem, scenario.rules, build_network(scenario.problem, scenario.rules, scenario.bound))


def objectives(scenario: Scenario, plain: PlainModel) -> list[Objective]:
    """The scenario's goals on the plain model."""
    return [plain.program.objective(goal.expression(plain.x, scenario.problem)) for goal in scenario.goals]


def write(program: Program) -> Written:
    """Write columns and rows in PuLP."""
    import pulp

    model = pulp.LpProblem("plain", pulp.LpMinimize)
    columns = [
        pulp.LpVariable(f"x{number}", _end(low), _end(high), pulp.LpInteger if whole else pulp.LpContinuous)
        for number, (low, high, whole) in enumerate(zip(program.lower, program.upper, program.integer, strict=True))
    ]
    for row in program.all_rows():
        for constraint in _constraints(row, columns):
            model += constraint
    return Written(model, columns)


def _end(bound: float) -> float | None:
    return float(bound) if np.isfinite(bound) else None


def _constraints(row: Row, columns: list[Any]) -> list[Any]:
    import pulp

    total = pulp.lpSum(
        float(coefficient) * columns[column] for column, coefficient in zip(row.columns, row.coefficients, strict=True)
    )
    if row.lower == row.upper:
        return [total == float(row.upper)]
    low = [total >= float(row.lower)] if np.isfinite(row.lower) else []
    return low + ([total <= float(row.upper)] if np.isfinite(row.upper) else [])


def meet(written: Written, goals: list[Objective], seconds: float) -> list[int | None]:
    """Values of the goals in strict order; None from the goal on at which nothing was found in time."""
    import pulp

    model, deadline = written.model, time.monotonic() + seconds
    values: list[int | None] = []
    for goal in goals:
        left = deadline - time.monotonic()
        if left <= 0:
            break
        terms = pulp.lpSum(float(goal.coefficients[c]) * written.columns[c] for c in np.flatnonzero(goal.coefficients))
        model.setObjective(terms)
        model.solve(pulp.HiGHS(msg=False, threads=1, gapRel=0.0, timeLimit=left))
        if model.sol_status not in (pulp.LpSolutionOptimal, pulp.LpSolutionIntegerFeasible):
            break
        value = round((terms.value() or 0.0) + goal.offset)
        values.append(value)
        model += terms <= value - goal.offset + WHOLE
    return values + [None] * (len(goals) - len(values))
