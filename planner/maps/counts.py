"""Pupils, places and open bases by locality: what the coverage table and the map both count from."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from planner.domain.geography import Area
from planner.domain.plan import Plan
from planner.domain.problem import Problem, Site
from planner.domain.scenario import Scenario
from planner.domain.terms import AcademicYear, Band, Bound, NeedGroup, Phase

PER_HUNDRED = 100


@dataclass(frozen=True, slots=True)
class Cell:
    """One locality, set of bands and academic year: whole pupils and places, and how many bands have a base."""

    pupils: int
    placed: int
    commissioned_places: int
    bands_with_base_in_locality: int
    bands_with_base_within_limit: int

    @property
    def unplaced(self) -> int:
        """Pupils without a place."""
        return self.pupils - self.placed

    @property
    def places_per_100_pupils(self) -> float | None:
        """Commissioned places for each 100 pupils, to one decimal; None when there are no pupils."""
        return round(PER_HUNDRED * self.commissioned_places / self.pupils, 1) if self.pupils else None


def travel_limit_metres(scenario: Scenario, phase: Phase) -> float | None:
    """Travel limit of a phase from the scenario's `travel_limit` rule, in metres; None when there is no limit."""
    return _travel_limit(scenario, phase, "metres")


def travel_limit_minutes(scenario: Scenario, phase: Phase) -> float | None:
    """The same in minutes; None where the limit is in metres or there is none. Where both are, minutes hold."""
    return _travel_limit(scenario, phase, "minutes")


def _travel_limit(scenario: Scenario, phase: Phase, unit: str) -> float | None:
    rule = next((rule for rule in scenario.rules if rule.name == "travel_limit"), None)
    limit = getattr(rule, f"{phase.value}_{unit}", None)
    return None if limit is None else float(limit)


class Reach:
    """Which sites each area reaches within the travel limit of a phase; worked out once for all stages and years."""

    def __init__(self, scenario: Scenario) -> None:
        self._problem = scenario.problem
        limit = travel_limit_metres if self._problem.travel_minutes is None else travel_limit_minutes
        self._limits = {phase: limit(scenario, phase) for phase in Phase}
        self._sites_of_area: dict[tuple[str, Phase], frozenset[str]] = {}

    def sites(self, area: Area, phase: Phase) -> frozenset[str]:
        """Keys of the sites within the limit of the area, open or not; without a limit every reachable site."""
        key = (area.code, phase)
        if key not in self._sites_of_area:
            self._sites_of_area[key] = frozenset(
                site.key for site in self._problem.sites if self._within(area, site, phase)
            )
        return self._sites_of_area[key]

    def _within(self, area: Area, site: Site, phase: Phase) -> bool:
        way = self._problem.way(area.code, site)
        limit = self._limits[phase]
        return way is not None and (limit is None or way <= limit)


class Counts:
    """One plan under one bound of demand, for one need group or (None) for all of them."""

    def __init__(
        self, plan: Plan, problem: Problem, bound: Bound, reach: Reach, need_group: NeedGroup | None = None
    ) -> None:
        self._plan, self._problem, self._reach, self._need_group = plan, problem, reach, need_group
        self._pupils: dict[tuple[str, Band, AcademicYear], int] = defaultdict(int)
        self._placed: dict[tuple[str, Band, AcademicYear], int] = defaultdict(int)
        self._areas_with_pupils: set[tuple[str, Band]] = set()
        self._count_pupils(bound)
        self._count_placed(bound)
        self._sites_in: dict[str, list[Site]] = defaultdict(list)
        for site in problem.sites:
            locality = problem.locality_of_site(site)
            if locality is not None and self._serves_need(site):
                self._sites_in[locality].append(site)
        self._areas_in: dict[str, list[Area]] = defaultdict(list)
        for area in problem.areas:
            self._areas_in[area.locality].append(area)
        self._within_limit: dict[tuple[str, Band, AcademicYear], bool] = {}
        self._open: dict[tuple[Band, AcademicYear], frozenset[str]] = {}

    def cell(self, localities: Iterable[str], bands: Sequence[Band], academic_year: AcademicYear) -> Cell:
        """Count over some localities and bands; a base that takes several of the bands gives its places once.

        With more than one locality a band has a base only when it has one in, or within the limit of, each of them.
        """
        names = list(localities)
        keys = [(name, band, academic_year) for name in names for band in bands]
        return Cell(
            pupils=sum(self._pupils.get(key, 0) for key in keys),
            placed=sum(self._placed.get(key, 0) for key in keys),
            commissioned_places=sum(self._places_in(name, bands, academic_year) for name in names),
            bands_with_base_in_locality=sum(
                all(self._base_in(name, band, academic_year) for name in names) for band in bands
            ),
            bands_with_base_within_limit=sum(
                all(self._base_within(name, band, academic_year) for name in names) for band in bands
            ),
        )

    def _count_pupils(self, bound: Bound) -> None:
        demand = self._problem.demand_by_bound[bound]
        for key, pupils in demand.cells:
            if self._need_group in (None, key.need_group):
                locality = self._problem.area_by_code[key.area].locality
                self._pupils[locality, key.band, key.academic_year] += pupils
                self._areas_with_pupils.add((key.area, key.band))

    def _count_placed(self, bound: Bound) -> None:
        for row in self._plan.placements:
            if row.bound is bound and self._need_group in (None, row.cell.need_group):
                locality = self._problem.area_by_code[row.cell.area].locality
                self._placed[locality, row.cell.band, row.cell.academic_year] += row.pupils

    def _serves_need(self, site: Site) -> bool:
        return self._need_group is None or self._need_group in site.need_groups

    def _places(self, site: Site, academic_year: AcademicYear) -> int:
        return self._plan.places.get((site.key, academic_year), 0)

    def _places_in(self, locality: str, bands: Sequence[Band], academic_year: AcademicYear) -> int:
        return sum(
            self._places(site, academic_year)
            for site in self._sites_in[locality]
            if any(site.takes(band) for band in bands)
        )

    def _base_in(self, locality: str, band: Band, academic_year: AcademicYear) -> bool:
        return self._places_in(locality, [band], academic_year) > 0

    def _base_within(self, locality: str, band: Band, academic_year: AcademicYear) -> bool:
        key = (locality, band, academic_year)
        if key not in self._within_limit:
            open_sites = self._open_sites(band, academic_year)
            self._within_limit[key] = all(
                not open_sites.isdisjoint(self._reach.sites(area, band.phase))
                for area in self._areas_in[locality]
                if self._has_children(area, band)
            )
        return self._within_limit[key]

    def _open_sites(self, band: Band, academic_year: AcademicYear) -> frozenset[str]:
        key = (band, academic_year)
        if key not in self._open:
            self._open[key] = frozenset(
                site.key
                for site in self._problem.sites
                if self._serves_need(site) and site.takes(band) and self._places(site, academic_year) > 0
            )
        return self._open[key]

    def _has_children(self, area: Area, band: Band) -> bool:
        return area.persons(band) > 0 or (area.code, band) in self._areas_with_pupils
