"""Area boundaries: GeoJSON or GeoPackage, in a known coordinate reference system, inside England.

GeoJSON without a `crs` member is longitude and latitude (RFC 7946, section 4); its coordinates must bear that out. Any
other file must name its coordinate reference system.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import shapely

from planner.errors import Faults
from planner.inputs.polygon_file import read_polygons

GEOGRAPHIC_CRS = "EPSG:4326"
NATIONAL_GRID_CRS = "EPSG:27700"
NAMES = ("areas.geojson", "areas.gpkg")
# England with its sea margin, as longitude and latitude: west, south, east, north.
ENGLAND_DEGREES = (-6.6, 49.8, 1.9, 55.9)
# The same box in British National Grid metres.
ENGLAND_METRES = (80_000, 5_000, 660_000, 660_000)
SHOWN_CODES = 5


def boundaries_path(folder: Path) -> Path:
    """The boundary file of a pack: the GeoJSON, or the GeoPackage where there is no GeoJSON."""
    return next((folder / name for name in NAMES if (folder / name).is_file()), folder / NAMES[0])


def read_boundaries(path: Path, faults: Faults) -> Any:  # noqa: ANN401 - geopandas has no types
    """GeoDataFrame in EPSG:4326 with `area_code` (text) and `geometry`, sorted; None with a fault when unusable."""
    if not path.is_file():
        faults.add(path.name, "no file", "the boundaries of the areas", f"Add {' or '.join(NAMES)} to the pack.")
        return None
    frame = read_polygons(path, faults, "the polygons of the areas")
    if frame is None:
        return None
    if frame.crs is None:
        remedy = "Export it again with its coordinate reference system, EPSG:4326 or EPSG:27700."
        faults.add(path.name, "no coordinate reference system", "a boundary file that names it", remedy)
        return None
    if "area_code" not in frame.columns:
        known = ", ".join(name for name in frame.columns if name != "geometry") or "none"
        faults.add(path.name, f"properties {known}", "the property area_code", "Rename the code property.")
        return None
    blank = frame["area_code"].isna() | (frame["area_code"].astype(str).str.strip() == "")
    if blank.any():
        numbers = ", ".join(str(row + 1) for row in blank.to_numpy().nonzero()[0][:SHOWN_CODES])
        found = f"no area_code in {blank.sum()} features (feature {numbers})"
        faults.add(path.name, found, "the code of each area", "Fill it in.")
        return None
    frame = frame.assign(area_code=frame["area_code"].astype(str))[["area_code", "geometry"]].sort_values("area_code")
    return frame.reset_index(drop=True) if _check_shapes(path.name, frame, faults) else None


def _check_shapes(file: str, frame: Any, faults: Faults) -> bool:  # noqa: ANN401 - geopandas has no types
    before = len(faults)
    odd = frame.geometry.isna() | frame.geometry.is_empty | ~frame.geom_type.isin(["Polygon", "MultiPolygon"])
    _note(file, frame.area_code[odd], "no polygon", "a polygon for each area", faults)
    sound = frame[~odd]
    if _looks_projected(sound):
        found = f"coordinates such as {sound.total_bounds[0]:.0f}, which are no degrees, and no other system is named"
        remedy = 'Name the system in the file ("crs"), or export it as EPSG:4326.'
        faults.add(file, found, "a boundary file that names its coordinate reference system", remedy)
        return False
    degrees = sound.to_crs(GEOGRAPHIC_CRS)
    box = degrees.bounds
    west, south, east, north = ENGLAND_DEGREES
    outside = (box.minx < west) | (box.miny < south) | (box.maxx > east) | (box.maxy > north)
    _note(file, degrees.area_code[outside], "a polygon outside England", "longitude and latitude in England", faults)
    _note(file, sound.area_code[~sound.geometry.is_valid], "a broken polygon", "polygons that do not cross", faults)
    if len(faults) == before:
        frame["geometry"] = degrees.geometry
        frame.set_crs(GEOGRAPHIC_CRS, allow_override=True, inplace=True)
    return len(faults) == before


def _looks_projected(frame: Any) -> bool:  # noqa: ANN401 - geopandas has no types
    return bool(frame.crs.is_geographic and len(frame) and abs(frame.total_bounds).max() > 360)


def _note(file: str, codes: Any, found: str, expected: str, faults: Faults) -> None:  # noqa: ANN401
    names = sorted(codes)
    if names:
        more = f" and {len(names) - SHOWN_CODES} more" if len(names) > SHOWN_CODES else ""
        faults.add(f"{file}, area {', '.join(names[:SHOWN_CODES])}{more}", found, expected)


def check_codes(file: str, frame: Any, area_codes: set[str], faults: Faults) -> None:  # noqa: ANN401
    """Note codes that do not match areas.csv one to one."""
    codes = list(frame.area_code)
    _note(file, {code for code in codes if codes.count(code) > 1}, "several polygons", "one polygon an area", faults)
    _note(file, set(codes) - area_codes, "a polygon", "a row of areas.csv for it", faults)
    _note("areas.csv", area_codes - set(codes), "a row", f"a polygon of {file} for it", faults)


def check_points(frame: Any, points: Mapping[str, tuple[float, float]], margin: float, faults: Faults) -> None:  # noqa: ANN401
    """Note areas whose point (National Grid metres) lies further than `margin` metres from their own polygon."""
    outlines = dict(zip(frame.area_code, frame.geometry.to_crs(NATIONAL_GRID_CRS), strict=True))
    far = {
        code
        for code, point in points.items()
        if code in outlines and outlines[code].distance(shapely.Point(point)) > margin
    }
    expected = f"a point in its polygon, or within {margin:.0f} metres of it"
    _note("areas.csv", far, "a point far from the area's polygon", expected, faults)


class Outline:
    """The council's outline in National Grid metres, widened by a margin."""

    def __init__(self, frame: Any, margin_metres: float) -> None:  # noqa: ANN401 - geopandas has no types
        whole = shapely.union_all(frame.geometry.to_crs(NATIONAL_GRID_CRS).buffer(margin_metres).to_numpy())
        shapely.prepare(whole)
        self._whole = whole

    def holds(self, easting: float, northing: float) -> bool:
        """Whether a point lies inside."""
        return bool(shapely.contains_xy(self._whole, easting, northing))


def in_england(easting: float, northing: float) -> bool:
    """Whether National Grid metres can lie in England."""
    west, south, east, north = ENGLAND_METRES
    return west <= easting <= east and south <= northing <= north
