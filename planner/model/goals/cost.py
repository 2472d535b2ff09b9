"""Goal 7: capital for what the plan opens and the place element of the places it adds.

Expression  capital to the last year + sum over s, t of place_gbp x (places[s,t] - stated[s,t])      (pounds)

The supplement for a vacant place and the top-up of an occupied one follow from goals 3 and 5, which are held before.
Place element: £6,000 (DfE high needs funding operational guide), assumption `rp_place_occupied_gbp`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from planner.domain.plan import Plan
from planner.domain.problem import Problem
from planner.domain.scenario import Rule
from planner.model.rules.capital_limit import capital_expression, capital_gbp

if TYPE_CHECKING:
    from planner.model.variables import Linear, Variables


@dataclass(frozen=True, slots=True)
class Cost:
    """Price base of the assumptions, not inflated: it ranks plans, the forecast prices them."""

    name: str = "cost"
    unit: str = "pounds"
    label: str = "Capital and place element of what the plan adds"

    def expression(self, x: Variables, problem: Problem) -> Linear:
        """Capital and place element of what the plan adds."""
        place_gbp = round(problem.assumptions.value("rp_place_occupied_gbp"))
        added = x.total(
            x.places(site, academic_year) - site.stated_places(academic_year)
            for site in x.decided_sites
            for academic_year in problem.academic_years
        )
        return capital_expression(x, problem.academic_years[-1]) + place_gbp * added

    def value(self, plan: Plan, problem: Problem, rules: tuple[Rule, ...]) -> int:
        """The same from a finished plan."""
        del rules
        place_gbp = round(problem.assumptions.value("rp_place_occupied_gbp"))
        added = sum(
            row.commissioned_places - problem.site_by_key[row.site].stated_places(row.academic_year)
            for row in plan.site_years
            if problem.site_by_key[row.site].size_menu
        )
        return capital_gbp(plan, problem, problem.academic_years[-1]) + place_gbp * added
