"""Every vintage of the school register and every counted defect of the national file: its right behaviour.

Counts are those of the public files themselves. The national file joins the register of 24 May 2025 with the census of
January 2025 and the capacity survey of May 2015.
"""

from __future__ import annotations

import re
from functools import cache

import pytest

from planner.inputs.new.gias import GiasFile, read_gias, schools_of
from planner.inputs.new.gias_columns import GIAS_COLUMNS, MAINSTREAM_TYPES, REQUIRED, SCHOOL_PHASES
from planner.inputs.new.gias_rescue import certain_cells
from planner.inputs.new.official_csv import OfficialTable, read_official
from planner.inputs.new.report import Notes
from tests.inputs_new.official_files import faults_of, real

pytestmark = pytest.mark.real_files

NATIONAL = "schools_england_open_2025-05-24_joined.csv.gz"
MIXED_2017 = "gias_fixture_2017_teaching-vacancies_MIXED_WIDTH.csv"
# By file: rows, rows read by form, and by council its mainstream schools, its other open or planned ones, its closed.
VINTAGES = {
    MIXED_2017: (19, 10, {"201": (1, 3, 0), "202": (1, 3, 1), "203": (1, 0, 0)}),
    "gias_fixture_2018_claim_cp1252_MIXED_WIDTH.csv": (4, 1, {"865": (1, 0, 0), "370": (1, 0, 0)}),
    "gias_fixture_2024_ANONYMISED_60rows.csv": (60, 0, {"100": (60, 0, 0)}),
    "gias_raw_2018_schools-experience_4rows.csv": (4, 0, {"207": (2, 0, 0), "206": (1, 0, 0)}),
    "gias_raw_2021_npq_sample_99rows.csv": (99, 0, {"202": (35, 3, 6), "201": (1, 3, 0)}),
    "gias_raw_2024_itt-mentor-services.csv": (8, 0, {"201": (1, 0, 0), "865": (1, 0, 0), "860": (1, 0, 0)}),
}
# Councils whose rows hold no open mainstream school, by file.
NONE_OPEN = {
    MIXED_2017: ("318", "936"),
    "gias_fixture_2018_claim_cp1252_MIXED_WIDTH.csv": ("354", "919"),
    "gias_raw_2021_npq_sample_99rows.csv": ("660", "667"),
    "gias_raw_2024-25_schools-experience_2rows.csv": ("207", "355"),
    "gias_raw_2024_itt-mentor-services.csv": ("202", "213"),
}


@cache
def table(folder: str, name: str) -> OfficialTable:
    notes = Notes()
    found = read_official(real(folder, name), GIAS_COLUMNS, REQUIRED, notes, certain_cells)
    assert found is not None, faults_of(notes)
    return found


@cache
def council(folder: str, name: str, la_code: str) -> tuple[GiasFile, Notes]:
    notes = Notes()
    return schools_of(table(folder, name), la_code, notes), notes


@pytest.mark.parametrize("name", sorted(VINTAGES))
def test_each_vintage_gives_its_schools(name: str) -> None:
    """120 to 140 columns, quoted or not, in either encoding: the schools of each council, without a fault."""
    rows, rescued, councils = VINTAGES[name]
    assert (len(table("gias", name).rows), len(table("gias", name).rescued)) == (rows, rescued)
    assert not table("gias", name).wrong_width
    for la_code, counts in councils.items():
        found, notes = council("gias", name, la_code)
        assert not faults_of(notes)
        schools = len(found.schools)
        assert (schools, len(found.establishments) - schools, len(found.closed)) == counts, la_code


@pytest.mark.parametrize(("name", "la_code"), [(name, code) for name, codes in NONE_OPEN.items() for code in codes])
def test_a_council_without_an_open_mainstream_school_is_refused_in_words(name: str, la_code: str) -> None:
    """Colleges, closed, planned and Welsh schools make no pack, and the file says so."""
    _, notes = council("gias", name, la_code)
    assert faults_of(notes) == (
        f"{name}: found no open mainstream state school of LA {la_code}; expected at least one. Check the file."
    )


@pytest.mark.parametrize("name", ["schools_warwickshire", "schools_neighbour_LAs"])
def test_the_joined_files_give_their_schools(name: str) -> None:
    """Warwickshire and its neighbours in snake_case."""
    file = f"{name}_open_2025-05-24_joined.csv"
    expected = {"937": 234} if "warwickshire" in name else {"331": 107, "334": 74}
    for la_code, schools in expected.items():
        found, notes = council("gias", file, la_code)
        assert not faults_of(notes)
        assert len(found.schools) == schools


def test_a_row_of_135_cells_under_120_is_read_without_taking_a_title_for_a_postcode() -> None:
    """In column 65 such a row has "Mr": the postcode is found by its form, the point behind the council's code."""
    found, _ = council("gias", MIXED_2017, "203")
    (school,) = found.schools
    assert (school.urn, school.easting, school.northing, school.lsoa) == ("105135", 546_278, 179_196, "E01001579")
    assert re.fullmatch(r"SE\d+ \d[A-Z]{2}", school.postcode)


def test_camden_2021_bases_have_their_pupils_and_places() -> None:
    """Torriano has 10 on roll of 16 places; of the council's closed and planned schools none may host."""
    found, notes = council("gias", "gias_raw_2021_npq_sample_99rows.csv", "202")
    torriano = next(each for each in found.establishments.values() if each.name.startswith("Torriano"))
    assert torriano.bases[0] == ("resourced provision", 10, 16)
    assert sum("proposed to open" in line for line in notes.report("").doubtful) == 0
    assert sum(school.closing for school in found.schools) == 1
    assert len([each for each in found.establishments.values() if each.la_estab.startswith("202")]) == 38


