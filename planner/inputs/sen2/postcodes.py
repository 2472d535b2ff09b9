"""From a postcode to the area that holds it, by a directory given as a file.

`areas_by_postcode` knows nothing of SEN2: any part that joins pupils or schools to areas by postcode can share it.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from pathlib import Path

from planner.errors import Faults
from planner.inputs.new.official_csv import plain_name
from planner.inputs.new.postcodes import plain_postcode
from planner.inputs.tables import decode

POSTCODE_COLUMNS = ("pcds", "pcd8", "pcd7", "pcd", "pcd2", "postcode", "post_code")
AREA_COLUMNS = ("lsoa21cd", "lsoa21", "lsoa11cd", "lsoa11", "area_code", "locality", "ladcd", "laua", "oslaua")


def areas_by_postcode(path: Path, area_column: str | None, faults: Faults) -> Mapping[str, str]:
    """Area of each postcode (`plain_postcode`); empty after a fault.

    `area_column` None = the first of AREA_COLUMNS that the file has. A postcode that stands in two areas is
    left out: it would be a guess.
    """
    decoded = decode(path, faults, "a postcode directory, CSV")
    records = [] if decoded is None else _records(decoded[0], path.name, faults)
    header = [plain_name(name) for name in records[0]] if records else []
    wanted = AREA_COLUMNS if area_column is None else (area_column,)
    postcode, area = _first(header, POSTCODE_COLUMNS), _first(header, wanted)
    if not records:
        return {}
    if postcode is None or area is None:
        expected = f"a column {' or '.join(POSTCODE_COLUMNS)} and a column {' or '.join(wanted)}"
        faults.add(f"{path.name}, header", "no such columns", expected, "Give a postcode directory, such as ONSPD.")
        return {}
    found: dict[str, str] = {}
    twice = set()
    for cells in records[1:]:
        if len(cells) > max(postcode, area) and (code := cells[area].strip()):
            key = plain_postcode(cells[postcode])
            if key and found.setdefault(key, code) != code:
                twice.add(key)
    if not found:
        faults.add(path.name, "no postcode with an area", "one row for each postcode", "Check --area-column.")
    return {key: code for key, code in found.items() if key not in twice}


def _records(text: str, file: str, faults: Faults) -> list[list[str]]:
    try:
        records = list(csv.reader(io.StringIO(text, newline="")))
    except csv.Error as error:
        faults.add(file, f"broken CSV ({error})", "balanced quotes", "Fetch it again.")
        return []
    if not records:
        faults.add(file, "an empty file", "a postcode directory, CSV")
    return records


def _first(header: list[str], names: tuple[str, ...]) -> int | None:
    return next((header.index(key) for key in map(plain_name, names) if key in header), None)
