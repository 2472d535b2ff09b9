"""Who can go where: the pairs of demand cell and site that the placement rules permit, for one bound of demand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TypeAlias, cast

import numpy as np
from numpy.typing import NDArray

from planner.domain.demand import DemandKey
from planner.domain.problem import Problem, Site
from planner.domain.scenario import PlacementRule, Rule
from planner.domain.terms import AcademicYear, Band, Bound, NeedGroup
from planner.model.collector import collector_paused
from planner.model.pairs import BoolArray, Pairs

IntArray = NDArray[np.int64]
FloatArray = NDArray[np.float64]

Found: TypeAlias = tuple[tuple[int, ...], tuple[int, ...]]


@dataclass(frozen=True, slots=True)
class Cell:
    """Pupils of one area, band and need group: `pupils` for each academic year in order, `reach` the sites by index.

    `way` stands beside `reach`: whole metres, or whole minutes where travel is reckoned in them. `group` is the index
    of the (locality, band, need group) that the cell is part of.
    """

    area: str
    band: Band
    need_group: NeedGroup
    group: int
    weight: int
    pupils: tuple[int, ...]
    reach: tuple[int, ...]
    way: tuple[int, ...]


@dataclass(frozen=True)
class Network:
    """Cells and sites of one bound. `groups` are the (locality, band, need group) with pupils, sorted."""

    bound: Bound
    academic_years: tuple[AcademicYear, ...]
    sites: tuple[Site, ...]
    groups: tuple[tuple[str, Band, NeedGroup], ...]
    cells: tuple[Cell, ...]

    @cached_property
    def cells_of_group(self) -> tuple[tuple[int, ...], ...]:
        """Cell indices of each group."""
        members: list[list[int]] = [[] for _ in self.groups]
        for index, cell in enumerate(self.cells):
            members[cell.group].append(index)
        return tuple(tuple(member) for member in members)

    @cached_property
    def reach_pairs(self) -> IntArray:
        """(cell, site) of each site in a cell's reach, by index, in order."""
        pairs = [(index, site) for index, cell in enumerate(self.cells) for site in cell.reach]
        return np.asarray(pairs, dtype=np.int64).reshape(-1, 2)

    @cached_property
    def reached(self) -> tuple[IntArray, ...]:
        """Site indices in each cell's reach."""
        return tuple(np.asarray(cell.reach, dtype=np.int64) for cell in self.cells)

    @cached_property
    def pupils(self) -> IntArray:
        """Pupils by cell and academic year."""
        pupils = np.asarray([cell.pupils for cell in self.cells], dtype=np.int64)
        return pupils.reshape(len(self.cells), len(self.academic_years))

    @cached_property
    def middle_places(self) -> FloatArray:
        """Places halfway between the smallest and the largest size of each site; 0 where its places are a fact."""
        menus = [site.size_menu for site in self.sites]
        return np.asarray([(menu[0] + menu[-1]) / 2 if menu else 0.0 for menu in menus])

    @cached_property
    def group_weights(self) -> tuple[int, ...]:
        """Priority of a pupil of each group."""
        return tuple(self.cells[member[0]].weight for member in self.cells_of_group)

    @cached_property
    def demand_keys(self) -> tuple[tuple[DemandKey, ...], ...]:
        """Key of each cell in each academic year, in the order of keys."""
        years = self.academic_years
        return tuple(
            tuple(DemandKey(cell.area, cell.band, cell.need_group, year) for year in years) for cell in self.cells
        )

    @cached_property
    def site_order(self) -> tuple[int, ...]:
        """Place of each site, by index, in the order of keys."""
        by_key = sorted(range(len(self.sites)), key=lambda site: self.sites[site].key)
        order = [0] * len(by_key)
        for place, site in enumerate(by_key):
            order[site] = place
        return tuple(order)

    def group_pupils(self, group: int, year_index: int) -> int:
        """Pupils of a group in one academic year."""
        return sum(self.cells[cell].pupils[year_index] for cell in self.cells_of_group[group])

    @cached_property
    def weighted_pupils(self) -> int:
        """Priority-weighted pupil-years of all cells."""
        return sum(cell.weight * sum(cell.pupils) for cell in self.cells)

    @cached_property
    def located(self) -> tuple[int, ...]:
        """Indices of sites that stand at a school, so can take pupils."""
        return tuple(index for index, site in enumerate(self.sites) if site.urn is not None)


