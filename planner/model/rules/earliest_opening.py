"""A candidate opens no earlier than its approvals and works allow.

Policy   Consultation, decision (a significant change needs DfE approval at an academy), the place-change return and
         the works take 9 to 18 months; the lead times are assumptions `lead_time_*_months`.
Equation opens[s,t] = 0 for t before earliest[s]                                                          (R3)
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
class EarliestOpening:
    """No settings: each candidate carries its earliest year and the reason."""

    name: str = "earliest_opening"

    def constrain(self, model: mathopt.Model, x: Variables, problem: Problem) -> None:
        """Close the candidate in each year before its earliest."""
        del model
        for site in x.decided_sites:
            for academic_year in problem.academic_years:
                if site.earliest_opening is not None and academic_year < site.earliest_opening:
                    x.close(site, academic_year)

    def violations(self, plan: Plan, problem: Problem) -> Iterator[Violation]:
        """Yield each site with places before its earliest year."""
        for row in plan.site_years:
            earliest = problem.site_by_key[row.site].earliest_opening
            if earliest is not None and row.commissioned_places > 0 and row.academic_year < earliest:
                yield Violation(
                    "earliest_opening", f"{row.site} in {row.academic_year}", f"cannot open before {earliest}"
                )
