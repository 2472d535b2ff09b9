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
        outcome = self.evaluator.evaluate(places)
        plan = draft_plan(self._problem, self._network.bound, places, [(self._network, outcome)])
        values = tuple(goal.value(plan, self._problem, self._rules) for goal in self._goals)
        return Candidate(places, outcome, values, plan)

    def is_sound(self, candidate: Candidate) -> bool:
        """Whether a candidate keeps every rule."""
        return not any(True for rule in self._rules for _ in rule.violations(candidate.plan, self._problem))

    def offer(self, places: IntArray) -> bool:
        """Take places when they are better and keep every rule; says whether they were taken."""
        candidate = self.judge(places)
        within = all(value <= limit for value, limit in zip(candidate.values, self._limits, strict=True))
        worse = self.best is not None and self._rank(candidate) >= self._rank(self.best)
        if worse or not within or not self.is_sound(candidate):
            return False
        self.best = candidate
        return True

    def _rank(self, candidate: Candidate) -> tuple[float, ...]:
        counted = (max(value, least) for value, least in zip(candidate.values, self._counts_as, strict=True))
        return (*counted, *candidate.values)
