"""Commissioned places reach each dated target, or the shortfall is counted.

Policy   The council's stated targets, each with value, date, basis and source.
Equation sum over s of places[s,t] + target_shortfall[k] >= target[k] at its year t                       (R10)
Units    places. Every commissioned place counts, balancing rows included.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from planner.domain.plan import Plan, Violation
from planner.domain.problem import Problem
from planner.domain.terms import AcademicYear

if TYPE_CHECKING:
    from ortools.math_opt.python import mathopt

    from planner.model.variables import Variables


@dataclass(frozen=True, slots=True)
class PlacesTarget:
    """One target: `places` open in the September of `academic_year`."""

    academic_year: AcademicYear
    places: int
    basis: str
    source: str

    def __post_init__(self) -> None:
        """Raise ValueError for a target below 0."""
        if self.places < 0:
            msg = f"a target of {self.places} places; a target is 0 or more"
            raise ValueError(msg)


@dataclass(frozen=True, slots=True)
class PlacesTargets:
    """The dated targets; the goal `target_shortfall` makes their shortfall small."""

    targets: tuple[PlacesTarget, ...] = ()
    name: str = "places_target"

    def constrain(self, model: mathopt.Model, x: Variables, problem: Problem) -> None:
        """Count what each target lacks."""
        for number, target in enumerate(self.targets, start=1):
            index = f"[{number},{target.academic_year}]"
            shortfall = model.add_integer_variable(lb=0, ub=target.places, name=f"target_shortfall{index}")
            x.target_shortfall.append(shortfall)
            total = x.total(x.places(site, target.academic_year) for site in problem.sites)
            model.add_linear_constraint(total + shortfall >= target.places, name=f"places_target{index}")

    def violations(self, plan: Plan, problem: Problem) -> Iterator[Violation]:
        """Nothing to breach: a shortfall is counted by the goal, never forbidden."""
        yield from ()

    def shortfall_places(self, plan: Plan) -> int:
        """Places that the targets lack in a finished plan."""
        return sum(max(0, target.places - plan.total_places(target.academic_year)) for target in self.targets)
