"""Solve a scenario, check the plan without a solver, and give a row for each goal with the seconds at its end."""

from __future__ import annotations

import time
from dataclasses import replace

from planner.domain.scenario import Scenario
from planner.model.network import build_network
from planner.model.solve import GoalProgress, Solution, solve_from
from tests.benchmarks.checker import require_right
from tests.benchmarks.instances import scenario_of, size_of
from tests.benchmarks.job import Job
from tests.benchmarks.results import Row, goal_row


def run(job: Job) -> list[Row]:
    """Rows of one solve."""
    with scenario_of(job) as scenario:
        solution, ends = timed_solve(scenario)
        require_right(solution.plan, scenario)
        weighted = weighted_pupils(scenario)
        years = len(scenario.problem.academic_years)
        return [
            replace(goal_row(job, result, years, seconds, weighted), size=size_of(job, scenario))
            for result, seconds in zip(solution.plan.goals, ends, strict=True)
        ]


def timed_solve(scenario: Scenario) -> tuple[Solution, list[float]]:
    """Solve from nothing; seconds from the start to the end of each goal, the last one with the finished plan."""
    ends: list[float] = []
    started = time.perf_counter()

    def note(progress: GoalProgress) -> None:
        if progress.state == "met":
            ends.append(time.perf_counter() - started)

    solution = solve_from(scenario, progress=note)
    ends[-1] = time.perf_counter() - started
    return solution, ends


def weighted_pupils(scenario: Scenario) -> int:
    """All weighted pupil-years of a scenario's own bound."""
    return build_network(scenario.problem, scenario.rules, scenario.bound).weighted_pupils
