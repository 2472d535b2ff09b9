"""Schools from Get Information About Schools (GIAS), in any of its layouts.

The all-establishments download ("edubasealldata", 120 to 140 columns, https://get-information-schools.service.gov.uk)
and files with the same columns in snake_case are read by the names of `gias_columns`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from planner.inputs.new import gias_cells
from planner.inputs.new.establishments import Establishment, read_establishment
from planner.inputs.new.gias_columns import (
    CLOSED,
    CLOSING,
    GIAS_COLUMNS,
    GIAS_SOURCE,
    MAINSTREAM_TYPES,
    MAINTAINED_TYPES,
    MISSED,
    OPEN,
    PROPOSED,
    REQUIRED,
    SCHOOL_PHASES,
    SEN_SLOTS,
)
from planner.inputs.new.gias_rescue import certain_cells
from planner.inputs.new.official_csv import OfficialTable, read_official, refuse_row
from planner.inputs.new.report import Notes
from planner.inputs.tables import TextRow

__all__ = ["GIAS_SOURCE", "GiasFile", "GiasSchool", "read_gias", "schools_of"]

SECONDARY_AGE = 11
NEED = re.compile(r"([a-z]{2,5}) - .*")


@dataclass(frozen=True, slots=True)
class GiasSchool:
    """A mainstream state school of the council as the register has it; None and empty text mean unknown.

    `base_type` is the register's own words; `need_codes` are DfE primary-need codes in lower case, once each. `lsoa`
    is an English LSOA or empty.
    """

    urn: str
    name: str
    maintained: bool
    closing: bool
    school_phase: str
    age_low: int | None
    age_high: int | None
    postcode: str
    easting: float | None
    northing: float | None
    lsoa: str
    pupils_on_roll: int | None
    base_type: str
    rp_places: int | None
    unit_places: int | None
    need_codes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class GiasFile:
    """The council's mainstream schools, sorted by URN; `has_base_columns` tells the full layout from a cut one.

    `establishments` are all of the council's that are not closed, special and planned ones too, by URN. `closed` are
    its closed ones with the day, None where the file does not say.
    """

    file: str
    schools: tuple[GiasSchool, ...]
    has_base_columns: bool
    establishments: Mapping[str, Establishment] = field(default_factory=dict)
    closed: Mapping[str, date | None] = field(default_factory=dict)


def read_gias(path: Path, la_code: str, notes: Notes) -> GiasFile | None:
    """Read the schools of one council (DfE code, three digits); None after a fault that leaves nothing to read."""
    table = read_official(path, GIAS_COLUMNS, REQUIRED, notes, certain_cells)
    return None if table is None else schools_of(table, la_code, notes)


def schools_of(table: OfficialTable, la_code: str, notes: Notes) -> GiasFile:
    """The schools of one council from the whole table."""
    gias_cells.refuse_month_first(table, notes.faults)
    _set_apart(table, la_code, notes)
    rows = _rows_of(table, la_code, notes)
    if not rows:
        notes.faults.add(table.file, f"no school of LA {la_code}", "schools of the council", "Check the DfE code.")
    for column, unknown in MISSED.items():
        if column not in table.names:
            notes.doubt(f"{table.file} has no column {GIAS_COLUMNS[column][0]}: {unknown}")
    kept = [school for urn, row in rows.items() if (school := _mainstream(table, urn, row, notes)) is not None]
    if rows and not kept:
        notes.faults.add(
            table.file, f"no open mainstream state school of LA {la_code}", "at least one", "Check the file."
        )
    in_pack = {school.urn for school in kept}
    _note_rest(table, {urn: row for urn, row in rows.items() if urn not in in_pack}, notes)
    closed = {urn: row for urn, row in rows.items() if _status(table, row) == CLOSED}
    return GiasFile(
        table.file,
        tuple(sorted(kept, key=lambda school: school.urn)),
        "base_type" in table.names,
        {urn: read_establishment(table, urn, row, notes) for urn, row in sorted(rows.items()) if urn not in closed},
        {urn: gias_cells.day(table, row, "close_date", notes) for urn, row in sorted(closed.items())},
    )


def _same_code(found: str, wanted: str) -> bool:
    return found.lstrip("0") == wanted.lstrip("0")


def _set_apart(table: OfficialTable, la_code: str, notes: Notes) -> None:
    elsewhere = 0
    for row in table.wrong_width:
        found = row.text.get(table.names["la_code"], "")
        if re.fullmatch(r"\d{3}", found) and not _same_code(found, la_code):
            elsewhere += 1
        else:
            refuse_row(table, row, notes.faults)
    if elsewhere:
        notes.doubt(f"{table.file}: {elsewhere} rows of other councils do not match the header and are passed over")


def _rows_of(table: OfficialTable, la_code: str, notes: Notes) -> dict[str, TextRow]:
    """Rows of the council by URN; a URN twice or blank is a fault, rows of other councils are not looked at."""
    rows: dict[str, TextRow] = {}
    for row in table.rows:
        if not _same_code(table.text(row, "la_code"), la_code):
            continue
        urn, where = table.text(row, "urn"), f"{row.where}, column {table.names['urn']}"
        if urn in rows:
            found = f"{urn} again, first in row {rows[urn].number}"
            notes.faults.add(where, found, "each once", "Remove the duplicate row.")
        elif re.fullmatch(r"\d{6}", urn) is None:
            remedy = "Restore the column as text; a spreadsheet may have changed it."
            notes.faults.add(where, repr(urn), "six digits", remedy)
        else:
            rows[urn] = row
    rescued = set(table.rescued)
    for urn, row in rows.items():
        if row.number in rescued:
            notes.doubt(
                f"{row.where}, school {urn}: its cells do not match the header; what stands in order or is told by its "
                "form (number of pupils, postcode, coordinates, LSOA, needs, base) was read, the rest is unknown"
            )
    return rows


def _status(table: OfficialTable, row: TextRow) -> str:
    return table.text(row, "status").casefold() or OPEN


def _mainstream(table: OfficialTable, urn: str, row: TextRow, notes: Notes) -> GiasSchool | None:
    kind = table.text(row, "type").casefold()
    if kind not in MAINSTREAM_TYPES or _status(table, row) not in {OPEN, CLOSING}:
        return None
    ages = [table.whole(row, ours, notes.faults) for ours in ("age_low", "age_high")]
    phase = SCHOOL_PHASES.get(table.text(row, "phase").casefold()) or _phase_of_ages(table, urn, row, ages[0], notes)
    if phase is None:
        return None
    who = f"{urn} {gias_cells.mended_text(table.text(row, 'name'))}"
    numbers = {ours: table.whole(row, ours, notes.faults) for ours in ("pupils", "rp_places", "unit_places")}
    # Coordinate 0 is the register's blank.
    easting, northing = (table.figure(row, ours, notes.faults) or None for ours in ("easting", "northing"))
    return GiasSchool(
        urn=urn,
        name=gias_cells.name(table, row, notes),
        maintained=kind in MAINTAINED_TYPES,
        closing=_status(table, row) == CLOSING,
        school_phase=phase,
        age_low=ages[0],
        age_high=ages[1],
        postcode=table.text(row, "postcode"),
        easting=easting,
        northing=northing,
        lsoa=gias_cells.lsoa(table, row, who, notes),
        pupils_on_roll=_pupils(table, urn, row, numbers["pupils"], notes),
        base_type=table.text(row, "base_type").casefold(),
        rp_places=numbers["rp_places"],
        unit_places=numbers["unit_places"],
        need_codes=_need_codes(table, row),
    )


def _pupils(table: OfficialTable, urn: str, row: TextRow, stated: int | None, notes: Notes) -> int | None:
    counted = table.whole(row, "pupils_census", notes.faults) if stated is None else None
    if counted is not None:
        notes.assume(f"school {urn}: pupils on roll blank, {counted} taken from column {table.names['pupils_census']}")
    return stated if counted is None else counted


def _phase_of_ages(table: OfficialTable, urn: str, row: TextRow, age_low: int | None, notes: Notes) -> str | None:
    """Phase of a mainstream school whose phase is not stated: secondary from age 11, else unknown and left out."""
    stated = table.text(row, "phase") or "blank"
    if stated.casefold() in {"nursery", "16 plus"}:
        return None
    who = f"school {urn} {table.text(row, 'name')}, phase {stated}"
    if age_low is not None and age_low >= SECONDARY_AGE:
        notes.assume(f"{who}: taken as secondary, its pupils are {age_low} and older")
        return "secondary"
    notes.doubt(f"{who}: a mainstream school that is left out, for its phase cannot be told")
    return None


def _need_codes(table: OfficialTable, row: TextRow) -> tuple[str, ...]:
    slots = [table.text(row, slot) for slot in SEN_SLOTS] + table.text(row, "sen_types").split(";")
    codes = (match[1] for slot in slots if (match := NEED.fullmatch(slot.strip().casefold())))
    return tuple(dict.fromkeys(codes))


def _note_rest(table: OfficialTable, others: Mapping[str, TextRow], notes: Notes) -> None:
    """Count the council's other establishments by type and status, so that none is dropped without a word."""
    counts: dict[str, int] = {}
    for urn, row in others.items():
        status = table.text(row, "status") or "Open"
        if status.casefold() == PROPOSED:
            notes.doubt(f"school {urn} {table.text(row, 'name')} is proposed to open and is not in the pack")
        label = f"{table.text(row, 'type')}, {status}"
        counts[label] = counts.get(label, 0) + 1
    for label in sorted(counts):
        notes.count(f"not a mainstream state school: {label}", counts[label])
