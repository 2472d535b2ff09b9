"""Rows that do not fit, dates, names and codes as the school register really holds them: read right, or named."""

from __future__ import annotations

from pathlib import Path

import pytest

from planner.inputs.new.gias import GiasFile, read_gias
from planner.inputs.new.gias_cells import mended_text
from planner.inputs.new.report import Notes
from tests.inputs_new.official_files import faults_of
from tests.inputs_new.school_rows import COLUMNS, HIGH, cells, register


def read(path: Path, la_code: str = "999") -> tuple[GiasFile, Notes]:
    notes = Notes()
    found = read_gias(path, la_code, notes)
    assert found is not None, faults_of(notes)
    return found, notes


def longer(changes: dict[str, str], at: str, *more: str) -> str:
    """A row with further cells before a column, as a newer or older download has them."""
    row = cells(changes)
    index = COLUMNS.index(at)
    return ",".join([*row[:index], *more, *row[index:]])


def test_a_row_of_a_wider_layout_is_read_by_order_and_form(tmp_path: Path) -> None:
    """Columns added behind the number of pupils shift all others: what has its own form is still found."""
    base = {"TypeOfResourcedProvision (name)": "SEN Unit", "SenUnitOnRoll": "7", "SenUnitCapacity": "8"}
    row = longer({**HIGH, **base, "SEN1 (name)": "SEMH - Social, Emotional".replace(",", "")}, "Town", "x", "Ms", "y")
    found, notes = read(register(tmp_path / "gias.csv", {}, extra=(row,)))
    assert not faults_of(notes)
    high = found.schools[1]
    assert (high.urn, high.name, high.school_phase, high.pupils_on_roll) == ("100003", "Cedar High", "secondary", 200)
    assert (high.postcode, high.easting, high.northing, high.lsoa) == ("ZZ1 1AA", 434_500, 270_500, "E01000003")
    assert (high.base_type, high.rp_places, high.unit_places, high.need_codes) == ("sen unit", None, 8, ("semh",))
    assert any("row 3, school 100003: its cells do not match the header" in line for line in notes.report("").doubtful)


def test_a_row_of_a_narrower_layout_keeps_what_it_has(tmp_path: Path) -> None:
    """Without the base's columns the base is unknown, not none: no places are invented."""
    row = cells(HIGH)
    cut = COLUMNS.index("TypeOfResourcedProvision (name)")
    found, notes = read(register(tmp_path / "gias.csv", {}, extra=(",".join([*row[:cut], *row[cut + 5 :]]),)))
    assert not faults_of(notes)
    assert (found.schools[1].base_type, found.schools[1].easting) == ("", 434_500)


def test_two_postcodes_in_a_shifted_row_leave_it_unknown(tmp_path: Path) -> None:
    """A form that two cells have decides nothing."""
    found, _ = read(register(tmp_path / "gias.csv", {}, extra=(longer(HIGH, "Town", "AB1 2CD"),)))
    assert found.schools[1].postcode == ""


def test_a_name_with_an_unquoted_comma_is_refused_with_its_row(tmp_path: Path) -> None:
    """A comma shifts every cell behind it, so no column of the row can be trusted."""
    row = ",".join(cells({**HIGH, "EstablishmentName": "Cedar High, Upper"}))
    _, notes = read(register(tmp_path / "gias.csv", {}, extra=(row,)))
    assert f"gias.csv, row 3: found {len(COLUMNS) + 1} cells; expected {len(COLUMNS)}" in faults_of(notes)


def test_a_broken_row_of_another_council_stops_nothing(tmp_path: Path) -> None:
    """Another council's unreadable row is counted; its twice-given URN and bad numbers are not looked at."""
    far = {"URN": "100777", "LA (code)": "888", "NumberOfPupils": "many"}
    row = ",".join(cells({**far, "EstablishmentName": "Far, Away"}))
    _, notes = read(register(tmp_path / "gias.csv", {}, far, far, extra=(row,)))
    assert not faults_of(notes)
    assert any("1 rows of other councils" in line for line in notes.report("").doubtful)


