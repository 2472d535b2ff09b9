"""Localities that somebody drew: polygons with a name, each area belonging to the one that holds its point."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np
import shapely

from planner.inputs.boundaries import NATIONAL_GRID_CRS
from planner.inputs.new.boundaries import SLIVER_SQUARE_METRES, Boundaries, projection_is_known
from planner.inputs.new.official_csv import plain_name
from planner.inputs.new.report import Notes
from planner.inputs.polygon_file import read_polygons

SHOWN = 10
SQUARE_METRES_IN_KM2 = 1e6


def drawn_localities(
    path: Path, column: str, boundaries: Boundaries, points: Mapping[str, tuple[float, float]], notes: Notes
) -> dict[str, str]:
    """Locality of each area code, by the polygon that holds its point (EPSG:27700 metres); empty after a fault.

    `column` is the property that names the locality; several features of one name are one locality. An area whose
    point lies in none or in two is a fault: which one it belongs to is the council's to say. Overlaps and gaps that no
    area's point lies in are doubts.
    """
    frame = read_polygons(path, notes.faults, "polygons of localities")
    if frame is None or not projection_is_known(frame, path, notes):
        return {}
    names = {plain_name(str(name)): str(name) for name in frame.columns}
    ours = names.get(plain_name(column))
    if ours is None or ours == "geometry":
        found = ", ".join(str(name) for name in frame.columns if name != "geometry") or "none"
        notes.faults.add(path.name, f"properties {found}", f"a property {column}", "Name it by --locality-column.")
        return {}
    outlines = _outlines(frame.to_crs(NATIONAL_GRID_CRS), ours, path.name, notes)
    if not outlines:
        return {}
    notes.file(path, len(frame), f"{len(outlines)} drawn localities, column {ours}")
    _note_overlaps(outlines, notes)
    _note_gaps(outlines, boundaries, notes)
    return _of_points(outlines, boundaries.codes, points, path.name, notes)


def _outlines(frame: Any, column: str, file: str, notes: Notes) -> dict[str, Any]:  # noqa: ANN401 - a geopandas frame
    """Outline by name, sorted; empty after a fault."""
    before = len(notes.faults)
    parts: dict[str, list[Any]] = defaultdict(list)
    for number, (value, outline) in enumerate(zip(frame[column], frame.geometry, strict=True), start=1):
        name = value.strip() if isinstance(value, str) else ""
        if not name:
            where = f"{file}, feature {number}, property {column}"
            notes.faults.add(where, "no name", "the name of a locality as text", "Fill it in.")
        elif outline is None:
            notes.faults.add(f"{file}, locality {name}", "no sound polygon", "a polygon", "Draw it again.")
        else:
            parts[name].append(_valid(name, outline, notes))
    return {name: shapely.union_all(parts[name]) for name in sorted(parts)} if len(notes.faults) == before else {}


def _valid(name: str, outline: Any, notes: Notes) -> Any:  # noqa: ANN401 - a shapely polygon
    if outline.is_valid:
        return outline
    notes.doubt(f"locality {name}: its outline crosses itself ({shapely.is_valid_reason(outline)}); mended")
    return shapely.make_valid(outline)


def _note_overlaps(outlines: Mapping[str, Any], notes: Notes) -> None:
    for one, other in combinations(outlines, 2):
        shared = outlines[one].intersection(outlines[other]).area
        if shared > SLIVER_SQUARE_METRES:
            notes.doubt(f"localities {one} and {other} overlap on {shared / SQUARE_METRES_IN_KM2:.2f} km2")


def _note_gaps(outlines: Mapping[str, Any], boundaries: Boundaries, notes: Notes) -> None:
    council = shapely.union_all([area.outline for area in boundaries.areas])
    left = council.difference(shapely.union_all(list(outlines.values()))).area
    if left > SLIVER_SQUARE_METRES:
        notes.doubt(f"{left / SQUARE_METRES_IN_KM2:.2f} km2 of the council lie in no drawn locality")


def _of_points(
    outlines: Mapping[str, Any],
    codes: Sequence[str],
    points: Mapping[str, tuple[float, float]],
    file: str,
    notes: Notes,
) -> dict[str, str]:
    names = list(outlines)
    holding = _holding(list(outlines.values()), [points[code] for code in codes])
    found = {code: [names[index] for index in holding[number]] for number, code in enumerate(codes)}
    without = [code for code in codes if not found[code]]
    if without:
        shown = ", ".join(f"{code} (nearest: {_nearest(outlines, points[code])})" for code in without[:SHOWN])
        gap = f"{len(without)} areas whose point lies in no locality: {shown}"
        notes.faults.add(file, gap, "every area in one", "Close the gap, or give a table of area and locality.")
    for code in codes:
        if len(found[code]) > 1:
            where = f"{file}, area {code}"
            several = f"its point in {' and '.join(found[code])}"
            notes.faults.add(where, several, "one locality", "Take the overlap out of one of them.")
    empty = sorted(set(names) - {name for held in found.values() for name in held})
    if empty:
        notes.doubt(f"drawn localities without an area, left out: {', '.join(empty)}")
    return {code: held[0] for code, held in found.items() if held}


def _holding(outlines: list[Any], points: list[tuple[float, float]]) -> dict[int, list[int]]:
    """Numbers of the outlines that hold each point; on a border between them the first is taken."""
    tree, at = shapely.STRtree(outlines), shapely.points(np.asarray(points))
    inside: dict[int, list[int]] = defaultdict(list)
    for point, outline in zip(*tree.query(at, predicate="within"), strict=True):
        inside[int(point)].append(int(outline))
    for point, outline in zip(*tree.query(at, predicate="intersects"), strict=True):
        if not inside[int(point)]:
            inside[int(point)].append(int(outline))
    return defaultdict(list, {point: sorted(held) for point, held in inside.items()})


def _nearest(outlines: Mapping[str, Any], point: tuple[float, float]) -> str:
    at = shapely.Point(point)
    return min(outlines, key=lambda name: outlines[name].distance(at))
