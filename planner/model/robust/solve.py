"""From a Scenario to a RobustPlan: each bound's own best, the ordinary plan kept, then one set of plans for all."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from planner.domain.plan import GoalResult
from planner.domain.scenario import Scenario
from planner.errors import Fault, InputError
from planner.model.goal_order import check_goal_order
from planner.model.known import Known
from planner.model.master import Master
from planner.model.network import build_networks
from planner.model.robust.incumbent import Archive, Judge, Judged, RobustIncumbent, Scoring
from planner.model.robust.joined import Joined
from planner.model.robust.kept_years import KeptYears
from planner.model.robust.lines import Standing, bound_lines, robust_goals, worst_end
from planner.model.robust.result import RobustPlan
from planner.model.robust.search import Judging, RobustSearch
from planner.model.robust.settings import JUDGED_GOAL, Criterion, RobustSettings
from planner.model.search import Proof
from planner.model.solve import Solution, evaluate_places, solve_from
from planner.model.travel import HOLD_TOLERANCE


def _silent(text: str) -> None:
    """Tell nobody."""


def solve_robust(scenario: Scenario, settings: RobustSettings, tell: Callable[[str], None] | None = None) -> RobustPlan:
    """Find plans for all bounds that are alike in the years decided now; `tell` hears what is being searched.

    The scenario's limits hold for each search: one for each bound alone, one for each bound behind the ordinary
    plan's first years, and one for all bounds together. Raises NoPlanError and TimeLimitError as `solve` does,
    InputError when a goal that depends on demand stands before `unplaced_pupils`, or when a goal may give way: the
    plans of the bounds are compared goal by goal, each at its best.
    """
    check_goal_order(scenario.goals)
    if scenario.limits.lock_tolerance:
        found = ", ".join(f"{name} = {amount}" for name, amount in scenario.limits.lock_tolerance)
        remedy = "Set each to 0 for this study."
        raise InputError([Fault("solve.lock_tolerance", found, "no goal that gives way in a robust study", remedy)])
    return _Robust(scenario, settings, tell or _silent).solve()


class _Robust:
    """State of one robust solve; lists are in the order of the settings' bounds."""

    def __init__(self, scenario: Scenario, settings: RobustSettings, tell: Callable[[str], None]) -> None:
        self._scenario, self._settings, self._tell = scenario, settings, tell
        self._problem = scenario.problem
        self._searched = [goal.name for goal in scenario.goals].index(JUDGED_GOAL) + 1
        self._scenarios = [replace(scenario, bound=bound) for bound in settings.bounds]
        self._networks = build_networks(scenario.problem, scenario.rules, settings.bounds)
        judges = [Judge(each, network) for each, network in zip(self._scenarios, self._networks, strict=True)]
        self._archive = Archive(judges, settings.years_now)
        self._ordinary = settings.bounds.index(scenario.bound)
        self._years_now = scenario.problem.academic_years[: settings.years_now]

    def solve(self) -> RobustPlan:
        """Everything in order."""
        self._refuse_goals_of_demand()
        own = self._own_solutions()
        kept_now = self._kept_now_solutions(own)
        known = [solution.known.places_of(self._problem) for solution in (*own, *kept_now)]
        kept = self._archive.add([known[self._ordinary]] * len(own))
        for places in known:
            self._archive.add([places] * len(own))
        best = self._archive.best()
        scoring = self._scoring(best)
        incumbent = RobustIncumbent(self._archive, scoring)
        incumbent.offer(known[len(own) :])
        for places in known:
            incumbent.offer([places] * len(own))
        floors = self._own_bounds(own, best)
        proof = self._search(incumbent, scoring, own, floors)
        return self._finish(own, kept_now, kept, incumbent.best, scoring, proof)

    def _refuse_goals_of_demand(self) -> None:
        before = self._scenario.goals[: self._searched - 1]
        master = Master(self._problem, self._scenario.rules, self._networks[self._ordinary])
        served = master.served_columns.ravel()
        for goal in before:
            expression = goal.expression(master.x, self._problem)
            if expression is None or master.program.objective(expression).coefficients[served].any():
                expected = "before unplaced_pupils only goals about places, which are the same on every bound"
                raise InputError([Fault("goals", goal.name, expected)])

    def _own_solutions(self) -> list[Solution]:
        """Each bound's own best plan; the ordinary one first, the others from what the one before knows."""
        found: dict[int, Solution] = {}
        known = None
        for copy in sorted(range(len(self._scenarios)), key=lambda copy: copy != self._ordinary):
            self._tell(f"Best plan for {self._settings.bounds[copy]} demand alone")
            found[copy] = solve_from(self._scenarios[copy], known, searched_goals=self._searched)
            known = found[copy].known
        return [found[copy] for copy in range(len(self._scenarios))]

    def _kept_now_solutions(self, own: Sequence[Solution]) -> list[Solution]:
        """For each bound the best plan that begins as the ordinary one does."""
        if not self._years_now:
            return list(own)
        ordinary = own[self._ordinary]
        kept = KeptYears(self._years_now, ordinary.plan.places)
        found = []
        for copy, scenario in enumerate(self._scenarios):
            if copy == self._ordinary:
                found.append(ordinary)
                continue
            self._tell(
                f"Later years for {scenario.bound} demand after the first years of the {self._scenario.bound} plan"
            )
            known = Known(ordinary.known.places, own[copy].known.cuts)
            bound_to = replace(scenario, rules=(*scenario.rules, kept))
            found.append(solve_from(bound_to, known, searched_goals=self._searched))
        return found

    def _scoring(self, best: Sequence[Judged]) -> Scoring:
        judged = self._searched - 1
        own_best = tuple(plan.values[judged] for plan in best)
        return Scoring(self._settings.criterion, self._settings.weights, judged, own_best)

    def _own_bounds(self, own: Sequence[Solution], best: Sequence[Judged]) -> list[tuple[float, ...]]:
        """Proven least values of each bound's own plan; goals about places alone have the same for every bound."""
        bounds = [_still_proved(each.plan.goals, plan, self._searched) for each, plan in zip(own, best, strict=True)]
        shared = [max(by_bound) for by_bound in zip(*(each[:-1] for each in bounds), strict=True)]
        return [(*shared, each[-1]) for each in bounds]

    def _search(
        self, incumbent: RobustIncumbent, scoring: Scoring, own: Sequence[Solution], bounds: Sequence[tuple[float, ...]]
    ) -> Proof:
        self._tell("One set of plans for all bounds")
        masters = [self._master(copy, each, incumbent.best[copy]) for copy, each in enumerate(own)]
        goal = self._scenario.goals[scoring.judged]
        parts = [master.program.objective(goal.expression(master.x, self._problem)) for master in masters]
        gap, pupils = self._scenario.limits.gap, [network.weighted_pupils for network in self._networks]
        scale = scoring.weighted(pupils) if scoring.criterion is Criterion.WEIGHTED else max(pupils)
        judging = Judging(tuple(parts), scoring, tuple(each[-1] for each in bounds), gap * scale, gap * min(pupils))
        joined = Joined(masters, self._settings.years_now)
        return RobustSearch(joined, incumbent, judging, self._scenario.limits).run()

    def _master(self, copy: int, own: Solution, best: Judged) -> Master:
        """A bound's master with its own cuts, in which the goals before the judged one are held as good as they are."""
        network = self._networks[copy]
        master = Master(self._problem, self._scenario.rules, network, own.known.cuts_of(network))
        for goal, value in zip(self._scenario.goals[: self._searched - 1], best.values, strict=False):
            objective = master.program.objective(goal.expression(master.x, self._problem))
            master.program.add([master.program.hold(objective, value + HOLD_TOLERANCE)])
        return master

    def _finish(
        self,
        own: Sequence[Solution],
        kept_now: Sequence[Solution],
        kept: Sequence[Judged],
        robust: Sequence[Judged],
        scoring: Scoring,
        proof: Proof,
    ) -> RobustPlan:
        """Hold everything against the best that is known by now."""
        best, now = self._archive.best(), self._archive.alike(kept[0].places)
        scoring = self._scoring(best)
        own_bounds = self._own_bounds(own, best)
        standings = [
            Standing(
                bound=bound,
                own=best[copy],
                own_bounds=own_bounds[copy],
                kept=kept[copy],
                kept_now=now[copy],
                kept_now_bounds=_still_proved(kept_now[copy].plan.goals, now[copy], self._searched),
                robust=robust[copy],
            )
            for copy, bound in enumerate(self._settings.bounds)
        ]
        ends = _ends([*own, *kept_now], self._searched, proof)
        goals = self._scenario.goals
        return RobustPlan(
            settings=self._settings,
            ordinary=self._scenario.bound,
            years_now=self._years_now,
            plans=tuple(
                evaluate_places(scenario, standing.robust.places, standing.results(goals, ends))
                for scenario, standing in zip(self._scenarios, standings, strict=True)
            ),
            goals=robust_goals(goals, standings, scoring, proof, ends),
            lines=bound_lines(goals, standings),
        )


def _still_proved(results: Sequence[GoalResult], plan: Judged, searched: int) -> tuple[float, ...]:
    """Bounds of a search that hold for plans as good as `plan` in the goals before; 0 where they need not hold."""
    bounds = []
    for order, result in enumerate(results[:searched]):
        as_good = all(plan.values[before] <= results[before].value for before in range(order))
        bounds.append(result.bound if as_good else 0.0)
    return tuple(bounds)


def _ends(solutions: Sequence[Solution], searched: int, proof: Proof) -> list[str]:
    """What ended the searches of each goal, the worst of all."""
    ends = [worst_end(solution.plan.goals[order].stopped_by for solution in solutions) for order in range(searched)]
    return [*ends[:-1], worst_end([ends[-1], proof.stopped_by])]
