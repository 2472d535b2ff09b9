"""Small made-up councils for the model's tests: named places with plain defaults, and random ones by seed."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date

from planner.domain.assumption import Assumption, Assumptions
from planner.domain.demand import Demand, DemandKey
from planner.domain.geography import Area, Locality, School
from planner.domain.problem import Problem, Site
from planner.domain.scenario import FinanceSettings, Goal, Rule, Scenario, SolveLimits
from planner.domain.terms import (
    AcademicYear,
    Band,
    Bound,
    Governance,
    NeedGroup,
    Phase,
    ProvisionType,
    SiteStatus,
)
from planner.model.goals import GOALS
from planner.model.rules import ALWAYS_ON, RULES
from planner.model.rules.capital_limit import CapitalLimit, CapitalToYear
from planner.model.rules.coverage_promise import CoveragePromise
from planner.model.rules.host_limit import HostLimit
from planner.model.rules.opening_limit import OpeningLimit
from planner.model.rules.phase_continuity import PhaseContinuity
from planner.model.rules.placements_by_hand import LockedPlacement, PlacementsByHand
from planner.model.rules.places_target import PlacesTarget, PlacesTargets
from planner.model.rules.travel_limit import TravelLimit

Y1, Y2 = AcademicYear(2025), AcademicYear(2026)
INFANT, SECONDARY = Band(0, 2), Band(7, 11)
SEMH, SPEECH = NeedGroup.SEMH, NeedGroup.COMMUNICATION_INTERACTION
LIMIT = TravelLimit(3000, 5000, 8000)


def site(key: str, urn: str | None, **changes: object) -> Site:
    """A secondary SEMH candidate of 8 or 10 places, unless changed."""
    settings: dict[str, object] = {
        "key": key,
        "urn": urn,
        "name": key,
        "phase": Phase.SECONDARY,
        "ncy_low": 7,
        "ncy_high": 11,
        "need_groups": (SEMH,),
        "provision_type": ProvisionType.RESOURCED_PROVISION,
        "status": SiteStatus.CANDIDATE,
        "steps": (),
        "size_menu": (8, 10),
        "max_places": None,
        "earliest_opening": Y1,
        "earliest_opening_reason": "",
        "capital_fixed_gbp": 50_000,
        "capital_per_place_gbp": 10_000,
    }
    settings.update(changes)
    return Site(**settings)  # type: ignore[arg-type]


def school(urn: str, easting: float, locality: str) -> School:
    return School(
        urn,
        f"School {urn}",
        "secondary",
        0,
        11,
        "CV1 1AA",
        easting,
        0.0,
        locality,
        Governance.MAINTAINED,
        900,
        may_host=True,
        may_host_reason="",
    )


def area(code: str, easting: float, locality: str) -> Area:
    return Area(code, code, locality, easting, 0.0, None, 10, 10, 10, 10)


def assumptions() -> Assumptions:
    row = Assumption("rp_place_occupied_gbp", 6000, "gbp", date(2018, 4, 1), None, None, "green", "high", "DfE", "")
    return Assumptions({row.name: row})


def problem(
    areas: list[Area],
    schools: list[School],
    sites: list[Site],
    pupils: dict[DemandKey, int],
    years: tuple[AcademicYear, ...] = (Y1, Y2),
    bands: tuple[Band, ...] = (SECONDARY,),
    weights: dict[str, int] | None = None,
) -> Problem:
    """A problem with one bound of demand; distances are straight."""
    names = sorted({a.locality for a in areas})
    demand = Demand(Bound.CENTRAL, tuple(sorted((key, count) for key, count in pupils.items() if count)))
    return Problem(
        academic_years=years,
        bands=bands,
        need_groups=(SPEECH, SEMH, NeedGroup.COGNITION_LEARNING),
        localities=tuple(Locality(name, "District", "E1") for name in names),
        areas=tuple(areas),
        schools=tuple(schools),
        sites=tuple(sorted(sites, key=lambda s: s.key)),
        demand=(demand,),
        distance_metres={(a.code, s.urn): abs(a.easting - s.easting) for a in areas for s in schools},
        distance_basis="straight line",
        weights={(name, band): (weights or {}).get(name, 1) for name in names for band in bands},
        assumptions=assumptions(),
    )


def scenario(of: Problem, *rules: Rule, goals: tuple[str, ...] = tuple(GOALS), seconds: float = 60) -> Scenario:
    """A scenario with the always-on rules, those given, and all goals."""
    given = {rule.name: rule for rule in rules}
    on = [given.get(name) or RULES[name]() for name in RULES if name in given or name in ALWAYS_ON]
    chosen: tuple[Goal, ...] = tuple(GOALS[name] for name in goals)
    return Scenario(
        "test",
        date(2025, 1, 1),
        Bound.CENTRAL,
        of,
        tuple(on),
        chosen,
        SolveLimits(0.0, 5000, seconds),
        FinanceSettings(2025, 2026, None),
    )


def two_schools() -> Problem:
    """Locality A with 6 pupils a year, B with 9, a school in each, 6 km apart; both pupils' areas reach both."""
    areas = [area("a1", 0, "A"), area("b1", 6000, "B")]
    schools = [school("100", 0, "A"), school("200", 6000, "B")]
    pupils = {DemandKey("a1", SECONDARY, SEMH, y): 6 for y in (Y1, Y2)}
    pupils |= {DemandKey("b1", SECONDARY, SEMH, y): 9 for y in (Y1, Y2)}
    return problem(areas, schools, [site("S100", "100"), site("S200", "200")], pupils, weights={"A": 1, "B": 2})


