"""Places of a plan against the raw problem and the limits, worked out without the rules' code."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from planner.domain.plan import Plan
from planner.domain.problem import Problem, Site
from planner.domain.scenario import Scenario
from planner.domain.terms import AcademicYear


def place_faults(plan: Plan, scenario: Scenario) -> Iterator[str]:
    """Each place or limit that does not hold."""
    problem = scenario.problem
    settings = {rule.name: rule for rule in scenario.rules}
    table = Table(plan, problem)
    for site in problem.sites:
        yield from _site_faults(site, table)
    for year in problem.academic_years:
        yield from _opening_faults(table, settings.get("opening_limit"), year)
        yield from _capital_faults(table, settings.get("capital_limit"), year)
        yield from _host_faults(table, settings.get("host_limit"), year)
    yield from _hand_faults(table, settings.get("placements_by_hand"))


class Table:
    """Places by site key and year as the rows of the plan say, and what was stated."""

    def __init__(self, plan: Plan, problem: Problem) -> None:
        self.problem = problem
        self.years = problem.academic_years
        self.places = {(row.site, row.academic_year): row.commissioned_places for row in plan.site_years}

    def of(self, site: Site, year: AcademicYear) -> int:
        """Places of a site; before the first year what was stated."""
        return self.places[site.key, year] if year in self.years else stated(site, year)

    def capital_gbp(self, year: AcademicYear) -> int:
        """Pounds for all that the plan has opened by a year."""
        pounds = 0
        for site in self.problem.sites:
            if site.size_menu:
                now = self.of(site, year)
                pounds += site.capital_per_place_gbp * (now - stated(site, year))
                pounds += site.capital_fixed_gbp if now > 0 and not site.steps else 0
        return pounds


def stated(site: Site, year: AcademicYear) -> int:
    """Places of the last step not after a year."""
    places = 0
    for since, count in site.steps:
        if since.start <= year.start:
            places = count
    return places


def _site_faults(site: Site, table: Table) -> Iterator[str]:
    for year in table.years:
        now, before, must = table.of(site, year), table.of(site, year.plus(-1)), stated(site, year)
        where = f"{site.key} in {year}: {now} places"
        if not site.size_menu and now != must:
            yield f"{where}, {must} are stated"
        if site.size_menu and now not in {0, *site.size_menu}:
            yield f"{where}, not on its menu"
        if now < must:
            yield f"{where}, fewer than the {must} stated"
        if site.steps and must == 0 and now:
            yield f"{where}, closed by its own statement"
        if now < before and must >= stated(site, year.plus(-1)):
            yield f"{where}, {before} the year before"
        if not site.steps and now and (site.earliest_opening is None or year.start < site.earliest_opening.start):
            yield f"{where}, before its earliest opening"


def _opening_faults(table: Table, limit: Any, year: AcademicYear) -> Iterator[str]:  # noqa: ANN401 - settings only
    if limit is None:
        return
    beyond = [_beyond_stated(table, when) for when in (year.plus(-1), year)]
    bases, places = (after - before for before, after in zip(*beyond, strict=True))
    if limit.sites_per_year is not None and bases > limit.sites_per_year:
        yield f"opening limit: {bases} bases in {year}"
    if limit.places_per_year is not None and places > limit.places_per_year:
        yield f"opening limit: {places} places in {year}"


def _beyond_stated(table: Table, year: AcademicYear) -> tuple[int, int]:
    """Bases and places beyond the stated ones; none before the plan begins."""
    if year not in table.years:
        return 0, 0
    movable = [(table.of(site, year), stated(site, year)) for site in table.problem.sites if site.size_menu]
    return sum((now > 0) - (must > 0) for now, must in movable), sum(now - must for now, must in movable)


def _capital_faults(table: Table, limit: Any, year: AcademicYear) -> Iterator[str]:  # noqa: ANN401 - settings only
    if limit is None:
        return
    allowed = [row.gbp for row in limit.cumulative if row.academic_year == year]
    if year == table.years[-1]:
        allowed.append(limit.total_gbp)
    spent = table.capital_gbp(year)
    if allowed and spent > min(allowed):
        yield f"capital limit: {spent} pounds by {year}, {min(allowed)} allowed"


def _host_faults(table: Table, limit: Any, year: AcademicYear) -> Iterator[str]:  # noqa: ANN401 - settings only
    if limit is None:
        return
    standing: dict[str, list[bool]] = {}
    for site in table.problem.sites:
        if site.urn is not None and table.of(site, year) > 0:
            standing.setdefault(site.urn, []).append(not site.steps)
    for urn, new in standing.items():
        if any(new) and len(new) > limit.bases_per_school:
            yield f"host limit: {len(new)} bases at {urn} in {year}"


def _hand_faults(table: Table, by_hand: Any) -> Iterator[str]:  # noqa: ANN401 - settings only
    if by_hand is None:
        return
    candidates = [site for site in table.problem.sites if not site.steps]
    for lock in by_hand.locked:
        meant = [s for s in candidates if s.urn == lock.urn and lock.need_group in s.need_groups]
        meant = [s for s in meant if lock.phase is None or s.phase == lock.phase]
        if len(meant) != 1:
            yield f"placement by hand at {lock.urn}: {len(meant)} candidates"
            continue
        for year in table.years:
            if table.of(meant[0], year) != (lock.places if year.start >= lock.academic_year.start else 0):
                yield f"placement by hand at {lock.urn}: not as locked in {year}"
    for site in candidates:
        if site.urn in by_hand.forbidden_urns and any(table.of(site, year) for year in table.years):
            yield f"placement by hand: {site.key} opens at a forbidden school"
