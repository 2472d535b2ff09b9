"""The rules that openings and sizes must keep, without pupils: each condition may give way at a stated amount.

Whether there is a plan is a question of places alone: pupils may stay without a place, so who goes where never stands
against a rule. A condition that is kept has its slack columns at 0.

No verdict is taken on trust. What a point keeps is worked out anew from its rounded whole numbers; that no point keeps
some conditions counts only when the least slack of all of them together is proved to be above 0.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from ortools.math_opt.python import mathopt

from planner.domain.problem import Problem
from planner.domain.scenario import Rule
from planner.domain.terms import AcademicYear
from planner.model.explain.conditions import (
    FACTS,
    FORBID_NOTHING,
    PLACES,
    POUNDS,
    YEARS,
    Condition,
    condition_of,
    parts_of,
)
from planner.model.explain.elastic_rows import ElasticRows, year_of
from planner.model.explain.policy_decisions import PolicyDecisions
from planner.model.master import PlacesMap
from planner.model.program import FloatArray, IntArray, Objective, Program, Work
from planner.model.rules.placements_by_hand import LockedPlacement, PlacementsByHand

NODES = 20_000
SECONDS = 30.0
# Slack is counted in whole places, bases, years and pounds.
WHOLE = 0.5
SIZE_MENU = "size_menu"
# Conditions that are broken need not be the fewest: a search may end within a base for each five of them.
SPARED_SHARE = 0.2

Pattern = Mapping[AcademicYear, int]


@dataclass(frozen=True)
class Point:
    """Whole places (sites, academic years), and what each condition gives for them; conditions kept are left out."""

    places: IntArray
    gives: Mapping[Condition, int]


@dataclass(frozen=True)
class Verdict:
    """`point` keeps what was asked for; None with `proved` when no point does; None without it when nobody knows."""

    point: Point | None
    proved: bool

    @property
    def impossible(self) -> bool:
        """Whether it is proved that no point keeps what was asked for."""
        return self.point is None and self.proved


class PolicyModel:
    """One problem's conditions as a program that is solved again and again with others of them kept."""

    def __init__(self, problem: Problem, rules: Sequence[Rule]) -> None:
        self.problem = problem
        self._model = mathopt.Model(name="policy")
        self._x = PolicyDecisions(self._model, problem, _asked_places(problem, rules))
        self._rows = ElasticRows(self._model)
        for rule in rules:
            if rule.name not in FORBID_NOTHING:
                for part, lock in parts_of(rule):
                    self._add(part, lock)
        for (key, _), slack in self._x.off_menu.items():
            self._rows.add_columns(Condition(SIZE_MENU, key, PLACES), slack)
        self._program = Program(self._model)
        self._places_map = PlacesMap(self._x, problem)

    @property
    def conditions(self) -> tuple[Condition, ...]:
        """All conditions in the order of the rules and their rows."""
        return tuple(self._rows.columns)

    def keeping(self, kept: Collection[Condition]) -> Verdict:
        """Keep some conditions and break few of the others."""
        firm = set(kept)
        others = [each for each in self.conditions if each not in firm]
        return self._judge(others, firm, {}, gap=self._base)

    def least(
        self,
        giving: Collection[Condition],
        kept: Collection[Condition],
        moved: Mapping[Condition, Pattern] | None = None,
    ) -> Verdict:
        """Least that some conditions must give together, others kept; those of neither kind do not matter.

        `moved` gives placements by hand other places by academic year than those that are locked.
        """
        return self._judge(giving, set(kept) - set(moved or {}), moved or {}, gap=0.0)

    def _judge(
        self, giving: Collection[Condition], firm: set[Condition], moved: Mapping[Condition, Pattern], gap: float
    ) -> Verdict:
        """No verdict of "infeasible" is taken alone: the least slack of all that is to be kept must be above 0."""
        lacking = self._objective(firm, weighted=False)
        if self._bound_in_parts(lacking, moved) > WHOLE:
            return Verdict(None, proved=True)
        point, _ = self._solve(self._objective(giving), firm, moved, gap)
        if point is None or firm & set(point.gives):
            point, bound = self._solve(lacking, set(), moved, 0.0)
            if point is None or firm & set(point.gives):
                return Verdict(None, proved=bound > WHOLE)
        return Verdict(point, proved=True)

    def _bound_in_parts(self, objective: Objective, moved: Mapping[Condition, Pattern]) -> float:
        """Bound of the relaxation, in which bases open in part: quick, and no more than the least slack."""
        work = Work(NODES, SECONDS, 0.0)
        return self._program.solve_mixed(objective, work, self._bounds(set(), moved), relaxed=True).bound

    def _solve(
        self, objective: Objective, firm: set[Condition], moved: Mapping[Condition, Pattern], gap: float
    ) -> tuple[Point | None, float]:
        solved = self._program.solve_mixed(objective, Work(NODES, SECONDS, gap), self._bounds(firm, moved))
        if solved.point is None:
            return None, -np.inf
        whole: FloatArray = np.where(self._program.integer, np.rint(solved.point), solved.point)
        gives = {each: amount for each, amount in self._rows.gives(whole).items() if each not in moved}
        return Point(self._places_map.whole_places(whole), gives), solved.bound

    def _bounds(self, firm: set[Condition], moved: Mapping[Condition, Pattern]) -> tuple[FloatArray, FloatArray]:
        """Bounds of all columns: no slack for what is kept, a stated one for placements that are moved."""
        lower, upper = self._program.lower.copy(), self._program.upper.copy()
        upper[[column for each in firm for column in self._rows.columns[each]]] = 0.0
        for condition, pattern in moved.items():
            for academic_year, places in pattern.items():
                change = places - _chosen(condition, academic_year)
                columns = list(self._rows.moved[condition, academic_year])
                lower[columns] = upper[columns] = [max(0, change), max(0, -change)]
        return lower, upper

    def _objective(self, giving: Collection[Condition], *, weighted: bool = True) -> Objective:
        coefficients = np.zeros(self._program.columns)
        for each in giving:
            coefficients[self._rows.columns[each]] = self._weight(each) if weighted else 1.0
        return Objective(coefficients, 0.0)

    def _weight(self, condition: Condition) -> float:
        """Worth of one unit in places: a base is its smallest size, pounds are the places that they buy."""
        if condition.unit == POUNDS:
            return 1.0 / max(1, *(site.capital_per_place_gbp for site in self._x.decided_sites))
        if condition.unit == PLACES:
            return 1.0
        return self._base

    @property
    def _base(self) -> float:
        """Places of the smallest base."""
        return float(min((site.size_menu[0] for site in self._x.decided_sites), default=1))

    def _add(self, rule: Rule, lock: LockedPlacement | None) -> None:
        """Let a rule speak, and let its rows give way, but for facts and rows that only tie the steps of a menu."""
        first = self._model.get_next_linear_constraint_id()
        self._x.rule = rule.name
        rule.constrain(self._model, self._x, self.problem)
        for number in range(first, self._model.get_next_linear_constraint_id()):
            row = self._model.get_linear_constraint(number)
            if rule.name != SIZE_MENU and rule.name not in FACTS:
                condition = condition_of(row.name, rule, lock, self.problem)
                self._rows.add(row, condition, self._years_early(row, condition) if condition.unit == YEARS else 1)

    def _years_early(self, row: mathopt.LinearConstraint, condition: Condition) -> int:
        """Years from the academic year of a row, in which the site is closed, to its earliest opening."""
        earliest = self.problem.site_by_key[condition.subject].earliest_opening
        return 1 if earliest is None else earliest.start - year_of(row).start


def _chosen(condition: Condition, academic_year: AcademicYear) -> int:
    """Places that a placement by hand locks in a year."""
    lock = condition.lock
    return lock.places if lock is not None and academic_year >= lock.academic_year else 0


def _asked_places(problem: Problem, rules: Sequence[Rule]) -> dict[str, set[int]]:
    """Numbers of places that somebody asks for, by site key: locked by hand, or stated of a base that may grow."""
    asked = {
        site.key: {site.stated_places(year) for year in problem.academic_years} for site in problem.sites if site.steps
    }
    for rule in rules:
        for lock in rule.locked if isinstance(rule, PlacementsByHand) else ():
            site = lock.site(problem)
            if site is not None:
                asked.setdefault(site.key, set()).add(lock.places)
    return asked
