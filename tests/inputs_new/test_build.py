"""A pack built from official files holds their totals, can be read by the planner, and repeats byte for byte."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest

from planner.errors import InputError
from planner.inputs.new import build_pack
from planner.inputs.pack import read_pack
from tests.inputs_new.official_files import real, small_council, warwickshire, write_lines


def rows(pack: Path, file: str) -> list[dict[str, str]]:
    with (pack / file).open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


@pytest.mark.real_files
def test_warwickshire_pack_keeps_the_published_totals(tmp_path: Path) -> None:
    """354 areas, 583,786 residents, 234 schools, 6,054 and 6,868 plans; the planner reads the pack."""
    report = build_pack(tmp_path / "pack", **warwickshire())
    assert report.count("areas") == 354
    assert report.count("residents, all ages in the file") == pytest.approx(583_786)
    assert report.count("mainstream state schools") == 234
    assert report.count("plans in January 2024, by age") == 6_054
    assert report.count("plans in January 2025, by age") == 6_868
    pack = read_pack(tmp_path / "pack")
    assert len(pack.areas) == 354
    assert sum(row.plans_pupils for row in pack.caseload if row.primary_need == "asd") == 2_612


@pytest.mark.real_files
def test_children_of_split_areas_are_all_there(tmp_path: Path) -> None:
    """The children aged 3 to 15 of the 2011 file and of the pack's 2021 areas are the same number."""
    arguments = warwickshire()
    with arguments["population"].open(encoding="utf-8", newline="") as stream:
        published = sum(int(row[str(age)]) for row in csv.DictReader(stream) for age in range(3, 16))
    build_pack(tmp_path / "pack", **arguments)
    groups = ("persons_nursery", "persons_infant", "persons_junior", "persons_secondary")
    built = sum(float(row[group]) for row in rows(tmp_path / "pack", "areas.csv") for group in groups)
    assert built == pytest.approx(published, abs=0.01)


@pytest.mark.real_files
def test_2011_areas_take_2025_scores_through_the_lookup(tmp_path: Path) -> None:
    """Boundaries of 2011 give 339 areas with the same residents, and each gets a deprivation score."""
    boundaries = real("boundaries", "lsoa2011_warwickshire.geojson")
    report = build_pack(tmp_path / "pack", **warwickshire(boundaries=boundaries, points=None))
    assert report.count("areas") == 339
    assert report.count("residents, all ages in the file") == 583_786
    assert all(row["imd_score"] for row in rows(tmp_path / "pack", "areas.csv"))


@pytest.mark.real_files
def test_national_grid_geopackage_gives_the_same_areas(tmp_path: Path) -> None:
    """The same polygons in EPSG:27700 and in degrees make the same areas.csv."""
    build_pack(tmp_path / "degrees", **warwickshire())
    build_pack(tmp_path / "grid", **warwickshire(boundaries=real("boundaries", "lsoa2021_warwickshire_bng.gpkg")))
    assert rows(tmp_path / "grid", "areas.csv") == rows(tmp_path / "degrees", "areas.csv")


@pytest.mark.real_files
def test_ranks_without_scores_leave_deprivation_unknown(tmp_path: Path) -> None:
    """The 2019 index file has no scores: the cells stay blank and the report says so."""
    report = build_pack(tmp_path / "pack", **warwickshire(imd=real("imd", "imd2019_lsoa2011_warwickshire.csv")))
    assert {row["imd_score"] for row in rows(tmp_path / "pack", "areas.csv")} == {""}
    assert any("ranks but no scores" in line for line in report.doubtful)


@pytest.mark.real_files
def test_one_district_does_not_pass_for_the_county(tmp_path: Path) -> None:
    """Boundaries of Rugby alone leave most schools outside, which is refused."""
    boundaries = real("boundaries", "lsoa2011_E07000220_rugby_martinjc.geojson")
    with pytest.raises(InputError, match="schools outside the boundaries"):
        build_pack(tmp_path / "pack", **warwickshire(boundaries=boundaries, points=None))
    assert not (tmp_path / "pack").exists()


def test_small_council_round_trip(tmp_path: Path) -> None:
    """Every file of the pack is read back by the planner with what the sources said."""
    build_pack(tmp_path / "pack", **small_council(tmp_path))
    pack = read_pack(tmp_path / "pack")
    assert [area.persons_junior for area in pack.areas] == [40.0] * 4
    assert [(s.urn, s.ncy_low, s.ncy_high, s.may_host) for s in pack.schools] == [
        ("100001", 0, 6, True),
        ("100002", -1, 6, True),
        ("100003", 7, 11, True),
    ]
    assert pack.schools[1].pupils_on_roll is None
    assert [locality.name for locality in pack.localities] == ["Eastshire", "Westshire"]
    assert [(row.urn, row.commissioned_places) for row in pack.provision] == [("100002", 10)]


