"""Everything a rule may read, validated once. Nothing downstream checks again."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from planner.domain.assumption import Assumptions
from planner.domain.demand import Demand, DemandKey
from planner.domain.geography import Area, Locality, School
from planner.domain.terms import (
    AcademicYear,
    Band,
    Bound,
    NeedGroup,
    Phase,
    ProvisionType,
    SiteStatus,
)
from planner.errors import Faults


@dataclass(frozen=True, slots=True)
class Site:
    """One possible or existing provision at a school.

    `steps` are the stated commissioned places of an existing or committed site, as (first academic year, places) in
    time order; empty for a candidate. `size_menu` are the sizes that may be commissioned, ascending; for a site with
    steps it may be empty (fixed). `earliest_opening` binds candidates only. `urn` is None for a balancing row: it
    counts to totals and money, is on no map and serves no area.
    """

    key: str
    urn: str | None
    name: str
    phase: Phase
    ncy_low: int
    ncy_high: int
    need_groups: tuple[NeedGroup, ...]
    provision_type: ProvisionType
    status: SiteStatus
    steps: tuple[tuple[AcademicYear, int], ...]
    size_menu: tuple[int, ...]
    max_places: int | None
    earliest_opening: AcademicYear | None
    earliest_opening_reason: str
    capital_fixed_gbp: int
    capital_per_place_gbp: int
    stated_capital_gbp: tuple[tuple[AcademicYear, int], ...] = ()
    quality: str = ""
    source: str = ""

    def stated_places(self, academic_year: AcademicYear) -> int:
        """Places that the register states for this year; 0 before the first step and for a candidate."""
        for first_year, places in reversed(self.steps):
            if first_year <= academic_year:
                return places
        return 0

    def takes(self, band: Band) -> bool:
        """Whether the base's year groups cover the whole band."""
        return self.ncy_low <= band.ncy_low and band.ncy_high <= self.ncy_high

    @property
    def is_candidate(self) -> bool:
        """Whether opening it is a decision."""
        return self.status is SiteStatus.CANDIDATE


@dataclass(frozen=True, slots=True)
class StatedTotal:
    """A published total to hold the sum of the register against; `computed_places` None = shown only."""

    claim: str
    stated_places: int
    as_at: date
    computed_places: int | None
    explanation: str
    source: str

    @property
    def difference_places(self) -> int | None:
        """Computed less stated; None when nothing was computed."""
        return None if self.computed_places is None else self.computed_places - self.stated_places


@dataclass(frozen=True)
class Problem:
    """One council's case. Tuples are sorted by their key; `academic_years` run without a gap.

    `distance_metres` maps (area code, URN) to the travel distance, already multiplied by the detour factor; pairs
    beyond any use may be left out and count as unreachable. `travel_minutes` has the same keys where the scenario
    reckons travel in minutes: a pair that it lacks is out of reach; None = travel is reckoned in metres.
    `distance_basis` says in words where either comes from. `weights` gives each (locality, band) the priority of a
    pupil without a place, a whole number of at least 1.
    """

    academic_years: tuple[AcademicYear, ...]
    bands: tuple[Band, ...]
    need_groups: tuple[NeedGroup, ...]
    localities: tuple[Locality, ...]
    areas: tuple[Area, ...]
    schools: tuple[School, ...]
    sites: tuple[Site, ...]
    demand: tuple[Demand, ...]
    distance_metres: dict[tuple[str, str], float] = field(repr=False)
    distance_basis: str
    weights: dict[tuple[str, Band], int] = field(repr=False)
    assumptions: Assumptions = field(repr=False)
    stated_totals: tuple[StatedTotal, ...] = ()
    travel_minutes: dict[tuple[str, str], float] | None = field(default=None, repr=False)

    def __post_init__(self) -> None:
        """Raise InputError with every fault of the whole."""
        faults = Faults()
        _check_years(self, faults)
        _check_keys(self, faults)
        _check_references(self, faults)
        _check_sites(self, faults)
        _check_demand(self, faults)
        faults.raise_if_any()

    @cached_property
    def area_by_code(self) -> dict[str, Area]:
        """Areas by code."""
        return {area.code: area for area in self.areas}

    @cached_property
    def school_by_urn(self) -> dict[str, School]:
        """Schools by URN."""
        return {school.urn: school for school in self.schools}

    @cached_property
    def site_by_key(self) -> dict[str, Site]:
        """Sites by key."""
        return {site.key: site for site in self.sites}

    @cached_property
    def sites_by_locality(self) -> dict[str, list[Site]]:
        """Sites by the locality in which they stand; balancing rows stand in none."""
        found: dict[str, list[Site]] = {}
        for site in self.sites:
            if site.urn is not None:
                found.setdefault(self.school_by_urn[site.urn].locality, []).append(site)
        return found

    @cached_property
    def locality_by_name(self) -> dict[str, Locality]:
        """Localities by name."""
        return {locality.name: locality for locality in self.localities}

    @cached_property
    def demand_by_bound(self) -> dict[Bound, Demand]:
        """Demand by bound."""
        return {demand.bound: demand for demand in self.demand}

    @cached_property
    def nearest_area(self) -> dict[str, Area]:
        """Area nearest to each school by travel distance, by URN; of two as near the one whose code comes first."""
        nearest: dict[str, tuple[float, str]] = {}
        for (code, urn), metres in self.distance_metres.items():
            nearest[urn] = min(nearest.get(urn, (metres, code)), (metres, code))
        return {urn: self.area_by_code[code] for urn, (_, code) in nearest.items()}

    def weight(self, cell: DemandKey) -> int:
        """Priority of a pupil of a demand cell without a place."""
        return self.weights[self.area_by_code[cell.area].locality, cell.band]

    def locality_of_site(self, site: Site) -> str | None:
        """Locality in which a site stands; None for a balancing row."""
        return None if site.urn is None else self.school_by_urn[site.urn].locality

    def metres(self, area_code: str, site: Site) -> float | None:
        """Travel distance from an area to a site, with the detour factor; None when unreachable or not located."""
        return None if site.urn is None else self.distance_metres.get((area_code, site.urn))

    def minutes(self, area_code: str, site: Site) -> float | None:
        """Minutes from an area to a site; None when they are unknown, or travel is reckoned in metres."""
        if self.travel_minutes is None or site.urn is None:
            return None
        return self.travel_minutes.get((area_code, site.urn))

    def way(self, area_code: str, site: Site) -> float | None:
        """How far a site is in the unit of travel: minutes where they are reckoned with, else metres."""
        known = self.metres if self.travel_minutes is None else self.minutes
        return known(area_code, site)


