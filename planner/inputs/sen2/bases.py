"""Which schools have a base, as the school register and the council's own register say: for what SEN2 flags claim."""

from __future__ import annotations

from pathlib import Path

from planner.domain.terms import ProvisionType
from planner.errors import Faults
from planner.inputs.new.official_csv import read_official
from planner.inputs.new.register import BASE_TYPES
from planner.inputs.new.report import Notes
from planner.inputs.sen2.pupils import Bases
from planner.inputs.tables import read_table

_COLUMNS = {"urn": ("URN",), "base_type": ("TypeOfResourcedProvision (name)",)}


def known_bases(gias: Path | None, register: Path | None, faults: Faults) -> Bases | None:
    """Types of base by URN from both files together; None when neither was given."""
    if gias is None and register is None:
        return None
    found: dict[str, frozenset[ProvisionType]] = {}
    pairs = [*_in_gias(gias, faults), *_in_register(register, faults)]
    for urn, kinds in pairs:
        found[urn] = found.get(urn, frozenset()) | kinds
    return found


def _in_gias(path: Path | None, faults: Faults) -> list[tuple[str, frozenset[ProvisionType]]]:
    if path is None:
        return []
    notes = Notes()
    table = read_official(path, _COLUMNS, tuple(_COLUMNS), notes)
    faults.extend(notes.faults.found)
    if table is None:
        return []
    return [
        (table.text(row, "urn"), frozenset(BASE_TYPES.get(table.text(row, "base_type").casefold(), ())))
        for row in table.rows
    ]


def _in_register(path: Path | None, faults: Faults) -> list[tuple[str, frozenset[ProvisionType]]]:
    table = None if path is None else read_table(path, faults, ("urn", "provision_type"), other_columns=True)
    if table is None:
        return []
    known = {kind.value: kind for kind in ProvisionType}
    return [
        (row.cells["urn"], frozenset({known[row.cells["provision_type"]]}))
        for row in table.rows
        if row.cells["provision_type"] in known
    ]
