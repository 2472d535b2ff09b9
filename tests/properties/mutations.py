"""Ways in which a file can be wrong: each takes its bytes and a source of chance, and gives other bytes.

`HARMLESS` ones change nothing that the file says; `HARMFUL` ones may, and what reads the file must notice or read it as
it then stands.
"""

from __future__ import annotations

import csv
import io
import json
import random
from collections.abc import Callable
from typing import Any

Mutation = Callable[[bytes, random.Random], bytes]

ODD_CELLS = (
    *("", " ", "-1", "0", "1e999", "9" * 400, "9" * 5_000, "99999999999", "nan", "inf", "-inf", "1,5", "½", "٣"),
    *("0x10", "=SUM(A1:A9)", "#REF!", "c", "..", "<5", "x", "tbc", "TRUE", "2026-13-45", "8-10", "\x00", "'8", '"'),
    *("\u202e8", "é", "🏫", "01/09/2024", "2024/25", "10-Aug",
       "1_000", "=1+1", "E01000001", "100001", "999999", "None", "NULL", "\n"),
    *("a" * 70_000, "8\n9", "𝟠", "E999", "1e5", "+", ".", "-", "0.5", "0000-00-00", "9999/00"),
)  # fmt: skip


def _table(raw: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(raw.decode("utf-8", errors="replace"), newline="")))


def _bytes(rows: list[list[str]], end: str = "\n") -> bytes:
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator=end).writerows(rows)
    return buffer.getvalue().encode("utf-8", errors="replace")


def _column_order(raw: bytes, chance: random.Random) -> bytes:
    rows = _table(raw)
    order = list(range(len(rows[0])))
    chance.shuffle(order)
    return _bytes([[row[column] for column in order if column < len(row)] for row in rows])


HARMLESS: dict[str, Mutation] = {
    "byte order mark": lambda raw, _: b"\xef\xbb\xbf" + raw,
    "CRLF line ends": lambda raw, _: raw.replace(b"\n", b"\r\n"),
    "CR line ends": lambda raw, _: raw.replace(b"\n", b"\r"),
    "no last line end": lambda raw, _: raw.rstrip(b"\n"),
    "blank rows below": lambda raw, _: raw + b"\n\n" + b"," * raw.splitlines()[0].count(b",") + b"\n",
    "every cell quoted": lambda raw, _: "".join(
        ",".join('"' + cell.replace('"', '""') + '"' for cell in row) + "\n" for row in _table(raw)
    ).encode(),
    "columns in another order": _column_order,
}


def _truncated(raw: bytes, chance: random.Random) -> bytes:
    return raw[: chance.randrange(len(raw))]


def _flipped(raw: bytes, chance: random.Random) -> bytes:
    changed = bytearray(raw)
    for _ in range(chance.randint(1, 20)):
        changed[chance.randrange(len(changed))] = chance.randrange(256)
    return bytes(changed)


def _nulls(raw: bytes, chance: random.Random) -> bytes:
    at = chance.randrange(len(raw))
    return raw[:at] + b"\0" * chance.randint(1, 4) + raw[at:]


def _odd_cell(raw: bytes, chance: random.Random) -> bytes:
    rows = _table(raw)
    row = rows[chance.randrange(len(rows) > 1, len(rows))]
    row[chance.randrange(len(row))] = chance.choice(ODD_CELLS)
    return _bytes(rows)


def _odd_column(raw: bytes, chance: random.Random) -> bytes:
    rows = _table(raw)
    column, cell = chance.randrange(len(rows[0])), chance.choice(ODD_CELLS)
    return _bytes([rows[0], *[[*row[:column], cell, *row[column + 1 :]] for row in rows[1:]]])


def _swapped_names(raw: bytes, chance: random.Random) -> bytes:
    rows = _table(raw)
    chance.shuffle(rows[0])
    return _bytes(rows)


def _row_twice(raw: bytes, chance: random.Random) -> bytes:
    rows = _table(raw)
    return _bytes([*rows, chance.choice(rows)])


def _column_gone(raw: bytes, chance: random.Random) -> bytes:
    rows = _table(raw)
    gone = chance.randrange(len(rows[0]))
    return _bytes([[*row[:gone], *row[gone + 1 :]] for row in rows])


def _cell_gone(raw: bytes, chance: random.Random) -> bytes:
    rows = _table(raw)
    row = chance.choice(rows)
    del row[chance.randrange(len(row))]
    return _bytes(rows)


def _name_twice(raw: bytes, chance: random.Random) -> bytes:
    rows = _table(raw)
    rows[0][chance.randrange(len(rows[0]))] = chance.choice(rows[0])
    return _bytes(rows)


