"""Typed values from the cells of a row.

Every method of CellReader notes a fault that names file, row and column, and then returns a stand-in so that the
other cells of the row are still read. `parse_rows` throws away what was built from a faulty row.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from enum import StrEnum
from typing import TypeVar

from planner.domain.terms import AcademicYear
from planner.errors import Faults
from planner.inputs.suggest import did_you_mean
from planner.inputs.tables import TextRow

Built = TypeVar("Built")
Choice = TypeVar("Choice", bound=StrEnum)

WHOLE = re.compile(r"[+-]?(\d+|\d{1,3}(,\d{3})+)(\.0+)?")
NUMBER = re.compile(r"[+-]?((\d+|\d{1,3}(,\d{3})+)(\.\d*)?|\.\d+)([eE][+-]?\d+)?")
DATE_FORMS = ("%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y")
STAND_IN_YEAR = AcademicYear(2000)
BLANK = "a blank cell"
# A million million: above anything a council counts, pays or measures, so only a slip of the hand is refused.
NUMBERS_END_AT = 1e12
TEXT_ENDS_AT = 40
WRONG_COLUMN = "Check for a number in the wrong column."


class CellReader:
    """Reads the cells of one row; `sound` turns false with the first fault."""

    def __init__(self, row: TextRow, faults: Faults) -> None:
        self.row = row
        self.sound = True
        self._faults = faults

    def fault(self, column: str, found: str, expected: str, remedy: str = "") -> None:
        """Note a fault of one cell."""
        self.sound = False
        self._faults.add(f"{self.row.where}, column {column}", found, expected, remedy)

    def optional_text(self, column: str) -> str:
        """Text of a cell; empty when blank or when the file has no such column."""
        return self.row.cells.get(column, "")

    def text(self, column: str) -> str:
        """Text of a cell that must be filled."""
        text = self.optional_text(column)
        if not text:
            self.fault(column, BLANK, "a text", "Fill it in.")
        return text

    def optional_whole(self, column: str, minimum: int | None = None, maximum: int | None = None) -> int | None:
        """Whole number, None when blank; thousands commas and a decimal part of zero are read.

        Above the maximum it is taken for a slip of the hand.
        """
        text = self.optional_text(column)
        if not text:
            return None
        if not WHOLE.fullmatch(text):
            self.fault(column, f"{_short(text)}, which is not a whole number", _at_least("a whole number", minimum))
            return None
        if not abs(float(text.replace(",", ""))) < NUMBERS_END_AT:
            self.fault(column, _short(text), f"less than {NUMBERS_END_AT:,.0f}", WRONG_COLUMN)
            return None
        value = int(text.split(".")[0].replace(",", ""))
        if maximum is not None and value > maximum:
            self.fault(column, f"{value:,}", f"at most {maximum:,}", WRONG_COLUMN)
            return maximum
        if minimum is not None and value < minimum:
            self.fault(column, str(value), _at_least("a whole number", minimum), "Correct the number.")
        return value

    def whole(self, column: str, minimum: int | None = None, maximum: int | None = None) -> int:
        """Whole number of a cell that must be filled; above the maximum it is taken for a slip of the hand."""
        value = self.optional_whole(column, minimum, maximum)
        if not self.optional_text(column):
            self.fault(column, BLANK, _at_least("a whole number", minimum), "Fill it in.")
        return 0 if value is None else value

    def optional_number(self, column: str, minimum: float | None = None, maximum: float | None = None) -> float | None:
        """Finite number, None when blank; above the maximum it is taken for a slip of the hand."""
        text = self.optional_text(column)
        if not text:
            return None
        value = float(text.replace(",", "")) if NUMBER.fullmatch(text) else math.nan
        if not math.isfinite(value):
            self.fault(column, f"{_short(text)}, which is not a number", _at_least("a number", minimum))
            return None
        most = NUMBERS_END_AT if maximum is None else maximum
        if value > most:
            self.fault(column, _short(text), f"at most {most:,.15g}", WRONG_COLUMN)
            return None
        if minimum is not None and value < minimum:
            self.fault(column, text, _at_least("a number", minimum), "Correct the number.")
        return value

    def number(self, column: str, minimum: float | None = None, maximum: float | None = None) -> float:
        """Finite number of a cell that must be filled."""
        value = self.optional_number(column, minimum, maximum)
        if not self.optional_text(column):
            self.fault(column, BLANK, _at_least("a number", minimum), "Fill it in.")
        return 0.0 if value is None else value

    def word(self, column: str, known: Iterable[str]) -> str:
        """One of the known words."""
        text, words = self.optional_text(column), list(known)
        if text not in words:
            found = repr(text) if text else BLANK
            self.fault(column, found, f"one of {', '.join(words)}", did_you_mean(text, words))
        return text

    def choice(self, column: str, kind: type[Choice]) -> Choice:
        """One member of an enumeration, by its value."""
        text = self.word(column, [member.value for member in kind])
        return next((member for member in kind if member.value == text), next(iter(kind)))

    def yes_no(self, column: str) -> bool:
        """True for yes, false for no."""
        return self.word(column, ("yes", "no")) == "yes"

    def academic_year(self, column: str) -> AcademicYear:
        """Academic year written as 2026/27."""
        text = self.optional_text(column)
        try:
            return AcademicYear.parse(text)
        except ValueError:
            self.fault(column, repr(text) if text else BLANK, "an academic year such as 2026/27")
            return STAND_IN_YEAR

    def date(self, column: str) -> date:
        """Date written 2026-09-01 or day first, 01/09/2026 or 01-09-2026: never month first."""
        text = self.optional_text(column)
        for form in DATE_FORMS:
            try:
                return datetime.strptime(text, form).date()
            except ValueError:
                continue
        self.fault(column, repr(text) if text else BLANK, "a date such as 2026-09-01")
        return date.min


def parse_rows(
    rows: Iterable[TextRow],
    faults: Faults,
    build: Callable[[CellReader], Built],
    key: Sequence[str] = (),
) -> list[Built]:
    """Build one value from each row; rows with a fault or a repeated `key` are noted and left out."""
    built = []
    first_row: dict[tuple[str, ...], int] = {}
    for row in rows:
        reader = CellReader(row, faults)
        value = build(reader)
        cells = tuple(row.cells[column] for column in key)
        if key and all(cells) and first_row.setdefault(cells, row.number) != row.number:
            found = f"{', '.join(cells)} again (first in row {first_row[cells]})"
            reader.fault(key[0], found, f"each {', '.join(key)} once", "Remove or correct one of the rows.")
        if reader.sound:
            built.append(value)
    return built


def _at_least(what: str, minimum: float | None) -> str:
    return what if minimum is None else f"{what} of {minimum} or more"


def _short(text: str) -> str:
    return repr(text if len(text) <= TEXT_ENDS_AT else f"{text[:TEXT_ENDS_AT]}...")
