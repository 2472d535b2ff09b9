"""Twenty planted conflicts: counties in which no plan keeps all rules, and it is known which few of them clash.

Conflict n takes kind (n - 1) mod 8, the county of seed (n - 1) mod 10 + 1 at the job's size, plain for odd n and rich
for even n. All limits are far off but the planted one, which the planted placements by hand overshoot by the least
possible, so that each of them is needed for the clash. Two harmless placements by hand stand beside them, where they
are not part of the same sum.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import pairwise

from planner.domain.problem import Problem, Site
from planner.domain.scenario import Scenario
from planner.domain.terms import AcademicYear
from planner.errors import NoPlanError
from planner.model.rules.capital_limit import CapitalLimit, CapitalToYear
from planner.model.rules.host_limit import HostLimit
from planner.model.rules.opening_limit import OpeningLimit
from planner.model.rules.placements_by_hand import LockedPlacement, PlacementsByHand
from planner.model.solve import solve_from
from tests.benchmarks.county import county
from tests.benchmarks.job import Job
from tests.benchmarks.results import Row, measure
from tests.benchmarks.what_if import spread, with_rule

PLENTY_GBP = 1_000_000_000
HAND = "placements_by_hand"


@dataclass(frozen=True)
class Planted:
    """A scenario without a plan: the `rules` that clash, and the URNs of those placements that do and do not."""

    kind: str
    scenario: Scenario
    rules: frozenset[str]
    urns: frozenset[str]
    harmless_urns: frozenset[str]


def run(job: Job) -> list[Row]:
    """Seconds until the explanation of one conflict; the value counts rules and schools told wrongly, 0 is right."""
    if job.seed is None or job.size is None:
        msg = "a planted conflict has a number and a size"
        raise ValueError(msg)
    conflict = planted(job.seed, job.size)
    scenario = replace(conflict.scenario, limits=replace(conflict.scenario.limits, time_limit_seconds=job.seconds))
    started = time.perf_counter()
    try:
        solve_from(scenario)
        told = None
    except NoPlanError as error:
        told = error
    seconds = time.perf_counter() - started
    wrong = mistakes(conflict, told)
    years = len(scenario.problem.academic_years)
    right = "yes" if not wrong else "no"
    return [measure(job, conflict.kind, years, seconds=round(seconds, 2), value=wrong, bound=0, proved=right)]


def mistakes(conflict: Planted, told: NoPlanError | None) -> int:
    """Rules left out or added, planted schools not told and harmless ones told; all of them when nothing was said."""
    if told is None:
        return len(conflict.rules) + len(conflict.urns)
    rules = conflict.rules ^ set(told.rules)
    text = str(told)
    left_out = [urn for urn in conflict.urns if urn not in text]
    added = [urn for urn in conflict.harmless_urns if urn in text]
    return len(rules) + len(left_out) + len(added)


def planted(number: int, size: float) -> Planted:
    """Conflict of a number from 1 on."""
    kinds = list(KINDS)
    base = county((number - 1) % 10 + 1, size, "loose", rich=number % 2 == 0)
    for wide in (OpeningLimit(), CapitalLimit(PLENTY_GBP), HostLimit(1)):
        base = with_rule(base, wide)
    kind = kinds[(number - 1) % len(kinds)]
    chosen = spread(_one_a_school(base.problem), 7)
    return KINDS[kind](kind, base, chosen)


def _one_a_school(problem: Problem) -> list[Site]:
    """First candidate of each school, ready by the third year as all candidates are."""
    by_school: dict[str, Site] = {}
    for site in problem.sites:
        if site.is_candidate and site.urn is not None:
            by_school.setdefault(site.urn, site)
    return list(by_school.values())


def _lock(site: Site, year: AcademicYear) -> LockedPlacement:
    return LockedPlacement(site.urn or "", site.need_groups[0], site.size_menu[0], year, site.phase)


def _plant(
    kind: str, scenario: Scenario, locks: list[LockedPlacement], harmless: list[LockedPlacement], *rules: str
) -> Planted:
    by_hand = PlacementsByHand(tuple([*harmless[:1], *locks, *harmless[1:]]))
    urns = frozenset(lock.urn for lock in locks)
    others = frozenset(lock.urn for lock in harmless)
    return Planted(kind, with_rule(scenario, by_hand), frozenset([*rules, HAND]), urns, others)


def _harmless(scenario: Scenario, chosen: list[Site]) -> list[LockedPlacement]:
    """One placement by hand in each of the last two years, at the last two of the chosen sites."""
    years = scenario.problem.academic_years
    return [_lock(chosen[-1], years[-1]), _lock(chosen[-2], years[-2])]


def _too_early(kind: str, scenario: Scenario, chosen: list[Site]) -> Planted:
    first = scenario.problem.academic_years[0]
    site = next(s for s in chosen if s.earliest_opening is not None and s.earliest_opening > first)
    harmless = [lock for lock in _harmless(scenario, chosen) if lock.urn != site.urn]
    return _plant(kind, scenario, [_lock(site, first)], harmless, "earliest_opening")


def _two_at_a_school(kind: str, scenario: Scenario, chosen: list[Site]) -> Planted:
    sites = [site for site in scenario.problem.sites if site.is_candidate]
    pair = next([one, other] for one, other in pairwise(sites) if one.urn == other.urn)
    harmless = [lock for lock in _harmless(scenario, chosen) if lock.urn != pair[0].urn]
    year = scenario.problem.academic_years[2]
    return _plant(kind, scenario, [_lock(site, year) for site in pair], harmless, "host_limit")


def _beside_a_standing_base(kind: str, scenario: Scenario, chosen: list[Site]) -> Planted:
    problem = scenario.problem
    standing = next(site for site in problem.sites if not site.is_candidate)
    alike = next(site for site in problem.sites if site.is_candidate and site.phase is standing.phase)
    beside = replace(alike, key=f"{standing.urn}-beside", urn=standing.urn)
    sites = tuple(sorted([*problem.sites, beside], key=lambda site: site.key))
    changed = replace(scenario, problem=replace(problem, sites=sites))
    lock = _lock(beside, problem.academic_years[2])
    return _plant(kind, changed, [lock], _harmless(scenario, chosen), "host_limit")


def _bases_of_a_year(kind: str, scenario: Scenario, chosen: list[Site]) -> Planted:
    locks = [_lock(site, scenario.problem.academic_years[2]) for site in chosen[:3]]
    tight = with_rule(scenario, OpeningLimit(sites_per_year=2))
    return _plant(kind, tight, locks, _harmless(scenario, chosen), "opening_limit")


def _places_of_a_year(kind: str, scenario: Scenario, chosen: list[Site]) -> Planted:
    locks = [_lock(site, scenario.problem.academic_years[2]) for site in chosen[:4]]
    tight = with_rule(scenario, OpeningLimit(places_per_year=sum(lock.places for lock in locks) - 1))
    return _plant(kind, tight, locks, _harmless(scenario, chosen), "opening_limit")


def _capital_in_all(kind: str, scenario: Scenario, chosen: list[Site]) -> Planted:
    years = scenario.problem.academic_years
    locks = [_lock(site, year) for site, year in zip(chosen, years[2:], strict=False)]
    tight = with_rule(scenario, CapitalLimit(sum(map(_gbp, chosen[: len(locks)])) - 1))
    return _plant(kind, tight, locks, [], "capital_limit")


def _capital_to_a_year(kind: str, scenario: Scenario, chosen: list[Site]) -> Planted:
    year = scenario.problem.academic_years[2]
    to_year = CapitalToYear(year, sum(map(_gbp, chosen[:2])) - 1)
    tight = with_rule(scenario, CapitalLimit(PLENTY_GBP, (to_year,)))
    return _plant(kind, tight, [_lock(site, year) for site in chosen[:2]], _harmless(scenario, chosen), "capital_limit")


def _forbidden_and_locked(kind: str, scenario: Scenario, chosen: list[Site]) -> Planted:
    lock = _lock(chosen[0], scenario.problem.academic_years[2])
    harmless = _harmless(scenario, chosen)
    by_hand = PlacementsByHand((*harmless, lock), (lock.urn,))
    urns, others = frozenset([lock.urn]), frozenset(other.urn for other in harmless)
    return Planted(kind, with_rule(scenario, by_hand), frozenset([HAND]), urns, others)


def _gbp(site: Site) -> int:
    return site.capital_fixed_gbp + site.size_menu[0] * site.capital_per_place_gbp


KINDS: dict[str, Callable[[str, Scenario, list[Site]], Planted]] = {
    "too early": _too_early,
    "two at a school": _two_at_a_school,
    "beside a standing base": _beside_a_standing_base,
    "bases of a year": _bases_of_a_year,
    "places of a year": _places_of_a_year,
    "capital in all": _capital_in_all,
    "capital to a year": _capital_to_a_year,
    "forbidden and locked": _forbidden_and_locked,
}
