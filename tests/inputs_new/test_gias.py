"""Every layout of the school register is read, or refused in words; nothing is guessed and nothing crashes."""

from __future__ import annotations

from pathlib import Path

import pytest

from planner.inputs.new.gias import GiasFile, read_gias
from planner.inputs.new.report import Notes
from tests.inputs_new.official_files import GIAS_HEADER, SCHOOLS, faults_of, real, write_lines

VINTAGES = {
    "gias_fixture_2017_teaching-vacancies_MIXED_WIDTH.csv": "201",
    "gias_fixture_2018_claim_cp1252_MIXED_WIDTH.csv": "354",
    "gias_fixture_2024_ANONYMISED_60rows.csv": "100",
    "gias_raw_2018_schools-experience_4rows.csv": "207",
    "gias_raw_2021_npq_sample_99rows.csv": "202",
    "gias_raw_2024-25_schools-experience_2rows.csv": "207",
    "gias_raw_2024_itt-mentor-services.csv": "201",
}


def read(path: Path, la_code: str = "999") -> tuple[GiasFile | None, str]:
    notes = Notes()
    found = read_gias(path, la_code, notes)
    return found, faults_of(notes)


@pytest.mark.real_files
@pytest.mark.parametrize("name", sorted(VINTAGES))
def test_each_vintage_is_read_or_refused_in_words(name: str) -> None:
    """A vintage yields schools, or a fault that names the file and what was expected."""
    found, faults = read(real("gias", name), VINTAGES[name])
    assert (found is not None and found.schools) or (name in faults and "expected" in faults)


@pytest.mark.real_files
def test_camden_2021_holds_its_schools_and_bases() -> None:
    """The 139-column layout gives 35 open primaries; Netley has both kinds of base with 24 places each."""
    found, faults = read(real("gias", "gias_raw_2021_npq_sample_99rows.csv"), "202")
    assert found is not None
    assert not faults
    assert len(found.schools) == 35
    netley = next(school for school in found.schools if school.urn == "100018")
    assert (netley.base_type, netley.rp_places, netley.unit_places) == ("resourced provision and sen unit", 24, 24)
    assert netley.need_codes == ("asd",)
    rhyl = next(school for school in found.schools if school.urn == "100021")
    assert (rhyl.base_type, rhyl.rp_places) == ("resourced provision", None)


@pytest.mark.real_files
def test_windows_1252_names_are_read() -> None:
    """A name with a Windows-1252 letter comes through as that letter."""
    found, faults = read(real("gias", "gias_fixture_2018_claim_cp1252_MIXED_WIDTH.csv"), "865")
    assert not faults
    assert found is not None
    assert [school.name for school in found.schools] == ["St Thomas à Becket Church of England Aided Primary School"]


def test_wrong_width_row_of_the_council_is_a_fault_and_of_another_a_doubt(tmp_path: Path) -> None:
    """A broken row stops the build only when it may be one of the council's schools."""
    notes = Notes()
    rows = [GIAS_HEADER, SCHOOLS[0], f"{SCHOOLS[1]},x", f"{SCHOOLS[4]},x"]
    read_gias(write_lines(tmp_path / "gias.csv", rows), "999", notes)
    assert faults_of(notes).count("cells") == 1
    assert "gias.csv, row 3: found 20 cells" in faults_of(notes)
    assert any("1 rows of other councils" in line for line in notes.report("").doubtful)


def test_urn_twice_is_a_fault(tmp_path: Path) -> None:
    """A second row of one URN is refused with both row numbers."""
    _, faults = read(write_lines(tmp_path / "gias.csv", [GIAS_HEADER, SCHOOLS[0], SCHOOLS[0]]))
    assert "row 3" in faults
    assert "100001 again, first in row 2" in faults


def test_text_in_a_number_names_row_and_column(tmp_path: Path) -> None:
    """A word in NumberOfPupils is refused by the file's own column name."""
    _, faults = read(write_lines(tmp_path / "gias.csv", [GIAS_HEADER, SCHOOLS[0].replace(",200,", ",many,")]))
    assert "gias.csv, row 2, column NumberOfPupils: found 'many'" in faults


@pytest.mark.parametrize("encoding", ["cp1252", "utf-8", "utf-8-sig"])
def test_encodings_give_the_same_name(tmp_path: Path, encoding: str) -> None:
    """Windows-1252, UTF-8 and UTF-8 with a byte order mark read alike."""
    row = SCHOOLS[0].replace("Ash Primary", "St Thomas à Becket’s")
    found, faults = read(write_lines(tmp_path / "gias.csv", [GIAS_HEADER, row], encoding))
    assert not faults
    assert found is not None
    assert [school.name for school in found.schools] == ["St Thomas à Becket’s"]


def test_a_file_of_another_kind_is_refused_by_its_missing_columns(tmp_path: Path) -> None:
    """A file without the register's columns says which one is missing."""
    _, faults = read(write_lines(tmp_path / "other.csv", ["code,value", "1,2"]))
    assert "a column EstablishmentName" in faults


def test_proposed_schools_are_reported_and_left_out(tmp_path: Path) -> None:
    """A school proposed to open is not in the pack but stands in the report."""
    notes = Notes()
    row = SCHOOLS[1].replace(",Open,", ",Proposed to open,")
    found = read_gias(write_lines(tmp_path / "gias.csv", [GIAS_HEADER, SCHOOLS[0], row]), "999", notes)
    assert found is not None
    assert [school.urn for school in found.schools] == ["100001"]
    assert any("100002 Beech Primary is proposed to open" in line for line in notes.report("").doubtful)
