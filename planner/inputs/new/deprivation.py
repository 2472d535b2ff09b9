"""Index of Multiple Deprivation scores by area."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from planner.inputs.new.geographies import CODE_ALIASES
from planner.inputs.new.lookups import Crossing
from planner.inputs.new.official_csv import keyed_rows, read_official, refuse_wrong_width
from planner.inputs.new.report import Notes

DEPRIVATION_SOURCE = "Ministry of Housing, Communities and Local Government, English Indices of Deprivation"
SCORE_ALIASES = ("IMD_score", "Index of Multiple Deprivation (IMD) Score", "imd_score")
# Each domain is scaled to 100 before they are weighted together.
HIGHEST_SCORE = 100
RANK_ALIASES = ("IMD_rank", "Index of Multiple Deprivation (IMD) Rank (where 1 is most deprived)", "IMD_decile")


@dataclass(frozen=True, slots=True)
class Deprivation:
    """IMD score by area code, higher = more deprived; empty when the file has ranks only."""

    file: str
    vintage: str
    score_by_code: Mapping[str, float]


def read_deprivation(path: Path | None, notes: Notes) -> Deprivation | None:
    """Read IMD scores; None when no file is given or after a fault.

    Ranks and deciles are no substitute: the gradient of the demand forecast is per 10 points of score, so a file
    without scores leaves them unknown and the report says so.
    """
    aliases = {**CODE_ALIASES, "score": SCORE_ALIASES, "rank": RANK_ALIASES}
    table = None if path is None else read_official(path, aliases, (), notes)
    if table is None:
        if path is None:
            notes.doubt("no deprivation file: imd_score is blank in every area")
        return None
    vintage = next((name for name in CODE_ALIASES if name in table.names), None)
    if vintage is None or not {"score", "rank"} & set(table.names):
        expected = "an LSOA code column and IMD_score"
        notes.faults.add(f"{table.file}, header", "other columns", expected, "Use the file of the index by LSOA.")
        return None
    refuse_wrong_width(table, notes.faults)
    scores: dict[str, float] = {}
    for code, row in keyed_rows(table, vintage, notes.faults):
        score = table.figure(row, "score", notes.faults)
        if score is not None and score > HIGHEST_SCORE:
            where = f"{row.where}, column {table.names['score']}"
            notes.faults.add(where, f"{score:g}", f"a score of 0 to {HIGHEST_SCORE}", "Check for ranks in its place.")
        elif score is not None:
            scores[code] = score
    if "score" not in table.names:
        notes.doubt(
            f"{table.file} has ranks but no scores: imd_score is blank in every area, deprivation has no effect"
        )
    return Deprivation(table.file, vintage, scores)


def recast_scores(
    deprivation: Deprivation | None,
    crossing: Crossing | None,
    codes: tuple[str, ...],
    residents: Mapping[str, float] | None = None,
) -> dict[str, float | None]:
    """Score of each target area; None = unknown. Areas of irregular changes (X) are unknown: nothing compares them.

    Where several source areas meet in one, the mean by `residents` of the source areas (None = all alike) x shares.
    """
    if deprivation is None:
        return dict.fromkeys(codes)
    sources = crossing.shares if crossing else {code: ((code, 1.0),) for code in codes}
    irregular = crossing.irregular if crossing else frozenset()
    weighted: dict[str, list[tuple[float, float]]] = defaultdict(list)
    for source, targets in sources.items():
        score = deprivation.score_by_code.get(source)
        people = 1.0 if residents is None else residents.get(source, 0.0)
        for code, share in targets:
            if score is not None and share * people > 0 and source not in irregular:
                weighted[code].append((score, share * people))
    return {code: _mean(weighted[code]) if code in weighted else None for code in codes}


def _mean(weighted: list[tuple[float, float]]) -> float:
    return sum(score * weight for score, weight in weighted) / sum(weight for _, weight in weighted)
