"""Claims about boundary files."""

from __future__ import annotations

import json
from pathlib import Path

import geopandas as gpd
import pytest
from shapely.geometry import Point, Polygon

from planner.errors import Faults, InputError
from planner.inputs.boundaries import Outline, boundaries_path, read_boundaries
from planner.inputs.pack import read_pack
from tests.inputs.editing import only_fault

SQUARE = Polygon([(400_000, 250_000), (404_000, 250_000), (404_000, 254_000), (400_000, 254_000)])


def fault_of(path: Path) -> str:
    def action() -> None:
        faults = Faults()
        read_boundaries(path, faults)
        faults.raise_if_any()

    return only_fault(action)


def frame(shape: object, crs: str | None) -> gpd.GeoDataFrame:
    return gpd.GeoDataFrame({"area_code": ["A01"]}, geometry=[shape], crs=crs)


def test_geojson_without_crs_is_longitude_and_latitude(pack_folder: Path) -> None:
    read = read_boundaries(pack_folder / "areas.geojson", Faults())
    assert read.crs == "EPSG:4326"
    assert list(read.area_code) == [f"A0{k}" for k in range(1, 9)]


def test_geojson_without_crs_in_metres_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "areas.geojson"
    ring = [list(point) for point in SQUARE.exterior.coords]
    feature = {
        "type": "Feature",
        "properties": {"area_code": "A01"},
        "geometry": {"type": "Polygon", "coordinates": [ring]},
    }
    path.write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}))
    message = fault_of(path)
    assert "coordinates such as 400000" in message
    assert "names its coordinate reference system" in message


@pytest.mark.filterwarnings("ignore:'crs' was not provided")
def test_geopackage_without_crs_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "areas.gpkg"
    frame(SQUARE, None).to_file(path)
    assert "found no coordinate reference system" in fault_of(path)


def test_geopackage_in_national_grid_is_turned_into_degrees(tmp_path: Path) -> None:
    path = tmp_path / "areas.gpkg"
    frame(SQUARE, "EPSG:27700").to_file(path)
    read = read_boundaries(path, Faults())
    assert read.crs == "EPSG:4326"
    assert -2.1 < read.total_bounds[0] < -1.9
    assert boundaries_path(tmp_path) == path


@pytest.mark.parametrize(
    ("shape", "words"),
    [
        (Polygon([(10, 50), (11, 50), (11, 51)]), "a polygon outside England"),
        (Polygon([(52, -1), (52.1, -1), (52.1, -1.1)]), "a polygon outside England"),
        (Point(-1.5, 52), "no polygon"),
        (Polygon([(-1.5, 52), (-1.4, 52.1), (-1.4, 52), (-1.5, 52.1)]), "a broken polygon"),
    ],
)
def test_shapes_that_cannot_be_areas_are_refused(tmp_path: Path, shape: object, words: str) -> None:
    path = tmp_path / "areas.geojson"
    frame(shape, "EPSG:4326").to_file(path)
    assert words in fault_of(path)
    assert "A01" in fault_of(path)


def test_a_file_that_is_no_geometry_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "areas.geojson"
    path.write_text("not json")
    assert "unreadable file" in fault_of(path)
    assert "no file" in fault_of(tmp_path / "areas.gpkg")


def test_two_polygons_of_one_code_are_refused(pack_folder: Path) -> None:
    path = pack_folder / "areas.geojson"
    collection = json.loads(path.read_text())
    collection["features"].append(collection["features"][0])
    path.write_text(json.dumps(collection))
    with pytest.raises(InputError, match=r"area A01: found several polygons"):
        read_pack(pack_folder)


def test_the_outline_has_a_margin() -> None:
    outline = Outline(frame(SQUARE, "EPSG:27700").to_crs("EPSG:4326"), 1_000)
    assert outline.holds(404_900, 252_000)
    assert not outline.holds(405_100, 252_000)


def test_a_feature_without_a_code_is_refused_by_its_number(tmp_path: Path) -> None:
    path = tmp_path / "areas.geojson"
    shapes = [SQUARE, SQUARE]
    gpd.GeoDataFrame({"area_code": ["A01", None]}, geometry=shapes, crs="EPSG:27700").to_file(path)
    assert "no area_code in 1 features (feature 2)" in fault_of(path)


def test_rings_that_are_none_are_refused_by_their_area(tmp_path: Path) -> None:
    path = tmp_path / "areas.geojson"
    for ring in ([[-1.5, 52.3]], [[-1.5, 52.3], [1e308, 52], [-1.4, 52], [-1.5, 52.3]]):
        geometry = {"type": "Polygon", "coordinates": [ring]}
        feature = {"type": "Feature", "properties": {"area_code": "A01"}, "geometry": geometry}
        path.write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}))
        assert "area A01: found no polygon" in fault_of(path)


def test_an_area_whose_point_is_far_from_its_polygon_is_refused(pack_folder: Path) -> None:
    """Two areas with each other's points would place pupils in the wrong half of the county."""
    path = pack_folder / "areas.csv"
    text = path.read_text(encoding="utf-8")
    first, last = (next(row for row in text.splitlines() if row.startswith(code)).split(",") for code in ("A01", "A08"))
    moved = text.replace(",".join(first), ",".join([*first[:3], *last[3:5], *first[5:]]))
    assert moved != text
    path.write_text(moved, encoding="utf-8")
    message = only_fault(lambda: read_pack(pack_folder))
    assert "areas.csv, area A01: found a point far from the area's polygon" in message
