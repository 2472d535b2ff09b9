"""Plans by January out of both layouts of DfE's file, trap by trap."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from planner.demand.history import History
from planner.inputs.new.plans_history import read_plans_history
from planner.inputs.new.report import Notes
from tests.inputs_new.official_files import faults_of, real, write_lines

NEW_HEADER = (
    "time_period,time_identifier,geographic_level,region_code,new_la_code,old_la_code,la_name,breakdown_topic,"
    "breakdown,ehcplans"
)
OLD_HEADER = (
    "time_period,time_identifier,geographic_level,region_code,old_la_code,new_la_code,la_name,characteristic_age,"
    "Total_st,Total_ehc,Total_all"
)
WARWICKSHIRE = dict(zip(range(2019, 2026), (3848, 4299, 4563, 4768, 5314, 6054, 6868), strict=True))


def new(la_code: str, period: str, plans: str, topic: str = "All EHC plans,All EHC plans") -> str:
    return f"{period},Academic year,Local authority,E12,E10,{la_code},Name,{topic},{plans}"


def old(la_code: str, period: str, plans: str, age: str = "Total", ehc: str = "z") -> str:
    return f'{period},Calendar year,Local authority,E12,"{la_code}",E10,Name,{age},z,{ehc},{plans}'


def read(newest: Path, *older: Path) -> tuple[History, Notes]:
    notes = Notes()
    return read_plans_history(newest, older, notes), notes


def test_both_layouts_are_read_by_name_and_year(tmp_path: Path) -> None:
    """202425 is January 2025, 2012 is January 2012 with statements; the codes change places between the files."""
    newest = write_lines(tmp_path / "new.csv", [NEW_HEADER, new("937", "202425", "60")], "utf-8-sig")
    older = write_lines(tmp_path / "old.csv", [OLD_HEADER, old("937", "2012", "30")])
    history, notes = read(newest, older)
    assert history.plans_pupils("937") == {2012: 30, 2025: 60}
    assert faults_of(notes) == ""


def test_a_file_packed_with_gzip_is_the_same_file(tmp_path: Path) -> None:
    packed = tmp_path / "new.csv.gz"
    packed.write_bytes(gzip.compress(f"{NEW_HEADER}\n{new('937', '202425', '60')}\n".encode()))
    assert read(packed)[0].plans_pupils("937") == {2025: 60}


def test_a_cut_off_gzip_file_is_refused(tmp_path: Path) -> None:
    packed = tmp_path / "new.csv.gz"
    packed.write_bytes(gzip.compress(NEW_HEADER.encode() * 50)[:-12])
    assert "broken gzip file" in faults_of(read(packed)[1])


def test_topics_ages_regions_and_england_are_not_counted_again(tmp_path: Path) -> None:
    """Every topic and age repeats the whole; a region's and England's rows have no council."""
    newest = write_lines(
        tmp_path / "new.csv",
        [
            NEW_HEADER,
            new("937", "202425", "60"),
            new("937", "202425", "60", "Sex,Total"),
            new("937", "202425", "9", "Child or young persons age,age 5"),
            "202425,Academic year,National,,,,,All EHC plans,All EHC plans,999",
        ],
    )
    older = write_lines(
        tmp_path / "old.csv", [OLD_HEADER, old("937", "2012", "30"), old("937", "2012", "11", "Under 5")]
    )
    history, _ = read(newest, older)
    assert history.units == ("937",)
    assert history.plans_pupils("937") == {2012: 30, 2025: 60}


def test_the_newer_edition_wins_and_the_difference_is_said(tmp_path: Path) -> None:
    newest = write_lines(tmp_path / "new.csv", [NEW_HEADER, new("937", "201920", "60")])
    older = write_lines(tmp_path / "old.csv", [OLD_HEADER, old("937", "2020", "59"), old("937", "2019", "50")])
    history, notes = read(newest, older)
    assert history.plans_pupils("937") == {2019: 50, 2020: 60}
    assert "differs from a newer edition in 1 totals" in str(notes.report("x"))


def test_an_unknown_total_is_left_out_and_said(tmp_path: Path) -> None:
    newest = write_lines(tmp_path / "new.csv", [NEW_HEADER, new("937", "202324", "x"), new("937", "202425", "60")])
    history, notes = read(newest)
    assert history.plans_pupils("937") == {2025: 60}
    assert "plans of LA 937, January 2024, are unknown" in str(notes.report("x"))


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        ([NEW_HEADER, new("937", "2024/25", "60")], ["new.csv, row 2, column time_period", "202425"]),
        ([NEW_HEADER, new("937", "202426", "60")], ["row 2", "202426"]),
        ([NEW_HEADER, new("937", "202425", "60"), new("937", "202425", "61")], ["row 3", "61 plans", "one total"]),
        ([NEW_HEADER, new("937", "202425", "many")], ["row 2", "ehcplans", "many"]),
        ([NEW_HEADER.replace("ehcplans", "plans_now"), new("937", "202425", "6")], ["header", "ehcplans"]),
    ],
)
def test_what_cannot_be_read_is_a_fault_with_its_row(tmp_path: Path, lines: list[str], words: list[str]) -> None:
    newest = write_lines(tmp_path / "newest.csv", [NEW_HEADER, new("937", "202324", "60")])
    _, notes = read(newest, write_lines(tmp_path / "new.csv", lines))
    assert all(word in faults_of(notes) for word in words)


def test_other_councils_rows_of_the_newest_file_are_doubts(tmp_path: Path) -> None:
    """A pack does not fail for a slip in the row of a council at the other end of England."""
    lines = [NEW_HEADER, new("937", "202425", "60"), new("201", "202425", "many"), new("202", "2024/25", "5")]
    history, notes = read(write_lines(tmp_path / "new.csv", lines))
    assert history.units == ("937",)
    assert faults_of(notes) == ""
    assert "totals of 2 councils and years cannot be read" in str(notes.report("x"))


@pytest.fixture(scope="module")
def editions() -> tuple[History, Notes]:
    newest = real("sen", "sen2_2025_caseload_england.csv.gz")
    return read(newest, real("sen", "sen2_2022_age_caseload_england.csv.gz"))


@pytest.mark.real_files
def test_both_editions_give_150_unbroken_series_that_agree(editions: tuple[History, Notes]) -> None:
    """158 council codes of 16 years are 150 units without a gap; 2019 to 2022 are the same in both editions."""
    history, notes = editions
    assert len(history.units) == 150
    assert all(tuple(history.plans_pupils(unit)) == tuple(range(2010, 2026)) for unit in history.units)
    report = notes.report("x")
    assert report.doubtful == ()
    assert faults_of(notes) == ""
    assert sum(history.plans_pupils(unit)[2024] for unit in history.units) == 576_474
    assert sum(history.plans_pupils(unit)[2010] for unit in history.units) == 228_221


@pytest.mark.real_files
def test_warwickshire_has_the_published_totals(editions: tuple[History, Notes]) -> None:
    plans = editions[0].plans_pupils("937")
    assert {year: plans[year] for year in WARWICKSHIRE} == WARWICKSHIRE


@pytest.mark.real_files
@pytest.mark.parametrize("la_code", ["825", "390", "929"])
def test_a_new_nine_character_code_breaks_no_series(editions: tuple[History, Notes], la_code: str) -> None:
    """Buckinghamshire, Gateshead and Northumberland kept their DfE code."""
    assert len(editions[0].plans_pupils(la_code)) == 16
