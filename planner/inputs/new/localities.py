"""Localities and districts: which of the council's planning areas each LSOA belongs to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from planner.domain.geography import Locality
from planner.inputs.new.boundaries import AreaOutline, Boundaries
from planner.inputs.new.drawn_localities import drawn_localities
from planner.inputs.new.geographies import CODE_ALIASES, DISTRICT_CODES, DISTRICT_NAMES, kind_of
from planner.inputs.new.lookups import Link, districts_of
from planner.inputs.new.official_csv import keyed_rows, read_official, refuse_wrong_width
from planner.inputs.new.report import Notes
from planner.inputs.polygon_file import is_polygon_file

SHOWN = 10
DISTRICT_COLUMNS = {"district": DISTRICT_NAMES, "district_code": DISTRICT_CODES}


@dataclass(frozen=True, slots=True)
class PlanningAreas:
    """Localities sorted by name, the locality of every area code, and where the split comes from."""

    localities: tuple[Locality, ...]
    of_area: dict[str, str]
    source: str


@dataclass(frozen=True, slots=True)
class _Row:
    locality: str
    district: str
    district_code: str


def read_localities(
    path: Path | None,
    column: str,
    boundaries: Boundaries,
    links: Sequence[Link],
    points: Mapping[str, tuple[float, float]],
    notes: Notes,
) -> PlanningAreas:
    """Read a lookup of areas to localities, or localities drawn as polygons; without one every district is a locality.

    `column` is the one that names the locality (for example `ward24_name` of an official lookup). A locality that
    lies in several districts is cut at their borders and each part named after its district, since a locality rolls
    up to one district.
    """
    rows = {} if path is None else _read(path, column, boundaries, points, notes)
    districts = _districts(boundaries, links, rows, notes)
    if path is None:
        notes.assume("no locality file: every district is one locality")
    elif rows and not is_polygon_file(path):
        missing = [code for code in boundaries.codes if code not in rows]
        if missing:
            found = f"no row for {len(missing)} areas ({', '.join(missing[:SHOWN])})"
            notes.faults.add(path.name, found, f"every area, by its {boundaries.vintage} code", "Add the rows.")
    named = {code: rows[code].locality if code in rows else districts[code][0] for code in boundaries.codes}
    named = _cut_at_districts(named, districts, notes)
    found_in = {named[code]: districts[code] for code in boundaries.codes}
    localities = tuple(Locality(name, *found_in[name]) for name in sorted(found_in))
    return PlanningAreas(localities, named, "districts" if path is None else f"{path.name}, column {column}")


def _read(
    path: Path, column: str, boundaries: Boundaries, points: Mapping[str, tuple[float, float]], notes: Notes
) -> dict[str, _Row]:
    if is_polygon_file(path):
        drawn = drawn_localities(path, column, boundaries, points, notes)
        return {code: _Row(name, "", "") for code, name in drawn.items()}
    codes = ("area_code", *CODE_ALIASES[boundaries.vintage])
    aliases = {"area": codes, "locality": (column,), **DISTRICT_COLUMNS}
    table = read_official(path, aliases, ("area", "locality"), notes)
    if table is None:
        return {}
    refuse_wrong_width(table, notes.faults)
    rows = {}
    for code, row in keyed_rows(table, "area", notes.faults):
        found = _Row(*(table.text(row, ours) for ours in ("locality", "district", "district_code")))
        if not found.locality:
            where = f"{row.where}, column {table.names['locality']}"
            notes.faults.add(where, "a blank cell", "the name of a locality", "Fill it in.")
        rows[code] = found
    return rows


def _districts(
    boundaries: Boundaries, links: Sequence[Link], rows: dict[str, _Row], notes: Notes
) -> dict[str, tuple[str, str]]:
    """District name and code of every area; the locality file speaks first, then the lookup, then the area's name."""
    linked = districts_of(links, boundaries.vintage, Notes())
    name_of_code = {link.district_code: link.district for link in links if link.district}
    districts, from_name = {}, 0
    for area in boundaries.areas:
        row, (linked_name, linked_code) = rows.get(area.code), linked.get(area.code, ("", ""))
        code = (row and row.district_code) or linked_code or area.district_code
        name = (row and row.district) or linked_name or name_of_code.get(code, "")
        if not name:
            name, from_name = _name_of_district(area, boundaries.vintage), from_name + 1
        districts[area.code] = (name, str(code))
    without = [area.code for area in boundaries.areas if not districts[area.code][1]]
    if without:
        remedy = "Give the LSOA lookup with its districts, or a column district_code in the locality file."
        found = f"no district code for {len(without)} areas ({', '.join(without[:SHOWN])})"
        notes.faults.add("districts", found, "the ONS code of each area's district", remedy)
    if from_name:
        kind = kind_of(boundaries.vintage)
        basis = "code (no file names it)" if kind == "ward" else "area's name (ONS puts the district first)"
        notes.assume(f"the district of {from_name} areas is taken from the {basis}")
    return districts


def _name_of_district(area: AreaOutline, vintage: str) -> str:
    """Name of the district that the area itself tells: LSOA and MSOA names begin with it, ward names do not."""
    kind = kind_of(vintage)
    if kind == "lad":
        return area.name
    return area.district_code if kind == "ward" else area.name.rpartition(" ")[0] or area.name


def _cut_at_districts(named: dict[str, str], districts: dict[str, tuple[str, str]], notes: Notes) -> dict[str, str]:
    spread: dict[str, set[str]] = defaultdict(set)
    for code, name in named.items():
        spread[name].add(districts[code][0])
    for name in sorted(name for name, found in spread.items() if len(found) > 1):
        notes.doubt(f"locality {name} lies in {' and '.join(sorted(spread[name]))}: one locality is made of each part")
    return {code: f"{name} ({districts[code][0]})" if len(spread[name]) > 1 else name for code, name in named.items()}
