"""Two hundred damaged files: each is read, or refused in words, and never is half a pack left."""

from __future__ import annotations

import gzip
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import geopandas as gpd
import pytest
from shapely.geometry import box

from planner.errors import InputError
from planner.inputs.new import build_pack
from planner.inputs.pack import read_pack
from tests.inputs_new.official_files import SIDE, SOUTH, WEST, small_frame
from tests.inputs_new.test_postcodes import with_pupils

FILES = ("boundaries", "localities", "population", "imd", "postcodes", "pupils_by_postcode", "caseload", "needs")
SEEDS_A_FILE = 25
CELLS = (b"-17.5", b"1e308", b"=1+1", b"", b'"', b"c", b"<5", "\u2013".encode(), b"0123")


def _cut(raw: bytes, draw: random.Random) -> bytes:
    return raw[: draw.randrange(len(raw))]


def _bytes(raw: bytes, draw: random.Random) -> bytes:
    damaged = bytearray(raw)
    for _ in range(3):
        damaged[draw.randrange(len(damaged))] = draw.randrange(256)
    return bytes(damaged)


def _cell(raw: bytes, draw: random.Random) -> bytes:
    lines = raw.split(b"\n")
    row = draw.randrange(len(lines))
    cells = lines[row].split(b",")
    cells[draw.randrange(len(cells))] = draw.choice(CELLS)
    lines[row] = b",".join(cells)
    return b"\n".join(lines)


def _columns(raw: bytes, draw: random.Random) -> bytes:
    rows = [line.split(b",") for line in raw.split(b"\n")]
    other = draw.randrange(1, 4)
    for cells in rows:
        if len(cells) > other:
            cells[0], cells[other] = cells[other], cells[0]
    return b"\n".join(b",".join(cells) for cells in rows)


def _rows(raw: bytes, draw: random.Random) -> bytes:
    lines = raw.split(b"\n")
    row = draw.randrange(len(lines))
    return b"\n".join([*lines[:row], *[lines[row]] * draw.choice((0, 2)), *lines[row + 1 :]])


def _encoding(raw: bytes, draw: random.Random) -> bytes:
    return draw.choice((raw.decode().encode("utf-16"), raw + "£é".encode("cp1252"), gzip.compress(raw)[:-4], b""))


DAMAGES: tuple[Callable[[bytes, random.Random], bytes], ...] = (_cut, _bytes, _cell, _cell, _columns, _rows, _encoding)


def sound_files(folder: Path) -> dict[str, Any]:
    """A made-up council with every file of this kind; polygons as GeoJSON, so that damage is to text."""
    halves = [box(WEST + start * SIDE, SOUTH, WEST + (start + 2) * SIDE, SOUTH + SIDE) for start in (0, 2)]
    localities = gpd.GeoDataFrame({"locality": ["Ash", "Beech"]}, geometry=halves, crs=27700)
    localities.to_crs(4326).to_file(folder / "localities.geojson")
    small_frame().to_crs(4326).to_file(folder / "areas.geojson")
    return with_pupils(folder, boundaries=folder / "areas.geojson", localities=folder / "localities.geojson")


@pytest.mark.slow
@pytest.mark.parametrize("file", FILES)
def test_damaged_files_are_read_or_refused(tmp_path: Path, file: str) -> None:
    arguments = sound_files(tmp_path)
    path = arguments[file][0] if file == "postcodes" else arguments[file]
    raw = path.read_bytes()
    refused = 0
    for seed in range(SEEDS_A_FILE):
        draw = random.Random(f"{file} {seed}")
        path.write_bytes(draw.choice(DAMAGES)(raw, draw))
        pack = tmp_path / f"pack{seed}"
        try:
            report = build_pack(pack, **arguments)
        except InputError:
            refused += 1
            assert not pack.exists()
        else:
            whole = len(read_pack(pack).areas) == 4
            assert whole or any("have no outline and are left out" in line for line in report.doubtful)
    assert 0 < refused < SEEDS_A_FILE or file in {"boundaries", "localities"}
