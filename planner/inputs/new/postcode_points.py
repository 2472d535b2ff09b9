"""Where an area's children live, from postcodes: the mean of its live ones, or of its pupils where enough are known."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

import numpy as np
import shapely

from planner.inputs.new.boundaries import Boundaries
from planner.inputs.new.points import AreaPoints
from planner.inputs.new.postcodes import Box, Directory
from planner.inputs.new.report import Notes

# A mean of fewer postcodes would give away where a pupil lives.
LEAST_POSTCODES_WITH_PUPILS = 5
MARGIN_METRES = 1_000.0
Point = tuple[float, float]


def box_of(boundaries: Boundaries) -> Box:
    """West, south, east and north of the council with a margin, in metres."""
    bounds = shapely.total_bounds([area.outline for area in boundaries.areas])
    west, south, east, north = (float(value) for value in bounds)
    return west - MARGIN_METRES, south - MARGIN_METRES, east + MARGIN_METRES, north + MARGIN_METRES


def area_of_postcodes(directory: Directory, boundaries: Boundaries) -> dict[str, str]:
    """Area code by postcode, for each whose point lies in an area; on a border the first area by code."""
    tree = shapely.STRtree([area.outline for area in boundaries.areas])
    codes = sorted(directory.points)
    at = shapely.points(np.asarray([directory.points[code] for code in codes]))
    found: dict[str, str] = {}
    for point, area in sorted(zip(*(numbers.tolist() for numbers in tree.query(at, "intersects")), strict=True)):
        found.setdefault(codes[point], boundaries.areas[area].code)
    return found


def settled(
    points: AreaPoints,
    from_file: bool,
    directory: Directory,
    area_of: Mapping[str, str],
    pupils_at: Mapping[str, int],
    notes: Notes,
) -> AreaPoints:
    """Points of the areas with those of postcodes put in.

    The mean of an area's pupils goes before everything where they live at enough postcodes; the mean of its live
    postcodes goes before a point inside the polygon, but not before a points file (`from_file`).
    """
    live: dict[str, list[str]] = defaultdict(list)
    with_pupils: dict[str, list[str]] = defaultdict(list)
    homes = directory.homes()
    for code, area in area_of.items():
        if code in homes:
            live[area].append(code)
        if pupils_at.get(code):
            with_pupils[area].append(code)
    enough = {area: codes for area, codes in with_pupils.items() if len(codes) >= LEAST_POSTCODES_WITH_PUPILS}
    by_pupils = {area: _mean((directory.points[c], pupils_at[c]) for c in codes) for area, codes in enough.items()}
    by_homes = {} if from_file else {a: _mean((directory.points[c], 1) for c in codes) for a, codes in live.items()}
    _note(by_pupils, by_homes, points, bool(pupils_at), notes)
    return AreaPoints({**points.by_code, **by_homes, **by_pupils}, points.residents)


def _mean(weighted: Iterable[tuple[Point, int]]) -> Point:
    rows = list(weighted)
    whole = sum(weight for _, weight in rows)
    easting, northing = (sum(point[axis] * weight for point, weight in rows) / whole for axis in (0, 1))
    return float(round(easting)), float(round(northing))


def _note(
    by_pupils: Mapping[str, Point], by_homes: Mapping[str, Point], points: AreaPoints, has_pupils: bool, notes: Notes
) -> None:
    if by_homes:
        notes.assume(f"{len(set(by_homes) - set(by_pupils))} areas stand at the mean of their live postcodes")
    if has_pupils:
        few = f"fewer than {LEAST_POSTCODES_WITH_PUPILS} postcodes with pupils"
        others = len(points.by_code) - len(by_pupils)
        notes.assume(f"{len(by_pupils)} areas stand at the mean of their pupils' homes; {others} have {few}")
