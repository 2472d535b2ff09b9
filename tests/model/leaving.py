"""Councils whose primary bases are left for secondary ones, for the tests of transfers, and the gap by another way."""

from __future__ import annotations

import random
from collections.abc import Callable
from fractions import Fraction
from itertools import chain, combinations

from planner.domain.demand import DemandKey
from planner.domain.problem import Problem, Site
from planner.domain.scenario import Scenario
from planner.domain.terms import AcademicYear, Band, Phase, SiteStatus
from planner.model.rules.opening_limit import OpeningLimit
from planner.model.rules.phase_continuity import PhaseContinuity
from planner.model.rules.travel_limit import TravelLimit
from tests.model.cases import INFANT, SECONDARY, SEMH, SPEECH, Y1, Y2, area, problem, scenario, school, site

JUNIOR = Band(3, 6)
BANDS = (INFANT, JUNIOR, SECONDARY)
FAR = TravelLimit(3000, 5000, 8000)
PlacesOf = Callable[[Site, AcademicYear], int]


def primary(key: str, urn: str, places: int | None, **changes: object) -> Site:
    """A base for Reception to Year 6: standing with these places since the year before the plan, or a candidate."""
    settings: dict[str, object] = {"phase": Phase.PRIMARY, "ncy_low": 0, "ncy_high": 6, "size_menu": (7, 14)}
    if places is not None:
        stands = {"status": SiteStatus.EXISTING, "steps": ((Y1.plus(-1), places),), "earliest_opening": None}
        settings |= {**stands, "size_menu": ()}
    return site(key, urn, **(settings | changes))


def two_valleys() -> Problem:
    """A and B, 20 km apart. A: 14 primary places, so 2 leavers a year, and a candidate of 5 or 10 secondary places.

    B: 7 primary places, so 1 leaver a year, and no secondary school at all.
    """
    areas = [area("a1", 0, "A"), area("b1", 20_000, "B")]
    schools = [school("100", 0, "A"), school("200", 20_000, "B"), school("300", 1000, "A")]
    sites = [primary("P100", "100", 14), primary("P200", "200", 7), site("S300", "300", size_menu=(5, 10))]
    pupils = {DemandKey("a1", SECONDARY, SEMH, year): 3 for year in (Y1, Y2)}
    return problem(areas, schools, sites, pupils, bands=BANDS)


def valleys_scenario(rule: PhaseContinuity | None = None, of: Problem | None = None) -> Scenario:
    """Two valleys with the rule, leavers within 8 km."""
    return scenario(of or two_valleys(), FAR, rule or PhaseContinuity(limit=FAR))


def leaving_scenario(seed: int, *, may_shrink: bool = False) -> Scenario:
    """A random council of two localities with two and three bases on either side of the move, few openings a year.

    One secondary base is run down by the register; `may_shrink` says that the plan decides its places above that.
    """
    rng = random.Random(seed)
    areas = [area(f"a{i}", rng.randrange(0, 9000, 100), "AB"[i % 2]) for i in range(4)]
    schools = [school(str(100 + i), rng.randrange(0, 9000, 100), "AB"[i % 2]) for i in range(6)]
    needs = [(SEMH,), (SPEECH,), (SEMH, SPEECH)]
    ranges = [(0, 6), (3, 6), (-1, 6)]
    before = [
        primary(f"P{i}", str(100 + i), rng.choice([None, 4, 7, 14]), need_groups=rng.choice(needs), ncy_low=low)
        for i, (low, _) in enumerate(rng.choices(ranges, k=2))
    ]
    falls = ((Y1.plus(-1), 10), (Y2, rng.choice([5, 9])))
    stands = {"status": SiteStatus.EXISTING, "steps": falls, "earliest_opening": None}
    after = [
        site("S3", "103", size_menu=(2, 5), need_groups=rng.choice(needs)),
        site("S4", "104", size_menu=(3, 4, 8), need_groups=rng.choice(needs), earliest_opening=rng.choice([Y1, Y2])),
        site("S5", "105", size_menu=(5, 9, 10, 12) if may_shrink else (), need_groups=rng.choice(needs), **stands),
    ]
    pupils = {
        DemandKey(a.code, band, need, year): rng.randrange(0, 3)
        for a in areas
        for band in BANDS
        for need in (SEMH, SPEECH)
        for year in (Y1, Y2)
    }
    of = problem(areas, schools, [*before, *after], pupils, bands=BANDS, weights={"A": 1, "B": 2})
    limit = TravelLimit(1000, rng.choice([2500, 5000]), rng.choice([2000, 4000]))
    return scenario(
        of, limit, OpeningLimit(sites_per_year=rng.choice([1, 2])), PhaseContinuity(rng.choice([None, Y2]), limit)
    )


def gap_by_sets(case: Scenario, places: PlacesOf, academic_year: AcademicYear) -> Fraction:
    """Leavers of one year without an entry place: the worst set of bases, tried one by one (Hall's condition)."""
    of, before = case.problem, academic_year.plus(-1)
    limit = next(rule for rule in case.rules if isinstance(rule, TravelLimit))
    years = {s.key: s.ncy_high - s.ncy_low + 1 for s in of.sites}
    leaving = [s for s in of.sites if s.ncy_high == 6 and s.urn is not None]
    entry = {
        s.key: max(
            Fraction(0), places(s, academic_year) - Fraction((years[s.key] - 1) * places(s, before), years[s.key])
        )
        for s in of.sites
        if s.ncy_low == 7 and s.urn is not None
    }
    worst = Fraction(0)
    for members in chain.from_iterable(combinations(leaving, size) for size in range(1, len(leaving) + 1)):
        fit = {key for s in members for key in entry if _fits(of, limit, s, of.site_by_key[key])}
        leavers = sum((Fraction(places(s, before), years[s.key]) for s in members), Fraction(0))
        worst = max(worst, leavers - sum((entry[key] for key in fit), Fraction(0)))
    return worst


def _fits(of: Problem, limit: TravelLimit, leaving: Site, entry: Site) -> bool:
    metres = {a.code: of.distance_metres[a.code, str(leaving.urn)] for a in of.areas}
    home = min(sorted(metres), key=lambda code: metres[code])
    near = of.distance_metres[home, str(entry.urn)] <= limit.secondary_metres
    return near and bool(set(leaving.need_groups) & set(entry.need_groups))
