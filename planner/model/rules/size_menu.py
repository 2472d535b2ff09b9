"""A site is commissioned in one of the sizes of its menu, or not at all.

Policy   Units come in sizes a school can staff; the menu is the scenario's (`[candidates] sizes`).
Equation places[s,t] in {0} or M(s); larger[s,i,t] <= (sizes above the smallest) x opens[s,t]            (R1)
Units    places.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from planner.domain.plan import Plan, Violation
from planner.domain.problem import Problem

if TYPE_CHECKING:
    from ortools.math_opt.python import mathopt

    from planner.model.variables import Variables


@dataclass(frozen=True, slots=True)
class SizeMenu:
    """No settings: each site carries its own menu."""

    name: str = "size_menu"

    def constrain(self, model: mathopt.Model, x: Variables, problem: Problem) -> None:
        """Tie the steps above the smallest size to the opening, larger after smaller."""
        for site in x.decided_sites:
            for academic_year in problem.academic_years:
                smaller: mathopt.LinearTypes = x.opens(site, academic_year)
                for number, (_, step) in enumerate(x.size_steps(site, academic_year), start=1):
                    row = f"size_menu[{site.key},{number},{academic_year}]"
                    model.add_linear_constraint(step <= step.upper_bound * smaller, name=row)
                    smaller = step

    def violations(self, plan: Plan, problem: Problem) -> Iterator[Violation]:
        """Yield each site-year whose places are not in its menu."""
        for row in plan.site_years:
            site = problem.site_by_key[row.site]
            allowed = {0, *site.size_menu} if site.size_menu else {site.stated_places(row.academic_year)}
            if row.commissioned_places not in allowed:
                found = (
                    f"{row.commissioned_places} places; the menu is {', '.join(map(str, site.size_menu)) or 'fixed'}"
                )
                yield Violation("size_menu", f"{row.site} in {row.academic_year}", found)
