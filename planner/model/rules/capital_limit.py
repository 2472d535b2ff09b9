"""Capital for what the plan opens stays within the programme, in total and where stated by year.

Policy   The council's capital programme for specialist places.
Equation sum over s of fixed[s] x opens[s,t] + per_place[s] x (places[s,t] - stated[s,t]) <= limit to t   (R9)
         Cumulative to each year: what one year leaves unspent the next may use.
Units    whole pounds, at the price base of the assumptions.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from planner.domain.plan import Plan, Violation
from planner.domain.problem import Problem
from planner.domain.terms import AcademicYear
from planner.model.limits import refuse_negative

if TYPE_CHECKING:
    from ortools.math_opt.python import mathopt

    from planner.model.variables import Variables


@dataclass(frozen=True, slots=True)
class CapitalToYear:
    """Capital that may be spent on openings up to and including an academic year."""

    academic_year: AcademicYear
    gbp: int


@dataclass(frozen=True, slots=True)
class CapitalLimit:
    """`total_gbp` over the whole plan; `cumulative` adds limits up to single years."""

    total_gbp: int
    cumulative: tuple[CapitalToYear, ...] = ()
    name: str = "capital_limit"

    def __post_init__(self) -> None:
        """Raise ValueError for a limit below 0."""
        refuse_negative(self, "total_gbp")

    def limit_gbp(self, problem: Problem, academic_year: AcademicYear) -> int | None:
        """Limit up to a year; None where the year has none of its own."""
        stated = [row.gbp for row in self.cumulative if row.academic_year == academic_year]
        last = academic_year == problem.academic_years[-1]
        return min([*stated, *([self.total_gbp] if last else [])], default=None)

    def constrain(self, model: mathopt.Model, x: Variables, problem: Problem) -> None:
        """Bound the capital up to each year that has a limit."""
        for academic_year in problem.academic_years:
            limit = self.limit_gbp(problem, academic_year)
            if limit is not None and x.decided_sites:
                row = f"capital_limit[{academic_year}]"
                model.add_linear_constraint(capital_expression(x, academic_year) <= limit, name=row)

    def violations(self, plan: Plan, problem: Problem) -> Iterator[Violation]:
        """Yield each year whose capital to date is over its limit."""
        for academic_year in problem.academic_years:
            limit, spent = self.limit_gbp(problem, academic_year), capital_gbp(plan, problem, academic_year)
            if limit is not None and spent > limit:
                yield Violation("capital_limit", str(academic_year), f"{spent - limit} pounds over {limit}")


def capital_expression(x: Variables, academic_year: AcademicYear) -> mathopt.LinearTypes:
    """Capital of what the plan has opened up to a year, in pounds."""
    return x.total(
        (site.capital_fixed_gbp * x.opens(site, academic_year) if site.is_candidate else 0.0)
        + site.capital_per_place_gbp * (x.places(site, academic_year) - site.stated_places(academic_year))
        for site in x.decided_sites
    )


def capital_gbp(plan: Plan, problem: Problem, academic_year: AcademicYear) -> int:
    """The same from a finished plan."""
    total = 0
    for site in problem.sites:
        places = plan.places.get((site.key, academic_year), 0)
        if site.size_menu and places:
            total += site.capital_fixed_gbp if site.is_candidate else 0
            total += site.capital_per_place_gbp * (places - site.stated_places(academic_year))
    return total
