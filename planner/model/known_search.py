"""One goal searched from what an earlier solve knows.

The order is turned round: first a plan, close to the known one, because a bound that was proved may already settle it;
the relaxation and the whole master only where it does not.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

import numpy as np

from planner.domain.problem import Problem, Site
from planner.model.known import Known
from planner.model.master import Master
from planner.model.neighbourhood import Bounds
from planner.model.program import FloatArray
from planner.model.relaxation import Relaxed
from planner.model.search import Clock, GoalSearch, Proof

# Candidates that stand in for a known base that can no longer be: so many of its phase and needs, nearest first.
RIVALS = 12


class KnownSearch(GoalSearch):
    """A goal's search that can begin among the sites of a known plan; `point` is that of the relaxation, or None."""

    point: FloatArray | None = None

    def run_near(self, near: Bounds, bound: float, clock: Clock) -> Proof:
        """Search among the sites nearby; then as any goal is searched, unless that and a known bound settle it."""
        own = Clock.start(min(self._work.seconds, clock.left()))
        self._bound = bound
        self._explore(near, own, whole=False)
        return Proof(self._bound, self._stopped_by) if self._done() else self.run(clock)

    def _neighbourhoods(self, relaxed: Relaxed) -> list[Callable[[], Bounds | None]]:
        self.point = relaxed.point
        return super()._neighbourhoods(relaxed)


def near_bounds(master: Master, near: frozenset[int]) -> Bounds:
    """Bounds of a master's columns that keep the candidates outside `near`, by site index, closed."""
    upper = master.program.upper.copy()
    for index, site in enumerate(master.problem.sites):
        if site.is_candidate and index not in near:
            columns = master.places_map.opens_column[index]
            upper[columns[columns >= 0]] = 0.0
            upper[[column for terms in master.places_map.terms[index] for column, _ in terms]] = 0.0
    return master.program.lower, upper


def near_sites(problem: Problem, known: Known, asked: Iterable[str], master: Master) -> frozenset[int]:
    """Indices of the candidates that are worth a first look.

    The known plan or a known relaxation opens them, they are asked for by hand or new, or they can stand in for one of
    these that can no longer be.
    """
    before = known.proven.scenario.problem if known.proven is not None else problem
    opened = {key for (key, _), places in known.places.items() if places} | known.near
    keys = opened | set(asked)
    last = master.places_map.opens_column[:, -1]
    upper = master.program.upper
    closed = {site.key for site, column in zip(problem.sites, last, strict=True) if column >= 0 and upper[column] == 0}
    lost = [site for site in before.sites if site.key in opened and (site.key in closed or site not in problem.sites)]
    for site in lost:
        keys.update(_rivals(problem, before, site))
    return frozenset(
        index
        for index, site in enumerate(problem.sites)
        if site.is_candidate and (site.key in keys or site.key not in before.site_by_key)
    )


def _rivals(problem: Problem, before: Problem, lost: Site) -> list[str]:
    """Keys of the nearest candidates of the same phase for the same needs."""
    there = before.school_by_urn.get(lost.urn or "")
    if there is None:
        return []
    alike = [
        (np.hypot(school.easting - there.easting, school.northing - there.northing), site.key)
        for site in problem.sites
        if site.is_candidate and site.phase == lost.phase and site.need_groups == lost.need_groups
        for school in [problem.school_by_urn[str(site.urn)]]
    ]
    return [key for _, key in sorted(alike)[:RIVALS]]
