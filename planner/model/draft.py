"""From places by site and year to a Plan."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from planner.domain.plan import GoalResult, Placement, Plan, SiteYear, Unplaced
from planner.domain.problem import Problem
from planner.domain.terms import Bound
from planner.model.collector import collector_paused
from planner.model.flow import Outcome
from planner.model.network import Network
from planner.model.program import IntArray


def stock_places(problem: Problem) -> IntArray:
    """Stated places of existing and committed sites: the plan that decides nothing. Shape (sites, years)."""
    stated = [[site.stated_places(year) for year in problem.academic_years] for site in problem.sites]
    return np.asarray(stated, dtype=np.int64).reshape(len(problem.sites), len(problem.academic_years))


@collector_paused()
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
    for network, outcome in sorted(outcomes, key=lambda pair: pair[0].bound):
        placements += _placements(network, outcome)
        unplaced += _unplaced(network, outcome)
    return Plan(bound, tuple(_site_years(problem, places)), tuple(placements), tuple(unplaced), tuple(goals))


def _site_years(problem: Problem, places: IntArray) -> Iterable[SiteYear]:
    first = problem.academic_years[0].plus(-1)
    for site, row in zip(problem.sites, places.tolist(), strict=True):
        before = site.stated_places(first)
        for academic_year, now in zip(problem.academic_years, row, strict=True):
            yield SiteYear(site.key, academic_year, now, max(0, now - before), before == 0 and now > 0)
            before = now


def _placements(network: Network, outcome: Outcome) -> Iterable[Placement]:
    """All placements of one bound, sorted: by cell, year and site."""
    order, keys = network.site_order, network.demand_keys
    rows = [(cell, year, order[site], site, pupils) for (cell, site, year), pupils in outcome.placed.items()]
    for cell, year, _, site, pupils in sorted(rows):
        yield Placement(network.bound, keys[cell][year], network.sites[site].key, pupils)


def _unplaced(network: Network, outcome: Outcome) -> Iterable[Unplaced]:
    """All pupils of one bound without a place, sorted: by cell and year."""
    placed: dict[tuple[int, int], int] = {}
    for (index, _, year), pupils in outcome.placed.items():
        placed[index, year] = placed.get((index, year), 0) + pupils
    for index, (cell, keys) in enumerate(zip(network.cells, network.demand_keys, strict=True)):
        for year, demanded in enumerate(cell.pupils):
            left = demanded - placed.get((index, year), 0)
            if left:
                yield Unplaced(network.bound, keys[year], left)
