"""What a robust solve gives: one plan a bound, alike in the first years, and what being ready for all bounds costs."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from planner.domain.plan import Plan
from planner.domain.terms import AcademicYear, Bound
from planner.errors import BrokenPlanError
from planner.model.robust.settings import RobustSettings


class Measure(StrEnum):
    """What the number of a goal is: one value for every bound, as the goal depends on places alone; or a criterion."""

    SAME_FOR_ALL = "same_for_all"
    WEIGHTED_SUM = "weighted_sum"
    WORST_REGRET = "worst_regret"


@dataclass(frozen=True, slots=True)
class RobustGoal:
    """One goal over all bounds, to and with `unplaced_pupils`; the goals behind are only evaluated.

    `value` and `bound` are in `unit`, times the sum of the weights for a weighted sum. A worst regret is counted from
    the best known value of each bound's own plan (`own_value` of the lines): no set of plans has a lower one than
    `bound`, whatever the true best values are, because these are no higher. `stopped_by` as in `GoalResult`.
    """

    order: int
    goal: str
    label: str
    unit: str
    measure: Measure
    value: int
    bound: float
    proved: bool
    stopped_by: str

    def __post_init__(self) -> None:
        """Raise BrokenPlanError when the bound lies above the value."""
        _require(self.bound <= self.value, f"{self.goal}: the bound {self.bound} lies above the value {self.value}")


@dataclass(frozen=True, slots=True)
class BoundLine:
    """One goal of one bound's plan beside what else could be had for that bound.

    `own_value`: the best plan known for this bound alone, with `own_bound` proved; `robust_value`: this plan;
    `kept_value`: the ordinary plan, kept in all years; `kept_now_value`: the ordinary plan kept in the years decided
    now, later years decided again for this bound, with `kept_now_bound` proved. Bounds are None where the goal was
    not searched but only evaluated.
    """

    bound: Bound
    order: int
    goal: str
    label: str
    unit: str
    own_value: int
    own_bound: float | None
    robust_value: int
    kept_value: int
    kept_now_value: int
    kept_now_bound: float | None

    def __post_init__(self) -> None:
        """Raise BrokenPlanError when a bound lies above its value."""
        for bound, value in ((self.own_bound, self.own_value), (self.kept_now_bound, self.kept_now_value)):
            _require(bound is None or bound <= value, f"{self.goal}, {self.bound}: {bound} lies above {value}")

    @property
    def regret_at_least(self) -> int:
        """How much this plan is worse than the best one known for the bound; below 0 = better, where not searched."""
        return self.robust_value - self.own_value

    @property
    def regret_at_most(self) -> float | None:
        """How much worse it could be than the best one conceivable; None where nothing was proved."""
        return None if self.own_bound is None else self.robust_value - self.own_bound


@dataclass(frozen=True)
class RobustPlan:
    """`plans` beside `settings.bounds`: each is planned on its bound and holds pupils of every bound.

    In `years_now` all plans have the same places at every site. `ordinary` is the scenario's own bound, whose plan is
    the ordinary answer. `lines` are sorted by goal, then bound.
    """

    settings: RobustSettings
    ordinary: Bound
    years_now: tuple[AcademicYear, ...]
    plans: tuple[Plan, ...]
    goals: tuple[RobustGoal, ...]
    lines: tuple[BoundLine, ...]

    def __post_init__(self) -> None:
        """Raise BrokenPlanError when the plans differ in what is decided now."""
        first = self.plans[0]
        for plan in self.plans[1:]:
            differ = [
                key for key, places in first.places.items() if key[1] in self.years_now and plan.places[key] != places
            ]
            _require(not differ, f"the plans of {first.bound} and {plan.bound} differ now, at {differ[:3]}")

    @property
    def by_bound(self) -> dict[Bound, Plan]:
        """Plans by bound."""
        return dict(zip(self.settings.bounds, self.plans, strict=True))

    def lines_of(self, goal: str) -> tuple[BoundLine, ...]:
        """Lines of one goal in the order of the bounds."""
        return tuple(line for line in self.lines if line.goal == goal)


def _require(kept: bool, otherwise: str) -> None:
    if not kept:
        raise BrokenPlanError(otherwise)
