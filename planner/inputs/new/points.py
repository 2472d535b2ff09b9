"""Points where an area's children live: a file of population-weighted or postcode-mean points, else inside the area."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import shapely

from planner.inputs.new.boundaries import Boundaries
from planner.inputs.new.geographies import CODE_ALIASES
from planner.inputs.new.official_csv import keyed_rows, read_official, refuse_wrong_width
from planner.inputs.new.report import Notes

POINT_COLUMNS = {
    **CODE_ALIASES,
    "easting": ("easting", "postcode_mean_easting", "x", "BNG_E"),
    "northing": ("northing", "postcode_mean_northing", "y", "BNG_N"),
    "residents": ("residents", "age_15_and_under"),
}


@dataclass(frozen=True, slots=True)
class AreaPoints:
    """Easting and northing (EPSG:27700 metres) and residents by area code; residents only where the file has them."""

    by_code: dict[str, tuple[float, float]]
    residents: dict[str, float]


def read_points(path: Path | None, boundaries: Boundaries, has_postcodes: bool, notes: Notes) -> AreaPoints:
    """Points of every area; areas missing from the file, or all without a file, get a point inside their polygon.

    With `has_postcodes` those without a file are not final.
    """
    inside = {area.code: _inside(area.outline) for area in boundaries.areas}
    if path is None:
        if has_postcodes:
            return AreaPoints(inside, {})
        notes.assume("each area stands at a point inside its polygon, not at the centre of its residents")
        return AreaPoints(inside, {})
    table = read_official(path, POINT_COLUMNS, (boundaries.vintage, "easting", "northing"), notes)
    if table is None:
        return AreaPoints(inside, {})
    refuse_wrong_width(table, notes.faults)
    given: dict[str, tuple[float, float]] = {}
    residents: dict[str, float] = {}
    for code, row in keyed_rows(table, boundaries.vintage, notes.faults):
        x, y, people = (table.figure(row, ours, notes.faults) for ours in ("easting", "northing", "residents"))
        if code in inside and x and y:
            given[code] = (x, y)
        if people is not None:
            residents[code] = people
    _compare(given, boundaries, table.file, notes)
    return AreaPoints({**inside, **given}, residents)


def _inside(outline: Any) -> tuple[float, float]:  # noqa: ANN401 - a shapely polygon
    point = outline.representative_point()
    return float(round(point.x)), float(round(point.y))


def _compare(given: dict[str, tuple[float, float]], boundaries: Boundaries, file: str, notes: Notes) -> None:
    missing = [code for code in boundaries.codes if code not in given]
    if missing:
        notes.doubt(f"{file} has no point for {len(missing)} areas, which get one inside: {', '.join(missing)}")
    outside = [
        area.code
        for area in boundaries.areas
        if area.code in given and not area.outline.covers(shapely.Point(given[area.code]))
    ]
    if outside:
        notes.doubt(f"{len(outside)} points of {file} lie outside their area (kept): {', '.join(outside)}")
    far = [code for code in outside if not _near(boundaries, code, given[code])]
    if far:
        expected = "points in or beside their area, in EPSG:27700 metres"
        notes.faults.add(file, f"points far from their area: {', '.join(far[:10])}", expected, "Check the coordinates.")


def _near(boundaries: Boundaries, code: str, point: tuple[float, float]) -> bool:
    outline = next(area.outline for area in boundaries.areas if area.code == code)
    return bool(outline.envelope.buffer(outline.length).covers(shapely.Point(point)))
