"""The same scenario with one thing changed: a school ruled out or asked for, a rule relaxed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from planner.domain.scenario import Rule, Scenario
from planner.model.explain.school_chosen import SchoolChosen
from planner.model.rules import ALWAYS_ON
from planner.model.rules.placements_by_hand import PlacementsByHand
from planner.model.rules.travel_limit import TravelLimit

# Without any limit the question would be another one: nobody is driven across a county.
FARTHER_PERCENT = 25


@dataclass(frozen=True)
class Relaxation:
    """A scenario with one rule relaxed; `says` is to what, `uncounted` is the goal that counts nothing without it."""

    rule: str
    says: str
    scenario: Scenario
    uncounted: str = ""


UNCOUNTED = {
    "places_target": "target_shortfall",
    "coverage_promise": "coverage_gaps",
    "phase_continuity": "transition_gap",
}
LAST_PRICED_GOAL = "unplaced_pupils"


def priced_goals(scenario: Scenario) -> int:
    """Number of goals up to the pupils without a place; all where the scenario does not count them."""
    names = [goal.name for goal in scenario.goals]
    return names.index(LAST_PRICED_GOAL) + 1 if LAST_PRICED_GOAL in names else len(names)


def without_school(scenario: Scenario, urn: str) -> Scenario:
    """The scenario in which a school opens no base; placements by hand at it are taken back."""
    by_hand = _by_hand(scenario)
    locked = tuple(lock for lock in by_hand.locked if lock.urn != urn)
    forbidden = tuple(dict.fromkeys([*by_hand.forbidden_urns, urn]))
    return _with_rule(scenario, replace(by_hand, locked=locked, forbidden_urns=forbidden))


def with_school(scenario: Scenario, urn: str) -> Scenario:
    """The scenario in which a school opens some base, of whatever phase, need, size and year is best."""
    return replace(scenario, rules=(*scenario.rules, SchoolChosen(urn)))


def relaxations(scenario: Scenario) -> Iterator[Relaxation]:
    """Each rule of the scenario that can be switched, relaxed in turn.

    A rule that only a goal behind the priced ones counts, or none, takes nothing from those, so it is left out.
    """
    priced = {goal.name for goal in scenario.goals[: priced_goals(scenario)]}
    for rule in scenario.rules:
        if rule.name not in ALWAYS_ON and UNCOUNTED.get(rule.name) in {*priced, None}:
            relaxed = relax(scenario, rule.name)
            if relaxed is not None:
                yield relaxed


def relax(scenario: Scenario, name: str) -> Relaxation | None:
    """The scenario with one rule relaxed; None where it has no such rule.

    The travel limit is made longer, every other rule is left out.
    """
    rule = next((rule for rule in scenario.rules if rule.name == name), None)
    if rule is None:
        return None
    if isinstance(rule, TravelLimit):
        farther, says = _farther(rule)
        return Relaxation(name, says, _with_rule(scenario, farther))
    rest = tuple(other for other in scenario.rules if other is not rule)
    return Relaxation(name, "left out", replace(scenario, rules=rest), UNCOUNTED.get(name, ""))


def _farther(rule: TravelLimit) -> tuple[TravelLimit, str]:
    longer: dict[str, Any] = {name: getattr(rule, name) * (100 + FARTHER_PERCENT) // 100 for name in rule.settings()}
    unit = "minutes" if rule.in_minutes else "m"
    limits = ", ".join(f"{name.split('_')[0]} {value:,} {unit}" for name, value in longer.items())
    return replace(rule, **longer), f"{FARTHER_PERCENT} % farther: {limits}"


def _by_hand(scenario: Scenario) -> PlacementsByHand:
    found = [rule for rule in scenario.rules if isinstance(rule, PlacementsByHand)]
    return found[0] if found else PlacementsByHand()


def _with_rule(scenario: Scenario, rule: Rule) -> Scenario:
    """The scenario with a rule in the place of the one of its name, or behind the others."""
    if any(other.name == rule.name for other in scenario.rules):
        return replace(scenario, rules=tuple(rule if other.name == rule.name else other for other in scenario.rules))
    return replace(scenario, rules=(*scenario.rules, rule))
