"""The same question has the same answer, whatever the process and the order of its dictionaries."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace

import pytest

from planner.domain.scenario import Scenario
from planner.model.solve import solve
from tests.model.cases import random_rich_scenario

PRINT_PLAN = """
from planner.model.solve import solve
from tests.model.cases import random_rich_scenario
print(solve(random_rich_scenario({seed})))
"""


@pytest.mark.parametrize("seed", range(5))
def test_solved_twice_is_the_same_plan(seed: int) -> None:
    assert solve(random_rich_scenario(seed)) == solve(random_rich_scenario(seed))


def test_another_hash_seed_gives_the_same_plan() -> None:
    plans = {_plan_in_process(seed=3, hash_seed=hash_seed) for hash_seed in ("0", "1", "987")}
    assert plans == {f"{solve(random_rich_scenario(3))}\n"}


def _plan_in_process(seed: int, hash_seed: str) -> str:
    settings = {**os.environ, "PYTHONHASHSEED": hash_seed}
    command = [sys.executable, "-c", PRINT_PLAN.format(seed=seed)]
    return subprocess.run(command, env=settings, capture_output=True, text=True, check=True).stdout


@pytest.mark.parametrize("seed", range(5))
def test_the_order_of_lookups_does_not_matter(seed: int) -> None:
    """Distances and weights given in the opposite order make no difference."""
    case = random_rich_scenario(seed)
    assert solve(case) == solve(_turned(case))


def _turned(case: Scenario) -> Scenario:
    problem = case.problem
    distances = dict(reversed(problem.distance_metres.items()))
    weights = dict(reversed(problem.weights.items()))
    return replace(case, problem=replace(problem, distance_metres=distances, weights=weights))