def random_scenario(seed: int) -> Scenario:
    """A council of 3 localities, 5 areas, up to 3 candidates and 2 existing sites, with limits that bind."""
    rng = random.Random(seed)
    names = ["A", "B", "C"]
    areas = [area(f"a{i}", rng.randrange(0, 9000, 100), names[i % 3]) for i in range(5)]
    schools = [school(str(100 + i), rng.randrange(0, 9000, 100), rng.choice(names)) for i in range(5)]
    menus = [(2, 4), (2, 3, 6), (4,), (2, 4, 6)]
    needs = [(SEMH,), (SPEECH,), (SPEECH, SEMH)]
    sites = [
        site(
            f"C{i}",
            str(100 + i),
            size_menu=rng.choice(menus),
            need_groups=rng.choice(needs),
            ncy_low=rng.choice([0, 7]),
            earliest_opening=rng.choice([Y1, Y2]),
        )
        for i in range(rng.choice([2, 3]))
    ]
    sites.append(
        site(
            "E1",
            "104",
            status=SiteStatus.EXISTING,
            steps=((Y1.plus(-1), 2), (Y2, 3)),
            size_menu=(),
            earliest_opening=None,
            need_groups=rng.choice(needs),
        )
    )
    sites.append(
        site("R9", None, status=SiteStatus.EXISTING, steps=((Y1.plus(-1), 3),), size_menu=(), earliest_opening=None)
    )
    pupils = {
        DemandKey(a.code, band, need, y): rng.randrange(0, 3)
        for a in areas
        for band in (INFANT, SECONDARY)
        for need in (SEMH, SPEECH)
        for y in (Y1, Y2)
    }
    of = problem(areas, schools, sites, pupils, bands=(INFANT, SECONDARY), weights={"A": 1, "B": 3, "C": 2})
    return scenario(
        of,
        TravelLimit(1000, rng.choice([2500, 5000]), 6000),
        OpeningLimit(sites_per_year=rng.choice([1, 2]), places_per_year=rng.choice([4, 6, 8])),
        PlacesTargets((PlacesTarget(Y2, rng.choice([8, 12, 30]), "commissioned_places", "test"),)),
        HostLimit(rng.choice([1, 2])),
        CoveragePromise("in_locality", Y2),
    )


def changed_site(of: Problem, key: str, **changes: object) -> Problem:
    """The problem with one site changed."""
    return replace(of, sites=tuple(replace(s, **changes) if s.key == key else s for s in of.sites))  # type: ignore[arg-type]


def with_bounds(of: Problem) -> Problem:
    """The problem with a lower bound (the first half of the cells) and an upper one (a pupil more in each cell)."""
    cells = of.demand[0].cells
    lower = Demand(Bound.LOWER, cells[: len(cells) // 2])
    upper = Demand(Bound.UPPER, tuple((key, pupils + 1) for key, pupils in cells))
    return replace(of, demand=(lower, of.demand[0], upper))


def random_rich_scenario(seed: int) -> Scenario:
    """A random council on which every rule is on and can bind: capital, hand placements, a base that may grow."""
    rng = random.Random(1000 + seed)
    base = random_scenario(seed)
    host = rng.choice(["103", "104"])
    grows = site(
        "G1",
        host,
        status=SiteStatus.EXISTING,
        steps=((Y1.plus(-1), 2),),
        size_menu=(2, 4, 5),
        earliest_opening=None,
        ncy_low=0,
        ncy_high=11 if seed % 3 else 6,
        need_groups=rng.choice([(SEMH,), (SPEECH, SEMH)]),
    )
    of = with_bounds(replace(base.problem, sites=tuple(sorted([*base.problem.sites, grows], key=lambda s: s.key))))
    locked = of.site_by_key["C0"]
    places = rng.choice(locked.size_menu)
    lock = LockedPlacement("100", locked.need_groups[0], places, Y2)
    travel = next(rule for rule in base.rules if isinstance(rule, TravelLimit))
    by_hand = PlacementsByHand((lock,)) if seed % 2 else PlacementsByHand(forbidden_urns=("101",))
    return scenario(
        of,
        travel,
        OpeningLimit(sites_per_year=2, places_per_year=rng.choice([6, 8])),
        CapitalLimit(rng.choice([150_000, 200_000, 400_000]), (CapitalToYear(Y1, 110_000),)),
        PlacesTargets((PlacesTarget(Y1, 8, "commissioned_places", "test"), PlacesTarget(Y2, 14, "", "test"))),
        HostLimit(1),
        CoveragePromise("within_limit", Y1, limit=travel),
        by_hand,
        PhaseContinuity(limit=travel),
    )
