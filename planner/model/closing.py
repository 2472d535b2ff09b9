"""Candidates that no plan better than a limit opens, by the prices of a relaxation.

Price all rows but those of single candidates with multipliers y. What is left falls into one small question for each
candidate: which schedule of sizes, none smaller than the one before, costs least? The least of all candidates, of the
other columns and of the priced rows add up to a lower bound of the goal, whatever y is (Lagrangian relaxation). Where
that bound, with a candidate made to be open in a year, lies above the limit, no plan within the limit has it open then.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from planner.model.array_model import ModelArrays
from planner.model.master import Master
from planner.model.program import FloatArray, IntArray, Objective

# A site is closed only where the bound is above the limit by more than this share of it: arithmetic alone is no proof.
CLEAR_SHARE = 1e-6
NOBODY = -1


@dataclass(frozen=True)
class Schedules:
    """Least cost of each candidate over all its schedules: `forced` (candidates, years) when open in a year.

    `sites` are the candidates' indices; a candidate may stay closed, at no cost.
    """

    sites: IntArray
    forced: FloatArray

    @property
    def least(self) -> FloatArray:
        """Least cost of each candidate."""
        least: FloatArray = self.forced.min(axis=1, initial=0.0)
        return least


def upper_within(master: Master, objective: Objective, multipliers: FloatArray, limit: float) -> FloatArray:
    """Upper bounds of the columns for plans whose goal is at most `limit`; `multipliers` are one for each row."""
    arrays = master.program.arrays()
    owner = _owners(master)
    costs, bound = _priced(arrays, objective, multipliers, owner)
    schedules = _schedules(master, costs)
    bound += float(schedules.least.sum())
    open_bound = bound - schedules.least[:, None] + schedules.forced
    upper = master.program.upper.copy()
    for position, year in zip(*np.nonzero(open_bound > limit + CLEAR_SHARE * max(1.0, abs(limit))), strict=True):
        upper[master.places_map.columns_of(int(schedules.sites[position]), int(year))] = 0.0
    return upper


def _candidates(master: Master) -> list[int]:
    decided = master.places_map.opens_column[:, 0] >= 0
    return [index for index, site in enumerate(master.problem.sites) if site.is_candidate and decided[index]]


def _owners(master: Master) -> IntArray:
    """Candidate of each column, NOBODY for all others."""
    owner = np.full(master.program.columns, NOBODY, dtype=np.int64)
    for site in _candidates(master):
        for year in range(len(master.problem.academic_years)):
            owner[master.places_map.columns_of(site, year)] = site
    return owner


def _priced(
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


def _schedules(master: Master, costs: FloatArray) -> Schedules:
    """Cheapest schedules by what follows a year and what comes before it: no size is smaller than the one before."""
    sites = _candidates(master)
    size_costs = _size_costs(master, costs, sites)
    before, after = np.zeros_like(size_costs), np.zeros_like(size_costs)
    years = size_costs.shape[1]
    for year in range(1, years):
        reached = np.minimum.accumulate(before[:, year - 1] + size_costs[:, year - 1], axis=1)
        before[:, year] = np.minimum(0.0, reached)
    for year in reversed(range(years - 1)):
        following = after[:, year + 1] + size_costs[:, year + 1]
        after[:, year] = np.minimum.accumulate(following[:, ::-1], axis=1)[:, ::-1]
    forced = (before + size_costs + after).min(axis=2, initial=np.inf)
    return Schedules(np.asarray(sites, dtype=np.int64), forced)


def _size_costs(master: Master, costs: FloatArray, sites: list[int]) -> FloatArray:
    """Cost of each candidate, year and size of its menu; infinite where it cannot be."""
    problem, upper = master.problem, master.program.upper
    most = max((len(problem.sites[site].size_menu) for site in sites), default=0)
    found = np.full((len(sites), len(problem.academic_years), most), np.inf)
    for position, site in enumerate(sites):
        sizes = len(problem.sites[site].size_menu)
        for year in range(found.shape[1]):
            opens, *steps = master.places_map.columns_of(site, year)
            if upper[opens] > 0:
                larger = costs[steps] if len(steps) == sizes - 1 else np.repeat(costs[steps], sizes - 1)
                found[position, year, :sizes] = costs[opens] + np.concatenate([[0.0], np.cumsum(larger)])
    return found
