"""What can go wrong, and the exit code that says so.

Every message says where, what was found, what was expected and how to mend it. All faults of one input are gathered
and raised once.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

SHOWN_FAULTS = 40
SHOWN_CHARACTERS = 500


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong with an input: `where` is a file with its row or key, `remedy` says how to mend it."""

    where: str
    found: str
    expected: str
    remedy: str = ""

    def __str__(self) -> str:
        """Say the fault in one line."""
        found = self.found if len(self.found) <= SHOWN_CHARACTERS else f"{self.found[:SHOWN_CHARACTERS]}..."
        text = f"{self.where}: found {found}; expected {self.expected}."
        return f"{text} {self.remedy}" if self.remedy else text


class PlannerError(Exception):
    """Base of every error that the planner raises on purpose."""

    exit_code = 1


class InputError(PlannerError, ValueError):
    """The input is wrong; `faults` holds every fault that was found, in the order of the files."""

    exit_code = 3

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = tuple(faults)
        count = len(self.faults)
        head = f"{count} fault{'s' if count != 1 else ''} in the input:"
        shown = [f"  - {fault}" for fault in self.faults[:SHOWN_FAULTS]]
        more = [f"  and {count - SHOWN_FAULTS} more"] if count > SHOWN_FAULTS else []
        super().__init__("\n".join([head, *shown, *more]))


class NoPlanError(PlannerError):
    """The rules contradict each other; `rules` names those that take part."""

    exit_code = 4

    def __init__(self, message: str, rules: Sequence[str] = ()) -> None:
        self.rules = tuple(rules)
        super().__init__(message)


class TimeLimitError(PlannerError):
    """The time ran out before any plan was found."""

    exit_code = 5


class BrokenPlanError(PlannerError):
    """A plan broke its own rules or bounds: a bug of ours, so the plan is withheld."""

    exit_code = 1


class Faults:
    """Gathers faults while an input is read, and raises them together."""

    def __init__(self) -> None:
        self._faults: list[Fault] = []

    def add(self, where: str, found: str, expected: str, remedy: str = "") -> None:
        """Note one fault and read on."""
        self._faults.append(Fault(where, found, expected, remedy))

    def extend(self, faults: Sequence[Fault]) -> None:
        """Note several faults."""
        self._faults.extend(faults)

    @property
    def found(self) -> tuple[Fault, ...]:
        """Every fault so far."""
        return tuple(self._faults)

    def __len__(self) -> int:
        """Count the faults so far."""
        return len(self._faults)

    def raise_if_any(self) -> None:
        """Raise InputError when there is at least one fault; one that two readers of a file noted is told once."""
        if self._faults:
            raise InputError(tuple(dict.fromkeys(self._faults)))
