"""How far a plan differs from others: the schools that it exchanges.

For a plan P and an earlier plan Q, by the schools that have a new base (a candidate, for whatever need) in the last
year, the exchanged schools are

    min( schools of P that are not of Q , schools of Q that are not of P )

The lesser of the two, because neither bases opened on top of Q nor bases left out of Q make another plan of it. Against
several earlier plans the least exchange counts: the plan that is most alike.

Equation  hosts[u] = 1 if any candidate s at school u has opens[s,last t] = 1, else 0
          exchanged <= sum over u not in Q of hosts[u]            for every earlier Q
          exchanged <= sum over u in Q of (1 - hosts[u])          for every earlier Q
Units     schools
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

Schools = frozenset[str]


def new_bases(plan: Plan, problem: Problem) -> frozenset[str]:
    """Keys of the candidates that are open in the last academic year."""
    last = problem.academic_years[-1]
    return frozenset(site.key for site in problem.sites if site.is_candidate and plan.places.get((site.key, last), 0))


def new_hosts(plan: Plan, problem: Problem) -> Schools:
    """URNs of the schools where they are."""
    urns = (problem.site_by_key[key].urn for key in new_bases(plan, problem))
    return frozenset(urn for urn in urns if urn is not None)


def exchanged_schools(schools: Schools, earlier: tuple[Schools, ...]) -> int:
    """Schools exchanged with the earlier plan that is most alike; there must be one."""
    return min(min(len(schools - other), len(other - schools)) for other in earlier)


@dataclass(frozen=True)
class Exchange:
    """Counts the exchanged schools in a model; it forbids no plan. `earlier` holds the schools of each earlier plan."""

    earlier: tuple[Schools, ...]
    name: str = "exchanged_schools"
    # The count of each model by its decisions: a rule may be asked for several models.
    _counts: WeakKeyDictionary[Variables, mathopt.Variable] = field(
        default_factory=WeakKeyDictionary, compare=False, repr=False
    )

    @property
    def most(self) -> int:
        """Schools of the earlier plan that has fewest: no plan exchanges more."""
        return min(map(len, self.earlier))

    def constrain(self, model: mathopt.Model, x: Variables, problem: Problem) -> None:
        """Add the count and what bounds it."""
        hosts = self._hosts(model, x, problem)
        exchanged = model.add_variable(lb=0, ub=self.most, name=self.name)
        self._counts[x] = exchanged
        for number, other in enumerate(self.earlier, start=1):
            opened = x.total(host for urn, host in hosts.items() if urn not in other)
            left_out = x.total(1 - host for urn, host in hosts.items() if urn in other)
            model.add_linear_constraint(exchanged <= opened, name=f"{self.name}[{number}]_opened")
            model.add_linear_constraint(exchanged <= left_out, name=f"{self.name}[{number}]_left_out")

    def _hosts(self, model: mathopt.Model, x: Variables, problem: Problem) -> dict[str, Linear]:
        """1 for each school with a new base; whole where openings are, so it need not be asked to be."""
        last = problem.academic_years[-1]
        opens: dict[str, list[Linear]] = {}
        for site in x.decided_sites:
            if site.is_candidate and site.urn is not None:
                opens.setdefault(site.urn, []).append(x.opens(site, last))
        hosts: dict[str, Linear] = {}
        for urn, bases in opens.items():
            host = model.add_variable(lb=0, ub=1, name=f"hosts[{urn}]")
            model.add_linear_constraint(x.total([host]) <= x.total(bases), name=f"{self.name}[{urn}]_none")
            for number, base in enumerate(bases, start=1):
                model.add_linear_constraint(x.total([host]) >= base, name=f"{self.name}[{urn},{number}]_any")
            hosts[urn] = host
        return hosts

    def violations(self, plan: Plan, problem: Problem) -> Iterator[Violation]:
        """Yield nothing: the rule only counts."""
        del plan, problem
        return iter(())

    def count(self, x: Variables) -> Linear:
        """Exchanged schools in the decisions of a model that the rule has constrained."""
        return self._counts[x]


@dataclass(frozen=True)
class KeptSchools:
    """Made small, it gives the plan that differs most from all earlier ones."""

    exchange: Exchange
    name: str = "kept_schools"
    unit: str = "schools"
    label: str = "Schools shared with the earlier plan that is most alike"

    def expression(self, x: Variables, problem: Problem) -> Linear:
        """Most that could be exchanged, less what is."""
        del problem
        return self.exchange.most - self.exchange.count(x)

    def value(self, plan: Plan, problem: Problem, rules: tuple[Rule, ...]) -> int:
        """The same from a finished plan."""
        del rules
        return self.exchange.most - exchanged_schools(new_hosts(plan, problem), self.exchange.earlier)
