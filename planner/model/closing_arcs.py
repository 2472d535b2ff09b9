"""Openings and journeys that no plan with less travel than a limit has, by the prices of the plain relaxation.

As in `closing.py` all rows but those of single candidates are priced, the rows that count every pupil among them. Here
a candidate owns the journeys to it as well, so what is left of it is a schedule of sizes, filled in each year with the
journeys that its prices make worth most. With one price for each pupil this is the Lagrangian relaxation of capacitated
facility location (A. M. Geoffrion and R. McBride, AIIE Transactions 10, 1978).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from planner.model.closing import (
    CLEAR_SHARE,
    NOBODY,
    candidates,
    cheapest_schedules,
    owner_of_columns,
    priced,
    size_costs,
)
from planner.model.neighbourhood import Bounds
from planner.model.plain import Arcs, PlainModel
from planner.model.program import FloatArray, IntArray, Objective


def _one_pupil(arcs: Arcs) -> IntArray:
    return np.ones_like(arcs.pupils)


def whole_cell(arcs: Arcs) -> IntArray:
    """Pupils of a cell together: what closes by it is a guess, good where few cells are split."""
    return arcs.pupils


def bounds_within(
    plain: PlainModel,
    objective: Objective,
    multipliers: FloatArray,
    limit: float,
    moved: Callable[[Arcs], IntArray] = _one_pupil,
) -> Bounds:
    """Bounds of the columns for plans whose goal is at most `limit`; `multipliers` are one for each row.

    `moved` says with how many pupils a journey is counted that is made at all; with more than one nothing is proved.
    """
    program, places_map = plain.program, plain.places_map
    sites = candidates(plain.problem, places_map)
    costs, rest = priced(program.arrays(), objective, multipliers, _owners(plain, sites))
    of_sizes = size_costs(program, places_map, sites, costs) + _filled(plain, sites, costs)
    schedules = cheapest_schedules(sites, of_sizes)
    bound = rest + float(schedules.least.sum())
    open_bound = bound - schedules.least[:, None] + schedules.forced
    closed_bound = bound - schedules.least[:, None] + schedules.closed
    clear = limit + CLEAR_SHARE * max(1.0, abs(limit))
    lower, upper = program.lower.copy(), program.upper.copy()
    for position, year in zip(*np.nonzero(open_bound > clear), strict=True):
        upper[places_map.columns_of(sites[position], int(year))] = 0.0
    opens = places_map.opens_column[sites]
    must = opens[(closed_bound > clear) & (upper[opens] > 0)]
    lower[must] = 1.0
    least = np.full(places_map.fixed.shape, bound)
    least[sites] = open_bound
    arcs = plain.arcs
    far = least[arcs.site, arcs.year] + np.maximum(0.0, costs[arcs.column]) * moved(arcs) > clear
    upper[arcs.column[far]] = 0.0
    return lower, upper


def _owners(plain: PlainModel, sites: Sequence[int]) -> IntArray:
    """Candidate of each column, its journeys among them; NOBODY for all others."""
    owner = owner_of_columns(plain.program, plain.places_map, sites)
    owned = np.isin(plain.arcs.site, sites)
    owner[plain.arcs.column[owned]] = plain.arcs.site[owned]
    return owner


def _filled(plain: PlainModel, sites: Sequence[int], costs: FloatArray) -> FloatArray:
    """Least cost of the journeys to each candidate in each year at each size: the cheapest first while they gain."""
    places_map, years = plain.places_map, plain.places_map.fixed.shape[1]
    menus = [np.asarray(places_map.menu(site), dtype=np.float64) for site in sites]
    filled = np.zeros((len(sites), years, max(map(len, menus), default=0)))
    column, site_of, year_of, _, pupils = plain.arcs
    position = np.full(len(places_map.fixed), NOBODY)
    position[sites] = np.arange(len(sites))
    order = np.lexsort((costs[column], year_of, site_of))
    order = order[(costs[column[order]] < 0) & (position[site_of[order]] != NOBODY)]
    key = position[site_of[order]] * years + year_of[order]
    starts = np.searchsorted(key, np.arange(len(sites) * years + 1))
    for at in range(len(sites) * years):
        chosen = order[starts[at] : starts[at + 1]]
        if len(chosen):
            seated = np.concatenate([[0.0], np.cumsum(pupils[chosen], dtype=np.float64)])
            cost = np.concatenate([[0.0], np.cumsum(costs[column[chosen]] * pupils[chosen])])
            menu = menus[at // years]
            filled[at // years, at % years, : len(menu)] = np.interp(menu, seated, cost)
    return filled
