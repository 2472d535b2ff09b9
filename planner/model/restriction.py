"""Whether a changed scenario only takes plans away from a known one: then a bound that was proved still holds.

A plan of the changed scenario is then a plan of the known one, with the same value in every goal. So no plan of the
changed scenario is better than the known scenario's bound. What only adds plans (more budget, more sites) needs no such
test: known places are offered to every search, and its rules judge them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields
from typing import Any

from planner.domain.problem import Problem
from planner.domain.scenario import Rule, Scenario
from planner.model.explain.school_chosen import SchoolChosen
from planner.model.rules.capital_limit import CapitalLimit
from planner.model.rules.host_limit import HostLimit
from planner.model.rules.opening_limit import OpeningLimit
from planner.model.rules.placements_by_hand import PlacementsByHand


def restricts(changed: Scenario, known: Scenario) -> bool:
    """Whether every plan of `changed` is a plan of `known` and has the same goal values there.

    False means that it is not seen to be so. The rest of the scenario (limits, finance, titles) plays no part.
    """
    return (
        changed.goals == known.goals
        and changed.bound == known.bound
        and _takes_sites_away(changed.problem, known.problem)
        and _tightens_rules(changed, known)
    )


def _takes_sites_away(changed: Problem, known: Problem) -> bool:
    """Whether nothing differs but candidates that are no longer there: a plan without them leaves them closed."""
    if changed is known:
        return True
    if any(getattr(changed, each.name) != getattr(known, each.name) for each in fields(known) if each.name != "sites"):
        return False
    left = set(changed.sites)
    return left <= set(known.sites) and all(site.is_candidate or site in left for site in known.sites)


def _tightens_rules(changed: Scenario, known: Scenario) -> bool:
    """Whether each rule is as it was or tighter, and what is new only forbids."""
    before = {rule.name: rule for rule in known.rules}
    after = {rule.name: rule for rule in changed.rules}
    each_once = len(before) == len(known.rules) and len(after) == len(changed.rules)
    if not each_once or not before.keys() <= after.keys():
        return False
    return all(
        rule == before.get(name) or _tightens(rule, before.get(name), changed.problem) for name, rule in after.items()
    )


def _tightens(rule: Rule, before: Rule | None, problem: Problem) -> bool:
    """Whether a rule forbids all that the one before forbade; None stands for no rule of this name."""
    tighter = _TIGHTER.get(type(rule))
    return tighter is not None and (before is None or type(before) is type(rule)) and tighter(rule, before, problem)


def _more_by_hand(rule: PlacementsByHand, before: PlacementsByHand | None, problem: Problem) -> bool:
    del problem
    return before is None or (
        set(before.locked) <= set(rule.locked) and set(before.forbidden_urns) <= set(rule.forbidden_urns)
    )


def _less_capital(rule: CapitalLimit, before: CapitalLimit | None, problem: Problem) -> bool:
    return before is None or all(
        _at_most(rule.limit_gbp(problem, year), before.limit_gbp(problem, year)) for year in problem.academic_years
    )


def _fewer_openings(rule: OpeningLimit, before: OpeningLimit | None, problem: Problem) -> bool:
    del problem
    return before is None or (
        _at_most(rule.sites_per_year, before.sites_per_year) and _at_most(rule.places_per_year, before.places_per_year)
    )


def _fewer_a_school(rule: HostLimit, before: HostLimit | None, problem: Problem) -> bool:
    del problem
    return before is None or rule.bases_per_school <= before.bases_per_school


def _asks_for_more(rule: SchoolChosen, before: SchoolChosen | None, problem: Problem) -> bool:
    del rule, problem
    return before is None


def _at_most(limit: int | None, before: int | None) -> bool:
    """Whether a limit is no looser; None is no limit."""
    return before is None or (limit is not None and limit <= before)


# Rules that forbid and count nothing. Where R10 or R12 change, so do the values of goals that read them.
_TIGHTER: dict[type, Callable[[Any, Any, Problem], bool]] = {
    PlacementsByHand: _more_by_hand,
    CapitalLimit: _less_capital,
    OpeningLimit: _fewer_openings,
    HostLimit: _fewer_a_school,
    SchoolChosen: _asks_for_more,
}
