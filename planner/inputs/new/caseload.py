"""Education, health and care plans by age and primary need, from DfE's open data.

Source: DfE, "Education, health and care plans", data files caseload.csv and sen_needs_all_plans.csv,
https://explore-education-statistics.service.gov.uk/find-statistics/education-health-and-care-plans.
Every topic of those files repeats the whole, so one topic is read: the age of the child or young person.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from planner.inputs.new.official_csv import (
    SYMBOLS_FOR_MISSING,
    OfficialTable,
    plain_name,
    read_official,
    refuse_wrong_width,
)
from planner.inputs.new.report import Notes
from planner.inputs.tables import TextRow

CASELOAD_SOURCE = (
    "Department for Education, Education, health and care plans, "
    "https://explore-education-statistics.service.gov.uk/find-statistics/education-health-and-care-plans"
)
AGE_TOPIC = "childoryoungpersonsage"
ALL_TOPIC = "allehcplans"
ALL_NEEDS = "all"
NEED_CODES = ("asd", "hi", "mld", "msi", "oth", "pd", "pmld", "semh", "slcn", "sld", "spld", "vi", "ds")
BASE_COLUMNS = {
    "time_period": ("time_period",),
    "la_code": ("old_la_code",),
    "topic": ("breakdown_topic",),
    "breakdown": ("breakdown",),
    "plans": ("ehcplans", "ehc_plans"),
}
NAMED_COLUMNS = {**BASE_COLUMNS, "la_name": ("la_name",)}
NEED_COLUMNS = {
    **BASE_COLUMNS,
    **{code: (f"number_{code}",) for code in NEED_CODES},
    "unknown": ("number_need_unknown",),
}
# What councils put before or after their place: "Bristol, City of" is Bristol City Council.
WORDS_OF_COUNCILS = frozenset(
    ("and", "borough", "city", "council", "county", "district", "metropolitan", "of", "royal", "the", "unitary")
)
UNDER_3_AGE = 2
AGES_NEEDED = range(3, 16)


@dataclass(frozen=True, slots=True, order=True)
class PlansRow:
    """Plans in force in the January of `census_year` by age on 31 August before; need `all` counts every need."""

    census_year: int
    age: int
    primary_need: str
    plans_pupils: int
    source: str


@dataclass(frozen=True, slots=True)
class _Cell:
    """A row of a file whose topic is wanted; `age` None = the row of all plans."""

    row: TextRow
    census_year: int
    age: int | None


def read_caseload(
    path: Path, needs_path: Path | None, la_code: str, notes: Notes, council: str = ""
) -> tuple[PlansRow, ...]:
    """Rows of caseload.csv, sorted; `la_code` is DfE's three digits, since ONS codes changed between years.

    A `council` that the file calls by another name under that code is a doubt: the code may be mistyped. Years without
    ages (before 2023/24) are named in the report and left out: a total has no age to stand under.
    """
    table = read_official(path, NAMED_COLUMNS, tuple(BASE_COLUMNS), notes)
    if table is not None and council:
        _compare_names(table, la_code, council, notes)
    rows, totals = ([], {}) if table is None else _total_rows(table, la_code, notes)
    needs = None if needs_path is None else read_official(needs_path, NEED_COLUMNS, tuple(BASE_COLUMNS), notes)
    if needs is not None and not set(NEED_CODES) & set(needs.names):
        remedy = "This looks like EHC plans by age: give it as --caseload and give --needs its own."
        notes.faults.add(f"{needs.file}, header", "no column of a need", "columns number_asd, number_semh, ...", remedy)
    elif needs is not None:
        rows += _need_rows(needs, la_code, {(row.census_year, row.age): row.plans_pupils for row in rows}, notes)
    elif needs_path is None:
        notes.doubt("no file of plans by need: caseload.csv has totals by age only")
    for census_year in sorted({row.census_year for row in rows}):
        missing = set(AGES_NEEDED) - {row.age for row in rows if row.census_year == census_year}
        if missing:
            listed = ", ".join(map(str, sorted(missing)))
            notes.doubt(f"plans of January {census_year}: no row for age {listed}; a forecast needs ages 3 to 15")
        whole = sum(r.plans_pupils for r in rows if (r.census_year, r.primary_need) == (census_year, ALL_NEEDS))
        notes.count(f"plans in January {census_year}, by age", whole)
        if census_year in totals and totals[census_year] != whole:
            notes.doubt(
                f"plans of January {census_year}: ages sum to {whole}, the published total is {totals[census_year]}"
            )
    return tuple(sorted(rows))


def _compare_names(table: OfficialTable, la_code: str, council: str, notes: Notes) -> None:
    names = {table.text(row, "la_name") for row in table.rows if table.text(row, "la_code") == la_code} - {""}
    ours = _place(council)
    if names and not any(ours in _place(name) or _place(name) in ours for name in names):
        notes.doubt(
            f"{table.file}: LA code {la_code} is {' or '.join(sorted(names))}, the council is called {council!r}: "
            "one of the two may be wrong"
        )


def _place(council: str) -> str:
    """The place in a council's name, in small letters without the words that councils share."""
    return " ".join(word for word in re.findall(r"\w+", council.casefold()) if word not in WORDS_OF_COUNCILS)


