"""The council's own table of demand, taken into a pack as it stands: it replaces the forecast."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from planner.domain.geography import Locality
from planner.domain.terms import Bound
from planner.inputs import pack_rows
from planner.inputs.cells import parse_rows
from planner.inputs.new.register import Cells
from planner.inputs.new.report import Notes
from planner.inputs.pack_rows import COLUMNS
from planner.inputs.tables import read_table

KEY = ("bound", "locality", "phase", "need_group", "academic_year")


def read_demand(path: Path | None, localities: Sequence[Locality], notes: Notes) -> tuple[Cells, ...] | None:
    """Rows of demand.csv (geodata/FORMAT.md), checked against the localities; None when it is not given."""
    table = None if path is None else read_table(path, notes.faults, COLUMNS["demand.csv"])
    if path is None or table is None:
        return None
    names = {locality.name for locality in localities}
    rows = parse_rows(table.rows, notes.faults, lambda cells: pack_rows.demand(cells, names), KEY)
    notes.file(path, len(table.rows), table.encoding)
    notes.assume(f"{path.name} is the demand: nothing is forecast from the plans")
    for bound in Bound:
        own = [row for row in rows if row.bound is bound]
        if own:
            notes.count(
                f"pupils in {path.name}, {bound.value}, {len({row.academic_year for row in own})} years",
                sum(row.pupils for row in own),
            )
    return tuple(dict(row.cells) for row in table.rows)
