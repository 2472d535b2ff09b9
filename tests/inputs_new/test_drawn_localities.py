"""Localities drawn as polygons: an area belongs to the one that holds its point; overlaps and gaps are told by name."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import geopandas as gpd
import pytest
from shapely.geometry import Polygon, box

from planner.errors import InputError
from planner.inputs.new import build_pack
from planner.inputs.new.report import PackReport
from planner.inputs.pack import read_pack
from tests.inputs_new.official_files import CODES, SIDE, SOUTH, WEST, real, small_council, warwickshire


def strip(start: float, end: float) -> Polygon:
    """Rectangle from so many areas east of the first to so many."""
    return box(WEST + start * SIDE, SOUTH, WEST + end * SIDE, SOUTH + SIDE)


def drawn(folder: Path, shapes: Mapping[str | None, Any], column: str = "locality") -> Path:
    path = folder / "localities.geojson"
    frame = gpd.GeoDataFrame({column: list(shapes)}, geometry=list(shapes.values()), crs=27700)
    frame.to_crs(4326).to_file(path)
    return path


def built(folder: Path, shapes: Mapping[str | None, Any]) -> tuple[dict[str, str], PackReport]:
    report = build_pack(folder / "pack", **small_council(folder, localities=drawn(folder, shapes)))
    return {area.code: area.locality for area in read_pack(folder / "pack").areas}, report


def test_an_area_belongs_to_the_locality_that_holds_its_point(tmp_path: Path) -> None:
    """The border runs through the second area, east of its point."""
    of_area, report = built(tmp_path, {"Ash": strip(0, 1.6), "Beech": strip(1.6, 2), "Cedar": strip(2, 4)})
    assert of_area == dict(zip(CODES, ("Ash", "Ash", "Cedar", "Cedar"), strict=True))
    assert any("without an area, left out: Beech" in line for line in report.doubtful)


def test_an_area_in_two_localities_or_none_is_a_fault_by_name(tmp_path: Path) -> None:
    shapes = {"Ash": strip(0, 2), "Beech": strip(1, 3)}
    with pytest.raises(InputError) as caught:
        built(tmp_path, shapes)
    words = str(caught.value)
    assert f"area {CODES[1]}: found its point in Ash and Beech" in words
    assert f"1 areas whose point lies in no locality: {CODES[3]} (nearest: Beech)" in words
    assert not (tmp_path / "pack").exists()


def test_overlaps_and_gaps_that_hold_no_point_are_doubts(tmp_path: Path) -> None:
    _, report = built(tmp_path, {"Ash": strip(0, 2.2), "Beech": strip(2, 3.9)})
    assert any("localities Ash and Beech overlap on 0.80 km2" in line for line in report.doubtful)
    assert any("0.40 km2 of the council lie in no drawn locality" in line for line in report.doubtful)


def test_a_locality_in_parts_is_one_and_a_crossed_outline_is_mended(tmp_path: Path) -> None:
    """Two features of one name; a bow tie is mended and told."""
    frame = gpd.GeoDataFrame(
        {"NAME": ["Ash", "Beech", "Ash"]}, geometry=[strip(0, 1), strip(1, 3), strip(3, 4)], crs=27700
    )
    path = tmp_path / "drawn.gpkg"
    frame.to_file(path, driver="GPKG")
    build_pack(tmp_path / "one", **small_council(tmp_path, localities=path, locality_column="Name"))
    assert {area.locality.partition(" (")[0] for area in read_pack(tmp_path / "one").areas} == {"Ash", "Beech"}
    west, east = WEST, WEST + 4 * SIDE
    corners = [(west, SOUTH), (east, SOUTH + SIDE), (east, SOUTH), (west, SOUTH + SIDE)]
    shapes: dict[str | None, Any] = {"Ash": Polygon(corners), "Beech": strip(1.2, 2.8)}
    with pytest.raises(InputError, match=r"Ash and Beech|no locality"):
        built(tmp_path, shapes)


@pytest.mark.parametrize(
    ("shapes", "column", "words"),
    [
        ({"Ash": strip(0, 4)}, "area", "properties area"),
        ({None: strip(0, 4)}, "locality", "feature 1, property locality: found no name"),
        ({"  ": strip(0, 4)}, "locality", "found no name"),
        ({"Ash": None, "Beech": strip(0, 4)}, "locality", "locality Ash: found no sound polygon"),
        ({"Ash": box(0, 0, 10, 10)}, "locality", "places in England"),
    ],
)
def test_what_is_no_locality_is_refused(
    tmp_path: Path, shapes: Mapping[str | None, Any], column: str, words: str
) -> None:
    with pytest.raises(InputError, match=words):
        build_pack(tmp_path / "pack", **small_council(tmp_path, localities=drawn(tmp_path, shapes, column)))


@pytest.mark.real_files
def test_districts_as_drawn_localities_are_those_of_the_codes_but_at_coarse_borders(tmp_path: Path) -> None:
    """The five districts, dissolved from the same areas, give each area its own; the sums are the council's."""
    path = real("boundaries", "lad_warwickshire_dissolved_from_lsoa2021.geojson")
    report = build_pack(tmp_path / "pack", **warwickshire(localities=path, locality_column="ltla24_name", points=None))
    assert report.count("localities") == 5
    pack = read_pack(tmp_path / "pack")
    assert all(locality.name == locality.district for locality in pack.localities)
    by_locality = {locality.name: 0.0 for locality in pack.localities}
    for area in pack.areas:
        by_locality[area.locality] += area.persons_junior
    assert sum(by_locality.values()) == pytest.approx(report.count("residents, junior"), abs=0.01)
