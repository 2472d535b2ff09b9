"""What the summary says of places: how many, against which targets, and which localities have none of their own."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from planner.domain.plan import Plan
from planner.domain.problem import Problem
from planner.domain.scenario import Scenario
from planner.domain.terms import AcademicYear, Phase
from planner.model.rules.opening_limit import OpeningLimit, new_by_year

TARGET_RULE = "places_target"
SHOWN_MIDDLE_YEAR = 3


@dataclass(frozen=True, slots=True)
class PlacesLine:
    """Commissioned places of one phase in one academic year; `balancing_places` of them stand at no named school."""

    academic_year: AcademicYear
    phase: Phase
    commissioned_places: int
    balancing_places: int


@dataclass(frozen=True, slots=True)
class TargetLine:
    """A dated target beside the places of the plan; the shortfall is 0 when it is met."""

    academic_year: AcademicYear
    target_places: int
    commissioned_places: int
    shortfall_places: int
    source: str


@dataclass(frozen=True, slots=True)
class LimitLine:
    """A year in which the plan uses up what may be opened, or leaves too little for one more base.

    `what` is "bases" or "places"; `used` counts as the rule `opening_limit` does.
    """

    academic_year: AcademicYear
    what: str
    used: int
    limit: int


@dataclass(frozen=True, slots=True)
class GapLine:
    """Localities where no base that stands there takes the whole band, in one academic year.

    In those of `without_school` no school of the scenario both teaches these years and may open a base.
    """

    academic_year: AcademicYear
    band: str
    year_groups: str
    localities: tuple[str, ...]
    without_school: tuple[str, ...]

    @property
    def not_reached(self) -> tuple[str, ...]:
        """Localities that could have a base, and get none within the limits of the scenario."""
        return tuple(name for name in self.localities if name not in self.without_school)


def localities_without(plan: Plan, problem: Problem, academic_year: AcademicYear) -> Iterator[GapLine]:
    """Yield for each band the localities where no open base takes it whole."""
    open_sites = [site for site in problem.sites if plan.places.get((site.key, academic_year), 0) > 0]
    for band in problem.bands:
        served = {problem.locality_of_site(site) for site in open_sites if site.takes(band)}
        possible = {problem.locality_of_site(site) for site in problem.sites if site.takes(band)}
        missing = tuple(sorted(locality.name for locality in problem.localities if locality.name not in served))
        hopeless = tuple(name for name in missing if name not in possible)
        yield GapLine(academic_year, band.name, band.year_groups, missing, hopeless)


def gap_lines(plan: Plan, problem: Problem) -> Iterator[GapLine]:
    """Yield the gaps of the first and last academic year, and of the third where there are more than three."""
    years = problem.academic_years
    middle = {years[SHOWN_MIDDLE_YEAR - 1]} if len(years) > SHOWN_MIDDLE_YEAR else set()
    for academic_year in sorted({years[0], *middle, years[-1]}):
        yield from localities_without(plan, problem, academic_year)


def places_lines(plan: Plan, problem: Problem) -> Iterator[PlacesLine]:
    """Yield places by academic year and phase, balancing rows included."""
    for academic_year in problem.academic_years:
        for phase in sorted({site.phase for site in problem.sites}):
            sites = [site for site in problem.sites if site.phase is phase]
            places = {site: plan.places.get((site.key, academic_year), 0) for site in sites}
            balancing = sum(count for site, count in places.items() if site.urn is None)
            yield PlacesLine(academic_year, phase, sum(places.values()), balancing)


def target_lines(plan: Plan, scenario: Scenario) -> Iterator[TargetLine]:
    """Yield the dated targets of the scenario."""
    for rule in scenario.rules:
        for target in getattr(rule, "targets", ()) if rule.name == TARGET_RULE else ():
            places = plan.total_places(target.academic_year)
            shortfall = max(0, target.places - places)
            yield TargetLine(target.academic_year, target.places, places, shortfall, target.source)


def limit_lines(plan: Plan, scenario: Scenario) -> Iterator[LimitLine]:
    """Yield the years that reach a yearly limit on new bases or places."""
    problem = scenario.problem
    smallest = min((site.size_menu[0] for site in problem.sites if site.is_candidate), default=1)
    for rule in scenario.rules:
        if not isinstance(rule, OpeningLimit):
            continue
        for academic_year, sites, places in new_by_year(plan, problem):
            if rule.sites_per_year is not None and sites >= rule.sites_per_year:
                yield LimitLine(academic_year, "bases", sites, rule.sites_per_year)
            if rule.places_per_year is not None and places + smallest > rule.places_per_year:
                yield LimitLine(academic_year, "places", places, rule.places_per_year)
