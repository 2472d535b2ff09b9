"""A run in plain words: what is reached, what stays open, who gets what, what it costs, what is proved.

Numbers come from the plan and the forecast alone; nothing is estimated here. `summary_text` sets them as lines.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from planner.domain.forecast import Budget, Forecast, Pathway
from planner.domain.plan import GoalResult, Plan, SiteYear
from planner.domain.problem import Problem, Site, StatedTotal
from planner.domain.scenario import Scenario
from planner.domain.terms import MONTHS_IN_YEAR, AcademicYear, Bound, FinancialYear, Phase, SiteStatus
from planner.finance.calendar import planned_months
from planner.finance.places import added_places, priced_bounds
from planner.finance.saving import SavingRange, saving_ranges
from planner.outputs.plan_tables import school_name
from planner.outputs.run_record import is_repeatable, plain
from planner.outputs.summary_text import summary_text

TARGET_RULE = "places_target"


@dataclass(frozen=True, slots=True)
class PlacesLine:
    """Commissioned places of one phase in one academic year, balancing rows included."""

    academic_year: AcademicYear
    phase: Phase
    commissioned_places: int


@dataclass(frozen=True, slots=True)
class TargetLine:
    """A dated target beside the places of the plan; the shortfall is 0 when it is met."""

    academic_year: AcademicYear
    target_places: int
    commissioned_places: int
    shortfall_places: int
    source: str


@dataclass(frozen=True, slots=True)
class GapLine:
    """Localities where no base that stands there takes the whole band, in one academic year."""

    academic_year: AcademicYear
    band: str
    year_groups: str
    localities: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class UnplacedLine:
    """Pupils without a place, of all who need one, under one bound."""

    bound: Bound
    academic_year: AcademicYear
    phase: Phase
    unplaced_pupils: int
    pupils: int


@dataclass(frozen=True, slots=True)
class BaseLine:
    """New places at one school: a base that opens, or one that grows.

    `proposed_places` are those of the new places that the plan adds; the others were decided before it.
    """

    academic_year: AcademicYear
    school_name: str
    urn: str
    locality: str
    phase: Phase
    need_groups: tuple[str, ...]
    status: SiteStatus
    opens: bool
    new_places: int
    proposed_places: int
    commissioned_places: int


@dataclass(frozen=True, slots=True)
class DistrictLine:
    """What a district gets; `is_priority` when the scenario weighs one of its localities above another's.

    The pupils are those who live there in the last academic year, on the planning bound.
    """

    district: str
    is_priority: bool
    new_places: int
    proposed_places: int
    unplaced_pupils: int
    pupils: int
    bases: tuple[BaseLine, ...]


@dataclass(frozen=True, slots=True)
class MoneyLine:
    """Whole pounds of one budget and pathway under one bound; `planned_months` below 12 = a part year."""

    financial_year: FinancialYear
    budget: Budget
    pathway: Pathway
    bound: Bound
    amount_gbp: int
    planned_months: int


@dataclass(frozen=True, slots=True)
class RunSummary:
    """The whole summary; tuples are in reading order."""

    title: str
    as_at: str
    bound: Bound
    is_repeatable: bool
    places: tuple[PlacesLine, ...]
    targets: tuple[TargetLine, ...]
    gaps: tuple[GapLine, ...]
    unplaced: tuple[UnplacedLine, ...]
    districts: tuple[DistrictLine, ...]
    money: tuple[MoneyLine, ...]
    savings: tuple[SavingRange, ...]
    goals: tuple[GoalResult, ...]
    ledger: tuple[StatedTotal, ...]

    def as_text(self) -> str:
        """Lay the summary out as lines for a terminal or a note."""
        return summary_text(self)

    def as_json(self) -> dict[str, object]:
        """Return the same as plain dictionaries and lists, ready for json.dumps."""
        content: dict[str, object] = plain(self)
        return content


def summarise(plan: Plan, scenario: Scenario, forecast: Forecast) -> RunSummary:
    """Summarise a run. Raises InputError when a counterfactual is set and a price of its range is missing."""
    problem = scenario.problem
    return RunSummary(
        title=scenario.title,
        as_at=scenario.as_at.isoformat(),
        bound=scenario.bound,
        is_repeatable=is_repeatable(plan),
        places=tuple(_places(plan, problem)),
        targets=tuple(_targets(plan, scenario)),
        gaps=tuple(_gaps(plan, problem)),
        unplaced=tuple(_unplaced(plan, problem)),
        districts=tuple(_districts(plan, problem)),
        money=tuple(_money(forecast, problem)),
        savings=saving_ranges(forecast, plan, scenario),
        goals=tuple(sorted(plan.goals, key=lambda goal: goal.order)),
        ledger=problem.stated_totals,
    )


def localities_without(plan: Plan, problem: Problem, academic_year: AcademicYear) -> Iterator[GapLine]:
    """Yield for each band the localities where no open base takes it whole."""
    open_sites = [site for site in problem.sites if plan.places.get((site.key, academic_year), 0) > 0]
    for band in problem.bands:
        served = {problem.locality_of_site(site) for site in open_sites if site.takes(band)}
        missing = tuple(sorted(locality.name for locality in problem.localities if locality.name not in served))
        yield GapLine(academic_year, band.name, band.year_groups, missing)


def _places(plan: Plan, problem: Problem) -> Iterator[PlacesLine]:
    for academic_year in problem.academic_years:
        for phase in sorted({site.phase for site in problem.sites}):
            keys = [site.key for site in problem.sites if site.phase is phase]
            yield PlacesLine(academic_year, phase, sum(plan.places.get((key, academic_year), 0) for key in keys))


def _targets(plan: Plan, scenario: Scenario) -> Iterator[TargetLine]:
    for rule in scenario.rules:
        for target in getattr(rule, "targets", ()) if rule.name == TARGET_RULE else ():
            places = plan.total_places(target.academic_year)
            shortfall = max(0, target.places - places)
            yield TargetLine(target.academic_year, target.places, places, shortfall, target.source)


def _gaps(plan: Plan, problem: Problem) -> Iterator[GapLine]:
    return localities_without(plan, problem, problem.academic_years[-1])


def _unplaced(plan: Plan, problem: Problem) -> Iterator[UnplacedLine]:
    for bound in priced_bounds(plan, problem):
        demand = problem.demand_by_bound.get(bound)
        for academic_year in problem.academic_years:
            for phase in sorted({band.phase for band in problem.bands}, key=list(Phase).index):
                missing = sum(
                    row.pupils
                    for row in plan.unplaced
                    if (row.bound, row.cell.academic_year, row.cell.band.phase) == (bound, academic_year, phase)
                )
                needed = sum(
                    pupils
                    for cell, pupils in (demand.cells if demand else ())
                    if (cell.academic_year, cell.band.phase) == (academic_year, phase)
                )
                yield UnplacedLine(bound, academic_year, phase, missing, needed)


def _districts(plan: Plan, problem: Problem) -> Iterator[DistrictLine]:
    priority = priority_districts(problem)
    lacking, needing = _pupils_by_district(plan, problem)
    grown = [row for row in plan.site_years if row.new_places > 0]
    grown.sort(key=lambda row: (row.academic_year, row.site))
    for district in sorted({locality.district for locality in problem.localities}):
        bases = tuple(
            _base(plan, problem, row)
            for row in grown
            if _district_of(problem, problem.site_by_key[row.site]) == district
        )
        yield DistrictLine(
            district=district,
            is_priority=district in priority,
            new_places=sum(base.new_places for base in bases),
            proposed_places=sum(base.proposed_places for base in bases),
            unplaced_pupils=lacking[district],
            pupils=needing[district],
            bases=bases,
        )


def _pupils_by_district(plan: Plan, problem: Problem) -> tuple[Counter[str], Counter[str]]:
    """Pupils without a place and all who need one, in the last academic year on the planning bound."""
    last, demand = problem.academic_years[-1], problem.demand_by_bound.get(plan.bound)
    missing = ((row.cell, row.pupils) for row in plan.unplaced if row.bound is plan.bound)
    counts: tuple[Counter[str], Counter[str]] = (Counter(), Counter())
    for count, cells in zip(counts, (missing, demand.cells if demand else ()), strict=True):
        for cell, pupils in cells:
            if cell.academic_year == last:
                locality = problem.locality_by_name[problem.area_by_code[cell.area].locality]
                count[locality.district] += pupils
    return counts


def priority_districts(problem: Problem) -> frozenset[str]:
    """Districts with a locality whose weight is above the lowest of its band; none when all weigh the same."""
    lowest = {
        band: min(problem.weights[locality.name, band] for locality in problem.localities) for band in problem.bands
    }
    return frozenset(
        locality.district
        for locality in problem.localities
        if any(problem.weights[locality.name, band] > lowest[band] for band in problem.bands)
    )


def _district_of(problem: Problem, site: Site) -> str | None:
    locality = problem.locality_of_site(site)
    return None if locality is None else problem.locality_by_name[locality].district


def _base(plan: Plan, problem: Problem, row: SiteYear) -> BaseLine:
    site = problem.site_by_key[row.site]
    added = added_places(plan, site, row.academic_year) - added_places(plan, site, row.academic_year.plus(-1))
    return BaseLine(
        academic_year=row.academic_year,
        school_name=school_name(problem, site),
        urn=site.urn or "",
        locality=problem.locality_of_site(site) or "",
        phase=site.phase,
        need_groups=tuple(need_group.label for need_group in site.need_groups),
        status=site.status,
        opens=row.opens,
        new_places=row.new_places,
        proposed_places=min(row.new_places, max(0, added)),
        commissioned_places=row.commissioned_places,
    )


def _money(forecast: Forecast, problem: Problem) -> Iterator[MoneyLine]:
    planned = planned_months(problem.academic_years)
    sums: dict[tuple[FinancialYear, Budget, Pathway, Bound], int] = {}
    for line in forecast.lines:
        key = (line.financial_year, line.budget, line.pathway, line.bound)
        sums[key] = sums.get(key, 0) + line.amount_gbp
    orders = {member: number for kind in (Budget, Pathway, Bound) for number, member in enumerate(kind)}
    for key in sorted(sums, key=lambda key: (key[0], *(orders[member] for member in key[1:]))):
        yield MoneyLine(*key, sums[key], min(planned.get(key[0], 0), MONTHS_IN_YEAR))
