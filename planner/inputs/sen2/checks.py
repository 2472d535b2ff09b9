"""Known defects of SEN2 returns, told by their number only: never which row, key or child."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum

from planner.inputs.sen2.export import Export, Row
from planner.inputs.sen2.modules import MODULES, OWN_ID


class Check(StrEnum):
    """What is looked for; the value says it in words."""

    REPEATED_KEY = "rows whose own id was used before (the first one counts)"
    NO_PARENT = "rows that belong to no row of the table above (left out)"
    SEVERAL_REQUESTS = "children with several requests"
    SEVERAL_PLANS = "children with several active plans (counted once, by the first)"
    CEASED = "active plans whose named plan had ceased by the census (counted)"
    NO_PLACEMENT = "active plans without an open placement"
    NO_ESTABLISHMENT = "open placements with neither a school nor a setting"
    FLAG_NOT_SET = "open placements at a school without an RP or SEN-unit indicator"
    FLAG_UNEXPECTED = "RP or SEN-unit indicators at a school that has no such base in GIAS or the register"
    NEED_MISSING = "active plans without a primary need"
    NEED_INVALID = "active plans with a primary need that is no DfE code"
    FEWER_PLACEMENTS = "active plans with fewer placements than the plan names"
    NCY_INVALID = "children whose year group is outside nursery to age 25"
    BIRTH_UNREADABLE = "children without a date of birth that can be read"
    LEFT_BEFORE_ENTRY = "placements with a leaving date before the entry date (taken as open)"
    DATE_UNREADABLE = "placements with a date that cannot be read (taken as blank)"
    POSTCODE_MISSING = "children without a postcode"
    POSTCODE_UNKNOWN = "children whose postcode is not in the directory, or in no locality"


Defects = Counter[Check]


def unique_rows(export: Export, name: str, defects: Defects) -> dict[str, Row]:
    """Rows of a table by their own id: the first of each."""
    module = next(each for each in MODULES if each.name == name)
    rows: dict[str, Row] = {}
    for row in export.rows.get(name, ()):
        if row[module.own_key] in rows:
            defects[Check.REPEATED_KEY] += 1
        else:
            rows[row[module.own_key]] = row
    return rows


def children_of(rows: Iterable[Row], column: str, parents: Mapping[str, Row], defects: Defects) -> dict[str, list[Row]]:
    """Rows by the id of the row above them; those without one, or with an id of their own again, are left out."""
    found: dict[str, list[Row]] = {}
    seen: set[str] = set()
    for row in rows:
        own = row.get(OWN_ID, "")
        if own and own in seen:
            defects[Check.REPEATED_KEY] += 1
            continue
        seen.add(own)
        if row[column] in parents:
            found.setdefault(row[column], []).append(row)
        else:
            defects[Check.NO_PARENT] += 1
    return found


def not_looked_for(absent: Sequence[str]) -> tuple[str, ...]:
    """Checks that need a table that was not given."""
    if not {"assessment", "namedplan", "plandetail"} & set(absent):
        return ()
    listed = ", ".join(absent)
    return tuple(f"{check}: not looked for, without {listed}" for check in (Check.FEWER_PLACEMENTS, Check.CEASED))
