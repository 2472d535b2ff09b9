"""Reads a SEN2 return as tables of text that hold only the columns of `modules`.

No message of this file quotes a cell: a fault names the file, its row and the column, never what a person's row says.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from python_calamine import CalamineError, CalamineWorkbook

from planner.errors import Faults
from planner.inputs.sen2.modules import MODULES, Module, positions
from planner.inputs.tables import decode

FILE_NAME = re.compile(r"(?P<export>.*?)_?(?P<module>[a-z0-9]+)\.csv", re.IGNORECASE)
TEMPLATE_SHEET = "Data Entry Template"
WORKBOOKS = frozenset({".xlsx", ".xlsm", ".xls"})

Row = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Export:
    """Rows by module; `absent` are the optional modules that were not given, `files` the names of what was read."""

    rows: Mapping[str, tuple[Row, ...]]
    absent: tuple[str, ...]
    files: tuple[str, ...]


def read_export(path: Path, faults: Faults) -> Export:
    """Read a folder of Blade CSV files, or the Excel template; raises InputError when there is nothing to count."""
    sources = _template(path, faults) if path.suffix.lower() in WORKBOOKS else _folder(path, faults)
    if not sources:
        faults.raise_if_any()
    rows: dict[str, tuple[Row, ...]] = {}
    for module in MODULES:
        if module.name in sources:
            where, records = sources[module.name]
            rows[module.name] = _rows(module, where, records, faults)
        elif not module.optional:
            expected = f"a file ..._{module.name}.csv, or a table {module.title!r} of the template"
            faults.add(str(path), f"no table {module.name}", expected, "Export the return again with all its tables.")
    faults.raise_if_any()
    absent = tuple(module.name for module in MODULES if module.name not in rows)
    return Export(rows, absent, tuple(sorted({where for where, _ in sources.values()})))


def _folder(path: Path, faults: Faults) -> dict[str, tuple[str, list[list[str]]]]:
    if not path.is_dir():
        faults.add(str(path), "no such folder", "the folder of the Blade export, or the Excel template")
        return {}
    names = {module.name for module in MODULES}
    matches = [(file, FILE_NAME.fullmatch(file.name)) for file in sorted(path.iterdir())]
    found = [(file, match["export"], match["module"].lower()) for file, match in matches if match]
    found = [each for each in found if each[2] in names]
    exports = sorted({export for _, export, _ in found})
    if len(exports) > 1:
        listed = ", ".join(f"{export}_..." for export in exports)
        faults.add(str(path), f"files of {len(exports)} exports ({listed})", "one", "Give each export its own folder.")
        return {}
    return {module: (file.name, _records(file, faults)) for file, _, module in found}


def _records(file: Path, faults: Faults) -> list[list[str]]:
    decoded = decode(file, faults)
    if decoded is None:
        return []
    try:
        return list(csv.reader(io.StringIO(decoded[0], newline=""), strict=True))
    except csv.Error:
        faults.add(file.name, "broken CSV", "balanced quotes", "Export it again.")
        return []


def _template(path: Path, faults: Faults) -> dict[str, tuple[str, list[list[str]]]]:
    """Tables of the template's sheet: a row with the title alone, the header, rows up to the next title."""
    try:
        sheet = CalamineWorkbook.from_path(str(path)).get_sheet_by_name(TEMPLATE_SHEET)
    except (CalamineError, OSError):
        expected = f"the SEN2 template with its sheet {TEMPLATE_SHEET!r}"
        faults.add(str(path), "no workbook, or none with that sheet", expected, "Save it without a password.")
        return {}
    title_of = {module.title: module.name for module in MODULES}
    tables: dict[str, tuple[str, list[list[str]]]] = {}
    current: list[list[str]] = []
    for cells in sheet.iter_rows():
        title = title_of.get(str(cells[0]).strip()) if cells else None
        if title is not None:
            current = []
            tables[title] = (path.name, current)
        else:
            current.append([_text(cell) for cell in cells])
    return tables


def _text(cell: object) -> str:
    """Cell of a workbook as text: numbers without a decimal part of zero, dates as ISO, yes and no as 1 and 0."""
    if isinstance(cell, bool):
        return str(int(cell))
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime | date):
        return cell.isoformat()
    return str(cell).strip()


def _rows(module: Module, where: str, records: Iterable[list[str]], faults: Faults) -> tuple[Row, ...]:
    """Rows of one table without blank ones; only our columns are kept."""
    filled = [(number, cells) for number, cells in enumerate(records, start=1) if any(cell.strip() for cell in cells)]
    if not filled:
        faults.add(where, f"no header of table {module.name}", "a header row")
        return ()
    place = positions(module, filled[0][1])
    missing = [module.columns[ours][0] for ours in module.needed if ours not in place]
    if missing:
        # The first row is not quoted: where the header is lost, it is a person's.
        faults.add(f"{where}, header of table {module.name}", f"no column {', '.join(missing)}", "the columns of SEN2")
        return ()
    last = max(place.values())
    rows = []
    for number, cells in filled[1:]:
        if len(cells) <= last:
            faults.add(f"{where}, row {number}", f"{len(cells)} cells", f"{len(filled[0][1])}, as in the header")
        else:
            rows.append({ours: cells[index].strip() for ours, index in place.items()})
    return tuple(rows)
