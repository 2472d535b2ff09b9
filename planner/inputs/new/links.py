"""Successors of closed schools, from the links file of the school register (`links_edubasealldata`).

On conversion to an academy a school gets a new URN, so that last year's lists name a closed one. A link is followed
through any number of steps; where it leads to several schools, or to none that is open, nothing is guessed.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from planner.inputs.new.gias import GiasFile
from planner.inputs.new.official_csv import plain_name, read_official, refuse_wrong_width
from planner.inputs.new.report import Notes
from planner.inputs.tables import TextRow

LINK_COLUMNS: dict[str, tuple[str, ...]] = {
    "urn": ("URN",),
    "link_urn": ("LinkURN", "Link URN"),
    "kind": ("LinkType", "Link type"),
}
URN = re.compile(r"\d{6}")
GIVE_LINKS = "Give the register's links file (--links), or write the URN of its successor."
WRITE_ONE = "Write the URN of the school that has the base now."


@dataclass(frozen=True, slots=True)
class Links:
    """Immediate successors of each URN, as the links file names them from either side."""

    file: str
    successors: Mapping[str, frozenset[str]]

    def ends(self, urn: str, open_urns: Mapping[str, object]) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Where the links from a URN end: (open schools and dead ends, sorted; all URNs on the way, in order)."""
        ends, way, waiting = set(), [], [urn]
        while waiting:
            here = waiting.pop(0)
            if here in way:
                continue
            way.append(here)
            onward = sorted(self.successors.get(here, frozenset()) - {here})
            if (here in open_urns and here != urn) or not onward:
                ends.add(here)
            else:
                waiting += onward
        return tuple(sorted(ends - {urn})), tuple(way)


def read_links(path: Path | None, notes: Notes) -> Links | None:
    """Read the links file; None when none was given or after a fault. Links of other kinds are counted, not used."""
    table = None if path is None else read_official(path, LINK_COLUMNS, tuple(LINK_COLUMNS), notes)
    if table is None:
        return None
    refuse_wrong_width(table, notes.faults)
    successors: dict[str, set[str]] = {}
    others = broken = 0
    for row in table.rows:
        urn, linked = table.text(row, "urn"), table.text(row, "link_urn")
        kind = plain_name(table.text(row, "kind"))
        if not URN.fullmatch(urn) or not URN.fullmatch(linked):
            broken += 1
        elif kind.startswith("successor"):
            successors.setdefault(urn, set()).add(linked)
        elif kind.startswith("predecessor"):
            successors.setdefault(linked, set()).add(urn)
        else:
            others += 1
    notes.count("links from a closed school to its successor", sum(map(len, successors.values())))
    if others:
        notes.count("links of other kinds, not used", others)
    if broken:
        notes.doubt(f"{table.file}: {broken} rows without two URNs of six digits are passed over")
    return Links(table.file, {urn: frozenset(found) for urn, found in successors.items()})


@dataclass(frozen=True, slots=True)
class Succession:
    """Says which open school of the council a URN stands for today; `links` None = no links file was given."""

    gias: GiasFile
    links: Links | None = None

    def of(self, urn: str, where: str, notes: Notes) -> str:
        """URN of the open school: the same, or its only successor, reported; the same with a fault otherwise."""
        known = self.gias.establishments
        if urn in known or not URN.fullmatch(urn):
            return urn
        if self.links is None:
            if urn in self.gias.closed:
                notes.faults.add(where, f"{urn}, {self._closed(urn)}", "an open school", GIVE_LINKS)
            return urn
        ends, way = self.links.ends(urn, known)
        if len(ends) == 1 and ends[0] in known:
            through = f", through {', '.join(way[1:-1])}" if len(way) > 2 else ""
            notes.assume(f"{where}: {urn} is read as its successor {ends[0]} {known[ends[0]].name}{through}")
            return ends[0]
        if len(ends) > 1:
            named = " or ".join(f"{end} ({known[end].name if end in known else 'not open here'})" for end in ends)
            notes.faults.add(where, f"{urn}, which has several successors", "one school", f"{WRITE_ONE} {named}.")
        elif urn in self.gias.closed or way[1:]:
            found = f"{urn}, {self._closed(urn)}, whose links end at {way[-1]}, no open school of the council"
            notes.faults.add(where, found, "an open school", WRITE_ONE)
        return urn

    def quietly(self, urn: str, where: str, notes: Notes) -> str:
        """As `of` for files of the whole country: a URN that leads to no school of the council is passed over.

        Several successors, one of them the council's, are a doubt, and the row is not used.
        """
        known = self.gias.establishments
        if urn in known or self.links is None:
            return urn
        ends, _ = self.links.ends(urn, known)
        if len(ends) > 1 and any(end in known for end in ends):
            notes.doubt(f"{where}: {urn} has several successors ({', '.join(ends)}), so the row is not used")
            return ""
        return self.of(urn, where, notes) if ends and ends[0] in known else ""

    def renew(self, rows: Sequence[TextRow], column: str, notes: Notes) -> tuple[TextRow, ...]:
        """Rows with the URN of today's school in a column; every change is reported with file and row."""
        renewed = []
        for row in rows:
            urn = row.cells.get(column, "")
            today = self.of(urn, f"{row.where}, column {column}", notes)
            renewed.append(row if today == urn else replace(row, cells={**row.cells, column: today}))
        return tuple(renewed)

    def _closed(self, urn: str) -> str:
        on = self.gias.closed.get(urn)
        return f"closed on {on.isoformat()}" if on else "a closed school"
