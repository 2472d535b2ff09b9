"""CSV files as rows of text that remember their file and row number.

Every cell stays text: reference numbers keep their leading zeros and a locality called "None" stays a name. Only a
blank cell means unknown. A file is read as UTF-8 (with or without a byte order mark), and only when that fails as
Windows-1252, the encoding of Excel's plain CSV and of DfE's school register; the table says which it was. A file
packed with gzip, or alone in a zip archive, is read as if it were not.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from planner.errors import Faults
from planner.inputs.compressed import read_unpacked
from planner.inputs.suggest import did_you_mean

UTF_8 = "UTF-8"
UTF_8_BOM = "UTF-8 with byte order mark"
WINDOWS_1252 = "Windows-1252"
SAVE_AS_CSV = 'Save it from the spreadsheet as "CSV UTF-8".'


@dataclass(frozen=True, slots=True)
class TextRow:
    """One row; `number` counts as a spreadsheet does, the header being row 1. A blank cell is an empty text."""

    file: str
    number: int
    cells: Mapping[str, str]

    @property
    def where(self) -> str:
        """File and row, for messages."""
        return f"{self.file}, row {self.number}"


@dataclass(frozen=True, slots=True)
class TextTable:
    """A whole file; `encoding` is one of the three names above, `columns` keep the order of the file."""

    file: str
    encoding: str
    columns: tuple[str, ...]
    rows: tuple[TextRow, ...]


def read_table(
    path: Path,
    faults: Faults,
    required: Sequence[str],
    optional: Sequence[str] = (),
    *,
    other_columns: bool = False,
) -> TextTable | None:
    """Read one CSV file; None when it cannot be used, with the reason among the faults.

    Columns that are neither required nor optional are faults, or are passed over when `other_columns` is true.
    """
    decoded = decode(path, faults)
    if decoded is None:
        return None
    text, encoding = decoded
    records = _records(text, path.name, faults)
    _, header = next(records, (0, []))
    columns = [name.strip() for name in header]
    while columns and not columns[-1]:
        columns.pop()
    if not _header_is_sound(path.name, columns, faults, required, optional, other_columns=other_columns):
        return None
    wanted = tuple(name for name in columns if name in {*required, *optional})
    rows = tuple(_rows(path.name, columns, wanted, records, faults))
    return TextTable(path.name, encoding, wanted, rows)


def decode(path: Path, faults: Faults, expected: str = "a CSV file") -> tuple[str, str] | None:
    """Text of a file and the name of its encoding; None when there is no text, with the reason among the faults."""
    raw = read_unpacked(path, faults, expected)
    if raw is None:
        return None
    if raw.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        faults.add(path.name, "a spreadsheet workbook", "a CSV file", SAVE_AS_CSV)
        return None
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" in raw:
        faults.add(path.name, "UTF-16 or binary content", "UTF-8 or Windows-1252 text", SAVE_AS_CSV)
        return None
    for codec, name in (
        ("utf-8-sig", UTF_8_BOM if raw.startswith(b"\xef\xbb\xbf") else UTF_8),
        ("cp1252", WINDOWS_1252),
    ):
        try:
            return raw.decode(codec), name
        except UnicodeDecodeError:
            continue
    faults.add(path.name, "bytes that are no known text", "UTF-8 or Windows-1252 text", SAVE_AS_CSV)
    return None


def _records(text: str, file: str, faults: Faults) -> Iterator[tuple[int, list[str]]]:
    """Non-blank records with their row number."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    number = 0
    try:
        for number, record in enumerate(reader, start=1):
            if any(cell.strip() for cell in record):
                yield number, record
    except csv.Error as error:
        faults.add(f"{file}, row {number + 1}", f"broken CSV ({error})", "balanced quotes", SAVE_AS_CSV)


def _header_is_sound(
    file: str,
    columns: Sequence[str],
    faults: Faults,
    required: Sequence[str],
    optional: Sequence[str],
    *,
    other_columns: bool,
) -> bool:
    before = len(faults)
    known = [*required, *optional]
    where = f"{file}, header"
    if not columns:
        faults.add(where, "an empty file", f"the columns {', '.join(required)}")
        return False
    for name in sorted({name for name in columns if columns.count(name) > 1 and (name in known or not other_columns)}):
        faults.add(where, f"column {name!r} {columns.count(name)} times", "each column once", "Remove one of them.")
    unknown = [name for name in columns if name not in known]
    missing = [name for name in required if name not in columns]
    for name in () if other_columns else dict.fromkeys(unknown):
        remedy = did_you_mean(name, missing) or did_you_mean(name, known) or "Remove the column."
        faults.add(where, f"unknown column {name!r}", f"only the columns {', '.join(known)}", remedy)
    for name in missing:
        faults.add(where, f"no column {name!r}", f"the columns {', '.join(required)}", did_you_mean(name, unknown))
    return len(faults) == before


def _rows(
    file: str,
    columns: Sequence[str],
    wanted: Sequence[str],
    records: Iterator[tuple[int, list[str]]],
    faults: Faults,
) -> Iterator[TextRow]:
    for number, record in records:
        cells = [cell.strip() for cell in record]
        while len(cells) > len(columns) and not cells[-1]:
            cells.pop()
        if len(cells) != len(columns):
            remedy = 'Put a text that holds a comma in "quotes".' if len(cells) > len(columns) else "Fill up the row."
            faults.add(f"{file}, row {number}", f"{len(cells)} cells", f"{len(columns)}, as in the header", remedy)
            continue
        by_name = dict(zip(columns, cells, strict=True))
        yield TextRow(file, number, {name: by_name[name] for name in wanted})
