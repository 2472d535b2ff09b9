"""travel.csv of a pack: the council's own minutes from area to school, checked against the pack's areas and schools."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from planner.domain.geography import Area, School, straight_line_metres
from planner.errors import Faults
from planner.inputs.cells import CellReader
from planner.inputs.suggest import did_you_mean

TRAVEL_FILE = "travel.csv"
KEY = ("area_code", "urn")
REQUIRED = (*KEY, "minutes")
OPTIONAL = ("metres", "mode", "source")
# Ten hours and 1,000 km one way: beyond any English council, so only a slip of the hand or of the unit is refused.
MOST_MINUTES = 600
MOST_METRES = 1_000_000
# A straight line of more than 2 km at more than 150 km/h: no school run, but hours or hundredths in place of minutes.
# Below 2 km the points of area and matrix may differ too much to tell.
SHORT_METRES = 2_000
FASTEST_METRES_A_MINUTE = 2_500
# A route cannot be shorter than the straight line; points of area and matrix may lie so far apart.
POINTS_APART_METRES = 2_000
SHOWN = 3


@dataclass(frozen=True, slots=True)
class TravelRow:
    """One pair of area and school; `minutes` and `metres` one way, None where unknown, `mode` such as car."""

    area_code: str
    urn: str
    minutes: float | None
    metres: float | None
    mode: str
    source: str
    where: str


def travel(cells: CellReader) -> TravelRow:
    """One row of travel.csv."""
    return TravelRow(
        area_code=cells.text("area_code"),
        urn=cells.text("urn"),
        minutes=cells.optional_number("minutes", 0, MOST_MINUTES),
        metres=cells.optional_number("metres", 0, MOST_METRES),
        mode=cells.optional_text("mode"),
        source=cells.optional_text("source"),
        where=cells.row.where,
    )


def check_travel(rows: Sequence[TravelRow], areas: Sequence[Area], schools: Sequence[School], faults: Faults) -> None:
    """Note codes that the pack does not know, a file without any minutes, and journeys that cannot be."""
    by_code, by_urn = {area.code: area for area in areas}, {school.urn: school for school in schools}
    _check_known(((row.area_code, row.where) for row in rows), by_code, "area", "areas.csv", faults)
    _check_known(((row.urn, row.where) for row in rows), by_urn, "URN", "schools.csv", faults)
    if all(row.minutes is None for row in rows):
        remedy = "Fill the column in, or leave the file out."
        faults.add(TRAVEL_FILE, "no row with minutes", "minutes from area to school", remedy)
    known = [row for row in rows if row.area_code in by_code and row.urn in by_urn]
    straight = [straight_line_metres(by_code[row.area_code], by_urn[row.urn]) for row in known]
    _check_speed(known, straight, faults)
    _check_metres(known, straight, faults)


def _check_known(
    used: Iterable[tuple[str, str]], known: Mapping[str, object], what: str, file: str, faults: Faults
) -> None:
    """One fault for each unknown code, at its first row; nothing is said where the file itself is unusable."""
    first: dict[str, str] = {}
    rows: Counter[str] = Counter()
    for code, where in used:
        if known and code not in known:
            first.setdefault(code, where)
            rows[code] += 1
    for code, where in first.items():
        found = f"unknown {what} {code!r}" + (f" in {rows[code]} rows" if rows[code] > 1 else "")
        remedy = did_you_mean(code, known) or "Correct the code, or leave its rows out."
        faults.add(where, found, f"one of {file}", remedy)


def _check_speed(rows: Sequence[TravelRow], straight: Sequence[float], faults: Faults) -> None:
    too_fast = [
        (row, metres)
        for row, metres in zip(rows, straight, strict=True)
        if row.minutes is not None and metres > SHORT_METRES and metres > row.minutes * FASTEST_METRES_A_MINUTE
    ]
    for row, metres in too_fast[:SHOWN]:
        found = f"{row.minutes:g} minutes for {metres / 1000:.1f} km of straight line{_more(row, too_fast)}"
        expected = f"at most {FASTEST_METRES_A_MINUTE:,} metres a minute (150 km/h)"
        faults.add(f"{row.where}, column minutes", found, expected, "Check for hours, or for columns in another order.")


def _check_metres(rows: Sequence[TravelRow], straight: Sequence[float], faults: Faults) -> None:
    too_short = [
        (row, metres)
        for row, metres in zip(rows, straight, strict=True)
        if row.metres is not None and row.metres + POINTS_APART_METRES < metres
    ]
    for row, metres in too_short[:SHOWN]:
        found = f"{row.metres:,.0f} metres for {metres / 1000:.1f} km of straight line{_more(row, too_short)}"
        expected = "a route no shorter than the straight line"
        faults.add(f"{row.where}, column metres", found, expected, "Check for kilometres or miles.")


def _more(row: TravelRow, refused: Sequence[tuple[TravelRow, float]]) -> str:
    """On the last row that is shown, how many others are as bad."""
    more = len(refused) - SHOWN
    return f" (and {more} more rows as bad)" if more > 0 and row is refused[SHOWN - 1][0] else ""
