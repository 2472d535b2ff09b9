"""Another council's pack from the national files, by one command and no change of code; England in time and memory."""

from __future__ import annotations

import csv
import gzip
import os
import subprocess
import sys
from pathlib import Path

import pytest

from planner.inputs.pack import Pack, read_pack
from tests.cli.running import rp
from tests.inputs_new.official_files import real
from tests.shape.tree import ROOT

DISTRICTS = [f"E0700{number:04}" for number in range(129, 136)]
MOST_SECONDS = 20
MOST_BYTES = 2 << 30
READ_ENGLAND = """
import resource, sys, time
from pathlib import Path
from planner.inputs.new.geography import GeographyFiles, read_geography
from planner.inputs.new.report import Notes
start = time.process_time()
boundaries, population, imd, *lookups = map(Path, sys.argv[1:])
notes = Notes()
files = GeographyFiles(
    boundaries=boundaries, population=population, imd=imd, lookups=tuple(lookups), points=None, postcodes=(),
    pupils=None, localities=None, locality_column="locality", district_codes=(),
)
found = read_geography(files, notes)
notes.faults.raise_if_any()
kibibytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
print(len(found.areas), time.process_time() - start, kibibytes * 1024)
"""


def national() -> dict[str, Path | list[Path]]:
    lookups = ("lookup_lsoa11_lsoa21_lad22_england.csv.gz", "lookup_lsoa21_ward24_lad24_england.csv.gz")
    return {
        "boundaries": real("national", "lsoa2021_england_generalised.geojson.gz"),
        "gias": real("national", "schools_england_open_2025-05-24_joined.csv.gz"),
        "population": real("population", "ons_mid2020_lsoa2011_age0-25_england.csv.gz"),
        "caseload": real("sen", "sen2_2025_caseload_england.csv.gz"),
        "needs": real("sen", "sen2_2025_sen_needs_all_plans_england.csv.gz"),
        "imd": real("imd", "imd2025_lsoa2021_england.csv.gz"),
        "lookup-lsoa": [real("national", name) for name in lookups],
        "lookup-districts": real("national", "lookup_lad23_utla23.csv"),
    }


@pytest.fixture(scope="module")
def leicestershire(tmp_path_factory: pytest.TempPathFactory) -> tuple[Pack, str]:
    """The pack of DfE's council 855, and what the command printed."""
    folder = tmp_path_factory.mktemp("leicestershire") / "pack"
    options = [text for name, given in national().items() for path in _each(given) for text in (f"--{name}", path)]
    about = ("--council", "Leicestershire", "--la-code", "855", "--built-on", "2025-06-30")
    result = rp("new", folder, *about, *options)
    assert result.exit_code == 0, result.stderr
    return read_pack(folder), result.stdout


def _each(given: Path | list[Path]) -> list[Path]:
    return given if isinstance(given, list) else [given]


@pytest.mark.real_files
@pytest.mark.slow
def test_the_pack_is_that_council_and_no_other(leicestershire: tuple[Pack, str]) -> None:
    """Seven districts and 408 areas, found from the council's code; 274 schools; 7,196 plans in January 2025."""
    pack, printed = leicestershire
    assert sorted(locality.district_code for locality in pack.localities) == DISTRICTS
    assert (len(pack.areas), len(pack.schools)) == (408, 274)
    assert (
        sum(row.plans_pupils for row in pack.caseload if (row.census_year, row.primary_need) == (2025, "all")) == 7_196
    )
    assert all(area.imd_score is not None for area in pack.areas)
    assert "districts of LA 855 by lookup_lad23_utla23.csv" in printed


@pytest.mark.real_files
@pytest.mark.slow
def test_its_children_are_those_of_its_districts(leicestershire: tuple[Pack, str]) -> None:
    """Children by the 2021 areas of the pack are the published ones of its 2011 areas, to the pupil."""
    pack, _ = leicestershire
    lookup = national()["lookup-lsoa"]
    population = national()["population"]
    assert isinstance(lookup, list)
    assert isinstance(population, Path)
    ours = {row["lsoa11_code"] for row in _rows(lookup[0]) if row["ltla22_code"] in DISTRICTS}
    published = sum(
        int(row[str(age)]) for row in _rows(population) if row["lsoa11_code"] in ours for age in range(3, 16)
    )
    groups = ("persons_nursery", "persons_infant", "persons_junior", "persons_secondary")
    built = sum(getattr(area, group) for area in pack.areas for group in groups)
    assert built == pytest.approx(published, abs=0.05)


def _rows(path: Path) -> list[dict[str, str]]:
    with gzip.open(path, "rt", encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


@pytest.mark.real_files
@pytest.mark.slow
def test_its_starter_scenario_gives_a_plan(leicestershire: tuple[Pack, str], tmp_path: Path) -> None:
    """Within half a minute: places commissioned, all goals counted, a map."""
    scenario = leicestershire[0].folder / "scenario.toml"
    result = rp("solve", scenario, "--out", tmp_path / "out", "--time-limit", "30")
    assert result.exit_code == 0, result.stderr
    with (tmp_path / "out" / "plan.csv").open(encoding="utf-8", newline="") as stream:
        assert any(int(row["new_places"]) > 0 for row in csv.DictReader(stream))
    assert (tmp_path / "out" / "map.svg").stat().st_size > 10_000


@pytest.mark.real_files
@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="Windows does not tell the memory of a child so")
def test_england_is_read_in_twenty_seconds_and_two_gibibytes() -> None:
    """All 33,755 areas with residents, deprivation and districts, by the seconds of the processor."""
    files = national()
    lookups = files["lookup-lsoa"]
    assert isinstance(lookups, list)
    paths = [files["boundaries"], files["population"], files["imd"], *lookups]
    command = [sys.executable, "-c", READ_ENGLAND, *map(str, paths)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment)
    assert done.returncode == 0, done.stderr
    areas, seconds, size = done.stdout.split()
    assert int(areas) == 33_755
    assert float(seconds) < MOST_SECONDS
    assert int(size) < MOST_BYTES
