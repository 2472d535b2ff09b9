"""Residents by single year of age, turned into the age groups of areas.csv."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from planner.inputs.new.geographies import CODE_ALIASES
from planner.inputs.new.lookups import Crossing
from planner.inputs.new.official_csv import OfficialTable, keyed_rows, read_official, refuse_wrong_width
from planner.inputs.new.report import Notes
from planner.inputs.tables import TextRow

POPULATION_SOURCE = "Office for National Statistics, Lower layer Super Output Area population estimates"
# Age groups of areas.csv: ages on 31 August map to nursery, infant, junior and secondary year groups.
AGE_GROUPS: dict[str, range] = {
    "nursery": range(3, 4),
    "infant": range(4, 7),
    "junior": range(7, 11),
    "secondary": range(11, 16),
}
GROUP_NAMES = tuple(AGE_GROUPS)
OLDEST_AGE = 90
SHOWN = 10
# More than the largest English district has at all ages: a slip of the hand.
MOST_RESIDENTS = 2_000_000
TOTAL_ALIASES = ("total_population", "Total", "AllAges", "All Ages")


@dataclass(frozen=True, slots=True)
class Residents:
    """People of one area: all ages in the file, and the four groups in the order of GROUP_NAMES."""

    all_ages: float
    groups: tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Population:
    """Residents by area code; `vintage` is their geography (`geographies.py`)."""

    file: str
    vintage: str
    by_code: Mapping[str, Residents]


def read_population(path: Path, notes: Notes) -> Population | None:
    """Read a wide file of ages 0 to 90 (columns `0`, `age_0` or `F0` with `M0`); None after a fault.

    Every age from 3 to 15 must be there. A blank age is a fault: a resident count is never unknown in this source.
    """
    ages = [str(age) for age in range(OLDEST_AGE + 1)]
    plain = {f"age {age}": (age, f"age_{age}", f"{age}+", f"age_{age}+") for age in ages}
    sexes = {f"{sex} {age}": (f"{sex}{age}", f"{sex}{age}+") for age in ages for sex in "fm"}
    table = read_official(path, {**CODE_ALIASES, "total": TOTAL_ALIASES, **plain, **sexes}, (), notes)
    if table is None:
        return None
    vintage = next((name for name in CODE_ALIASES if name in table.names), None)
    columns = _age_columns(table)
    absent = [age for group in AGE_GROUPS.values() for age in group if age not in columns]
    if vintage is None or absent:
        expected = (
            "a code column of LSOAs, MSOAs, wards or districts"
            if vintage is None
            else f"ages 3 to 15 (no {', '.join(map(str, absent))})"
        )
        notes.faults.add(f"{table.file}, header", "other columns", expected, "Use single years of age by area.")
        return None
    refuse_wrong_width(table, notes.faults)
    by_code = {code: _residents(table, row, columns, notes) for code, row in keyed_rows(table, vintage, notes.faults)}
    return Population(table.file, vintage, by_code)


def _age_columns(table: OfficialTable) -> dict[int, list[str]]:
    style = r"age (\d+)" if any(re.fullmatch(r"age \d+", name) for name in table.names) else r"[fm] (\d+)"
    columns: dict[int, list[str]] = {}
    for ours in table.names:
        match = re.fullmatch(style, ours)
        if match:
            columns.setdefault(int(match[1]), []).append(ours)
    return columns


def _residents(table: OfficialTable, row: TextRow, columns: dict[int, list[str]], notes: Notes) -> Residents:
    by_age: dict[int, float] = {}
    for age, names in columns.items():
        figures = [table.figure(row, ours, notes.faults) for ours in names]
        if None in figures and not table.text(row, names[0]):
            where = f"{row.where}, column {table.names[names[0]]}"
            notes.faults.add(where, "a blank cell", "a number of residents", "Fill it in.")
        by_age[age] = sum(figure or 0.0 for figure in figures)
        if by_age[age] > MOST_RESIDENTS:
            where = f"{row.where}, column {table.names[names[0]]}"
            notes.faults.add(where, f"{by_age[age]:g} residents", f"at most {MOST_RESIDENTS:,}", "Correct the number.")
    stated, total = table.figure(row, "total", notes.faults), sum(by_age.values())
    if stated is not None and len(by_age) == OLDEST_AGE + 1 and abs(stated - total) >= 1:
        notes.doubt(f"{row.where}: the ages sum to {total:g}, the total column says {stated:g}")
    nursery, infant, junior, secondary = (sum(by_age[age] for age in group) for group in AGE_GROUPS.values())
    return Residents(total, (nursery, infant, junior, secondary))


def recast(
    population: Population, crossing: Crossing | None, codes: tuple[str, ...], notes: Notes
) -> dict[str, Residents]:
    """Residents of the target areas; `crossing` None = the file has their codes. Areas without people are faults."""
    sources = crossing.shares if crossing else {code: ((code, 1.0),) for code in codes}
    sums = {code: [0.0] * (1 + len(GROUP_NAMES)) for code in codes}
    found: set[str] = set()
    for source, targets in sources.items():
        people = population.by_code.get(source)
        for code, share in targets:
            if people is not None and code in sums:
                found.add(code)
                sums[code] = [
                    old + share * new for old, new in zip(sums[code], (people.all_ages, *people.groups), strict=True)
                ]
    absent = sorted(code for code in sources if crossing and code not in population.by_code)
    if absent and found:
        whole = f"no row for {len(absent)} areas that the lookup has ({', '.join(absent[:SHOWN])})"
        notes.faults.add(population.file, whole, "residents of every area", "Use the whole file.")
        return {code: Residents(0.0, (0.0, 0.0, 0.0, 0.0)) for code in codes}
    missing = [code for code in codes if code not in found]
    if missing:
        shown = ", ".join(missing[:SHOWN])
        remedy = "Give the LSOA 2011 to 2021 lookup when the two files are of different vintages."
        notes.faults.add(
            population.file, f"no row for {len(missing)} areas ({shown})", "residents of every area", remedy
        )
    return {code: Residents(values[0], (values[1], values[2], values[3], values[4])) for code, values in sums.items()}
