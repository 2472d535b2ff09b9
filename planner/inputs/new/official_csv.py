"""Reads CSV files as official publishers write them.

Columns are found by name, never by position, because publishers add, drop and reorder them between vintages; only the
columns that are asked for are loaded, so that personal ones never are.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from planner.errors import Faults
from planner.inputs.cells import CellReader
from planner.inputs.new.file_kinds import is_another_file
from planner.inputs.new.report import Notes
from planner.inputs.tables import TextRow, decode

# DfE Open Data Standards: c confidential, x unavailable, z not applicable, low rounds to 0, u low reliability.
# https://dfe-analytical-services.github.io/analysts-guide/statistics-production/ud.html
SYMBOLS_FOR_MISSING = frozenset({"c", "x", "z", "low", "u", ":", "..", "na", "n/a"})
HEADER_NAMES_SHOWN = 8
Rescue = Callable[[Sequence[str], Sequence[str]], Mapping[str, str] | None]
"""From the header and the cells of a row of another width: what can be told for sure, by our column names, or None."""


@dataclass(frozen=True, slots=True)
class WrongWidthRow:
    """A row whose cells cannot be matched to the header; `text` holds the wanted cells as if they could."""

    number: int
    width: int
    text: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class OfficialTable:
    """A file as text. `names` maps our column names to the file's; rows hold only those columns.

    `rescued` are the numbers of rows of another width that are among `rows` with what is certain of them.
    """

    file: str
    names: Mapping[str, str]
    width: int
    rows: tuple[TextRow, ...]
    wrong_width: tuple[WrongWidthRow, ...]
    rescued: tuple[int, ...] = ()

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
    path: Path,
    aliases: Mapping[str, Sequence[str]],
    required: Sequence[str],
    notes: Notes,
    rescue: Rescue | None = None,
) -> OfficialTable | None:
    """Read a file; `aliases` maps each of our column names to those in use. None after a fault.

    Rows whose number of cells differs from the header are set apart, not guessed at; `rescue` may know what of such a
    row is certain, and it is then a row like others, named among `rescued`.
    """
    decoded = decode(path, notes.faults)
    if decoded is None:
        return None
    records = csv_records(decoded[0], path.name, notes.faults)
    table = official_table(path.name, records, aliases, required, notes, rescue)
    if table is not None:
        notes.file(path, len(table.rows) + len(table.wrong_width), decoded[1])
    return table


def official_table(
    file: str,
    records: Iterator[tuple[int, list[str]]],
    aliases: Mapping[str, Sequence[str]],
    required: Sequence[str],
    notes: Notes,
    rescue: Rescue | None = None,
) -> OfficialTable | None:
    """Table from numbered rows of text, the header first: as `read_official`, wherever they come from."""
    _, first = next(records, (0, []))
    if not first:
        notes.faults.add(file, "an empty file", "a CSV file with a header row")
        return None
    header = [name.strip() for name in first]
    names = _names(header, aliases, required, file, notes.faults)
    if names is None:
        return None
    sorter = _Sorter(file, header, names, aliases, rescue)
    for number, cells in records:
        sorter.take(number, cells)
    return OfficialTable(file, sorter.ours, len(header), tuple(sorter.rows), tuple(sorter.wrong), tuple(sorter.rescued))


class _Sorter:
    """Takes the wanted cells of one row after another, so that no whole row is ever kept."""

    def __init__(
        self,
        file: str,
        header: Sequence[str],
        names: Mapping[str, int],
        aliases: Mapping[str, Sequence[str]],
        rescue: Rescue | None,
    ) -> None:
        self._file, self._header, self._names, self._rescue = file, header, names, rescue
        self._wanted = [(header[index], index) for index in names.values()]
        # A rescued row may hold what the header has no name for: it goes by the first name in use.
        self._all_names = {ours: header[names[ours]] if ours in names else aliases[ours][0] for ours in aliases}
        self.ours = {ours: header[index] for ours, index in names.items()}
        self.rows: list[TextRow] = []
        self.wrong: list[WrongWidthRow] = []
        self.rescued: list[int] = []

    def take(self, number: int, cells: list[str]) -> None:
        """Sort one row: as the header, rescued or of the wrong width."""
        width = len(self._header)
        if len(cells) > width and not any(cell.strip() for cell in cells[width:]):
            del cells[width:]
        if len(cells) == width:
            self.rows.append(TextRow(self._file, number, {name: cells[index].strip() for name, index in self._wanted}))
            return
        sure = None if self._rescue is None else self._rescue(self._header, cells)
        if sure is None:
            text = {name: cells[index].strip() for name, index in self._wanted if index < len(cells)}
            self.wrong.append(WrongWidthRow(number, len(cells), text))
            return
        self.ours.update({ours: self._all_names[ours] for ours in sure})
        self.rows.append(TextRow(self._file, number, {self._all_names[ours]: text for ours, text in sure.items()}))
        self.rescued.append(number)


def csv_records(text: str, file: str, faults: Faults) -> Iterator[tuple[int, list[str]]]:
    """Non-blank records with their row number; a broken one ends the file with a fault."""
    number = 0
    try:
        for number, cells in enumerate(csv.reader(io.StringIO(text, newline=""), strict=True), start=1):
            if any(cell.strip() for cell in cells):
                yield number, cells
    except csv.Error as error:
        faults.add(f"{file}, row {number + 1}", f"broken CSV ({error})", "balanced quotes", "Export it again.")


def _names(
    header: Sequence[str], aliases: Mapping[str, Sequence[str]], required: Sequence[str], file: str, faults: Faults
) -> dict[str, int] | None:
    position = _positions(header)
    absent = any(_index(aliases[ours], position) is None for ours in required)
    wanted = {plain_name(name) for names in aliases.values() for name in names}
    if (absent or not required) and is_another_file(file, set(position), wanted, _shown(header), faults):
        return None
    plain = [plain_name(name) for name in header]
    found: dict[str, int] = {}
    missing = False
    for ours, names in aliases.items():
        index = _index(names, position)
        if index is not None and plain.count(plain[index]) > 1:
            where = f"{file}, header"
            faults.add(where, f"column {header[index]!r} more than once", "each column once", "Remove one of them.")
            missing = True
        elif index is not None:
            found[ours] = index
        elif ours in required:
            expected = f"a column {' or '.join(names)}"
            faults.add(f"{file}, header", _shown(header), expected, "Use the file as it is published.")
            missing = True
    return None if missing else found


def _positions(header: Sequence[str]) -> dict[str, int]:
    return {plain_name(name): index for index, name in reversed(list(enumerate(header)))}


def _index(names: Sequence[str], position: Mapping[str, int]) -> int | None:
    return next((position[key] for key in map(plain_name, names) if key in position), None)


def _shown(header: Sequence[str]) -> str:
    return ", ".join(header[:HEADER_NAMES_SHOWN]) + (", ..." if len(header) > HEADER_NAMES_SHOWN else "")


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
