"""Which rows below the header are bases, and which are headings, totals, notes or the header again."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from planner.inputs.new.council_register.grid import Cell, Grid, text_of
from planner.inputs.new.council_register.header import IDENTITY, Header
from planner.inputs.new.council_register.places import UNKNOWN, read_places
from planner.inputs.new.council_register.words import read_phase
from planner.inputs.new.report import Notes

TOTAL = re.compile(r"\b(?:sub|grand|overall)?[- ]?totals?\b|^sum\b", re.IGNORECASE)
NOT_CARRIED_DOWN = ("places", "max_places", "capital")
"""Four schools that share one number of places share it; each does not have it."""


@dataclass(frozen=True, slots=True)
class BaseRow:
    """One row of the table; `number` counts as the spreadsheet does, `cells` holds our columns that are there.

    `places` are the cells of places, by the academic year of the column (None = the column names none). `heading` is
    the phase of the last heading above. `shared` is true where one number of places is merged over several rows,
    `alone` where a name is all the row holds: a note, or a school of which nothing is told.
    """

    where: str
    number: int
    cells: Mapping[str, Cell]
    places: tuple[tuple[str | None, Cell], ...]
    heading: str
    shared: bool
    alone: bool

    def text(self, ours: str) -> str:
        """Text of a cell; empty when blank or when the table has no such column."""
        return text_of(self.cells.get(ours, ""))


def base_rows(grid: Grid, header: Header, notes: Notes) -> tuple[BaseRow, ...]:
    """Rows of bases, and rows that hold a name alone; totals are held against the sum of the rows above them."""
    return tuple(_Layout(grid, header, notes).rows())


class _Layout:
    """Walks down one table; sums are places of the rows above by column, plain numbers only."""

    def __init__(self, grid: Grid, header: Header, notes: Notes) -> None:
        self._grid = grid
        self._header = header
        self._notes = notes
        self._heading = ""
        self._school: dict[str, Cell] = {}
        columns = [(None, header.columns["places"])] if "places" in header.columns else header.by_year
        self._places = [(None if year is None else str(year), column) for year, column in columns]
        self._since_total = [0] * len(self._places)
        self._all = [0] * len(self._places)
        self._without_number = 0

    def rows(self) -> Iterator[BaseRow]:
        """Rows from the top; the notes are written on the way."""
        for index in range(self._header.first_row, len(self._grid.rows)):
            filled = [text for cell in self._grid.rows[index] if (text := text_of(cell))]
            if not filled:
                continue
            cells = self._cells(index)
            named = any(_says(cells.get(ours, "")) for ours in IDENTITY)
            numbered = any(re.search(r"\d", text_of(cells.get(ours, ""))) for ours in ("urn", "laestab"))
            alone = len(filled) == 1 and not numbered
            label = next((text for text in (filled[0], text_of(cells.get("school", ""))) if TOTAL.search(text)), "")
            if (label and not numbered) or (alone and not named and self._has_places(index)):
                self._total(index, label or filled[0])
            elif self._is_header_again(cells):
                self._notes.assume(f"{self._grid.where(index)}: the header again, passed over")
            elif alone and not self._has_places(index) and read_phase(filled[0]) is not None:
                self._heading, self._school = filled[0], {}
            elif alone and not named:
                self._notes.assume(f"{self._grid.where(index)}: a note, not read")
            else:
                yield self._base(index, cells, alone=alone and not self._has_places(index))

    def _has_places(self, index: int) -> bool:
        return any(text_of(self._grid.rows[index][column]) for _, column in self._places)

    def _is_header_again(self, cells: Mapping[str, Cell]) -> bool:
        return sum(text_of(cell) == self._header.names[ours] for ours, cell in cells.items()) > 1

    def _total(self, index: int, label: str) -> None:
        """A total agrees with the rows since the last one, or with all rows above; else it is a doubt."""
        for number, (year, column) in enumerate(self._places):
            stated = read_places(self._grid.rows[index][column]).places
            since, in_all = self._since_total[number], self._all[number]
            if stated is None or stated in (since, in_all):
                continue
            of_year = f" for {year}" if year else ""
            sums = f"{in_all}" if since == in_all else f"{since} since the last total and {in_all} in all"
            cells = "1 cell above holds" if self._without_number == 1 else f"{self._without_number} cells above hold"
            without = f"; {cells} no number" if self._without_number else ""
            where = self._grid.where(index)
            self._notes.doubt(f"{where}: {label!r} states {stated}{of_year}, the rows above hold {sums}{without}")
        self._notes.assume(f"{self._grid.where(index)}: a total, held against the rows above it and not read as a base")
        self._since_total = [0] * len(self._places)

    def _base(self, index: int, cells: dict[str, Cell], *, alone: bool) -> BaseRow:
        self._take_school_above(index, cells)
        line = self._grid.rows[index]
        for number, (_, column) in enumerate(self._places):
            places = read_places(line[column]).places
            self._without_number += places is None and not alone
            self._since_total[number] += places or 0
            self._all[number] += places or 0
        return BaseRow(
            where=self._grid.where(index),
            number=index + 1,
            cells=cells,
            places=tuple((year, line[column]) for year, column in self._places),
            heading=self._heading,
            shared=any(self._top_of_block(index, column) is not None for _, column in self._places),
            alone=alone,
        )

    def _cells(self, index: int) -> dict[str, Cell]:
        """Cells of our columns; a block merged downwards counts for each of its rows."""
        cells = {}
        for ours, column in self._header.columns.items():
            top = None if ours in NOT_CARRIED_DOWN else self._top_of_block(index, column)
            cells[ours] = self._grid.rows[index if top is None else top][column]
        return cells

    def _top_of_block(self, row: int, column: int) -> int | None:
        """First row of a block merged over several rows; None when the cell is in none."""
        for (top, left), (bottom, right) in self._grid.merged:
            if top <= row <= bottom and left <= column <= right and bottom > top:
                return top
        return None

    def _take_school_above(self, index: int, cells: dict[str, Cell]) -> None:
        """A row with a blank name belongs to the school above: files without merged blocks leave blanks.

        Without a column of names a blank number proves nothing, for the name may stand in a column that is not read.
        """
        if any(_says(cells.get(ours, "")) for ours in IDENTITY):
            self._school = {ours: cells[ours] for ours in IDENTITY if ours in cells}
        elif self._school and "school" in cells:
            cells.update(self._school)
            self._notes.assume(f"{self._grid.where(index)}: no school named, read as another base of the school above")


def _says(cell: Cell) -> bool:
    return text_of(cell).casefold() not in UNKNOWN | {""}
