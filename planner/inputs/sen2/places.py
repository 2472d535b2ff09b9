"""From a postcode of the return to the locality under which its child is counted."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from planner.errors import Faults
from planner.inputs.new.postcodes import plain_postcode
from planner.inputs.sen2.postcodes import AREA_COLUMNS, areas_by_postcode
from planner.inputs.tables import read_table


def read_places(
    postcodes: Path, area_column: str | None, localities: Path | None, locality_column: str, faults: Faults
) -> Callable[[str], str | None]:
    """Locality of a postcode, or the directory's own area without a lookup; None when it has none."""
    areas = areas_by_postcode(postcodes, area_column, faults)
    lookup = None if localities is None else _lookup(localities, locality_column, faults)
    if lookup and areas and not set(areas.values()) & set(lookup):
        faults.add(
            str(localities), f"no area code of {postcodes.name}", "the same codes", "Check the vintage of the codes."
        )

    def place_of(postcode: str) -> str | None:
        area = areas.get(plain_postcode(postcode))
        return area if area is None or lookup is None else lookup.get(area)

    return place_of


def _lookup(path: Path, locality_column: str, faults: Faults) -> Mapping[str, str]:
    """Locality of each area code; the code stands in the first column of AREA_COLUMNS that the file has."""
    probe = read_table(
        path, faults, (locality_column,), (*AREA_COLUMNS, *map(str.upper, AREA_COLUMNS)), other_columns=True
    )
    if probe is None:
        return {}
    column = next((name for name in probe.columns if name.lower() in AREA_COLUMNS and name != locality_column), None)
    if column is None:
        faults.add(f"{path.name}, header", "no column of area codes", f"one of {', '.join(AREA_COLUMNS)}")
        return {}
    return {row.cells[column]: row.cells[locality_column] for row in probe.rows if row.cells[locality_column]}
