"""Candidates that no plan better than a limit opens, by the prices of a relaxation.

Price all rows but those of single candidates with multipliers y. What is left falls into one small question for each
candidate: which schedule of sizes, none smaller than the one before, costs least? The least of all candidates, of the
other columns and of the priced rows add up to a lower bound of the goal, whatever y is (Lagrangian relaxation). Where
that bound, with a candidate made to be open in a year, lies above the limit, no plan within the limit has it open then.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from planner.domain.problem import Problem
from planner.model.array_model import ModelArrays
from planner.model.master import Master, PlacesMap
from planner.model.program import FloatArray, IntArray, Objective, Program

# A site is closed only where the bound is above the limit by more than this share of it: arithmetic alone is no proof.
CLEAR_SHARE = 1e-6
NOBODY = -1


@dataclass(frozen=True)
class Schedules:
    """Least cost of each candidate over all its schedules: `forced` (candidates, years) when open in a year.

    `closed` is that when closed in a year, which costs nothing if it stays closed. `sites` are the candidates' indices.
    """

    sites: IntArray
    forced: FloatArray
    closed: FloatArray

    @property
    def least(self) -> FloatArray:
        """Least cost of each candidate."""
        least: FloatArray = self.forced.min(axis=1, initial=0.0)
        return least


def upper_within(master: Master, objective: Objective, multipliers: FloatArray, limit: float) -> FloatArray:
    """Upper bounds of the columns for plans whose goal is at most `limit`; `multipliers` are one for each row."""
    arrays = master.program.arrays()
    sites = candidates(master.problem, master.places_map)
    owner = owner_of_columns(master.program, master.places_map, sites)
    costs, bound = priced(arrays, objective, multipliers, owner)
    schedules = cheapest_schedules(sites, size_costs(master.program, master.places_map, sites, costs))
    bound += float(schedules.least.sum())
    open_bound = bound - schedules.least[:, None] + schedules.forced
    upper = master.program.upper.copy()
    for position, year in zip(*np.nonzero(open_bound > limit + CLEAR_SHARE * max(1.0, abs(limit))), strict=True):
        upper[master.places_map.columns_of(int(schedules.sites[position]), int(year))] = 0.0
    return upper


def candidates(problem: Problem, places_map: PlacesMap) -> list[int]:
    """Indices of the candidates whose places are a decision."""
    decided = places_map.opens_column[:, 0] >= 0
    return [index for index, site in enumerate(problem.sites) if site.is_candidate and decided[index]]


def owner_of_columns(program: Program, places_map: PlacesMap, sites: Sequence[int]) -> IntArray:
    """Candidate of each column of openings and sizes, NOBODY for all others."""
    owner = np.full(program.columns, NOBODY, dtype=np.int64)
    for site in sites:
        for year in range(places_map.fixed.shape[1]):
            owner[places_map.columns_of(site, year)] = site
    return owner


def priced(
    arrays: ModelArrays, objective: Objective, multipliers: FloatArray, owner: IntArray
) -> tuple[FloatArray, float]:
    """Cost of each column with the rows priced, and the least that the rows and the columns of nobody add up to.

    Rows of one candidate that staying closed keeps are left to its schedules, so they have no price.
    """
    row_of, rows = arrays.row_of, len(arrays.row_lower)
    owners = owner[arrays.columns]
    first, last = np.full(rows, owner.max() + 1), np.full(rows, NOBODY)
    np.minimum.at(first, row_of, owners)
    np.maximum.at(last, row_of, owners)
    own = (first == last) & (last != NOBODY) & (arrays.row_lower <= 0) & (arrays.row_upper >= 0)
    side = np.where(multipliers > 0, arrays.row_lower, arrays.row_upper)
    prices = np.where(own | ~np.isfinite(side), 0.0, multipliers)
    costs = objective.coefficients - np.bincount(arrays.columns, prices[row_of] * arrays.coefficients, len(owner))
    free = owner == NOBODY
    ends = np.minimum(costs[free] * arrays.lower[free], costs[free] * arrays.upper[free])
    return costs, objective.offset + float(prices[prices != 0] @ side[prices != 0]) + float(ends.sum())


def cheapest_schedules(sites: Sequence[int], costs: FloatArray) -> Schedules:
    """Cheapest schedules by what follows a year and what comes before it: no size is smaller than the one before.

    `costs` are those of each candidate, year and size.
    """
    before, after = np.zeros_like(costs), np.zeros_like(costs)
    closed = np.zeros(costs.shape[:2])
    years = costs.shape[1]
    for year in range(1, years):
        reached = np.minimum.accumulate(before[:, year - 1] + costs[:, year - 1], axis=1)
        before[:, year] = np.minimum(0.0, reached)
    for year in reversed(range(years - 1)):
        following = after[:, year + 1] + costs[:, year + 1]
        after[:, year] = np.minimum.accumulate(following[:, ::-1], axis=1)[:, ::-1]
        closed[:, year] = np.minimum(closed[:, year + 1], following.min(axis=1, initial=0.0))
    forced = (before + costs + after).min(axis=2, initial=np.inf)
    return Schedules(np.asarray(sites, dtype=np.int64), forced, closed)


def size_costs(program: Program, places_map: PlacesMap, sites: Sequence[int], costs: FloatArray) -> FloatArray:
    """Cost of each candidate, year and size of its menu; infinite where it cannot be."""
    menus = [len(places_map.menu(site)) for site in sites]
    found = np.full((len(sites), places_map.fixed.shape[1], max(menus, default=0)), np.inf)
    for position, (site, sizes) in enumerate(zip(sites, menus, strict=True)):
        for year in range(found.shape[1]):
            opens, *steps = places_map.columns_of(site, year)
            if program.upper[opens] > 0:
                larger = costs[steps] if len(steps) == sizes - 1 else np.repeat(costs[steps], sizes - 1)
                found[position, year, :sizes] = costs[opens] + np.concatenate([[0.0], np.cumsum(larger)])
    return found
