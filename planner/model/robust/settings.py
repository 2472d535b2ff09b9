"""What makes a plan good on several bounds of demand at once, and which years it decides now."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from math import gcd, lcm

from planner.domain.scenario import Scenario
from planner.domain.terms import Bound
from planner.errors import Faults

JUDGED_GOAL = "unplaced_pupils"
YEARS_NOW = 2


class Criterion(StrEnum):
    """How the values of the bounds become one: their weighted sum, or the worst distance from a bound's own best."""

    WEIGHTED = "weighted"
    WORST_REGRET = "worst_regret"


@dataclass(frozen=True, slots=True)
class RobustSettings:
    """`bounds` in the order lower, central, upper; `weights` stand beside them, whole numbers above 0.

    The weights say how likely each bound is held to be: an assumption of whoever asks. `weights_given` is false where
    nobody stated any, so that all are equal. `years_now` academic years from the first on are decided now.
    """

    criterion: Criterion
    bounds: tuple[Bound, ...]
    weights: tuple[int, ...]
    weights_given: bool
    years_now: int


def robust_settings(
    scenario: Scenario,
    criterion: Criterion = Criterion.WEIGHTED,
    weights: Mapping[Bound, Fraction] | None = None,
    years_now: int = YEARS_NOW,
) -> RobustSettings:
    """Settings that fit a scenario; `weights` None = equal ones.

    Raises InputError when the scenario has a single bound or no goal for pupils without a place, when a bound has no
    weight above 0 or is unknown, or when there are not so many years.
    """
    faults = Faults()
    bounds = tuple(bound for bound in Bound if bound in scenario.problem.demand_by_bound)
    if len(bounds) == 1:
        faults.add("demand", f"the {bounds[0]} bound alone", "at least two bounds to hold a plan against")
    if JUDGED_GOAL not in [goal.name for goal in scenario.goals]:
        faults.add("goals", "no unplaced_pupils", "unplaced_pupils, by which the bounds are compared")
    years = len(scenario.problem.academic_years)
    if not 0 <= years_now <= years:
        faults.add("years now", str(years_now), f"a whole number from 0 to {years}, the academic years of the scenario")
    chosen = dict.fromkeys(bounds, Fraction(1)) if weights is None else dict(weights)
    for bound in sorted({*bounds, *chosen}):
        if bound not in bounds:
            faults.add("weights", f"a weight of the {bound} bound", f"the bounds with demand: {', '.join(bounds)}")
        elif chosen.get(bound, Fraction(0)) <= 0:
            found = f"{float(chosen[bound]):g}" if bound in chosen else "none"
            faults.add(f"weight of the {bound} bound", found, "a number above 0")
    faults.raise_if_any()
    return RobustSettings(
        criterion, bounds, _whole([chosen[bound] for bound in bounds]), weights is not None, years_now
    )


def _whole(weights: list[Fraction]) -> tuple[int, ...]:
    """Smallest whole numbers in the same proportion, so that weighted values stay whole."""
    common = lcm(*(weight.denominator for weight in weights))
    whole = [int(weight * common) for weight in weights]
    shared = gcd(*whole)
    return tuple(weight // shared for weight in whole)
