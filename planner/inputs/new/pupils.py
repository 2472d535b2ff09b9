"""Pupils by postcode, the council's own list: counted by area on its own machine, the postcodes written nowhere.

Counts do not spread the forecast (`planner/demand/spread.py` says by what): where plans are recorded depends on who got
one, and a few pupils of an area say little about the next. They say where in an area its pupils live.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from planner.domain.terms import NCY_HIGHEST, NCY_LOWEST, NEED_GROUP_OF_PRIMARY_NEED, Phase
from planner.inputs.new.official_csv import SYMBOLS_FOR_MISSING, OfficialTable, read_official, refuse_wrong_width
from planner.inputs.new.postcodes import plain_postcode
from planner.inputs.new.report import Notes
from planner.inputs.suggest import did_you_mean
from planner.inputs.tables import TextRow

PUPIL_COLUMNS = {
    "postcode": ("postcode", "pcd", "pcds", "home_postcode"),
    "phase": ("phase",),
    "ncy": ("ncy", "year_group", "national_curriculum_year"),
    "need": ("need", "primary_need", "need_group"),
    "pupils": ("pupils", "count"),
}
ANY = "all"
FIRST_NCY = {Phase.NURSERY: NCY_LOWEST, Phase.PRIMARY: 0, Phase.SECONDARY: 7}
LETTER_YEARS = {"R": 0, "N2": -1, "N1": -2}
SMALL_NUMBER = re.compile(r"<\s*\d+")
NEEDS = (ANY, "oth", "nsa", *NEED_GROUP_OF_PRIMARY_NEED)


@dataclass(frozen=True, slots=True)
class PupilsAt:
    """Pupils at one postcode (written without blanks); phase and need are `all` where the list does not tell."""

    postcode: str
    phase: str
    primary_need: str
    pupils: int


@dataclass(frozen=True, slots=True)
class PupilsIn:
    """Pupils of one area, the row of pupils_by_area.csv."""

    area_code: str
    phase: str
    primary_need: str
    pupils: int


def read_pupils(path: Path | None, notes: Notes) -> tuple[PupilsAt, ...]:
    """Read the list: `postcode`, `pupils` (no such column = one a row), `phase` or `ncy`, `need` (DfE code).

    Rows with a suppressed number, a text that is no postcode, or a year group that no base takes are counted in the
    report and passed over.
    """
    table = None if path is None else read_official(path, PUPIL_COLUMNS, ("postcode",), notes)
    if table is None:
        return ()
    refuse_wrong_width(table, notes.faults)
    found: list[PupilsAt] = []
    passed_over: Counter[str] = Counter()
    for row in table.rows:
        pupils, phase, need = _pupils(table, row, notes), _phase(table, row, notes), _need(table, row, notes)
        code = plain_postcode(table.text(row, "postcode"))
        if pupils is None:
            passed_over["with a suppressed number"] += 1
        elif not code:
            passed_over["without the shape of a postcode"] += 1
        elif not phase:
            passed_over[f"of year groups outside {NCY_LOWEST} to {NCY_HIGHEST}"] += 1
        else:
            found.append(PupilsAt(code, phase, need, pupils))
    for what, rows in sorted(passed_over.items()):
        notes.doubt(f"{table.file}: {rows} rows {what}, passed over")
    return tuple(found)


def _pupils(table: OfficialTable, row: TextRow, notes: Notes) -> int | None:
    text = table.text(row, "pupils")
    if "pupils" not in table.names:
        return 1
    if not text or SMALL_NUMBER.fullmatch(text) or text.casefold() in SYMBOLS_FOR_MISSING:
        return None
    return table.whole(row, "pupils", notes.faults)


def _phase(table: OfficialTable, row: TextRow, notes: Notes) -> str:
    """Phase in the list's words or by year group; `all` when the list does not tell, empty when no base takes it."""
    phase, ncy = table.text(row, "phase").casefold(), table.text(row, "ncy").upper()
    if phase:
        return _known(phase, tuple(known.value for known in Phase), "phase", table, row, notes)
    if not ncy:
        return ANY
    if ncy not in LETTER_YEARS and not re.fullmatch(r"-?\d{1,2}", ncy):
        where = f"{row.where}, column {table.names['ncy']}"
        notes.faults.add(where, repr(ncy), f"a year group from {NCY_LOWEST} to {NCY_HIGHEST}, or R")
        return ""
    year = LETTER_YEARS[ncy] if ncy in LETTER_YEARS else int(ncy)
    if not NCY_LOWEST <= year <= NCY_HIGHEST:
        return ""
    return max((first, phase.value) for phase, first in FIRST_NCY.items() if year >= first)[1]


def _need(table: OfficialTable, row: TextRow, notes: Notes) -> str:
    need = table.text(row, "need").partition(" - ")[0].casefold() or ANY
    return _known(need, NEEDS, "need", table, row, notes)


def _known(word: str, words: tuple[str, ...], ours: str, table: OfficialTable, row: TextRow, notes: Notes) -> str:
    if word not in words:
        where = f"{row.where}, column {table.names[ours]}"
        notes.faults.add(where, repr(word), f"one of {', '.join(words)}", did_you_mean(word, words))
    return word


def pupils_by_area(pupils: tuple[PupilsAt, ...], area_of: Mapping[str, str], notes: Notes) -> tuple[PupilsIn, ...]:
    """Counts by area, phase and need, sorted; `area_of` is the area of each postcode. The rest is told by number."""
    counts: Counter[tuple[str, str, str]] = Counter()
    elsewhere = 0
    places: set[str] = set()
    for row in pupils:
        if row.postcode in area_of:
            counts[area_of[row.postcode], row.phase, row.primary_need] += row.pupils
        else:
            elsewhere, places = elsewhere + row.pupils, places | {row.postcode}
    if pupils:
        notes.count("pupils by postcode", sum(row.pupils for row in pupils))
        notes.count("pupils by postcode, in an area", sum(counts.values()))
    if elsewhere:
        notes.doubt(
            f"{elsewhere} pupils at {len(places)} postcodes are in no area: not in the postcode files, or outside"
        )
    return tuple(PupilsIn(*key, number) for key, number in sorted(counts.items()))


def pupils_at_postcodes(pupils: tuple[PupilsAt, ...]) -> dict[str, int]:
    """Pupils of each postcode, whatever their phase and need."""
    sums: dict[str, int] = defaultdict(int)
    for row in pupils:
        sums[row.postcode] += row.pupils
    return dict(sums)
