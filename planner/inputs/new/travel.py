"""The council's own travel times, from a table of pairs or a matrix with a column for each school."""

from __future__ import annotations

import csv
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from planner.domain.geography import Area, School
from planner.errors import Faults
from planner.inputs.cells import parse_rows
from planner.inputs.new.report import Notes
from planner.inputs.tables import TextRow, TextTable, decode, read_table
from planner.inputs.travel_rows import KEY, OPTIONAL, REQUIRED, SHOWN, TravelRow, check_travel, travel


def read_travel(
    path: Path | None, areas: Sequence[Area], schools: Sequence[School], notes: Notes
) -> tuple[TravelRow, ...]:
    """Rows of travel.csv sorted by area and school; empty when no file is given, or it is unusable.

    The file has `area_code`, `urn`, `minutes` (and `metres`, `mode`, `source`), or a row for each area (its code in the
    first column) and a column of minutes for each URN. Areas and schools that the pack does not have are left out and
    counted. Blank minutes are unknown.
    """
    table = None if path is None else _table(path, notes.faults)
    if path is None or table is None:
        return ()
    notes.file(path, len(table.rows), table.encoding)
    pairs = list(table.rows if "minutes" in table.columns else _pairs(table))
    codes, urns = {area.code for area in areas}, {school.urn for school in schools}
    known = [row for row in pairs if _is_of(row, "area_code", codes) and _is_of(row, "urn", urns)]
    for column, of_pack, what in (("area_code", codes, "areas"), ("urn", urns, "schools")):
        _count_strangers(path.name, what, {row.cells[column] for row in pairs} - of_pack - {""}, notes)
    before = len(notes.faults)
    rows = parse_rows(known, notes.faults, travel, KEY)
    if len(notes.faults) == before and not rows:
        found = "no row whose area and school are both the pack's"
        remedy = "Give ONS codes of the areas and URNs of the schools."
        notes.faults.add(path.name, found, "minutes from the pack's areas to its schools", remedy)
    elif len(notes.faults) == before:
        check_travel(rows, areas, schools, notes.faults)
    with_minutes = sum(row.minutes is not None for row in rows)
    notes.count(f"pairs of area and school with minutes ({path.name}), of {len(codes) * len(urns):,}", with_minutes)
    notes.assume(f"Travel is reckoned in the minutes of {path.name}; a pair without minutes is out of reach")
    named = (replace(row, source=row.source or path.name) for row in rows)
    return tuple(sorted(named, key=lambda row: (row.area_code, row.urn)))


def _table(path: Path, faults: Faults) -> TextTable | None:
    """The whole file; the columns of a matrix are known by its own header only."""
    decoded = decode(path, faults, "a CSV file of travel times")
    if decoded is None:
        return None
    header = [name.strip() for name in next(csv.reader(decoded[0].splitlines()), [])]
    while header and not header[-1]:
        header.pop()
    if set(REQUIRED) & set(header):
        return read_table(path, faults, REQUIRED, OPTIONAL, other_columns=True)
    if len(header) > 1:
        return read_table(path, faults, header)
    expected = f"the columns {', '.join(REQUIRED)}, or area codes and a column for each URN"
    faults.add(f"{path.name}, header", ", ".join(header) or "an empty file", expected)
    return None


def _pairs(table: TextTable) -> Iterator[TextRow]:
    """Each cell of a matrix as a row of its own that remembers where it stands."""
    place, *urns = table.columns
    for row in table.rows:
        for urn in urns:
            cells = {"area_code": row.cells[place], "urn": urn, "minutes": row.cells[urn]}
            yield TextRow(f"{row.file}, URN {urn}", row.number, cells)


def _is_of(row: TextRow, column: str, known: Collection[str]) -> bool:
    """Whether the pack has it; a blank cell stays, to be refused."""
    return not row.cells[column] or row.cells[column] in known


def _count_strangers(file: str, what: str, strangers: Collection[str], notes: Notes) -> None:
    if strangers:
        shown = ", ".join(sorted(strangers)[:SHOWN])
        more = f" and {len(strangers) - SHOWN} more" if len(strangers) > SHOWN else ""
        notes.doubt(f"{file}: {len(strangers)} {what} that the pack does not have are left out ({shown}{more})")
