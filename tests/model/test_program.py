"""One program on HiGHS: answers are checked against their own values, and standard output stays ours."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import dataclass
from typing import Any

import numpy as np
import pytest
from ortools.math_opt.python import mathopt

from planner.errors import BrokenPlanError
from planner.model.program import INFINITY, Objective, Program, Row, Work

WORK = Work(1000, 30.0, 0.0)


@dataclass(frozen=True)
class Knapsack:
    """Make 3a + 2b small with 2a + b >= 3, a and b whole from 0 to 4: a = b = 1 is best."""

    program: Program
    objective: Objective


@pytest.fixture
def knapsack() -> Knapsack:
    model = mathopt.Model()
    a, b = (model.add_integer_variable(lb=0, ub=4, name=name) for name in "ab")
    model.add_linear_constraint(2 * a + b >= 3, name="enough")
    program = Program(model)
    return Knapsack(program, program.objective(3 * a + 2 * b + 7))


class Lying:
    """A solver that answers as the real one does, but for what a test changes."""

    def __init__(self, solver: Any, **lies: Any) -> None:  # noqa: ANN401 - highspy has no types
        self._solver, self._lies = solver, lies
        self.presolve = ""
        self.seconds = 0.0

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - highspy has no types
        return getattr(self._solver, name)

    def setOptionValue(self, name: str, value: object) -> None:
        if name == "presolve":
            self.presolve = str(value)
        if isinstance(value, float) and name == "time_limit":
            self.seconds = value
        self._solver.setOptionValue(name, value)

    def getInfo(self) -> Any:  # noqa: ANN401 - highspy has no types
        reported = self._solver.getInfo()
        for name in ("objective_function_value", "mip_dual_bound"):
            if name in self._lies:
                setattr(reported, name, self._lies[name])
        return reported

    def getSolution(self) -> Any:  # noqa: ANN401 - highspy has no types
        solution = self._solver.getSolution()
        if "point" in self._lies:
            solution.col_value = self._lies["point"]
        return solution


def lie(monkeypatch: pytest.MonkeyPatch, program: Program, *, times: int, **lies: object) -> list[Lying]:
    """Let the next solvers of a program lie so many times; gives the solvers as they are made."""
    load, made = program.load, []

    def lying_load(*arguments: Any, **settings: Any) -> Any:  # noqa: ANN401 - highspy has no types
        made.append(Lying(load(*arguments, **settings), **(lies if len(made) < times else {})))
        return made[-1]

    monkeypatch.setattr(program, "load", lying_load)
    return made


LIES: list[dict[str, object]] = [
    {"objective_function_value": 11.0},
    {"mip_dual_bound": 13.0},
    {"point": [0.0, 2.5]},
    {"point": [1.0, 0.0]},
    {"point": [5.0, 0.0]},
]


def test_the_least_value_is_found_and_proved(knapsack: Knapsack) -> None:
    solved = knapsack.program.solve_mixed(knapsack.objective, WORK)
    assert solved.point is not None
    assert solved.point.tolist() == [1, 1]
    assert (solved.bound, solved.stopped_by, solved.infeasible) == (12, "proved", False)


@pytest.mark.parametrize("lies", LIES, ids=str)
def test_an_answer_that_contradicts_itself_is_solved_again(
    knapsack: Knapsack, monkeypatch: pytest.MonkeyPatch, lies: dict[str, object]
) -> None:
    """Once with presolve; the second time, without it, the right answer is believed."""
    solvers = lie(monkeypatch, knapsack.program, times=1, **lies)
    solved = knapsack.program.solve_mixed(knapsack.objective, WORK)
    assert [solver.presolve for solver in solvers] == ["on", "off"]
    assert solved.point is not None
    assert (solved.point.tolist(), solved.bound) == ([1, 1], 12)


def test_a_second_run_has_the_seconds_that_the_first_left(knapsack: Knapsack, monkeypatch: pytest.MonkeyPatch) -> None:
    solvers = lie(monkeypatch, knapsack.program, times=1, **LIES[0])
    knapsack.program.solve_mixed(knapsack.objective, WORK)
    first, second = (solver.seconds for solver in solvers)
    assert second < first <= WORK.seconds


@pytest.mark.parametrize("lies", LIES, ids=str)
def test_a_second_contradiction_is_our_fault(
    knapsack: Knapsack, monkeypatch: pytest.MonkeyPatch, lies: dict[str, object]
) -> None:
    lie(monkeypatch, knapsack.program, times=2, **lies)
    with pytest.raises(BrokenPlanError, match="with and without presolve"):
        knapsack.program.solve_mixed(knapsack.objective, WORK)


def test_the_bound_never_lies_above_the_value(knapsack: Knapsack, monkeypatch: pytest.MonkeyPatch) -> None:
    """A bound over the value by less than the tolerance is brought down to it."""
    lie(monkeypatch, knapsack.program, times=1, mip_dual_bound=12.0001)
    assert knapsack.program.solve_mixed(knapsack.objective, WORK).bound == 12


def test_rows_that_contradict_each_other_are_infeasible(knapsack: Knapsack) -> None:
    knapsack.program.add([Row(np.asarray([0, 1]), np.asarray([1.0, 1.0]), -INFINITY, 1.0), _at_least(1, 2.0)])
    solved = knapsack.program.solve_mixed(knapsack.objective, WORK)
    assert (solved.infeasible, solved.point, solved.bound) == (True, None, INFINITY)


def test_bounds_that_contradict_the_rows_are_infeasible(knapsack: Knapsack) -> None:
    nothing = (np.zeros(2), np.asarray([0.0, 2.0]))
    assert knapsack.program.solve_mixed(knapsack.objective, WORK, nothing).infeasible


def test_a_relaxation_bounds_the_whole_answer(knapsack: Knapsack) -> None:
    """Without whole numbers a = 1.5 is enough: 4.5 + 7."""
    relaxed = knapsack.program.solve_mixed(knapsack.objective, WORK, relaxed=True)
    assert relaxed.bound == pytest.approx(11.5)
    assert knapsack.objective.next_value(relaxed.bound) == 12


def test_added_rows_hold(knapsack: Knapsack) -> None:
    """With b of 2 or more, three of b and no a cost 6, less than the 7 of one a and two b."""
    knapsack.program.add([_at_least(1, 2.0)])
    solved = knapsack.program.solve_mixed(knapsack.objective, WORK)
    assert solved.point is not None
    assert np.rint(solved.point).tolist() == [0, 3]
    assert knapsack.program.keeps_rows(solved.point)
    assert not knapsack.program.keeps_rows(np.asarray([1.0, 1.0]))


def _at_least(column: int, value: float) -> Row:
    return Row(np.asarray([column]), np.asarray([1.0]), value, INFINITY)


def test_values_come_in_steps() -> None:
    """All terms are multiples of 6: a bound of 13.1 with offset 1 proves 19."""
    objective = Objective(np.asarray([6.0, 12.0, 0.0]), 1.0)
    assert objective.step == 6
    assert (objective.next_value(13.1), objective.next_value(13.0), objective.next_value(13.0000001)) == (19, 13, 13)
    assert Objective(np.asarray([6.0, 9.0]), 0.0).step == 3
    assert Objective(np.zeros(2), 0.0).step == 1


def test_the_solver_prints_nothing() -> None:
    """HiGHS writes a banner from C once a process: in a fresh one standard output holds our line alone."""
    program = (
        "from tests.model.cases import scenario, two_schools; from planner.model.solve import solve; "
        "print(solve(scenario(two_schools())).goals[2].value)"
    )
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert (run.stdout, run.stderr) == ("0\n", "")


def test_all_rows_tell_the_model_and_what_was_added(knapsack: Knapsack) -> None:
    knapsack.program.add([Row(np.asarray([1]), np.asarray([5.0]), -INFINITY, 10.0)])
    rows = [
        (row.columns.tolist(), row.coefficients.tolist(), row.lower, row.upper) for row in knapsack.program.all_rows()
    ]
    assert rows == [([0, 1], [2.0, 1.0], 3.0, INFINITY), ([1], [5.0], -INFINITY, 10.0)]
    assert Program(mathopt.Model()).all_rows() == []


@pytest.mark.parametrize("offset", [0.0, 100.0, -100.0])
@pytest.mark.parametrize("step", [-2, -1, 0, 1, 2])
def test_within_a_value_the_answer_holds_up_to_there(knapsack: Knapsack, offset: float, step: int) -> None:
    objective = Objective(knapsack.objective.coefficients, offset)
    work = Work(1000, 10.0, 0.5)
    best = knapsack.program.solve_mixed(objective, work)
    assert best.point is not None
    least = objective.value(best.point)
    limit = least + step
    found = knapsack.program.solve_mixed(objective, work, within=limit + 0.5)
    if step >= 0:
        assert found.point is not None
        assert objective.value(found.point) == pytest.approx(least)
        assert found.bound <= least + 1e-6
    else:
        assert found.infeasible or found.bound > limit
