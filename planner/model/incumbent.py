"""The best plan so far, judged on every goal in order by exact evaluation."""

from __future__ import annotations

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
    """Places with their exact outcome; `values` are the goals' in the scenario's order."""

    places: IntArray
    outcome: Outcome
    values: tuple[int, ...]


class Incumbent:
    """Keeps the lexicographically best candidate that breaks no rule."""

    def __init__(self, scenario: Scenario, network: Network) -> None:
        # Drafts hold the planning bound alone, so they are held against its demand alone.
        demand = scenario.problem.demand_by_bound[network.bound]
        self._problem = replace(scenario.problem, demand=(demand,))
        self._network = network
        self._rules: tuple[Rule, ...] = scenario.rules
        self._goals: Sequence[Goal] = scenario.goals
        self.evaluator = Evaluator(network)
        self.best: Candidate | None = None

    def value(self, order: int) -> float:
        """Value of the goal at a position; infinite while there is no plan."""
        return float("inf") if self.best is None else float(self.best.values[order])

    def judge(self, places: IntArray) -> Candidate:
        """Evaluate places exactly."""
        outcome = self.evaluator.evaluate(places)
        plan = self.draft(places, outcome)
        values = tuple(goal.value(plan, self._problem, self._rules) for goal in self._goals)
        return Candidate(places, outcome, values)

    def offer(self, places: IntArray) -> bool:
        """Take places when they are better and keep every rule; says whether they were taken."""
        candidate = self.judge(places)
        if self.best is not None and candidate.values >= self.best.values:
            return False
        plan = self.draft(places, candidate.outcome)
        if any(True for rule in self._rules for _ in rule.violations(plan, self._problem)):
            return False
        self.best = candidate
        return True

    def draft(self, places: IntArray, outcome: Outcome) -> Plan:
        """Plan with the placements of the planning bound only."""
        return draft_plan(self._problem, self._network.bound, places, [(self._network, outcome)])
