"""Why there is no plan, as rows: what clashes, what it needs, what would settle it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from planner.model.explain.clash import Clash, Conflict
from planner.model.explain.conditions import Condition

CONDITION, NEED, REMEDY, REPAIR = "clashes", "needs", "would settle it", "would settle all together"


@dataclass(frozen=True, slots=True)
class ClashRow:
    """One part of a clash; `clash` is its number, `z` for what settles all of them together.

    `amount` of a need is what the other conditions ask of this one; of a remedy the least that it gives, in `unit`; for
    a placement by hand the years that it comes later, or its other size. `settles_all`: whether there is a plan then.
    """

    clash: int | None
    part: str
    rule: str
    subject: str
    unit: str
    allowed: int | None
    amount: int | None
    settles_all: bool | None
    says: str
    change: str


def clash_rows(conflict: Conflict) -> tuple[ClashRow, ...]:
    """Rows of all clashes in order, then what settles them together."""
    rows = [row for number, clash in enumerate(conflict.clashes, start=1) for row in _rows(number, clash)]
    repairs = [
        ClashRow(None, REPAIR, "", repair.keeps, "", None, None, True, change, "")
        for repair in conflict.repairs
        for change in repair.changes
    ]
    return (*rows, *repairs)


def _rows(number: int, clash: Clash) -> Iterator[ClashRow]:
    for condition in clash.conditions:
        yield _row(number, CONDITION, condition, None, None, clash.says)
    for need in clash.needs:
        yield _row(number, NEED, need.condition, need.needed, None, clash.says)
    for remedy in clash.remedies:
        yield _row(number, REMEDY, remedy.condition, remedy.amount, remedy.settles_all, remedy.says, remedy.change)


def _row(
    number: int,
    part: str,
    condition: Condition,
    amount: int | None,
    settles_all: bool | None,
    says: str,
    change: str = "",
) -> ClashRow:
    return ClashRow(
        clash=number,
        part=part,
        rule=condition.rule,
        subject=condition.subject,
        unit=condition.unit,
        allowed=condition.allowed,
        amount=amount,
        settles_all=settles_all,
        says=says,
        change=change,
    )
