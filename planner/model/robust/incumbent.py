"""Plans judged on each bound of demand, and the best set of plans that are alike in the first years."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from planner.domain.scenario import Scenario
from planner.model.incumbent import Incumbent
from planner.model.network import Network
from planner.model.program import IntArray
from planner.model.robust.settings import Criterion


@dataclass(frozen=True)
class Judged:
    """Places of one bound's plan with the value of every goal in the scenario's order; `sound` = it keeps all rules."""

    places: IntArray
    values: tuple[int, ...]
    sound: bool


class Judge:
    """Judges places on one bound of demand, each only once."""

    def __init__(self, scenario: Scenario, network: Network) -> None:
        self._incumbent = Incumbent(scenario, network)
        self._known: dict[bytes, Judged] = {}

    def judge(self, places: IntArray) -> Judged:
        """Evaluate exactly; `places` are (sites, academic years)."""
        key = places.tobytes()
        if key not in self._known:
            candidate = self._incumbent.judge(places)
            self._known[key] = Judged(places, candidate.values, self._incumbent.is_sound(candidate))
        return self._known[key]


class Archive:
    """The best that was seen for each bound, by what is decided now. Lists are in the order of the bounds."""

    def __init__(self, judges: Sequence[Judge], years_now: int) -> None:
        self._judges, self._years_now = judges, years_now
        self._seen: dict[bytes, list[Judged]] = {}

    def now(self, places: IntArray) -> bytes:
        """What a plan decides now: equal for plans that are alike in the first years."""
        return places[:, : self._years_now].tobytes()

    def add(self, places: Sequence[IntArray]) -> list[Judged]:
        """Judge one bound's places each and remember them; empty when they differ now or break a rule."""
        plans = [judge.judge(each) for judge, each in zip(self._judges, places, strict=True)]
        if len({self.now(plan.places) for plan in plans}) > 1 or not all(plan.sound for plan in plans):
            return []
        now = self.now(plans[0].places)
        pairs = zip(self._seen.get(now, plans), plans, strict=True)
        self._seen[now] = [min(pair, key=lambda plan: plan.values) for pair in pairs]
        return plans

    def alike(self, places: IntArray) -> list[Judged]:
        """The best plan of each bound among those with the same first years as these places."""
        return list(self._seen[self.now(places)])

    def best(self) -> list[Judged]:
        """The best plan of each bound, whatever the first years."""
        return [min(plans, key=lambda plan: plan.values) for plans in zip(*self._seen.values(), strict=True)]


@dataclass(frozen=True, slots=True)
class Scoring:
    """How good a set of plans is; `weights` and `own_best` are in the order of the bounds.

    `judged` is the position of the goal that depends on demand, `own_best` its best known value in each bound's own
    plan.
    """

    criterion: Criterion
    weights: tuple[int, ...]
    judged: int
    own_best: tuple[int, ...]

    def score(self, values: Sequence[int]) -> int:
        """One number from the judged goal's values of all bounds."""
        if self.criterion is Criterion.WEIGHTED:
            return self.weighted(values)
        return max(value - best for value, best in zip(values, self.own_best, strict=True))

    def weighted(self, values: Sequence[int]) -> int:
        """Weighted sum over the bounds."""
        return sum(weight * value for weight, value in zip(self.weights, values, strict=True))

    def key(self, plans: Sequence[Judged]) -> tuple[int, ...]:
        """What is compared in strict order: goals before the judged one, its score, then weighted sums of all goals.

        Goals before the judged one depend on places alone, so the worst of the bounds counts.
        """
        by_goal = list(zip(*(plan.values for plan in plans), strict=True))
        before = [max(values) for values in by_goal[: self.judged]]
        return (*before, self.score(by_goal[self.judged]), *map(self.weighted, by_goal[self.judged :]))


class RobustIncumbent:
    """Keeps the best set of plans; whatever the archive has for a bound with the same first years may stand in."""

    def __init__(self, archive: Archive, scoring: Scoring) -> None:
        self.archive, self._scoring = archive, scoring
        self.best: list[Judged] = []

    @property
    def value(self) -> float:
        """Score of the judged goal; infinite while there is no set of plans."""
        if not self.best:
            return float("inf")
        return float(self._scoring.score([plan.values[self._scoring.judged] for plan in self.best]))

    def offer(self, places: Sequence[IntArray]) -> None:
        """Take one bound's places each, in the order of the bounds, where they make the best set better."""
        plans = self.archive.add(places)
        for candidate in (plans, self.archive.alike(places[0])) if plans else ():
            if not self.best or self._scoring.key(candidate) < self._scoring.key(self.best):
                self.best = candidate
