"""The best plan so far, judged on every goal in order by exact evaluation."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

from planner.domain.plan import Plan
from planner.domain.scenario import Goal, Rule, Scenario
from planner.model.draft import draft_plan
from planner.model.flow import Evaluator, Outcome
from planner.model.network import Network
from planner.model.program import IntArray


@dataclass(frozen=True)
class Candidate:
    """Places with their exact outcome; `values` are the goals' in the scenario's order.

    `plan` holds the placements of the planning bound only.
    """

    places: IntArray
    outcome: Outcome
    values: tuple[int, ...]
    plan: Plan


class Incumbent:
    """Keeps the lexicographically best candidate that breaks no rule.

    Once a goal is held, a candidate above its limit is refused, even if it is better in a goal before: what was proved
    of the goals behind holds within the limits only. A goal that may give way counts as equal up to its limit; between
    equals the better values win.
    """

    def __init__(self, scenario: Scenario, network: Network) -> None:
        # Drafts hold the planning bound alone, so they are held against its demand alone.
        demand = scenario.problem.demand_by_bound[network.bound]
        self._problem = replace(scenario.problem, demand=(demand,))
        self._network = network
        self._rules: tuple[Rule, ...] = scenario.rules
        self._goals: Sequence[Goal] = scenario.goals
        self.evaluator = Evaluator(network)
        self.best: Candidate | None = None
        self._limits = [math.inf] * len(scenario.goals)
        self._counts_as = [-math.inf] * len(scenario.goals)

    def hold(self, order: int, reached: int, tolerance: int) -> None:
        """Hold the goal at a position at what was reached, or as much above it as is granted."""
        self._limits[order] = reached + tolerance
        if tolerance:
            self._counts_as[order] = reached + tolerance

    def value(self, order: int) -> float:
        """Value of the goal at a position; infinite while there is no plan."""
        return float("inf") if self.best is None else float(self.best.values[order])

    def judge(self, places: IntArray) -> Candidate:
        """Evaluate places exactly."""
        outcome, plan = self._drafted(places)
        values = tuple(goal.value(plan, self._problem, self._rules) for goal in self._goals)
        return Candidate(places, outcome, values, plan)

    def _drafted(self, places: IntArray) -> tuple[Outcome, Plan]:
        outcome = self.evaluator.evaluate(places)
        return outcome, draft_plan(self._problem, self._network.bound, places, [(self._network, outcome)])

    def is_sound(self, candidate: Candidate) -> bool:
        """Whether a candidate keeps every rule."""
        return not any(True for rule in self._rules for _ in rule.violations(candidate.plan, self._problem))

    def offer(self, places: IntArray) -> bool:
        """Take places when they are better and keep every rule; says whether they were taken."""
        outcome, plan = self._drafted(places)
        values = self._better_values(plan)
        if values is None:
            return False
        candidate = Candidate(places, outcome, values, plan)
        if not self.is_sound(candidate):
            return False
        self.best = candidate
        return True

    def _better_values(self, plan: Plan) -> tuple[int, ...] | None:
        """Values of a plan that would be the best one; None as soon as a goal says that it is not."""
        values: tuple[int, ...] = ()
        best = None if self.best is None else self.best.values
        for goal, limit in zip(self._goals, self._limits, strict=True):
            values = (*values, goal.value(plan, self._problem, self._rules))
            behind = best is not None and self._counted(values) > self._counted(best[: len(values)])
            if behind or values[-1] > limit:
                return None
        better = best is None or (self._counted(values), values) < (self._counted(best), best)
        return values if better else None

    def _counted(self, values: Sequence[int]) -> tuple[float, ...]:
        """Values of the first goals as they count against those of another plan."""
        return tuple(max(value, least) for value, least in zip(values, self._counts_as, strict=False))
