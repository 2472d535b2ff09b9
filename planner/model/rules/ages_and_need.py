"""A base takes only the year groups and needs it is designated for; an infant base does not cover juniors.

Policy   GIAS age range of the school and the designation of the base; a band is taken whole or not at all.
Equation placed[area,s,band,need,t] = 0 unless band within [ncy_low[s], ncy_high[s]] and need in N(s)    (R6)
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from planner.domain.plan import Plan, Violation
from planner.domain.problem import Problem
from planner.domain.terms import Band

if TYPE_CHECKING:
    from ortools.math_opt.python import mathopt

    from planner.model.pairs import BoolArray, Pairs
    from planner.model.variables import Variables


@dataclass(frozen=True, slots=True)
class AgesAndNeed:
    """No settings: the needs are matched where pairs are made, the ages here."""

    name: str = "ages_and_need"

    def permits(self, pairs: Pairs, band: Band) -> BoolArray:
        """Whether the base takes the whole band."""
        return (pairs.ncy_low <= band.ncy_low) & (band.ncy_high <= pairs.ncy_high)

    def constrain(self, model: mathopt.Model, x: Variables, problem: Problem) -> None:
        """Nothing to add: pairs that are not permitted are left out of the model."""

    def violations(self, plan: Plan, problem: Problem) -> Iterator[Violation]:
        """Yield each placement outside the base's year groups or needs."""
        for row in plan.placements:
            site = problem.site_by_key[row.site]
            where = f"{row.cell.area} to {row.site} in {row.cell.academic_year} ({row.bound})"
            if not site.takes(row.cell.band):
                yield Violation(
                    "ages_and_need", where, f"{row.cell.band.name} pupils at NCY {site.ncy_low}-{site.ncy_high}"
                )
            if row.cell.need_group not in site.need_groups:
                yield Violation("ages_and_need", where, f"{row.cell.need_group} is not designated")
