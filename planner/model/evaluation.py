"""What places would do, without planning again: the fast answer to a what-if."""

from __future__ import annotations

from collections.abc import Sequence

from planner.domain.plan import GoalResult, Plan
from planner.domain.scenario import Scenario
from planner.model.draft import draft_plan
from planner.model.flow import Evaluator
from planner.model.network import build_networks
from planner.model.program import IntArray


class Evaluation:
    """Evaluates places of one scenario, again and again: who can go where is worked out once.

    Parts of the network whose places are as in an earlier question are not placed anew.
    """

    def __init__(self, scenario: Scenario) -> None:
        self._scenario = scenario
        networks = build_networks(scenario.problem, scenario.rules, sorted(scenario.problem.demand_by_bound))
        self._evaluators = [(network, Evaluator(network)) for network in networks]

    def plan(self, places: IntArray, goals: Sequence[GoalResult] = ()) -> Plan:
        """Plan of given places (sites, academic years) with the best placement for every bound of demand."""
        outcomes = [(network, evaluator.evaluate(places)) for network, evaluator in self._evaluators]
        return draft_plan(self._scenario.problem, self._scenario.bound, places, outcomes, goals)
