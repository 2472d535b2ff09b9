"""A school register that was damaged on the way is read right or refused by file and row: it never crashes."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from planner.errors import InputError
from planner.inputs.new.gias import GiasSchool, read_gias
from planner.inputs.new.report import Notes
from tests.inputs_new.school_rows import COLUMNS, HIGH, cells

ODD = (
    "",
    "9" * 5000,
    "1e308",
    "-1",
    "=1+1",
    "nan",
    "..",
    "c",
    "<5",
    "8-10",
    "é",
    "\x92",
    '"',
    "999999999",
    "01/13/2020",
)
SEPARATORS = (",", ";", "\t")


def text_of(rows: list[list[str]], separator: str = ",") -> str:
    return "\n".join(separator.join(f'"{cell}"' if "," in cell else cell for cell in row) for row in rows) + "\n"


def sound() -> list[list[str]]:
    return [list(COLUMNS), cells(), cells(HIGH)]


@st.composite
def damaged(draw: st.DrawFn) -> tuple[str, bytes]:
    """What was done, and the bytes of the file."""
    rows = sound()
    kind = draw(st.sampled_from(["cut", "swap", "drop", "cell", "shift", "repeat", "separator", "encoding", "bytes"]))
    column = draw(st.integers(0, len(COLUMNS) - 1))
    row = draw(st.integers(0, 2))
    if kind == "swap":
        other = draw(st.integers(0, len(COLUMNS) - 1))
        rows[0][column], rows[0][other] = rows[0][other], rows[0][column]
    elif kind == "drop":
        rows = [[cell for index, cell in enumerate(each) if index != column] for each in rows]
    elif kind == "cell":
        rows[row][column] = draw(st.sampled_from(ODD))
    elif kind == "shift":
        rows[row].insert(column, draw(st.sampled_from(ODD)))
    elif kind == "repeat":
        rows.append(list(rows[row]))
    raw = text_of(rows, draw(st.sampled_from(SEPARATORS)) if kind == "separator" else ",").encode("utf-8")
    if kind == "encoding":
        raw = raw.decode().encode(draw(st.sampled_from(["utf-16", "utf-8-sig", "cp1252", "utf-32"])))
    elif kind == "cut":
        raw = raw[: draw(st.integers(0, len(raw)))]
    elif kind == "bytes":
        at = draw(st.integers(0, len(raw) - 1))
        raw = raw[:at] + draw(st.binary(min_size=1, max_size=4)) + raw[at + 1 :]
    return kind, raw


def read(path: Path) -> tuple[tuple[GiasSchool, ...], tuple[str, ...], list[tuple[str, str, str]]]:
    """Schools, lines of the report, and faults as (where, found, expected)."""
    notes = Notes()
    found = read_gias(path, "999", notes)
    schools = () if found is None else found.schools
    report = notes.report("")
    try:
        notes.faults.raise_if_any()
    except InputError as error:
        return schools, report.doubtful + report.assumed, [(f.where, f.found, f.expected) for f in error.faults]
    return schools, report.doubtful + report.assumed, []


@settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(damage=damaged())
def test_a_damaged_register_is_read_or_refused_in_words(tmp_path: Path, damage: tuple[str, bytes]) -> None:
    """200 files: each fault names the file, and a school that is read with other numbers is named in the report."""
    path = tmp_path / "gias.csv"
    path.write_bytes(damage[1])
    schools, _, faults = read(path)
    assert schools or faults
    for where, found, expected in faults:
        assert path.name in where
        assert found
        assert expected
    for school in schools if not faults else ():
        assert school.urn.isdecimal()
        assert len(school.urn) == 6
        assert school.pupils_on_roll is None or 0 <= school.pupils_on_roll < 10**12


@pytest.mark.parametrize("row", [1, 2])
@pytest.mark.parametrize("column", range(COLUMNS.index("NumberOfPupils")))
def test_a_cell_too_many_before_the_number_of_pupils_is_never_read_as_a_school(
    tmp_path: Path, row: int, column: int
) -> None:
    """Wherever a stray cell shifts a row, the row is refused or read as it was without it, never as another school."""
    rows = sound()
    rows[row].insert(column, "Upper")
    path = tmp_path / "gias.csv"
    path.write_text(text_of(rows), encoding="utf-8")
    schools, _, faults = read(path)
    path.write_text(text_of(sound()), encoding="utf-8")
    whole = {school.urn: (school.name, school.pupils_on_roll, school.easting) for school in read(path)[0]}
    assert len(faults) == 1
    assert f"row {row + 1}" in faults[0][0]
    assert {
        school.urn: (school.name, school.pupils_on_roll, school.easting) for school in schools
    }.items() < whole.items()
