"""Cuts looked for from inside: the same bound in fewer rounds, and never a bound above a plan."""

from __future__ import annotations

import pytest

from planner.model.master import Master
from planner.model.network import build_network
from planner.model.program import FloatArray, Objective, Row
from planner.model.relaxation import CLOSE_SHARE, Relaxed, solve_relaxation
from tests.benchmarks.county import county
from tests.model.cases import random_scenario


class FromOutside:
    """The same oracle without a point inside."""

    def __init__(self, master: Master) -> None:
        self._master = master

    def pull_inside(self, point: FloatArray, outside: FloatArray) -> tuple[None, list[Row]]:
        del outside
        return None, self._master.separate(point)


def relaxed(seed: int, *, inside: bool) -> Relaxed:
    scenario = county(seed, 1, "tight", rich=False)
    master = Master(scenario.problem, scenario.rules, build_network(scenario.problem, scenario.rules, scenario.bound))
    goal = next(goal for goal in scenario.goals if goal.name == "unplaced_pupils")
    objective: Objective = master.program.objective(goal.expression(master.x, scenario.problem))
    return solve_relaxation(master.program, objective, master if inside else FromOutside(master), 60.0)


@pytest.mark.parametrize("seed", [1, 2])
def test_a_point_inside_saves_rounds_and_costs_no_bound(seed: int) -> None:
    between, outside = relaxed(seed, inside=True), relaxed(seed, inside=False)
    assert between.bound >= outside.bound * (1 - CLOSE_SHARE)
    assert between.rounds < outside.rounds


class Counting:
    """The master as an oracle, with every row that it ever gave."""

    def __init__(self, master: Master) -> None:
        self._master = master
        self.given: list[Row] = []

    def pull_inside(self, point: FloatArray, outside: FloatArray) -> tuple[FloatArray, list[Row]]:
        inside, rows = self._master.pull_inside(point, outside)
        self.given += rows
        return inside, rows


@pytest.mark.parametrize("seed", range(12))
def test_no_cut_that_was_found_is_lost(seed: int) -> None:
    scenario = random_scenario(seed)
    network = build_network(scenario.problem, scenario.rules, scenario.bound)
    for goal in scenario.goals:
        master = Master(scenario.problem, scenario.rules, network)
        expression = goal.expression(master.x, scenario.problem)
        if expression is None:
            continue
        before, oracle = master.program.rows, Counting(master)
        solve_relaxation(master.program, master.program.objective(expression), oracle, 60.0)
        assert master.program.rows - before == len(oracle.given)


@pytest.mark.parametrize("regime", ["tight", "loose"])
def test_the_point_inside_stays_inside(regime: str) -> None:
    scenario = county(1, 0.25, regime, rich=False)
    master = Master(scenario.problem, scenario.rules, build_network(scenario.problem, scenario.rules, scenario.bound))
    goal = next(goal for goal in scenario.goals if goal.name == "unplaced_pupils")
    objective = master.program.objective(goal.expression(master.x, scenario.problem))
    inside: list[FloatArray] = []

    class Watched:
        """The master as an oracle whose points inside are kept."""

        def pull_inside(self, point: FloatArray, outside: FloatArray) -> tuple[FloatArray, list[Row]]:
            found, rows = master.pull_inside(point, outside)
            inside.append(found)
            return found, rows

    solve_relaxation(master.program, objective, Watched(), 60.0)
    assert len(inside) > 3
    assert all(master.program.keeps_rows(point) for point in inside)
