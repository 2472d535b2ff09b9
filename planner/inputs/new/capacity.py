"""Capacity, pupils and EHC plans by school from files beside the register: dated evidence, which no rule reads.

Files without URN are joined by LAEstab: LA code and establishment number. The school capacity survey (SCAP), the
school census and the performance tables are of this kind. Net capacity counts rooms of resourced provision apart
(DfE, "Net capacity assessment", measured but excluded areas), so capacity less pupils is a proxy and no more.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from python_calamine import CalamineError, CalamineWorkbook

from planner.inputs.new.establishments import Establishment, Measured, la_estab
from planner.inputs.new.gias import GiasFile
from planner.inputs.new.links import URN, Succession
from planner.inputs.new.official_csv import OfficialTable, official_table, plain_name, read_official
from planner.inputs.new.report import Notes
from planner.inputs.tables import SAVE_AS_CSV, TextRow

EVIDENCE_COLUMNS: dict[str, tuple[str, ...]] = {
    "urn": ("URN",),
    "la_estab": ("LAEstab", "DfE number"),
    "la": ("LA", "LA1", "LA (code)", "old_la_code"),
    "number": ("Estab", "Estab1", "EstablishmentNumber"),
    "capacity": ("Netcapacity (1)", "Netcapacity", "SchoolCapacity", "Capacity", "Number of school places"),
    "pupils": ("MAYNOR", "NOR", "NumberOfPupils", "Total pupils", "Headcount of pupils"),
    "plans": ("TSENELSE", "EHC plan"),
}
MEASURES = ("capacity", "pupils", "plans")
KEYS = {plain_name(name) for key in ("urn", "la_estab") for name in EVIDENCE_COLUMNS[key]}
LA_ESTAB = re.compile(r"\d{7}")
# A year, with the next one behind it (2024-25) or a month (2015-05) where the name of the file or sheet has them.
YEAR = re.compile(r"(?<!\d)(20\d{2})(?:[-_/ ]?(\d{2}))?(?!\d)")
HEADER_ROWS_SEARCHED = 20
WORKBOOK_ENDINGS = {".xlsx", ".xlsm", ".xlsb", ".xls", ".ods"}


def read_evidence(
    paths: Sequence[Path], gias: GiasFile, succession: Succession, notes: Notes
) -> dict[str, dict[str, list[Measured]]]:
    """By URN and measure, what each file says of the council's establishments; files without a key are faults."""
    found: dict[str, dict[str, list[Measured]]] = {}
    for path in paths:
        _read_file(path, gias, succession, found, notes)
    return found


def latest(own: Measured | None, others: Sequence[Measured]) -> Measured | None:
    """The number that is shown: the register's own where it has no date (it is today's), else the latest dated one."""
    known = [measured for measured in (own, *others) if measured is not None]
    if own is not None and not own.as_at:
        return own
    return max(known, key=lambda measured: measured.as_at, default=None)


def year_of(text: str) -> str:
    """Year, academic year (2024/25) or month (2015-05) that a name holds; empty when it holds none or several."""
    found = set(YEAR.findall(text))
    if len(found) != 1:
        return ""
    year, behind = found.pop()
    if behind and (int(year) + 1) % 100 == int(behind):
        return f"{year}/{behind}"
    return f"{year}-{behind}" if behind and 1 <= int(behind) <= 12 else year


def _read_file(
    path: Path,
    gias: GiasFile,
    succession: Succession,
    found: dict[str, dict[str, list[Measured]]],
    notes: Notes,
) -> None:
    read = _workbook(path, notes) if path.suffix.casefold() in WORKBOOK_ENDINGS else _text(path, notes)
    if read is None:
        return
    table, as_at = read
    measures = [ours for ours in MEASURES if ours in table.names]
    if not measures or not ({"urn", "la_estab"} & table.names.keys() or {"la", "number"} <= table.names.keys()):
        expected = "URN or LAEstab, and one of capacity, pupils or EHC plans"
        notes.faults.add(f"{table.file}, header", "none of them", expected, "Use the file as it is published.")
        return
    if not as_at:
        notes.doubt(f"{table.file}: neither its name nor its sheet holds one year, so its numbers have no date")
    seen = _of_council(table, gias, succession, notes)
    for urn, row in seen.items():
        for ours in measures:
            value = table.whole(row, ours, notes.faults)
            if value is not None:
                source = f"{table.file}, {table.names[ours]}"
                found.setdefault(urn, {}).setdefault(ours, []).append(Measured(value, as_at, source))
    notes.count(f"schools of the register found in {table.file}", len(seen))


def _text(path: Path, notes: Notes) -> tuple[OfficialTable, str] | None:
    table = read_official(path, EVIDENCE_COLUMNS, (), notes)
    return None if table is None else (table, year_of(path.name))


def _workbook(path: Path, notes: Notes) -> tuple[OfficialTable, str] | None:
    """The first sheet with a key column among its first rows, from that row on."""
    try:
        with CalamineWorkbook.from_path(str(path)) as workbook:
            sheets = {name: workbook.get_sheet_by_name(name).to_python() for name in workbook.sheet_names}
    except (CalamineError, OSError) as error:
        notes.faults.add(str(path), f"no readable workbook ({error})", "a workbook or CSV file", SAVE_AS_CSV)
        return None
    for name, rows in sheets.items():
        head = next((at for at, row in enumerate(rows[:HEADER_ROWS_SEARCHED]) if KEYS & set(map(_plain, row))), None)
        if head is not None:
            table = official_table(path.name, _records(rows, head), EVIDENCE_COLUMNS, (), notes)
            if table is not None:
                notes.file(path, len(table.rows), f"workbook, sheet {name}")
            return None if table is None else (table, year_of(name) or year_of(path.name))
    notes.faults.add(path.name, "no sheet with a column URN or LAEstab", "one", "Use the file as it is published.")
    return None


def _plain(cell: object) -> str:
    return plain_name(str(cell))


def _records(rows: Sequence[Sequence[object]], head: int) -> Iterator[tuple[int, list[str]]]:
    """Rows of a sheet as text from its header on, numbered as the sheet numbers them."""
    for number, row in enumerate(rows[head:], start=head + 1):
        cells = [str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell) for cell in row]
        if any(cells):
            yield number, cells


def _of_council(table: OfficialTable, gias: GiasFile, succession: Succession, notes: Notes) -> dict[str, TextRow]:
    """Rows of the council's establishments by URN; a second row of one is a fault, totals are passed over."""
    by_number = {each.la_estab: each for each in gias.establishments.values() if each.la_estab}
    seen: dict[str, TextRow] = {}
    for row in table.rows:
        urn = _urn(table, row, by_number, succession, notes)
        if urn not in gias.establishments:
            continue
        if urn in seen:
            found = f"school {urn} again, first in row {seen[urn].number}"
            notes.faults.add(row.where, found, "each school once", "Remove the row that is not of today's school.")
        else:
            seen[urn] = row
    return seen


def _urn(
    table: OfficialTable, row: TextRow, by_number: dict[str, Establishment], succession: Succession, notes: Notes
) -> str:
    """URN of today's school that a row is of; empty when it is none of the council's."""
    urn = table.text(row, "urn")
    if URN.fullmatch(urn):
        return succession.quietly(urn, row.where, notes)
    number = table.text(row, "la_estab").replace("/", "")
    if not LA_ESTAB.fullmatch(number):
        number = la_estab(table.text(row, "la"), table.text(row, "number"))
    school = by_number.get(number)
    return "" if school is None else school.urn
