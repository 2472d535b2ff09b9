"""What changes from one plan to another: places, coverage, pupils placed and without a place, travel, money, goals.

Each bound is compared with itself only. A row stands for one number before and after; numbers that stay the same are
left out. A side that does not plan a year, a bound or a locality does not know its numbers: that side is None, and so
is the change.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeAlias

from planner.domain.plan import Plan
from planner.domain.scenario import Scenario
from planner.domain.terms import Bound
from planner.finance.calendar import planned_months
from planner.finance.forecast import forecast_costs
from planner.finance.places import priced_bounds
from planner.outputs.compare_goals import ComparedPlan
from planner.outputs.compare_text import comparison_text
from planner.outputs.csv_files import Columns, write_rows
from planner.outputs.demand_bridge import DEMAND_CHANGES_FILE, StepChange, lever_differences, step_changes
from planner.outputs.plan_tables import school_name
from planner.outputs.summary_places import localities_without

CHANGES_FILE = "changes.csv"
PLACES = "commissioned_places"
BASES = "base_in_locality"
UNPLACED = "unplaced_pupils"
PLACED = "placed_pupils"
TRAVEL = "pupil_travel"
TRAVEL_METRES, TRAVEL_MINUTES = "pupil_metres", "pupil_minutes"
MONEY = "amount"
GOAL_PREFIX = "goal_"
MEASURES = (PLACES, BASES, UNPLACED, PLACED, TRAVEL, MONEY)


@dataclass(frozen=True, slots=True)
class ChangeKey(Columns):
    """What a number is about; blank = not about it. Money and places of a balancing row have a blank locality."""

    measure: str
    unit: str
    bound: str = ""
    academic_year: str = ""
    financial_year: str = ""
    locality: str = ""
    phase: str = ""
    band: str = ""
    site: str = ""
    school_name: str = ""
    budget: str = ""
    pathway: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """One row of changes.csv; None = that plan does not know the number."""

    key: ChangeKey
    before: int | None
    after: int | None
    change: int | None


@dataclass(frozen=True, slots=True)
class Comparison:
    """`changes` are single numbers that differ; `totals` sum them up over localities and sites, unchanged ones too.

    `bound` is the planning bound of the later plan. `levers` says which levers on demand differ, `demand` splits the
    change of the pupils who need a place into the steps that cause it.
    """

    before: ComparedPlan
    after: ComparedPlan
    bound: Bound
    changes: tuple[Change, ...]
    totals: tuple[Change, ...]
    levers: tuple[str, ...] = ()
    demand: tuple[StepChange, ...] = ()

    def as_text(self) -> str:
        """Say in lines what changes, on the planning bound."""
        return comparison_text(self)


Numbers: TypeAlias = dict[ChangeKey, int]


@dataclass(frozen=True, slots=True)
class _Side:
    """The numbers of one plan, and what it plans at all: a number of these that is not listed is 0."""

    numbers: Numbers
    bounds: frozenset[str]
    years: frozenset[str]
    localities: frozenset[str]
    travel_unit: str

    def value(self, key: ChangeKey) -> int | None:
        if key in self.numbers:
            return self.numbers[key]
        if key.measure.startswith(GOAL_PREFIX) or (key.measure == TRAVEL and key.unit != self.travel_unit):
            return None
        known = key.bound in self.bounds and key.locality in self.localities
        return 0 if known and (key.academic_year or key.financial_year) in self.years else None


def compare(before: Plan, after: Plan, scenario_before: Scenario, scenario_after: Scenario) -> Comparison:
    """Hold two plans side by side, each with its own scenario (the same one where only the plan differs).

    Raises InputError when the money of either plan cannot be forecast.
    """
    sides = _side(before, scenario_before), _side(after, scenario_after)
    totals = tuple(replace(side, numbers=_summed(side.numbers)) for side in sides)
    changes = _changes(*sides)
    return Comparison(
        before=ComparedPlan.of(before, scenario_before),
        after=ComparedPlan.of(after, scenario_after),
        bound=after.bound,
        changes=tuple(change for change in changes if change.before != change.after),
        totals=tuple(_changes(totals[0], totals[1])),
        levers=tuple(lever_differences(scenario_before, scenario_after)),
        demand=step_changes(scenario_before, scenario_after),
    )


def write_changes(folder: Path, comparison: Comparison) -> None:
    """Write changes.csv and demand_changes.csv; a number that one plan does not know is `x`."""
    write_rows(folder / CHANGES_FILE, Change, comparison.changes)
    write_rows(folder / DEMAND_CHANGES_FILE, StepChange, comparison.demand)


def _side(plan: Plan, scenario: Scenario) -> _Side:
    problem = scenario.problem
    first, last = scenario.finance.first_financial_year, scenario.finance.last_financial_year
    priced = [str(year) for year in planned_months(problem.academic_years) if first <= year.start <= last]
    return _Side(
        numbers=dict(_numbers(plan, scenario)),
        bounds=frozenset({"", *priced_bounds(plan, problem)}),
        years=frozenset({*map(str, problem.academic_years), *priced}),
        localities=frozenset({"", *problem.locality_by_name}),
        travel_unit=_travel_unit(scenario),
    )


def _changes(before: _Side, after: _Side) -> list[Change]:
    keys = sorted({*before.numbers, *after.numbers}, key=_order)
    return [_change(key, before.value(key), after.value(key)) for key in keys]


def _change(key: ChangeKey, before: int | None, after: int | None) -> Change:
    return Change(key, before, after, None if before is None or after is None else after - before)


def _order(key: ChangeKey) -> tuple[object, ...]:
    measure = MEASURES.index(key.measure) if key.measure in MEASURES else len(MEASURES)
    bound = list(Bound).index(Bound(key.bound)) if key.bound else -1
    when = (key.academic_year, key.financial_year)
    what = (key.budget, key.pathway, key.locality, key.phase, key.band, key.site, key.school_name, key.unit)
    return measure, key.measure, bound, *when, *what


def _summed(numbers: Numbers) -> Numbers:
    total: Numbers = {}
    for key, value in numbers.items():
        whole = replace(key, locality="", site="", school_name="")
        total[whole] = total.get(whole, 0) + value
    return total


def _numbers(plan: Plan, scenario: Scenario) -> Iterator[tuple[ChangeKey, int]]:
    yield from _places(plan, scenario)
    yield from _bases(plan, scenario)
    yield from _pupils(plan, scenario).items()
    yield from _money(plan, scenario).items()
    for goal in plan.goals:
        yield ChangeKey(f"{GOAL_PREFIX}{goal.goal}", goal.unit, bound=plan.bound), goal.value


def _places(plan: Plan, scenario: Scenario) -> Iterator[tuple[ChangeKey, int]]:
    problem = scenario.problem
    for row in plan.site_years:
        site = problem.site_by_key[row.site]
        key = ChangeKey(
            measure=PLACES,
            unit="places",
            academic_year=str(row.academic_year),
            locality=problem.locality_of_site(site) or "",
            phase=site.phase,
            site=site.key,
            school_name=school_name(problem, site),
        )
        yield key, row.commissioned_places


def _bases(plan: Plan, scenario: Scenario) -> Iterator[tuple[ChangeKey, int]]:
    problem = scenario.problem
    for academic_year in problem.academic_years:
        gaps = {gap.band: set(gap.localities) for gap in localities_without(plan, problem, academic_year)}
        for band in problem.bands:
            for locality in problem.localities:
                key = ChangeKey(
                    BASES,
                    "localities",
                    academic_year=str(academic_year),
                    locality=locality.name,
                    phase=band.phase,
                    band=band.name,
                )
                yield key, int(locality.name not in gaps[band.name])


def _pupils(plan: Plan, scenario: Scenario) -> Numbers:
    """Pupils and their travel by where they live."""
    problem = scenario.problem
    placed = ((row, row.pupils, problem.way(row.cell.area, problem.site_by_key[row.site])) for row in plan.placements)
    counts: list[tuple[ChangeKey, float]] = []
    unit = _travel_unit(scenario)
    for row, pupils, way in placed:
        key = ChangeKey(
            PLACED,
            "pupils",
            row.bound,
            str(row.cell.academic_year),
            locality=problem.area_by_code[row.cell.area].locality,
            phase=row.cell.band.phase,
        )
        counts += [(key, pupils), (replace(key, measure=TRAVEL, unit=unit), pupils * (way or 0.0))]
    for lacking in plan.unplaced:
        locality, phase = problem.area_by_code[lacking.cell.area].locality, lacking.cell.band.phase
        when = str(lacking.cell.academic_year)
        counts.append((ChangeKey(UNPLACED, "pupils", lacking.bound, when, "", locality, phase), lacking.pupils))
    return _added(counts)


def _travel_unit(scenario: Scenario) -> str:
    return TRAVEL_METRES if scenario.problem.travel_minutes is None else TRAVEL_MINUTES


def _money(plan: Plan, scenario: Scenario) -> Numbers:
    return _added(
        (
            ChangeKey(
                MONEY,
                "gbp",
                line.bound,
                financial_year=str(line.financial_year),
                locality=line.locality or "",
                phase=line.phase,
                budget=line.budget,
                pathway=line.pathway,
            ),
            line.amount_gbp,
        )
        for line in forecast_costs(plan, scenario).lines
    )


def _added(counts: Iterable[tuple[ChangeKey, float]]) -> Numbers:
    total: dict[ChangeKey, float] = {}
    for key, count in counts:
        total[key] = total.get(key, 0) + count
    return {key: round(count) for key, count in total.items()}
