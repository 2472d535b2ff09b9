"""Where the table of bases begins in a sheet, and which column is which.

Columns are known by their words. A header may stand below a title and may run over two rows, the upper one merged over
several columns ("Places" over "commissioned" and "maximum"). Columns that are not known are never looked into, so that
names of people, telephone numbers and comments stay where they are.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from planner.domain.terms import AcademicYear
from planner.inputs.new.council_register.grid import Grid, text_of
from planner.inputs.new.official_csv import plain_name

ROWS_SEARCHED = 40
# Our column and the words councils head it with, best first. "Capacity" alone is the whole school's, so it is no word
# for places of a base.
WORDS: dict[str, tuple[str, ...]] = {
    "urn": ("urn", "unique reference number", "school urn"),
    "laestab": ("laestab", "dfe number", "dfe no", "dfe", "dfes number", "dfes no", "dcsf number", "la estab",
                "estab", "establishment number", "estab no", "estab number", "dfe code",
                "school number", "dfe school number"),
    "school": ("school", "school name", "name of school", "establishment", "establishment name", "host school",
               "mainstream school", "academy", "setting", "provider", "name", "school / academy", "name of provision",
               "school academy name", "setting name",
               "name as published", "gias name"),
    "phase": ("phase", "school phase", "phase of education", "education phase", "primary / secondary", "sector"),
    "years": ("key stage", "key stages", "key stage s", "ks", "year groups", "year group", "years", "age range", "ages",
              "ages catered for", "ncy", "nc years"),
    "need": ("need", "needs", "need type", "type of need", "sen need", "sen type", "primary need", "designation",
             "designated need", "specialism", "area of need", "category of need", "need category", "category",
             "sen designation", "need designation", "need group", "need groups", "send need", "need catered for",
             "specialist area", "sen category"),
    "type": ("type of provision", "provision type", "provision", "resource provision", "resourced provision",
             "type of base", "type of resourced provision", "base type", "type", "rp or unit", "rp / unit"),
    "places": ("commissioned places", "places commissioned", "commissioned", "number of commissioned places",
               "no of commissioned places", "commissioned place numbers", "agreed places", "places agreed",
               "funded places", "places funded", "planned places", "planned place numbers", "planned", "ppn",
               "number of places", "no of places", "places", "total places", "place numbers", "place number",
               "sla places", "places in sla", "sla number of places", "rp places", "srp places", "unit places",
               "base places", "number of rp places", "agreed place number", "apn", "pupil places", "sla"),
    "max_places": ("max places", "maximum places", "max", "maximum", "places max", "places maximum",
                   "physical capacity", "capacity of base", "base capacity", "places capacity", "rp capacity"),
    "status": ("status", "current status", "position", "stage", "open / planned"),
    "opened": ("date opened", "opened", "opening date", "date of opening", "open date", "open from", "opening",
               "date open", "start date", "year opened", "opening year", "academic year", "from", "date from",
               "effective from", "established", "date established", "places from", "opens", "proposed opening date",
               "planned opening date", "expected opening"),
    "capital": ("capital", "capital cost", "capital gbp", "capital £", "capital funding", "capital investment"),
}  # fmt: skip
IDENTITY = ("school", "urn", "laestab")
YEAR_IN_NAME = re.compile(r"(?:AY|academic year|from|in)?\s*\(?\b(20\d{2})\s*[/-]\s*(?:20)?(\d{2})\b\)?", re.IGNORECASE)
SEPTEMBER_IN_NAME = re.compile(r"(?:as at|from|at|in)?\s*\(?\bsept?(?:ember)?\.?\s*(20\d{2})\b\)?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Header:
    """`columns` maps ours to its index, `names` to its words in the file; `first_row` is the first row below.

    `by_year` holds columns of places that name an academic year, in order of the years. `unused` are the words of the
    columns that are not looked into; `passed_over` those that could have been one of ours, with the one that was taken.
    """

    first_row: int
    columns: Mapping[str, int]
    names: Mapping[str, str]
    by_year: tuple[tuple[AcademicYear, int], ...]
    unused: tuple[str, ...]
    passed_over: tuple[tuple[str, str], ...]

    @property
    def found(self) -> int:
        """Count our columns that are there."""
        return len(self.columns) + len(self.by_year)

    @property
    def is_table(self) -> bool:
        """True when schools and places can be told."""
        return any(ours in self.columns for ours in IDENTITY) and ("places" in self.columns or bool(self.by_year))


def find_header(grid: Grid, own_words: Mapping[str, str]) -> Header | None:
    """Row (or two rows) with most of our columns among the first 40; None when no row has two of them.

    `own_words` are the council's answers: our column to its header in the file, which go before all other words.
    """
    best: Header | None = None
    for row in range(min(len(grid.rows), ROWS_SEARCHED)):
        single = [text_of(cell) for cell in grid.rows[row]]
        for header in (_header(single, row + 1, own_words), _double(grid, row, single, own_words)):
            if header is not None and (best is None or _rank(header) > _rank(best)):
                best = header
    return best if best is not None and best.found > 1 else None


def _rank(header: Header) -> tuple[bool, int]:
    return header.is_table, header.found


def _double(grid: Grid, row: int, upper: Sequence[str], own_words: Mapping[str, str]) -> Header | None:
    if row + 1 >= len(grid.rows):
        return None
    lower = [text_of(cell) for cell in grid.rows[row + 1]]
    if any(text.isdigit() for text in lower):
        return None
    over = list(upper)
    for column in range(1, len(over)):
        if not over[column] and lower[column] and lower[column - 1]:
            over[column] = over[column - 1]
    joined = [" ".join(filter(None, pair)) for pair in zip(over, lower, strict=True)]
    return _header(joined, row + 2, own_words)


def _header(names: Sequence[str], first_row: int, own_words: Mapping[str, str]) -> Header:
    plain = [plain_name(name) for name in names]
    taken = {ours: plain.index(plain_name(word)) for ours, word in own_words.items() if plain_name(word) in plain}
    by_year = () if "places" in own_words else _by_year(names)
    others: list[tuple[str, str]] = []
    for ours, words in WORDS.items():
        known = [index for word in map(plain_name, words) for index, name in enumerate(plain) if name == word]
        free = [index for index in dict.fromkeys(known) if index not in taken.values()]
        if free and ours not in taken and not (ours == "places" and by_year):
            taken[ours] = free.pop(0)
        if ours not in own_words:
            others += [(names[index], names[taken[ours]]) for index in free if ours in taken]
    used = {*taken.values(), *(index for _, index in by_year)}
    return Header(
        first_row=first_row,
        columns=taken,
        names={ours: names[index] for ours, index in taken.items()},
        by_year=by_year,
        unused=tuple(dict.fromkeys(name for index, name in enumerate(names) if name and index not in used)),
        passed_over=tuple((name, instead) for name, instead in others if names.index(name) not in used),
    )


def _by_year(names: Sequence[str]) -> tuple[tuple[AcademicYear, int], ...]:
    """Columns such as "Commissioned places 2025/26": the words without the year are words for places, or nothing."""
    places = set(map(plain_name, WORDS["places"])) - {"sla"}
    found: dict[AcademicYear, tuple[int, int]] = {}
    for index, name in enumerate(names):
        match = YEAR_IN_NAME.search(name) or SEPTEMBER_IN_NAME.search(name)
        rest = "" if match is None else plain_name(name.replace(match[0], " "))
        if match is None or rest not in places:
            continue
        rank = [plain_name(word) for word in WORDS["places"]].index(rest)
        year = AcademicYear(int(match[1]))
        if year not in found or rank < found[year][0]:
            found[year] = (rank, index)
    return tuple((year, found[year][1]) for year in sorted(found))
