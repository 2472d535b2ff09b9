"""How far it is from area to school: the council's own minutes and metres, else the straight line times a factor.

Minutes     of the pack's travel.csv, used where the scenario's travel limit is in minutes. A pair without minutes
            is out of reach, or takes its distance at the assumed `straight_line_metres_a_minute` where the scenario
            says so.
Metres      straight line x detour factor, or the route of travel.csv where that states one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from planner.domain.assumption import Assumptions
from planner.domain.problem import Problem
from planner.domain.scenario import Goal, Rule
from planner.errors import Faults
from planner.inputs.pack import Pack
from planner.inputs.travel_rows import SHOWN, TRAVEL_FILE
from planner.model.goals.pupil_travel import PupilTravel
from planner.model.rules.travel_limit import TravelLimit

STRAIGHT_LINE_SPEED = "straight_line_metres_a_minute"
Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Travel:
    """Whole metres and minutes by area code and URN (minutes None = not reckoned with), and what they are, in words."""

    metres: dict[Pair, float]
    minutes: dict[Pair, float] | None
    basis: str


def minutes_limit(rules: Sequence[Rule]) -> TravelLimit | None:
    """The scenario's travel limit where it is in minutes."""
    return next((rule for rule in rules if isinstance(rule, TravelLimit) and rule.in_minutes), None)


def takes_straight_line(rules: Sequence[Rule]) -> bool:
    """Whether the scenario lets the straight line stand in for minutes that the pack lacks."""
    limit = minutes_limit(rules)
    return limit is not None and limit.pairs_without_minutes == "straight_line"


def check_minutes(pack: Pack, rules: Sequence[Rule], scenario: str, faults: Faults) -> None:
    """Note a limit in minutes where the pack has none."""
    if minutes_limit(rules) is not None and not pack.travel:
        remedy = f"Add {TRAVEL_FILE} to the pack (rp-planner new --travel), or state the limits in metres."
        faults.add(f"{scenario}, rules.travel_limit", "limits in minutes", f"a pack with {TRAVEL_FILE}", remedy)


def reckon_travel(
    pack: Pack,
    straight: Mapping[Pair, float],
    rules: Sequence[Rule],
    assumptions: Assumptions,
) -> Travel:
    """Distances and minutes of each pair in `straight`, which are straight lines x the detour factor."""
    own = {(row.area_code, row.urn): row for row in pack.travel if (row.area_code, row.urn) in straight}
    routes = {pair: float(round(row.metres)) for pair, row in own.items() if row.metres is not None}
    metres = {pair: routes.get(pair, distance) for pair, distance in straight.items()}
    factor = assumptions.value(pack.about.detour_factor_assumption)
    basis = f"straight line x detour factor {factor:g}: a screening proxy, no route"
    if routes:
        basis = f"metres of {TRAVEL_FILE} for {_of(len(routes), len(straight))}; else {basis}"
    if minutes_limit(rules) is None:
        unused = f"; the minutes of {TRAVEL_FILE} are not used, since the travel limit is in metres"
        return Travel(metres, None, basis + (unused if own else ""))
    minutes = {pair: row.minutes for pair, row in own.items() if row.minutes is not None}
    told = f"minutes of {TRAVEL_FILE}{_described(pack)} for {_of(len(minutes), len(straight))}"
    lacking = [pair for pair in straight if pair not in minutes]
    if lacking and takes_straight_line(rules):
        speed = assumptions.value(STRAIGHT_LINE_SPEED)
        minutes |= {pair: metres[pair] / speed for pair in lacking}
        told += f"; {_without(len(lacking))} and estimated, no route: their distance at {speed:g} metres a minute"
    elif lacking:
        told += f"; {_without(len(lacking))} and out of reach"
    return Travel(metres, minutes, f"{told}. Distances and transport: {basis}")


def goals_in_unit(goals: Sequence[Goal], problem: Problem) -> tuple[Goal, ...]:
    """Goals of which that of travel has the unit in which the problem reckons it."""
    return tuple(goal.in_the_unit_of(problem) if isinstance(goal, PupilTravel) else goal for goal in goals)


def _of(some: int, every: int) -> str:
    return f"{some:,} of {every:,} pairs of area and school"


def _without(pairs: int) -> str:
    return f"{pairs:,} {'is' if pairs == 1 else 'are'} without minutes"


def _described(pack: Pack) -> str:
    """Mode, sources and day, as far as the pack says."""
    modes = sorted({row.mode for row in pack.travel if row.mode})
    sources = sorted({row.source for row in pack.travel if row.source})
    more = f" and {len(sources) - SHOWN} more" if len(sources) > SHOWN else ""
    named = [
        ", ".join(modes) or "mode not stated",
        ", ".join(sources[:SHOWN]) + more if sources else "no source stated",
    ]
    return f" ({'; '.join(named)}; pack of {pack.about.built_on:%d %B %Y})"
