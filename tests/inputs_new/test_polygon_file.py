"""Polygon files of every kind and every defect: read right, or refused in words, never a crash and never a guess."""

from __future__ import annotations

import gzip
import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import shapely

from planner.errors import Faults
from planner.inputs import compressed
from planner.inputs.boundaries import read_boundaries as read_pack_boundaries
from planner.inputs.new.boundaries import Boundaries, read_boundaries, simplified_geojson
from planner.inputs.new.report import Notes
from tests.inputs_new.official_files import CODES, faults_of, real, small_frame

SQUARE = [[-1.5, 52.3], [-1.4, 52.3], [-1.4, 52.4], [-1.5, 52.4], [-1.5, 52.3]]


def read(path: Path) -> tuple[Boundaries | None, str, tuple[str, ...]]:
    notes = Notes()
    found = read_boundaries(path, (), (), notes)
    return found, faults_of(notes), notes.report("").doubtful


def geojson(path: Path, rings: Any, code: Any = CODES[0], **members: Any) -> Path:  # noqa: ANN401 - defects of any kind
    feature = {
        "type": "Feature",
        "properties": {"LSOA21CD": code},
        "geometry": {"type": "Polygon", "coordinates": rings},
    }
    path.write_text(json.dumps({"type": "FeatureCollection", **members, "features": [feature]}), encoding="utf-8")
    return path


def shapefile(folder: Path) -> Path:
    path = folder / "areas.shp"
    small_frame().to_file(path)
    return path


def shapefile_in_zip(folder: Path) -> Path:
    shapefile(folder)
    path = folder / "areas.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for part in folder.glob("areas.???"):
            if part != path:
                archive.write(part, f"Boundaries/{part.name}")
    return path


def geopackage_in_zip(folder: Path) -> Path:
    small_frame().to_file(folder / "areas.gpkg", driver="GPKG")
    path = folder / "packed.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.write(folder / "areas.gpkg", "areas.gpkg")
    return path


def geojson_in_gzip(folder: Path) -> Path:
    path = folder / "areas.geojson.gz"
    path.write_bytes(gzip.compress(small_frame().to_crs(4326).to_json().encode()))
    return path


@pytest.mark.parametrize("write", [shapefile, shapefile_in_zip, geopackage_in_zip, geojson_in_gzip])
def test_every_kind_of_file_gives_the_same_areas(tmp_path: Path, write: Callable[[Path], Path]) -> None:
    found, faults, _ = read(write(tmp_path))
    assert not faults
    assert found is not None
    assert (found.vintage, found.codes) == ("lsoa21", CODES)
    assert [round(area.outline.area) for area in found.areas] == [pytest.approx(4_000_000, abs=500)] * 4


def test_a_shapefile_without_its_prj_is_refused(tmp_path: Path) -> None:
    """The coordinate system is in a file beside it, which gets lost by mail."""
    path = shapefile(tmp_path)
    path.with_suffix(".prj").unlink()
    assert "no coordinate system" in read(path)[1]


def test_an_archive_that_unpacks_to_too_much_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compressed, "MOST_UNPACKED_BYTES", 500)
    for write in (shapefile_in_zip, geojson_in_gzip):
        assert "when it is unpacked" in read(write(tmp_path))[1]


def test_archives_without_one_polygon_file_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "areas.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("readme.txt", "none")
    assert "polygon files: none" in read(path)[1]
    path.write_bytes(path.read_bytes()[:20])
    assert "broken or locked zip" in read(path)[1]


def test_a_geopackage_of_two_layers_is_refused_by_their_names(tmp_path: Path) -> None:
    path = tmp_path / "areas.gpkg"
    for layer in ("lsoa", "msoa"):
        small_frame().to_file(path, layer=layer, driver="GPKG")
    assert "the layers lsoa, msoa" in read(path)[1]


