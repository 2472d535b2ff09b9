"""Small councils with more candidates than they may open, so that there is a choice."""

from __future__ import annotations

import random
from dataclasses import replace

from planner.domain.demand import DemandKey
from planner.domain.scenario import Scenario
from planner.domain.terms import SiteStatus
from planner.model.rules.opening_limit import OpeningLimit
from tests.model.cases import LIMIT, SECONDARY, SEMH, Y1, Y2, area, problem, scenario, school, site

GOAL_NAMES = ("unplaced_pupils", "vacant_places", "cost")


def council(seed: int, goals: tuple[str, ...] = GOAL_NAMES) -> Scenario:
    """Four candidates within 5 km, of which two may open in a year, and an existing base that may grow."""
    rng = random.Random(seed)
    areas = [area(f"a{i}", rng.randrange(0, 5000, 100), "AB"[i % 2]) for i in range(4)]
    schools = [school(str(100 + i), rng.randrange(0, 5000, 100), "AB"[i % 2]) for i in range(5)]
    sites = [
        site(f"C{i}", str(100 + i), size_menu=rng.choice([(4,), (3, 4)]), earliest_opening=rng.choice([Y1, Y2]))
        for i in range(4)
    ]
    grows = site("G", "104", status=SiteStatus.EXISTING, steps=((Y1.plus(-1), 2),), size_menu=(2, 3))
    pupils = {DemandKey(a.code, SECONDARY, SEMH, y): rng.randrange(1, 4) for a in areas for y in (Y1, Y2)}
    of = problem(areas, schools, [*sites, replace(grows, earliest_opening=None)], pupils)
    return scenario(of, replace(LIMIT, secondary_metres=4000), OpeningLimit(sites_per_year=1), goals=goals)
