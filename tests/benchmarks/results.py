"""One table of results, appended to by every benchmark."""

from __future__ import annotations

import csv
import resource
from dataclasses import asdict, dataclass, fields
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

from planner.domain.plan import GoalResult
from tests.benchmarks.job import Job

RESULTS = Path(__file__).with_name("results.csv")
SOLVERS = ("ortools", "highspy")
BYTES_OF_RSS = 1024


@dataclass(frozen=True, slots=True)
class Row:
    """One goal or one measure of one run; a blank field does not apply.

    `seconds` are from the start of the run to the end of the goal by the clock on the wall, or of the measure.
    `gap_of_unmet` is (value - bound) / value and `gap_of_met` (value - bound) / (weighted pupils - value): both for the
    goal `unplaced_pupils` alone. `peak_mb` is the most memory that the run's own process has held.
    """

    suite: str
    size: str
    regime: str
    years: int | str
    instance: str
    seed: str
    split: str
    variant: str
    seconds: float | str
    peak_mb: int
    value: float | str
    bound: float | str
    gap_of_unmet: str
    gap_of_met: str
    proved: str
    peer_seconds: float | str
    peer_value: float | str
    versions: str
    date: str


def measure(job: Job, name: str, years: int | str = "", **figures: float | str) -> Row:
    """Row of a job; `name` comes behind the instance, figures not given stay blank."""
    filled: dict[str, Any] = {
        "suite": job.suite,
        "size": f"{job.size:g}" if job.size else "",
        "regime": job.regime,
        "years": years,
        "instance": f"{job.instance}/{name}" if name else job.instance,
        "seed": job.seed or "",
        "split": job.split,
        "variant": job.variant,
        "peak_mb": peak_mb(),
        "versions": " ".join(f"{name} {version(name)}" for name in SOLVERS),
        "date": datetime.now(UTC).date().isoformat(),
        **figures,
    }
    return Row(**{field.name: filled.get(field.name, "") for field in fields(Row)})


def goal_row(job: Job, result: GoalResult, years: int, seconds: float, weighted_pupils: int) -> Row:
    """Row of one goal that a run has met."""
    stopped = f"{job.variant}, " if job.variant else ""
    gaps = gaps_of(result.value, result.bound, weighted_pupils) if result.goal == "unplaced_pupils" else ("", "")
    return measure(
        job,
        result.goal,
        years,
        variant=f"{stopped}stopped by {result.stopped_by}",
        seconds=round(seconds, 2),
        value=result.value,
        bound=round(result.bound, 3),
        gap_of_unmet=gaps[0],
        gap_of_met=gaps[1],
        proved="yes" if result.proved else "no",
    )


def gaps_of(value: float, bound: float, weighted_pupils: int) -> tuple[str, str]:
    """Gap as a share of unmet and of met need; blank where there is none to share."""
    gap = value - bound
    unmet = f"{gap / value:.5f}" if value else f"{gap:.5f}"
    return unmet, f"{gap / (weighted_pupils - value):.5f}" if weighted_pupils > value else ""


def peak_mb() -> int:
    """Most memory that this process has held, in megabytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // BYTES_OF_RSS


def append(rows: list[Row], table: Path = RESULTS) -> None:
    """Add rows to the table; the header is written once."""
    new = not table.exists()
    with table.open("a", encoding="utf-8", newline="") as lines:
        writer = csv.DictWriter(lines, [field.name for field in fields(Row)], lineterminator="\n")
        if new:
            writer.writeheader()
        writer.writerows(asdict(entry) for entry in rows)


def read(table: Path = RESULTS) -> list[dict[str, str]]:
    """All rows of the table, as text."""
    with table.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))
