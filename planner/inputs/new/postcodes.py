"""Postcodes as points: Code-Point Open (no header), the ONS Postcode Directory, or any table with the same columns.

A postcode is written in several ways, `CV32 4AA`, `CV324AA` and `B1  1AA`; without blanks and in capitals all are one.
No postcode leaves this module in a message: faults name rows.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from planner.errors import Faults
from planner.inputs.new.official_csv import csv_records, plain_name
from planner.inputs.new.report import Notes
from planner.inputs.tables import decode

# The published shape of a postcode: an outward part of area and district, then a digit and two letters.
POSTCODE = re.compile(r"[A-Z]{1,2}\d[A-Z\d]?\d[A-Z]{2}")
DIRECTORY_COLUMNS = {
    "postcode": ("pcd", "pcds", "pcd7", "pcd8", "postcode"),
    "easting": ("oseast1m", "east1m", "easting", "eastings"),
    "northing": ("osnrth1m", "north1m", "northing", "northings"),
    "ended": ("doterm",),
}
# Code-Point Open: postcode, positional quality, easting, northing, then codes.
CODE_POINT = {"postcode": 0, "easting": 2, "northing": 3}
CODE_POINT_WIDTH = 4
# Of 22,268 postcodes in Warwickshire 17 per cent stand ten or more on one point; a block of flats has one sector.
PILE_POSTCODES = 20
WHOLE_METRES = re.compile(r"\d{1,7}(\.0*)?")
Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Directory:
    """Point of each postcode (EPSG:27700 metres) near the council; `live` leaves out those that have ended."""

    points: Mapping[str, tuple[float, float]]
    live: frozenset[str]

    def homes(self) -> frozenset[str]:
        """Live postcodes without those piled on one point from several sectors: sorting offices, where nobody lives."""
        piles: dict[tuple[float, float], set[str]] = defaultdict(set)
        for code in self.live:
            piles[self.points[code]].add(code)
        piled = (codes for codes in piles.values() if len(codes) >= PILE_POSTCODES)
        return self.live.difference(*(codes for codes in piled if len({_sector(code) for code in codes}) > 1))


def _sector(code: str) -> str:
    """Postcode without its last two letters: `CV324`."""
    return code[:-2]


def plain_postcode(text: str) -> str:
    """Postcode in capitals without blanks; empty when it has not the shape of one."""
    plain = re.sub(r"\s", "", text).upper()
    return plain if POSTCODE.fullmatch(plain) else ""


def read_directory(paths: Sequence[Path], box: Box, notes: Notes) -> Directory | None:
    """Read postcode files, keeping what lies in `box` (west, south, east, north in metres); None without any file."""
    points: dict[str, tuple[float, float]] = {}
    ended: set[str] = set()
    for path in paths:
        _read(path, box, points, ended, notes)
    if paths and not points and not len(notes.faults):
        names = ", ".join(path.name for path in paths)
        notes.faults.add(names, "no postcode near the council", "its postcodes", "Use the files of its postcode areas.")
    return Directory(points, frozenset(points) - ended) if paths else None


def _read(path: Path, box: Box, points: dict[str, tuple[float, float]], ended: set[str], notes: Notes) -> None:
    decoded = decode(path, notes.faults)
    if decoded is None:
        return
    records = csv_records(decoded[0], path.name, notes.faults)
    first = next(records, None)
    if first is None:
        notes.faults.add(path.name, "an empty file", "postcodes with easting and northing")
        return
    headless = bool(plain_postcode(first[1][0])) and len(first[1]) >= CODE_POINT_WIDTH
    at = CODE_POINT if headless else _positions(first[1], path.name, notes.faults)
    if at is None:
        return
    counts = _keep([first, *records] if headless else list(records), at, box, points, ended, path.name, notes.faults)
    remark = f"{counts['kept']} postcodes near the council, {'no header' if headless else 'by its header'}"
    notes.file(path, counts["rows"], remark)
    for what in ("not a postcode", "without a point"):
        if counts[what]:
            notes.doubt(f"{path.name}: {counts[what]} rows {what}, passed over")
    if "ended" not in at:
        notes.doubt(f"{path.name} does not tell which postcodes have ended: all are taken for places where people live")


def _positions(header: Sequence[str], file: str, faults: Faults) -> dict[str, int] | None:
    position = {plain_name(name): index for index, name in reversed(list(enumerate(header)))}
    at = {
        ours: next(position[name] for name in names if name in position)
        for ours, names in DIRECTORY_COLUMNS.items()
        if set(names) & set(position)
    }
    if {"postcode", "easting", "northing"} <= set(at):
        return at
    expected = "columns pcd, oseast1m and osnrth1m, or Code-Point Open without a header"
    faults.add(f"{file}, header", ", ".join(header[:8]), expected, "Use the file as it is published.")
    return None


def _keep(
    records: Sequence[tuple[int, list[str]]],
    at: Mapping[str, int],
    box: Box,
    points: dict[str, tuple[float, float]],
    ended: set[str],
    file: str,
    faults: Faults,
) -> dict[str, int]:
    counts = {"rows": len(records), "kept": 0, "not a postcode": 0, "without a point": 0}
    for number, cells in records:
        text = {ours: cells[index].strip() if index < len(cells) else "" for ours, index in at.items()}
        code, point = plain_postcode(text["postcode"]), _point(text)
        if not code or point is None:
            counts["not a postcode" if not code else "without a point"] += 1
        elif box[0] <= point[0] <= box[2] and box[1] <= point[1] <= box[3]:
            if points.setdefault(code, point) != point:
                where = f"{file}, row {number}"
                faults.add(where, "a postcode again with another point", "each once", "Use one edition.")
            counts["kept"] += 1
            if text.get("ended"):
                ended.add(code)
    return counts


def _point(text: Mapping[str, str]) -> tuple[float, float] | None:
    """Easting and northing; None where blank, 0 (the publishers' unknown) or no whole number of metres."""
    if not (WHOLE_METRES.fullmatch(text["easting"]) and WHOLE_METRES.fullmatch(text["northing"])):
        return None
    easting, northing = float(text["easting"]), float(text["northing"])
    return (easting, northing) if easting and northing else None