def _total_rows(table: OfficialTable, la_code: str, notes: Notes) -> tuple[list[PlansRow], dict[int, int]]:
    rows, totals = [], {}
    for cell in _cells(table, la_code, notes):
        plans = _plans(table, cell, "plans", notes)
        if plans is None:
            continue
        if cell.age is None:
            totals[cell.census_year] = plans
        else:
            rows.append(PlansRow(cell.census_year, cell.age, ALL_NEEDS, plans, _source(table, cell)))
    if not rows:
        expected = f"plans by single age of LA {la_code}"
        notes.faults.add(table.file, "no such rows", expected, "Use caseload.csv of the 2024 edition or later.")
    without = sorted(set(totals) - {row.census_year for row in rows})
    if without:
        listed = ", ".join(f"{year}: {totals[year]:,}" for year in without)
        notes.doubt(f"{table.file} has only totals for some Januaries, which stand in caseload_totals.csv ({listed})")
    return _without_repeats(rows, table.file, notes), totals


def _need_rows(table: OfficialTable, la_code: str, known: dict[tuple[int, int], int], notes: Notes) -> list[PlansRow]:
    rows = []
    for cell in _cells(table, la_code, notes):
        if cell.age is None:
            continue
        plans = {code: _plans(table, cell, code, notes) for code in NEED_CODES if code in table.names}
        counted = [
            PlansRow(cell.census_year, cell.age, code, number, _source(table, cell))
            for code, number in plans.items()
            if number is not None
        ]
        rows += counted
        _compare(cell, sum(row.plans_pupils for row in counted), table, known, notes)
    if not rows:
        notes.faults.add(table.file, "no such rows", f"plans by age and need of LA {la_code}", "Check the file.")
    return _without_repeats(rows, table.file, notes)


def _compare(cell: _Cell, by_need: int, table: OfficialTable, known: dict[tuple[int, int], int], notes: Notes) -> None:
    stated, whole = _plans(table, cell, "plans", notes), known.get((cell.census_year, cell.age or 0))
    where = f"{cell.row.where} (January {cell.census_year}, age {cell.age})"
    if whole is None:
        notes.doubt(f"{where}: the file of all plans has no such row")
    elif stated is not None and stated != whole:
        notes.doubt(f"{where}: {stated} plans, {whole} in the file of all plans")
    if stated is not None and stated != by_need:
        notes.doubt(f"{where}: {stated - by_need} of {stated} plans have no known need; they count under `all` only")


def _cells(table: OfficialTable, la_code: str, notes: Notes) -> list[_Cell]:
    refuse_wrong_width(table, notes.faults)
    cells = []
    for row in table.rows:
        topic = plain_name(table.text(row, "topic"))
        if table.text(row, "la_code") != la_code or topic not in {AGE_TOPIC, ALL_TOPIC}:
            continue
        census_year = _census_year(table, row, notes)
        age = _age(table, row, notes) if topic == AGE_TOPIC else None
        if census_year is not None and (age is not None or topic == ALL_TOPIC):
            cells.append(_Cell(row, census_year, age))
    if any(plain_name(table.text(cell.row, "breakdown")) == "under3" for cell in cells):
        notes.assume(f'{table.file}: plans of children "under 3" stand at age {UNDER_3_AGE}')
    return cells


def _census_year(table: OfficialTable, row: TextRow, notes: Notes) -> int | None:
    text = table.text(row, "time_period")
    match = re.fullmatch(r"(\d{4})(\d{2})", text)
    if match and (int(match[1]) + 1) % 100 == int(match[2]):
        return int(match[1]) + 1
    where = f"{row.where}, column {table.names['time_period']}"
    notes.faults.add(where, repr(text), "an academic year such as 202425", "Use the file as DfE publishes it.")
    return None


def _age(table: OfficialTable, row: TextRow, notes: Notes) -> int | None:
    text = table.text(row, "breakdown").casefold()
    match = re.fullmatch(r"age (\d{1,2})", text)
    if match:
        return int(match[1])
    if text == "under 3":
        return UNDER_3_AGE
    where = f"{row.where}, column {table.names['breakdown']}"
    notes.faults.add(where, repr(text), '"age 10" or "under 3"', "Use the file as DfE publishes it.")
    return None


def _plans(table: OfficialTable, cell: _Cell, ours: str, notes: Notes) -> int | None:
    plans = table.whole(cell.row, ours, notes.faults)
    text = table.text(cell.row, ours)
    if plans is None and text.casefold() in SYMBOLS_FOR_MISSING | {""}:
        shown = f"symbol {text}" if text else "blank"
        notes.doubt(f"{cell.row.where}, column {table.names[ours]}: {shown}, so unknown and left out")
    return plans


def _source(table: OfficialTable, cell: _Cell) -> str:
    return f"{CASELOAD_SOURCE} (January {cell.census_year}, {table.file})"


def _without_repeats(rows: list[PlansRow], file: str, notes: Notes) -> list[PlansRow]:
    seen: set[tuple[int, int, str]] = set()
    for row in rows:
        key = (row.census_year, row.age, row.primary_need)
        if key in seen:
            found = f"January {row.census_year}, age {row.age}, {row.primary_need} twice"
            notes.faults.add(file, found, "each once", "The file may hold a year in two editions; use one.")
        seen.add(key)
    return rows
