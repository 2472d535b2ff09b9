"""Demand before any plan: by locality, and drawn from its ranges.

`demand.csv`        one row a bound, locality, phase, need group and academic year, those without pupils too: the
                    columns of a pack's own demand.csv, so that a council can correct it and put it into its pack
`demand_draws.csv`  one row an academic year, phase and need group, `all` for the sums of both: the three bounds that
                    are planned for, and what 10, 50 and 90 per cent of the draws stay below (`p10_pupils` and so on)
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING

from planner.demand.draws import Draws
from planner.domain.problem import Problem
from planner.domain.scenario import Scenario
from planner.domain.terms import AcademicYear, Bound, NeedGroup, Phase
from planner.outputs.csv_files import write_rows
from planner.outputs.demand_bridge import write_bridge

if TYPE_CHECKING:
    from planner.domain.demand import Demand

DEMAND_FILE = "demand.csv"
DRAWS_FILE = "demand_draws.csv"
ALL = "all"
DECIMALS = 1


@dataclass(frozen=True, slots=True)
class DemandRow:
    """Whole pupils of one locality who need a place."""

    bound: Bound
    locality: str
    phase: Phase
    need_group: NeedGroup
    academic_year: AcademicYear
    pupils: int
    source: str


@dataclass(frozen=True, slots=True)
class DrawnRow:
    """Pupils of the council: whole at the three bounds, to one decimal in the draws."""

    academic_year: AcademicYear
    phase: str
    need_group: str
    lower_pupils: int
    central_pupils: int
    upper_pupils: int
    p10_pupils: float
    p50_pupils: float
    p90_pupils: float


def demand_rows(scenario: Scenario) -> tuple[DemandRow, ...]:
    """Rows of demand.csv: bound by bound, locality by locality."""
    problem = scenario.problem
    source = f"{scenario.title}: as planned for by rp-planner"
    return tuple(
        DemandRow(demand.bound, locality.name, phase, need_group, academic_year, count[key], source)
        for demand in problem.demand
        for count in [_by_locality(demand, problem)]
        for locality in problem.localities
        for phase in phases(problem)
        for need_group in problem.need_groups
        for academic_year in problem.academic_years
        for key in [(locality.name, phase, need_group, academic_year)]
    )


def drawn_rows(scenario: Scenario, draws: Draws) -> tuple[DrawnRow, ...]:
    """Rows of demand_draws.csv: the sums of phases and needs before their parts."""
    return tuple(_drawn_rows(scenario, draws))


def write_demand(folder: Path, scenario: Scenario, drawn: tuple[DrawnRow, ...] | None) -> None:
    """Write demand.csv and demand_bridge.csv, and demand_draws.csv where there are draws."""
    write_rows(folder / DEMAND_FILE, DemandRow, demand_rows(scenario))
    write_bridge(folder, scenario)
    if drawn is not None:
        write_rows(folder / DRAWS_FILE, DrawnRow, drawn)


def phases(problem: Problem) -> list[Phase]:
    """Phases that the bands belong to, in order."""
    return sorted({band.phase for band in problem.bands}, key=list(Phase).index)


def _by_locality(demand: Demand, problem: Problem) -> Counter[tuple[str, Phase, NeedGroup, AcademicYear]]:
    count: Counter[tuple[str, Phase, NeedGroup, AcademicYear]] = Counter()
    for key, pupils in demand.cells:
        locality = problem.area_by_code[key.area].locality
        count[locality, key.band.phase, key.need_group, key.academic_year] += pupils
    return count


def _drawn_rows(scenario: Scenario, draws: Draws) -> Iterator[DrawnRow]:
    problem = scenario.problem
    bounds = {demand.bound: _by_cell(demand) for demand in problem.demand}
    of_phases = {ALL: phases(problem), **{str(phase): [phase] for phase in phases(problem)}}
    of_needs = {ALL: list(problem.need_groups), **{str(need): [need] for need in problem.need_groups}}
    for academic_year, phase, need in product(problem.academic_years, of_phases, of_needs):
        cells = [(academic_year, *part) for part in product(of_phases[phase], of_needs[need])]
        lower, central, upper = (sum(bounds[bound][cell] for cell in cells) for bound in Bound)
        low, middle, high = (round(each, DECIMALS) for each in draws.quantiles(*cells))
        yield DrawnRow(academic_year, phase, need, lower, central, upper, low, middle, high)


def _by_cell(demand: Demand) -> Counter[tuple[AcademicYear, Phase, NeedGroup]]:
    count: Counter[tuple[AcademicYear, Phase, NeedGroup]] = Counter()
    for key, pupils in demand.cells:
        count[key.academic_year, key.band.phase, key.need_group] += pupils
    return count
