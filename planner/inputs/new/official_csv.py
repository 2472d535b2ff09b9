"""Reads CSV files as official publishers write them.

Columns are found by name, never by position, because publishers add, drop and reorder them between vintages; only the
columns that are asked for are loaded, so that personal ones never are.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from planner.errors import Faults
from planner.inputs.cells import CellReader
from planner.inputs.new.report import Notes
from planner.inputs.tables import TextRow, decode

# DfE Open Data Standards: c confidential, x unavailable, z not applicable, low rounds to 0, u low reliability.
# https://dfe-analytical-services.github.io/analysts-guide/statistics-production/ud.html
SYMBOLS_FOR_MISSING = frozenset({"c", "x", "z", "low", "u", ":", "..", "na", "n/a"})
HEADER_NAMES_SHOWN = 8


@dataclass(frozen=True, slots=True)
class WrongWidthRow:
    """A row whose cells cannot be matched to the header; `text` holds the wanted cells as if they could."""

    number: int
    width: int
    text: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class OfficialTable:
    """A file as text. `names` maps our column names to the file's; rows hold only those columns."""

    file: str
    names: Mapping[str, str]
    width: int
    rows: tuple[TextRow, ...]
    wrong_width: tuple[WrongWidthRow, ...]

    def text(self, row: TextRow, ours: str) -> str:
        """Text of a cell; empty when blank or when the file has no such column."""
        return row.cells.get(self.names.get(ours, ""), "")

    def figure(self, row: TextRow, ours: str, faults: Faults) -> float | None:
        """Number of 0 or more; None when blank, when a symbol says missing, or when the file has no such column."""
        if self.text(row, ours).casefold() in SYMBOLS_FOR_MISSING:
            return None
        return CellReader(row, faults).optional_number(self.names.get(ours, ""), minimum=0)

    def whole(self, row: TextRow, ours: str, faults: Faults) -> int | None:
        """Whole number of 0 or more; None as for `figure`."""
        if self.text(row, ours).casefold() in SYMBOLS_FOR_MISSING:
            return None
        return CellReader(row, faults).optional_whole(self.names.get(ours, ""), minimum=0)


def plain_name(name: str) -> str:
    """Return a column name without case, blanks and punctuation, so that `LA (code)` equals `la_code`."""
    return re.sub(r"[^0-9a-z+]", "", name.casefold())


def read_official(
    path: Path, aliases: Mapping[str, Sequence[str]], required: Sequence[str], notes: Notes
) -> OfficialTable | None:
    """Read a file; `aliases` maps each of our column names to those in use. None after a fault.

    Rows whose number of cells differs from the header are set apart, not guessed at.
    """
    decoded = decode(path, notes.faults)
    records = [] if decoded is None else _records(decoded[0], path.name, notes.faults)
    if decoded is None or not records:
        if decoded is not None:
            notes.faults.add(path.name, "an empty file", "a CSV file with a header row")
        return None
    header = [name.strip() for name in records[0][1]]
    names = _names(header, aliases, required, path.name, notes.faults)
    if names is None:
        return None
    rows, wrong = [], []
    for number, cells in records[1:]:
        if not any(cell.strip() for cell in cells[len(header) :]):
            del cells[len(header) :]
        text = {header[index]: cells[index].strip() for index in names.values() if index < len(cells)}
        if len(cells) == len(header):
            rows.append(TextRow(path.name, number, text))
        else:
            wrong.append(WrongWidthRow(number, len(cells), text))
    notes.file(path, len(rows) + len(wrong), decoded[1])
    ours = {name: header[index] for name, index in names.items()}
    return OfficialTable(path.name, ours, len(header), tuple(rows), tuple(wrong))


def _records(text: str, file: str, faults: Faults) -> list[tuple[int, list[str]]]:
    records: list[tuple[int, list[str]]] = []
    try:
        for number, cells in enumerate(csv.reader(io.StringIO(text, newline=""), strict=True), start=1):
            if any(cell.strip() for cell in cells):
                records.append((number, cells))
    except csv.Error as error:
        faults.add(f"{file}, row {len(records) + 1}", f"broken CSV ({error})", "balanced quotes", "Export it again.")
    return records


def _names(
    header: Sequence[str], aliases: Mapping[str, Sequence[str]], required: Sequence[str], file: str, faults: Faults
) -> dict[str, int] | None:
    position = {plain_name(name): index for index, name in reversed(list(enumerate(header)))}
    found: dict[str, int] = {}
    missing = False
    for ours, names in aliases.items():
        index = next((position[key] for key in map(plain_name, names) if key in position), None)
        if index is not None:
            found[ours] = index
        elif ours in required:
            shown = ", ".join(header[:HEADER_NAMES_SHOWN]) + (", ..." if len(header) > HEADER_NAMES_SHOWN else "")
            expected = f"a column {' or '.join(names)}"
            faults.add(f"{file}, header", shown, expected, "Use the file as it is published.")
            missing = True
    return None if missing else found


def refuse_wrong_width(table: OfficialTable, faults: Faults) -> None:
    """Note every row set apart as a fault."""
    for row in table.wrong_width:
        refuse_row(table, row, faults)


def refuse_row(table: OfficialTable, row: WrongWidthRow, faults: Faults) -> None:
    """Note one row set apart as a fault."""
    where, expected = f"{table.file}, row {row.number}", f"{table.width}, as in the header"
    faults.add(where, f"{row.width} cells", expected, "Files of two vintages may be joined; use one download.")


def keyed_rows(table: OfficialTable, ours: str, faults: Faults) -> Iterator[tuple[str, TextRow]]:
    """Yield (key, row); a blank key is passed over and a second row of one key is a fault."""
    seen: dict[str, int] = {}
    for row in table.rows:
        key = table.text(row, ours)
        if key in seen:
            where = f"{row.where}, column {table.names[ours]}"
            faults.add(where, f"{key} again, first in row {seen[key]}", "each once", "Remove the duplicate row.")
        elif key:
            seen[key] = row.number
            yield key, row
