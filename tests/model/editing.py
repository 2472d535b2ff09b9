"""Edit a finished plan as a hand would, and see which rules notice."""

from __future__ import annotations

from dataclasses import replace

from planner.check import check
from planner.domain.plan import Placement, Plan, SiteYear
from planner.domain.problem import Problem
from planner.domain.scenario import Scenario
from planner.domain.terms import AcademicYear


def edit_places(plan: Plan, problem: Problem, changes: dict[tuple[str, AcademicYear], int]) -> Plan:
    """The plan with other places at some sites and years; what follows from places alone is put right as well."""
    rows = []
    places = {**plan.places, **changes}
    for row in plan.site_years:
        previous = row.academic_year.plus(-1)
        before = places.get((row.site, previous), problem.site_by_key[row.site].stated_places(previous))
        now = places[row.site, row.academic_year]
        rows.append(SiteYear(row.site, row.academic_year, now, max(0, now - before), before == 0 and now > 0))
    return replace(plan, site_years=tuple(rows))


def edit_placement(plan: Plan, number: int, **changes: object) -> Plan:
    """The plan with one placement changed."""
    rows = list(plan.placements)
    rows[number] = replace(rows[number], **changes)  # type: ignore[arg-type]
    return replace(plan, placements=tuple(rows))


def nobody(plan: Plan) -> Plan:
    """The plan with its places alone: nobody placed, nobody counted."""
    return replace(plan, placements=(), unplaced=(), goals=())


def placement_at(plan: Plan, site: str) -> int:
    """Position of the first placement at a site."""
    return next(number for number, row in enumerate(plan.placements) if row.site == site)


def placements_of(plan: Plan, area: str) -> list[Placement]:
    """Placements of an area's pupils."""
    return [row for row in plan.placements if row.cell.area == area]


def broken(plan: Plan, case: Scenario) -> set[str]:
    """Names of the rules and goals that the check finds broken."""
    return {violation.rule for violation in check(plan, case)}


def breaches(plan: Plan, case: Scenario, rule: str) -> list[tuple[str, str]]:
    """Where and by how much the check finds one rule broken."""
    return [(violation.where, violation.found) for violation in check(plan, case) if violation.rule == rule]
