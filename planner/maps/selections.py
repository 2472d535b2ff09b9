"""What a reader may choose on the map: year groups, need, academic year; and the counts for every choice."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from planner.domain.plan import Plan
from planner.domain.problem import Problem
from planner.domain.scenario import Scenario
from planner.domain.terms import AcademicYear, Band, NeedGroup, Phase
from planner.maps.counts import Cell, Counts, Reach
from planner.maps.coverage import Stage

ALL_NEEDS = "All needs"


@dataclass(frozen=True, slots=True)
class YearGroups:
    """One choice of year groups: all of them, a phase, or a single band."""

    key: str
    label: str
    bands: tuple[Band, ...]


def year_group_choices(problem: Problem) -> tuple[YearGroups, ...]:
    """All year groups first, then each phase from nursery up, followed by its bands where it has several."""
    return (YearGroups("all", "All year groups", problem.bands), *_phases(problem))


def need_choices(problem: Problem) -> tuple[NeedGroup | None, ...]:
    """All needs (None) first, then each need group of the scenario."""
    return (None, *problem.need_groups)


def need_label(need_group: NeedGroup | None) -> str:
    """Name of a choice of need for readers."""
    return ALL_NEEDS if need_group is None else need_group.label


def band_label(band: Band) -> str:
    """Name of a band for readers, for example "Infant (Reception to Year 2)"."""
    if band.name == band.year_groups or band.name == band.year_groups.lower():
        return band.year_groups
    return f"{band.name.capitalize()} ({band.year_groups})"


class StagedCounts:
    """Counts before and after the plan, under the scenario's own bound of demand, for each choice of need."""

    def __init__(self, plan: Plan, stock: Plan, scenario: Scenario) -> None:
        problem, reach = scenario.problem, Reach(scenario)
        self._names = [locality.name for locality in problem.localities]
        self._counts = {
            (stage, need_group): Counts(staged_plan, problem, scenario.bound, reach, need_group)
            for stage, staged_plan in ((Stage.BEFORE, stock), (Stage.AFTER, plan))
            for need_group in need_choices(problem)
        }

    def locality(
        self, stage: Stage, need_group: NeedGroup | None, bands: tuple[Band, ...], year: AcademicYear, name: str
    ) -> Cell:
        """Counts of one locality."""
        return self._counts[stage, need_group].cell([name], bands, year)

    def council(self, stage: Stage, need_group: NeedGroup | None, bands: tuple[Band, ...], year: AcademicYear) -> Cell:
        """Counts of all localities together; places that stand in no locality are left out."""
        return self._counts[stage, need_group].cell(self._names, bands, year)


def _phases(problem: Problem) -> Iterator[YearGroups]:
    for phase in Phase:
        bands = tuple(band for band in problem.bands if band.phase is phase)
        if len(bands) > 1:
            yield YearGroups(phase.value, f"{phase.value.capitalize()}, all", bands)
        for band in bands:
            yield YearGroups(f"{band.ncy_low}-{band.ncy_high}", band_label(band), (band,))
