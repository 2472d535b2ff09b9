"""When no plan keeps all rules: a smallest set of them that already clashes.

Each rule is left out in turn; where the rest still has no plan, the rule is not needed for the clash and stays out.
What is left clashes, and without any one of it there is a plan.
"""

from __future__ import annotations

from planner.domain.scenario import Rule, Scenario
from planner.model.master import Master
from planner.model.network import Network
from planner.model.program import Work
from planner.model.search import Clock

NODES = 200


def clashing_rules(scenario: Scenario, network: Network, clock: Clock) -> tuple[str, ...]:
    """Names of a smallest clashing set, in the order of the rules; all that are left when the clock runs out."""
    kept = list(scenario.rules)
    for rule in scenario.rules:
        rest = [other for other in kept if other is not rule]
        if clock.left() > 0 and _without_plan(scenario, rest, network, clock):
            kept = rest
    return tuple(rule.name for rule in kept)


def _without_plan(scenario: Scenario, rules: list[Rule], network: Network, clock: Clock) -> bool:
    """Whether these rules alone are proved to have no plan."""
    master = Master(scenario.problem, rules, network)
    nothing = master.program.objective(0.0)
    return master.program.solve_mixed(nothing, Work(NODES, clock.left(), 0.0)).infeasible
