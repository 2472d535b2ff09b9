"""Sheets of a workbook, or one CSV file, as rows of cells.

Workbooks are told by their content, not their name: a workbook called .csv is read. A formula counts with the value
that the spreadsheet last saved for it.
"""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path

from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

from planner.errors import Faults
from planner.inputs.tables import decode

Cell = str | int | float | bool | date | datetime | time | timedelta
Corner = tuple[int, int]

WORKBOOK_STARTS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
MOST_CELLS = 2_000_000
"""A list of bases has some thousand cells; a stray mark in the last row of a sheet makes millions."""
EXPECTED = "a workbook (.xlsx, .xls, .xlsb, .ods) or a CSV file"
SAVE_AGAIN = "Open it in the spreadsheet and save it as .xlsx without a password."


@dataclass(frozen=True, slots=True)
class Grid:
    """One sheet; rows and columns count from 0 and every row is as wide as the widest.

    `sheet` is empty for a CSV file. `merged` holds the first and last cell of each merged block that the file names;
    a CSV file and .ods name none. `remark` says how the file was read.
    """

    file: str
    sheet: str
    rows: tuple[tuple[Cell, ...], ...]
    merged: tuple[tuple[Corner, Corner], ...]
    hidden: bool
    remark: str

    def where(self, row: int) -> str:
        """File, sheet and row as the spreadsheet counts it, for messages."""
        sheet = f", sheet {self.sheet!r}" if self.sheet else ""
        return f"{self.file}{sheet}, row {row + 1}"


def is_workbook(path: Path) -> bool:
    """True for the bytes of a workbook; false too for a file that cannot be read."""
    try:
        with path.open("rb") as file:
            return file.read(4).startswith(WORKBOOK_STARTS)
    except OSError:
        return False


def read_grids(path: Path, faults: Faults) -> tuple[Grid, ...]:
    """All sheets with cells, in the order of the file; none when it cannot be read, with the reason in the faults."""
    return _workbook(path, faults) if is_workbook(path) else _csv(path, faults)


def text_of(cell: Cell) -> str:
    """Text of a cell as a person sees it: whole numbers without a point, dates as 2026-09-01, blanks made single."""
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    return re.sub(r"\s+", " ", str(cell)).strip()


def _workbook(path: Path, faults: Faults) -> tuple[Grid, ...]:
    try:
        with CalamineWorkbook.from_path(path) as book:
            return tuple(grid for meta in book.sheets_metadata if (grid := _sheet(book, path.name, meta, faults)))
    except PasswordError:
        faults.add(path.name, "a workbook with a password", EXPECTED, SAVE_AGAIN)
    except (CalamineError, OSError, ValueError) as error:
        faults.add(path.name, f"a workbook that cannot be opened ({error})", EXPECTED, SAVE_AGAIN)
    except BaseException as error:
        # A panic of the reader is no Exception; anything else of that kind (an interrupt) goes on.
        if type(error).__name__ != "PanicException":
            raise
        faults.add(path.name, "a broken workbook", EXPECTED, SAVE_AGAIN)
    return ()


def _sheet(book: CalamineWorkbook, file: str, meta: object, faults: Faults) -> Grid | None:
    if getattr(meta, "typ", None) is not SheetTypeEnum.WorkSheet:
        return None
    name = str(getattr(meta, "name", ""))
    sheet = book.get_sheet_by_name(name)
    if sheet.total_height * sheet.total_width > MOST_CELLS:
        found = f"{sheet.total_height:,} rows of {sheet.total_width:,} cells"
        faults.add(f"{file}, sheet {name!r}", found, f"at most {MOST_CELLS:,} cells", "Delete the empty rows below.")
        return None
    rows = sheet.to_python(skip_empty_area=False)
    hidden = getattr(meta, "visible", None) is not SheetVisibleEnum.Visible
    merged = tuple(sheet.merged_cell_ranges or ())
    return Grid(file, name, _even(rows), merged, hidden, f"sheet {name!r} of a workbook") if rows else None


def _csv(path: Path, faults: Faults) -> tuple[Grid, ...]:
    decoded = decode(path, faults, EXPECTED)
    if decoded is None:
        return ()
    rows: list[list[Cell]] = []
    try:
        rows.extend(list(record) for record in csv.reader(io.StringIO(decoded[0], newline=""), strict=True))
    except csv.Error as error:
        faults.add(f"{path.name}, row {len(rows) + 1}", f"broken CSV ({error})", "balanced quotes", SAVE_AGAIN)
        return ()
    if not any(cell for row in rows for cell in row):
        faults.add(path.name, "an empty file", EXPECTED, "Export it again.")
        return ()
    return (Grid(path.name, "", _even(rows), (), False, decoded[1]),)


def _even(rows: list[list[Cell]]) -> tuple[tuple[Cell, ...], ...]:
    width = max((len(row) for row in rows), default=0)
    return tuple((*row, *[""] * (width - len(row))) for row in rows)
