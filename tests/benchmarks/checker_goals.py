"""Goal values of a plan, worked out from its rows without the goals' code, and what the results say of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from planner.domain.plan import Plan
from planner.domain.problem import Problem, Site
from planner.domain.scenario import Scenario
from planner.domain.terms import AcademicYear, Band
from tests.benchmarks.checker_places import Table, stated
from tests.benchmarks.checker_pupils import ways
from tests.benchmarks.checker_transfers import transition_gap

Settings = dict[str, Any]


def goal_faults(plan: Plan, scenario: Scenario) -> Iterator[str]:
    """Each goal whose value, bound or proof does not hold; a plan that was only evaluated states none."""
    settings: Settings = {rule.name: rule for rule in scenario.rules}
    if plan.goals and [row.goal for row in plan.goals] != [goal.name for goal in scenario.goals]:
        yield "goals: not those of the scenario"
    for row in plan.goals:
        if row.goal not in VALUES:
            yield f"goal {row.goal}: has no check of its own"
            continue
        value = VALUES[row.goal](plan, scenario.problem, settings)
        if value != row.value:
            yield f"goal {row.goal}: {row.value} stated, {value} counted"
        if not 0 <= row.bound <= row.value:
            yield f"goal {row.goal}: bound {row.bound} beside value {row.value}"
        if row.proved and row.value - row.bound >= 1:
            yield f"goal {row.goal}: proved at value {row.value} and bound {row.bound}"


def _shortfall(plan: Plan, problem: Problem, settings: Settings) -> int:
    table = Table(plan, problem)
    targets = settings["places_target"].targets if "places_target" in settings else ()
    return sum(
        max(0, target.places - sum(table.of(site, target.academic_year) for site in problem.sites))
        for target in targets
    )


def _gaps(plan: Plan, problem: Problem, settings: Settings) -> int:
    promise = settings.get("coverage_promise")
    if promise is None:
        return 0
    table = Table(plan, problem)
    return sum(
        not _kept(table, promise, locality.name, band, year)
        for year in problem.academic_years
        if year.start >= promise.from_academic_year.start
        for locality in problem.localities
        for band in problem.bands
    )


def _kept(table: Table, promise: Any, locality: str, band: Band, year: AcademicYear) -> bool:  # noqa: ANN401
    """Whether the promise holds for a locality and band."""
    problem = table.problem
    standing = [
        site
        for site in problem.sites
        if site.urn is not None
        and site.ncy_low <= band.ncy_low
        and band.ncy_high <= site.ncy_high
        and table.of(site, year) > 0
    ]
    if promise.basis == "in_locality":
        home = {school.urn: school.locality for school in problem.schools}
        return any(home[site.urn or ""] == locality for site in standing)
    areas = [area for area in problem.areas if area.locality == locality and area.persons(band) > 0]
    return all(any(_near(problem, promise.limit, area.code, band, site) for site in standing) for area in areas)


def _near(problem: Problem, limit: Any, area: str, band: Band, site: Site) -> bool:  # noqa: ANN401 - settings only
    (known, unit), pair = ways(problem), (area, site.urn or "")
    return pair in known and (limit is None or known[pair] <= getattr(limit, f"{band.phase}_{unit}"))


def _unplaced(plan: Plan, problem: Problem, settings: Settings) -> int:
    del settings
    home = {area.code: area.locality for area in problem.areas}
    rows = [row for row in plan.unplaced if row.bound == plan.bound]
    return sum(row.pupils * problem.weights[home[row.cell.area], row.cell.band] for row in rows)


def _transition(plan: Plan, problem: Problem, settings: Settings) -> int:
    return transition_gap(Table(plan, problem), settings.get("phase_continuity"))


def _vacant(plan: Plan, problem: Problem, settings: Settings) -> int:
    del settings
    located = {site.key for site in problem.sites if site.urn is not None}
    places = sum(row.commissioned_places for row in plan.site_years if row.site in located)
    return places - sum(row.pupils for row in plan.placements if row.bound == plan.bound)


def _travel(plan: Plan, problem: Problem, settings: Settings) -> int:
    del settings
    urns = {site.key: site.urn or "" for site in problem.sites}
    rows = [row for row in plan.placements if row.bound == plan.bound]
    known, _ = ways(problem)
    return sum(row.pupils * round(known[row.cell.area, urns[row.site]]) for row in rows)


def _cost(plan: Plan, problem: Problem, settings: Settings) -> int:
    del settings
    table = Table(plan, problem)
    added = sum(
        table.of(site, year) - stated(site, year)
        for site in problem.sites
        if site.size_menu
        for year in problem.academic_years
    )
    place_gbp = round(problem.assumptions.value("rp_place_occupied_gbp"))
    return table.capital_gbp(problem.academic_years[-1]) + place_gbp * added


def _change(plan: Plan, problem: Problem, settings: Settings) -> int:
    del settings
    table = Table(plan, problem)
    return sum(not site.steps and table.of(site, problem.academic_years[-1]) > 0 for site in problem.sites)


VALUES: dict[str, Callable[[Plan, Problem, Settings], int]] = {
    "target_shortfall": _shortfall,
    "coverage_gaps": _gaps,
    "unplaced_pupils": _unplaced,
    "transition_gap": _transition,
    "vacant_places": _vacant,
    "pupil_travel": _travel,
    "cost": _cost,
    "change_from_current": _change,
}
