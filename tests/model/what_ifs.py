"""What-ifs on a random small council: each changes one thing, by name."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace

from planner.domain.demand import Demand
from planner.domain.problem import Problem
from planner.domain.scenario import Rule, Scenario
from planner.model.rules import RULES
from planner.model.rules.capital_limit import CapitalLimit
from planner.model.rules.host_limit import HostLimit
from planner.model.rules.opening_limit import OpeningLimit
from planner.model.rules.placements_by_hand import LockedPlacement, PlacementsByHand
from tests.model.cases import site

# Those that only take plans away, so that what was proved before still holds.
ONLY_FORBID = ("placement", "school forbidden", "less budget", "fewer openings", "site removed")


def what_ifs(scenario: Scenario, seed: int) -> Iterator[tuple[str, Scenario]]:
    """Name and scenario of each change."""
    rng = random.Random(seed)
    problem = scenario.problem
    candidate = rng.choice([each for each in problem.sites if each.is_candidate])
    since = max(candidate.earliest_opening or problem.academic_years[0], rng.choice(problem.academic_years))
    lock = LockedPlacement(
        candidate.urn or "", candidate.need_groups[0], candidate.size_menu[0], since, candidate.phase
    )
    yield "placement", with_rule(scenario, PlacementsByHand(locked=(lock,)))
    yield "school forbidden", with_rule(scenario, PlacementsByHand(forbidden_urns=(candidate.urn or "",)))
    yield "less budget", with_rule(scenario, CapitalLimit(rng.choice([0, 80_000, 130_000])))
    yield "fewer openings", with_rule(scenario, OpeningLimit(sites_per_year=1, places_per_year=4))
    yield "more openings", with_rule(scenario, OpeningLimit(sites_per_year=2, places_per_year=12))
    yield "more at a school", with_rule(scenario, HostLimit(3))
    fewer = tuple(each for each in problem.sites if each is not candidate)
    yield "site removed", replace(scenario, problem=replace(problem, sites=fewer))
    yield "site added", replace(scenario, problem=_with_site(problem, rng))
    yield "demand changed", replace(scenario, problem=_with_demand(problem, rng))


def _with_site(problem: Problem, rng: random.Random) -> Problem:
    host = rng.choice(problem.schools).urn
    added = site("C9", host, size_menu=rng.choice([(2, 4), (6,)]), ncy_low=rng.choice([0, 7]))
    return replace(problem, sites=tuple(sorted([*problem.sites, added], key=lambda each: each.key)))


def _with_demand(problem: Problem, rng: random.Random) -> Problem:
    def changed(demand: Demand) -> Demand:
        cells = ((key, max(0, pupils + rng.choice([-1, 0, 1]))) for key, pupils in demand.cells)
        return Demand(demand.bound, tuple((key, pupils) for key, pupils in cells if pupils))

    return replace(problem, demand=tuple(changed(demand) for demand in problem.demand))


def with_rule(scenario: Scenario, rule: Rule) -> Scenario:
    """The scenario with one more rule, or another setting of one it has, in the registry's order."""
    rules = {other.name: other for other in scenario.rules} | {rule.name: rule}
    return replace(scenario, rules=tuple(rules[name] for name in RULES if name in rules))
