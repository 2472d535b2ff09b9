"""Area boundaries: read, check that they are where England is, simplify as a coverage.

Polygons are kept in British National Grid metres (EPSG:27700) and written in degrees (EPSG:4326).
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import shapely

from planner.inputs.boundaries import ENGLAND_DEGREES, GEOGRAPHIC_CRS, NATIONAL_GRID_CRS
from planner.inputs.new.geographies import EXAMPLES, finest, is_code_of, kind_of, title_of
from planner.inputs.new.lookups import Link, districts_of
from planner.inputs.new.official_csv import plain_name
from planner.inputs.new.report import Notes
from planner.inputs.polygon_file import read_polygons

# Neighbours in published files can differ by micrometres after a change of projection; a decimetre joins them again.
SNAP_METRES = 0.1
DISTRICT_REMEDY = "Check the codes; a boundary file without districts needs a lookup that has them (--lookup-lsoa)."
SHOWN = 10
# A hectare: what rounding the corners of coarse outlines makes of a shared border, far less than any area.
SLIVER_SQUARE_METRES = 10_000
WANTED = "polygons of LSOAs, MSOAs, wards or districts"
DEGREE_DECIMALS = 5


@dataclass(frozen=True, slots=True)
class AreaOutline:
    """One area: `district_code` is empty when the file does not say; `outline` is a polygon in EPSG:27700."""

    code: str
    name: str
    district_code: str
    outline: Any


@dataclass(frozen=True, slots=True)
class Boundaries:
    """All areas, sorted by code; `vintage` is their geography (`geographies.py`), such as lsoa21 or ward25."""

    vintage: str
    areas: tuple[AreaOutline, ...]

    @property
    def codes(self) -> tuple[str, ...]:
        """Codes in order."""
        return tuple(area.code for area in self.areas)


def read_boundaries(
    path: Path, links: Sequence[Link], district_codes: Sequence[str], notes: Notes
) -> Boundaries | None:
    """Read polygons of LSOAs, MSOAs, wards or districts (formats: `polygon_file.py`); None after a fault.

    `district_codes` (ONS local authority district codes) limits a wider file to one council; empty keeps all. Where
    the file does not tell the district, the lookup's `links` do.
    """
    frame = read_polygons(path, notes.faults, WANTED)
    if frame is None or not projection_is_known(frame, path, notes):
        return None
    column = finest(str(name) for name in frame.columns)
    if column is None:
        found = ", ".join(str(name) for name in frame.columns if name != "geometry") or "none"
        expected = "a code column such as LSOA21CD, MSOA21CD, WD25CD or LAD24CD"
        notes.faults.add(path.name, f"columns {found}", expected, "Use boundaries as ONS publishes them.")
        return None
    vintage, code_column = column
    named = _named(frame, code_column, vintage, districts_of(links, vintage, notes))
    areas = _areas(named[named.district_code.isin(district_codes)] if district_codes else named)
    if not _codes_are_right(areas, vintage, path, code_column, notes):
        return None
    areas = _repaired(areas, notes)
    _check_extents(areas, path, notes)
    notes.file(path, len(frame), f"{len(areas)} areas kept, {title_of(vintage)} codes")
    return Boundaries(vintage, tuple(sorted(areas, key=lambda area: area.code)))


def projection_is_known(frame: gpd.GeoDataFrame, path: Path, notes: Notes) -> bool:
    """Whether the file names its system and the bulk of it lies in England; single strays are looked at by area."""
    if frame.crs is None:
        notes.faults.add(
            path.name, "no coordinate system", "one, such as EPSG:27700", "Set it in QGIS (layer properties) and save."
        )
        return False
    here = frame.geometry[frame.geometry.notna()]
    if here.empty:
        notes.faults.add(path.name, "no feature with a polygon", WANTED, "Check the layer.")
        return False
    raw = shapely.bounds(np.asarray(here.array))
    west, south, east, north = (float(value) for value in np.median(raw, axis=0))
    box = gpd.GeoSeries([shapely.box(west, south, east, north)], crs=frame.crs).to_crs(GEOGRAPHIC_CRS)
    bounds = [float(value) for value in box.total_bounds]
    if _in_england(bounds):
        return True
    swapped = _in_england([bounds[1], bounds[0], bounds[3], bounds[2]])
    remedy = "Longitude and latitude are swapped." if swapped else "Name the coordinate system that the numbers are in."
    shown = ", ".join(f"{value:g}" for value in (west, south, east, north))
    found = f"coordinates about {shown} in {frame.crs.to_string()}"
    notes.faults.add(path.name, found, "places in England", remedy)
    return False


def _in_england(bounds: Sequence[float]) -> bool:
    west, south, east, north = ENGLAND_DEGREES
    return bounds[0] >= west and bounds[1] >= south and bounds[2] <= east and bounds[3] <= north


def _check_extents(areas: Sequence[AreaOutline], path: Path, notes: Notes) -> None:
    """Note areas that lie outside England: one wrong number in a file that is right otherwise."""
    boxes = gpd.GeoSeries([shapely.box(*area.outline.bounds) for area in areas], crs=NATIONAL_GRID_CRS)
    degrees = boxes.to_crs(GEOGRAPHIC_CRS).bounds.to_numpy()
    stray = [area.code for area, bounds in zip(areas, degrees, strict=True) if not _in_england(list(bounds))]
    if stray:
        where = f"{path.name}, area {', '.join(stray[:SHOWN])}"
        notes.faults.add(where, "a polygon outside England", "places in England", "Correct its coordinates.")


def _named(
    frame: gpd.GeoDataFrame, code_column: str, vintage: str, linked: Mapping[str, tuple[str, str]]
) -> gpd.GeoDataFrame:
    """Frame with the columns area_code, area_name, district_code (all text) and geometry."""
    columns = {plain_name(str(name)): str(name) for name in frame.columns}
    plain = plain_name(code_column)
    name_column = next((columns[name] for name in _name_columns(plain) if name in columns), code_column)
    district_column = next((columns[name] for name in sorted(columns) if name.startswith("lad") and "cd" in name), None)
    codes = frame[code_column].map(_text)
    if kind_of(vintage) == "lad":
        districts = codes
    elif district_column is None:
        districts = codes.map(lambda code: linked[code][1] if code in linked else "")
    else:
        districts = frame[district_column].map(_text)
    named = frame.assign(area_code=codes, area_name=frame[name_column].map(_text), district_code=districts)
    return named[["area_code", "area_name", "district_code", "geometry"]]


def _name_columns(code_column: str) -> tuple[str, str]:
    """Names that the column of names may have beside a plain code column: lsoa21cd has lsoa21nm."""
    stem = code_column.removesuffix("cd").removesuffix("code")
    return f"{stem}nm", f"{stem}name"


def _text(value: object) -> str:
    return value.strip() if isinstance(value, str) else "" if value is None or value != value else str(value)


def _areas(named: gpd.GeoDataFrame) -> list[AreaOutline]:
    polygons = named.to_crs(NATIONAL_GRID_CRS).geometry.array
    snapped = shapely.transform(np.asarray(polygons), lambda xy: np.round(xy / SNAP_METRES) * SNAP_METRES)
    return [
        AreaOutline(*row) for row in zip(named.area_code, named.area_name, named.district_code, snapped, strict=True)
    ]


def _codes_are_right(areas: list[AreaOutline], vintage: str, path: Path, column: str, notes: Notes) -> bool:
    before = len(notes.faults)
    seen: set[str] = set()
    for area in areas:
        where = f"{path.name}, column {column}"
        if not is_code_of(area.code, vintage):
            found = repr(area.code) if area.code else "a blank code"
            notes.faults.add(where, found, f"an English {title_of(vintage)} code such as {EXAMPLES[kind_of(vintage)]}")
        elif area.code in seen:
            notes.faults.add(where, f"{area.code} twice", "each area once", "Dissolve the parts into one feature.")
        if area.outline is None:
            notes.faults.add(f"{path.name}, area {area.code}", "no sound polygon", "a polygon", "Draw it again.")
        seen.add(area.code)
    if not areas:
        notes.faults.add(path.name, "no area of the districts named", "at least one area", DISTRICT_REMEDY)
    return len(notes.faults) == before


def _repaired(areas: list[AreaOutline], notes: Notes) -> list[AreaOutline]:
    repaired = []
    for area in areas:
        if area.outline.is_valid:
            repaired.append(area)
            continue
        parts = shapely.get_parts(shapely.make_valid(area.outline))
        mended = shapely.union_all([part for part in parts if "Polygon" in part.geom_type])
        why = shapely.is_valid_reason(area.outline)
        if mended.area == 0:
            notes.faults.add(f"area {area.code}", f"an outline without any area ({why})", "a polygon", "Draw it again.")
            continue
        notes.doubt(f"area {area.code}: its outline crosses itself ({why}); mended")
        repaired.append(AreaOutline(area.code, area.name, area.district_code, mended))
    return repaired


def simplified_geojson(boundaries: Boundaries, simplify_metres: float, notes: Notes) -> str:
    """Write the areas as GeoJSON in degrees with five decimals, simplified together so that no gap opens.

    Raises nothing; areas that overlap or do not meet are a fault, since a map of them would show slivers.
    """
    outlines = _covering(boundaries, notes)
    if outlines is None:
        return ""
    simple = shapely.coverage_simplify(outlines, simplify_metres)
    degrees = gpd.GeoSeries(simple, crs=NATIONAL_GRID_CRS).to_crs(GEOGRAPHIC_CRS).array
    rounded = shapely.transform(np.asarray(degrees), lambda xy: np.round(xy, DEGREE_DECIMALS))
    if not (shapely.is_valid(rounded).all() and shapely.coverage_is_valid(rounded)):
        notes.faults.add(
            "boundaries",
            f"borders that break when simplified by {simplify_metres:g} m",
            "a valid coverage",
            "Choose a smaller simplification.",
        )
    return _geojson_text(boundaries.codes, rounded)


def _covering(boundaries: Boundaries, notes: Notes) -> Any:  # noqa: ANN401 - an array of shapely polygons
    """Outlines that share their borders: as they are, or with slivers closed; None after a fault."""
    outlines = np.array([area.outline for area in boundaries.areas], dtype=object)
    if shapely.coverage_is_valid(outlines):
        return outlines
    edges = shapely.coverage_invalid_edges(outlines)
    codes = [area.code for area, edge in zip(boundaries.areas, edges, strict=True) if not edge.is_empty]
    untyped: Any = shapely  # Published types are of a version before coverage_clean.
    mended = untyped.coverage_clean(outlines)
    moved = shapely.area(shapely.symmetric_difference(outlines, mended))
    if shapely.coverage_is_valid(mended) and moved.max() <= SLIVER_SQUARE_METRES:
        notes.doubt(
            f"borders of {', '.join(codes[:SHOWN])} did not meet their neighbours: slivers of at most "
            f"{moved.max():.0f} square metres an area were given to one of them"
        )
        return mended
    notes.faults.add(
        f"boundaries, areas {', '.join(codes[:SHOWN])}",
        f"outlines of {len(codes)} areas that overlap or do not meet their neighbours",
        "areas that share their borders",
        "Use the ONS generalised clipped (BGC) boundaries.",
    )
    return None


def _geojson_text(codes: Sequence[str], polygons: Any) -> str:  # noqa: ANN401 - an array of shapely polygons
    features = [
        json.dumps(
            {
                "type": "Feature",
                "properties": {"area_code": code},
                "geometry": shapely.geometry.mapping(shapely.normalize(polygon)),
            },
            separators=(",", ":"),
        )
        for code, polygon in zip(codes, polygons, strict=True)
    ]
    return '{"type":"FeatureCollection","features":[\n' + ",\n".join(features) + "\n]}\n"
