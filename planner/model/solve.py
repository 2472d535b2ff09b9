"""From a Scenario to a Plan: each goal in order, held before the next; every goal with value, bound and proof."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from ortools.math_opt.python import mathopt

from planner.domain.plan import GoalResult, Plan
from planner.domain.scenario import Goal, Scenario
from planner.errors import BrokenPlanError, NoPlanError, PlannerError, TimeLimitError
from planner.model.conflict import Places, require_plan
from planner.model.draft import stock_places
from planner.model.evaluation import Evaluation
from planner.model.goal_order import check_goal_order
from planner.model.incumbent import Incumbent
from planner.model.known import Known, Proven, named_cuts, named_places
from planner.model.known_search import KnownSearch, near_bounds, near_sites
from planner.model.master import Master
from planner.model.neighbourhood import Bounds
from planner.model.network import build_network
from planner.model.program import IntArray, Work
from planner.model.search import ALMOST, NOT_SEARCHED, STOPPED_BY, Clock, Proof, end_of
from planner.model.travel import HOLD_TOLERANCE, PlacementSearch

# Share of the time left that one goal may use, so that the goals behind it have some. The last one may use it all.
GOAL_SHARE = 0.55
# The whole master of a county says little more of these than its relaxation, and takes longer than all goals before
# (DECISIONS.md, 24). Beyond so many columns they are searched near the relaxation and the best plan alone, with this
# share of the nodes.
NEARBY_GOALS = frozenset({"transition_gap"})
NEARBY_COLUMNS = 4_000
NEARBY_NODES = 0.1


@dataclass(frozen=True, slots=True)
class GoalProgress:
    """What a solve is doing.

    A goal is "started" (value and bound None), may be "found" at better values or higher bounds any number of times,
    and is "met" with the value that is held and its bound. The bound is None where none is known yet.
    """

    order: int
    goal: str
    state: str
    value: int | None
    bound: float | None


def _silent(progress: GoalProgress) -> None:
    """Tell nobody."""


@dataclass(frozen=True)
class Solution:
    """A plan, and what its search knows that the next one can use."""

    plan: Plan
    known: Known


def solve(scenario: Scenario, progress: Callable[[GoalProgress], None] | None = None) -> Plan:
    """Find the best plan of a scenario; `progress` is told when a goal is started and met.

    Raises NoPlanError when the rules contradict each other, TimeLimitError when the clock ran out before any plan,
    InputError when the goals are in an order that says nothing (travel before pupils are placed).
    """
    return solve_from(scenario, progress=progress).plan


def solve_from(
    scenario: Scenario,
    known: Known | None = None,
    progress: Callable[[GoalProgress], None] | None = None,
    searched_goals: int | None = None,
) -> Solution:
    """Solve with what an earlier solve knows: its cuts, and its places where they are a plan of this scenario.

    `searched_goals` are as many goals as are searched; those behind are only evaluated, so their bound is 0 and they
    say "not searched". None searches all. Raises as `solve` does.
    """
    check_goal_order(scenario.goals)
    searched = len(scenario.goals) if searched_goals is None else searched_goals
    solver = _Solver(scenario, progress or _silent, known or Known(), searched)
    proofs = [solver.meet(order, goal) for order, goal in enumerate(scenario.goals[:searched])]
    proofs += [Proof(0.0, NOT_SEARCHED)] * (len(scenario.goals) - len(proofs))
    plan = solver.plan(proofs)
    return Solution(plan, solver.known(plan.goals))


def evaluate_places(scenario: Scenario, places: IntArray, goals: Sequence[GoalResult] = ()) -> Plan:
    """Plan of given places (sites, years) with the best placement for every bound of demand; nothing is decided."""
    return Evaluation(scenario).plan(places, goals)


def evaluate_stock(scenario: Scenario) -> Plan:
    """Existing and committed places alone, with the best placement of pupils: the picture before the plan."""
    return evaluate_places(scenario, stock_places(scenario.problem))


class _Solver:
    """State of one solve: the master, the best plan and what is held."""

    def __init__(
        self, scenario: Scenario, progress: Callable[[GoalProgress], None], known: Known, searched_goals: int
    ) -> None:
        self._scenario = scenario
        self._progress = progress
        self._searched_goals = searched_goals
        self._clock = Clock.start(scenario.limits.time_limit_seconds)
        asked = require_plan(scenario)
        self._network = build_network(scenario.problem, scenario.rules, scenario.bound)
        self._master = Master(scenario.problem, scenario.rules, self._network, known.cuts_of(self._network))
        self._incumbent = Incumbent(scenario, self._network)
        self._incumbent.offer(stock_places(scenario.problem))
        tolerant = [bool(scenario.limits.tolerance_of(goal.name)) for goal in scenario.goals[:searched_goals]]
        self._last_tolerant = max((order for order, gives_way in enumerate(tolerant) if gives_way), default=-1)
        self._known_places = [Known(places).places_of(scenario.problem) for places in (asked, known.places) if places]
        if not any(tolerant):
            self._offer_known()
        self._proven = known.proven_of(scenario)
        self._near = set(known.near)
        self._near_bounds = self._bounds_near(known, asked) if known.near else None
        self._held: list[tuple[Goal, int]] = []
        self._placements: PlacementSearch | None = None

    def _bounds_near(self, known: Known, asked: Places) -> Bounds:
        by_hand = {key for (key, _), count in asked.items() if count}
        return near_bounds(self._master, near_sites(self._scenario.problem, known, by_hand, self._master))

    def _offer_known(self) -> None:
        """Offer the known plan. It may have given up what another goal gained, so goals that may give way come first.

        Else each solve from the one before would grant the tolerance once more.
        """
        for places in self._known_places:
            self._incumbent.offer(places)

    def meet(self, order: int, goal: Goal) -> Proof:
        """Make one goal small, then hold it."""
        self._progress(GoalProgress(order + 1, goal.name, "started", None, None))
        expression = goal.expression(self._master.x, self._scenario.problem)
        proof = self._prove(order, goal, expression)
        if self._incumbent.best is None:
            self._offer_known()
        best = self._incumbent.best
        if best is None:
            raise self._no_plan(proof)
        if proof.infeasible:
            # A plan is at hand, so the solver contradicts it: nothing is proved.
            proof = Proof(0.0, "work limit")
        self._hold(order, goal, expression, best.values[order])
        if order == self._last_tolerant:
            self._offer_known()
        self._progress(GoalProgress(order + 1, goal.name, "met", best.values[order], proof.bound))
        return proof

    def _hold(self, order: int, goal: Goal, expression: mathopt.LinearTypes | None, reached: int) -> None:
        """Keep a goal at what was reached, or as much worse as the scenario allows."""
        tolerance = self._scenario.limits.tolerance_of(goal.name)
        self._incumbent.hold(order, reached, tolerance)
        self._held.append((goal, reached + tolerance))
        if expression is not None:
            objective = self._master.program.objective(expression)
            self._master.program.add([self._master.program.hold(objective, reached + tolerance + HOLD_TOLERANCE)])

    def _prove(self, order: int, goal: Goal, expression: mathopt.LinearTypes | None) -> Proof:
        bound = self._known_bound(order)
        if self._incumbent.value(order) - bound < max(ALMOST, self._gap(order, goal)):
            return Proof(bound, "proved")
        if expression is None:
            return self._placement_search().run(order, goal, self._held, self._goal_clock(order))
        proof = self._search(order, goal, expression, bound)
        if self._placements is None or self._incumbent.value(order) <= proof.bound:
            return proof
        # The master does not see that travel is held, so the plain model may get further.
        closer = self._placements.run(order, goal, self._held, self._goal_clock(order))
        ends = (proof.stopped_by, closer.stopped_by)
        return Proof(max(proof.bound, closer.bound), max(ends, key=STOPPED_BY.index))

    def _known_bound(self, order: int) -> float:
        """What holds before any search: every goal counts something, so none is below 0."""
        return 0.0 if self._proven is None else self._proven.bound_of(order, [value for _, value in self._held])

    def _search(self, order: int, goal: Goal, expression: mathopt.LinearTypes, bound: float) -> Proof:
        nearby_only = goal.name in NEARBY_GOALS and self._master.program.columns > NEARBY_COLUMNS
        nodes = max(1, round(self._scenario.limits.work_nodes * (NEARBY_NODES if nearby_only else 1.0)))
        work = Work(nodes, self._clock.left() * self._share(order), self._gap(order, goal))
        objective = self._master.program.objective(expression)
        search = KnownSearch(self._master, self._incumbent, order, objective, work)
        search.nearby_only = nearby_only
        search.tell = lambda value, lower: self._found(order, goal, value, lower)
        near = self._near_bounds
        proof = search.run(self._clock) if near is None else search.run_near(near, bound, self._clock)
        if search.point is not None:
            opened = self._master.places_map.opened_in_part(search.point).tolist()
            self._near = {self._network.sites[index].key for index in opened}
        return proof

    def _found(self, order: int, goal: Goal, value: float, bound: float) -> None:
        known = bound if math.isfinite(bound) else None
        self._progress(GoalProgress(order + 1, goal.name, "found", int(value), known))

    def _gap(self, order: int, goal: Goal) -> float:
        return self._gap_at(goal, self._incumbent.value(order))

    def _gap_at(self, goal: Goal, value: float) -> float:
        """The scenario's gap is relative to all pupils for those without a place, else to the goal's own value."""
        if goal.name == "unplaced_pupils":
            return self._scenario.limits.gap * self._network.weighted_pupils
        return self._scenario.limits.gap * value if math.isfinite(value) else 0.0

    def _placement_search(self) -> PlacementSearch:
        if self._placements is None:
            self._placements = PlacementSearch(self._scenario, self._network, self._incumbent)
        return self._placements

    def _goal_clock(self, order: int) -> Clock:
        return Clock.start(self._clock.left() * self._share(order))

    def _share(self, order: int) -> float:
        return 1.0 if order == self._searched_goals - 1 else GOAL_SHARE

    def _no_plan(self, proof: Proof) -> PlannerError:
        if proof.infeasible:
            names = tuple(rule.name for rule in self._scenario.rules)
            return NoPlanError(f"no plan keeps all rules ({', '.join(names)}); which of them clash is not known", names)
        msg = "the time ran out before any plan was found; allow more seconds in [solve] time_limit_seconds"
        return TimeLimitError(msg)

    def known(self, goals: Sequence[GoalResult]) -> Known:
        """Places of the best plan, all cuts, where relaxations open bases, and what is proved."""
        best = self._incumbent.best
        places = {} if best is None else named_places(self._scenario.problem, best.places)
        proven = Proven(self._scenario, tuple(row.limit for row in goals), tuple(row.bound for row in goals))
        return Known(places, named_cuts(self._network, self._master.pool), frozenset(self._near), proven)

    def plan(self, proofs: Sequence[Proof]) -> Plan:
        """Finish: placements for every bound, and the results of all goals."""
        best = self._incumbent.best
        if best is None:
            msg = "a solve ended without a plan"
            raise BrokenPlanError(msg)
        stops = zip(self._scenario.goals, best.values, proofs, strict=True)
        goals = [self._result(order, goal, value, proof) for order, (goal, value, proof) in enumerate(stops)]
        return evaluate_places(self._scenario, best.places, goals)

    def _result(self, order: int, goal: Goal, value: int, proof: Proof) -> GoalResult:
        held_at = next((limit for held, limit in self._held if held.name == goal.name), None)
        reached = None if held_at is None else held_at - self._scenario.limits.tolerance_of(goal.name)
        # Every goal counts something, so none is below 0, whatever a relaxation cut short says.
        bound = max(0.0, min(proof.bound, float(value)))
        own_best = value if reached is None else min(reached, value)
        ended = end_of(own_best - bound, self._gap_at(goal, own_best), proof.stopped_by)
        return GoalResult(order + 1, goal.name, goal.unit, value, bound, value - bound < 1, ended, reached, held_at)
