"""What a council has answered before: the register map (`--register-map`), a small TOML file."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from planner.domain.terms import NEED_GROUP_OF_PRIMARY_NEED, AcademicYear, NeedGroup, Phase, ProvisionType
from planner.errors import Faults
from planner.inputs.new.council_register.header import WORDS
from planner.inputs.pack_rows import STATUSES
from planner.inputs.suggest import did_you_mean
from planner.inputs.toml_file import read_toml

LEAVE_OUT = "leave out"
TABLES = ("columns", "schools", "needs", "places", "status", "types", "phases", "opened")
TABLE_OF = {
    "school": "schools",
    "urn": "schools",
    "laestab": "schools",
    "phase": "phases",
    "years": "phases",
    "need": "needs",
    "type": "types",
    "places": "places",
    "status": "status",
    "opened": "opened",
}
"""The table that answers for a column of the list; a column that is not here has none."""
PHASES = (Phase.PRIMARY.value, Phase.SECONDARY.value)
NEEDS = (*(group.value for group in NeedGroup), *NEED_GROUP_OF_PRIMARY_NEED)


class Settled:
    """Answers by table and by the text of the cell, or by "row 12"; which of them were used is remembered."""

    def __init__(self, file: str, tables: Mapping[str, Mapping[str, Any]]) -> None:
        self.file = file
        self.columns: dict[str, str] = dict(tables.get("columns", {}))
        self._answers = {
            (table, plain(key)): value
            for table, answers in tables.items()
            if table != "columns"
            for key, value in answers.items()
        }
        self._keys = {(table, plain(key)): key for table, answers in tables.items() for key in answers}
        self._used: set[tuple[str, str]] = set()

    def answer(self, table: str, text: str, row: int) -> Any:  # noqa: ANN401 - what a table holds differs
        """Answer for a cell, by its row (as the spreadsheet counts) before its text; None when there is none."""
        for key in ((table, f"row {row}"), (table, plain(text))):
            if key in self._answers:
                self._used.add(key)
                return self._answers[key]
        return None

    def unused(self) -> list[str]:
        """Answers that no cell asked for, each as table and key."""
        return [
            f"[{table}] {self._keys[table, key]!r}" for table, key in self._answers if (table, key) not in self._used
        ]


def plain(text: str) -> str:
    """Text without case and with single blanks."""
    return " ".join(text.casefold().split())


def read_settled(path: Path | None, faults: Faults) -> Settled:
    """The council's answers; empty when no file is given, or after a fault."""
    table = None if path is None else read_toml(path, faults)
    if path is None or table is None:
        return Settled("", {})
    before = len(faults)
    for name, answers in table.items():
        if name not in TABLES:
            faults.add(
                f"{path.name}, [{name}]", "an unknown table", f"one of {', '.join(TABLES)}", did_you_mean(name, TABLES)
            )
        elif not isinstance(answers, dict):
            faults.add(f"{path.name}, {name}", repr(answers), f"a table [{name}]")
        else:
            for key, value in answers.items():
                _check(f"{path.name}, [{name}] {key!r}", name, key, value, faults)
    return Settled(path.name, table if len(faults) == before else {})


def _check(where: str, table: str, key: str, value: object, faults: Faults) -> None:
    if table == "columns":
        if key not in WORDS:
            faults.add(where, "an unknown column", f"one of {', '.join(WORDS)}", did_you_mean(key, WORDS))
        if not isinstance(value, str):
            faults.add(where, repr(value), "the header of that column in the file, as a text")
        return
    expected = _EXPECTED[table]
    if value != LEAVE_OUT and not _fits(table, value):
        words = [value] if isinstance(value, str) else []
        known = {"needs": NEEDS, "status": STATUSES, "phases": PHASES}.get(table, ())
        remedy = next((hint for word in words if (hint := did_you_mean(word, [*known, LEAVE_OUT]))), "")
        faults.add(where, repr(value), f'{expected}, or "{LEAVE_OUT}"', remedy)


_EXPECTED = {
    "schools": "a URN of six digits",
    "needs": f"one of {', '.join(NEEDS)}, or a list of them",
    "places": "a whole number from 0 up, or { places = 8, max_places = 10 }",
    "status": f"one of {', '.join(STATUSES)}",
    "types": f"one of {', '.join(kind.value for kind in ProvisionType)}",
    "phases": f"one of {', '.join(PHASES)}",
    "opened": 'an academic year such as "2026/27"',
}


def _fits(table: str, value: object) -> bool:
    match table:
        case "schools":
            return str(value).isdigit() and len(str(value)) == 6
        case "needs":
            words = value if isinstance(value, list) else [value]
            return bool(words) and all(isinstance(word, str) and word in NEEDS for word in words)
        case "places":
            return _is_places(value)
        case "status":
            return value in STATUSES
        case "types":
            return value in [kind.value for kind in ProvisionType]
        case "phases":
            return value in PHASES
    return isinstance(value, str) and _is_year(value)


def _is_places(value: object) -> bool:
    if isinstance(value, dict):
        return set(value) == {"places", "max_places"} and all(_is_whole(number) for number in value.values())
    return _is_whole(value)


def _is_whole(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def _is_year(text: str) -> bool:
    try:
        AcademicYear.parse(text)
    except ValueError:
        return False
    return True
