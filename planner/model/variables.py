"""The decisions: `opens[s,t]` and `places[s,t]`, and the counts that rules add.

Existing and committed sites without a size menu are facts and enter as numbers. Index order is always site, year.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple, TypeAlias, cast

from ortools.math_opt.python import mathopt

from planner.domain.problem import Problem, Site
from planner.domain.terms import AcademicYear, Band
from planner.model.array_model import ArrayModel
from planner.model.service import Service
from planner.model.transition import TransitionGaps

Linear: TypeAlias = mathopt.LinearTypes
Total: TypeAlias = Callable[[Iterable[Linear]], Linear]

GapKey: TypeAlias = tuple[str, Band, AcademicYear]


class _Decision(NamedTuple):
    """What is decided at one site in one year, and the places that follow from it."""

    opens: mathopt.Variable
    steps: list[tuple[int, mathopt.Variable]]
    places: Linear


class Variables:
    """The decisions of one model. Rules ask for `opens` and `places` and may add counts of what a plan lacks.

    These are `target_shortfall`, `coverage_gap` and `transition` (None without the rule). `service` holds the pupils'
    side: who is placed where, or how many of each locality are served.
    """

    def __init__(self, model: mathopt.Model | ArrayModel, problem: Problem) -> None:
        self.problem = problem
        self._sum = cast("Total", model.total) if isinstance(model, ArrayModel) else mathopt.fast_sum
        self.service: Service
        self.target_shortfall: list[mathopt.Variable] = []
        self.coverage_gap: dict[GapKey, mathopt.Variable] = {}
        self.transition: TransitionGaps | None = None
        self._decided: dict[tuple[str, int], _Decision] = {}
        for site in self.decided_sites:
            steps = _steps(site.size_menu)
            for academic_year in problem.academic_years:
                decision = _decision(cast("mathopt.Model", model), self, site, academic_year, steps)
                self._decided[site.key, academic_year.start] = decision

    @cached_property
    def decided_sites(self) -> tuple[Site, ...]:
        """Sites whose places are a decision: candidates, and existing ones that the scenario lets grow."""
        return tuple(site for site in self.problem.sites if site.size_menu)

    def opens(self, site: Site, academic_year: AcademicYear) -> Linear:
        """1 when the site is open in the year: a decision, or a fact for a site without a size menu."""
        if not site.size_menu:
            return float(site.stated_places(academic_year) > 0)
        return self._decided[site.key, academic_year.start].opens

    def places(self, site: Site, academic_year: AcademicYear) -> Linear:
        """Commissioned places of the site in the year."""
        if not site.size_menu:
            return float(site.stated_places(academic_year))
        return self._decided[site.key, academic_year.start].places

    def places_before(self, site: Site, academic_year: AcademicYear) -> Linear:
        """Commissioned places of the site in the year before: those that the register states before the first year."""
        before = academic_year.plus(-1)
        if before < self.problem.academic_years[0]:
            return float(site.stated_places(before))
        return self.places(site, before)

    def size_steps(self, site: Site, academic_year: AcademicYear) -> list[tuple[int, mathopt.Variable]]:
        """Steps above the smallest size as (places a step, variable).

        A menu with equal steps has one whole-number variable, any other one 0/1 variable for each larger size.
        """
        return self._decided[site.key, academic_year.start].steps

    def opens_column(self, site: Site, academic_year: AcademicYear) -> int:
        """Column of the opening of a site whose places are a decision."""
        return int(self._decided[site.key, academic_year.start].opens.id)

    def total(self, terms: Iterable[Linear]) -> Linear:
        """Sum of terms; rules use it so that they can be imported, and plans checked, without a solver."""
        return self._sum(terms)

    def close(self, site: Site, academic_year: AcademicYear) -> None:
        """Rule out that the site is open in the year."""
        self._decided[site.key, academic_year.start].opens.upper_bound = 0


def _decision(
    model: mathopt.Model, x: Variables, site: Site, academic_year: AcademicYear, menu: list[tuple[int, int]]
) -> _Decision:
    """Add the columns of one site and year."""
    index = f"[{site.key},{academic_year}]"
    opens = model.add_binary_variable(name=f"opens{index}")
    steps = [
        (growth, model.add_integer_variable(lb=0, ub=most, name=f"larger_{growth}_{number}{index}"))
        for number, (growth, most) in enumerate(menu, start=1)
    ]
    places = x.total([site.size_menu[0] * opens, *[growth * step for growth, step in steps]])
    return _Decision(opens, steps, places)


def _steps(size_menu: tuple[int, ...]) -> list[tuple[int, int]]:
    """Steps above the smallest size as (places a step, most steps)."""
    growths = size_growths(size_menu)
    if len(set(growths)) <= 1:
        return [(growth, len(growths)) for growth in growths[:1]]
    return [(growth, 1) for growth in growths]


def size_growths(size_menu: tuple[int, ...]) -> list[int]:
    """Places that each size adds to the one before it."""
    return [larger - smaller for smaller, larger in pairwise(size_menu)]
