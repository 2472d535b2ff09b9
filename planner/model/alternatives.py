"""Several plans within a stated tolerance of the best one, each as different from those before it as can be.

1. The best plan, by all goals in order.
2. Near-best is a plan whose goals before `unplaced_pupils` are as good as the best plan's, and whose pupils without a
   place are more by at most the tolerance, a share of the need that the best plan meets.
3. Among the near-best plans the one that exchanges most schools with all plans so far (exchange.py); among those the
   best by all goals in order. Again until there are as many plans as asked for, or no near-best plan exchanges any.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace

from planner.domain.plan import Plan
from planner.domain.scenario import Scenario
from planner.errors import Faults
from planner.model.exchange import Exchange, KeptSchools, Schools, exchanged_schools, new_hosts
from planner.model.held import HeldGoal
from planner.model.known import Known
from planner.model.neighbourhood import ROUNDING
from planner.model.search import NOT_SEARCHED, WITHIN_TOLERANCE, Clock
from planner.model.solve import solve_from

NEAR_BEST_GOAL = "unplaced_pupils"
CLOCK = "clock"
FEWEST_PLANS = 2


@dataclass(frozen=True)
class NearBestPlan:
    """One plan with the scenario that it was searched in: held goals are rules there, and `kept_schools` comes first.

    `schools` are those with a new base, `exchanged` how many are exchanged with the earlier plan that is most alike. No
    near-best plan exchanges more than `exchanged_bound`. Both None for the best plan.
    """

    plan: Plan
    scenario: Scenario
    schools: Schools
    exchanged: int | None
    exchanged_bound: int | None

    def value(self, goal: str) -> int:
        """Value of a goal by name."""
        return next(result.value for result in self.plan.goals if result.goal == goal)


@dataclass(frozen=True)
class Alternatives:
    """The best plan first, then each as found.

    `held` are the limits of near-best plans. `weighted_pupils` are all weighted pupil-years. `exhausted` when the
    search for a further plan found none that exchanges a school; `exhausted_bound` is then what it proved of how many
    schools a further one can exchange (0 = there is none), else None.
    """

    scenario: Scenario
    tolerance: float
    plans: tuple[NearBestPlan, ...]
    held: tuple[HeldGoal, ...]
    weighted_pupils: int
    exhausted: bool
    exhausted_bound: int | None

    def stated(self, near: NearBestPlan) -> Plan:
        """The plan with the goals of the scenario and what is proved of them among all plans, alike or not.

        For the goals up to the pupils without a place that is the best plan's bound; of those behind, nothing is.
        """
        if near is self.plans[0]:
            return near.plan
        searched = {result.goal: result for result in near.plan.goals}
        clocked = any(result.stopped_by == CLOCK for result in near.plan.goals)
        bounded, results = True, []
        for best in self.plans[0].plan.goals:
            value = searched[best.goal].value
            bound = max(0.0, min(best.bound, float(value))) if bounded else 0.0
            ended = best.stopped_by if value - bound < 1 or value <= best.value else WITHIN_TOLERANCE
            stopped_by = CLOCK if clocked else ended if bounded else NOT_SEARCHED
            found = replace(best, value=value, bound=bound, proved=value - bound < 1, stopped_by=stopped_by)
            # It is held at the near-best limits, not at what the best plan's search reached.
            results.append(replace(found, reached=None, held_at=None))
            # A bound holds for plans that are as good as the best one in the goals before.
            bounded = bounded and best.goal != NEAR_BEST_GOAL and value == best.value
        return replace(near.plan, goals=tuple(results))

    def tolerance_used(self, near: NearBestPlan) -> float:
        """Share of the need met by the best plan that this plan meets less; negative when it meets more."""
        best = self.plans[0].value(NEAR_BEST_GOAL)
        met = self.weighted_pupils - best
        return (near.value(NEAR_BEST_GOAL) - best) / met if met else 0.0

    def within_proven(self, near: NearBestPlan) -> float:
        """Share of the need that any plan could meet at most which this plan does not meet."""
        bound = next(goal.bound for goal in self.plans[0].plan.goals if goal.goal == NEAR_BEST_GOAL)
        met = self.weighted_pupils - bound
        return (near.value(NEAR_BEST_GOAL) - bound) / met if met > 0 else 0.0


def alternatives(
    scenario: Scenario, count: int = 3, tolerance: float = 0.005, progress: Callable[[str], None] | None = None
) -> Alternatives:
    """Find `count` plans, the best one among them, within `tolerance` (a share of the need that the best plan meets).

    The scenario's clock is for all plans together. Raises InputError for a count below 2, a tolerance outside 0 to 1,
    or goals without `unplaced_pupils`; and as `solve` does.
    """
    _check(scenario, count, tolerance)
    tell = progress or (lambda text: None)
    clock = Clock.start(scenario.limits.time_limit_seconds)
    tell(f"Plan 1 of {count}, the best one ...")
    solution = solve_from(_within(scenario, clock, count))
    plans = [NearBestPlan(solution.plan, scenario, new_hosts(solution.plan, scenario.problem), None, None)]
    held = _near_best(scenario, solution.plan, tolerance)
    known = solution.known
    exhausted_bound: int | None = None
    if not plans[0].schools:
        exhausted_bound = 0
    while len(plans) < count and exhausted_bound is None:
        tell(f"Plan {len(plans) + 1} of {count}, as different as can be ...")
        start = Known(solution.known.places, known.cuts)
        near, known = _next(_within(scenario, clock, count - len(plans)), held, plans, start)
        if near.exchanged:
            plans.append(near)
        else:
            exhausted_bound = near.exchanged_bound
    return Alternatives(
        scenario,
        tolerance,
        tuple(plans),
        held,
        _weighted_pupils(scenario),
        exhausted_bound is not None,
        exhausted_bound,
    )


def _check(scenario: Scenario, count: int, tolerance: float) -> None:
    faults = Faults()
    names = [goal.name for goal in scenario.goals]
    if count < FEWEST_PLANS:
        faults.add("count", str(count), f"{FEWEST_PLANS} or more", "The best plan is one of them.")
    if not 0 <= tolerance <= 1:
        faults.add("tolerance", f"{tolerance:g}", "a share from 0 to 1", "0.005 is half of one per cent.")
    if NEAR_BEST_GOAL not in names:
        faults.add("goals", ", ".join(names), f"{NEAR_BEST_GOAL} among them", "The tolerance is one of need met.")
    faults.raise_if_any()


def _within(scenario: Scenario, clock: Clock, shares: int) -> Scenario:
    """The scenario with an equal share of the seconds left."""
    limits = replace(scenario.limits, time_limit_seconds=clock.left() / shares)
    return replace(scenario, limits=limits)


def _near_best(scenario: Scenario, best: Plan, tolerance: float) -> tuple[HeldGoal, ...]:
    """Limits of a near-best plan for the goals up to the pupils without a place."""
    held: list[HeldGoal] = []
    for goal, result in zip(scenario.goals, best.goals, strict=True):
        if goal.name == NEAR_BEST_GOAL:
            more = math.floor(tolerance * (_weighted_pupils(scenario) - result.value))
            return (*held, HeldGoal(goal, result.value + more, scenario.rules))
        held.append(HeldGoal(goal, result.value, scenario.rules))
    return tuple(held)


def _next(
    scenario: Scenario, held: tuple[HeldGoal, ...], plans: list[NearBestPlan], known: Known
) -> tuple[NearBestPlan, Known]:
    """Most different near-best plan; it exchanges no school when none was found that does."""
    exchange = Exchange(tuple(near.schools for near in plans))
    goals = (KeptSchools(exchange), *scenario.goals)
    # The near-best limits are the tolerance here.
    limits = replace(scenario.limits, lock_tolerance=())
    searched = replace(scenario, rules=(*scenario.rules, *held, exchange), goals=goals, limits=limits)
    solution = solve_from(searched, known)
    schools = new_hosts(solution.plan, scenario.problem)
    bound = exchange.most - math.ceil(solution.plan.goals[0].bound - ROUNDING)
    near = NearBestPlan(solution.plan, searched, schools, exchanged_schools(schools, exchange.earlier), bound)
    return near, solution.known


def _weighted_pupils(scenario: Scenario) -> int:
    problem = scenario.problem
    return sum(pupils * problem.weight(cell) for cell, pupils in problem.demand_by_bound[scenario.bound].cells)
