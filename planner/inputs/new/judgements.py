"""What a new pack's plan stands on that is not the council's own: bundled assumptions, the starter's limits."""

from __future__ import annotations

from collections.abc import Sequence

from planner.domain.assumption import Assumption
from planner.domain.terms import NeedGroup
from planner.inputs.assumptions_file import read_assumptions
from planner.inputs.bundled import ASSUMPTIONS_FILE, OWN_ASSUMPTIONS_FILE, bundled_folder
from planner.inputs.new.report import Notes
from planner.inputs.used_assumptions import used_names, weighty

NOT_GREEN = ("red", "amber")
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
