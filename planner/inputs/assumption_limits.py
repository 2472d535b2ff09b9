"""What an assumption can be at all: values outside are slips of the pen, whatever their source."""

from __future__ import annotations

import math
from collections.abc import Iterable

from planner.domain.assumption import Assumption, Assumptions
from planner.domain.terms import NeedGroup, Phase
from planner.errors import Faults

MOST_MONTHS = 120.0
MOST_RATE = 1.0
LEAST_DETOUR = 1.0
MOST_DETOUR = 10.0
# Walking pace, and 150 km/h in a straight line.
LEAST_METRES_A_MINUTE = 50.0
MOST_METRES_A_MINUTE = 2_500.0
# A thousand million: pounds, metres, pupils and places of any council stay below.
MOST = 1e9
TOLERANCE = 0.005


def check_limits(assumptions: Assumptions, where: str, faults: Faults) -> None:
    """Note each value or end of a range that cannot be, and each need mix of a phase above 1."""
    for assumption in assumptions:
        low, high = limits(assumption.name)
        for end in _ends(assumption):
            if not low <= end <= high:
                found, expected = f"{end:g} {assumption.unit}", f"{low:g} to {high:,.10g}"
                faults.add(f"{where}, {assumption.name}", found, expected, "Correct the number.")
    for phase in Phase:
        names = [f"rp_mix_{phase}_{need_group}" for need_group in NeedGroup]
        total = math.fsum(assumptions.value(name) for name in names if name in assumptions)
        if total > 1 + TOLERANCE:
            faults.add(f"{where}, rp_mix_{phase}_*", f"shares that sum to {total:g}", "a sum of at most 1")


def limits(name: str) -> tuple[float, float]:
    """Least and greatest possible value of an assumption, by what its name says it is."""
    if name.startswith(("rp_share_", "rp_mix_")) or name == "ehcp_leaver_rate":
        return 0.0, 1.0
    if name == "detour_factor":
        return LEAST_DETOUR, MOST_DETOUR
    if name.endswith("_metres_a_minute"):
        return LEAST_METRES_A_MINUTE, MOST_METRES_A_MINUTE
    if name.endswith("_months"):
        return 0.0, MOST_MONTHS
    if "_rate" in name:
        return -MOST_RATE, MOST_RATE
    return 0.0, MOST


def _ends(assumption: Assumption) -> Iterable[float]:
    """The value, and the ends of its range that differ from it."""
    return dict.fromkeys(end for end in (assumption.value, assumption.low, assumption.high) if end is not None)
