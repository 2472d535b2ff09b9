"""hosts.csv says for every establishment whether it may host, since when, and what a planner should know of it."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import pytest

from planner.errors import InputError
from planner.inputs.new import build_pack
from planner.inputs.new.host_table import HOST_COLUMNS
from planner.inputs.new.report import PackReport
from planner.inputs.pack import read_pack
from tests.inputs_new.official_files import real, small_council, write_lines
from tests.inputs_new.school_rows import HIGH, register

GRAMMAR = {"AdmissionsPolicy (name)": "Selective", "Gender (name)": "Girls"}


def built(folder: Path, *schools: dict[str, str], **options: object) -> tuple[dict[str, dict[str, str]], PackReport]:
    """Rows of hosts.csv by URN, and the report."""
    files = small_council(folder, gias=register(folder / "schools.csv", {}, HIGH, *schools))
    report = build_pack(folder / "pack", **files, **options)
    with (folder / "pack" / "hosts.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert tuple(rows[0]) == HOST_COLUMNS
    return {row["urn"]: row for row in rows}, report


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"EstablishmentStatus (name)": "Open, but proposed to close"}, "proposed to close"),
        (
            {"EstablishmentStatus (name)": "Proposed to open", "OpenDate": "01-09-2027"},
            "proposed to open, planned for 2027-09-01: it can host once it is open; build the pack again then",
        ),
        (
            {"TypeOfEstablishment (name)": "Academy special converter", "PhaseOfEducation (name)": "Not applicable"},
            "no mainstream state school (Academy special converter)",
        ),
        ({"PhaseOfEducation (name)": "Nursery"}, "phase Nursery: not known to teach any year group"),
        ({"StatutoryLowAge": "14", "StatutoryHighAge": "19"}, "would cut bands"),
        ({"StatutoryLowAge": "", "StatutoryHighAge": ""}, "statutory ages are not in the register"),
        ({"Easting": "530000", "Northing": "180000", "LSOA (code)": ""}, "no point and no LSOA within the boundaries"),
    ],
)
def test_who_may_not_host_is_told_for_each(tmp_path: Path, changes: dict[str, str], reason: str) -> None:
    """Status, type, phase, ages and place: the row has the reason and no earliest opening."""
    rows, _ = built(tmp_path, {**HIGH, "URN": "100009", "EstablishmentNumber": "4009", **changes})
    assert rows["100009"]["may_host"] == "no"
    assert reason in rows["100009"]["may_host_reason"]
    assert rows["100009"]["earliest_opening"] == ""


def test_earliest_opening_is_told_by_governance(tmp_path: Path) -> None:
    """From 30 June 2025 a maintained school can open in September 2026, an academy in September 2027."""
    rows, _ = built(tmp_path)
    assert (rows["100001"]["earliest_opening"], rows["100003"]["earliest_opening"]) == ("2026/27", "2027/28")
    assert "at a maintained school take 12 months from 30 June 2025" in rows["100001"]["earliest_opening_reason"]
    assert "at an academy take 18 months" in rows["100003"]["earliest_opening_reason"]


def test_selective_and_single_sex_schools_host_with_a_remark(tmp_path: Path) -> None:
    """They may host, the pack's own reason says what they are, and the report names them."""
    rows, report = built(tmp_path, {**HIGH, "URN": "100009", "EstablishmentNumber": "4009", **GRAMMAR})
    assert rows["100009"]["may_host"] == "yes"
    assert rows["100009"]["remarks"] == "selective admissions (Selective); girls only"
    (school,) = [school for school in read_pack(tmp_path / "pack").schools if school.urn == "100009"]
    assert school.may_host_reason == "open mainstream state school; selective admissions (Selective); girls only"
    assert any("1 schools with selective admissions may host as any other (100009)" in x for x in report.doubtful)
    assert any("1 schools with girls or boys only may host as any other (100009)" in x for x in report.doubtful)


@pytest.mark.parametrize(
    ("kind", "reason"),
    [("selective", "selective admissions, which the council bars"), ("single-sex", "girls only, which")],
)
def test_a_council_can_bar_them(tmp_path: Path, kind: str, reason: str) -> None:
    rows, report = built(tmp_path, {**HIGH, "URN": "100009", "EstablishmentNumber": "4009", **GRAMMAR}, no_host=[kind])
    assert rows["100009"]["may_host"] == "no"
    assert reason in rows["100009"]["may_host_reason"]
    assert rows["100003"]["may_host"] == "yes"
    assert not any("may host as any other" in line for line in report.doubtful)


def test_an_unknown_bar_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="'selectve'; expected one of selective, single-sex"):
        built(tmp_path, no_host=["selectve"])


