"""Which official file a header belongs to, so that two swapped files are told as what they are."""

from __future__ import annotations

import re
from collections.abc import Set

from planner.errors import Faults

CODE_COLUMN = re.compile(r"(lsoa|msoa|wd|ward|ltla|lad)\d{0,4}(cd|code)(active)?")
AGES = range(3, 16)
KINDS: dict[str, str] = {
    "--population": "residents by single year of age",
    "--imd": "the Index of Multiple Deprivation",
    "--needs": "EHC plans by age and need",
    "--caseload": "EHC plans by age",
    "--gias": "the school register",
    "--links": "the links of the school register",
    "--lookup-lsoa": "a lookup between areas",
}
"""Options of `new` and what they take, the most telling header first."""


def kinds_of(names: Set[str]) -> tuple[str, ...]:
    """Options whose file has a header of these plain names, in the order of KINDS; empty when none is known by it."""
    codes = sum(CODE_COLUMN.fullmatch(name) is not None for name in names)
    plans = "oldlacode" in names and bool(names & {"ehcplans", "totalall"})
    fits = {
        "--population": codes > 0 and _has_ages(names),
        "--imd": codes > 0 and any(name.startswith(("imd", "indexofmultipledeprivation")) for name in names),
        "--needs": plans and "numberasd" in names,
        "--caseload": plans,
        "--gias": {"urn", "establishmentname"} <= names,
        "--links": {"urn", "linkurn"} <= names,
        "--lookup-lsoa": codes > 1,
    }
    return tuple(kind for kind in KINDS if fits[kind])


def _has_ages(names: Set[str]) -> bool:
    return any(all(f"{style}{age}" in names for age in AGES) for style in ("", "age", "f"))


def is_another_file(file: str, header: Set[str], wanted: Set[str], shown: str, faults: Faults) -> bool:
    """Note a header that belongs to another option than the file was given for, as one fault; false when it may not.

    `header` and `wanted` are plain names (`official_csv.plain_name`): those that the file has, and all that were looked
    for. `shown` is the header as a message shows it.
    """
    found, own = kinds_of(header), next(iter(kinds_of(wanted)), "")
    if not found or own in found:
        return False
    expected = KINDS[own] if own else "other columns"
    given = f" and give {own} its own" if own else ""
    remedy = f"This looks like {KINDS[found[0]]}: give it as {found[0]}{given}."
    faults.add(f"{file}, header", shown, expected, remedy)
    return True