def test_same_files_give_the_same_bytes(tmp_path: Path) -> None:
    """Two runs on the same files write the same bytes."""
    arguments = small_council(tmp_path)
    for name in ("one", "two"):
        build_pack(tmp_path / name, **arguments)
    for path in sorted((tmp_path / "one").iterdir()):
        assert path.read_bytes() == (tmp_path / "two" / path.name).read_bytes(), path.name


def test_no_personal_column_enters_the_pack(tmp_path: Path) -> None:
    """Names and telephone numbers of head teachers are in no file of the pack."""
    build_pack(tmp_path / "pack", **small_council(tmp_path))
    for path in (tmp_path / "pack").iterdir():
        assert b"Secret" not in path.read_bytes(), path.name
        assert b"0123," not in path.read_bytes(), path.name


def test_report_and_sources_stand_in_the_pack(tmp_path: Path) -> None:
    """data_report.txt is the report's text; SOURCES.txt has a SHA-256 for every file read."""
    arguments = small_council(tmp_path)
    report = build_pack(tmp_path / "pack", **arguments)
    assert (tmp_path / "pack" / "data_report.txt").read_text(encoding="utf-8") == str(report)
    sources = (tmp_path / "pack" / "SOURCES.txt").read_text(encoding="utf-8")
    for name in ("boundaries", "gias", "population", "caseload", "needs", "imd"):
        assert re.search(rf"[0-9a-f]{{64}}  {re.escape(arguments[name].name)}\n", sources), name


def test_faults_of_all_files_come_together_and_nothing_is_written(tmp_path: Path) -> None:
    """A text in a number, a missing file and a wrong LA code are told in one go; no folder remains."""
    arguments = small_council(tmp_path, la_code="99", needs=tmp_path / "absent.csv")
    text = arguments["population"].read_text(encoding="utf-8").replace("E01000002,10", "E01000002,ten", 1)
    arguments["population"].write_text(text, encoding="utf-8")
    arguments["gias"].write_text("code,value\n1,2\n", encoding="utf-8")
    with pytest.raises(InputError) as caught:
        build_pack(tmp_path / "pack", **arguments)
    words = str(caught.value)
    assert "people.csv, row 3, column 0" in words
    assert "'ten'" in words
    assert "absent.csv" in words
    assert "'99'" in words
    assert "a column EstablishmentName" in words
    assert not (tmp_path / "pack").exists()


def test_existing_pack_is_kept_unless_forced(tmp_path: Path) -> None:
    """An existing pack is refused, replaced with force; a folder that is no pack is never replaced."""
    arguments = small_council(tmp_path)
    build_pack(tmp_path / "pack", **arguments)
    with pytest.raises(InputError, match="--force"):
        build_pack(tmp_path / "pack", **arguments)
    build_pack(tmp_path / "pack", **{**arguments, "council": "Renamed Council"}, force=True)
    assert read_pack(tmp_path / "pack").about.council == "Renamed Council"
    (tmp_path / "letters").mkdir()
    (tmp_path / "letters" / "letter.txt").write_text("dear", encoding="utf-8")
    with pytest.raises(InputError, match="no pack"):
        build_pack(tmp_path / "letters", **arguments, force=True)
    assert [path.name for path in (tmp_path / "letters").iterdir()] == ["letter.txt"]
    assert not [path for path in tmp_path.iterdir() if path.name.startswith(".")]


def test_missing_lookup_is_named(tmp_path: Path) -> None:
    """Population by 2011 codes on 2021 boundaries without the lookup says which file is wanted."""
    arguments = small_council(tmp_path)
    text = arguments["population"].read_text(encoding="utf-8").replace("LSOA21CD", "LSOA11CD")
    arguments["population"].write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match="Give the LSOA 2011 to 2021 lookup"):
        build_pack(tmp_path / "pack", **arguments)


def test_district_without_a_school_of_the_council_is_refused(tmp_path: Path) -> None:
    """Boundaries that reach into another council are noticed, and the district codes cut them."""
    arguments = small_council(tmp_path)
    gias = arguments["gias"].read_text(encoding="utf-8").replace("434500,270500", "430700,270500")
    arguments["gias"].write_text(gias, encoding="utf-8")
    with pytest.raises(InputError, match="E07000902"):
        build_pack(tmp_path / "pack", **arguments)
    report = build_pack(tmp_path / "pack", **arguments, district_codes=["E07000901"])
    assert report.count("areas") == 2


def test_stated_totals_are_checked_and_carried_over(tmp_path: Path) -> None:
    """A stated_totals file in the pack's own format is copied; a bad number in it is a fault."""
    header = "claim,stated_places,as_at,computed_from,explanation,source"
    good = write_lines(tmp_path / "totals.csv", [header, "open now,10,2025-03-01,existing,,council news"])
    build_pack(tmp_path / "pack", **small_council(tmp_path, stated_totals=good))
    assert [row.stated_places for row in read_pack(tmp_path / "pack").stated_totals] == [10]
    bad = write_lines(tmp_path / "bad.csv", [header, "open now,about 10,2025-03-01,existing,,council news"])
    with pytest.raises(InputError, match="about 10"):
        build_pack(tmp_path / "other", **small_council(tmp_path, stated_totals=bad))
