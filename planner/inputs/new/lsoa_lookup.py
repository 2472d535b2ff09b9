"""Crossing between LSOA 2011 and LSOA 2021 codes.

The change code of the ONS lookup is U (unchanged), S (one 2011 area split), M (2011 areas merged) or X (irregular:
the two cannot be compared area by area). Source: ONS, "LSOA (2011) to LSOA (2021) to Local Authority District (2022)
Exact Fit Lookup for EW", https://geoportal.statistics.gov.uk/.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from planner.inputs.new.official_csv import read_official, refuse_wrong_width
from planner.inputs.new.report import Notes

LOOKUP_COLUMNS = {
    "lsoa11": ("lsoa11_code", "LSOA11CD"),
    "lsoa21": ("lsoa21_code", "LSOA21CD"),
    "change": ("change_code", "CHGIND", "CHNGIND"),
    "district_code": ("ltla22_code", "LAD22CD", "ltla23_code", "LAD23CD", "ltla24_code", "LAD24CD"),
    "district": ("ltla22_name", "LAD22NM", "ltla23_name", "LAD23NM", "ltla24_name", "LAD24NM"),
}
CHANGES = ("U", "S", "M", "X")


@dataclass(frozen=True, slots=True, order=True)
class LsoaLink:
    """One row of the lookup; district and its code are empty when the file has none."""

    lsoa11: str
    lsoa21: str
    change: str
    district: str
    district_code: str

    def code(self, vintage: str) -> str:
        """Code of the side named `lsoa11` or `lsoa21`."""
        return self.lsoa11 if vintage == "lsoa11" else self.lsoa21


@dataclass(frozen=True, slots=True)
class Crossing:
    """Where each source area's people go: (target code, share) with shares that sum to 1 over all its targets."""

    shares: Mapping[str, tuple[tuple[str, float], ...]]


def read_lsoa_lookup(path: Path | None, notes: Notes) -> tuple[LsoaLink, ...]:
    """Read the lookup; empty when there is none or after a fault."""
    table = None if path is None else read_official(path, LOOKUP_COLUMNS, ("lsoa11", "lsoa21", "change"), notes)
    if table is None:
        return ()
    refuse_wrong_width(table, notes.faults)
    links = []
    for row in table.rows:
        link = LsoaLink(
            *(table.text(row, ours) for ours in ("lsoa11", "lsoa21", "change", "district", "district_code"))
        )
        if link.change not in CHANGES:
            where = f"{row.where}, column {table.names['change']}"
            notes.faults.add(where, repr(link.change), "U, S, M or X", "Use the file as ONS publishes it.")
        links.append(link)
    return tuple(sorted(links))


def crossing(
    links: tuple[LsoaLink, ...], source: str, target_codes: tuple[str, ...], weights: Mapping[str, float]
) -> Crossing:
    """Shares from every source area that touches the target areas; `source` is lsoa11 or lsoa21.

    A split area is shared by `weights` (residents of each target area, where known for all its parts), else equally.
    """
    target = "lsoa21" if source == "lsoa11" else "lsoa11"
    wanted = set(target_codes)
    parts: dict[str, set[str]] = defaultdict(set)
    for link in links:
        parts[link.code(source)].add(link.code(target))
    return Crossing({code: _shares(sorted(to), weights) for code, to in sorted(parts.items()) if to & wanted})


def note_crossing(
    crossed: Crossing, links: tuple[LsoaLink, ...], codes: tuple[str, ...], by_residents: bool, notes: Notes
) -> None:
    """Note split areas as an assumption and irregular ones as a doubt; `codes` are those of the pack's areas."""
    split = [code for code, to in crossed.shares.items() if len(to) > 1]
    if split:
        by = "by the residents of the points file" if by_residents else "equally"
        notes.assume(f"residents of areas that were split ({len(split)}) are shared {by}: {', '.join(split)}")
    for link in links:
        if link.change == "X" and {link.lsoa11, link.lsoa21} & set(codes):
            notes.doubt(f"{link.lsoa11} to {link.lsoa21} is an irregular change (X): its numbers are an equal share")


def _shares(to: list[str], weights: Mapping[str, float]) -> tuple[tuple[str, float], ...]:
    total = sum(weights.get(code, 0.0) for code in to)
    if total > 0 and all(code in weights for code in to):
        return tuple((code, weights[code] / total) for code in to)
    return tuple((code, 1 / len(to)) for code in to)
