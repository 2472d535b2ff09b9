"""A run in plain words: what is reached, what stays open, who gets what, what it costs, what is proved.

Numbers come from the plan and the forecast alone; nothing is estimated here. `summary_text` sets them as lines.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from planner.domain.forecast import Forecast
from planner.domain.plan import Plan, SiteYear
from planner.domain.problem import Problem, Site, StatedTotal
from planner.domain.scenario import Scenario
from planner.domain.terms import AcademicYear, Bound, Phase, SiteStatus
from planner.finance.places import added_places, priced_bounds
from planner.finance.saving import SavingRange, saving_ranges
from planner.outputs.demand_bridge import StepLine, step_lines
from planner.outputs.goal_lines import GoalLine, goal_lines
from planner.outputs.plan_tables import school_name
from planner.outputs.run_record import is_repeatable, plain
from planner.outputs.summary_money import CapitalLine, MoneyLine, capital_line, money_lines
from planner.outputs.summary_places import (
    GapLine,
    LimitLine,
    PlacesLine,
    TargetLine,
    gap_lines,
    limit_lines,
    places_lines,
    target_lines,
)
from planner.outputs.summary_text import summary_text


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
class RunSummary:
    """The whole summary; tuples are in reading order.

    `travel` says whose minutes or metres the plan stands on, `changes` which levers are on and what was changed
    beside the scenario file; `judgements` names the assumptions of high impact that are judgement; `demand` says what
    each lever changes, empty without one; `capital` is None without a capital limit.
    """

    title: str
    changes: tuple[str, ...]
    judgements: tuple[str, ...]
    as_at: str
    bound: Bound
    is_repeatable: bool
    places: tuple[PlacesLine, ...]
    targets: tuple[TargetLine, ...]
    limits: tuple[LimitLine, ...]
    gaps: tuple[GapLine, ...]
    demand: tuple[StepLine, ...]
    unplaced: tuple[UnplacedLine, ...]
    districts: tuple[DistrictLine, ...]
    money: tuple[MoneyLine, ...]
    capital: CapitalLine | None
    savings: tuple[SavingRange, ...]
    goals: tuple[GoalLine, ...]
    travel: str
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
        changes=scenario.changes,
        judgements=tuple(f"{each.words}, {each.short_source}" for each in scenario.judgements),
        as_at=scenario.as_at.isoformat(),
        bound=scenario.bound,
        is_repeatable=is_repeatable(plan),
        places=tuple(places_lines(plan, problem)),
        targets=tuple(target_lines(plan, scenario)),
        limits=tuple(limit_lines(plan, scenario)),
        gaps=tuple(gap_lines(plan, problem)),
        demand=step_lines(scenario),
        unplaced=tuple(_unplaced(plan, problem)),
        districts=tuple(_districts(plan, problem)),
        money=tuple(money_lines(forecast, problem)),
        capital=capital_line(plan, scenario),
        savings=saving_ranges(forecast, plan, scenario),
        goals=goal_lines(plan, scenario),
        travel=problem.distance_basis,
        ledger=problem.stated_totals,
    )


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
