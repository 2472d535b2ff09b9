"""The districts of a council, found from its DfE code: DfE's code to ONS's, ONS's to the districts below it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from planner.inputs.new.geographies import YEARS
from planner.inputs.new.official_csv import read_official, refuse_wrong_width
from planner.inputs.new.report import Notes

NO_DISTRICT = "no district of this council"
COUNCIL_COLUMNS = {"la_code": ("old_la_code",), "ons_code": ("new_la_code",)}
UPPER_COLUMNS = {
    "lower": (*(f"{start}{year}{end}" for year in YEARS for start, end in (("ltla", "_code"), ("LTLA", "CD"))),),
    "upper": (*(f"{start}{year}{end}" for year in YEARS for start, end in (("utla", "_code"), ("UTLA", "CD"))),),
}


def council_districts(
    caseload: Path, lookup: Path | None, la_code: str, named: Sequence[str], notes: Notes
) -> tuple[str, ...]:
    """ONS codes of the council's districts, sorted: those `named`, else those of the lookup; empty when neither.

    `lookup` is ONS's of lower to upper tier local authorities. A unitary council is its own district. DfE's files of
    plans (`caseload`) carry both codes of a council; one that was given a new ONS code is looked for by all of them.
    After a fault a code that no area has, so that a country is not taken for the council.
    """
    if named or lookup is None:
        return tuple(named)
    ons_codes = _ons_codes(caseload, la_code)
    table = read_official(lookup, UPPER_COLUMNS, tuple(UPPER_COLUMNS), notes)
    if table is None:
        return (NO_DISTRICT,)
    refuse_wrong_width(table, notes.faults)
    found = sorted({table.text(row, "lower") for row in table.rows if table.text(row, "upper") in ons_codes})
    if found:
        notes.assume(f"districts of LA {la_code} by {table.file}: {', '.join(found)}")
        return tuple(found)
    codes = ", ".join(sorted(ons_codes)) or "no ONS code, for the file of plans has none"
    remedy = "Use a lookup of the council's time, or name the districts (--district)."
    notes.faults.add(table.file, f"no district of LA {la_code} ({codes})", "its districts", remedy)
    return (NO_DISTRICT,)


def _ons_codes(caseload: Path, la_code: str) -> set[str]:
    """Codes beside DfE's in the file of plans; what is wrong with that file is told where the plans are read."""
    table = read_official(caseload, COUNCIL_COLUMNS, tuple(COUNCIL_COLUMNS), Notes())
    if table is None:
        return set()
    return {table.text(row, "ons_code") for row in table.rows if table.text(row, "la_code") == la_code} - {""}
