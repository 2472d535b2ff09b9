"""Everything else that the school register says about a school and that bears on hosting a base."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from planner.inputs.new import gias_cells
from planner.inputs.new.gias_columns import NEW_PROVISION, SELECTIVE, SINGLE_SEX
from planner.inputs.new.official_csv import OfficialTable
from planner.inputs.new.report import Notes
from planner.inputs.tables import TextRow

NUMBER_DIGITS = 4
CAPACITY_2015 = "2015-05"
CENSUS_2025 = "2025-01"


@dataclass(frozen=True, slots=True)
class Measured:
    """A number with the day, month or year it was taken (ISO, as exact as known; empty = unknown) and its source."""

    value: int
    as_at: str
    source: str


@dataclass(frozen=True, slots=True)
class Establishment:
    """One establishment of the council that is not closed, mainstream or not; None and empty text mean unknown.

    `la_estab` is the LA code and the four digits of the establishment's number: the key of DfE files without URN.
    `opened_new` tells a new school from one that opened anew, as an academy does. `bases` pairs pupils on roll with
    places of resourced provision and of the SEN unit.
    """

    urn: str
    la_estab: str
    name: str
    type: str
    status: str
    phase: str
    age_low: int | None
    age_high: int | None
    gender: str
    admissions: str
    opens_on: date | None
    opened_new: bool
    capacity: Measured | None
    pupils: Measured | None
    plans: Measured | None
    bases: tuple[tuple[str, int | None, int | None], ...]

    @property
    def selective(self) -> bool:
        """Whether its admissions are selective; false when they are unknown."""
        return self.admissions.casefold().startswith(SELECTIVE)

    @property
    def single_sex(self) -> bool:
        """Whether it takes girls or boys only; false when that is unknown."""
        return self.gender.casefold() in SINGLE_SEX


def la_estab(la_code: str, number: str) -> str:
    """Seven digits: LA code and establishment number; empty when either is missing."""
    if not la_code.isdecimal() or not number.isdecimal() or len(number) > NUMBER_DIGITS:
        return ""
    return la_code + number.zfill(NUMBER_DIGITS)


def read_establishment(table: OfficialTable, urn: str, row: TextRow, notes: Notes) -> Establishment:
    """One row of the register; numbers and days that cannot be read are unknown, with a doubt."""
    census_day = gias_cells.day(table, row, "census_date", notes)
    as_at = census_day.isoformat() if census_day else ""
    found = Establishment(
        urn=urn,
        la_estab=la_estab(table.text(row, "la_code"), table.text(row, "number")),
        name=gias_cells.mended_text(table.text(row, "name")),
        type=table.text(row, "type"),
        status=table.text(row, "status") or "Open",
        phase=table.text(row, "phase"),
        age_low=_number(table, row, "age_low"),
        age_high=_number(table, row, "age_high"),
        gender=table.text(row, "gender"),
        admissions=table.text(row, "admissions"),
        opens_on=gias_cells.day(table, row, "open_date", notes),
        opened_new=table.text(row, "open_reason").casefold() == NEW_PROVISION,
        capacity=_measured(table, row, "capacity", "") or _measured(table, row, "capacity_2015", CAPACITY_2015),
        pupils=_measured(table, row, "pupils", as_at) or _measured(table, row, "pupils_census", CENSUS_2025),
        plans=_measured(table, row, "plans", CENSUS_2025),
        bases=tuple(
            (words, _number(table, row, f"{kind}_on_roll"), _number(table, row, f"{kind}_places"))
            for words, kind in (("resourced provision", "rp"), ("SEN unit", "unit"))
        ),
    )
    _note_numbers(found, _measured(table, row, "pupils_census", CENSUS_2025), notes)
    return found


def _number(table: OfficialTable, row: TextRow, ours: str) -> int | None:
    """Whole number of a cell, None for anything else: what a pack needs is checked where it is used."""
    text = table.text(row, ours).removesuffix(".0")
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= len("100000") else None


def _measured(table: OfficialTable, row: TextRow, ours: str, as_at: str) -> Measured | None:
    value = _number(table, row, ours)
    return None if value is None else Measured(value, as_at, f"{table.file}, {table.names[ours]}")


def _note_numbers(found: Establishment, counted: Measured | None, notes: Notes) -> None:
    """Numbers that cannot both be right; plans are held against the pupils of the same census only."""
    for words, on_roll, places in found.bases:
        if on_roll is not None and places is not None and on_roll > places:
            notes.doubt(f"school {found.urn} {found.name}: {on_roll} on roll in its {words} of {places} places")
        if on_roll is not None and found.pupils is not None and on_roll > found.pupils.value:
            who = f"school {found.urn} {found.name}"
            notes.doubt(f"{who}: {on_roll} on roll in its {words}, {found.pupils.value} in the whole school")
    if found.plans is not None and counted is not None and found.plans.value > counted.value:
        who = f"school {found.urn} {found.name}"
        notes.doubt(f"{who}: {found.plans.value} EHC plans among {counted.value} pupils of the same census")
