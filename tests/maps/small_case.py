"""A council of six localities and twenty-four square areas, small enough to count by hand.

Three localities in each of two districts; every locality is a column of four squares of 4 km. Each area has one
primary and one secondary pupil in each year and bound, so a locality has four pupils a band.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from pyproj import Transformer

from planner.domain.assumption import Assumption, Assumptions
from planner.domain.demand import Demand, DemandKey
from planner.domain.geography import Area, Locality, School, straight_line_metres
from planner.domain.plan import GoalResult, Placement, Plan, SiteYear, Unplaced
from planner.domain.problem import Problem, Site
from planner.domain.scenario import FinanceSettings, Scenario, SolveLimits
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

NASTY = """St Mary's "<img src=x onerror=alert(1)>" ${1+1}"""
NASTY_LOCALITY = "Eve & <b onclick='window.__xss=1'>Dale</b> `${window.__xss=1}`"
LOCALITIES = ("Alder", "Birch Hill", "Cedar", "Dŵr", NASTY_LOCALITY, "Fern")
DISTRICTS = ("North District", "South District")
YEARS = tuple(AcademicYear(start) for start in (2024, 2025, 2026))
NURSERY, INFANT, JUNIOR, SECONDARY = Band(-1, -1), Band(0, 2), Band(3, 6), Band(7, 11)
BANDS = (NURSERY, INFANT, JUNIOR, SECONDARY)
SEMH, COGNITION = NeedGroup.SEMH, NeedGroup.COGNITION_LEARNING
SQUARE_METRES = 4000
WEST, SOUTH = 420_000, 250_000
AREAS_PER_LOCALITY = 4
TO_DEGREES = Transformer.from_crs("EPSG:27700", "EPSG:4326", always_xy=True)


@dataclass(frozen=True)
class SmallRule:
    """A rule that only has settings; the maps read nothing else of a rule."""

    name: str

    def constrain(self, model: object, x: object, problem: Problem) -> None:
        raise NotImplementedError

    def violations(self, plan: Plan, problem: Problem) -> Iterator[Any]:
        yield from ()


@dataclass(frozen=True)
class SmallTravelLimit(SmallRule):
    nursery_metres: int | None = 5000
    primary_metres: int | None = 8000
    secondary_metres: int | None = 12000


@dataclass(frozen=True)
class SmallTarget:
    academic_year: AcademicYear
    places: int


@dataclass(frozen=True)
class SmallTargets(SmallRule):
    targets: tuple[SmallTarget, ...] = ()


@dataclass(frozen=True)
class SmallGoal:
    """A goal that only has its words; the maps read nothing else of a goal."""

    name: str
    unit: str
    label: str

    def expression(self, x: object, problem: Problem) -> None:
        raise NotImplementedError

    def value(self, plan: Plan, problem: Problem, rules: tuple[Any, ...]) -> int:
        raise NotImplementedError


RULES = (SmallTravelLimit("travel_limit"), SmallTargets("places_target", (SmallTarget(YEARS[-1], 60),)))


def write_areas(folder: Path) -> Path:
    """Write the squares as GeoJSON in degrees and return the file."""
    path = folder / "areas.geojson"
    features = [
        {
            "type": "Feature",
            "properties": {"area_code": area_code(column, row)},
            "geometry": {"type": "Polygon", "coordinates": [square(column, row)]},
        }
        for column in range(len(LOCALITIES))
        for row in range(AREAS_PER_LOCALITY)
    ]
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), encoding="utf-8")
    return path


def square(column: int, row: int) -> list[tuple[float, float]]:
    """Corners of a square in longitude and latitude."""
    corners = ((0, 0), (1, 0), (1, 1), (0, 1), (0, 0))
    return [
        TO_DEGREES.transform(WEST + (column + east) * SQUARE_METRES, SOUTH + (row + north) * SQUARE_METRES)
        for east, north in corners
    ]


def area_code(column: int, row: int) -> str:
    return f"A{column}{row}"


