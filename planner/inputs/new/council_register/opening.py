"""Dates of opening as councils write them: 01/09/2024, 09/2024, "Sept 2024", "2024/25", "Autumn 2024", a bare year."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from planner.domain.terms import AcademicYear
from planner.inputs.new.council_register.grid import Cell, text_of
from planner.inputs.new.council_register.places import MONTHS, UNKNOWN

EARLIEST, LATEST = 1950, 2060
SEPTEMBER, OCTOBER = 9, 10
DAY_ZERO = date(1899, 12, 30)
"""Spreadsheets count days from here."""
SERIALS = range(18_264, 58_440)
"""Day numbers of 1950 to 2059."""
DAY_FORMS = ("%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y", "%d/%m/%y", "%d.%m.%y", "%d-%m-%y", "%Y-%m-%d",
             "%d %B %Y", "%d %b %Y", "%d-%b-%y",
             "%d-%b-%Y")  # fmt: skip
TERMS = {"autumn": 9, "spring": 1, "summer": 4}
ACADEMIC_YEAR = re.compile(r"(?:AY\s*|academic year\s*)?(\d{4})\s*[/–-]\s*(?:\d{2})?(\d{2})", re.IGNORECASE)
MONTH_OF_YEAR = re.compile(r"(0?[1-9]|1[0-2])\s*[/.-]\s*(\d{4})")
MONTH_YEAR = re.compile(rf"({MONTHS})[a-z]*\.?[\s,'/-]*(\d{{4}}|\d{{2}})", re.IGNORECASE)
TERM_YEAR = re.compile(r"(autumn|spring|summer)(?:\s+term)?\s+(\d{4})", re.IGNORECASE)
ORDINAL = re.compile(r"(?<=\d)(st|nd|rd|th)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class OpeningRead:
    """First academic year; None = unknown. `assumed` is a rule that was followed, `doubt` a reading to look at."""

    year: AcademicYear | None
    assumed: str = ""
    doubt: str = ""
    fault: str = ""


def read_opening(cell: Cell) -> OpeningRead:
    """First academic year that a cell states."""
    if isinstance(cell, date):
        return of_month(cell.year, cell.month)
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return _of_number(cell)
    text = text_of(cell)
    if not text or text.casefold() in UNKNOWN:
        return OpeningRead(None)
    return _of_text(ORDINAL.sub("", text))


def of_month(year: int, month: int) -> OpeningRead:
    """September and October count for the academic year they begin; later months for the next, the first whole one."""
    if not EARLIEST <= year <= LATEST:
        return OpeningRead(None, fault=f"a year from {EARLIEST} to {LATEST}")
    if month in (SEPTEMBER, OCTOBER):
        return OpeningRead(AcademicYear(year))
    within = AcademicYear(year if month > OCTOBER else year - 1)
    return OpeningRead(within.plus(1), f"opened within {within}: counted from {within.plus(1)}, its first whole year")


def _of_number(number: float) -> OpeningRead:
    if number in range(EARLIEST, LATEST):
        return _bare_year(int(number))
    if number in SERIALS:
        day = DAY_ZERO + timedelta(days=int(number))
        read = of_month(day.year, day.month)
        return OpeningRead(read.year, read.assumed, f"a day number of the spreadsheet, read as {day.isoformat()}")
    return OpeningRead(None, fault="a date, a month and year, or an academic year such as 2026/27")


def _bare_year(year: int) -> OpeningRead:
    read = AcademicYear(year)
    return OpeningRead(read, doubt=f"a year alone, read as the academic year {read}")


def _of_text(text: str) -> OpeningRead:
    if (match := ACADEMIC_YEAR.fullmatch(text)) is not None and (int(match[1]) + 1) % 100 == int(match[2]):
        return of_month(int(match[1]), SEPTEMBER)
    if re.fullmatch(r"\d{4,5}", text):
        return _of_number(int(text))
    for form in DAY_FORMS:
        try:
            day = datetime.strptime(text, form)
        except ValueError:
            continue
        return of_month(day.year, day.month)
    if (match := MONTH_OF_YEAR.fullmatch(text)) is not None:
        return of_month(int(match[2]), int(match[1]))
    if (match := MONTH_YEAR.fullmatch(text)) is not None:
        year = int(match[2]) + (2000 if len(match[2]) == 2 else 0)
        return of_month(year, MONTHS.split("|").index(match[1].casefold()) + 1)
    if (match := TERM_YEAR.fullmatch(text)) is not None:
        return of_month(int(match[2]), TERMS[match[1].casefold()])
    return OpeningRead(None, fault="a date, a month and year, or an academic year such as 2026/27")


def year_to_suggest(text: str) -> str:
    """The one year that a text names, as an academic year; else "yyyy/yy", which no register map takes as it is."""
    years = {int(year) for year in re.findall(r"(?<!\d)\d{4}(?!\d)", text)}
    year = years.pop() if len(years) == 1 else 0
    return str(AcademicYear(year)) if EARLIEST <= year <= LATEST else "yyyy/yy"
