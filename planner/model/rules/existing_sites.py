"""Existing and committed places are facts: the plan keeps them, and adds to them only where the scenario lets it.

Policy   Places that are commissioned stay commissioned; a site may grow when it carries a size menu.
Equation places[s,t] = stated[s,t] for a fixed site; places[s,t] >= stated[s,t] for one that may grow;
         opens[s,t] = 0 where stated[s,t] = 0                                                             (R4)
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
class ExistingSites:
    """No settings: a site that may grow carries a size menu."""

    name: str = "existing_sites"

    def constrain(self, model: mathopt.Model, x: Variables, problem: Problem) -> None:
        """Keep a growing site at its stated places or above while it is open; a fixed one is a number already."""
        for site in x.decided_sites:
            for academic_year in problem.academic_years:
                stated = site.stated_places(academic_year)
                if not stated and not site.is_candidate:
                    x.close(site, academic_year)
                elif stated:
                    row = f"existing_sites[{site.key},{academic_year}]"
                    model.add_linear_constraint(x.places(site, academic_year) >= stated, name=row)

    def violations(self, plan: Plan, problem: Problem) -> Iterator[Violation]:
        """Yield each existing or committed site with other places than stated (fewer, for one that may grow)."""
        for site in problem.sites:
            if site.is_candidate:
                continue
            for academic_year in problem.academic_years:
                stated, found = site.stated_places(academic_year), plan.places.get((site.key, academic_year), 0)
                if found < stated or (found > stated and not (site.size_menu and stated)):
                    where = f"{site.key} in {academic_year}"
                    yield Violation("existing_sites", where, f"{found} places, {stated} are stated")
