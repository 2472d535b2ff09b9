"""Rows in words: one line each, and median and worst over the seeds."""

from __future__ import annotations

from collections.abc import Iterator
from statistics import median

from tests.benchmarks.results import Row


def line(row: Row) -> str:
    """One row as a line."""
    parts = [row.suite, row.instance, row.regime, f"seed {row.seed}" if row.seed else "", row.variant]
    figures = [
        f"{row.seconds} s" if row.seconds != "" else "",
        f"value {row.value} bound {row.bound}" if row.value != "" else "",
        f"of unmet {_percent(row.gap_of_unmet)} of met {_percent(row.gap_of_met)}" if row.gap_of_met else "",
        f"peer {row.peer_seconds} s {row.peer_value}" if row.peer_seconds != "" else "",
        f"{row.peak_mb} MB",
    ]
    return " | ".join(filter(None, [" ".join(filter(None, parts)), *figures]))


def summary(rows: list[Row]) -> Iterator[str]:
    """Median and worst of each group of rows that differ by seed alone, and how many are closed to 0.1 per cent."""
    groups: dict[tuple[str, str, str], list[Row]] = {}
    for row in rows:
        groups.setdefault((row.suite, row.instance, row.regime), []).append(row)
    for name, members in sorted(groups.items()):
        if len(members) > 1:
            yield f"{' '.join(filter(None, name))}: {len(members)} rows, {'; '.join(_figures(members))}"


def _figures(members: list[Row]) -> Iterator[str]:
    seconds = [float(row.seconds) for row in members if row.seconds != ""]
    if seconds:
        yield f"seconds median {median(seconds):.2f} worst {max(seconds):.2f}"
    for what, shares in (
        ("unmet", [float(row.gap_of_unmet) for row in members if row.gap_of_unmet]),
        ("met", [float(row.gap_of_met) for row in members if row.gap_of_met]),
    ):
        if shares:
            closed = sum(share <= 0.001 for share in shares)
            yield f"gap of {what} median {median(shares):.3%} worst {max(shares):.3%}, {closed} within 0.1 %"
    peaks = [row.peak_mb for row in members]
    yield f"most memory {max(peaks)} MB"


def _percent(share: str) -> str:
    return f"{float(share):.3%}" if share else "-"
