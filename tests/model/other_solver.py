"""The plain model given to another solver, goal by goal: a second opinion on every optimum."""

from __future__ import annotations

from ortools.math_opt.python import mathopt

from planner.domain.scenario import Scenario
from planner.model.plain import PlainModel
from tests.model.fixing import model_of

WHOLE = 1e-4


def best_values(case: Scenario) -> tuple[int, ...] | None:
    """Least goal values in strict order by SCIP on the plain model; None when the rules contradict each other."""
    plain = model_of(case, "plain")
    assert isinstance(plain, PlainModel)
    values = []
    for goal in case.goals:
        expression = goal.expression(plain.x, case.problem)
        plain.model.minimize(expression)
        result = mathopt.solve(plain.model, mathopt.SolverType.GSCIP)
        if result.termination.reason is mathopt.TerminationReason.INFEASIBLE:
            return None
        assert result.termination.reason is mathopt.TerminationReason.OPTIMAL
        value = round(result.objective_value())
        assert abs(result.objective_value() - value) < WHOLE
        values.append(value)
        plain.model.add_linear_constraint(expression <= value)
    return tuple(values)
