"""Numbers of places as councils write them: 8, "8-10", "8 (10 from Sept 2026)", "tbc", a date by mistake."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, time, timedelta

from planner.inputs.new.council_register.grid import Cell, text_of
from planner.inputs.pack_rows import MOST_PLACES

# DfE's symbols (c confidential, x unavailable, z not applicable, low, u unreliable) and offices' own words.
# https://dfe-analytical-services.github.io/analysts-guide/statistics-production/ud.html
UNKNOWN = frozenset(
    ("c", "x", "z", "low", "u", ":", "..", "...", "-", "–", "—", "?", "*", "n/a", "na", "n/k", "nk", "tbc", "tba",
     "tbd",
     "unknown", "not known", "to be confirmed", "to be agreed", "pending", "#n/a", "#ref!", "#value!", "#div/0!")
)  # fmt: skip
MONTHS = "jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec"
DATE_BY_MISTAKE = re.compile(rf"(\d{{1,2}})[-/ ](?:{MONTHS})[a-z]*|(?:{MONTHS})[a-z]*[-/ ](\d{{1,2}})", re.IGNORECASE)
RANGE = re.compile(r"(\d+)\s*(?:-|–|—|to)\s*(\d+)")
GROWS = re.compile(
    r"(\d+)\s*[(,;]?\s*(?:then|rising to|increasing to|growing to|going up to|rises to|up to|to|->|→)?\s*(\d+)"
    r"\s*(?:places\s*)?(?:from|in|by|wef|w\.e\.f\.?|as of)\s+([^()]+?)\s*\)?",
    re.IGNORECASE,
)
STAGE = re.compile(r"[(,;]?\s*\bphase\s+(\d+)\s+of\s+(\d+)\b\s*\)?", re.IGNORECASE)
ABOUT = re.compile(
    r"(?:c\.?|ca\.?|circa|about|approx(?:imately)?\.?|around|up to|max(?:imum)?\.?|at least|~|≈)\s*(\d+)", re.IGNORECASE
)
MARKED = re.compile(r"(\d+)\s*(?:[*†‡+#]+|\[\w\]|\(\w\))")
COUNTED = re.compile(
    r"(\d+)\s*(?:fte|full[- ]time)?\s*(?:commissioned |agreed |planned |funded )?(?:places?|pupils?|pls)?",
    re.IGNORECASE,
)
SUPPRESSED = re.compile(r"[<>≤≥]\s*=?\s*\d+")
LONGEST = 100
WRITE_NUMBER = "Write the number of places."


@dataclass(frozen=True, slots=True)
class PlacesRead:
    """What a cell says; `places` None = unknown.

    `grows_to` and `grows_when` are a later number and the words for its date. `doubt` says what was found odd and what
    was made of it, `fault` what was expected of a cell that cannot be read; both are empty for a plain number.
    """

    places: int | None
    max_places: int | None = None
    grows_to: int | None = None
    grows_when: str = ""
    doubt: str = ""
    fault: str = ""


def read_places(cell: Cell) -> PlacesRead:
    """Places of a cell; a doubtful reading says so and an unknown number stays unknown."""
    if isinstance(cell, bool | time | timedelta):
        return PlacesRead(None, fault="a whole number of places")
    if isinstance(cell, date):
        return _date_by_mistake(cell)
    if isinstance(cell, int | float):
        return _number(cell)
    text = text_of(cell)
    if not text:
        return PlacesRead(None, doubt="no number: the places are unknown")
    if text.casefold() in UNKNOWN or SUPPRESSED.fullmatch(text):
        return PlacesRead(None, doubt="no number, suppressed or not known: the places are unknown")
    return _of_text(text)


def _number(number: float) -> PlacesRead:
    if number != number or not float(number).is_integer() or not 0 <= number <= MOST_PLACES:
        return PlacesRead(None, fault=f"a whole number of places from 0 to {MOST_PLACES:,}")
    doubt = "0 places are commissioned, taken as they stand" if number == 0 else ""
    return PlacesRead(int(number), doubt=doubt)


def _of_text(text: str) -> PlacesRead:
    if len(text) > LONGEST:
        return PlacesRead(None, fault="a whole number of places, in a few words at most")
    staged = STAGE.search(text)
    if staged is not None:
        rest = _of_text(text[: staged.start()] + text[staged.end() :].rstrip()) if STAGE.sub("", text).strip() else None
        doubt = f"{staged[0].strip(' (),;')}: other phases are not in this row"
        if rest is None:
            return PlacesRead(None, doubt=f"{doubt}, and no number: the places are unknown")
        joined = "; ".join(filter(None, (rest.doubt, doubt)))
        return PlacesRead(rest.places, rest.max_places, rest.grows_to, rest.grows_when, joined, rest.fault)
    if DATE_BY_MISTAKE.fullmatch(text):
        return _date_by_mistake(text)
    if (match := RANGE.fullmatch(text)) is not None:
        return _range(int(match[1]), int(match[2]))
    if (match := GROWS.fullmatch(text)) is not None:
        return PlacesRead(int(match[1]), grows_to=int(match[2]), grows_when=match[3])
    if (match := COUNTED.fullmatch(text)) is not None:
        return _number(int(match[1]))
    for pattern in (ABOUT, MARKED):
        if (match := pattern.fullmatch(text)) is not None:
            read = _number(int(match[1]))
            return read if read.fault else PlacesRead(read.places, doubt=f"taken as {read.places} places")
    what = "no amount of money and no share" if re.search(r"[£%]", text) else f"from 0 to {MOST_PLACES:,}"
    return PlacesRead(None, fault=f"a whole number of places, {what}")


def _range(low: int, high: int) -> PlacesRead:
    if not low < high <= MOST_PLACES:
        return PlacesRead(None, fault="a range from a lower to a higher number of places")
    return PlacesRead(low, high, doubt=f"a range: {low} taken as commissioned, {high} as the most the building takes")


def _date_by_mistake(cell: date | str) -> PlacesRead:
    """A spreadsheet makes 8 October of "8-10" and keeps no trace of what was typed."""
    meant = ""
    if isinstance(cell, date):
        pair = sorted((cell.day, cell.month))
        meant = f" of {pair[0]}-{pair[1]}" if pair[0] < pair[1] else ""
    return PlacesRead(None, doubt=f"a date, which the spreadsheet may have made{meant}: the places are unknown")
