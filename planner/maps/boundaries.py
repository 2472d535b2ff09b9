"""The council's map: area polygons read once, joined to localities and districts, thinned for the screen.

Work is done on the British National Grid (EPSG:27700, metres); longitude and latitude are made at the end, good to
about 2 metres without the Ordnance Survey grid file, which is enough to draw with.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import geopandas as gpd
import shapely

from planner.domain.problem import Problem
from planner.domain.scenario import Scenario
from planner.errors import Faults

GRID = "EPSG:27700"
LONGITUDE_LATITUDE = "EPSG:4326"
ENGLAND = (-6.5, 49.8, 2.1, 55.9)
"""West, south, east and north of a box round England, in degrees."""
SCREEN_TOLERANCE_METRES = 60.0
_LABEL_METRES = 100.0
DECIMALS = 5
"""Decimals of a printed degree: about 1 metre."""


@dataclass(frozen=True)
class Boundaries:
    """Outlines by name, sorted by name, on the British National Grid; neighbours share their edges exactly."""

    localities: tuple[tuple[str, shapely.Geometry], ...]
    districts: tuple[tuple[str, shapely.Geometry], ...]


def read_boundaries(scenario: Scenario) -> Boundaries:
    """Read the scenario's area polygons and join them; raises InputError with every fault of the file."""
    faults = Faults()
    areas = _read_areas(scenario.boundaries_path, faults)
    faults.raise_if_any()
    _check_areas(areas, scenario, faults)
    faults.raise_if_any()
    polygons = dict(zip(areas["area_code"], areas.to_crs(GRID).geometry, strict=True))
    locality_of = {area.code: area.locality for area in scenario.problem.areas}
    joined = _join((locality_of[code], polygon) for code, polygon in polygons.items())
    thinned = _thin(joined)
    district_of = {locality.name: locality.district for locality in scenario.problem.localities}
    districts = _join((district_of[name], outline) for name, outline in thinned)
    return Boundaries(thinned, districts)


def to_geojson(outlines: Iterable[tuple[str, shapely.Geometry]]) -> dict[str, Any]:
    """Write outlines as a GeoJSON FeatureCollection in degrees; a feature carries only its place in the order."""
    shapes = gpd.GeoSeries([outline for _, outline in outlines], crs=GRID).to_crs(LONGITUDE_LATITUDE)
    rounded = shapely.transform(shapes.to_numpy(), lambda points: points.round(DECIMALS))
    features = [
        {"type": "Feature", "properties": {"index": index}, "geometry": shapely.geometry.mapping(shape)}
        for index, shape in enumerate(rounded)
    ]
    return {"type": "FeatureCollection", "features": features}


def label_circles(outlines: Iterable[tuple[str, shapely.Geometry]]) -> list[tuple[float, float, float]]:
    """Easting, northing and free radius in metres of the roomiest place inside each outline, for its name."""
    circles = shapely.maximum_inscribed_circle([outline for _, outline in outlines], tolerance=_LABEL_METRES)
    centres, radii = shapely.get_point(circles, 0), shapely.length(circles)
    return list(zip(shapely.get_x(centres).tolist(), shapely.get_y(centres).tolist(), radii.tolist(), strict=True))


def label_points(outlines: Iterable[tuple[str, shapely.Geometry]]) -> list[tuple[float, float, float]]:
    """Latitude, longitude and free radius in metres of the same places."""
    circles = label_circles(outlines)
    centres = gpd.GeoSeries([shapely.Point(east, north) for east, north, _ in circles], crs=GRID)
    return [
        (round(centre.y, DECIMALS), round(centre.x, DECIMALS), round(radius))
        for centre, (_, _, radius) in zip(centres.to_crs(LONGITUDE_LATITUDE), circles, strict=True)
    ]