@pytest.mark.parametrize(
    ("rings", "words"),
    [
        ([[[float("nan"), 52.3], *SQUARE[1:]]], "no feature with a polygon"),
        ([[[1e308, 52.3], [1.4, 52], [1e308, 1e308], [1e308, 52.3]]], "no feature with a polygon"),
        ([[[-1.5, 52.3]]], "no feature with a polygon"),
        ([SQUARE[:-1]], "no feature with a polygon"),
        ([[]], "no feature with a polygon"),
        ([[["a", "b"]] * 4], "no feature with a polygon"),
        ([[[-1.5, 52.3], [-1.4, 52.3], [-1.5, 52.3], [-1.5, 52.3]]], "without any area"),
    ],
    ids=["nan", "1e308", "one point", "open ring", "empty ring", "text", "a line there and back"],
)
def test_absurd_outlines_are_refused(tmp_path: Path, rings: Any, words: str) -> None:  # noqa: ANN401
    assert words in read(geojson(tmp_path / "areas.geojson", rings))[1]


def test_one_absurd_outline_among_sound_ones_is_named(tmp_path: Path) -> None:
    frame = small_frame()
    frame.loc[1, "geometry"] = None
    frame.loc[2, "geometry"] = shapely.Point(430_000, 270_000)
    path = tmp_path / "areas.gpkg"
    frame.to_file(path, driver="GPKG")
    faults = read(path)[1]
    assert f"area {CODES[1]}: found no sound polygon" in faults
    assert f"area {CODES[2]}: found no sound polygon" in faults
    sound = small_frame()
    sound.loc[3, "geometry"] = shapely.box(430_000, 1_270_000, 432_000, 1_272_000)
    sound.to_file(tmp_path / "stray.gpkg", driver="GPKG")
    assert f"area {CODES[3]}: found a polygon outside England" in read(tmp_path / "stray.gpkg")[1]


@pytest.mark.parametrize(
    ("code", "words"), [(None, "a blank code"), ("", "a blank code"), (12.5, "'12.5'"), ("E0100001", "'E0100001'")]
)
def test_codes_that_are_none_are_faults(tmp_path: Path, code: Any, words: str) -> None:  # noqa: ANN401
    assert words in read(geojson(tmp_path / "areas.geojson", [SQUARE], code))[1]


