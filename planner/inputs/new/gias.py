"""Schools from Get Information About Schools (GIAS), in any of its layouts.

The all-establishments download ("edubasealldata", 120 to 140 columns, https://get-information-schools.service.gov.uk)
and files with the same columns in snake_case are read by the names below. Columns about people (head teachers,
telephone numbers) are never asked for and so never loaded.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from planner.inputs.new.official_csv import OfficialTable, keyed_rows, read_official, refuse_row
from planner.inputs.new.report import Notes
from planner.inputs.tables import TextRow

GIAS_SOURCE = "Department for Education, Get Information About Schools, https://get-information-schools.service.gov.uk"
SEN_SLOTS = tuple(f"SEN{slot} (name)" for slot in range(1, 14))
GIAS_COLUMNS: dict[str, tuple[str, ...]] = {
    "urn": ("URN",),
    "la_code": ("LA (code)",),
    "name": ("EstablishmentName",),
    "type": ("TypeOfEstablishment (name)", "establishment_type"),
    "status": ("EstablishmentStatus (name)",),
    "phase": ("PhaseOfEducation (name)", "education_phase"),
    "age_low": ("StatutoryLowAge", "agelow"),
    "age_high": ("StatutoryHighAge", "agehigh"),
    "postcode": ("Postcode",),
    "easting": ("Easting",),
    "northing": ("Northing",),
    "pupils": ("NumberOfPupils",),
    "pupils_census": ("nor_2024_25",),
    "lsoa": ("LSOA (code)",),
    "base_type": ("TypeOfResourcedProvision (name)",),
    "rp_places": ("ResourcedProvisionCapacity",),
    "unit_places": ("SenUnitCapacity",),
    "sen_types": ("sen_types_gias_2025", "sen_types"),
    **{slot: (slot,) for slot in SEN_SLOTS},
}
REQUIRED = ("urn", "la_code", "name", "type", "phase", "age_low", "age_high", "postcode", "easting", "northing")
# TypeOfEstablishment names of mainstream state schools; special, alternative and independent ones are left out.
MAINTAINED_TYPES = frozenset(
    {"community school", "foundation school", "voluntary aided school", "voluntary controlled school"}
)
ACADEMY_TYPES = frozenset(
    {
        "academy converter",
        "academy sponsor led",
        "free schools",
        "studio schools",
        "university technical college",
        "city technology college",
    }
)
SCHOOL_PHASES = {
    "primary": "primary",
    "middle deemed primary": "primary",
    "secondary": "secondary",
    "middle deemed secondary": "secondary",
    "all-through": "all-through",
    "all through": "all-through",
}
OPEN, CLOSING, PROPOSED = "open", "open, but proposed to close", "proposed to open"


@dataclass(frozen=True, slots=True)
class GiasSchool:
    """A mainstream state school of the council as the register has it; None and empty text mean unknown.

    `base_type` is the register's own words; `need_codes` are DfE primary-need codes in lower case, once each.
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
    """The council's mainstream schools, sorted by URN; `has_base_columns` tells the full layout from a cut one."""

    file: str
    schools: tuple[GiasSchool, ...]
    has_base_columns: bool


def read_gias(path: Path, la_code: str, notes: Notes) -> GiasFile | None:
    """Read the schools of one council (DfE code, three digits); None after a fault that leaves nothing to read."""
    table = read_official(path, GIAS_COLUMNS, REQUIRED, notes)
    if table is None:
        return None
    _set_apart(table, la_code, notes)
    rows = [
        (urn, row)
        for urn, row in keyed_rows(table, "urn", notes.faults)
        if _same_code(table.text(row, "la_code"), la_code)
    ]
    if not rows:
        notes.faults.add(path.name, f"no school of LA {la_code}", "schools of the council", "Check the DfE code.")
    kept = [school for urn, row in rows if (school := _mainstream(table, urn, row, notes)) is not None]
    if rows and not kept:
        notes.faults.add(
            path.name, f"no open mainstream state school of LA {la_code}", "at least one", "Check the file."
        )
    _note_rest(table, rows, {school.urn for school in kept}, notes)
    return GiasFile(path.name, tuple(sorted(kept, key=lambda school: school.urn)), "base_type" in table.names)


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


def _mainstream(table: OfficialTable, urn: str, row: TextRow, notes: Notes) -> GiasSchool | None:
    kind = table.text(row, "type").casefold()
    phase = SCHOOL_PHASES.get(table.text(row, "phase").casefold())
    status = table.text(row, "status").casefold() or OPEN
    if kind not in MAINTAINED_TYPES | ACADEMY_TYPES or phase is None or status not in {OPEN, CLOSING}:
        return None
    if re.fullmatch(r"\d{6}", urn) is None:
        where = f"{row.where}, column {table.names['urn']}"
        notes.faults.add(
            where, repr(urn), "six digits", "Restore the column as text; a spreadsheet may have changed it."
        )
    return _school(table, urn, row, kind in MAINTAINED_TYPES, status == CLOSING, phase, notes)


def _school(
    table: OfficialTable, urn: str, row: TextRow, maintained: bool, closing: bool, phase: str, notes: Notes
) -> GiasSchool:
    whole = {
        ours: table.whole(row, ours, notes.faults)
        for ours in ("age_low", "age_high", "pupils", "pupils_census", "rp_places", "unit_places")
    }
    pupils = whole["pupils"]
    if pupils is None and whole["pupils_census"] is not None:
        pupils = whole["pupils_census"]
        notes.assume(f"school {urn}: pupils on roll blank, {pupils} taken from column {table.names['pupils_census']}")
    # Coordinate 0 is the register's blank.
    easting, northing = (table.figure(row, ours, notes.faults) or None for ours in ("easting", "northing"))
    return GiasSchool(
        urn=urn,
        name=table.text(row, "name"),
        maintained=maintained,
        closing=closing,
        school_phase=phase,
        age_low=whole["age_low"],
        age_high=whole["age_high"],
        postcode=table.text(row, "postcode"),
        easting=easting,
        northing=northing,
        lsoa=table.text(row, "lsoa"),
        pupils_on_roll=pupils,
        base_type=table.text(row, "base_type").casefold(),
        rp_places=whole["rp_places"],
        unit_places=whole["unit_places"],
        need_codes=_need_codes(table, row),
    )


def _need_codes(table: OfficialTable, row: TextRow) -> tuple[str, ...]:
    slots = [table.text(row, slot) for slot in SEN_SLOTS] + table.text(row, "sen_types").split(";")
    codes = (slot.partition(" - ")[0].strip().casefold() for slot in slots if " - " in slot)
    return tuple(dict.fromkeys(codes))


def _note_rest(table: OfficialTable, rows: list[tuple[str, TextRow]], kept: set[str], notes: Notes) -> None:
    """Count the council's other establishments by type and status, so that none is dropped without a word."""
    counts: dict[str, int] = {}
    for urn, row in rows:
        if urn in kept:
            continue
        status = table.text(row, "status") or "Open"
        if status.casefold() == PROPOSED:
            notes.doubt(f"school {urn} {table.text(row, 'name')} is proposed to open and is not in the pack")
        label = f"{table.text(row, 'type')}, {status}"
        counts[label] = counts.get(label, 0) + 1
    for label in sorted(counts):
        notes.count(f"not a mainstream state school: {label}", counts[label])
