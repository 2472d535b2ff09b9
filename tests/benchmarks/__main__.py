"""Run benchmarks: `python -m tests.benchmarks SUITE [--instance I]` appends its rows to results.csv.

Each run has a process of its own with one solver thread. Without `--split report` the tuning seeds run: the reporting
seeds are for a variant that is fixed. `best` runs nothing: it brings `best_known.csv` up to date from the results.
`backtest` solves nothing: it forecasts EHC plans from the public files and writes `backtest.csv`.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor, as_completed
from pathlib import Path

from tests.benchmarks import backtest, best
from tests.benchmarks.county import REGIMES, SPLITS
from tests.benchmarks.job import Job
from tests.benchmarks.results import Row, append
from tests.benchmarks.suites import SUITES, Wish, jobs
from tests.benchmarks.summary import line, summary

ROOT = Path(__file__).parents[2]
# A run that takes so many times its own limit, and so many seconds more, hangs.
PATIENCE_TIMES, PATIENCE_SECONDS = 40, 1800


def main() -> int:
    """Run the jobs of a suite; 1 when any of them gave no result, or a wrong one."""
    chosen = _parser().parse_args()
    if chosen.suite == "best":
        return best.main()
    if chosen.suite == "backtest":
        return backtest.main(chosen.until)
    wish = Wish(
        chosen.instance,
        chosen.regime,
        chosen.size,
        chosen.split,
        tuple(chosen.seeds),
        chosen.variant,
        chosen.seconds,
        chosen.gap,
        chosen.goals,
    )
    rows, failures = _run_all(list(jobs(chosen.suite, wish)), chosen.jobs)
    sys.stderr.write("".join(f"{text}\n" for text in summary(rows)))
    return int(failures > 0)


def _parser() -> argparse.ArgumentParser:
    suites = "\n".join(f"  {name:9} {suite.words}" for name, suite in SUITES.items())
    parser = argparse.ArgumentParser(
        prog="python -m tests.benchmarks",
        description=f"suites:\n{suites}\n  best      best known values and bounds from the results\n"
        "  backtest  forecasts of plans from every January against what came (writes backtest.csv)",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("suite", choices=[*SUITES, "best", "backtest"])
    parser.add_argument("--instance", help="one instance, else all of the suite")
    parser.add_argument("--regime", choices=list(REGIMES))
    parser.add_argument("--size", type=float, choices=[0.25, 1, 4], help="in counties")
    parser.add_argument("--split", choices=list(SPLITS), default="tune", help="seeds 1 to 10 or 11 to 20")
    parser.add_argument("--seeds", type=_numbers, default=(), help="such as 11,12; instead of a split")
    parser.add_argument("--variant", default="", help="words for the row: what was different in the code")
    parser.add_argument("--seconds", type=float, help="time limit of one solve")
    parser.add_argument("--gap", type=float, help="gap at which the search of a goal ends")
    parser.add_argument("--goals", type=int, help="how many goals to search, 0 for all")
    parser.add_argument("--until", type=int, help="of the backtest: the last January to look at")
    parser.add_argument("--jobs", type=int, default=1, help="runs at the same time")
    return parser


def _numbers(text: str) -> tuple[int, ...]:
    return tuple(int(number) for number in text.split(","))


def _run_all(todo: list[Job], at_once: int) -> tuple[list[Row], int]:
    """Rows of all jobs, each appended to the table as its job ends, and how many jobs failed."""
    rows: list[Row] = []
    failures = 0
    with ThreadPoolExecutor(at_once) as pool:
        running = {pool.submit(_run, job): job for job in todo}
        for done in as_completed(running):
            found, failed = done.result()
            failures += failed
            append(found)
            rows += found
            sys.stderr.write("".join(f"{line(row)}\n" for row in found))
    return rows, failures


def _run(job: Job) -> tuple[list[Row], bool]:
    """Rows of one job from its own process, and whether it failed."""
    patience = job.seconds * PATIENCE_TIMES + PATIENCE_SECONDS
    command = [sys.executable, "-m", "tests.benchmarks.child", job.text()]
    try:
        ended = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, timeout=patience, check=False)
        rows = [Row(**fields) for fields in json.loads(ended.stdout.strip().splitlines()[-1])]
    except (subprocess.TimeoutExpired, ValueError, IndexError) as error:
        sys.stderr.write(f"{job}: no rows came back ({type(error).__name__})\n")
        return [], True
    return rows, ended.returncode != 0


if __name__ == "__main__":
    sys.exit(main())
