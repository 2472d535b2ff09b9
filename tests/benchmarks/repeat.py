"""The same scenario solved twenty times, each in a process of its own with another hash seed: one plan, or not."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import time
from statistics import median

from planner.model.solve import solve_from
from tests.benchmarks.checker import require_right
from tests.benchmarks.instances import scenario_of
from tests.benchmarks.job import Job
from tests.benchmarks.results import Row, measure

RUNS = 20


def run(job: Job) -> list[Row]:
    """One row: median seconds of a run, and as value how many different plans came out; 1 is right."""
    digests, seconds = [], []
    for hash_seed in range(RUNS):
        started = time.perf_counter()
        digests.append(_in_a_process(job, hash_seed))
        seconds.append(time.perf_counter() - started)
    plans = len(set(digests))
    words = ", ".join(filter(None, [job.variant, f"{RUNS} runs, plan {digests[0]}"]))
    right = "yes" if plans == 1 else "no"
    return [measure(job, "", variant=words, seconds=round(median(seconds), 2), value=plans, bound=1, proved=right)]


def _in_a_process(job: Job, hash_seed: int) -> str:
    command = [sys.executable, "-m", "tests.benchmarks.repeat", job.text()]
    environment = {**os.environ, "PYTHONHASHSEED": str(hash_seed)}
    return subprocess.run(command, env=environment, check=True, capture_output=True, text=True).stdout.split()[-1]


def digest(job: Job) -> str:
    """Short text that differs whenever anything in the plan or its results does."""
    with scenario_of(job) as scenario:
        plan = solve_from(scenario).plan
        require_right(plan, scenario)
        whole = repr((plan.site_years, plan.placements, plan.unplaced, plan.goals))
        return hashlib.sha256(whole.encode()).hexdigest()[:12]


if __name__ == "__main__":
    sys.stdout.write(digest(Job.of_text(sys.argv[1])) + "\n")
