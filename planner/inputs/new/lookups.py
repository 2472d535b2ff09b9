"""Lookups between geographies: which code becomes which, which lies in which, and the district of each.

The change code of the ONS lookup of LSOA 2011 to 2021 is U (unchanged), S (one 2011 area split), M (2011 areas merged)
or X (irregular: the two cannot be compared area by area). Source: ONS, "LSOA (2011) to LSOA (2021) to Local Authority
District (2022) Exact Fit Lookup for EW", https://geoportal.statistics.gov.uk/. Any other lookup with two code columns
(LSOA 2021 to ward 2024, best fit) says where areas lie.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from planner.inputs.new.geographies import CODE_ALIASES, DISTRICT_CODES, DISTRICT_NAMES, is_smaller
from planner.inputs.new.official_csv import OfficialTable, read_official, refuse_wrong_width
from planner.inputs.new.report import Notes

LOOKUP_COLUMNS = {
    **CODE_ALIASES,
    "change": ("change_code", "CHGIND", "CHNGIND"),
    "district_code": DISTRICT_CODES,
    "district": DISTRICT_NAMES,
}
CHANGES = ("U", "S", "M", "X")
BOTH_CENSUSES = {"lsoa11", "lsoa21"}
SHOWN = 10


@dataclass(frozen=True, slots=True)
class Link:
    """One row of a lookup: code by geography; change, district and its code are empty when the file has none."""

    codes: Mapping[str, str]
    change: str = ""
    district: str = ""
    district_code: str = ""

    def code(self, geography: str) -> str:
        """Code in one geography; empty when the lookup does not have it."""
        return self.codes.get(geography, "")


@dataclass(frozen=True, slots=True)
class Crossing:
    """Where each source area's people go: (target code, share) with shares that sum to 1 over all its targets.

    `irregular` are source codes that cannot be compared area by area (change code X).
    """

    shares: Mapping[str, tuple[tuple[str, float], ...]]
    irregular: frozenset[str] = frozenset()


def read_lookups(paths: Sequence[Path], notes: Notes) -> tuple[Link, ...]:
    """Rows of all lookups in the order of the files; empty when there is none or after a fault."""
    return tuple(link for path in paths for link in _read(path, notes))


def _read(path: Path, notes: Notes) -> list[Link]:
    table = read_official(path, LOOKUP_COLUMNS, (), notes)
    if table is None:
        return []
    geographies = [name for name in CODE_ALIASES if name in table.names]
    wanted = "columns lsoa11_code, lsoa21_code and change_code, or codes of two other geographies"
    if len(geographies) < 2 or (set(geographies) >= BOTH_CENSUSES and "change" not in table.names):
        found = ", ".join(geographies) or "no code column that is known"
        notes.faults.add(f"{table.file}, header", found, wanted, "Use the file as ONS publishes it.")
        return []
    refuse_wrong_width(table, notes.faults)
    return [_link(table, index, geographies, notes) for index in range(len(table.rows))]


def _link(table: OfficialTable, index: int, geographies: Sequence[str], notes: Notes) -> Link:
    row = table.rows[index]
    codes = {name: code for name in geographies if (code := table.text(row, name))}
    change, district, district_code = (table.text(row, ours) for ours in ("change", "district", "district_code"))
    if "change" in table.names and change not in CHANGES:
        where = f"{row.where}, column {table.names['change']}"
        notes.faults.add(where, repr(change), "U, S, M or X", "Use the file as ONS publishes it.")
    return Link(codes, change, district, district_code)


def districts_of(links: Sequence[Link], geography: str, notes: Notes) -> dict[str, tuple[str, str]]:
    """District name and code by area code; the last lookup that has one decides, and within it the most rows."""
    found: dict[str, tuple[tuple[str, ...], Counter[tuple[str, str]]]] = {}
    for link in links:
        code, columns = link.code(geography), tuple(link.codes)
        if not code or not link.district_code:
            continue
        if code not in found or found[code][0] != columns:
            found[code] = (columns, Counter())
        found[code][1][link.district, link.district_code] += 1
    several = sorted(code for code, (_, counts) in found.items() if len(counts) > 1)
    if several:
        shown = ", ".join(several[:SHOWN])
        notes.doubt(f"{len(several)} areas lie in several districts and count to the one with most of them: {shown}")
    return {code: counts.most_common(1)[0][0] for code, (_, counts) in found.items()}


def crossing(
    links: Sequence[Link], source: str, target: str, target_codes: Sequence[str], weights: Mapping[str, float]
) -> Crossing | None:
    """Shares from every source area that touches the target areas; None when no chain of lookups leads there.

    A split area is shared by `weights` (residents of each part, where known for all of them), else equally. Larger
    areas are never divided among smaller ones of another kind: no lookup says how.
    """
    way = _way(links, source, target)
    if way is None:
        return None
    irregular = {link.code(source) for link in links if link.change == "X"}
    shares: dict[str, tuple[tuple[str, float], ...]] = {}
    for start, end in pairwise(way):
        step = _step(links, start, end, weights)
        shares = _chained(shares, step) if shares else step
    wanted = set(target_codes)
    kept = {code: to for code, to in sorted(shares.items()) if any(part in wanted for part, _ in to)}
    return Crossing(kept, frozenset(irregular & set(kept)))


def _way(links: Sequence[Link], source: str, target: str) -> list[str] | None:
    """Shortest chain of geographies that lookups lead along, never from larger to smaller kinds."""
    together = {tuple(link.codes) for link in links}
    ways = [[source]]
    seen = {source}
    while ways:
        way = ways.pop(0)
        if way[-1] == target:
            return way
        beside = {name for columns in together if way[-1] in columns for name in columns}
        for name in sorted(beside - seen):
            if not is_smaller(name, way[-1]):
                seen.add(name)
                ways.append([*way, name])
    return None


def _step(
    links: Sequence[Link], start: str, end: str, weights: Mapping[str, float]
) -> dict[str, tuple[tuple[str, float], ...]]:
    parts: dict[str, set[str]] = defaultdict(set)
    for link in links:
        if link.code(start) and link.code(end):
            parts[link.code(start)].add(link.code(end))
    return {code: _shares(sorted(to), weights) for code, to in parts.items()}


def _chained(
    first: Mapping[str, tuple[tuple[str, float], ...]], second: Mapping[str, tuple[tuple[str, float], ...]]
) -> dict[str, tuple[tuple[str, float], ...]]:
    """Both steps in one; a part that the second lookup does not know keeps its code, so that its share is not lost."""
    chained = {}
    for code, to in first.items():
        sums: dict[str, float] = defaultdict(float)
        for part, share in to:
            for end, more in second.get(part, ((part, 1.0),)):
                sums[end] += share * more
        chained[code] = tuple(sorted(sums.items()))
    return chained


def note_crossing(crossed: Crossing, codes: Sequence[str], by_residents: bool, notes: Notes) -> None:
    """Note split areas as an assumption and irregular ones as a doubt; `codes` are those of the pack's areas."""
    split = [code for code, to in crossed.shares.items() if len(to) > 1]
    if split:
        by = "by the residents of the points file" if by_residents else "equally"
        notes.assume(f"residents of areas that were split ({len(split)}) are shared {by}: {', '.join(split)}")
    for code in sorted(crossed.irregular):
        to = ", ".join(part for part, _ in crossed.shares[code])
        by = "by residents" if by_residents else "equally"
        notes.doubt(f"{code} to {to} is an irregular change (X), not to be compared: its residents are shared {by}")
    inside = set(codes)
    across = [code for code, to in crossed.shares.items() if any(part not in inside for part, _ in to)]
    if across:
        notes.doubt(f"parts of {', '.join(across)} lie outside the boundaries and their residents are left out")


def _shares(to: Sequence[str], weights: Mapping[str, float]) -> tuple[tuple[str, float], ...]:
    total = sum(weights.get(code, 0.0) for code in to)
    if total > 0 and all(code in weights for code in to):
        return tuple((code, weights[code] / total) for code in to)
    return tuple((code, 1 / len(to)) for code in to)
