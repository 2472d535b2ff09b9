"""From what was found for each bound to the goals, lines and plans of a RobustPlan."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from planner.domain.plan import GoalResult
from planner.domain.scenario import Goal
from planner.domain.terms import Bound
from planner.model.robust.incumbent import Judged, Scoring
from planner.model.robust.result import BoundLine, Measure, RobustGoal
from planner.model.robust.settings import Criterion
from planner.model.search import NOT_SEARCHED, NOTHING_MORE, STOPPED_BY, Proof, end_of

MEASURES = {Criterion.WEIGHTED: Measure.WEIGHTED_SUM, Criterion.WORST_REGRET: Measure.WORST_REGRET}


@dataclass(frozen=True)
class Standing:
    """One bound: its own best plan, the ordinary plan kept, the same kept in the years decided now, and the robust one.

    The bounds are proved for the goals up to the judged one, in the scenario's order.
    """

    bound: Bound
    own: Judged
    own_bounds: tuple[float, ...]
    kept: Judged
    kept_now: Judged
    kept_now_bounds: tuple[float, ...]
    robust: Judged

    def lines(self, goals: Sequence[Goal]) -> Iterator[BoundLine]:
        """One line a goal."""
        for order, goal in enumerate(goals):
            searched = order < len(self.own_bounds)
            yield BoundLine(
                bound=self.bound,
                order=order + 1,
                goal=goal.name,
                label=goal.label,
                unit=goal.unit,
                own_value=self.own.values[order],
                own_bound=self.own_bounds[order] if searched else None,
                robust_value=self.robust.values[order],
                kept_value=self.kept.values[order],
                kept_now_value=self.kept_now.values[order],
                kept_now_bound=self.kept_now_bounds[order] if searched else None,
            )

    def results(self, goals: Sequence[Goal], stopped_by: Sequence[str]) -> tuple[GoalResult, ...]:
        """Goals of this bound's plan, each held against the best that this bound alone could have."""
        return tuple(
            self._result(order, goal, stopped_by[order])
            if order < len(self.own_bounds)
            else GoalResult(order + 1, goal.name, goal.unit, value, 0.0, value < 1, NOT_SEARCHED)
            for order, (goal, value) in enumerate(zip(goals, self.robust.values, strict=True))
        )

    def _result(self, order: int, goal: Goal, stopped_by: str) -> GoalResult:
        value, bound = self.robust.values[order], self.own_bounds[order]
        # What it costs to be ready for the other bounds is no gap of a search.
        ended = _end(
            value, bound, worst_end([NOTHING_MORE, stopped_by]) if value > self.own.values[order] else stopped_by
        )
        return GoalResult(order + 1, goal.name, goal.unit, value, bound, value - bound < 1, ended)


def bound_lines(goals: Sequence[Goal], standings: Sequence[Standing]) -> tuple[BoundLine, ...]:
    """All lines, by goal and then bound."""
    lines = [line for standing in standings for line in standing.lines(goals)]
    return tuple(sorted(lines, key=lambda line: line.order))


def robust_goals(
    goals: Sequence[Goal], standings: Sequence[Standing], scoring: Scoring, proof: Proof, stopped_by: Sequence[str]
) -> tuple[RobustGoal, ...]:
    """Goals up to the judged one; `proof` is that of the judged goal, `stopped_by` of each in order."""
    first = standings[0]
    before = [(first.robust.values[order], first.own_bounds[order]) for order in range(scoring.judged)]
    judged = scoring.score([standing.robust.values[scoring.judged] for standing in standings])
    numbers = [*before, (judged, proof.bound)]
    return tuple(
        RobustGoal(
            order=order + 1,
            goal=goals[order].name,
            label=goals[order].label,
            unit=goals[order].unit,
            measure=Measure.SAME_FOR_ALL if order < scoring.judged else MEASURES[scoring.criterion],
            value=value,
            bound=bound,
            proved=value - bound < 1,
            stopped_by=_end(value, bound, stopped_by[order]),
        )
        for order, (value, bound) in enumerate(numbers)
    )


def worst_end(ends: Iterable[str]) -> str:
    """The worst that ended any of several searches."""
    return max(ends, key=STOPPED_BY.index)


def _end(value: int, bound: float, stopped_by: str) -> str:
    """What ended the searches of a goal; what they proved of other plans may not hold of this one."""
    gap = value - bound if stopped_by == "gap" else 0.0
    return end_of(value - bound, gap, stopped_by)
