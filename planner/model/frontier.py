"""The frontier between two measures: what one costs in the other, with the proof beside each plan.

Epsilon-constraint method (Y. Haimes, L. Lasdon and D. Wismer, 1971). The scenario's goals before both measures are held
at their best. Then, under a limit on the second measure, the first is made least, and the second among the plans with
that first: a plan that no other beats in both, if both are proved. The first two plans are the ends: the least of the
first without a limit, and the least of the second. Each further limit is set where two neighbouring plans leave the
most room between them (the rectangle between the two), in the middle of what has not been searched; after two limits
that gave nothing new, just below the looser plan, which searches all the rest at once.

A bound on the first measure under one limit holds under every tighter one, so the bounds make a curve of steps that no
plan is below.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import pairwise

from planner.domain.plan import GoalResult, Plan
from planner.domain.scenario import Goal, Scenario
from planner.errors import Faults
from planner.model.held import HeldGoal
from planner.model.known import Known
from planner.model.measures import GOAL_OF_PART, MEASURES
from planner.model.search import STOPPED_BY, Clock
from planner.model.solve import solve_from

TRAVEL = "pupil_travel"
PUPILS = "unplaced_pupils"
# The solver refuses these ahead of the pupils without a place; in a frontier those are held or the other measure.
ORDERED = ("vacant_places", TRAVEL)
FEWEST_POINTS = 2
TRIES_IN_THE_MIDDLE = 3


@dataclass(frozen=True)
class FrontierPoint:
    """The plan found under one limit on the second measure (None = without a limit), in the scenario that says so.

    `first` and `second` are its values. No plan under the limit has the first measure below `bound`. `proved` when no
    plan is better in one measure without being worse in the other. `stopped_by` is the worse end of the two searches.
    """

    limit: int | None
    first: int
    second: int
    bound: float
    proved: bool
    stopped_by: str
    plan: Plan
    scenario: Scenario


@dataclass(frozen=True)
class Frontier:
    """Points by limit, the tightest first. `held` are the goals before both measures, with value and bound.

    No plan has the second measure below `second_bound`. `complete` when every plan of the frontier is there and proved.
    """

    scenario: Scenario
    first: Goal
    second: Goal
    held: tuple[GoalResult, ...]
    points: tuple[FrontierPoint, ...]
    second_bound: float
    complete: bool

    @property
    def best(self) -> tuple[FrontierPoint, ...]:
        """One point for each plan that no other found beats in both measures, by the second measure."""
        return _best(self.points)

    def bound_at(self, second: float) -> float:
        """What no plan with this much of the second measure can have the first measure below."""
        if second < self.second_bound:
            return math.inf
        return max(point.bound for point in self.points if point.limit is None or point.limit >= second)


def frontier(
    scenario: Scenario, between: tuple[str, str], points: int = 8, progress: Callable[[str], None] | None = None
) -> Frontier:
    """Find up to `points` plans between two measures of MEASURES; the second is limited, the first made least.

    Travel cannot be limited, so as the second it changes places with the first. The scenario's clock is for all points
    together. Raises InputError for measures that say nothing together, or fewer than 2 points; and as `solve` does.
    """
    first, second = _measures(scenario, between, points)
    walk = _Walk(scenario, first, second, points, progress or (lambda text: None))
    walk.hold()
    walk.ends()
    while len(walk.points) < points:
        limit = _next_limit(walk.points)
        if limit is None:
            break
        walk.under(limit)
    ordered = sorted(walk.points, key=lambda point: math.inf if point.limit is None else point.limit)
    complete = all(point.proved for point in ordered) and _next_limit(walk.points) is None
    return Frontier(scenario, first, second, walk.results, tuple(ordered), walk.second_bound, complete)


def _measures(scenario: Scenario, between: tuple[str, str], points: int) -> tuple[Goal, Goal]:
    faults = Faults()
    for name in between:
        if name not in MEASURES:
            faults.add("between", name, f"one of {', '.join(MEASURES)}")
    if between[0] == between[1]:
        faults.add("between", f"{between[0]} twice", "two different measures")
    if points < FEWEST_POINTS:
        faults.add("points", str(points), f"{FEWEST_POINTS} or more", "The two ends are points.")
    faults.raise_if_any()
    before = [goal.name for goal in _goals_before(scenario, between)]
    if TRAVEL in between and PUPILS not in before:
        faults.add(
            "between", TRAVEL, f"{PUPILS} among the goals before both", "Else the least travel is to place nobody."
        )
    if TRAVEL in before:
        remedy = "Leave it out of goals, or put it behind both."
        faults.add("goals", f"{TRAVEL} before {' and '.join(between)}", "goals that can be held under a limit", remedy)
    faults.raise_if_any()
    # The scenario's own goal knows its unit.
    measures = MEASURES | {goal.name: goal for goal in scenario.goals}
    first, second = (measures[name] for name in between)
    return (second, first) if second.name == TRAVEL else (first, second)


def _goals_before(scenario: Scenario, between: tuple[str, str]) -> tuple[Goal, ...]:
    """Goals of the scenario that come before both measures; a part has the rank of its goal."""
    names = [goal.name for goal in scenario.goals]
    wholes = [GOAL_OF_PART.get(name, name) for name in between]
    return scenario.goals[: min(names.index(whole) if whole in names else len(names) for whole in wholes)]


class _Walk:
    """Solves limit after limit; each starts from the best plan known under it and from all cuts."""

    def __init__(self, scenario: Scenario, first: Goal, second: Goal, points: int, tell: Callable[[str], None]) -> None:
        self._scenario, self._first, self._second = scenario, first, second
        self._most, self._tell = points, tell
        self._clock = Clock.start(scenario.limits.time_limit_seconds)
        self._known = Known()
        self.results: tuple[GoalResult, ...] = ()
        self.points: list[FrontierPoint] = []
        self.second_bound = 0.0

    def hold(self) -> None:
        """Hold the goals before both measures at their best, or as much above it as the scenario grants.

        The measures themselves give way to nothing: what each costs in the other is the question.
        """
        goals = _goals_before(self._scenario, (self._first.name, self._second.name))
        if goals:
            self._tell("Meeting the goals before both ...")
            solution = solve_from(self._timed(self._scenario), searched_goals=len(goals))
            self.results = solution.plan.goals[: len(goals)]
            self._known = solution.known
            held = (
                HeldGoal(goal, result.limit, self._scenario.rules)
                for goal, result in zip(goals, self.results, strict=True)
            )
            self._scenario = replace(self._scenario, rules=(*self._scenario.rules, *held))
        self._scenario = replace(self._scenario, limits=replace(self._scenario.limits, lock_tolerance=()))

    def ends(self) -> None:
        """Find the least of the second measure, then the least of the first."""
        plan, searched = self._solve(self._scenario, (self._second, self._first))
        second, first = plan.goals
        self.second_bound = second.bound
        self.points.append(_point(second.value, first, second, plan, searched))
        plan, searched = self._solve(self._scenario, (self._first, self._second))
        first, second = plan.goals
        self.points.append(_point(None, first, second, plan, searched))

    def under(self, limit: int) -> None:
        """Find the least of the first measure under a limit on the second."""
        rules = (*self._scenario.rules, HeldGoal(self._second, limit, self._scenario.rules))
        start = min((point for point in self.points if point.second <= limit), key=lambda point: point.first)
        self._known = Known(dict(start.plan.places), self._known.cuts)
        plan, searched = self._solve(replace(self._scenario, rules=rules), (self._first, self._second))
        first, second = plan.goals
        self.points.append(_point(limit, first, second, plan, searched))

    def _solve(self, scenario: Scenario, goals: tuple[Goal, Goal]) -> tuple[Plan, Scenario]:
        self._tell(f"Point {len(self.points) + 1} of {self._most} at most ...")
        named = tuple(_apart(goal) for goal in goals)
        searched = self._timed(replace(scenario, goals=named))
        solution = solve_from(searched, self._known)
        self._known = solution.known
        return solution.plan, searched

    def _timed(self, scenario: Scenario) -> Scenario:
        """The scenario with an equal share of the seconds left."""
        seconds = self._clock.left() / max(1, self._most - len(self.points))
        return replace(scenario, limits=replace(scenario.limits, time_limit_seconds=seconds))


def _apart(goal: Goal) -> Goal:
    """The goal under a name of its own where the solver would refuse its place in the order."""
    return replace(goal, name=f"least_{goal.name}") if goal.name in ORDERED else goal  # type: ignore[type-var]


def _point(limit: int | None, first: GoalResult, second: GoalResult, plan: Plan, searched: Scenario) -> FrontierPoint:
    stopped_by = max((goal.stopped_by for goal in plan.goals), key=STOPPED_BY.index)
    proved = first.proved and second.proved
    return FrontierPoint(limit, first.value, second.value, first.bound, proved, stopped_by, plan, searched)


def _best(points: list[FrontierPoint] | tuple[FrontierPoint, ...]) -> tuple[FrontierPoint, ...]:
    chosen: list[FrontierPoint] = []
    for point in sorted(points, key=lambda point: (point.second, point.first, not point.proved)):
        if not chosen or point.first < chosen[-1].first:
            chosen.append(point)
    return tuple(chosen)


def _next_limit(points: list[FrontierPoint]) -> int | None:
    """Limit to search next; None when nothing is left between any two plans."""
    rooms = []
    for tight, loose in pairwise(_best(points)):
        tried = [p.limit for p in points if p.limit is not None and tight.second <= p.limit < loose.second]
        searched = max(tried, default=tight.second)
        room = (loose.second - searched) * (tight.first - loose.first)
        last = loose.second - 1
        if searched < last and tight.first - loose.first > 1:
            middle = (searched + loose.second) // 2
            rooms.append((room, -tight.second, last if len(tried) >= TRIES_IN_THE_MIDDLE else middle))
    return max(rooms)[2] if rooms else None
