"""Rows of provision.csv from the council's own list of bases.

What cannot be read is a fault. What can be read in two ways, or is not known, is a doubt with file, sheet and row: it
says what was found and what was made of it, and the register map settles it. A base whose school, places, phase or
need is unknown is left out, never guessed; it is asked about and counted.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from planner.domain.terms import AcademicYear
from planner.errors import SHOWN_FAULTS
from planner.inputs.new.council_register.base import Base, BaseReader
from planner.inputs.new.council_register.grid import Grid, read_grids
from planner.inputs.new.council_register.header import WORDS, Header, find_header
from planner.inputs.new.council_register.layout import base_rows
from planner.inputs.new.council_register.school_names import SchoolNames
from planner.inputs.new.council_register.settled import Settled, read_settled
from planner.inputs.new.report import Notes
from planner.inputs.pack_rows import COLUMNS

Cells = dict[str, str]
SAME = ("status", "commissioned_places", "max_places", "capital_gbp")


def read_council_register(
    path: Path,
    sheet: str | None,
    register_map: Path | None,
    names: SchoolNames,
    open_since: AcademicYear,
    notes: Notes,
) -> tuple[Cells, ...]:
    """Rows of provision.csv; `sheet` None = the one that looks most like a list of bases.

    `open_since` is written for bases that are open and have no date.
    """
    settled = read_settled(register_map, notes.faults)
    found = _table(path, sheet, settled, notes)
    if found is None:
        return ()
    grid, header = found
    notes.file(path, len(grid.rows), grid.remark)
    _note_columns(grid, header, notes)
    reader = BaseReader(names, settled, header, open_since, notes)
    rows = base_rows(grid, header, notes)
    bases = [base for row in rows for base in reader.read(row)]
    if not bases and not len(notes.faults):
        asked = f"{reader.left_out} rows, none of which could be used" if reader.left_out else "no row of a base below"
        remedy = "Answer the questions below." if reader.questions else "Name another sheet (--sheet)."
        notes.faults.add(grid.where(header.first_row - 1), asked, "at least one base", remedy)
    for answer in settled.unused():
        notes.doubt(f"{settled.file}, {answer}: no cell of the register asked for this answer")
    if reader.undated:
        undated = f"no date of opening in row {', '.join(map(str, reader.undated))}"
        notes.assume(f"{path.name}: {undated}; written as open since {open_since}")
    if reader.without_base:
        notes.count("rows of the council's list that say there is no base", reader.without_base)
    notes.count("rows of bases in the council's list that are left out and asked about", reader.left_out)
    sites = _with_sites(bases, notes)
    if len(notes.faults):
        _ask_with_faults(path.name, reader.questions, notes)
    return sites


def _ask_with_faults(file: str, questions: Sequence[str], notes: Notes) -> None:
    """Faults keep the report from being written: the questions go with them, so that one round answers both."""
    if not questions:
        return
    shown = [f"\n      {line}" for line in questions[:SHOWN_FAULTS]]
    more = [f"\n      and {len(questions) - SHOWN_FAULTS} more"] if len(questions) > SHOWN_FAULTS else []
    count = "1 open question" if len(questions) == 1 else f"{len(questions)} open questions"
    expected = "answers (--register-map)"
    notes.faults.add(file, f"{count} besides", expected, "".join(["They are:", *shown, *more]))


def _table(path: Path, sheet: str | None, settled: Settled, notes: Notes) -> tuple[Grid, Header] | None:
    """Sheet and header of the list; None with the reason among the faults."""
    before = len(notes.faults)
    grids = read_grids(path, notes.faults)
    if len(notes.faults) > before or not grids:
        if len(notes.faults) == before:
            notes.faults.add(path.name, "a workbook without a filled cell", "a list of bases", "Check the file.")
        return None
    names = [grid.sheet for grid in grids]
    if sheet is not None and sheet not in names:
        known = ", ".join(filter(None, names)) or "none: the file has no sheets"
        notes.faults.add(f"{path.name}, --sheet", repr(sheet), f"one of its sheets ({known})", "Correct the name.")
        return None
    asked = [grid for grid in grids if sheet in (None, grid.sheet)]
    tables = [(grid, header) for grid in asked if (header := find_header(grid, settled.columns)) is not None]
    whole = [(grid, header) for grid, header in tables if header.is_table]
    if not whole:
        _refuse_header(path, tables, notes)
        return None
    best = max(whole, key=lambda pair: (not pair[0].hidden, pair[1].found))
    if sheet is None and len(grids) > 1:
        others = ", ".join(repr(name) for name in names if name != best[0].sheet)
        like = [grid.sheet for grid, header in whole if grid is not best[0] and not grid.hidden]
        line = f"{path.name}: sheet {best[0].sheet!r} is read, {others} not; --sheet chooses another"
        if like:
            notes.doubt(f"{line} ({', '.join(map(repr, like))} could hold bases too)")
        else:
            notes.assume(line)
    return best


def _refuse_header(path: Path, tables: list[tuple[Grid, Header]], notes: Notes) -> None:
    expected = "a row of headers with a school (name, URN or DfE number) and its number of places"
    remedy = 'Head the columns so, or name them in a register map: [columns] places = "Agreed nos".'
    if not tables:
        notes.faults.add(path.name, "no row of headers among the first rows", expected, remedy)
        return
    grid, header = max(tables, key=lambda pair: pair[1].found)
    found = ", ".join(f"{name!r} ({ours})" for ours, name in header.names.items())
    others = f"; not known: {', '.join(map(repr, header.unused[:8]))}" if header.unused else ""
    notes.faults.add(grid.where(header.first_row - 1), f"the columns {found}{others}", expected, remedy)


def _note_columns(grid: Grid, header: Header, notes: Notes) -> None:
    read = [f"{name!r} as {ours}" for ours, name in header.names.items()]
    read += [f"places of {year}" for year, _ in header.by_year]
    notes.assume(f"{grid.where(header.first_row - 1)}: the header; read are {', '.join(read)}")
    for name, instead in header.passed_over:
        notes.doubt(f"{grid.where(header.first_row - 1)}: column {name!r} could be meant too, {instead!r} is read")
    unused = [name for name in header.unused if name not in {other for other, _ in header.passed_over}]
    if unused:
        notes.assume(f"{grid.where(header.first_row - 1)}: not read are the columns {', '.join(map(repr, unused))}")
    missing = [
        ours for ours in ("need", "status", "opened", "type") if ours not in header.columns and not header.by_year
    ]
    if missing:
        words = "; ".join(f"{ours} (such as {WORDS[ours][0]!r})" for ours in missing)
        notes.assume(f"{grid.where(header.first_row - 1)}: no column of {words}")


def _with_sites(bases: list[Base], notes: Notes) -> tuple[Cells, ...]:
    """One site for each school, phase, need, kind and year groups; its rows are its steps."""
    sites: dict[tuple[str, ...], dict[str, Base]] = {}
    for base in bases:
        steps = sites.setdefault(base.key, {})
        other = steps.get(base.cells["academic_year"])
        if other is not None and any(base.cells[name] != other.cells[name] for name in SAME):
            found = f"the base of {other.where} again: {base.cells['school_name']}, {base.cells['academic_year']}"
            remedy = "Remove one, tell them apart by need or year groups, or date the larger one."
            notes.faults.add(base.where, found, "each base once in a year", remedy)
        elif other is not None:
            notes.doubt(f"{base.where}: the same base as in {other.where}, counted once")
        elif steps and not base.follows:
            first = next(iter(steps.values()))
            base = replace(base, cells={**base.cells, "quality": "amber"})
            notes.doubt(f"{base.where}: the base of {first.where} with another date, read as a later step of it")
        if other is None:
            steps[base.cells["academic_year"]] = base
    rows = [
        {**steps[year].cells, "site": f"C{number:03d}"}
        for number, steps in enumerate(sites.values(), start=1)
        for year in sorted(steps)
    ]
    return tuple({column: row.get(column, "") for column in COLUMNS["provision.csv"]} for row in rows)
