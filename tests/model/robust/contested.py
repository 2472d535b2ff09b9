"""Small councils whose bounds of demand want different openings, and every set of plans of them, one by one."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

from planner.domain.demand import Demand, DemandKey
from planner.domain.geography import Area
from planner.domain.scenario import Scenario
from planner.domain.terms import Bound
from planner.model.draft import draft_plan
from planner.model.network import build_network
from planner.model.program import IntArray
from planner.model.robust.settings import Criterion, RobustSettings
from planner.model.rules.coverage_promise import CoveragePromise
from planner.model.rules.opening_limit import OpeningLimit
from planner.model.rules.places_target import PlacesTarget, PlacesTargets
from planner.model.rules.travel_limit import TravelLimit
from tests.model.brute_force import Seats, all_places
from tests.model.cases import INFANT, SECONDARY, SEMH, Y1, Y2, area, problem, scenario, school, site

GOALS = ("target_shortfall", "coverage_gaps", "unplaced_pupils", "vacant_places")
SEARCHED = GOALS.index("unplaced_pupils") + 1
DRAWN = ((Bound.LOWER, 2), (Bound.CENTRAL, 3), (Bound.UPPER, 4))
BOUNDS = tuple(bound for bound, _ in DRAWN)
Values = tuple[int, ...]


def contested_scenario(seed: int) -> Scenario:
    """Three or four schools that could open one base a year between them; each bound has most pupils near another."""
    rng = random.Random(5000 + seed)
    count = rng.choice([3, 3, 4])
    urns = [str(100 + index) for index in range(count)]
    names = [chr(ord("A") + index) for index in range(count)]
    places = [2000 * index for index in range(count)]
    areas = [area(f"a{index}", places[index], names[index]) for index in range(count)]
    schools = [school(urn, place, name) for urn, place, name in zip(urns, places, names, strict=True)]
    sites = [site(f"C{urn}", urn, size_menu=rng.choice([(2, 4), (3, 4), (2, 3, 6)]), ncy_low=0) for urn in urns]
    weights = {name: rng.choice([1, 1, 2]) for name in names}
    of = problem(areas, schools, sites, {}, bands=(INFANT, SECONDARY), weights=weights)
    homes = rng.sample(areas, len(DRAWN))
    drawn = [_demand(rng, areas, home, *bound) for home, bound in zip(homes, DRAWN, strict=True)]
    reach = rng.choice([1000, 2000])
    return scenario(
        replace(of, demand=tuple(drawn)),
        TravelLimit(reach, reach, 2000),
        OpeningLimit(sites_per_year=1, places_per_year=rng.choice([3, 4, 6])),
        PlacesTargets((PlacesTarget(Y2, rng.choice([4, 6]), "commissioned_places", "test"),)),
        *([CoveragePromise("in_locality", Y2)] if seed % 4 == 0 else []),
        goals=GOALS,
    )


def _demand(rng: random.Random, areas: list[Area], home: Area, bound: Bound, most: int) -> Demand:
    """Pupils in some areas and most of them at home; each year drawn anew."""
    pupils = {}
    for each in areas:
        for band in (INFANT, SECONDARY):
            for year in (Y1, Y2):
                choice = [most, 2 * most] if each == home else [0, 0, 1, most]
                pupils[DemandKey(each.code, band, SEMH, year)] = rng.choice(choice)
    return Demand(bound, tuple(sorted((key, count) for key, count in pupils.items() if count)))


@dataclass(frozen=True)
class EveryPlan:
    """Places of every plan that keeps the rules, with the values of the searched goals on each bound."""

    plans: tuple[tuple[IntArray, tuple[Values, ...]], ...]

    @classmethod
    def of(cls, case: Scenario) -> EveryPlan:
        """List them without a solver."""
        networks = [build_network(case.problem, case.rules, bound) for bound in BOUNDS]
        seats = [Seats(network) for network in networks]
        place_rules = [rule for rule in case.rules if rule.name != "pupils_within_places"]
        plans = []
        for places in all_places(case):
            nobody = draft_plan(case.problem, Bound.CENTRAL, places, [])
            if any(True for rule in place_rules for _ in rule.violations(nobody, case.problem)):
                continue
            outcomes = [(network, each.best_placement(places)) for network, each in zip(networks, seats, strict=True)]
            plan = draft_plan(case.problem, Bound.CENTRAL, places, outcomes)
            drafts = [replace(plan, bound=bound) for bound in BOUNDS]
            goals = case.goals[:SEARCHED]
            values = [tuple(goal.value(draft, case.problem, case.rules) for goal in goals) for draft in drafts]
            plans.append((places, tuple(values)))
        return cls(tuple(plans))

    def own_best(self) -> list[Values]:
        """Best values of each bound's own plan."""
        return [min(values[number] for _, values in self.plans) for number in range(len(BOUNDS))]

    def best_scores(self, settings: RobustSettings) -> Values:
        """Least scores of the goals in strict order over all sets of plans that are alike in the first years.

        For each choice of the first years the goals are taken one after the other: a bound keeps those of its plans
        that are as good as the score of the goal allows.
        """
        options: dict[bytes, list[list[Values]]] = {}
        for places, values in self.plans:
            chosen = options.setdefault(places[:, : settings.years_now].tobytes(), [[] for _ in BOUNDS])
            for each, value in zip(chosen, values, strict=True):
                each.append(value)
        return min(_scores(each, self.own_best(), settings) for each in options.values())


def _scores(options: list[list[Values]], own: Sequence[Values], settings: RobustSettings) -> Values:
    found = []
    for order in range(SEARCHED):
        least = [min(values[order] for values in each) for each in options]
        if settings.criterion is Criterion.WEIGHTED:
            found.append(sum(weight * value for weight, value in zip(settings.weights, least, strict=True)))
            allowed = least
        else:
            worst = max(value - best[order] for value, best in zip(least, own, strict=True))
            found.append(worst)
            allowed = [best[order] + worst for best in own]
        options = [
            [values for values in each if values[order] <= most] for each, most in zip(options, allowed, strict=True)
        ]
    return tuple(found)


@cache
def every_plan(seed: int) -> EveryPlan:
    """The same for a contested council, listed once."""
    return EveryPlan.of(contested_scenario(seed))
