"""What a first reader of the council's own list stumbled over: each is read, or asked once, in words that help."""

from __future__ import annotations

from pathlib import Path

import pytest

from planner.inputs.new.council_register.school_names import SchoolNames
from tests.inputs_new.official_files import faults_of
from tests.inputs_new.test_council_register import HEADER, pack_school, read_lines


@pytest.mark.parametrize(("cell", "year"), [("09/2024", "2024/25"), ("9/2023", "2023/24"), ("01/2024", "2024/25")])
def test_a_month_and_year_in_figures_is_a_date(tmp_path: Path, cell: str, year: str) -> None:
    (row,), notes = read_lines(tmp_path, HEADER, f"Ash Primary School,ASD,8,{cell}")
    assert faults_of(notes) == ""
    assert row["academic_year"] == year


@pytest.mark.parametrize(
    ("cell", "answer"),
    [("13/2024", "2024/25"), ("Michaelmas 2022", "2022/23"), ("yesterday", "yyyy/yy"), ("2019 and 2021", "yyyy/yy")],
)
def test_the_answer_that_is_suggested_is_the_year_that_the_cell_names(tmp_path: Path, cell: str, answer: str) -> None:
    """A year that the cell does not name is never offered for pasting; the placeholder is no academic year."""
    _, notes = read_lines(tmp_path, HEADER, f"Ash Primary School,ASD,8,{cell}")
    assert f'[opened] "{cell}" = "{answer}"' in faults_of(notes)


def test_the_placeholder_of_a_year_is_refused_as_an_answer(tmp_path: Path) -> None:
    lines = (HEADER, "Ash Primary School,ASD,8,yesterday")
    _, notes = read_lines(tmp_path, *lines, answers='[opened]\n"yesterday" = "yyyy/yy"')
    assert "an academic year" in faults_of(notes)


def test_one_cell_without_a_number_is_told_in_the_singular(tmp_path: Path) -> None:
    _, notes = read_lines(
        tmp_path, HEADER, "Ash Primary School,ASD,8,2019/20", "Cedar High,SEMH,tbc,2019/20", "Total,,9,"
    )
    assert "the rows above hold 8; 1 cell above holds no number" in "\n".join(notes.doubts())


def test_a_urn_among_the_names_is_that_school_and_is_told(tmp_path: Path) -> None:
    rows, notes = read_lines(tmp_path, HEADER, "100001,ASD,8,2019/20", "100010,ASD,8,2019/20")
    assert faults_of(notes) == ""
    assert [row["urn"] for row in rows] == ["100001"]
    assert "row 2, column School: '100001' read as a URN" in str(notes.report("x"))
    assert "no mainstream school of the pack (did you mean 100001 Ash Primary School" in str(notes.doubts())


FORMULA = "Ash Primary School,ASD,=SUM(C3:C4),2019/20"


def test_a_formula_among_the_places_is_answered_by_its_row(tmp_path: Path) -> None:
    _, notes = read_lines(tmp_path, HEADER, FORMULA)
    assert 'or answer it: [places] "row 2" =' in faults_of(notes)
    (row,), notes = read_lines(tmp_path, HEADER, FORMULA, answers='[places]\n"row 2" = 14')
    assert faults_of(notes) == ""
    assert row["commissioned_places"] == "14"
    assert "no cell of the register asked" not in str(notes.doubts())


def test_a_formula_is_refused_once_and_the_rest_of_its_row_is_read(tmp_path: Path) -> None:
    """What else is to be asked of the row is asked with it."""
    _, notes = read_lines(tmp_path, HEADER, "Ash Primary School,mystery,=SUM(C3:C4),2019/20")
    assert faults_of(notes).count("formula") == 1
    assert "'mystery': no need that is known" in str(notes.doubts())


TOWN = (
    pack_school("130870", "St John's Primary School and Nursery"),
    pack_school("130871", "Kenilworth School and Sixth Form", "secondary", 7, 11),
    pack_school("130872", "Kenilworth Nursery and Infant School"),
    pack_school("130873", "St Nicholas Church of England Primary School"),
    pack_school("130874", "Bishops Itchington Primary School"),
)


@pytest.mark.parametrize(
    ("name", "first"),
    [
        ("Kenilworth St Johns", "130870"),
        ("Saint John\u2019s, Kenilworth (Primary)", "130870"),
        ("St Nicholas Kenilworth", "130873"),
        ("Bishop Itchington", "130874"),
    ],
)
def test_the_nearest_school_shares_the_rarest_words(name: str, first: str) -> None:
    """A town before the name, a saint without apostrophe: the word that fewest schools have decides."""
    match = SchoolNames(TOWN, {}).by_name(name)
    assert match.school is None
    assert match.near[0].urn == first


def test_a_name_that_shares_common_words_only_has_no_nearest_school() -> None:
    assert SchoolNames(TOWN, {}).by_name("Xyzzy Catholic College").near == ()
