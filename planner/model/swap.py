"""Travel: move a base to another school of the same kind when that shortens journeys and costs nothing before it.

The master does not know who travels where, so travel is improved from the best plan by exact evaluation: the whole
schedule of one new base moves to another candidate. A step is kept only when the plan is better in the strict order
of all goals and keeps every rule. The number of evaluations bounds the work, so the result repeats.
"""

from __future__ import annotations

import numpy as np

from planner.domain.problem import Problem
from planner.domain.terms import AcademicYear
from planner.model.incumbent import Candidate, Incumbent
from planner.model.network import Network
from planner.model.program import IntArray
from planner.model.rivals import apart_metres, stands_in
from planner.model.search import NOTHING_MORE, Clock


def improve_travel(problem: Problem, network: Network, incumbent: Incumbent, evaluations: int, clock: Clock) -> str:
    """Move bases until no move helps and there is nothing more to try, or the work limit or the clock ends it."""
    rivals = _rivals(problem, network)
    spent, moved = 0, True
    while moved:
        moved = False
        for index in range(len(problem.sites)):
            best = incumbent.best
            if best is None or not _is_new_base(problem, best.places, index):
                continue
            for other in rivals[index]:
                if clock.left() <= 0:
                    return "clock"
                if spent >= evaluations:
                    return "work limit"
                spent += 1
                places = _moved(problem, best, index, other)
                if places is not None and _shorter(incumbent, best, places) and incumbent.offer(places):
                    moved = True
                    break
    return NOTHING_MORE


def _is_new_base(problem: Problem, places: IntArray, index: int) -> bool:
    return problem.sites[index].is_candidate and bool(places[index].any())


def _rivals(problem: Problem, network: Network) -> list[list[int]]:
    """Candidates for the same phase and needs that some pupil could reach as well, nearest school first."""
    shared: list[set[int]] = [set() for _ in problem.sites]
    for cell in network.cells:
        for reached in cell.reach:
            shared[reached].update(cell.reach)
    return [_nearest_first(problem, index, shared[index]) for index in range(len(problem.sites))]


def _nearest_first(problem: Problem, index: int, shared: set[int]) -> list[int]:
    site = problem.sites[index]
    if not site.is_candidate:
        return []
    others = [other for other in shared if other != index and stands_in(problem.sites[other], site)]
    return sorted(others, key=lambda other: (_apart(problem, index, other), other))


def _apart(problem: Problem, index: int, other: int) -> float:
    here, there = (problem.school_by_urn[str(problem.sites[each].urn)] for each in (index, other))
    return apart_metres(here, there)


def _moved(problem: Problem, best: Candidate, index: int, other: int) -> IntArray | None:
    """Places with one base's schedule at another site; None where that site cannot take it."""
    site = problem.sites[other]
    if best.places[other].any():
        return None
    schedule = best.places[index]
    opens: AcademicYear = problem.academic_years[int(np.argmax(schedule > 0))]
    if site.earliest_opening is not None and opens < site.earliest_opening:
        return None
    if not {int(size) for size in schedule if size} <= set(site.size_menu):
        return None
    places = best.places.copy()
    places[other], places[index] = schedule, 0
    return places


def _shorter(incumbent: Incumbent, best: Candidate, places: IntArray) -> bool:
    """Cheap test before the full one: no pupil lost, journeys shorter or more pupils placed."""
    outcome = incumbent.evaluator.evaluate(places)
    before = (best.outcome.weighted_unplaced, -best.outcome.placed_pupils, best.outcome.pupil_travel)
    return (outcome.weighted_unplaced, -outcome.placed_pupils, outcome.pupil_travel) < before
