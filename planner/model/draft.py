"""From places by site and year to a Plan."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from planner.domain.demand import DemandKey
from planner.domain.plan import GoalResult, Placement, Plan, SiteYear, Unplaced
from planner.domain.problem import Problem
from planner.domain.terms import Bound
from planner.model.flow import Outcome
from planner.model.network import Network
from planner.model.program import IntArray


def stock_places(problem: Problem) -> IntArray:
    """Stated places of existing and committed sites: the plan that decides nothing. Shape (sites, years)."""
    stated = [[site.stated_places(year) for year in problem.academic_years] for site in problem.sites]
    return np.asarray(stated, dtype=np.int64).reshape(len(problem.sites), len(problem.academic_years))


def draft_plan(
    problem: Problem,
    bound: Bound,
    places: IntArray,
    outcomes: Iterable[tuple[Network, Outcome]],
    goals: Sequence[GoalResult] = (),
) -> Plan:
    """Plan of these places, with the placements of each network's outcome."""
    placements: list[Placement] = []
    unplaced: list[Unplaced] = []
    for network, outcome in outcomes:
        placements += _placements(network, outcome)
        unplaced += _unplaced(network, outcome)
    rows = tuple(_site_years(problem, places))
    return Plan(bound, rows, tuple(sorted(placements)), tuple(sorted(unplaced)), tuple(goals))


def _site_years(problem: Problem, places: IntArray) -> Iterable[SiteYear]:
    first = problem.academic_years[0].plus(-1)
    for index, site in enumerate(problem.sites):
        before = site.stated_places(first)
        for year, academic_year in enumerate(problem.academic_years):
            now = int(places[index, year])
            yield SiteYear(site.key, academic_year, now, max(0, now - before), before == 0 and now > 0)
            before = now


def _key(network: Network, cell: int, year: int) -> DemandKey:
    chosen = network.cells[cell]
    return DemandKey(chosen.area, chosen.band, chosen.need_group, network.academic_years[year])


def _placements(network: Network, outcome: Outcome) -> Iterable[Placement]:
    for (cell, site, year), pupils in outcome.placed.items():
        yield Placement(network.bound, _key(network, cell, year), network.sites[site].key, pupils)


def _unplaced(network: Network, outcome: Outcome) -> Iterable[Unplaced]:
    placed: dict[tuple[int, int], int] = {}
    for (index, _, year), pupils in outcome.placed.items():
        placed[index, year] = placed.get((index, year), 0) + pupils
    for index, cell in enumerate(network.cells):
        for year, demanded in enumerate(cell.pupils):
            left = demanded - placed.get((index, year), 0)
            if left:
                yield Unplaced(network.bound, _key(network, index, year), left)
