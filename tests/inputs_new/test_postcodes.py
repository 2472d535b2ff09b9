"""Postcodes in all their forms; pupils by postcode are counted by area and their postcodes are written nowhere."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import pytest

from planner.errors import InputError
from planner.inputs.new import build_pack
from planner.inputs.new.postcodes import Directory, plain_postcode, read_directory
from planner.inputs.new.pupils import PupilsAt, read_pupils
from planner.inputs.new.report import Notes
from planner.inputs.pack import read_pack
from tests.inputs_new.official_files import SIDE, SOUTH, WEST, faults_of, real, small_council, warwickshire, write_lines

EVERYWHERE = (0.0, 0.0, 700_000.0, 700_000.0)


def directory(folder: Path) -> Path:
    """Six postcodes in the west of each of four areas, without a header, and one far away."""
    lines = [
        f'"YZ{area} {unit}AA",10,{WEST + area * SIDE + 100 + 10 * unit},{SOUTH + 500},"E92000001"'
        for area in range(4)
        for unit in range(1, 7)
    ]
    return write_lines(folder / "codes.csv", [*lines, '"YZ9 9ZZ",10,600000,200000,"E92000001"'])


def pupils(folder: Path, *rows: str) -> Path:
    return write_lines(folder / "pupils.csv", ["Postcode,NCY,Primary need,Pupils", *rows])


def read(path: Path, *rows: str) -> tuple[Directory | None, str, tuple[str, ...]]:
    notes = Notes()
    found = read_directory([write_lines(path, list(rows))], EVERYWHERE, notes)
    return found, faults_of(notes), notes.report("").doubtful


@pytest.mark.parametrize("text", ["CV32 4AA", "CV324AA", "cv32  4aa", " CV32\u00a04AA "])
def test_one_postcode_in_all_its_forms(text: str) -> None:
    assert plain_postcode(text) == "CV324AA"


@pytest.mark.parametrize("text", ["", "CV32", "CV32 4A", "4AA CV32", "CV32 4AAA", "none", "5.00E+06"])
def test_what_is_no_postcode(text: str) -> None:
    assert plain_postcode(text) == ""


def test_directories_with_and_without_a_header(tmp_path: Path) -> None:
    """ONSPD writes seven characters and tells what has ended; Code-Point Open has no header and writes 0 for none."""
    onspd = read(
        tmp_path / "onspd.csv",
        "pcd,doterm,oseast1m,osnrth1m",
        "ZZ1 1AA,,430000,270000",
        "ZZ111AB,201506,430100,270000",
        "ZZ1 1AC,,,",
        "bad,,1,1",
    )
    points = {"ZZ11AA": (430_000.0, 270_000.0), "ZZ111AB": (430_100.0, 270_000.0)}
    assert onspd[0] == Directory(points, frozenset({"ZZ11AA"}))
    assert onspd[2] == (
        "onspd.csv: 1 rows not a postcode, passed over",
        "onspd.csv: 1 rows without a point, passed over",
    )
    code_point = read(tmp_path / "cp.csv", '"ZZ1 1AA",10,430000,270000,"E1"', '"ZZ1 1AB",90,0,0,"E1"')
    assert code_point[0] == Directory({"ZZ11AA": points["ZZ11AA"]}, frozenset({"ZZ11AA"}))
    assert any("does not tell which postcodes have ended" in line for line in code_point[2])


def test_directories_that_cannot_be_used_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "codes.csv"
    assert "columns pcd, oseast1m and osnrth1m" in read(path, "postcode,lat,long", "ZZ1 1AA,52,-1")[1]
    again = read(path, "pcds,easting,northing", "ZZ1 1AA,430000,270000", "ZZ11AA,430000,270009")[1]
    assert "row 3: found a postcode again with another point" in again
    assert "no postcode near the council" in read(path, "pcds,easting,northing", "ZZ1 1AA,900000,270000")[1]
    assert "an empty file" in read(path)[1]


def test_postcodes_piled_on_a_sorting_office_are_no_homes() -> None:
    """Twenty from two sectors on one point go; twenty of one sector, a block of flats, stay; so do nineteen."""
    letters = [f"A{second}" for second in "ABCDEFGHIJKLMNOPQRST"]
    office = {f"ZZ1{1 + index % 2}{end}": (1.0, 1.0) for index, end in enumerate(letters)}
    flats = {f"ZZ21{end}": (2.0, 2.0) for end in letters}
    few = {f"ZZ3{1 + index % 2}{end}": (3.0, 3.0) for index, end in enumerate(letters[:19])}
    everything = {**office, **flats, **few}
    assert Directory(everything, frozenset(everything)).homes() == frozenset({**flats, **few})


@pytest.mark.real_files
def test_the_real_directories_agree() -> None:
    """20,991 postcodes without a header, 22,268 with one in two spellings: 13,000 and more are in both, 100 m apart."""
    notes = Notes()
    code_point = read_directory([real("postcodes", "codepoint_open_cv.csv")], EVERYWHERE, notes)
    onspd = read_directory([real("postcodes", "onspd_2026_postcodes_warwickshire.csv.gz")], EVERYWHERE, notes)
    assert not faults_of(notes)
    assert code_point is not None
    assert onspd is not None
    assert (len(code_point.points), len(onspd.points)) == (20_991, 22_268)
    both = set(code_point.points) & set(onspd.points)
    assert len(both) > 13_000
    apart = [max(abs(a - b) for a, b in zip(code_point.points[code], onspd.points[code], strict=True)) for code in both]
    assert sorted(apart)[len(apart) * 99 // 100] <= 100


def test_pupils_are_read_by_year_group_or_phase_and_unknown_ones_counted(tmp_path: Path) -> None:
    notes = Notes()
    rows = ["ZZ1 1AA,R,ASD - Autism,2", "zz11ab,7,semh,<5", "somewhere,3,,1", "ZZ1 1AA,13,,4", "ZZ1 1AD,N2,,1"]
    found = read_pupils(pupils(tmp_path, *rows), notes)
    assert found == (PupilsAt("ZZ11AA", "primary", "asd", 2), PupilsAt("ZZ11AD", "nursery", "all", 1))
    assert not faults_of(notes)
    for what in ("with a suppressed number", "without the shape of a postcode", "of year groups outside -1 to 11"):
        assert f"pupils.csv: 1 rows {what}, passed over" in notes.report("").doubtful


def test_faults_of_the_list_name_rows_and_no_postcode(tmp_path: Path) -> None:
    notes = Notes()
    read_pupils(pupils(tmp_path, "ZZ1 1AA,seven,,1", "ZZ1 1AA,7,autism,1", "ZZ1 1AA,7,asd,many"), notes)
    words = faults_of(notes)
    assert all(part in words for part in ("row 2, column NCY", "row 3, column Primary need", "row 4, column Pupils"))
    assert "ZZ1" not in words


def with_pupils(folder: Path, **changes: Any) -> dict[str, Any]:  # noqa: ANN401 - arguments of any kind
    """Ten pupils at six postcodes of the first area, two at one of the second, three nowhere."""
    rows = [f"YZ0{unit}AA,{unit},asd,{5 if unit == 6 else 1}" for unit in range(1, 7)]
    rows += ["YZ1 1AA,8,semh,2", "YZ9 9ZZ,8,semh,1", "YZ8 1AA,8,semh,2"]
    return small_council(folder, postcodes=[directory(folder)], pupils_by_postcode=pupils(folder, *rows), **changes)


def test_pupils_are_counted_by_area_and_the_rest_by_number(tmp_path: Path) -> None:
    report = build_pack(tmp_path / "pack", **with_pupils(tmp_path))
    assert (report.count("pupils by postcode"), report.count("pupils by postcode, in an area")) == (15, 12)
    assert any("3 pupils at 2 postcodes are in no area" in line for line in report.doubtful)
    with (tmp_path / "pack" / "pupils_by_area.csv").open(encoding="utf-8", newline="") as stream:
        rows = [tuple(row.values()) for row in csv.DictReader(stream)]
    assert rows == [("E01000001", "primary", "asd", "10"), ("E01000002", "secondary", "semh", "2")]


def test_an_area_stands_where_its_pupils_live_if_enough_postcodes_have_some(tmp_path: Path) -> None:
    """The first area has six with pupils, the heaviest in the east; the second has one and keeps the mean of all."""
    build_pack(tmp_path / "pack", **with_pupils(tmp_path))
    first, second, *_ = read_pack(tmp_path / "pack").areas
    assert (first.easting, first.northing) == (WEST + 100 + 45, SOUTH + 500)
    assert (second.easting, second.northing) == (WEST + SIDE + 100 + 35, SOUTH + 500)


def test_no_postcode_of_a_pupil_is_written_anywhere(tmp_path: Path) -> None:
    """All of them begin with YZ; no file of the pack and no line of the report has that."""
    report = build_pack(tmp_path / "pack", **with_pupils(tmp_path))
    for path in (tmp_path / "pack").iterdir():
        assert "YZ" not in path.read_text(encoding="utf-8"), path.name
    assert "YZ" not in str(report)


def test_pupils_without_a_directory_are_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="--postcodes"):
        build_pack(tmp_path / "pack", **with_pupils(tmp_path) | {"postcodes": ()})


@pytest.mark.real_files
def test_real_postcodes_put_warwickshires_areas_near_the_published_means(tmp_path: Path) -> None:
    """Against the points file, which is the mean of the same postcodes: the median area is within 10 metres."""
    files = [real("postcodes", "onspd_2026_postcodes_warwickshire.csv.gz")]
    for name, changes in (("file", {}), ("codes", {"points": None, "postcodes": files})):
        build_pack(tmp_path / name, **warwickshire(**changes))
    pairs = zip(read_pack(tmp_path / "file").areas, read_pack(tmp_path / "codes").areas, strict=True)
    apart = sorted(max(abs(a.easting - b.easting), abs(a.northing - b.northing)) for a, b in pairs)
    assert apart[len(apart) // 2] <= 10