def small_scenario(boundaries: Path | None = None, rules: tuple[Any, ...] = RULES) -> Scenario:
    return Scenario(
        title="A small council <script>window.__xss=1</script>",
        as_at=date(2024, 6, 20),
        bound=Bound.CENTRAL,
        problem=small_problem(),
        rules=rules,
        goals=(
            SmallGoal("target_shortfall", "places", "Places short of <b>the targets</b>"),
            SmallGoal("unplaced_pupils", "weighted pupil-years", "Pupils without a place, over the years"),
        ),
        limits=SolveLimits(0.001, 10, 10.0),
        finance=FinanceSettings(2024, 2026, None),
        attribution=("Contains OS data © Crown copyright and database right 2024",),
        boundaries_path="" if boundaries is None else str(boundaries),
    )


def small_problem() -> Problem:
    areas = tuple(_area(column, row) for column in range(len(LOCALITIES)) for row in range(AREAS_PER_LOCALITY))
    schools = tuple(_school(column) for column in range(len(LOCALITIES)))
    return Problem(
        academic_years=YEARS,
        bands=BANDS,
        need_groups=(SEMH, COGNITION),
        localities=tuple(
            Locality(name, DISTRICTS[index // 3], f"D{index // 3}") for index, name in enumerate(LOCALITIES)
        ),
        areas=areas,
        schools=schools,
        sites=small_sites(),
        demand=tuple(_demand(bound, areas) for bound in Bound),
        distance_metres={
            (area.code, school.urn): straight_line_metres(area, school) for area in areas for school in schools
        },
        distance_basis="Straight line, no detour.",
        weights={(name, band): 1 for name in LOCALITIES for band in BANDS},
        assumptions=Assumptions({"publication_threshold_pupils": _threshold()}),
    )


def small_sites() -> tuple[Site, ...]:
    """An infant base in Alder, a whole primary SEN unit in Cedar, new ones in Dŵr and Fern, and balancing places."""
    return (
        _site("N1", 3, Phase.SECONDARY, (7, 11), (SEMH,), SiteStatus.CANDIDATE),
        _site("N2", 5, Phase.PRIMARY, (-1, 6), (SEMH, COGNITION), SiteStatus.CANDIDATE),
        _site("R1", 0, Phase.PRIMARY, (0, 2), (SEMH,), SiteStatus.EXISTING, ((YEARS[0].plus(-3), 6),)),
        _site("R2", 2, Phase.PRIMARY, (0, 6), (COGNITION,), SiteStatus.COMMITTED, ((YEARS[1], 10),)),
        _site("R3", None, Phase.PRIMARY, (0, 6), (COGNITION,), SiteStatus.EXISTING, ((YEARS[0], 7),)),
    )


def stock_plan(scenario: Scenario) -> Plan:
    """Only the register's places; Alder's infants fill its base."""
    return _plan(scenario, {"R1": (6, 6, 6), "R2": (0, 10, 10), "R3": (7, 7, 7)}, {"R1": 0, "R2": 2})


def full_plan(scenario: Scenario) -> Plan:
    """The register's places and two new bases from 2025/26."""
    places = {"R1": (6, 6, 6), "R2": (0, 10, 10), "R3": (7, 7, 7), "N1": (0, 10, 10), "N2": (0, 0, 12)}
    return _plan(scenario, places, {"R1": 0, "R2": 2, "N1": 3, "N2": 5})


def _plan(scenario: Scenario, places: dict[str, tuple[int, ...]], hosts: dict[str, int]) -> Plan:
    site_years = []
    for site in scenario.problem.sites:
        before = site.stated_places(YEARS[0].plus(-1))
        for year, now in zip(YEARS, places.get(site.key, (0, 0, 0)), strict=True):
            site_years.append(SiteYear(site.key, year, now, max(0, now - before), now > 0 and before == 0))
            before = now
    counts = {(row.site, row.academic_year): row.commissioned_places for row in site_years}
    placements, unplaced = _place(scenario.problem, counts, hosts)
    return Plan(Bound.CENTRAL, tuple(sorted(site_years)), placements, unplaced, GOALS)


GOALS = (
    GoalResult(1, "target_shortfall", "places", 15, 15.0, True, "proved"),
    GoalResult(2, "unplaced_pupils", "weighted pupil-years", 40, 38.2, False, "work limit"),
)


def _place(
    problem: Problem, places: dict[tuple[str, AcademicYear], int], hosts: dict[str, int]
) -> tuple[tuple[Placement, ...], tuple[Unplaced, ...]]:
    """Place the pupils of a base's own locality, as long as it has places and takes their band and need."""
    free, placements, unplaced = {}, [], []
    for demand in problem.demand:
        free.update({(demand.bound, *key): count for key, count in places.items()})
        for cell, pupils in demand.cells:
            site = _host(problem, cell, demand.bound, free, hosts)
            if site is None:
                unplaced.append(Unplaced(demand.bound, cell, pupils))
            else:
                free[demand.bound, site, cell.academic_year] -= pupils
                placements.append(Placement(demand.bound, cell, site, pupils))
    return tuple(sorted(placements)), tuple(sorted(unplaced))


def _host(problem: Problem, cell: DemandKey, bound: Bound, free: dict[Any, int], hosts: dict[str, int]) -> str | None:
    for key, column in sorted(hosts.items()):
        site = problem.site_by_key[key]
        at_home = problem.area_by_code[cell.area].locality == LOCALITIES[column]
        takes = site.takes(cell.band) and cell.need_group in site.need_groups
        if at_home and takes and free[bound, key, cell.academic_year] > 0:
            return key
    return None


def _area(column: int, row: int) -> Area:
    east, north = WEST + (column + 0.5) * SQUARE_METRES, SOUTH + (row + 0.5) * SQUARE_METRES
    return Area(area_code(column, row), f"Area {column}{row}", LOCALITIES[column], east, north, None, 10, 30, 40, 50)


def _school(column: int) -> School:
    name = NASTY if column == 0 else f"{LOCALITIES[column][:5]} School"
    return School(
        urn=f"10000{column}",
        name=name,
        school_phase="all-through",
        ncy_low=-1,
        ncy_high=11,
        postcode="",
        easting=WEST + (column + 0.5) * SQUARE_METRES,
        northing=SOUTH + 1.5 * SQUARE_METRES,
        locality=LOCALITIES[column],
        governance=Governance.MAINTAINED,
        pupils_on_roll=None,
        may_host=True,
        may_host_reason="",
    )


def _site(
    key: str,
    column: int | None,
    phase: Phase,
    ncy: tuple[int, int],
    need_groups: tuple[NeedGroup, ...],
    status: SiteStatus,
    steps: tuple[tuple[AcademicYear, int], ...] = (),
) -> Site:
    candidate = status is SiteStatus.CANDIDATE
    return Site(
        key=key,
        urn=None if column is None else f"10000{column}",
        name="Places that no source names" if column is None else f"Base {key}",
        phase=phase,
        ncy_low=ncy[0],
        ncy_high=ncy[1],
        need_groups=need_groups,
        provision_type=ProvisionType.SEN_UNIT if key == "R2" else ProvisionType.RESOURCED_PROVISION,
        status=status,
        steps=steps,
        size_menu=(10, 12) if candidate else (),
        max_places=None,
        earliest_opening=YEARS[1] if candidate else None,
        earliest_opening_reason="",
        capital_fixed_gbp=0,
        capital_per_place_gbp=0,
    )


def _demand(bound: Bound, areas: tuple[Area, ...]) -> Demand:
    """One infant and one secondary SEMH pupil, and one junior with learning needs, in each area and year."""
    kinds = ((INFANT, SEMH), (JUNIOR, COGNITION), (SECONDARY, SEMH))
    extra = {Bound.LOWER: 1, Bound.CENTRAL: 1, Bound.UPPER: 2}[bound]
    cells = [
        (DemandKey(area.code, band, need_group, year), extra)
        for area in areas
        for band, need_group in kinds
        for year in YEARS
    ]
    return Demand(bound, tuple(sorted(cells)))


def _threshold() -> Assumption:
    return Assumption(
        "publication_threshold_pupils", 5, "pupils", date(2024, 1, 1), None, None, "green", "low", "test", ""
    )
