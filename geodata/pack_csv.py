"""Writes the tables of a pack so that the same rows always give the same bytes."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path


def write_rows(path: Path, columns: Sequence[str], rows: Iterable[Mapping[str, object]]) -> None:
    """Write rows in the order given: UTF-8, one header row, LF line ends, None as a blank cell."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def read_rows(path: Path) -> list[dict[str, str]]:
    """Read a CSV file as text, with or without a byte order mark; codes keep their leading zeros."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))
