"""TOML files as plain tables."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

from planner.errors import Faults
from planner.inputs.cells import NUMBERS_END_AT
from planner.inputs.tables import decode

Table = dict[str, Any]
# Far deeper than any setting; the readers behind go down once for each level.
DEEPEST = 20
TOO_DEEP = f"tables and lists at most {DEEPEST} deep"


def read_toml(path: Path, faults: Faults) -> Table | None:
    """Read one TOML file; None when it cannot be used, with the reason among the faults."""
    decoded = decode(path, faults, "a TOML file")
    if decoded is None:
        return None
    text, _ = decoded
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        line = re.search(r"at line (\d+)", str(error))
        where = f"{path.name}, line {line[1]}" if line else path.name
        faults.add(where, str(error), "TOML: key = value", 'Write texts in "quotes" and tables in [brackets].')
        return None
    except RecursionError:
        faults.add(path.name, "tables or lists inside each other without end", TOO_DEEP, "Close the brackets.")
        return None
    except ValueError:
        # The one other refusal of the reader: a whole number of more digits than Python turns into a number.
        faults.add(path.name, "a number of thousands of digits", f"numbers below {NUMBERS_END_AT:,.0f}")
        return None
    return table if values_are_sound(table, path.name, faults) else None


def values_are_sound(table: Table, where: str, faults: Faults) -> bool:
    """Whether no value lies too deep or is a number beyond any use; else each such is a fault by its key."""
    before = len(faults)
    waiting: list[tuple[tuple[str, ...], object]] = [((), table)]
    while waiting:
        path, value = waiting.pop()
        here = f"{where}, {'.'.join(path[:DEEPEST])}"
        if isinstance(value, dict | list):
            if len(path) > DEEPEST:
                faults.add(here, "more tables or lists inside it", TOO_DEEP)
                continue
            inside = value.items() if isinstance(value, dict) else enumerate(value, start=1)
            waiting += [((*path, str(key)), each) for key, each in inside]
        elif isinstance(value, int | float) and not abs(value) < NUMBERS_END_AT:
            found = "a number of so many digits" if isinstance(value, int) else f"{value:g}"
            faults.add(here, found, f"a number below {NUMBERS_END_AT:,.0f}", "Correct the number.")
    return len(faults) == before
