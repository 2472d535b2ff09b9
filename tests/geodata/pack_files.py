"""Where the pack and the public files lie, and how the tests read them."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
GEODATA = ROOT / "geodata"
PACK = GEODATA / "warwickshire"
PUBLIC_FILES = ROOT.parent / "shared" / "data"

Row = dict[str, str]


def table(name: str) -> list[Row]:
    """Rows of one file of the pack, as text."""
    with (PACK / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def public_file(name: str) -> Path:
    """A public file that is kept beside the project; the test is skipped where it is not."""
    path = PUBLIC_FILES / name
    if not path.exists():
        pytest.skip(f"the public file {name} is not kept here")
    return path
