"""Claims about typed values from cells."""

from __future__ import annotations

import re
from datetime import date

import pytest

from planner.domain.terms import AcademicYear, Governance
from planner.errors import Faults, InputError
from planner.inputs.cells import CellReader, parse_rows
from planner.inputs.tables import TextRow


def reader(faults: Faults, **cells: str) -> CellReader:
    return CellReader(TextRow("provision.csv", 7, cells), faults)


def test_sound_cells_are_read() -> None:
    faults = Faults()
    cells = reader(
        faults, n="1,204", z="14.0", x="-0.5", y="2026/27", g="academy", d="03/02/2026", b="yes", e="", f="1.5e2"
    )
    assert (cells.whole("n"), cells.whole("z"), cells.number("x"), cells.number("f")) == (1204, 14, -0.5, 150)
    assert cells.academic_year("y") == AcademicYear(2026)
    assert cells.choice("g", Governance) is Governance.ACADEMY
    assert cells.date("d") == date(2026, 2, 3)
    assert cells.yes_no("b")
    assert cells.optional_whole("e") is None
    assert cells.optional_number("e") is None
    assert cells.sound
    assert not len(faults)


def test_every_bad_cell_of_a_row_is_noted_with_file_row_and_column() -> None:
    faults = Faults()
    row = TextRow(
        "provision.csv", 7, {"places": "12x", "year": "2026/28", "phase": "academi", "when": "2026", "n": "."}
    )

    def build(cells: CellReader) -> int:
        cells.academic_year("year")
        cells.choice("phase", Governance)
        cells.date("when")
        cells.number("n")
        cells.text("name")
        return cells.whole("places", minimum=0)

    assert parse_rows([row], faults, build) == []
    with pytest.raises(InputError) as caught:
        faults.raise_if_any()
    assert len(caught.value.faults) == 6
    text = str(caught.value)
    assert "provision.csv, row 7, column places: found '12x', which is not a whole number" in text
    assert "Did you mean 'academy'?" in text


@pytest.mark.parametrize("text", ["nan", "inf", "1e999", "1,2", "--1", "", ".", "E10000099", "e5"])
def test_what_is_no_finite_number_is_refused(text: str) -> None:
    faults = Faults()
    reader(faults, n=text).number("n")
    assert len(faults) == 1


def test_negative_places_are_refused() -> None:
    faults = Faults()
    cells = reader(faults, places="-8")
    cells.whole("places", minimum=0)
    assert not cells.sound
    with pytest.raises(InputError, match="found -8; expected a whole number of 0 or more"):
        faults.raise_if_any()


@pytest.mark.parametrize("text", ["E01000001", "e5", "+E9", "."])
def test_what_only_looks_like_a_number_is_refused(text: str) -> None:
    """The code of an area is no number, though it is an E with digits."""
    faults = Faults()
    assert reader(faults, n=text).optional_number("n") is None
    with pytest.raises(InputError, match=re.escape(f"{text!r}, which is not a number")):
        faults.raise_if_any()
