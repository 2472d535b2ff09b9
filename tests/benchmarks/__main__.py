"""Run a benchmark: `python -m tests.benchmarks SUITE [--instance I]` appends its rows to results.csv.

Suites: `main` with the instances `bundled` (the Warwickshire pack of the project) and `real` (a pack built from the
official files beside the project, skipped with a word where they are absent).
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from pathlib import Path

from planner.check import require_sound
from planner.inputs import read_scenario
from planner.model.network import build_network
from planner.model.solve import GoalProgress, solve
from tests.benchmarks import real_pack
from tests.benchmarks.results import append, row

INSTANCES = ("bundled", "real")


def main() -> int:
    """Run the chosen instances of a suite."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks")
    parser.add_argument("suite", choices=["main"])
    parser.add_argument("--instance", choices=INSTANCES)
    chosen = parser.parse_args()
    for instance in [chosen.instance] if chosen.instance else INSTANCES:
        if instance == "real" and not real_pack.available():
            sys.stderr.write("real: skipped, the public files do not lie beside the project\n")
            continue
        with tempfile.TemporaryDirectory() as folder:
            _run(instance, Path(folder))
    return 0


def _run(instance: str, folder: Path) -> None:
    scenario = read_scenario("warwickshire_2024" if instance == "bundled" else real_pack.build(folder))
    started = time.perf_counter()
    plan = solve(scenario, _tell)
    seconds = time.perf_counter() - started
    require_sound(plan, scenario)
    problem = scenario.problem
    size = f"{len(problem.areas)} areas, {len(problem.schools)} schools, {len(problem.sites)} sites"
    weighted = build_network(problem, scenario.rules, scenario.bound).weighted_pupils
    years = len(problem.academic_years)
    append([row("main", size, instance, years, result, seconds, weighted) for result in plan.goals])


def _tell(progress: GoalProgress) -> None:
    if progress.state == "met":
        sys.stderr.write(f"{progress.goal}: value {progress.value}, bound {progress.bound}\n")


if __name__ == "__main__":
    sys.exit(main())
