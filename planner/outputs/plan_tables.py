"""The plan as tables: who gets which base when, who is placed where, how good it is, and what was stated.

`plan.csv`        one row a site and academic year with places; key `site`, `academic_year`
`placements.csv`  one row a bound, demand cell and site; `site` blank = these pupils have no place
`openings.csv`    one row a base that opens in the planned years; key `site`
`goals.csv`       one row a goal in strict order; key `order`
`ledger.csv`      one row a published total beside the sum of the register
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date

from planner.domain.demand import DemandKey
from planner.domain.plan import Plan, SiteYear
from planner.domain.problem import Problem, Site
from planner.domain.scenario import Scenario
from planner.domain.terms import AcademicYear, Bound, NeedGroup, Phase, ProvisionType, SiteStatus
from planner.finance.capital import site_works
from planner.model.rules.placements_by_hand import PlacementsByHand
from planner.outputs.csv_files import Columns, Missing


@dataclass(frozen=True, slots=True)
class SiteColumns(Columns):
    """What a site is; `urn`, `locality` and `district` are blank for a balancing row, `need_group` joined by +."""

    site: str
    urn: str
    school_name: str
    locality: str
    district: str
    phase: Phase
    ncy_low: int
    ncy_high: int
    need_group: str
    provision_type: ProvisionType
    status: SiteStatus


@dataclass(frozen=True, slots=True)
class PlanRow:
    """A site in one academic year; `capital_gbp` is for the places that open in it, 0 where none do."""

    base: SiteColumns
    academic_year: AcademicYear
    commissioned_places: int
    new_places: int
    opens: bool
    capital_gbp: int


@dataclass(frozen=True, slots=True)
class OpeningRow:
    """A base that opens: its first academic year, its places then and in the last planned year.

    `earliest_academic_year` is `z` and its reason blank for a base of the register, which is no decision of the plan.
    `set_by_hand` when the scenario locks the base (placements_by_hand), so that the plan had no choice.
    """

    base: SiteColumns
    academic_year: AcademicYear
    commissioned_places: int
    last_year_places: int
    capital_gbp: int
    earliest_academic_year: AcademicYear | Missing
    earliest_reason: str
    set_by_hand: bool


@dataclass(frozen=True, slots=True)
class PlacementRow:
    """Pupils of one cell at one site; `locality` and `district` are where they live, `distance_metres` one way."""

    bound: Bound
    academic_year: AcademicYear
    area: str
    locality: str
    district: str
    band: str
    ncy_low: int
    ncy_high: int
    need_group: NeedGroup
    site: str
    urn: str
    school_name: str
    pupils: int
    distance_metres: float | str | None


@dataclass(frozen=True, slots=True)
class GoalRow:
    """A goal in strict order; `bound` is the proven lower bound with all its digits, `x` where there is none.

    `reached` and `held_at` are those of `GoalResult`, empty where the goal was not searched.
    """

    order: int
    goal: str
    unit: str
    value: int
    bound: str
    proved: bool
    stopped_by: str
    reached: int | None
    held_at: int | None


@dataclass(frozen=True, slots=True)
class LedgerRow:
    """A published total; computed and difference are `z` where it is only shown."""

    claim: str
    stated_places: int
    as_at: date
    computed_places: int | Missing
    difference_places: int | Missing
    explanation: str
    source: str


def site_columns(problem: Problem, site: Site) -> SiteColumns:
    """Describe a site."""
    locality = problem.locality_of_site(site) or ""
    return SiteColumns(
        site=site.key,
        urn=site.urn or "",
        school_name=school_name(problem, site),
        locality=locality,
        district=problem.locality_by_name[locality].district if locality else "",
        phase=site.phase,
        ncy_low=site.ncy_low,
        ncy_high=site.ncy_high,
        need_group="+".join(site.need_groups),
        provision_type=site.provision_type,
        status=site.status,
    )


def school_name(problem: Problem, site: Site) -> str:
    """Name of the school; the description of a balancing row."""
    return site.name if site.urn is None else problem.school_by_urn[site.urn].name


def plan_rows(plan: Plan, problem: Problem) -> tuple[PlanRow, ...]:
    """Rows of plan.csv in the order of sites and years."""
    return tuple(
        PlanRow(
            site_columns(problem, problem.site_by_key[row.site]),
            row.academic_year,
            row.commissioned_places,
            row.new_places,
            row.opens,
            _capital_gbp(plan, problem, row),
        )
        for row in plan.site_years
        if row.commissioned_places > 0
    )


def opening_rows(plan: Plan, scenario: Scenario) -> tuple[OpeningRow, ...]:
    """Rows of openings.csv in the order of first years and sites, committed bases included."""
    by_hand = _sites_by_hand(scenario)
    rows = sorted((row for row in plan.site_years if row.opens), key=lambda row: (row.academic_year, row.site))
    return tuple(_opening_row(plan, scenario.problem, row, row.site in by_hand) for row in rows)


def _opening_row(plan: Plan, problem: Problem, row: SiteYear, set_by_hand: bool) -> OpeningRow:
    site = problem.site_by_key[row.site]
    return OpeningRow(
        base=site_columns(problem, site),
        academic_year=row.academic_year,
        commissioned_places=row.commissioned_places,
        last_year_places=plan.places.get((row.site, problem.academic_years[-1]), 0),
        capital_gbp=_capital_gbp(plan, problem, row),
        earliest_academic_year=site.earliest_opening or Missing.NOT_APPLICABLE,
        earliest_reason=site.earliest_opening_reason,
        set_by_hand=set_by_hand,
    )


def _sites_by_hand(scenario: Scenario) -> frozenset[str]:
    """Keys of the sites that the scenario locks."""
    rules = (rule for rule in scenario.rules if isinstance(rule, PlacementsByHand))
    sites = (locked.site(scenario.problem) for rule in rules for locked in rule.locked)
    return frozenset(site.key for site in sites if site is not None)


def placement_row(problem: Problem, bound: Bound, cell: DemandKey, site: Site | None, pupils: int) -> PlacementRow:
    """Describe the pupils of one cell at a site; None = without a place."""
    locality = problem.locality_by_name[problem.area_by_code[cell.area].locality]
    return PlacementRow(
        bound=bound,
        academic_year=cell.academic_year,
        area=cell.area,
        locality=locality.name,
        district=locality.district,
        band=cell.band.name,
        ncy_low=cell.band.ncy_low,
        ncy_high=cell.band.ncy_high,
        need_group=cell.need_group,
        site=site.key if site else "",
        urn=(site.urn or "") if site else "",
        school_name=school_name(problem, site) if site else "",
        pupils=pupils,
        distance_metres=problem.metres(cell.area, site) if site else "",
    )


def placement_rows(plan: Plan, problem: Problem) -> tuple[PlacementRow, ...]:
    """Rows of placements.csv: bound by bound, cell by cell, the pupils without a place last in each cell."""
    order = {bound: number for number, bound in enumerate(Bound)}
    placed = [(order[row.bound], row.cell, False, row.site, row.pupils) for row in plan.placements]
    unplaced = [(order[row.bound], row.cell, True, "", row.pupils) for row in plan.unplaced]
    bounds = list(Bound)
    return tuple(
        placement_row(problem, bounds[number], cell, problem.site_by_key.get(site), pupils)
        for number, cell, _, site, pupils in sorted([*placed, *unplaced])
    )


def goal_rows(plan: Plan) -> tuple[GoalRow, ...]:
    """Rows of goals.csv in strict order."""
    return tuple(
        GoalRow(
            order=goal.order,
            goal=goal.goal,
            unit=goal.unit,
            value=goal.value,
            bound=_all_digits(goal.bound),
            proved=goal.proved,
            stopped_by=goal.stopped_by,
            reached=goal.reached,
            held_at=goal.held_at,
        )
        for goal in sorted(plan.goals, key=lambda goal: goal.order)
    )


def ledger_rows(problem: Problem) -> tuple[LedgerRow, ...]:
    """Rows of ledger.csv in the order of the pack."""
    return tuple(
        LedgerRow(
            claim=total.claim,
            stated_places=total.stated_places,
            as_at=total.as_at,
            computed_places=_or_not_applicable(total.computed_places),
            difference_places=_or_not_applicable(total.difference_places),
            explanation=total.explanation,
            source=total.source,
        )
        for total in problem.stated_totals
    )


def _all_digits(bound: float) -> str:
    if not math.isfinite(bound):
        return Missing.NOT_AVAILABLE.value
    return str(int(bound)) if float(bound).is_integer() else repr(float(bound))


def _or_not_applicable(places: int | None) -> int | Missing:
    return Missing.NOT_APPLICABLE if places is None else places


def _capital_gbp(plan: Plan, problem: Problem, row: SiteYear) -> int:
    works = site_works(plan, problem, problem.site_by_key[row.site], row.academic_year)
    return sum(each.capital_gbp for each in works)
