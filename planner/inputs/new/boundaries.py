"""Area boundaries: read, check that they are where England is, simplify as a coverage.

Polygons are kept in British National Grid metres (EPSG:27700) and written in degrees (EPSG:4326).
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pyogrio
import shapely

from planner.inputs.boundaries import ENGLAND_DEGREES, GEOGRAPHIC_CRS, NATIONAL_GRID_CRS
from planner.inputs.new.lsoa_lookup import LsoaLink
from planner.inputs.new.official_csv import plain_name
from planner.inputs.new.report import Notes

CODE_COLUMNS = {"lsoa21cd": "lsoa21", "lsoa21code": "lsoa21", "lsoa11cd": "lsoa11", "lsoa11code": "lsoa11"}
NAME_COLUMNS = {"lsoa21": ("lsoa21nm", "lsoa21name"), "lsoa11": ("lsoa11nm", "lsoa11name")}
CODE_PATTERN = r"E01\d{6}"
# Neighbours in published files can differ by micrometres after a change of projection; a decimetre joins them again.
SNAP_METRES = 0.1
DISTRICT_REMEDY = "Check the codes; a boundary file without districts needs the LSOA lookup."
DEGREE_DECIMALS = 5


@dataclass(frozen=True, slots=True)
class AreaOutline:
    """One LSOA: `district_code` is empty when the file does not say; `outline` is a polygon in EPSG:27700."""

    code: str
    name: str
    district_code: str
    outline: Any


@dataclass(frozen=True, slots=True)
class Boundaries:
    """All areas, sorted by code; `vintage` is lsoa21 or lsoa11."""

    vintage: str
    areas: tuple[AreaOutline, ...]

    @property
    def codes(self) -> tuple[str, ...]:
        """Codes in order."""
        return tuple(area.code for area in self.areas)


def read_boundaries(
    path: Path, links: Sequence[LsoaLink], district_codes: Sequence[str], notes: Notes
) -> Boundaries | None:
    """Read LSOA polygons from GeoJSON or GeoPackage; None after a fault.

    `district_codes` (ONS local authority district codes) limits a wider file to one council; empty keeps all. Where
    the file does not tell the district, the lookup's `links` do.
    """
    frame = _load(path, notes)
    if frame is None or not _projection_is_known(frame, path, notes):
        return None
    code_column = next((name for name in frame.columns if plain_name(name) in CODE_COLUMNS), None)
    if code_column is None:
        found = ", ".join(str(name) for name in frame.columns if name != "geometry")
        notes.faults.add(path.name, f"columns {found}", "a column LSOA21CD or LSOA11CD", "Use LSOA boundaries.")
        return None
    vintage = CODE_COLUMNS[plain_name(code_column)]
    linked = {link.code(vintage): link.district_code for link in links}
    named = _named(frame, code_column, vintage, linked)
    areas = _areas(named[named.district_code.isin(district_codes)] if district_codes else named)
    if not _codes_are_right(areas, path, code_column, notes):
        return None
    areas = _repaired(areas, notes)
    notes.file(path, len(frame), f"{len(areas)} areas kept, codes of {vintage}")
    return Boundaries(vintage, tuple(sorted(areas, key=lambda area: area.code)))


def _load(path: Path, notes: Notes) -> gpd.GeoDataFrame | None:
    if path.suffix.lower() not in {".geojson", ".json", ".gpkg"}:
        notes.faults.add(path.name, f"the ending {path.suffix!r}", "a .geojson or .gpkg file", "Export it as one.")
        return None
    if not path.is_file():
        notes.faults.add(str(path), "no such file", "LSOA boundaries", "Check the path.")
        return None
    try:
        frame = gpd.read_file(path)
    except (pyogrio.errors.DataSourceError, pyogrio.errors.DataLayerError, ValueError) as error:
        notes.faults.add(path.name, f"an unreadable file ({error})", "GeoJSON or GeoPackage", "Export it again.")
        return None
    if not isinstance(frame, gpd.GeoDataFrame) or frame.empty:
        notes.faults.add(path.name, "no polygons", "LSOA polygons", "Check the layer.")
        return None
    return frame


def _projection_is_known(frame: gpd.GeoDataFrame, path: Path, notes: Notes) -> bool:
    if frame.crs is None:
        notes.faults.add(
            path.name, "no coordinate system", "one, such as EPSG:27700", "Set it in QGIS (layer properties) and save."
        )
        return False
    extent = gpd.GeoSeries([shapely.box(*frame.total_bounds)], crs=frame.crs).to_crs(GEOGRAPHIC_CRS)
    bounds = [float(value) for value in extent.total_bounds]
    low_x, low_y, high_x, high_y = ENGLAND_DEGREES
    if bounds[0] >= low_x and bounds[1] >= low_y and bounds[2] <= high_x and bounds[3] <= high_y:
        return True
    raw = ", ".join(f"{value:g}" for value in frame.total_bounds)
    swapped = low_x <= bounds[1] and bounds[3] <= high_x and low_y <= bounds[0] and bounds[2] <= high_y
    remedy = "Longitude and latitude are swapped." if swapped else "Name the coordinate system that the numbers are in."
    notes.faults.add(path.name, f"coordinates {raw} in {frame.crs.to_string()}", "places in England", remedy)
    return False


def _named(frame: gpd.GeoDataFrame, code_column: str, vintage: str, linked: Mapping[str, str]) -> gpd.GeoDataFrame:
    """Frame with the columns area_code, area_name, district_code (all text) and geometry."""
    columns = {plain_name(str(name)): str(name) for name in frame.columns}
    name_column = next((columns[name] for name in NAME_COLUMNS[vintage] if name in columns), code_column)
    district_column = next((columns[name] for name in sorted(columns) if name.startswith("lad") and "cd" in name), None)
    codes = frame[code_column].astype(str).str.strip()
    districts = codes.map(lambda code: linked.get(code, "")) if district_column is None else frame[district_column]
    named = frame.assign(area_code=codes, area_name=frame[name_column], district_code=districts.fillna(""))
    return named[["area_code", "area_name", "district_code", "geometry"]]


def _areas(named: gpd.GeoDataFrame) -> list[AreaOutline]:
    polygons = named.to_crs(NATIONAL_GRID_CRS).geometry.array
    snapped = shapely.transform(np.asarray(polygons), lambda xy: np.round(xy / SNAP_METRES) * SNAP_METRES)
    texts = zip(named.area_code, named.area_name, named.district_code, snapped, strict=True)
    return [AreaOutline(code, str(name), str(district), outline) for code, name, district, outline in texts]


def _codes_are_right(areas: list[AreaOutline], path: Path, column: str, notes: Notes) -> bool:
    before = len(notes.faults)
    seen: set[str] = set()
    for area in areas:
        where = f"{path.name}, column {column}"
        if re.fullmatch(CODE_PATTERN, area.code) is None:
            notes.faults.add(where, repr(area.code), "an English LSOA code such as E01031005")
        if area.code in seen:
            notes.faults.add(where, f"{area.code} twice", "each area once", "Dissolve the parts into one feature.")
        if area.outline is None or area.outline.is_empty or "Polygon" not in area.outline.geom_type:
            notes.faults.add(f"{path.name}, area {area.code}", "no polygon", "a polygon")
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
        notes.doubt(f"area {area.code}: its outline crosses itself ({shapely.is_valid_reason(area.outline)}); mended")
        parts = shapely.get_parts(shapely.make_valid(area.outline))
        polygons = [part for part in parts if "Polygon" in part.geom_type]
        repaired.append(AreaOutline(area.code, area.name, area.district_code, shapely.union_all(polygons)))
    return repaired


def simplified_geojson(boundaries: Boundaries, simplify_metres: float, notes: Notes) -> str:
    """Write the areas as GeoJSON in degrees with five decimals, simplified together so that no gap opens.

    Raises nothing; areas that overlap or do not meet are a fault, since a map of them would show slivers.
    """
    outlines = np.array([area.outline for area in boundaries.areas], dtype=object)
    if not shapely.coverage_is_valid(outlines):
        edges = shapely.coverage_invalid_edges(outlines)
        codes = [area.code for area, edge in zip(boundaries.areas, edges, strict=True) if not edge.is_empty]
        notes.faults.add(
            f"boundaries, areas {', '.join(codes[:10])}",
            f"outlines of {len(codes)} areas that overlap or do not meet their neighbours",
            "areas that share their borders",
            "Use the ONS generalised clipped (BGC) boundaries.",
        )
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