HARMFUL: dict[str, Mutation] = {
    "truncated": _truncated,
    "bytes changed": _flipped,
    "null bytes": _nulls,
    "empty": lambda _, __: b"",
    "header alone": lambda raw, _: raw.splitlines(keepends=True)[0],
    "header gone": lambda raw, _: b"".join(raw.splitlines(keepends=True)[1:]),
    "UTF-16": lambda raw, _: raw.decode("utf-8", errors="replace").encode("utf-16"),
    "Windows-1252": lambda raw, _: raw.replace(b"Primary", b"Pr\xedmary").replace(b"made", b"m\xe1de"),
    "broken UTF-8": lambda raw, _: raw + b"\xc3(\x81\x8d\x8f\n",
    "an odd cell": _odd_cell,
    "an odd column": _odd_column,
    "names of columns swapped": _swapped_names,
    "a row twice": _row_twice,
    "a column gone": _column_gone,
    "a cell gone": _cell_gone,
    "a name of a column twice": _name_twice,
    "an open quote": lambda raw, chance: raw[: (at := chance.randrange(len(raw)))] + b'"' + raw[at:],
    "semicolons": lambda raw, _: raw.replace(b",", b";"),
    "a page of the web": lambda _, __: b"<!DOCTYPE html><html><body>Sign in to continue</body></html>\n",
    "a zip archive": lambda _, __: b"PK\x03\x04" + bytes(range(256)) * 4,
}


def _edited(change: Callable[[dict[str, Any], random.Random], object]) -> Mutation:
    def mutate(raw: bytes, chance: random.Random) -> bytes:
        collection = json.loads(raw)
        change(collection, chance)
        return json.dumps(collection).encode()

    return mutate


def _each_point(collection: dict[str, Any], change: Callable[[float, float], list[Any]]) -> None:
    for feature in collection["features"]:
        feature["geometry"]["coordinates"] = [
            [change(*point) for point in ring] for ring in feature["geometry"]["coordinates"]
        ]


def _any_feature(collection: dict[str, Any], chance: random.Random) -> dict[str, Any]:
    return chance.choice(collection["features"])  # type: ignore[no-any-return]


def _odd_point(collection: dict[str, Any], chance: random.Random) -> None:
    ring = _any_feature(collection, chance)["geometry"]["coordinates"][0]
    odd = chance.choice(
        [[0, 0], [1e308, 1e308], [float("nan"), 52], [None, None], ["a", "b"], [1e9], [], [-1.5, 52, 7]]
    )
    ring[chance.randrange(len(ring))] = odd


def _odd_geometry(collection: dict[str, Any], chance: random.Random) -> None:
    kinds: list[Any] = [
        None,
        {"type": "Point", "coordinates": [-1.5, 52.1]},
        {"type": "Polygon", "coordinates": []},
        {"type": "Polygon"},
        {"type": "LineString", "coordinates": [[-1.5, 52.1], [-1.4, 52.1]]},
        {"type": "Polygon", "coordinates": [[[-1.5, 52.1], [-1.4, 52.2], [-1.5, 52.2], [-1.4, 52.1], [-1.5, 52.1]]]},
    ]
    _any_feature(collection, chance)["geometry"] = chance.choice(kinds)


def _odd_property(collection: dict[str, Any], chance: random.Random) -> None:
    properties = _any_feature(collection, chance)["properties"]
    properties[chance.choice(list(properties))] = chance.choice(
        [None, 7, "", "E0100000X", [], {}, "a" * 70_000, True, "=1"]
    )


GEOJSON: dict[str, Mutation] = {
    "degrees swapped": _edited(lambda shapes, _: _each_point(shapes, lambda x, y: [y, x])),
    "metres said to be degrees": _edited(lambda shapes, _: _each_point(shapes, lambda x, y: [x * 1e5, y * 1e4])),
    "another reference system": _edited(
        lambda shapes, chance: shapes.update(
            crs={
                "type": "name",
                "properties": {"name": chance.choice(["urn:ogc:def:crs:EPSG::27700", "EPSG:3857", "nonsense", ""])},
            }
        )
    ),
    "an odd point": _edited(_odd_point),
    "an odd geometry": _edited(_odd_geometry),
    "an odd property": _edited(_odd_property),
    "a feature twice": _edited(lambda shapes, chance: shapes["features"].append(_any_feature(shapes, chance))),
    "a feature gone": _edited(lambda shapes, chance: shapes["features"].remove(_any_feature(shapes, chance))),
    "no feature": _edited(lambda shapes, _: shapes.update(features=[])),
    "features of no kind": _edited(lambda shapes, _: shapes.update(features=[7, None, {}])),
    "no properties": _edited(lambda shapes, chance: _any_feature(shapes, chance).pop("properties")),
}
ANY_BYTES = ("truncated", "bytes changed", "null bytes", "empty", "UTF-16", "a page of the web", "a zip archive")


def mutations_of(name: str) -> dict[str, Mutation]:
    """Harmful mutations that suit a file by its ending."""
    raw = {kind: HARMFUL[kind] for kind in ANY_BYTES}
    if name.endswith(".csv"):
        return HARMFUL
    return {**raw, **GEOJSON} if name.endswith(".geojson") else raw
