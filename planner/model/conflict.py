"""When no plan keeps all rules: what clashes, and what would have to give.

Asked before any search: a small model of openings and sizes alone answers in milliseconds, whatever the size of the
council, because candidates that nobody has placed by hand are left out of it. That changes no answer while no rule
asks for a base more (`ASK_FOR_NOTHING`); with any other rule all candidates take part.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from planner.domain.problem import Problem
from planner.domain.scenario import Rule, Scenario
from planner.domain.terms import AcademicYear
from planner.errors import NoPlanError
from planner.model.explain.clash import Clash, Conflict, Remedy
from planner.model.explain.clash_words import ClashWords
from planner.model.explain.conditions import ASK_FOR_NOTHING, PLACES, Condition
from planner.model.explain.giving import WITHOUT, Giving
from planner.model.explain.policy import PolicyModel
from planner.model.explain.school_chosen import SCHOOL_CHOSEN, SchoolChosen
from planner.model.explain.smallest_clash import smallest_clash
from planner.model.known import named_places
from planner.model.rules.placements_by_hand import LockedPlacement, PlacementsByHand

MAX_CLASHES = 5

Places = dict[tuple[str, AcademicYear], int]


def require_plan(scenario: Scenario) -> Places:
    """Places of a plan that does no more than what is asked for by hand, by site key and academic year.

    Raises NoPlanError with the explanation when the rules contradict each other. Empty when no plan was found either.
    """
    conflict, places = _examine(scenario)
    if conflict is not None:
        raise NoPlanError(conflict.as_text(), conflict.rules)
    return places


def find_conflict(scenario: Scenario) -> Conflict | None:
    """Why no plan keeps the scenario's rules; None when one does."""
    return _examine(scenario)[0]


def _examine(scenario: Scenario) -> tuple[Conflict | None, Places]:
    problem, rules = scenario.problem, scenario.rules
    words = ClashWords(problem, rules)
    baseless = [lock for lock in _locked(rules) if lock.site(problem) is None]
    for asked in _problems(problem, rules):
        model = PolicyModel(asked, rules)
        verdict = model.keeping(model.conditions)
        if verdict.point is not None and not baseless:
            return None, named_places(asked, verdict.point.places)
    if not verdict.impossible and not baseless:
        return None, {}
    clashes = list(_clashes(model, words)) if verdict.impossible else []
    alone = len(clashes) + len(baseless) == 1
    unplaced = [_baseless(lock, words, settles_all=alone) for lock in baseless]
    repairs = tuple(Giving(model, words).repairs(clashes)) if clashes else ()
    return Conflict((*unplaced, *clashes), repairs), {}


def _clashes(model: PolicyModel, words: ClashWords) -> Iterator[Clash]:
    """Clashes that share no condition, each with its remedies."""
    giving = Giving(model, words)
    conditions = list(model.conditions)
    for _ in range(MAX_CLASHES):
        found = smallest_clash(model.keeping, conditions)
        if found is None:
            return
        yield giving.clash(found)
        conditions = [each for each in conditions if each not in found.conditions]


def _problems(problem: Problem, rules: Sequence[Rule]) -> Iterator[Problem]:
    """The problem without demand and without candidates that nobody placed; and with them where a rule may want them.

    A plan of the first is a plan of the second, which is asked only when there is none.
    """
    placed = {site.key for lock in _locked(rules) if (site := lock.site(problem)) is not None}
    placed |= {site.key for rule in rules if isinstance(rule, SchoolChosen) for site in rule.sites(problem)}
    asked = tuple(site for site in problem.sites if not site.is_candidate or site.key in placed)
    yield replace(problem, sites=asked, demand=())
    if not (ASK_FOR_NOTHING | {SCHOOL_CHOSEN}).issuperset(rule.name for rule in rules):
        yield replace(problem, demand=())


def _locked(rules: Sequence[Rule]) -> list[LockedPlacement]:
    return [lock for rule in rules if isinstance(rule, PlacementsByHand) for lock in rule.locked]


def _baseless(lock: LockedPlacement, words: ClashWords, *, settles_all: bool) -> Clash:
    """A placement for which the scenario has no candidate: it clashes on its own."""
    condition = Condition("placements_by_hand", lock.urn, PLACES, lock=lock)
    without, change = words.remedy(condition, WITHOUT, 0)
    says = f"{words.placement(lock)} cannot be: the scenario has no such candidate there."
    return Clash((condition,), True, (), (Remedy(condition, WITHOUT, 0, settles_all, without, change),), says)
