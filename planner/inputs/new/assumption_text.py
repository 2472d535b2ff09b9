"""A pack's own assumptions as TOML, in the form that `planner.inputs.assumptions_file` reads."""

from __future__ import annotations

import json
from collections.abc import Sequence

from planner.domain.assumption import Assumption

HEADING = (
    "# Numbers of this council, worked out from the files of the pack. A scenario without an assumptions file takes\n"
    "# them in place of the bundled ones of the same name.\n"
)


def assumptions_toml(assumptions: Sequence[Assumption]) -> str:
    """Text of the file, one table for each assumption."""
    return HEADING + "".join(f"\n{_table(assumption)}" for assumption in assumptions)


def _table(assumption: Assumption) -> str:
    lines = [f"[{assumption.name}]", f"value = {assumption.value!r}", f"unit = {_text(assumption.unit)}"]
    lines.append(f"valid_from = {assumption.valid_from.isoformat()}")
    lines += [
        f"{name} = {end!r}" for name, end in (("low", assumption.low), ("high", assumption.high)) if end is not None
    ]
    for name in ("quality", "impact", "source", "note"):
        lines.append(f"{name} = {_text(getattr(assumption, name))}")
    return "\n".join(lines) + "\n"


def _text(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
