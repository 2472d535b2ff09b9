"""One job in this process, so that its memory is its own: rows go to standard output as JSON, on the last line."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict

from planner.errors import PlannerError
from tests.benchmarks.checker import WrongResultError
from tests.benchmarks.job import Job
from tests.benchmarks.results import Row, measure
from tests.benchmarks.suites import SUITES


def main(text: str) -> int:
    """Run the job; a run without a result is a row too, that says why."""
    job = Job.of_text(text)
    try:
        rows, failed = SUITES[job.suite].run(job), False
    except (PlannerError, WrongResultError) as error:
        sys.stderr.write(f"{job}: {error}\n")
        rows, failed = [_failure(job, error)], True
    sys.stdout.write("\n" + json.dumps([asdict(row) for row in rows]) + "\n")
    return int(failed)


def _failure(job: Job, error: Exception) -> Row:
    words = ", ".join(filter(None, [job.variant, f"no result: {type(error).__name__}"]))
    return measure(job, "", variant=words, proved="no")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
