"""What can clash: the single conditions that a scenario's rules make, each the smallest thing that can give way.

A rule makes many rows. Rows that one decision of the council would loosen together are one condition: the capital up to
one academic year, the new places of one year, the bases of one school, one placement by hand.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from planner.domain.problem import Problem
from planner.domain.scenario import Rule
from planner.domain.terms import AcademicYear
from planner.model.explain.school_chosen import SCHOOL_CHOSEN
from planner.model.rules.capital_limit import CapitalLimit
from planner.model.rules.host_limit import HostLimit
from planner.model.rules.opening_limit import OpeningLimit
from planner.model.rules.placements_by_hand import LockedPlacement, PlacementsByHand

PLACES, BASES, POUNDS, YEARS = "places", "bases", "pounds", "years"
# What they lack is counted by a goal, and nobody is ever placed against them: they forbid no opening and no size.
FORBID_NOTHING = frozenset(
    {"pupils_within_places", "ages_and_need", "travel_limit", "places_target", "coverage_promise", "phase_continuity"}
)
# What stands stands, and pupils keep their base: facts of every plan, which never give way.
FACTS = frozenset({"once_open_stays_open", "existing_sites"})
# None of these is ever kept by opening one base more (FORMULATION.md, Explaining).
ASK_FOR_NOTHING = (
    FORBID_NOTHING
    | FACTS
    | {"size_menu", "earliest_opening", "opening_limit", "capital_limit", "host_limit", "placements_by_hand"}
)


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition of one rule.

    `subject` is an academic year, URN or site key. `unit` is what it gives in: places, bases, pounds or years.
    `allowed` is the limit in that unit; None where the condition is no limit. `lock` is the placement by hand that it
    is, if any.
    """

    rule: str
    subject: str
    unit: str
    allowed: int | None = None
    lock: LockedPlacement | None = None

    @property
    def is_placement(self) -> bool:
        """Whether it is a placement that a person has locked."""
        return self.lock is not None


def parts_of(rule: Rule) -> Iterator[tuple[Rule, LockedPlacement | None]]:
    """A rule as rules with one decision of a person each; the placement where it is one."""
    if not isinstance(rule, PlacementsByHand):
        yield rule, None
        return
    for lock in rule.locked:
        yield replace(rule, locked=(lock,), forbidden_urns=()), lock
    for urn in rule.forbidden_urns:
        yield replace(rule, locked=(), forbidden_urns=(urn,)), None


def condition_of(row: str, rule: Rule, lock: LockedPlacement | None, problem: Problem) -> Condition:
    """The condition that a row, named `rule[index]` with or without an ending, is part of."""
    index, ending = row[len(rule.name) + 1 :].rsplit("]", 1)
    if lock is not None:
        return Condition(rule.name, index.rsplit(",", 1)[0], PLACES, lock=lock)
    return _CONDITIONS.get(rule.name, _row)(rule, index, ending, problem)


def _row(rule: Rule, index: str, ending: str, problem: Problem) -> Condition:
    del problem
    return Condition(rule.name, f"{index}{ending}", "")


def _earliest(rule: Rule, index: str, ending: str, problem: Problem) -> Condition:
    del ending, problem
    return Condition(rule.name, index.rsplit(",", 1)[0], YEARS)


def _opening(rule: Rule, index: str, ending: str, problem: Problem) -> Condition:
    del problem
    assert isinstance(rule, OpeningLimit)
    if ending == "_sites":
        return Condition(rule.name, index, BASES, rule.sites_per_year)
    return Condition(rule.name, index, PLACES, rule.places_per_year)


def _capital(rule: Rule, index: str, ending: str, problem: Problem) -> Condition:
    del ending
    assert isinstance(rule, CapitalLimit)
    return Condition(rule.name, index, POUNDS, rule.limit_gbp(problem, AcademicYear.parse(index)))


def _host(rule: Rule, index: str, ending: str, problem: Problem) -> Condition:
    """A school that has more bases than the limit may keep them, so they are what the limit allows there."""
    del ending
    assert isinstance(rule, HostLimit)
    urn = index.rsplit(",", 1)[0]
    stated = [site for site in problem.sites if site.urn == urn and not site.is_candidate]
    standing = (sum(site.stated_places(year) > 0 for site in stated) for year in problem.academic_years)
    return Condition(rule.name, urn, BASES, max(rule.bases_per_school, *standing))


def _forbidden(rule: Rule, index: str, ending: str, problem: Problem) -> Condition:
    del index, ending, problem
    assert isinstance(rule, PlacementsByHand)
    return Condition(rule.name, rule.forbidden_urns[0], BASES)


def _school_chosen(rule: Rule, index: str, ending: str, problem: Problem) -> Condition:
    del ending, problem
    return Condition(rule.name, index, BASES)


_CONDITIONS: dict[str, Callable[[Rule, str, str, Problem], Condition]] = {
    "earliest_opening": _earliest,
    "opening_limit": _opening,
    "capital_limit": _capital,
    "host_limit": _host,
    "placements_by_hand": _forbidden,
    SCHOOL_CHOSEN: _school_chosen,
}
