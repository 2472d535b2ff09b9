"""How far a plan differs from others: the bases that it exchanges.

For a plan P and an earlier plan Q, by the new bases (candidates) that are open in the last year, the exchanged bases
are

    min( bases of P that are not of Q , bases of Q that are not of P )

The lesser of the two, because neither bases opened on top of Q nor bases left out of Q make another plan of it. Against
several earlier plans the least exchange counts: the plan that is most alike.

Equation  exchanged <= sum over candidates s not in Q of opens[s,last t]            for every earlier Q
          exchanged <= sum over s in Q of (1 - opens[s,last t])                   for every earlier Q
Units     bases
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from planner.domain.plan import Plan, Violation
from planner.domain.problem import Problem
from planner.domain.scenario import Rule

if TYPE_CHECKING:
    from ortools.math_opt.python import mathopt

    from planner.model.variables import Linear, Variables

Bases = frozenset[str]


def new_bases(plan: Plan, problem: Problem) -> Bases:
    """Keys of the candidates that are open in the last academic year."""
    last = problem.academic_years[-1]
    return frozenset(site.key for site in problem.sites if site.is_candidate and plan.places.get((site.key, last), 0))


def exchanged_bases(bases: Bases, earlier: tuple[Bases, ...]) -> int:
    """Bases exchanged with the earlier plan that is most alike; there must be one."""
    return min(min(len(bases - other), len(other - bases)) for other in earlier)


@dataclass(frozen=True)
class Exchange:
    """Counts the exchanged bases in a model; it forbids no plan. `earlier` holds the bases of each earlier plan."""

    earlier: tuple[Bases, ...]
    name: str = "exchanged_bases"
    # The count of each model by its decisions: a rule may be asked for several models.
    _counts: WeakKeyDictionary[Variables, mathopt.Variable] = field(
        default_factory=WeakKeyDictionary, compare=False, repr=False
    )

    @property
    def most(self) -> int:
        """Bases of the smallest earlier plan: no plan exchanges more."""
        return min(map(len, self.earlier))

    def constrain(self, model: mathopt.Model, x: Variables, problem: Problem) -> None:
        """Add the count and what bounds it."""
        last = problem.academic_years[-1]
        exchanged = model.add_variable(lb=0, ub=self.most, name=self.name)
        self._counts[x] = exchanged
        candidates = [site for site in x.decided_sites if site.is_candidate]
        for number, other in enumerate(self.earlier, start=1):
            others = x.total(x.opens(site, last) for site in candidates if site.key not in other)
            closed = x.total(1 - x.opens(site, last) for site in candidates if site.key in other)
            model.add_linear_constraint(exchanged <= others, name=f"{self.name}[{number}]_opened")
            model.add_linear_constraint(exchanged <= closed, name=f"{self.name}[{number}]_left_out")

    def violations(self, plan: Plan, problem: Problem) -> Iterator[Violation]:
        """Yield nothing: the rule only counts."""
        del plan, problem
        return iter(())

    def count(self, x: Variables) -> Linear:
        """Exchanged bases in the decisions of a model that the rule has constrained."""
        return self._counts[x]


@dataclass(frozen=True)
class KeptBases:
    """Made small, it gives the plan that differs most from all earlier ones."""

    exchange: Exchange
    name: str = "kept_bases"
    unit: str = "bases"
    label: str = "New bases shared with the earlier plan that is most alike"

    def expression(self, x: Variables, problem: Problem) -> Linear:
        """Most that could be exchanged, less what is."""
        del problem
        return self.exchange.most - self.exchange.count(x)

    def value(self, plan: Plan, problem: Problem, rules: tuple[Rule, ...]) -> int:
        """The same from a finished plan."""
        del rules
        return self.exchange.most - exchanged_bases(new_bases(plan, problem), self.exchange.earlier)
