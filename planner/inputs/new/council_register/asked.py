"""What is asked about one row of the council's list, and what was answered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from planner.domain.geography import School
from planner.inputs.new.council_register.header import Header
from planner.inputs.new.council_register.layout import BaseRow
from planner.inputs.new.council_register.settled import LEAVE_OUT, Settled
from planner.inputs.new.report import Notes

LONGEST_SHOWN = 120


@dataclass(slots=True)
class Asked:
    """What is asked about one row; `out` = waits for an answer or is faulty, `dropped` = left out for good.

    `remarks` are rules that were followed: they stand in the row's note and ask nothing. `formulas` are our columns
    whose cell is a formula as text: refused already, so nothing more is said of them. `questions` are those of the
    doubts without whose answer the row is left out. `may_be` are the schools that an answer could name, where it is not
    known which the row means.
    """

    row: BaseRow
    header: Header
    settled: Settled
    notes: Notes
    doubts: list[str] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    may_be: Sequence[School] = ()
    formulas: set[str] = field(default_factory=set)
    questions: list[str] = field(default_factory=list)
    out: bool = False
    dropped: bool = False

    def answer(self, table: str, ours: str) -> Any:  # noqa: ANN401 - what a table holds differs
        """The council's answer for one cell; None when there is none. An answer "leave out" is noted here."""
        answer = self.settled.answer(table, self.row.text(ours), self.row.number)
        if answer == LEAVE_OUT:
            self.drop(f"as {self.settled.file} says")
        return answer

    def drop(self, why: str) -> None:
        """Leave the row out for good, without a question."""
        if not self.dropped:
            self.notes.assume(f"{self.row.where}: left out, {why}")
        self.out = self.dropped = True

    def doubt(self, ours: str, found: str, made_of_it: str) -> None:
        """Note a reading that somebody should look at."""
        if ours not in self.formulas:
            self.doubts.append(f"{self._cell(ours, found)}: {made_of_it}")

    def ask(self, ours: str, found: str, why: str, table: str) -> None:
        """Note a question without whose answer the row is left out."""
        self.out = True
        if ours in self.formulas:
            return
        line = f"{self._cell(ours, found)}: {why}; left out until [{table}] {self.key(found)!r} = ... answers it"
        self.doubts.append(line)
        self.questions.append(line)

    def mention(self, line: str) -> None:
        """Note what is asked besides, because the answer to a question of this row may need it."""
        self.doubts.append(line)
        self.questions.append(line)

    def key(self, found: str) -> str:
        """Key of the answer in the register map: the text of the cell, or the row where it is blank or long."""
        return found if 0 < len(found) <= LONGEST_SHOWN else f"row {self.row.number}"

    def fault(self, ours: str, found: str, expected: str, remedy: str) -> None:
        """Note a cell that cannot be read."""
        self.out = True
        if ours in self.formulas:
            return
        self.notes.faults.add(f"{self.row.where}, column {self.header.names.get(ours, ours)}", found, expected, remedy)

    def _cell(self, ours: str, found: str) -> str:
        found = found if len(found) <= LONGEST_SHOWN else f"{found[:LONGEST_SHOWN]}..."
        if ours not in self.header.names:
            return repr(found) if found else f"no column of {ours}"
        return f"column {self.header.names[ours]!r} {f'holds {found!r}' if found else 'is blank'}"