def _check_years(problem: Problem, faults: Faults) -> None:
    starts = [year.start for year in problem.academic_years]
    if not starts or starts != list(range(starts[0], starts[0] + len(starts))):
        found = ", ".join(str(year) for year in problem.academic_years) or "no year"
        faults.add("academic_years", found, "consecutive academic years", "List them in order without a gap.")


def _check_keys(problem: Problem, faults: Faults) -> None:
    for what, keys in (
        ("locality", [locality.name for locality in problem.localities]),
        ("area code", [area.code for area in problem.areas]),
        ("URN", [school.urn for school in problem.schools]),
        ("site", [site.key for site in problem.sites]),
    ):
        for key in sorted({key for key in keys if keys.count(key) > 1}):
            faults.add(what, f"{key!r} {keys.count(key)} times", "each key once", "Remove the duplicate row.")


def _check_references(problem: Problem, faults: Faults) -> None:
    names = {locality.name for locality in problem.localities}
    used = {area.locality for area in problem.areas}
    for name in sorted(names - used):
        faults.add(
            "localities",
            f"locality {name!r} without areas",
            "at least one area in each locality",
            "Give it an area or remove it.",
        )
    for area in problem.areas:
        if area.locality not in names:
            faults.add(f"area {area.code}", f"locality {area.locality!r}", "a locality of localities.csv")
    for school in problem.schools:
        if school.locality not in names:
            faults.add(f"school {school.urn}", f"locality {school.locality!r}", "a locality of localities.csv")
    urns = {school.urn for school in problem.schools}
    for site in problem.sites:
        if site.urn is not None and site.urn not in urns:
            faults.add(
                f"site {site.key}",
                f"URN {site.urn}",
                "a URN of schools.csv",
                "Add the school, or correct the URN after an academy conversion.",
            )


def _check_sites(problem: Problem, faults: Faults) -> None:
    for site in problem.sites:
        where = f"site {site.key}"
        if site.is_candidate and (site.steps or not site.size_menu or site.earliest_opening is None):
            faults.add(where, "a candidate without sizes or earliest opening", "a size menu and an earliest opening")
        if not site.is_candidate and not site.steps:
            faults.add(where, "no commissioned places", "at least one step with places")
        if any(size <= 0 for size in site.size_menu) or list(site.size_menu) != sorted(set(site.size_menu)):
            faults.add(where, f"sizes {site.size_menu}", "ascending whole numbers above 0")
        if any(places < 0 for _, places in site.steps):
            faults.add(where, "negative places", "whole places of 0 or more")
        if site.ncy_low > site.ncy_high:
            faults.add(where, f"NCY {site.ncy_low} to {site.ncy_high}", "low not above high")
        if not site.need_groups:
            faults.add(where, "no need group", "at least one designated need group")


def _check_demand(problem: Problem, faults: Faults) -> None:
    areas, years, bands = {a.code for a in problem.areas}, set(problem.academic_years), set(problem.bands)
    for demand in problem.demand:
        for key, pupils in demand.cells:
            where = f"demand ({demand.bound}) for area {key.area}, {key.band.name}, {key.academic_year}"
            if key.area not in areas:
                faults.add(where, "an unknown area", "an area of areas.csv")
            if key.academic_year not in years or key.band not in bands or key.need_group not in problem.need_groups:
                faults.add(where, "a year, band or need group outside the scenario", "one of the scenario's")
            if pupils <= 0:
                faults.add(where, f"{pupils} pupils", "whole pupils above 0")
    for area in problem.areas:
        for band in problem.bands:
            if problem.weights.get((area.locality, band), 0) < 1:
                faults.add(f"priority of {area.locality}, {band.name}", "none", "a whole number of at least 1")
                return
