"""Bases with more places than any that the assumptions know of: a slip of the pen, or two bases in one row."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from planner.domain.assumption import Assumptions
from planner.domain.terms import Phase
from planner.inputs.new.report import Notes

HOLDS = ("commissioned_places", "max_places")


def note_large_bases(rows: Sequence[Mapping[str, str]], assumptions: Assumptions, notes: Notes) -> None:
    """Note a doubt for each site of provision.csv above the range of `max_places_<phase>`, by its largest number.

    `rows` are sound rows of provision.csv; balancing rows (no URN) hold places of several bases and are passed over.
    The row stays as it is: a large base may be a fact.
    """
    most: dict[str, int] = {}
    for row in rows:
        held = max(int(row[name]) for name in HOLDS if row[name])
        if row["urn"]:
            most[row["site"]] = max(held, most.get(row["site"], 0))
    by_site = {row["site"]: row for row in rows}
    for site, places in most.items():
        row = by_site[site]
        assumption = assumptions[f"max_places_{Phase(row['phase']).value}"]
        largest = assumption.value if assumption.high is None else assumption.high
        if places > largest:
            who = row["school_name"] or row["urn"]
            notes.doubt(
                f"provision.csv, site {site} ({who}): {places} places in one {row['phase']} base, more "
                f"than the largest known ({largest:g}, {assumption.name}); taken as it stands"
            )
