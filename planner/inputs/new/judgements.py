"""What a new pack's plan stands on that is not the council's own: bundled assumptions, the starter's limits."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping, Sequence

from planner.domain.assumption import Assumption
from planner.domain.terms import NeedGroup
from planner.inputs.assumptions_file import read_assumptions
from planner.inputs.bundled import ASSUMPTIONS_FILE, OWN_ASSUMPTIONS_FILE, bundled_folder
from planner.inputs.new.report import Notes
from planner.inputs.used_assumptions import used_names, weighty

NOT_GREEN = ("red", "amber")
JUDGED_TABLES = ("priorities", "candidates", "rules")
QUALITY_WORDS = {"red": "red, judgement", "amber": "amber, derived from published figures"}


def assume_bundled(
    own: Sequence[Assumption], need_groups: Sequence[NeedGroup], *, forecasts: bool, notes: Notes
) -> None:
    """List each bundled assumption of high impact and less than green quality that the pack does not replace.

    `own` are those of the pack; `forecasts` False = it states demand itself.
    """
    bundled = read_assumptions(bundled_folder("scenarios") / ASSUMPTIONS_FILE, notes.faults)
    if bundled is None:
        return
    replaced = {assumption.name for assumption in own}
    names = [name for name in used_names(need_groups, forecasts=forecasts) if name not in replaced]
    for assumption in weighty(bundled, names, NOT_GREEN):
        notes.assume(
            f"not this council's own: {assumption.words}, {QUALITY_WORDS[assumption.quality]}, from "
            f"{assumption.short_source}; replace it with your own as [{assumption.name}] in {OWN_ASSUMPTIONS_FILE}"
        )


def assume_limits(scenario: str, notes: Notes) -> None:
    """List what the starter scenario (its text) sets by the planner's own judgement, table by table."""
    table = tomllib.loads(scenario)
    for key in JUDGED_TABLES:
        for name, settings in _tables(key, table[key]):
            words = ", ".join(f"{setting} = {_words(value)}" for setting, value in settings.items())
            notes.assume(f"scenario.toml, [{name}]: {words}: judgement of the planner; set your own")


def _tables(name: str, table: Mapping[str, object]) -> Iterator[tuple[str, Mapping[str, object]]]:
    """Tables that hold settings: those of the rules one by one, the others whole; empty ones hold none."""
    for key, value in table.items():
        if name == "rules" and isinstance(value, Mapping) and value:
            yield f"{name}.{key}", value
    if name != "rules":
        yield name, table


def _words(value: object) -> str:
    if isinstance(value, Mapping):
        return "; ".join(f"{key} {_words(part)}" for key, part in value.items())
    if isinstance(value, list):
        return " or ".join(map(str, value))
    return f"{value:,}" if isinstance(value, int) else str(value)
