"""What every page says below its title: a register without bases, levers that are on, what-ifs, settings changed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from planner.domain.problem import Problem
from planner.domain.scenario import Scenario
from planner.domain.terms import NeedGroup
from planner.inputs.levers import drivers_in_words

if TYPE_CHECKING:
    from planner.model.rules.placements_by_hand import LockedPlacement

NO_BASE_KNOWN = "provision.csv holds no base, so existing bases and their pupils are unknown and counted as none"


def with_changes(scenario: Scenario, settings: Sequence[str], what_ifs: Sequence[str]) -> Scenario:
    """Scenario that says what is on or changed: one sentence a lever on demand, then one a what-if, one a setting.

    Before them it says that no base is known, where that is so: "0 places before the plan" would pass for a fact.

    `settings` are the `--set` texts that say something else than the file.
    """
    levers = drivers_in_words(scenario.drivers, scenario.problem.assumptions)
    by_hand = [_placement(locked, scenario.problem) for locked in _added_by_hand(scenario, len(what_ifs))]
    return replace(scenario, changes=(*_cautions(scenario.problem), *levers, *by_hand, *map(_setting, settings)))


def _cautions(problem: Problem) -> Iterator[str]:
    if all(site.is_candidate for site in problem.sites):
        yield f"No register of provision: {NO_BASE_KNOWN}. Numbers before the plan are no finding."


def _added_by_hand(scenario: Scenario, count: int) -> Iterator[LockedPlacement]:
    """Locked placements of the what-ifs: they follow those of the file."""
    from planner.model.rules.placements_by_hand import PlacementsByHand

    for rule in scenario.rules:
        if isinstance(rule, PlacementsByHand):
            yield from rule.locked[len(rule.locked) - count :]


def _placement(locked: LockedPlacement, problem: Problem) -> str:
    site = locked.site(problem)
    phase = site.phase if site is not None else locked.phase or ""
    need = "SEMH" if locked.need_group is NeedGroup.SEMH else locked.need_group.label.lower()
    school = problem.school_by_urn[locked.urn].name
    words = f"{locked.places} {phase} {need} places at {school} ({locked.urn}) from {locked.academic_year}"
    return f"What if: {words}"


def _setting(text: str) -> str:
    key, _, value = text.partition("=")
    return f"Changed: {key.strip()} = {value.strip()}"
