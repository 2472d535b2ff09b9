"""Polygons are read once, refused with every fault, joined without gaps and written in degrees."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import shapely

from planner.errors import InputError
from planner.maps.boundaries import read_boundaries, school_positions, to_geojson
from tests.maps.small_case import AREAS_PER_LOCALITY, LOCALITIES, SQUARE_METRES, small_scenario, write_areas

Features = list[dict[str, Any]]


def spoiled(folder: Path, spoil: Callable[[Features], object]) -> str:
    """Read a spoiled copy of the polygons and return what the error says."""
    path = write_areas(folder)
    collection = json.loads(path.read_text(encoding="utf-8"))
    spoil(collection["features"])
    path.write_text(json.dumps(collection), encoding="utf-8")
    with pytest.raises(InputError) as error:
        read_boundaries(small_scenario(path))
    return str(error.value)


def swap(features: Features) -> None:
    for feature in features:
        ring = feature["geometry"]["coordinates"][0]
        feature["geometry"]["coordinates"][0] = [[north, east] for east, north in ring]


def to_metres(features: Features) -> None:
    for feature in features:
        feature["geometry"]["coordinates"][0] = [
            [420_000, 250_000],
            [424_000, 250_000],
            [424_000, 254_000],
            [420_000, 250_000],
        ]


def test_localities_and_districts_are_joined_from_their_areas(tmp_path: Path) -> None:
    boundaries = read_boundaries(small_scenario(write_areas(tmp_path)))
    assert [name for name, _ in boundaries.localities] == sorted(LOCALITIES)
    assert [name for name, _ in boundaries.districts] == ["North District", "South District"]
    locality_square_metres = AREAS_PER_LOCALITY * SQUARE_METRES**2
    for _, outline in boundaries.localities:
        assert shapely.area(outline) == pytest.approx(locality_square_metres, rel=0.001)


def test_neighbours_share_their_edges_after_thinning(tmp_path: Path) -> None:
    boundaries = read_boundaries(small_scenario(write_areas(tmp_path)))
    assert shapely.coverage_is_valid([outline for _, outline in boundaries.localities])


def test_outlines_are_written_in_degrees_with_nothing_but_their_place(tmp_path: Path) -> None:
    collection = to_geojson(read_boundaries(small_scenario(write_areas(tmp_path))).localities)
    assert [feature["properties"] for feature in collection["features"]] == [{"index": n} for n in range(6)]
    longitude, latitude = collection["features"][0]["geometry"]["coordinates"][0][0]
    assert -2 < longitude < -1
    assert 52 < latitude < 53


def test_every_missing_and_unknown_area_is_named(tmp_path: Path) -> None:
    def spoil(features: Features) -> None:
        features[0]["properties"]["area_code"] = "X99"
        features[5]["properties"]["area_code"] = "X98"

    said = spoiled(tmp_path, spoil)
    assert all(code in said for code in ("A00", "A11", "X99", "X98"))


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (swap, "outside England"),
        (to_metres, "outside England"),
        (lambda features: features[3].update(geometry=None), "area A03: found no polygon"),
        (lambda features: features[1].update(geometry=features[0]["geometry"]), "overlap"),
    ],
    ids=["longitude and latitude swapped", "metres for degrees", "no geometry", "overlap"],
)
def test_polygons_that_cannot_be_drawn_are_refused(
    tmp_path: Path, spoil: Callable[[Features], object], words: str
) -> None:
    assert words in spoiled(tmp_path, spoil)


@pytest.mark.parametrize(
    ("text", "words"), [("not json", "cannot be read"), ('{"type":"FeatureCollection","features":[]}', "area_code")]
)
def test_a_file_that_holds_no_polygons_is_refused(tmp_path: Path, text: str, words: str) -> None:
    path = tmp_path / "areas.geojson"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=words):
        read_boundaries(small_scenario(path))


def test_a_missing_file_is_refused() -> None:
    with pytest.raises(InputError, match=r"no path; expected a GeoJSON file"):
        read_boundaries(small_scenario())


def test_a_school_with_swapped_coordinates_is_refused() -> None:
    problem = small_scenario().problem
    school = problem.schools[0]
    wrong = replace(school, easting=school.northing + 500_000, northing=school.easting)
    with pytest.raises(InputError, match="school 100000"):
        school_positions(replace(problem, schools=(wrong, *problem.schools[1:])), ["100000", "100001"])