def test_a_row_whose_council_cannot_be_told_is_a_fault(tmp_path: Path) -> None:
    """It may be one of ours."""
    _, notes = read(register(tmp_path / "gias.csv", {}, extra=("100009,Made-up",)))
    assert "row 3: found 2 cells" in faults_of(notes)


@pytest.mark.parametrize("text", ["", "0123", "12345678", "1.00E+05", "TBC"])
def test_a_school_of_the_council_without_a_urn_is_a_fault(tmp_path: Path, text: str) -> None:
    """A blank URN, or one that a spreadsheet changed, is never passed over."""
    _, notes = read(register(tmp_path / "gias.csv", {}, {**HIGH, "URN": text}))
    assert "row 3, column URN" in faults_of(notes)


@pytest.mark.parametrize("text", ["01-09-2021", "01/09/2021", "1/9/2021", "2021-09-01", "01/09/2021 00:00"])
def test_days_are_read_day_first_or_year_first(tmp_path: Path, text: str) -> None:
    """First of September in every spelling of a download or a spreadsheet."""
    found, notes = read(register(tmp_path / "gias.csv", {"OpenDate": text}))
    assert not faults_of(notes)
    opens_on = found.establishments["100001"].opens_on
    assert opens_on is not None
    assert opens_on.isoformat() == "2021-09-01"


def test_a_month_first_file_is_refused(tmp_path: Path) -> None:
    """One date that can only be month first makes the others doubtful too, so the file is refused by that row."""
    _, notes = read(register(tmp_path / "gias.csv", {"OpenDate": "02/03/2020"}, {**HIGH, "OpenDate": "09/30/2021"}))
    assert "row 3, column OpenDate: found '09/30/2021', a month before its day" in faults_of(notes)


@pytest.mark.parametrize("text", ["31-02-2020", "soon", "44440"])
def test_a_day_that_is_none_is_unknown_and_named(tmp_path: Path, text: str) -> None:
    """An unreadable day stops no pack and is not guessed at."""
    found, notes = read(register(tmp_path / "gias.csv", {"OpenDate": text}))
    assert not faults_of(notes)
    assert found.establishments["100001"].opens_on is None
    assert any(f"column OpenDate: '{text}'" in line for line in notes.report("").doubtful)


@pytest.mark.parametrize(
    ("found", "meant"),
    [
        ("St Thomas \x92a\x92 Becket", "St Thomas ’a’ Becket"),
        ("Samar<e8>s School", "Samarès School"),
        ("SamarÃ¨s School", "Samarès School"),
        ("Samarès School", "Samarès School"),
        ("St Ann's & St Mary's, Upper", "St Ann's & St Mary's, Upper"),
        ("North Star 180°", "North Star 180°"),
        ("Ysgol Môr â", "Ysgol Môr â"),
    ],
)
def test_letters_are_put_right_only_where_they_cannot_be_meant(found: str, meant: str) -> None:
    """Undecoded Windows-1252 and UTF-8 bytes are mended, every real letter stays."""
    assert mended_text(found) == meant


def test_mended_and_lost_letters_are_reported(tmp_path: Path) -> None:
    """The report shows a name that was changed, and one that cannot be."""
    rows = {"EstablishmentName": "SamarÃ¨s"}, {**HIGH, "EstablishmentName": "Haute Vall\N{REPLACEMENT CHARACTER}e"}
    found, notes = read(register(tmp_path / "gias.csv", *rows))
    assert found.schools[0].name == "Samarès"
    report = notes.report("")
    assert any("is read as Samarès" in line for line in report.assumed)
    assert any("row 3: a letter of the name" in line for line in report.doubtful)


@pytest.mark.parametrize("code", ["999999999", "L99999999", "M99999999", "W01000123", "W99999999"])
def test_stand_ins_for_an_lsoa_are_no_area(tmp_path: Path, code: str) -> None:
    """They are unknown and told as such; the school's coordinates decide."""
    found, notes = read(register(tmp_path / "gias.csv", {"LSOA (code)": code}))
    assert found.schools[0].lsoa == ""
    assert any(f"100001 Ash Primary states LSOA {code}" in line for line in notes.report("").doubtful)


