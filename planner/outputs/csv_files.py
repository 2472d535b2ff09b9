"""Tidy CSV: UTF-8, one header row, line feeds, the fields of a frozen dataclass as columns.

A number that is missing is a DfE symbol (Open data standards,
https://dfe-analytical-services.github.io/analysts-guide/statistics-production/ud.html), never a blank and never 0. A
text that is missing is blank.
"""

from __future__ import annotations

import csv
import math
from collections.abc import Sequence
from dataclasses import fields
from enum import StrEnum
from pathlib import Path
from typing import Any, get_type_hints

DECIMALS = 4


class Missing(StrEnum):
    """Why there is no number."""

    NOT_AVAILABLE = "x"
    NOT_APPLICABLE = "z"


def cell_text(value: object, none: Missing = Missing.NOT_AVAILABLE) -> str:
    """Write one value: yes or no, whole numbers without a point, other numbers to four decimals, `none` for None."""
    if value is None:
        return none.value
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return _number_text(value)
    return str(value)


class Columns:
    """Base of a group of columns that several row types share; its fields stand in a row where the group stands."""


def columns_of(kind: type[Any]) -> tuple[str, ...]:
    """Column names of a row type, in the order of its fields."""
    hints = get_type_hints(kind)
    names: list[str] = []
    for field in fields(kind):
        names += columns_of(hints[field.name]) if _is_group(hints[field.name]) else [field.name]
    return tuple(names)


def row_cells(row: Any, none: Missing = Missing.NOT_AVAILABLE) -> dict[str, str]:  # noqa: ANN401 - any dataclass
    """Cells of one row by column."""
    cells: dict[str, str] = {}
    for field in fields(row):
        value = getattr(row, field.name)
        cells |= row_cells(value, none) if isinstance(value, Columns) else {field.name: cell_text(value, none)}
    return cells


def write_rows(path: Path, kind: type[Any], rows: Sequence[Any], none: Missing = Missing.NOT_AVAILABLE) -> None:
    """Write rows of one dataclass in the order given; `none` is the symbol for its fields that are None."""
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(columns_of(kind))
        writer.writerows(row_cells(row, none).values() for row in rows)


def _is_group(hint: object) -> bool:
    return isinstance(hint, type) and issubclass(hint, Columns)


def _number_text(value: float) -> str:
    if not math.isfinite(value):
        return Missing.NOT_AVAILABLE.value
    rounded = round(value, DECIMALS)
    return str(int(rounded)) if rounded.is_integer() else repr(rounded)
