"""Twenty conflicts put in on purpose: the smallest clashing set and what would have to give are known by hand.

The council has three schools 3 km apart, each with room for a secondary SEMH base of 8 or 10 places (£50,000 and
£10,000 a place, so £130,000 or £150,000), the third also for one of speech; two academic years, 2025/26 and 2026/27.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from planner.domain.demand import DemandKey
from planner.domain.problem import Problem, Site
from planner.domain.scenario import Rule, Scenario
from planner.domain.terms import AcademicYear, NeedGroup, SiteStatus
from planner.model.rules.capital_limit import CapitalLimit, CapitalToYear
from planner.model.rules.host_limit import HostLimit
from planner.model.rules.opening_limit import OpeningLimit
from planner.model.rules.placements_by_hand import LockedPlacement, PlacementsByHand
from tests.model.cases import SECONDARY, SEMH, SPEECH, Y1, Y2, area, changed_site, problem, scenario, school, site

Member = tuple[str, str]
Y0 = Y1.plus(-1)


def council() -> Problem:
    """Three schools, four candidates."""
    areas = [area("a1", 0, "A"), area("b1", 3000, "B"), area("c1", 6000, "C")]
    schools = [school("1", 0, "A"), school("2", 3000, "B"), school("3", 6000, "C")]
    sites = [site(f"S{urn}", str(urn)) for urn in (1, 2, 3)]
    sites.append(site("T3", "3", need_groups=(SPEECH,)))
    pupils = {DemandKey(a.code, SECONDARY, SEMH, year): 5 for a in areas for year in (Y1, Y2)}
    return problem(areas, schools, sites, pupils)


def lock(urn: str, places: int, year: AcademicYear = Y1, need: NeedGroup = SEMH) -> LockedPlacement:
    return LockedPlacement(urn, need, places, year)


def by_hand(*locked: LockedPlacement, forbidden: tuple[str, ...] = ()) -> PlacementsByHand:
    return PlacementsByHand(locked, forbidden)


@dataclass(frozen=True)
class Planted:
    """A conflict: `members` of the smallest clash as (rule, subject), `gives` the remedies that settle everything.

    A remedy is (rule, subject, kind, amount). `more` are further clashes that share nothing with the first.
    """

    name: str
    rules: tuple[Rule, ...]
    members: frozenset[Member]
    gives: frozenset[tuple[str, str, str, int]]
    problem: Problem = field(default_factory=council)
    more: tuple[frozenset[Member], ...] = ()

    @property
    def scenario(self) -> Scenario:
        return scenario(self.problem, *self.rules)


HAND = "placements_by_hand"
TWO = (lock("1", 10), lock("2", 10))
THREE = (*TWO, lock("3", 10))
S1, S2, S3, T3 = ((HAND, key) for key in ("S1", "S2", "S3", "T3"))


def members(*each: Member) -> frozenset[Member]:
    return frozenset(each)


def gives(*each: tuple[Member, str, int]) -> frozenset[tuple[str, str, str, int]]:
    return frozenset((rule, subject, kind, amount) for (rule, subject), kind, amount in each)


def standing(key: str, urn: str, places: int, menu: tuple[int, ...] = ()) -> Site:
    """A base that stands with so many places, and may grow where it has a menu."""
    steps = ((Y0, places),)
    return site(key, urn, status=SiteStatus.EXISTING, steps=steps, size_menu=menu, earliest_opening=None)


def with_sites(*sites: Site) -> Problem:
    of = council()
    return replace(of, sites=tuple(sorted([*of.sites, *sites], key=lambda each: each.key)))


YEAR1, YEAR2 = ("opening_limit", "2025/26"), ("opening_limit", "2026/27")
CAP1, CAP2 = ("capital_limit", "2025/26"), ("capital_limit", "2026/27")

PLANTED = (
    Planted(
        "places of one year",
        (by_hand(*TWO), OpeningLimit(places_per_year=16)),
        members(YEAR1, S1, S2),
        gives((YEAR1, "limit", 4), (S1, "later", 1), (S2, "later", 1)),
    ),
    Planted(
        "places of one year that smaller bases keep",
        (by_hand(*TWO), OpeningLimit(places_per_year=18)),
        members(YEAR1, S1, S2),
        gives((YEAR1, "limit", 2), (S1, "later", 1), (S2, "later", 1), (S1, "size", 8), (S2, "size", 8)),
    ),
    Planted(
        "bases of one year",
        (by_hand(*TWO), OpeningLimit(sites_per_year=1)),
        members(YEAR1, S1, S2),
        gives((YEAR1, "limit", 1), (S1, "later", 1), (S2, "later", 1)),
    ),
    Planted(
        "bases of the last year can only be left out",
        (by_hand(lock("1", 8, Y2), lock("2", 8, Y2)), OpeningLimit(sites_per_year=1)),
        members(YEAR2, S1, S2),
        gives((YEAR2, "limit", 1), (S1, "without", 0), (S2, "without", 0)),
    ),
    Planted(
        "a single base beyond the places of a year",
        (by_hand(lock("1", 10)), OpeningLimit(places_per_year=9)),
        members(YEAR1, S1),
        gives((YEAR1, "limit", 1), (S1, "size", 8)),
    ),
    Planted(
        "capital in total",
        (by_hand(*TWO), CapitalLimit(270_000)),
        members(CAP2, S1, S2),
        gives((CAP2, "limit", 30_000), (S1, "without", 0), (S2, "without", 0)),
    ),
    Planted(
        "capital short by one pound",
        (by_hand(*TWO), CapitalLimit(299_999)),
        members(CAP2, S1, S2),
        gives((CAP2, "limit", 1), (S1, "size", 8), (S2, "size", 8)),
    ),
    Planted(
        "capital up to the first year",
        (by_hand(lock("1", 10)), CapitalLimit(500_000, (CapitalToYear(Y1, 120_000),))),
        members(CAP1, S1),
        gives((CAP1, "limit", 30_000), (S1, "later", 1)),
    ),
    Planted(
        "three bases of which two are already too dear: all three count in the amount",
        (by_hand(*THREE), CapitalLimit(290_000)),
        members(CAP2, S1, S2),
        gives((CAP2, "limit", 160_000)),
    ),
    Planted(
        "two bases at one school",
        (by_hand(lock("3", 8), lock("3", 8, Y2, SPEECH)), HostLimit(1)),
        members(("host_limit", "3"), S3, T3),
        gives((("host_limit", "3"), "limit", 1), (S3, "without", 0), (T3, "without", 0)),
    ),
    Planted(
        "a base at a school that has one",
        (by_hand(lock("1", 8)), HostLimit(1)),
        members(("host_limit", "1"), S1),
        gives((("host_limit", "1"), "limit", 1), (S1, "without", 0)),
        problem=with_sites(standing("E1", "1", 6)),
    ),
    Planted(
        "no school may host",
        (by_hand(lock("2", 8)), HostLimit(0)),
        members(("host_limit", "2"), S2),
        gives((("host_limit", "2"), "limit", 1), (S2, "without", 0)),
    ),
    Planted(
        "a size that the menu lacks",
        (by_hand(lock("1", 9)),),
        members(("size_menu", "S1"), S1),
        gives((("size_menu", "S1"), "limit", 1), (S1, "size", 8), (S1, "size", 10)),
    ),
    Planted(
        "more places than any size",
        (by_hand(lock("1", 30)), OpeningLimit(places_per_year=100)),
        members(("size_menu", "S1"), S1),
        gives((("size_menu", "S1"), "limit", 20), (S1, "size", 10)),
    ),
    Planted(
        "before its earliest opening",
        (by_hand(lock("1", 10)),),
        members(("earliest_opening", "S1"), S1),
        gives((("earliest_opening", "S1"), "limit", 1), (S1, "later", 1)),
        problem=changed_site(council(), "S1", earliest_opening=Y2),
    ),
    Planted(
        "earliest opening after the last year",
        (by_hand(lock("1", 10)),),
        members(("earliest_opening", "S1"), S1),
        gives((("earliest_opening", "S1"), "limit", 3), (S1, "without", 0)),
        problem=changed_site(council(), "S1", earliest_opening=Y2.plus(2)),
    ),
    Planted(
        "locked and forbidden",
        (by_hand(lock("1", 10), forbidden=("1",)),),
        members((HAND, "1"), S1),
        gives(((HAND, "1"), "limit", 1), (S1, "without", 0)),
    ),
    Planted(
        "growth to a menu size that money forbids: stated 9, sizes 8 or 12",
        (CapitalLimit(20_000),),
        members(CAP2, ("size_menu", "E1")),
        gives((CAP2, "limit", 10_000), (("size_menu", "E1"), "limit", 1)),
        problem=with_sites(standing("E1", "1", 9, (8, 12))),
    ),
    Planted(
        "two limits over one pair: only a base less settles both",
        (by_hand(*TWO), OpeningLimit(sites_per_year=1), CapitalLimit(200_000)),
        members(YEAR1, S1, S2),
        gives((S1, "without", 0), (S2, "without", 0)),
    ),
    Planted(
        "two clashes apart",
        (by_hand(lock("1", 9), lock("3", 8), lock("3", 8, Y1, SPEECH)), HostLimit(1)),
        members(("size_menu", "S1"), S1),
        frozenset(),
        more=(members(("host_limit", "3"), S3, T3),),
    ),
)
