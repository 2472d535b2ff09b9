"""One table of results, appended to by every benchmark."""

from __future__ import annotations

import csv
import resource
from dataclasses import asdict, dataclass, fields
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from planner.domain.plan import GoalResult

RESULTS = Path(__file__).with_name("results.csv")
SOLVERS = ("ortools", "highspy")


@dataclass(frozen=True, slots=True)
class Row:
    """One goal of one run; a blank field does not apply. Gaps are shares of unmet and of met need."""

    suite: str
    size: str
    regime: str
    years: int
    instance: str
    seed: str
    split: str
    variant: str
    seconds: float
    peak_mb: int
    value: int
    bound: float
    gap_of_unmet: str
    gap_of_met: str
    proved: str
    peer_seconds: str
    peer_value: str
    versions: str
    date: str


def row(suite: str, size: str, instance: str, years: int, result: GoalResult, seconds: float, weighted: int) -> Row:
    """Row of one goal; `weighted` are all weighted pupils, for the gap of met need."""
    gap = result.value - result.bound
    unmet = result.goal == "unplaced_pupils"
    return Row(
        suite=suite,
        size=size,
        regime="",
        years=years,
        instance=f"{instance}/{result.goal}",
        seed="",
        split="report",
        variant=f"stopped by {result.stopped_by}",
        seconds=round(seconds, 1),
        peak_mb=resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
        value=result.value,
        bound=result.bound,
        gap_of_unmet=f"{gap / result.value:.4f}" if unmet and result.value else "",
        gap_of_met=f"{gap / (weighted - result.bound):.4f}" if unmet and weighted > result.bound else "",
        proved="yes" if result.proved else "no",
        peer_seconds="",
        peer_value="",
        versions=" ".join(f"{name} {version(name)}" for name in SOLVERS),
        date=datetime.now(UTC).date().isoformat(),
    )


def append(rows: list[Row]) -> None:
    """Add rows to the table; the header is written once."""
    new = not RESULTS.exists()
    with RESULTS.open("a", encoding="utf-8", newline="") as table:
        writer = csv.DictWriter(table, [field.name for field in fields(Row)], lineterminator="\n")
        if new:
            writer.writeheader()
        writer.writerows(asdict(entry) for entry in rows)
