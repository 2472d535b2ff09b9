"""A pack without a single base in its register of provision: what that makes of every figure before the plan."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from planner.domain.terms import ProvisionType
from planner.inputs.changes import NO_BASE_KNOWN
from planner.inputs.new.register import Cells
from planner.inputs.new.report import Notes
from planner.inputs.new.settle import OCCUPIED, OPEN
from planner.inputs.new.statements import WHOLE_COUNCIL


def warn_of_no_base(provision: Sequence[Cells], evidence: Sequence[Cells], register: Path | None, notes: Notes) -> None:
    """Warn, with what other sources say of all bases together, where no base of provision.csv is open or decided.

    `register` None = none was given and none could be taken from the school register.
    """
    if any(row["status"] in OPEN for row in provision):
        return
    given = "No register of provision was given" if register is None else f"{register.name} names no base"
    line = f"{given}: {NO_BASE_KNOWN}. Plans will say 0 places before the plan"
    known = "; ".join(_occupied(evidence))
    if known:
        line += f"; evidence.csv says otherwise ({known})"
    notes.warn(f"{line}. Give --register")


def _occupied(evidence: Sequence[Cells]) -> Iterator[str]:
    for row in evidence:
        if row["urn"] == WHOLE_COUNCIL and row["quantity"] == OCCUPIED and row["low"] not in ("", "0"):
            kind = ProvisionType(row["provision_type"]).value.replace("_", " ")
            yield f"{kind}: {'at least ' if row['high'] != row['low'] else ''}{row['low']} pupils"
