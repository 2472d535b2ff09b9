"""Resourced-provision capacity planner: which schools get provision, for which need, how many places and when.

    import planner
    scenario = planner.read_scenario("warwickshire_2024")
    plan = planner.solve(scenario)
    page = planner.draw_map(plan, planner.evaluate_stock(scenario), scenario)

Each name is imported when it is first used, so that `import planner` costs nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from importlib import import_module
from typing import TYPE_CHECKING

# Imported here and not on first use, because the module of the same name would else take the function's place.
from planner.check import check, require_sound

if TYPE_CHECKING:
    from planner.domain.plan import Plan
    from planner.domain.scenario import Scenario
    from planner.finance import forecast_costs
    from planner.inputs import read_scenario
    from planner.maps.plan_map import draw_map
    from planner.model.alternatives import Alternatives
    from planner.model.explain.explanation import Explanation
    from planner.model.frontier import Frontier
    from planner.model.robust.result import RobustPlan
    from planner.model.robust.settings import RobustSettings
    from planner.model.solve import GoalProgress, evaluate_stock
    from planner.outputs.compare import compare
    from planner.outputs.write import write_outputs

__all__ = [
    "Plan",
    "Scenario",
    "alternatives",
    "check",
    "compare",
    "draw_map",
    "evaluate_stock",
    "explain",
    "forecast_costs",
    "frontier",
    "read_scenario",
    "robust",
    "solve",
    "write_outputs",
]

_HOMES = {
    "Plan": "planner.domain.plan",
    "Scenario": "planner.domain.scenario",
    "compare": "planner.outputs.compare",
    "draw_map": "planner.maps.plan_map",
    "evaluate_stock": "planner.model.solve",
    "forecast_costs": "planner.finance",
    "read_scenario": "planner.inputs",
    "write_outputs": "planner.outputs.write",
}


def solve(scenario: Scenario, progress: Callable[[GoalProgress], None] | None = None) -> Plan:
    """Find the best plan of a scenario and prove it sound; `progress` is told when a goal is started and met.

    Raises NoPlanError when the rules contradict each other, TimeLimitError when the time ran out before any plan,
    BrokenPlanError when the plan breaks one of its rules (our bug: it is withheld).
    """
    from planner.model.solve import solve as find_plan

    plan = find_plan(scenario, progress)
    require_sound(plan, scenario)
    return plan


def alternatives(
    scenario: Scenario, count: int = 3, tolerance: float = 0.005, progress: Callable[[str], None] | None = None
) -> Alternatives:
    """Find `count` plans that differ most, within `tolerance` of the best plan (a share of the need that it meets).

    Every plan is proved sound. `progress` is told each step in words. Raises as `solve`, and InputError for a count or
    a tolerance without sense.
    """
    from planner.model.alternatives import alternatives as find_alternatives

    found = find_alternatives(scenario, count, tolerance, progress)
    for near in found.plans:
        require_sound(near.plan, near.scenario)
        require_sound(found.stated(near), scenario)
    return found


def frontier(
    scenario: Scenario, between: tuple[str, str], points: int = 8, progress: Callable[[str], None] | None = None
) -> Frontier:
    """Find up to `points` plans from the least of one measure to the least of another, with what is proved of each.

    `between` are names of goals, "capital", or "unplaced_" and a phase. Every plan is proved sound. `progress` is told
    each step in words. Raises as `solve`, and InputError for measures that say nothing together.
    """
    from planner.model.frontier import frontier as find_frontier

    found = find_frontier(scenario, between, points, progress)
    for point in found.points:
        require_sound(point.plan, point.scenario)
    return found


def robust(
    scenario: Scenario, settings: RobustSettings | None = None, progress: Callable[[str], None] | None = None
) -> RobustPlan:
    """Find one plan for each bound of demand, alike in the first years; `settings` None = equal weights, two years.

    Every plan is proved sound. `progress` is told each step in words. Raises as `solve`, and InputError for settings
    that do not fit the scenario.
    """
    from planner.model.robust.settings import robust_settings
    from planner.model.robust.solve import solve_robust

    found = solve_robust(scenario, settings or robust_settings(scenario), progress)
    for bound, plan in found.by_bound.items():
        require_sound(plan, replace(scenario, bound=bound))
    return found


def explain(
    scenario: Scenario,
    why: Sequence[str] = (),
    why_not: Sequence[str] = (),
    *,
    prices: bool = False,
    plan: Plan | None = None,
    progress: Callable[[str], None] | None = None,
) -> Explanation:
    """Say why there is no plan; else why it opens schools or does not (URNs or names), and what each rule costs.

    Without a question it says what each rule costs. `plan` is a finished plan of the scenario, which is then not
    searched for again. Every plan is proved sound. `progress` is told each step in words. Raises InputError for a
    school that is not there, and TimeLimitError as `solve`.
    """
    from planner.inputs.schools_asked import find_schools
    from planner.model.explain.explanation import explain as find_explanation

    asked = find_schools({"--why": why, "--why-not": why_not}, scenario.problem.schools)
    found = find_explanation(scenario, asked["--why"], asked["--why-not"], prices=prices, plan=plan, progress=progress)
    if found.answers is not None:
        require_sound(found.answers.plan, scenario)
        for each in found.answers.others:
            require_sound(each.plan, each.scenario)
    return found


def __getattr__(name: str) -> object:
    """Import a public name on first use (PEP 562)."""
    if name not in _HOMES:
        msg = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(msg)
    found: object = getattr(import_module(_HOMES[name]), name)
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    """Public names."""
    return sorted(__all__)
