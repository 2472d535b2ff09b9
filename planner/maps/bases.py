"""The bases that stand on the map: schools with places before or after the plan, with what a reader may ask of each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from planner.domain.plan import Plan
from planner.domain.problem import Site
from planner.domain.scenario import Scenario
from planner.domain.terms import AcademicYear, ProvisionType, SiteStatus, ncy_label
from planner.maps.boundaries import school_positions

TYPE_LABELS = {ProvisionType.RESOURCED_PROVISION: "Resourced provision", ProvisionType.SEN_UNIT: "SEN unit"}
STATUS_LABELS = {
    SiteStatus.EXISTING: "Existing base",
    SiteStatus.COMMITTED: "Committed base, decided before the plan",
    SiteStatus.CANDIDATE: "New base in the plan",
}


@dataclass(frozen=True, slots=True)
class Base:
    """One site with its places (commissioned) and occupied places by academic year, before and after the plan."""

    site: Site
    places_before: tuple[int, ...]
    places_after: tuple[int, ...]
    occupied_before: tuple[int, ...]
    occupied_after: tuple[int, ...]

    @property
    def year_groups(self) -> str:
        """Year groups that it takes, in words."""
        low, high = ncy_label(self.site.ncy_low), ncy_label(self.site.ncy_high)
        return low if low == high else f"{low} to {high}"

    @property
    def needs(self) -> str:
        """Needs that it is designated for, in words."""
        return ", ".join(need_group.label for need_group in self.site.need_groups)


@dataclass(frozen=True, slots=True)
class SchoolOnMap:
    """A school with at least one base; one symbol on the map. Positions in degrees."""

    urn: str
    name: str
    locality: str
    latitude: float
    longitude: float
    bases: tuple[Base, ...]


def schools_on_map(plan: Plan, stock: Plan, scenario: Scenario) -> tuple[SchoolOnMap, ...]:
    """Schools whose bases have places in some year, before or after the plan, sorted by name and URN."""
    problem = scenario.problem
    bases: dict[str, list[Base]] = {}
    for site in problem.sites:
        base = _base(site, plan, stock, scenario)
        if site.urn is not None and any((*base.places_before, *base.places_after)):
            bases.setdefault(site.urn, []).append(base)
    positions = school_positions(problem, sorted(bases))
    found = [
        SchoolOnMap(
            urn, problem.school_by_urn[urn].name, problem.school_by_urn[urn].locality, *positions[urn], tuple(at)
        )
        for urn, at in bases.items()
    ]
    return tuple(sorted(found, key=lambda school: (school.name, school.urn)))


def _base(site: Site, plan: Plan, stock: Plan, scenario: Scenario) -> Base:
    years = scenario.problem.academic_years
    return Base(
        site=site,
        places_before=_places(stock, site, years),
        places_after=_places(plan, site, years),
        occupied_before=tuple(stock.occupied.get((scenario.bound, site.key, year), 0) for year in years),
        occupied_after=tuple(plan.occupied.get((scenario.bound, site.key, year), 0) for year in years),
    )


def _places(plan: Plan, site: Site, years: Sequence[AcademicYear]) -> tuple[int, ...]:
    return tuple(plan.places.get((site.key, year), 0) for year in years)