@pytest.mark.parametrize(("easting", "northing"), [("", ""), ("0", "0")])
def test_blank_and_zero_coordinates_are_none(tmp_path: Path, easting: str, northing: str) -> None:
    """Neither is a point in the sea."""
    found, _ = read(register(tmp_path / "gias.csv", {"Easting": easting, "Northing": northing}))
    assert (found.schools[0].easting, found.schools[0].northing) == (None, None)


@pytest.mark.parametrize(("ages", "phase"), [(("11", "18"), "secondary"), (("4", "11"), None), (("", ""), None)])
def test_a_mainstream_school_without_a_phase(tmp_path: Path, ages: tuple[str, str], phase: str | None) -> None:
    """From age 11 it is secondary, as an assumption; else it is left out by name, never without a word."""
    odd = {"PhaseOfEducation (name)": "Not applicable", "StatutoryLowAge": ages[0], "StatutoryHighAge": ages[1]}
    found, notes = read(register(tmp_path / "gias.csv", {}, {**HIGH, **odd}))
    assert [school.school_phase for school in found.schools if school.urn == "100003"] == ([phase] if phase else [])
    lines = notes.report("").assumed if phase else notes.report("").doubtful
    assert any("school 100003 Cedar High, phase Not applicable" in line for line in lines)


@pytest.mark.parametrize("text", ["Not applicable", "", "Not Applicable"])
def test_no_need_and_no_base_are_read_as_none(tmp_path: Path, text: str) -> None:
    """A school may have "Not Applicable" in its first slot and a need in the second."""
    slots = {"SEN1 (name)": text, "SEN2 (name)": "SpLD - Specific Learning Difficulty"}
    found, _ = read(register(tmp_path / "gias.csv", {**slots, "TypeOfResourcedProvision (name)": text}))
    assert found.schools[0].need_codes == ("spld",)


def test_columns_that_vanished_are_named(tmp_path: Path) -> None:
    """A register without status, admissions, gender and opening dates is read, and the report says what is unknown."""
    gone = {"EstablishmentStatus (name)", "AdmissionsPolicy (name)", "Gender (name)", "OpenDate"}
    keep = [index for index, column in enumerate(COLUMNS) if column not in gone]
    lines = [",".join(row[index] for index in keep) for row in (list(COLUMNS), cells())]
    path = tmp_path / "gias.csv"
    path.write_text("\n".join(lines), encoding="utf-8")
    found, notes = read(path)
    assert not faults_of(notes)
    assert len(found.schools) == 1
    assert {
        column for column in gone if any(f"no column {column}:" in line for line in notes.report("").doubtful)
    } == gone


def test_a_column_that_comes_twice_is_refused(tmp_path: Path) -> None:
    """Which of two columns of one name is meant cannot be told."""
    lines = [",".join([*row, extra]) for row, extra in ((list(COLUMNS), "Easting"), (cells(), "1"))]
    path = tmp_path / "gias.csv"
    path.write_text("\n".join(lines), encoding="utf-8")
    notes = Notes()
    assert read_gias(path, "999", notes) is None
    assert "column 'Easting' more than once" in faults_of(notes)


def test_a_base_with_more_on_roll_than_the_school_is_doubted(tmp_path: Path) -> None:
    """20 in the unit of a school of 18: one of the numbers is old."""
    _, notes = read(register(tmp_path / "gias.csv", {"NumberOfPupils": "18", "SenUnitOnRoll": "20"}))
    assert any("20 on roll in its SEN unit, 18 in the whole school" in line for line in notes.report("").doubtful)


def test_a_base_with_more_on_roll_than_places_is_doubted(tmp_path: Path) -> None:
    """21 pupils in a unit of 20 places is told, and the number of places stays as stated."""
    base = {"TypeOfResourcedProvision (name)": "SEN unit", "SenUnitOnRoll": "21", "SenUnitCapacity": "20"}
    found, notes = read(register(tmp_path / "gias.csv", base))
    assert found.schools[0].unit_places == 20
    assert any("21 on roll in its SEN unit of 20 places" in line for line in notes.report("").doubtful)
