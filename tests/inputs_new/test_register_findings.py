"""What a first reader of the council's own list stumbled over: each is read, or asked once, in words that help."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from planner.errors import InputError
from planner.inputs.new import build_pack
from planner.inputs.new.council_register.school_names import SchoolNames
from tests.inputs_new.official_files import faults_of, small_council
from tests.inputs_new.test_council_register import HEADER, pack_school, read, read_lines, workbook


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


STAGES = "School,Key stage,Need,No. of places,Date opened"


@pytest.mark.parametrize(
    ("cell", "phase", "low", "high"),
    [
        ("Primary", "primary", "", ""),
        ("Pri", "primary", "", ""),
        ("P", "primary", "", ""),
        ("secondary", "secondary", "", ""),
        ("Sec", "secondary", "", ""),
        ("KS1", "primary", "", "2"),
        ("KS2", "primary", "3", "6"),
        ("KS3/4", "secondary", "", ""),
        ("Junior", "primary", "3", "6"),
    ],
)
def test_a_column_of_key_stages_may_name_the_phase(tmp_path: Path, cell: str, phase: str, low: str, high: str) -> None:
    """At an all-through school the column alone tells which base is meant; blank year groups = the phase's own."""
    (row,), notes = read_lines(tmp_path, STAGES, f"Elm All-through,{cell},ASD,8,2019/20")
    assert faults_of(notes) == ""
    assert notes.doubts() == ()
    assert (row["phase"], row["ncy_low"] or "0", row["ncy_high"]) == (phase, low or "0", high)


def test_a_key_stage_that_is_not_understood_is_one_question_which_the_map_answers(tmp_path: Path) -> None:
    lines = (STAGES, "Elm All-through,upper,ASD,8,2019/20", "Ash Primary School,upper,ASD,8,2019/20")
    _, notes = read_lines(tmp_path, *lines)
    asked, told = notes.doubts()
    assert "column 'Key stage' holds 'upper': Elm All-through teaches primary and secondary" in asked
    assert "[phases] 'upper' = ... answers it" in asked
    assert "the school's in its primary phase are taken; [phases] 'upper' = ..." in told
    rows, notes = read_lines(tmp_path, *lines, answers='[phases]\nupper = "primary"')
    assert notes.doubts() == ()
    assert {row["phase"] for row in rows} == {"primary"}
    assert len(rows) == 2


def test_all_that_can_be_asked_of_a_row_is_asked_at_once(tmp_path: Path) -> None:
    """School, need, places, status and, since the school may be all-through, the phase: one round of answers."""
    lines = (
        "School,Need,No. of places,Date opened,Status",
        "Elm Allthrough,mystery,tbc,,in limbo",
        "Cedar High,SEMH,10,2019/20,Open",
    )
    rows, notes = read_lines(tmp_path, *lines)
    assert len(rows) == 1
    doubts = "\n".join(notes.doubts())
    for table in ("schools", "needs", "places", "status", "phases", "opened"):
        assert f"[{table}]" in doubts, table
    answers = """
        schools = { "Elm Allthrough" = 100004 }
        needs = { mystery = "asd" }
        places = { tbc = 8 }
        status = { "in limbo" = "existing" }
        phases = { "row 2" = "primary" }
    """
    rows, notes = read_lines(tmp_path, *lines, answers=answers)
    assert notes.doubts() == ()
    assert len(rows) == 2


def test_the_date_of_a_base_with_shared_places_is_asked_with_them(tmp_path: Path) -> None:
    """The number is asked about, and so is the date that a base to come must have."""
    rows: list[list[Any]] = [
        ["School", "Need", "No. of places", "Date opened", "Status"],
        ["Ash Primary School", "ASD", 20, "tbc", "Approved"],
        ["Cedar High", "ASD", None, "2019/20", "Open"],
        ["Oak Junior School", "ASD", 8, "2019/20", "Open"],
    ]
    _, notes = read(workbook(tmp_path / "list.xlsx", {"Bases": rows}, (("Bases", "C2:C3", "20"),)))
    assert "one number of places merged over several rows; left out until [places] 'row 2'" in str(notes.doubts())
    assert "the year of opening is unknown; left out until [opened] 'tbc'" in str(notes.doubts())


def test_open_questions_are_told_with_the_faults(tmp_path: Path) -> None:
    """A fault keeps the report from being written, so it brings the questions along."""
    lines = (HEADER, "Ash Primary School,ASD,eight,2019/20", "Cedar High,mystery,10,2019/20", "Nowhere,ASD,9,2019/20")
    _, notes = read_lines(tmp_path, *lines)
    text = faults_of(notes)
    assert "'eight'" in text
    assert "3 open questions besides" in text
    assert "row 3: column 'Need' holds 'mystery'" in text
    assert "[schools] 'Nowhere' = ..." in text


@pytest.mark.parametrize("name", ["bases.xlsx", "bases.csv"])
def test_a_register_that_is_not_there_may_have_been_either_kind_of_file(tmp_path: Path, name: str) -> None:
    with pytest.raises(InputError, match=r"bases.*expected a workbook .* or a CSV file"):
        build_pack(tmp_path / "pack", **small_council(tmp_path, register=tmp_path / name))