@pytest.mark.parametrize(
    "crs",
    [
        None,
        {"type": "name", "properties": {"name": "urn:ogc:def:crs:OGC:1.3:CRS84"}},
        {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::4326"}},
    ],
    ids=["none", "CRS84", "EPSG:4326"],
)
def test_longitude_and_latitude_by_any_of_its_names(tmp_path: Path, crs: Any) -> None:  # noqa: ANN401
    members = {} if crs is None else {"crs": crs}
    found, faults, _ = read(geojson(tmp_path / "areas.geojson", [SQUARE], **members))
    assert not faults
    assert found is not None
    easting, northing = found.areas[0].outline.centroid.coords[0]
    assert (easting, northing) == (pytest.approx(437_500, abs=1_000), pytest.approx(272_000, abs=3_000))


@pytest.mark.parametrize(("name", "words"), [("EPSG:27700", "coordinates about -1.5"), ("EPSG:2154", "EPSG:2154")])
def test_degrees_under_the_name_of_another_system_are_refused(tmp_path: Path, name: str, words: str) -> None:
    crs = {"type": "name", "properties": {"name": name}}
    faults = read(geojson(tmp_path / "areas.geojson", [SQUARE], crs=crs))[1]
    assert words in faults
    assert "places in England" in faults


def test_heights_are_dropped(tmp_path: Path) -> None:
    found, faults, _ = read(geojson(tmp_path / "areas.geojson", [[[*point, 12.5] for point in SQUARE]]))
    assert not faults
    assert found is not None
    assert not found.areas[0].outline.has_z


@pytest.mark.parametrize("content", ["", "{", "hello", "[]", '{"type":"FeatureCollection"}', "[" * 9_999, "\0" * 99])
def test_what_is_no_geojson_is_refused(tmp_path: Path, content: str) -> None:
    path = tmp_path / "areas.geojson"
    path.write_text(content, encoding="utf-8")
    assert "unreadable file" in read(path)[1]
    faults = Faults()
    assert read_pack_boundaries(path, faults) is None
    assert len(faults) == 1


def test_an_outline_that_crosses_itself_is_mended_and_told(tmp_path: Path) -> None:
    bow_tie = [[-1.5, 52.3], [-1.4, 52.4], [-1.4, 52.3], [-1.5, 52.4], [-1.5, 52.3]]
    found, faults, doubtful = read(geojson(tmp_path / "areas.geojson", [bow_tie]))
    assert not faults
    assert found is not None
    assert found.areas[0].outline.is_valid
    assert any(f"area {CODES[0]}: its outline crosses itself" in line for line in doubtful)


def test_slivers_between_areas_are_closed_and_told(tmp_path: Path) -> None:
    """Coarse outlines overlap by some square metres after rounding: that is mended, a real overlap is not."""
    frame = small_frame()
    frame.loc[0, "geometry"] = shapely.Polygon(
        [(430_000, 270_000), (432_000, 270_000), (432_002, 271_000), (432_000, 272_000), (430_000, 272_000)]
    )
    path = tmp_path / "areas.gpkg"
    frame.to_file(path, driver="GPKG")
    notes = Notes()
    found = read_boundaries(path, (), (), notes)
    assert found is not None
    features = json.loads(simplified_geojson(found, 0, notes))["features"]
    assert len(features) == len(CODES)
    assert any("slivers of at most" in line and CODES[0] in line for line in notes.report("").doubtful)


@pytest.mark.real_files
def test_the_invalid_district_of_the_national_file_is_mended(tmp_path: Path) -> None:
    """North Somerset is invalid after rounding; it keeps its area, and every other district is untouched."""
    found, faults, doubtful = read(real("national", "lad2024_england.geojson.gz"))
    assert not faults
    assert found is not None
    assert (found.vintage, len(found.areas)) == ("lad24", 296)
    mended = next(area for area in found.areas if area.code == "E06000024")
    assert mended.outline.is_valid
    assert mended.outline.area == pytest.approx(375e6, rel=0.1)
    assert any("E06000024" in line for line in doubtful)


@pytest.mark.real_files
def test_a_topojson_is_refused_by_its_ending_and_by_its_content(tmp_path: Path) -> None:
    """Its coordinate system is told nowhere, so none is guessed."""
    path = real("boundaries", "lsoa2011_E07000220_rugby_martinjc.topojson")
    assert "'.topojson'" in read(path)[1]
    renamed = tmp_path / "areas.json"
    renamed.write_bytes(path.read_bytes())
    assert "no coordinate system" in read(renamed)[1]


@pytest.mark.real_files
@pytest.mark.parametrize(
    ("name", "vintage", "areas"),
    [
        ("msoa2021_warwickshire.geojson", "msoa21", 67),
        ("msoa2011_warwickshire.geojson", "msoa11", 66),
        ("ward2025_warwickshire.geojson", "ward25", 108),
        ("ward2015_warwickshire_supergeneralised.geojson", "ward15", 108),
        ("lad2024_warwickshire.geojson", "lad24", 5),
        ("lsoa2011_E07000220_rugby_martinjc.geojson", "lsoa11", 61),
    ],
)
def test_each_geography_is_known_by_its_columns(name: str, vintage: str, areas: int) -> None:
    found, faults, _ = read(real("boundaries", name))
    assert not faults
    assert found is not None
    assert (found.vintage, len(found.areas)) == (vintage, areas)
    assert all(area.name for area in found.areas)


@pytest.mark.real_files
def test_counties_are_no_areas() -> None:
    assert "a code column such as LSOA21CD" in read(real("boundaries", "county2021_warwickshire.geojson"))[1]


def test_a_wrong_named_grid_file_is_refused_by_the_pack_reader_too(tmp_path: Path) -> None:
    """Metres under the name of degrees."""
    frame = small_frame().rename(columns={"LSOA21CD": "area_code"})[["area_code", "geometry"]]
    path = tmp_path / "areas.geojson"
    frame.set_crs(4326, allow_override=True).to_file(path)
    faults = Faults()
    assert read_pack_boundaries(path, faults) is None
    assert len(faults) == 1