def school_positions(problem: Problem, urns: Iterable[str]) -> dict[str, tuple[float, float]]:
    """Latitude and longitude of schools by URN, in degrees; raises InputError for a school outside England."""
    schools = [problem.school_by_urn[urn] for urn in urns]
    points = gpd.GeoSeries(
        gpd.points_from_xy([school.easting for school in schools], [school.northing for school in schools]), crs=GRID
    ).to_crs(LONGITUDE_LATITUDE)
    faults = Faults()
    for school, point in zip(schools, points, strict=True):
        if not _in_england(point):
            found = f"easting {school.easting:.0f}, northing {school.northing:.0f}"
            faults.add(f"school {school.urn}", found, "a point in England", "Check that the two are not swapped.")
    faults.raise_if_any()
    return {
        school.urn: (round(point.y, DECIMALS), round(point.x, DECIMALS))
        for school, point in zip(schools, points, strict=True)
    }


def _read_areas(path: str, faults: Faults) -> gpd.GeoDataFrame:
    if not path or not Path(path).is_file():
        faults.add("boundaries", path or "no path", "a GeoJSON file of area polygons", "Add areas.geojson to the pack.")
        return gpd.GeoDataFrame()
    try:
        areas = gpd.read_file(path)
    except (OSError, RuntimeError, ValueError) as error:
        faults.add(path, f"a file that cannot be read ({error})", "GeoJSON polygons")
        return gpd.GeoDataFrame()
    if "area_code" not in areas.columns or not isinstance(areas, gpd.GeoDataFrame) or areas.crs is None:
        faults.add(path, "no property area_code or no geometry", "polygons with the property area_code")
        return gpd.GeoDataFrame()
    areas["area_code"] = areas["area_code"].astype(str)
    return areas.sort_values("area_code", kind="stable")


def _check_areas(areas: gpd.GeoDataFrame, scenario: Scenario, faults: Faults) -> None:
    path, known, drawn = scenario.boundaries_path, set(scenario.problem.area_by_code), list(areas["area_code"])
    if areas.crs.to_epsg() != int(LONGITUDE_LATITUDE.removeprefix("EPSG:")):
        faults.add(path, f"coordinates in {areas.crs.to_string()}", "longitude and latitude (EPSG:4326)")
        return
    for code in sorted(known - set(drawn)):
        faults.add(path, f"no polygon for area {code}", "one polygon for each area of areas.csv")
    for code in sorted({code for code in drawn if code not in known or drawn.count(code) > 1}):
        faults.add(f"{path}, area {code}", "an unknown or repeated area", "each area of areas.csv once")
    for code, polygon in zip(drawn, areas.geometry, strict=True):
        if polygon is None or polygon.is_empty or polygon.geom_type not in ("Polygon", "MultiPolygon"):
            faults.add(f"{path}, area {code}", "no polygon", "a polygon")
        elif not _in_england(polygon):
            found = "a polygon outside England"
            faults.add(f"{path}, area {code}", found, "longitude, latitude in England", "Check their order.")
    if not len(faults) and not shapely.coverage_is_valid(areas.geometry.to_numpy()):
        faults.add(path, "polygons that overlap or leave slivers", "neighbours that share their edges exactly")


def _in_england(shape: shapely.Geometry) -> bool:
    west, south, east, north = shapely.bounds(shape).tolist()
    return bool(west >= ENGLAND[0] and south >= ENGLAND[1] and east <= ENGLAND[2] and north <= ENGLAND[3])


def _join(named: Iterable[tuple[str, shapely.Geometry]]) -> tuple[tuple[str, shapely.Geometry], ...]:
    parts: dict[str, list[shapely.Geometry]] = {}
    for name, shape in named:
        parts.setdefault(name, []).append(shape)
    return tuple((name, shapely.coverage_union_all(parts[name])) for name in sorted(parts))


def _thin(outlines: tuple[tuple[str, shapely.Geometry], ...]) -> tuple[tuple[str, shapely.Geometry], ...]:
    shapes = gpd.GeoSeries([outline for _, outline in outlines], crs=GRID)
    thinned = shapes.simplify_coverage(SCREEN_TOLERANCE_METRES)
    return tuple((name, shape) for (name, _), shape in zip(outlines, thinned, strict=True))
