"""TOML files as plain tables."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

from planner.errors import Faults
from planner.inputs.tables import decode

Table = dict[str, Any]


def read_toml(path: Path, faults: Faults) -> Table | None:
    """Read one TOML file; None when it cannot be used, with the reason among the faults."""
    decoded = decode(path, faults, "a TOML file")
    if decoded is None:
        return None
    text, _ = decoded
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        line = re.search(r"at line (\d+)", str(error))
        where = f"{path.name}, line {line[1]}" if line else path.name
        faults.add(where, str(error), "TOML: key = value", 'Write texts in "quotes" and tables in [brackets].')
        return None
