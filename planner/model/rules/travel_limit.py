"""No pupil is placed further from home than the limit of the phase.

Policy   DfE travel guidance 2024 calls 45 minutes (primary) and 75 minutes (secondary) a reasonable journey; the
         scenario states that in minutes where its pack has the council's own travel times, else turns it into metres of
         travel distance, tighter for nursery pupils, who get no transport.
Equation placed[area,s,band,need,t] = 0 where way[area,s] > limit[phase of band], or is unknown            (R7)
Units    minutes of the pack's travel.csv, or metres by the distance basis of the problem, one way.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from planner.domain.plan import Plan, Violation
from planner.domain.problem import Problem, Site
from planner.domain.terms import Band, Phase
from planner.model.limits import refuse_negative

if TYPE_CHECKING:
    from ortools.math_opt.python import mathopt

    from planner.model.pairs import BoolArray, Pairs
    from planner.model.variables import Variables

PHASES = ("nursery", "primary", "secondary")


@dataclass(frozen=True, slots=True)
class TravelLimit:
    """Limits by phase, all in metres or all in minutes; where both are there (an extended file's), minutes hold.

    `pairs_without_minutes`: what a pair of area and school is that the pack has no minutes for, which the problem has
    settled already. None is `out_of_reach`; `straight_line` takes the distance at the assumed speed.
    """

    nursery_metres: int | None = None
    primary_metres: int | None = None
    secondary_metres: int | None = None
    nursery_minutes: int | None = None
    primary_minutes: int | None = None
    secondary_minutes: int | None = None
    pairs_without_minutes: Literal["out_of_reach", "straight_line"] | None = None
    name: str = "travel_limit"

    def __post_init__(self) -> None:
        """Raise ValueError for a limit below 0 and for phases without a limit in the unit of the others."""
        refuse_negative(self, *(f"{phase}_{unit}" for unit in ("metres", "minutes") for phase in PHASES))
        missing = [key for key in self.settings() if getattr(self, key) is None]
        if missing:
            msg = f"no {' and no '.join(missing)}; all three phases have a limit in the same unit"
            raise ValueError(msg)
        if self.pairs_without_minutes is not None and not self.in_minutes:
            msg = "pairs_without_minutes where the limits are in metres; it belongs to limits in minutes"
            raise ValueError(msg)

    @property
    def in_minutes(self) -> bool:
        """Whether the limits are minutes."""
        return any(getattr(self, f"{phase}_minutes") is not None for phase in PHASES)

    @property
    def unit(self) -> str:
        """Unit of the limits, as a word."""
        return "minutes" if self.in_minutes else "metres"

    def settings(self) -> list[str]:
        """Settings of the limits that hold, phase by phase."""
        return [f"{phase}_{self.unit}" for phase in PHASES]

    def limit(self, phase: Phase) -> int:
        """Limit of a phase in metres or minutes."""
        limit: int = getattr(self, f"{phase.value}_{self.unit}")
        return limit

    def permits(self, pairs: Pairs, band: Band) -> BoolArray:
        """Whether the site is near enough for pupils of this band."""
        way = pairs.minutes if self.in_minutes else pairs.metres
        return np.zeros_like(pairs.metres, dtype=bool) if way is None else way <= self.limit(band.phase)

    def way(self, problem: Problem, area_code: str, site: Site) -> float | None:
        """How far a site is from an area in the unit of the limits; None when that is unknown."""
        return problem.minutes(area_code, site) if self.in_minutes else problem.metres(area_code, site)

    def reaches(self, problem: Problem, area_code: str, site: Site, phase: Phase) -> bool:
        """Whether a site is known to be within the limit of an area's pupils of a phase."""
        way = self.way(problem, area_code, site)
        return way is not None and way <= self.limit(phase)

    def constrain(self, model: mathopt.Model, x: Variables, problem: Problem) -> None:
        """Nothing to add: pairs that are not permitted are left out of the model."""

    def violations(self, plan: Plan, problem: Problem) -> Iterator[Violation]:
        """Yield each placement that is too far or cannot be reached."""
        for row in plan.placements:
            limit = self.limit(row.cell.band.phase)
            way = self.way(problem, row.cell.area, problem.site_by_key[row.site])
            where = f"{row.cell.area} to {row.site} in {row.cell.academic_year} ({row.bound})"
            if way is None:
                yield Violation("travel_limit", where, "no known minutes" if self.in_minutes else "no known distance")
            elif way > limit:
                over = f"{way - limit:.1f}" if self.in_minutes else f"{way - limit:.0f}"
                yield Violation("travel_limit", where, f"{over} {self.unit} over the limit")