def test_uprn_damaged_by_a_spreadsheet_is_never_read() -> None:
    """The column with 5.00E+06 is not loaded, nor are names and telephone numbers of people."""
    loaded = set(table("gias", "gias_fixture_2024_ANONYMISED_60rows.csv").names.values())
    assert not {name for name in loaded if "Head" in name or "Tel" in name or name in {"UPRN", "Town", "Street"}}


def test_every_council_of_england_is_read_without_a_fault() -> None:
    """20,134 mainstream schools in 153 councils; the codes of Wales, of services abroad and offshore have none."""
    codes = {table("national", NATIONAL).text(row, "la_code") for row in table("national", NATIONAL).rows}
    counts, refused = {}, set()
    for la_code in codes:
        found, notes = council("national", NATIONAL, la_code)
        counts[la_code] = len(found.schools)
        if faults_of(notes):
            refused.add(la_code)
    assert sum(counts.values()) == 20_134
    assert refused == {la_code for la_code in codes if la_code == "000" or 660 <= int(la_code) <= 708}
    assert sum(count > 0 for count in counts.values()) == 153


def test_the_national_file_has_the_defects_that_are_handled() -> None:
    """What the other claims are about is really in the file, in these numbers."""
    rows = table("national", NATIONAL).rows
    text = table("national", NATIONAL).text

    def number(ours: str, *values: str) -> int:
        return sum(text(row, ours) in values for row in rows)

    assert (len(rows), number("easting", ""), number("easting", "0")) == (27_153, 531, 88)
    assert [number("lsoa", code) for code in ("999999999", "L99999999", "M99999999")] == [334, 65, 41]
    assert (number("pupils", ""), number("pupils", "0"), number("phase", "Not applicable")) == (3_646, 84, 6_340)
    assert (number("sen_types", "Not applicable"), number("sen_types", "")) == (21_173, 2_574)
    assert (number("age_low", ""), number("capacity_2015", "")) == (3_404, 9_874)
    names = [text(row, "name") for row in rows]
    assert (sum("'" in name for name in names), sum("," in name for name in names)) == (3_318, 1_027)
    assert (sum("&" in name for name in names), sum(not name.isascii() for name in names)) == (253, 12)


def test_names_come_through_as_they_are() -> None:
    """Apostrophes, commas, ampersands and the twelve names beyond ASCII are the same in the schools of the councils."""
    everywhere = table("national", NATIONAL)
    for row in everywhere.rows:
        name = everywhere.text(row, "name")
        if not name.isascii() and everywhere.text(row, "type").casefold() in MAINSTREAM_TYPES:
            found, notes = council("national", NATIONAL, everywhere.text(row, "la_code"))
            assert name in {school.name for school in found.schools}
            assert not any("is read as" in line for line in notes.report("").assumed)


def test_mainstream_schools_without_a_phase_are_three_colleges_taken_as_secondary() -> None:
    """Three city technology colleges state no phase; their ages tell it, as an assumption in the report."""
    everywhere = table("national", NATIONAL)
    odd = {
        everywhere.text(row, "urn"): everywhere.text(row, "la_code")
        for row in everywhere.rows
        if everywhere.text(row, "type").casefold() in MAINSTREAM_TYPES
        and everywhere.text(row, "phase").casefold() not in {*SCHOOL_PHASES, "16 plus"}
    }
    assert sorted(odd) == ["101849", "108420", "123627"]
    for urn, la_code in odd.items():
        found, notes = council("national", NATIONAL, la_code)
        assert next(school.school_phase for school in found.schools if school.urn == urn) == "secondary"
        assert any(f"school {urn}" in line and "taken as secondary" in line for line in notes.report("").assumed)


def test_more_plans_than_pupils_of_one_census_is_one_school() -> None:
    """25 plans among 24 pupils; plans and pupils of different days are never held against each other."""
    everywhere = table("national", NATIONAL)
    doubted = []
    for la_code in {everywhere.text(row, "la_code") for row in everywhere.rows}:
        _, notes = council("national", NATIONAL, la_code)
        doubted += [line for line in notes.report("").doubtful if "EHC plans among" in line]
    assert doubted == ["school 136122 KWS School: 25 EHC plans among 24 pupils of the same census"]


def test_warwickshire_pupils_capacity_and_stand_ins() -> None:
    """Blank rolls are filled from the census or unknown, zero is doubted, "(SRP)" and towns are never read."""
    found, notes = council("gias", "schools_warwickshire_open_2025-05-24_joined.csv", "937")
    report = notes.report("")
    assert sum("pupils on roll blank" in line for line in report.assumed) == 4
    assert [line for line in report.doubtful if "states LSOA 999999999" in line] == [
        "school 150777 Myton Gardens states LSOA 999999999, which is no area of England: its coordinates decide"
    ]
    over = [
        each
        for each in found.establishments.values()
        if each.pupils and each.capacity and each.pupils.value > each.capacity.value
    ]
    assert len(over) == 98
    assert {each.capacity.as_at for each in over if each.capacity} == {"2015-05"}
    assert sum(each.capacity is None for each in found.establishments.values()) == 73
    assert not {school.base_type for school in found.schools} - {""}
    assert sum(bool(school.need_codes) for school in found.schools) == 20
    lillington = next(school for school in found.schools if school.name.startswith("Lillington Primary"))
    assert len(lillington.need_codes) == 7


def test_the_register_of_the_performance_tables_is_no_register_of_schools() -> None:
    """The census table lacks the register's columns: it is refused by name, not half read."""
    notes = Notes()
    assert read_gias(real("sen", "dfe_performance_tables_census_2024-25_england.csv.gz"), "937", notes) is None
    assert "a column EstablishmentName" in faults_of(notes)
