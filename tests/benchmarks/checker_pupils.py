"""Pupils of a plan: each counted once, where they may be, no more than places, and the best seated."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from planner.domain.demand import DemandKey
from planner.domain.plan import Placement, Plan, Unplaced
from planner.domain.problem import Problem, Site
from planner.domain.scenario import Scenario
from planner.domain.terms import AcademicYear, Bound


def pupil_faults(plan: Plan, scenario: Scenario) -> Iterator[str]:
    """Each pupil or place that does not add up, for every bound of demand."""
    problem = scenario.problem
    limit = next((rule for rule in scenario.rules if rule.name == "travel_limit"), None)
    yield from _count_faults(plan, problem)
    yield from _room_faults(plan)
    yield from _reach_faults(plan, problem, limit)
    for demand in problem.demand:
        for year in problem.academic_years:
            seating = _seating(plan, problem, limit, demand.bound, year)
            if not best_seated(seating):
                yield f"seating: more priority could be placed in {year} ({demand.bound}) in the same places"


def may_sit(problem: Problem, limit: Any, cell: DemandKey, site: Site) -> bool:  # noqa: ANN401 - settings only
    """Whether a pupil of a cell may be placed at a site: year groups, need and distance."""
    if site.urn is None or cell.need_group not in site.need_groups:
        return False
    if cell.band.ncy_low < site.ncy_low or cell.band.ncy_high > site.ncy_high:
        return False
    way, unit = ways(problem)
    return (cell.area, site.urn) in way and (
        limit is None or way[cell.area, site.urn] <= getattr(limit, f"{cell.band.phase}_{unit}")
    )


def ways(problem: Problem) -> tuple[dict[tuple[str, str], float], str]:
    """How far each school is from each area, and the unit: minutes where the problem has them."""
    if problem.travel_minutes is not None:
        return problem.travel_minutes, "minutes"
    return problem.distance_metres, "metres"


def _count_faults(plan: Plan, problem: Problem) -> Iterator[str]:
    found: Counter[tuple[Bound, DemandKey]] = Counter()
    rows: list[Placement | Unplaced] = [*plan.placements, *plan.unplaced]
    for row in rows:
        found[row.bound, row.cell] += row.pupils
        if row.pupils <= 0:
            yield f"pupils: {row.pupils} of {row.cell.area} in {row.cell.academic_year}"
    wanted = {(demand.bound, key): pupils for demand in problem.demand for key, pupils in demand.cells}
    for bound, cell in sorted({*found, *wanted}):
        if found[bound, cell] != wanted.get((bound, cell), 0):
            counted = f"{found[bound, cell]} counted, {wanted.get((bound, cell), 0)} need a place"
            yield f"pupils: {cell.area}, {cell.band.name}, {cell.academic_year} ({bound}): {counted}"


def _room_faults(plan: Plan) -> Iterator[str]:
    places = {(row.site, row.academic_year): row.commissioned_places for row in plan.site_years}
    seated: Counter[tuple[Bound, str, AcademicYear]] = Counter()
    for row in plan.placements:
        seated[row.bound, row.site, row.cell.academic_year] += row.pupils
    for (bound, site, year), pupils in seated.items():
        if pupils > places[site, year]:
            yield f"room: {pupils} pupils at {site} in {year} ({bound}), {places[site, year]} places"


def _reach_faults(plan: Plan, problem: Problem, limit: Any) -> Iterator[str]:  # noqa: ANN401 - settings only
    for row in plan.placements:
        if not may_sit(problem, limit, row.cell, problem.site_by_key[row.site]):
            yield f"reach: {row.cell.area}, {row.cell.band.name}, {row.cell.need_group} may not sit at {row.site}"


@dataclass
class Seating:
    """One year and bound: sites each cell may use, who sits where, vacant seats, who has none, what each counts."""

    reach: dict[DemandKey, list[str]] = field(default_factory=dict)
    seated: dict[str, set[DemandKey]] = field(default_factory=dict)
    vacant: set[str] = field(default_factory=set)
    without: set[DemandKey] = field(default_factory=set)
    weight: dict[DemandKey, int] = field(default_factory=dict)


def best_seated(seating: Seating) -> bool:
    """Whether no pupil without a seat could get one, by pupils moving up, at the cost of nobody or of less priority.

    The sets of pupils who can be seated together form a matroid (Edmonds and Fulkerson 1965). In a matroid a set has
    the greatest weight as soon as no single exchange makes it heavier, and an exchange is a path: a pupil takes a seat
    in reach, whoever sits there takes another one, until a seat was vacant or one pupil of less weight stands.
    """
    for weight in sorted({seating.weight[cell] for cell in seating.without}):
        waiting = [cell for cell in seating.without if seating.weight[cell] == weight]
        seen_cells, seen_sites = set(waiting), set[str]()
        while waiting:
            for site in set(seating.reach[waiting.pop()]) - seen_sites:
                if site in seating.vacant:
                    return False
                seen_sites.add(site)
                moved = seating.seated.get(site, set()) - seen_cells
                if any(seating.weight[cell] < weight for cell in moved):
                    return False
                seen_cells |= moved
                waiting += moved
    return True


def _seating(plan: Plan, problem: Problem, limit: Any, bound: Bound, year: AcademicYear) -> Seating:  # noqa: ANN401
    seating = Seating()
    home = {area.code: area.locality for area in problem.areas}
    pupils: Counter[str] = Counter()
    for row in plan.placements:
        if (row.bound, row.cell.academic_year) == (bound, year):
            seating.seated.setdefault(row.site, set()).add(row.cell)
            pupils[row.site] += row.pupils
    places = {row.site: row.commissioned_places for row in plan.site_years if row.academic_year == year}
    standing = [site for site in problem.sites if places[site.key] > 0]
    seating.vacant = {site.key for site in standing if pupils[site.key] < places[site.key]}
    seating.without = {
        row.cell for row in plan.unplaced if (row.bound, row.cell.academic_year) == (bound, year) and row.pupils > 0
    }
    for cell in seating.without.union(*seating.seated.values()):
        seating.weight[cell] = problem.weights[home[cell.area], cell.band]
        seating.reach[cell] = [site.key for site in standing if may_sit(problem, limit, cell, site)]
    return seating
