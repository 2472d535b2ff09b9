"""What one solve knows that the next one can use: its places, its service cuts by name, and what it proved.

A service cut holds for any demand, rules and sites (FORMULATION.md): the groups, sites and cells that it names are a
choice, and its numbers are worked out anew from the scenario in hand. So cuts found for one scenario of a council are
cuts of every other one, and a what-if need not find them again. A bound holds for every scenario that only takes plans
away from the one for which it was proved (`restriction.py`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias, TypeVar

import numpy as np

from planner.domain.plan import Plan
from planner.domain.problem import Problem
from planner.domain.scenario import Scenario
from planner.domain.terms import AcademicYear, Band, NeedGroup
from planner.model.cuts import ServiceCut
from planner.model.network import Network
from planner.model.program import IntArray
from planner.model.restriction import restricts

GroupName: TypeAlias = tuple[str, Band, NeedGroup]
CellName: TypeAlias = tuple[str, Band, NeedGroup]

Name = TypeVar("Name")


@dataclass(frozen=True, slots=True)
class NamedCut:
    """A service cut of one academic year: groups as (locality, band, need group), sites by key, cells by area."""

    academic_year: AcademicYear
    groups: tuple[GroupName, ...]
    sites: tuple[str, ...]
    cells: tuple[CellName, ...]


@dataclass(frozen=True)
class Proven:
    """What was proved of a scenario: `bounds[k]` for plans that are as good as `values` in the goals before k."""

    scenario: Scenario = field(repr=False)
    values: tuple[int, ...]
    bounds: tuple[float, ...]

    def bound_of(self, order: int, held: Sequence[int]) -> float:
        """Bound of a goal for plans whose goals before it are held at such values; 0 where none was proved for them."""
        as_good = all(now <= then for now, then in zip(held, self.values[:order], strict=True))
        return self.bounds[order] if as_good else 0.0


@dataclass(frozen=True)
class Known:
    """Commissioned places by site key and academic year (missing = 0), and cuts in the order in which they came.

    `near` are keys of sites that a relaxation opens at least in part: what the best plans are made of. `proven` is None
    where nothing was proved.
    """

    places: Mapping[tuple[str, AcademicYear], int] = field(default_factory=dict)
    cuts: tuple[NamedCut, ...] = ()
    near: frozenset[str] = frozenset()
    proven: Proven | None = None

    @classmethod
    def of_plan(cls, plan: Plan) -> Known:
        """What a finished plan alone tells: its places."""
        return cls(dict(plan.places))

    def places_of(self, problem: Problem) -> IntArray:
        """The places as (sites, academic years) of a problem; sites that it does not know have none."""
        known = [[self.places.get((site.key, year), 0) for year in problem.academic_years] for site in problem.sites]
        return np.asarray(known, dtype=np.int64).reshape(len(problem.sites), len(problem.academic_years))

    def proven_of(self, scenario: Scenario) -> Proven | None:
        """What was proved and holds for this scenario too; None where it has plans that the known one has not."""
        return self.proven if self.proven is not None and restricts(scenario, self.proven.scenario) else None

    def cuts_of(self, network: Network) -> list[tuple[int, ServiceCut]]:
        """The cuts by year index in the indices of a network; names that it lacks are left out of a cut."""
        years = {academic_year: index for index, academic_year in enumerate(network.academic_years)}
        groups = {group: index for index, group in enumerate(network.groups)}
        sites = {site.key: index for index, site in enumerate(network.sites)}
        cells = {(cell.area, cell.band, cell.need_group): index for index, cell in enumerate(network.cells)}
        found = []
        for cut in self.cuts:
            chosen = _indices(cut.groups, groups)
            if cut.academic_year in years and chosen:
                inside = {cell for group in chosen for cell in network.cells_of_group[group]}
                members = tuple(cell for cell in _indices(cut.cells, cells) if cell in inside)
                found.append((years[cut.academic_year], ServiceCut(chosen, _indices(cut.sites, sites), members)))
        return found


def _indices(names: Iterable[Name], position: Mapping[Name, int]) -> tuple[int, ...]:
    return tuple(sorted(position[name] for name in names if name in position))


def named_cuts(network: Network, pool: Iterable[tuple[int, ServiceCut]]) -> tuple[NamedCut, ...]:
    """Cuts of a network by name."""
    return tuple(
        NamedCut(
            network.academic_years[year],
            tuple(network.groups[group] for group in cut.groups),
            tuple(network.sites[site].key for site in cut.sites),
            tuple(
                (network.cells[cell].area, network.cells[cell].band, network.cells[cell].need_group)
                for cell in cut.cells
            ),
        )
        for year, cut in pool
    )


def named_places(problem: Problem, places: IntArray) -> dict[tuple[str, AcademicYear], int]:
    """Places of shape (sites, academic years) by site key and academic year; 0 is left out."""
    return {
        (site.key, academic_year): int(places[index, year])
        for index, site in enumerate(problem.sites)
        for year, academic_year in enumerate(problem.academic_years)
        if places[index, year]
    }
