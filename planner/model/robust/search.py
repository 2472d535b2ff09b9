"""The judged goal on all bounds at once: relaxation, neighbourhoods, each bound's later years, then the whole."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from planner.domain.scenario import SolveLimits
from planner.errors import BrokenPlanError
from planner.model.neighbourhood import Bounds
from planner.model.program import FloatArray, Objective, Work
from planner.model.relaxation import solve_relaxation
from planner.model.robust.incumbent import RobustIncumbent, Scoring
from planner.model.robust.joined import Joined
from planner.model.robust.settings import Criterion
from planner.model.search import (
    ALMOST,
    MAX_ROUNDS,
    NEIGHBOURHOOD_SHARE,
    RELAXATION_SHARE,
    STOPPED_BY,
    Clock,
    Proof,
    end_of,
)

# Each bound's later years are searched apart, so one of them may use less.
COPY_SHARE = 0.1


@dataclass(frozen=True)
class Judging:
    """The judged goal: its objective on each copy's master, the scoring, and a proven least value of each bound's own.

    `gap` is how close value and bound must come, in units of the score; `copy_gap` the same for one bound's value.
    """

    parts: tuple[Objective, ...]
    scoring: Scoring
    floors: tuple[float, ...]
    gap: float
    copy_gap: float

    def first_bound(self) -> float:
        """What the bounds' own proofs say of the score: no plan is better on a bound than that bound's own best."""
        if self.scoring.criterion is Criterion.WEIGHTED:
            return sum(weight * floor for weight, floor in zip(self.scoring.weights, self.floors, strict=True))
        return max(floor - best for floor, best in zip(self.floors, self.scoring.own_best, strict=True))


class RobustSearch:
    """Makes the judged goal small over all copies; better sets of plans go to the incumbent, cuts to the programs."""

    def __init__(self, joined: Joined, incumbent: RobustIncumbent, judging: Judging, limits: SolveLimits) -> None:
        self._joined, self._incumbent, self._judging, self._limits = joined, incumbent, judging, limits
        scoring = judging.scoring
        if scoring.criterion is Criterion.WEIGHTED:
            self._objective = joined.objective(judging.parts, scoring.weights)
        else:
            self._objective = joined.worst_regret(judging.parts, scoring.own_best)
        self._gap = max(self._objective.step * ALMOST, judging.gap)
        self._bound = judging.first_bound()
        self._stopped_by = "proved"
        self._searched_now: set[bytes] = set()

    def run(self) -> Proof:
        """Search; the incumbent must hold a set of plans already."""
        clock = Clock.start(self._limits.time_limit_seconds)
        if not self._done():
            self._search(clock)
        if self._judging.scoring.criterion is Criterion.WORST_REGRET:
            # The worst bound alone makes the score: the others are made as good as what is decided now lets them be.
            self._later_years(clock)
        self._note("clock" if clock.left() <= 0 else "proved")
        if self._stopped_by == "proved":
            self._note(end_of(self._incumbent.value - self._bound, self._gap, self._stopped_by))
        return Proof(min(self._bound, self._incumbent.value), self._stopped_by)

    def _search(self, clock: Clock) -> None:
        joined = self._joined
        seconds = clock.left() * RELAXATION_SHARE
        relaxed = solve_relaxation(joined.program, self._objective, joined, seconds)
        self._note("clock" if relaxed.clocked else "proved")
        if relaxed.bound == math.inf:
            msg = "the joined relaxation has no solution although plans are at hand"
            raise BrokenPlanError(msg)
        self._raise_bound(relaxed.bound)
        for step in self._steps(relaxed.point, clock):
            if self._done() or clock.left() <= 0:
                return
            step()

    def _steps(self, point: FloatArray | None, clock: Clock) -> Iterator[Callable[[], None]]:
        """What is tried in turn, each from the best set of plans by then."""
        if point is not None:
            yield lambda: self._near(self._rens(point), clock)
            yield lambda: self._later_years(clock)
            yield lambda: self._near(self._rins(point), clock)
            yield lambda: self._near(self._rins(point), clock)
        yield lambda: self._later_years(clock)
        yield lambda: self._whole(clock)
        yield lambda: self._later_years(clock)

    def _note(self, stopped_by: str) -> None:
        self._stopped_by = max(self._stopped_by, stopped_by, key=STOPPED_BY.index)

    def _done(self) -> bool:
        return self._incumbent.value - self._bound < self._gap

    def _raise_bound(self, bound: float) -> None:
        if math.isfinite(bound):
            self._bound = max(self._bound, min(self._objective.next_value(bound), self._incumbent.value))

    def _near(self, bounds: Bounds, clock: Clock) -> None:
        self._explore(bounds, clock.left() * NEIGHBOURHOOD_SHARE)

    def _whole(self, clock: Clock) -> None:
        self._explore(None, clock.left())

    def _explore(self, bounds: Bounds | None, seconds: float) -> None:
        """Solve, evaluate exactly, add the cuts that the plans break, until they break none."""
        share = Clock.start(seconds)
        for _ in range(MAX_ROUNDS):
            before = (self._incumbent.value, self._bound)
            work = Work(self._limits.work_nodes, share.left(), self._gap)
            program = self._joined.program
            solved = program.solve_mixed(self._objective, work, bounds, proves=bounds is None)
            self._note(solved.stopped_by)
            if bounds is None:
                self._raise_bound(solved.bound)
            if solved.point is None:
                return
            self._incumbent.offer(self._joined.places(solved.point))
            rows = self._joined.separate(solved.point)
            self._joined.program.add(rows)
            # A run cut short that led nowhere would be cut short again.
            stuck = solved.stopped_by != "proved" and (self._incumbent.value, self._bound) == before
            settled = self._done() or self._incumbent.value - solved.bound < self._gap
            if not rows or stuck or settled or share.left() <= 0:
                return

    def _later_years(self, clock: Clock) -> None:
        """With what is decided now as in the best plans, decide each bound's later years again, one bound at a time."""
        now = self._incumbent.archive.now(self._incumbent.best[0].places)
        if now in self._searched_now:
            return
        self._searched_now.add(now)
        for copy in range(len(self._joined.masters)):
            self._later_years_of(copy, Clock.start(clock.left() * COPY_SHARE))

    def _later_years_of(self, copy: int, share: Clock) -> None:
        master, objective = self._joined.masters[copy], self._judging.parts[copy]
        gap = max(objective.step * ALMOST, self._judging.copy_gap)
        for _ in range(MAX_ROUNDS):
            if self._copy_value(copy) - self._judging.floors[copy] < gap or share.left() <= 0:
                return
            work = Work(self._limits.work_nodes, share.left(), gap)
            solved = master.program.solve_mixed(objective, work, self._now_fixed(copy))
            self._note(solved.stopped_by)
            if solved.point is None:
                return
            places = [plan.places for plan in self._incumbent.best]
            places[copy] = master.places_map.whole_places(solved.point)
            self._incumbent.offer(places)
            rows = self._joined.separate_copy(copy, solved.point)
            self._joined.program.add(rows)
            if not rows or self._copy_value(copy) - solved.bound < gap:
                return

    def _copy_value(self, copy: int) -> int:
        return self._incumbent.best[copy].values[self._judging.scoring.judged]

    def _now_fixed(self, copy: int) -> Bounds:
        master = self._joined.masters[copy]
        lower, upper = master.program.lower.copy(), master.program.upper.copy()
        decided = master.places_map.columns(self._incumbent.best[copy].places)
        for column in self._joined.now_columns[copy]:
            lower[column] = upper[column] = decided[int(column)]
        return lower, upper

    def _rens(self, point: FloatArray) -> Bounds:
        return self._joined.neighbourhood.of_relaxation(point)

    def _rins(self, point: FloatArray) -> Bounds:
        best = [plan.places for plan in self._incumbent.best]
        return self._joined.neighbourhood.of_plan(point, self._joined.decisions(best))