@pytest.mark.parametrize("text", ["Non-selective", "Not applicable", "Comprehensive (secondary)", ""])
def test_other_admissions_are_no_selection(tmp_path: Path, text: str) -> None:
    rows, _ = built(tmp_path, {**HIGH, "URN": "100009", "AdmissionsPolicy (name)": text})
    assert rows["100009"]["remarks"] == ""


@pytest.mark.parametrize(
    ("changes", "remark"),
    [
        (
            {"OpenDate": "01-09-2022", "ReasonEstablishmentOpened (name)": "New Provision"},
            "new school of 2022-09-01: opened with its lowest year group, it would fill by 2029",
        ),
        ({"OpenDate": "01-09-2010", "ReasonEstablishmentOpened (name)": "New Provision"}, ""),
        ({"OpenDate": "01-09-2022", "ReasonEstablishmentOpened (name)": "Academy Converter"}, ""),
        ({"OpenDate": "01-09-2026"}, "its opening date 2026-09-01 is still to come, though its status is Open"),
        ({"NumberOfPupils": "230"}, "230 pupils, more than its capacity of 210"),
        (
            {"TypeOfResourcedProvision (name)": "Resourced provision", "ResourcedProvisionOnRoll": "10",
             "ResourcedProvisionCapacity": "16"},
            "resourced provision: 16 places, 10 on roll",
        ),
    ],
)  # fmt: skip
def test_remarks_say_what_a_planner_should_know(tmp_path: Path, changes: dict[str, str], remark: str) -> None:
    """A converted academy is not new; a school is new until its first year group has reached its last year."""
    rows, _ = built(tmp_path, {**HIGH, "URN": "100009", "EstablishmentNumber": "4009", **changes})
    assert rows["100009"]["remarks"] == remark
    assert rows["100009"]["may_host"] == "yes"


def test_dated_evidence_stands_beside_and_changes_nothing(tmp_path: Path) -> None:
    """Where the register has no capacity a survey's is shown with its date; schools.csv is the same without it."""
    high = {
        "SchoolCapacity": "",
        "NumberOfPupils": "",
        "CensusDate": "",
        "URN": "100009",
        "EstablishmentNumber": "4009",
    }
    survey = write_lines(tmp_path / "scap_2015.csv", ["LAEstab,Netcapacity (1),MAYNOR", "9994009,1000,950"])
    rows, _ = built(tmp_path, {**HIGH, **high}, capacity=[survey])
    row = rows["100009"]
    assert (row["capacity_places"], row["capacity_as_at"], row["pupils_on_roll"]) == ("1000", "2015", "950")
    assert row["capacity_source"] == "scap_2015.csv, Netcapacity (1)"
    assert (rows["100001"]["pupils_as_at"], rows["100001"]["capacity_as_at"]) == ("2025-01-16", "")
    (school,) = [school for school in read_pack(tmp_path / "pack").schools if school.urn == "100009"]
    assert school.pupils_on_roll is None


@pytest.mark.real_files
@pytest.mark.slow
def test_a_true_download_of_2021_makes_a_pack_from_national_files(tmp_path: Path) -> None:
    """Camden: 139 columns, unquoted; 35 schools, bases with their places, one school proposed to close."""
    report = build_pack(
        tmp_path / "pack",
        council="Camden",
        la_code="202",
        built_on=date(2025, 6, 30),
        boundaries=real("national", "lsoa2021_england_generalised.geojson.gz"),
        gias=real("gias", "gias_raw_2021_npq_sample_99rows.csv"),
        population=real("population", "ons_mid2020_lsoa2011_age0-25_england.csv.gz"),
        caseload=real("sen", "sen2_2025_caseload_england.csv.gz"),
        lookup_lsoa=real("national", "lookup_lsoa11_lsoa21_lad22_england.csv.gz"),
        district_codes=["E09000007"],
    )
    assert report.count("mainstream state schools") == 35
    assert report.count("schools that may host") == 34
    with (tmp_path / "pack" / "hosts.csv").open(encoding="utf-8", newline="") as stream:
        rows = {row["urn"]: row for row in csv.DictReader(stream)}
    assert len(rows) == 38
    assert rows["100012"]["may_host_reason"] == "proposed to close"
    assert rows["100023"]["remarks"] == "resourced provision: 16 places, 10 on roll"
    assert (rows["100023"]["pupils_on_roll"], rows["100023"]["pupils_as_at"]) == ("449", "2020-01-16")
    places = {row.urn: row.commissioned_places for row in read_pack(tmp_path / "pack").provision}
    assert places["100023"] == 16
    assert "100021" not in places
    assert any("100021 Rhyl Primary School has a resourced_provision but places unknown" in x for x in report.doubtful)


def test_no_personal_cell_is_in_the_table(tmp_path: Path) -> None:
    built(tmp_path)
    for path in (tmp_path / "pack").iterdir():
        assert b"Secret" not in path.read_bytes(), path.name
        assert b"01999999999" not in path.read_bytes(), path.name
