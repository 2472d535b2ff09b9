"""Cells of the school register that need more than a number or a text: days, names, area codes.

None of these stops a pack: what cannot be read is unknown, and the report says so.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

from planner.errors import Faults
from planner.inputs.new.official_csv import OfficialTable
from planner.inputs.new.report import Notes
from planner.inputs.tables import TextRow

DATE_COLUMNS = ("open_date", "close_date", "census_date")
DAY_FIRST = re.compile(r"(\d{1,2})[-/](\d{1,2})[-/](\d{4})(?: 00:00(?::00)?)?")
YEAR_FIRST = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:[T ]00:00(?::00)?)?")
MONTHS = 12
ENGLISH_LSOA = re.compile(r"E01\d{6}")
CONTROL = re.compile("[\x80-\x9f]")
# Windows-1252 bytes as the statistics language R prints them.
PRINTED_BYTE = re.compile(r"<([89a-f][0-9a-f])>")
LOST = re.compile("\N{REPLACEMENT CHARACTER}" + r"|\w\?\w")


def refuse_month_first(table: OfficialTable, faults: Faults) -> None:
    """Note a fault when any date of the file can only be month first: then its other dates would be misread."""
    for ours in DATE_COLUMNS:
        for row in table.rows if ours in table.names else ():
            match = DAY_FIRST.fullmatch(table.text(row, ours))
            if match and int(match[2]) > MONTHS >= int(match[1]) >= 1:
                where = f"{row.where}, column {table.names[ours]}"
                faults.add(where, f"{match[0]!r}, a month before its day", "the day first", "Download it again.")
                return


def day(table: OfficialTable, row: TextRow, ours: str, notes: Notes) -> date | None:
    """Date of a cell, day first or year first, never month first; None when blank, or unreadable with a doubt."""
    text = table.text(row, ours)
    if not text:
        return None
    first, last = DAY_FIRST.fullmatch(text), YEAR_FIRST.fullmatch(text)
    try:
        if first:
            return date(int(first[3]), int(first[2]), int(first[1]))
        if last:
            return date(int(last[1]), int(last[2]), int(last[3]))
    except ValueError:
        pass
    notes.doubt(f"{row.where}, column {table.names[ours]}: {text!r} is no date with the day first, so unknown")
    return None


def name(table: OfficialTable, row: TextRow, notes: Notes) -> str:
    """Name of a school, with letters that a wrong encoding has left behind put right and reported."""
    found = table.text(row, "name")
    mended = mended_text(found)
    if mended != found:
        notes.assume(f"{row.where}: the name {found!a} is read as {mended}")
    if LOST.search(mended):
        notes.doubt(f"{row.where}: a letter of the name {mended} is lost")
    return mended


def mended_text(text: str) -> str:
    """Text with letters put right that were Windows-1252 or UTF-8 and were read as something else.

    Only what cannot be meant is changed: control characters, bytes printed as `<e0>`, and a whole text whose
    Windows-1252 bytes are valid UTF-8 beyond ASCII.
    """
    text = PRINTED_BYTE.sub(lambda match: _windows_1252(int(match[1], 16)), text)
    text = CONTROL.sub(lambda match: _windows_1252(ord(match[0])), text)
    if text.isascii():
        return text
    try:
        return text.encode("cp1252").decode("utf-8")
    except UnicodeError:
        return text


def _windows_1252(byte: int) -> str:
    return bytes([byte]).decode("cp1252", errors="replace")


def lsoa(table: OfficialTable, row: TextRow, who: str, notes: Notes) -> str:
    """Code of the English LSOA that a school states; empty for the register's stand-ins and for other nations."""
    code = table.text(row, "lsoa")
    if code and ENGLISH_LSOA.fullmatch(code) is None:
        notes.doubt(f"school {who} states LSOA {code}, which is no area of England: its coordinates decide")
        return ""
    return code


def listed(urns: Iterable[str], shown: int = 10) -> str:
    """First of some URNs, and how many more there are."""
    found = list(urns)
    more = f" and {len(found) - shown} more" if len(found) > shown else ""
    return ", ".join(found[:shown]) + more
