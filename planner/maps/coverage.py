"""Coverage of each locality, band and academic year: is there a base, for how many pupils, and who is left without.

Two measures of "covered" are kept apart, because councils promise either: a base that stands in the locality, and a
base within the travel limit of every part of it where children of that age live.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from planner.domain.geography import Locality
from planner.domain.plan import Plan
from planner.domain.scenario import Scenario
from planner.domain.terms import AcademicYear, Band, Bound, Phase
from planner.maps.counts import Counts, Reach


class Stage(StrEnum):
    """`before`: existing and committed places of the register only; `after`: with the plan."""

    BEFORE = "before"
    AFTER = "after"


@dataclass(frozen=True, slots=True)
class CoverageRow:
    """One stage, bound, locality, band and academic year, over all need groups.

    `commissioned_places` are those of the open bases in the locality that take the whole band, so a primary base
    counts in infant and again in junior: add rows of different bands and it counts twice. `pupils` live in the
    locality and need a place; `placed` of them have one, anywhere. `base_within_limit` is true when every area of the
    locality with children of the band's age, or with pupils, reaches an open base within the travel limit (any
    reachable base when the scenario has no limit). `places_per_100_pupils` is None when there are no pupils.
    """

    stage: Stage
    bound: Bound
    locality: str
    district: str
    phase: Phase
    band: str
    ncy_low: int
    ncy_high: int
    academic_year: AcademicYear
    base_in_locality: bool
    base_within_limit: bool
    commissioned_places: int
    pupils: int
    placed: int
    unplaced: int
    places_per_100_pupils: float | None


def coverage(plan: Plan, stock: Plan, scenario: Scenario) -> tuple[CoverageRow, ...]:
    """Coverage before and after the plan, sorted by stage, bound, locality, band and academic year.

    `stock` is the same scenario evaluated with the register's places only; it gives the rows of stage `before`.
    """
    reach = Reach(scenario)
    bounds = [bound for bound in Bound if bound in scenario.problem.demand_by_bound]
    return tuple(
        row
        for stage, staged_plan in ((Stage.BEFORE, stock), (Stage.AFTER, plan))
        for bound in bounds
        for row in _rows(stage, bound, Counts(staged_plan, scenario.problem, bound, reach), scenario)
    )


def _rows(stage: Stage, bound: Bound, counts: Counts, scenario: Scenario) -> Iterator[CoverageRow]:
    problem = scenario.problem
    for locality in sorted(problem.localities):
        for band in problem.bands:
            for academic_year in problem.academic_years:
                yield _row(stage, bound, counts, locality, band, academic_year)


def _row(
    stage: Stage, bound: Bound, counts: Counts, locality: Locality, band: Band, academic_year: AcademicYear
) -> CoverageRow:
    cell = counts.cell([locality.name], [band], academic_year)
    return CoverageRow(
        stage=stage,
        bound=bound,
        locality=locality.name,
        district=locality.district,
        phase=band.phase,
        band=band.name,
        ncy_low=band.ncy_low,
        ncy_high=band.ncy_high,
        academic_year=academic_year,
        base_in_locality=cell.bands_with_base_in_locality == 1,
        base_within_limit=cell.bands_with_base_within_limit == 1,
        commissioned_places=cell.commissioned_places,
        pupils=cell.pupils,
        placed=cell.placed,
        unplaced=cell.unplaced,
        places_per_100_pupils=cell.places_per_100_pupils,
    )
