"""A school that must have a new base by the last year: the other side of the question why a school is not chosen.

Policy   None: a question, put as a rule, so that the search itself finds the best phase, need, size and year there.
Equation sum over candidate s at the school of opens[s, last t] >= 1
Units    bases.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ortools.math_opt.python import mathopt

from planner.domain.plan import Plan, Violation
from planner.domain.problem import Problem, Site
from planner.model.variables import Variables

SCHOOL_CHOSEN = "school_chosen"


@dataclass(frozen=True, slots=True)
class SchoolChosen:
    """The school of this URN has at least one base that the plan opens."""

    urn: str
    name: str = SCHOOL_CHOSEN

    def sites(self, problem: Problem) -> list[Site]:
        """Candidates at the school."""
        return [site for site in problem.sites if site.is_candidate and site.urn == self.urn]

    def constrain(self, model: mathopt.Model, x: Variables, problem: Problem) -> None:
        """Ask for a base in the last year: once open it stays open."""
        bases = x.total(x.opens(site, problem.academic_years[-1]) for site in self.sites(problem))
        model.add_linear_constraint(bases >= 1.0, name=f"{self.name}[{self.urn}]")

    def violations(self, plan: Plan, problem: Problem) -> Iterator[Violation]:
        """Yield the school when it has no new base in the last year."""
        last = problem.academic_years[-1]
        if not any(plan.places.get((site.key, last), 0) for site in self.sites(problem)):
            yield Violation(self.name, f"{self.urn} in {last}", "no new base")
