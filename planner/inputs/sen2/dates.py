"""Dates of a SEN2 return: `2022-Sep-28 00:00:00` in the export, `2022-09-28` in the template, `28/09/2022` by hand."""

from __future__ import annotations

import re
from datetime import date

# Written out, because the names that a machine's own language gives to months differ.
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_NAMED = re.compile(r"(\d{4})-([A-Za-z]{3})[a-z]*-(\d{1,2})")
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_DAY_FIRST = re.compile(r"(\d{1,2})[/-](\d{1,2})[/-](\d{4})")


def read_date(text: str) -> date | None:
    """Date of a cell, without its time of day; None when there is none or it cannot be read. Never month first."""
    day_part = re.split(r"[ T]", text.strip(), maxsplit=1)[0]
    if match := _NAMED.fullmatch(day_part):
        month = MONTHS.index(match[2].lower()) + 1 if match[2].lower() in MONTHS else 0
        return _date(int(match[1]), month, int(match[3]))
    if match := _ISO.fullmatch(day_part):
        return _date(int(match[1]), int(match[2]), int(match[3]))
    if match := _DAY_FIRST.fullmatch(day_part):
        return _date(int(match[3]), int(match[2]), int(match[1]))
    return None


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
