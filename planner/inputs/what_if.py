"""What-if texts: "URN:need:places@2026/27", or "URN:need:phase:places@2026/27" where a school teaches two phases."""

from __future__ import annotations

import re

from planner.domain.terms import NEED_GROUP_OF_PRIMARY_NEED, AcademicYear, NeedGroup, Phase
from planner.errors import Faults
from planner.inputs.suggest import did_you_mean
from planner.inputs.toml_file import Table

WHAT_IF = "--what-if"
LOCKED_PATH = ("rules", "placements_by_hand", "locked")
FORM = re.compile(r"(?P<urn>[^:]+):(?P<need>[^:]+):(?:(?P<phase>[^:]+):)?(?P<places>[^:@]+)@(?P<year>.+)")
EXPECTED = "URN:need:places@2026/27 or URN:need:phase:places@2026/27"
SHORT_NEEDS: dict[str, NeedGroup] = {
    **NEED_GROUP_OF_PRIMARY_NEED,
    "c&i": NeedGroup.COMMUNICATION_INTERACTION,
    "c&l": NeedGroup.COGNITION_LEARNING,
    "s&p": NeedGroup.SENSORY_PHYSICAL,
    **{need_group.value: need_group for need_group in NeedGroup},
}


def parse_what_if(text: str, faults: Faults) -> Table | None:
    """One locked placement as a scenario file writes it; None when the text is wrong, with the reason noted."""
    match = FORM.fullmatch(text.strip())
    if match is None:
        faults.add(f"{WHAT_IF} {text}", "another form", EXPECTED, "For example 125764:SEMH:10@2026/27.")
        return None
    before = len(faults)
    where = f"{WHAT_IF} {text}"
    need = SHORT_NEEDS.get(match["need"].strip().casefold())
    if need is None:
        known = [*NeedGroup, "C&I", "SEMH", "C&L", "S&P"]
        faults.add(
            where, f"need {match['need']!r}", f"one of {', '.join(known)}", did_you_mean(match["need"], SHORT_NEEDS)
        )
    phase = match["phase"]
    if phase is not None and phase.strip().casefold() not in (Phase.PRIMARY, Phase.SECONDARY):
        faults.add(where, f"phase {phase!r}", "primary or secondary", did_you_mean(phase, ("primary", "secondary")))
    if not re.fullmatch(r"\d{1,4}", match["places"].strip()):
        faults.add(where, f"{match['places']!r} places", "a whole number of places")
    try:
        AcademicYear.parse(match["year"])
    except ValueError as error:
        faults.add(where, str(error), "an academic year such as 2026/27")
    if len(faults) > before or need is None:
        return None
    placement: Table = {
        "urn": match["urn"].strip(),
        "need_group": need.value,
        "places": int(match["places"]),
        "academic_year": match["year"].strip(),
    }
    return placement if phase is None else {**placement, "phase": phase.strip().casefold()}
