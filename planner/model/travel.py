"""Goals that ask who travels where: travel itself, and what comes after it.

The master cannot see journeys. A plan is bounded by the relaxation of the plain model and improved near it, where few
openings are left to decide, then by moving bases (swap.py) and in kernels (kernel.py); where the plain model is small
it is solved whole, which proves the goal.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from planner.domain.scenario import Goal, Scenario
from planner.model.incumbent import Incumbent
from planner.model.kernel import KernelSearch, Priced
from planner.model.network import Network
from planner.model.plain import PlainModel
from planner.model.program import BOUND_TOLERANCE, FloatArray, Objective, Row, Work
from planner.model.relaxation import Relaxation
from planner.model.search import ALMOST, STOPPED_BY, Clock, Proof, contradicts
from planner.model.swap import improve_travel

# Held goals may be missed by this much in a solver's arithmetic; all goal values are whole numbers.
HOLD_TOLERANCE = 1e-4
# A bound is worked out with so large a share of its value to spare, and travel has numbers of seven digits.
ARITHMETIC = 2 * BOUND_TOLERANCE
# A plain model of at most this many columns is solved whole.
SMALL_COLUMNS = 4_000
# With more decisions left near its relaxation none is begun: the clock would cut it, and a cut search may not repeat.
NEAR_COLUMNS = 20_000
EVALUATIONS_PER_NODE = 20
PHASE_SHARE = 0.4


class PlacementSearch:
    """Searches goals on the plain model; made once, then given each goal in turn."""

    def __init__(self, scenario: Scenario, network: Network, incumbent: Incumbent) -> None:
        self._scenario, self._network, self._incumbent = scenario, network, incumbent
        self._plain = PlainModel(scenario.problem, scenario.rules, network)
        self._holding = 0

    def run(self, order: int, goal: Goal, held: Sequence[tuple[Goal, int]], clock: Clock) -> Proof:
        """Make one goal small under the goals held before it."""
        limits = self._scenario.limits
        evaluations = limits.work_nodes * EVALUATIONS_PER_NODE
        problem = self._scenario.problem
        program = self._plain.program
        objective = self._objective(goal)
        program.add([self._hold(*pair) for pair in held[self._holding :]])
        self._holding = len(held)
        relaxation = Relaxation(program, objective, self._plain, clock.left() * PHASE_SHARE)
        relaxed = relaxation.solve()
        ends = ["clock" if relaxed.clocked else "proved"]
        bound = max(0.0, objective.next_value(relaxed.bound)) if np.isfinite(relaxed.bound) else 0.0
        if relaxed.point is not None:
            ends.append(self._look_near(relaxed.point, objective, clock))
        if self._is_open(order, bound, objective):
            share = Clock.start(clock.left() * PHASE_SHARE)
            ends.append(improve_travel(problem, self._network, self._incumbent, evaluations, share))
        if relaxed.point is not None and self._is_open(order, bound, objective) and self._asks_for_journeys(objective):
            priced = Priced(self._plain, objective, relaxed.bound, relaxation.multipliers())
            kernels = KernelSearch(priced, self._incumbent, order)
            bound = max(bound, objective.next_value(kernels.run(limits.work_nodes, clock)))
            ends += kernels.ended
        if program.columns <= SMALL_COLUMNS and self._is_open(order, bound, objective):
            work = Work(limits.work_nodes, clock.left() * PHASE_SHARE, objective.step * ALMOST)
            solved = program.solve_mixed(objective, work)
            if solved.point is not None:
                self._incumbent.offer(self._plain.places_map.whole_places(solved.point))
            if np.isfinite(solved.bound):
                bound = max(bound, objective.next_value(solved.bound))
            ends = [end for end in ends if end == "clock"] + [solved.stopped_by]
        value = self._incumbent.value(order)
        if contradicts(bound, value):
            bound, ends = 0.0, [*ends, "work limit"]
        return Proof(min(bound, value), max(ends, key=STOPPED_BY.index))

    def _is_open(self, order: int, bound: float, objective: Objective) -> bool:
        """Whether a better plan may be there: one that arithmetic can tell from the bound, which allows for as much."""
        value = self._incumbent.value(order)
        return value - bound >= max(objective.step, ARITHMETIC * value)

    def _asks_for_journeys(self, objective: Objective) -> bool:
        """Whether the goal counts journeys; kernels are for these, goals behind them have a master of their own."""
        return bool(objective.coefficients[self._plain.arcs.column].any())

    def _look_near(self, point: FloatArray, objective: Objective, clock: Clock) -> str:
        """Offer the best plan near the relaxation; says how the search ended, "proved" where it is not begun."""
        bounds = self._plain.near(point)
        if np.count_nonzero(bounds[0] < bounds[1]) > NEAR_COLUMNS:
            return "proved"
        work = Work(self._scenario.limits.work_nodes, clock.left() * PHASE_SHARE, objective.step * ALMOST)
        solved = self._plain.program.solve_mixed(objective, work, bounds, proves=False)
        if solved.point is not None:
            self._incumbent.offer(self._plain.places_map.whole_places(solved.point))
        return solved.stopped_by

    def _objective(self, goal: Goal) -> Objective:
        return self._plain.program.objective(goal.expression(self._plain.x, self._scenario.problem))

    def _hold(self, goal: Goal, value: int) -> Row:
        return self._plain.program.hold(self._objective(goal), value + HOLD_TOLERANCE)
