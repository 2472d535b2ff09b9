"""Leavers of primary bases without an entry place, worked out from the places without the rule's code."""

from __future__ import annotations

from fractions import Fraction
from math import ceil
from typing import Any

from planner.domain.problem import Problem, Site
from planner.domain.terms import AcademicYear
from tests.benchmarks.checker_places import Table
from tests.benchmarks.checker_pupils import ways

YEAR_6, YEAR_7 = 6, 7
Amounts = dict[str, Fraction]
Moves = dict[tuple[str, str], Fraction]


def transition_gap(table: Table, rule: Any) -> int:  # noqa: ANN401 - settings only
    """Whole pupils over the years that count; 0 without the rule."""
    if rule is None:
        return 0
    first = rule.from_academic_year
    years = [year for year in table.years if first is None or year.start >= first.start]
    return ceil(sum((_gap(table, rule.limit, year) for year in years), Fraction(0)))


def _gap(table: Table, limit: Any, year: AcademicYear) -> Fraction:  # noqa: ANN401 - settings only
    problem = table.problem
    leaving = {site.key: _share(site, table, year) for site in problem.sites if site.urn and site.ncy_high == YEAR_6}
    room = {
        site.key: max(Fraction(0), table.of(site, year) - table.of(site, year.plus(-1)) + _share(site, table, year))
        for site in problem.sites
        if site.urn and site.ncy_low == YEAR_7
    }
    left = {key: amount for key, amount in leaving.items() if amount}
    open_room = {key: amount for key, amount in room.items() if amount}
    fits = {key: _fits(problem, limit, key, list(open_room)) for key in left}
    moved: Moves = {}
    while _move_more(left, open_room, fits, moved):
        pass
    return sum(left.values(), Fraction(0))


def _share(site: Site, table: Table, year: AcademicYear) -> Fraction:
    """One year group of a base that was full last year."""
    return Fraction(table.of(site, year.plus(-1)), site.ncy_high - site.ncy_low + 1)


def _fits(problem: Problem, limit: Any, key: str, entry: list[str]) -> list[str]:  # noqa: ANN401 - settings only
    sites = {site.key: site for site in problem.sites}
    urn, needs = sites[key].urn or "", set(sites[key].need_groups) & set(problem.need_groups)
    near_areas = [(metres, code) for (code, to), metres in problem.distance_metres.items() if to == urn]
    if not near_areas:
        return []
    home = min(near_areas)[1]
    known, unit = ways(problem)
    furthest = float("inf") if limit is None else getattr(limit, f"secondary_{unit}")
    near = [other for other in entry if known.get((home, sites[other].urn or ""), furthest + 1) <= furthest]
    return [other for other in near if needs & set(sites[other].need_groups)]


def _move_more(left: Amounts, room: Amounts, fits: dict[str, list[str]], moved: Moves) -> bool:
    """Move leavers along one shortest path of takings and givings back to a base with room; False without one."""
    before: dict[str, str | None] = {key: None for key, amount in left.items() if amount}
    queue = list(before)
    for node in queue:
        if node in fits:
            steps = fits[node]
        elif room[node]:
            _shift(node, before, left, room, moved)
            return True
        else:
            steps = [base for (base, entry), amount in moved.items() if entry == node and amount]
        for step in steps:
            if step not in before:
                before[step] = node
                queue.append(step)
    return False


def _shift(end: str, before: dict[str, str | None], left: Amounts, room: Amounts, moved: Moves) -> None:
    path = [end]
    while (last := before[path[-1]]) is not None:
        path.append(last)
    # Read from the end: an entry base, the base that takes it, the entry base that this one gives back, and so on.
    taken = list(zip(path[1::2], path[::2], strict=True))
    given_back = list(zip(path[1:-1:2], path[2::2], strict=True))
    amount = min([room[end], left[path[-1]], *(moved[pair] for pair in given_back)])
    room[end] -= amount
    left[path[-1]] -= amount
    for pair in taken:
        moved[pair] = moved.get(pair, Fraction(0)) + amount
    for pair in given_back:
        moved[pair] -= amount
