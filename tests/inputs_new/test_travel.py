"""`new --travel`: the council's own travel times, as a table of pairs or as a matrix."""

from __future__ import annotations

import csv
from dataclasses import replace
from pathlib import Path

import pytest

from planner.errors import InputError
from planner.inputs.new import build_pack
from planner.inputs.new.report import Notes
from planner.inputs.new.travel import read_travel
from planner.inputs.pack import Pack, read_pack
from planner.inputs.travel_rows import TravelRow
from tests.inputs_new.official_files import small_council, write_lines
from tests.small_pack import write_small_pack

ROOT = Path(__file__).resolve().parents[2]
DEVON = ROOT.parent / "shared" / "data" / "travel" / "devon_clinic_car_travel_time.csv"


@pytest.fixture
def pack(tmp_path: Path) -> Pack:
    write_small_pack(tmp_path)
    return read_pack(tmp_path / "pack")


def read(pack: Pack, tmp_path: Path, text: str) -> tuple[tuple[TravelRow, ...], Notes]:
    path, notes = tmp_path / "times.csv", Notes()
    path.write_text(text, encoding="utf-8")
    return read_travel(path, pack.areas, pack.schools, notes), notes


def pairs(rows: tuple[TravelRow, ...]) -> dict[tuple[str, str], float | None]:
    return {(row.area_code, row.urn): row.minutes for row in rows}


def test_no_file_no_rows(pack: Pack) -> None:
    assert read_travel(None, pack.areas, pack.schools, Notes()) == ()


def test_a_matrix_and_a_table_of_pairs_say_the_same(pack: Pack, tmp_path: Path) -> None:
    """Rows and columns in any order; a blank cell is unknown; the file is the source where it names none."""
    wide, _ = read(pack, tmp_path, "sector,900006,900001\nA02,,12.5\nA01,21,9\n")
    long, _ = read(
        pack,
        tmp_path,
        "mode,minutes,urn,area_code\ncar,9,900001,A01\ncar,21,900006,A01\ncar,12.5,900001,A02\ncar,,900006,A02\n",
    )
    assert pairs(wide) == pairs(long)
    assert pairs(wide)["A02", "900006"] is None
    assert [(row.area_code, row.urn) for row in wide] == sorted(pairs(wide))
    assert {row.source for row in wide} == {"times.csv"}
    assert {row.mode for row in long} == {"car"}


def test_areas_and_schools_of_others_are_left_out_and_told(pack: Pack, tmp_path: Path) -> None:
    rows, notes = read(pack, tmp_path, "area,900001,123456\nA01,9,x\nE01000001,5,5\n")
    assert pairs(rows) == {("A01", "900001"): 9.0}
    assert notes.doubts() == (
        "times.csv: 1 areas that the pack does not have are left out (E01000001)",
        "times.csv: 1 schools that the pack does not have are left out (123456)",
    )
    assert len(notes.faults) == 0


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("area,900001\nA01,-3\n", "times.csv, URN 900001, row 2, column minutes: found -3"),
        ("area,900001\nA01,9\nA01,8\n", "row 3, column area_code: found A01, 900001 again"),
        ("area,900001,900001\nA01,9,8\n", "column '900001' 2 times"),
        ("area,900001\nA01,inf\n", "found 'inf', which is not a number"),
        ("area,900001\nA08,0.2\n", "found 0.2 minutes for 13.9 km of straight line"),
        ("area,clinic_1\nPS158,33.17\n", "no row whose area and school are both the pack's"),
        ("area_code,urn\nA01,900001\n", "no column 'minutes'"),
        ("area_code,urn,minutes\n", "no row whose area and school are both the pack's"),
        ("A01\n", "expected the columns area_code, urn, minutes, or area codes and a column for each URN"),
        ("", "found an empty file"),
    ],
)
def test_bad_files_are_refused(pack: Pack, tmp_path: Path, text: str, words: str) -> None:
    _, notes = read(pack, tmp_path, text)
    assert words in "\n".join(map(str, notes.faults.found))


def test_a_real_matrix_is_read_whole(pack: Pack) -> None:
    """Devon's sectors by clinics (car minutes), with the pack's points put on one spot so that no speed is judged."""
    if not DEVON.is_file():
        pytest.skip(f"{DEVON.name} is not beside the project")
    with DEVON.open(encoding="utf-8") as stream:
        table = list(csv.reader(stream))
    area, school = pack.areas[0], pack.schools[0]
    areas = [replace(area, code=row[0]) for row in table[1:]]
    schools = [replace(school, urn=urn, easting=area.easting, northing=area.northing) for urn in table[0][1:]]
    notes = Notes()
    rows = read_travel(DEVON, areas, schools, notes)
    assert len(notes.faults) == 0
    assert len(rows) == len(areas) * len(schools)
    assert pairs(rows)["PS158", "clinic_2"] == 40.15


def test_a_new_pack_holds_the_times_and_its_first_scenario_is_in_minutes(tmp_path: Path) -> None:
    """All areas are 41 minutes from all schools, but those of the first area, which are blank."""
    build_pack(tmp_path / "first", **small_council(tmp_path))
    plain = read_pack(tmp_path / "first")
    urns = [school.urn for school in plain.schools]
    codes = [area.code for area in plain.areas]
    cells = {code: ["" if code == codes[0] else "41"] * len(urns) for code in codes}
    lines = [",".join(["code", *urns]), *(",".join([code, *cells[code]]) for code in reversed(codes))]
    times = write_lines(tmp_path / "times.csv", lines)
    report = build_pack(tmp_path / "pack", **small_council(tmp_path, travel=times))
    known = (len(codes) - 1) * len(urns)
    assert report.count(f"pairs of area and school with minutes (times.csv), of {len(codes) * len(urns)}") == known
    assert any("Travel is reckoned in the minutes of times.csv" in line for line in report.assumed)
    pack = read_pack(tmp_path / "pack")
    assert sum(row.minutes is not None for row in pack.travel) == known
    scenario = (tmp_path / "pack" / "scenario.toml").read_text(encoding="utf-8")
    assert "primary_minutes = 45" in scenario
    assert "_metres" not in scenario


def test_a_bad_matrix_stops_the_pack(tmp_path: Path) -> None:
    times = write_lines(tmp_path / "times.csv", ["code,100001", "E01000001,-4"])
    with pytest.raises(InputError, match="URN 100001, row 2, column minutes: found -4"):
        build_pack(tmp_path / "pack", **small_council(tmp_path, travel=times))
    assert not (tmp_path / "pack").exists()
