"""What a new pack's plan stands on that is not the council's own: bundled assumptions, the starter's limits."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from planner.domain.assumption import Assumption, Assumptions
from planner.domain.terms import NeedGroup
from planner.inputs.bundled import OWN_ASSUMPTIONS_FILE
from planner.inputs.new.report import Notes
from planner.inputs.used_assumptions import used_names, weighty

NOT_GREEN = ("red", "amber")
JUDGED_TABLES = ("priorities", "candidates", "rules")
QUALITY_WORDS = {"red": "red, judgement", "amber": "amber, derived from published figures"}


def assume_bundled(
    bundled: Assumptions, own: Sequence[Assumption], need_groups: Sequence[NeedGroup], *, forecasts: bool, notes: Notes
) -> None:
    """List each bundled assumption of high impact and less than green quality that the pack does not replace.

    `own` are those of the pack; `forecasts` False = it states demand itself.
    """
    replaced = {assumption.name for assumption in own}
    names = [name for name in used_names(need_groups, forecasts=forecasts) if name not in replaced]
    for assumption in weighty(bundled, names, NOT_GREEN):
        notes.assume(
            f"not this council's own: {assumption.words}, {QUALITY_WORDS[assumption.quality]}, from "
            f"{assumption.short_source}; replace it with your own as [{assumption.name}] in {OWN_ASSUMPTIONS_FILE}"
        )


def assume_limits(scenario: Mapping[str, Any], notes: Notes) -> None:
    """List what the starter scenario, as a table, sets by the planner's own judgement, part by part."""
    for key in JUDGED_TABLES:
        for name, settings in _tables(key, scenario[key]):
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