def placement_rules(rules: Sequence[Rule]) -> tuple[PlacementRule, ...]:
    """Rules that say which pupils a site can take."""
    return tuple(cast("PlacementRule", rule) for rule in rules if hasattr(rule, "permits"))


def build_network(problem: Problem, rules: Sequence[Rule], bound: Bound) -> Network:
    """Collect the permitted pairs of a problem for one bound, in canonical order: equal input gives equal output."""
    return build_networks(problem, rules, (bound,))[0]


@collector_paused()
def build_networks(problem: Problem, rules: Sequence[Rule], bounds: Sequence[Bound]) -> list[Network]:
    """The same for several bounds, which share what the rules permit."""
    reach = _Reach(problem, placement_rules(rules))
    return [_network(problem, bound, reach) for bound in bounds]


def _network(problem: Problem, bound: Bound, reach: _Reach) -> Network:
    year_index = {year: index for index, year in enumerate(problem.academic_years)}
    pupils: dict[tuple[str, Band, NeedGroup], list[int]] = {}
    for key, count in problem.demand_by_bound[bound].cells:
        row = pupils.setdefault((key.area, key.band, key.need_group), [0] * len(year_index))
        row[year_index[key.academic_year]] += count
    locality = {code: area.locality for code, area in problem.area_by_code.items()}
    groups = sorted({(locality[area], band, need) for area, band, need in pupils})
    group_index = {group: index for index, group in enumerate(groups)}
    cells = []
    for area, band, need in sorted(pupils):
        sites, way = reach.of(area, band, need)
        home = locality[area]
        group = group_index[home, band, need]
        weight = problem.weights[home, band]
        cells.append(Cell(area, band, need, group, weight, tuple(pupils[area, band, need]), sites, way))
    return Network(bound, problem.academic_years, problem.sites, tuple(groups), tuple(cells))


class _Reach:
    """Sites that the rules permit for a band and need, by area."""

    def __init__(self, problem: Problem, rules: tuple[PlacementRule, ...]) -> None:
        self._pairs = Pairs.of(problem)
        self._whole_way = np.rint(self._pairs.way)
        self._rules = rules
        self._row = {area.code: row for row, area in enumerate(problem.areas)}
        self._designated = {
            need: np.asarray([need in site.need_groups for site in problem.sites], dtype=bool)
            for need in problem.need_groups
        }
        self._permitted: dict[tuple[Band, NeedGroup], BoolArray] = {}
        self._found: dict[tuple[str, Band, NeedGroup], Found] = {}

    def of(self, area_code: str, band: Band, need: NeedGroup) -> Found:
        """Site indices and whole way for one cell, in site order; bounds ask for the same cells."""
        asked = (area_code, band, need)
        if asked not in self._found:
            self._found[asked] = self._find(self._row[area_code], band, need)
        return self._found[asked]

    def _find(self, row: int, band: Band, need: NeedGroup) -> Found:
        if (band, need) not in self._permitted:
            self._permitted[band, need] = self._judged(band) & self._designated[need]
        sites = np.flatnonzero(self._permitted[band, need][row])
        way = self._whole_way[row, sites].astype(np.int64)
        return tuple(sites.tolist()), tuple(way.tolist())

    def _judged(self, band: Band) -> BoolArray:
        permitted = self._pairs.overlapping(band)
        for rule in self._rules:
            permitted = permitted & rule.permits(self._pairs, band)
        return permitted
