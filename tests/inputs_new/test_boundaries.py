"""Boundaries without a coordinate system, outside England or with gaps are refused; simplified ones still meet."""

from __future__ import annotations

import json
from pathlib import Path

import geopandas as gpd
import pytest
import shapely
from shapely.geometry import box

from planner.inputs.new.boundaries import Boundaries, read_boundaries, simplified_geojson
from planner.inputs.new.report import Notes
from tests.inputs_new.official_files import CODES, faults_of, real, small_frame


def read(path: Path, districts: tuple[str, ...] = ()) -> tuple[Boundaries | None, str]:
    notes = Notes()
    found = read_boundaries(path, (), districts, notes)
    return found, faults_of(notes)


def saved(frame: gpd.GeoDataFrame, path: Path) -> Path:
    frame.to_file(path, driver="GPKG" if path.suffix == ".gpkg" else "GeoJSON")
    return path


@pytest.mark.filterwarnings("ignore:'crs' was not provided")
def test_geopackage_without_coordinate_system_is_refused(tmp_path: Path) -> None:
    """No coordinate system, no guess."""
    frame = small_frame().set_crs(None, allow_override=True)
    found, faults = read(saved(frame, tmp_path / "areas.gpkg"))
    assert found is None
    assert "no coordinate system" in faults


def test_grid_metres_in_a_geojson_without_crs_are_refused(tmp_path: Path) -> None:
    """Metres read as degrees lie outside England, and the numbers are shown."""
    path = tmp_path / "areas.geojson"
    path.write_text(small_frame().set_crs(None, allow_override=True).to_json(), encoding="utf-8")
    found, faults = read(path)
    assert found is None
    assert "433000, 270000" in faults
    assert "places in England" in faults


def test_swapped_axes_are_named(tmp_path: Path) -> None:
    """Latitude before longitude is told as what it is."""
    degrees = small_frame().to_crs(4326)
    swapped = degrees.set_geometry(shapely.transform(degrees.geometry.array, lambda xy: xy[:, ::-1]), crs=4326)
    assert "swapped" in read(saved(swapped, tmp_path / "areas.geojson"))[1]


def test_columns_in_lower_case_are_found(tmp_path: Path) -> None:
    """lsoa11cd in lower case makes a 2011 vintage."""
    frame = small_frame().rename(columns={"LSOA21CD": "lsoa11cd", "LSOA21NM": "lsoa11nm", "LAD24CD": "lad15cd"})
    found, faults = read(saved(frame, tmp_path / "areas.geojson"))
    assert not faults
    assert found is not None
    assert (found.vintage, found.codes, found.areas[0].district_code) == ("lsoa11", CODES, "E07000901")


def test_code_twice_and_wrong_code_are_faults(tmp_path: Path) -> None:
    """A code that comes twice and one that is no LSOA are both told."""
    frame = small_frame()
    frame["LSOA21CD"] = [CODES[0], CODES[0], "W01000001", CODES[3]]
    faults = read(saved(frame, tmp_path / "areas.gpkg"))[1]
    assert f"{CODES[0]} twice" in faults
    assert "'W01000001'" in faults


def test_overlapping_areas_are_refused_by_code(tmp_path: Path) -> None:
    """Areas that overlap are no coverage; the fault names them."""
    frame = small_frame()
    frame.loc[0, "geometry"] = box(430_000, 270_000, 432_500, 272_000)
    notes = Notes()
    found = read_boundaries(saved(frame, tmp_path / "areas.gpkg"), (), (), notes)
    assert found is not None
    simplified_geojson(found, 30, notes)
    assert CODES[0] in faults_of(notes)


def test_other_endings_are_refused(tmp_path: Path) -> None:
    """A TopoJSON is refused with the formats that are read."""
    (tmp_path / "areas.topojson").write_text("{}", encoding="utf-8")
    assert ".geojson or .gpkg file, a shapefile" in read(tmp_path / "areas.topojson")[1]


@pytest.mark.real_files
@pytest.mark.parametrize("name", ["lsoa2021_warwickshire.geojson", "lsoa2011_warwickshire.geojson"])
def test_simplified_areas_are_a_valid_coverage_close_to_the_original(name: str) -> None:
    """After simplification and rounding no border opens, and the county keeps its area within 0.1 %."""
    notes = Notes()
    found = read_boundaries(real("boundaries", name), (), (), notes)
    assert found is not None
    features = json.loads(simplified_geojson(found, 50, notes))["features"]
    assert not faults_of(notes)
    assert [feature["properties"] for feature in features] == [{"area_code": code} for code in found.codes]
    polygons = gpd.GeoSeries([shapely.geometry.shape(feature["geometry"]) for feature in features], crs=4326)
    assert shapely.coverage_is_valid(polygons.array)
    whole = sum(area.outline.area for area in found.areas)
    assert polygons.to_crs(27700).area.sum() == pytest.approx(whole, rel=0.001)


def test_district_codes_limit_a_wider_file(tmp_path: Path) -> None:
    """Only areas of the named districts are kept; unknown codes are a fault."""
    path = saved(small_frame(), tmp_path / "areas.gpkg")
    found, _ = read(path, ("E07000902",))
    assert found is not None
    assert found.codes == CODES[2:]
    assert "no area of the districts named" in read(path, ("E07999999",))[1]
