"""The planner beside its peers: same arrays in, same process, one thread, no gap, medians of several runs by turns.

Seconds are of the processor, in this process and those that a peer starts (CBC is a program of its own), from the
arrays to the answer, with building the model. The row's words give the ratios: how many times our seconds the peer
takes (above 1 we are faster) and its value over ours (above 1 ours is better: all values are made small).

`mclp`: pupils without one of p bases within 3 km. `median`: pupil-metres with p bases that hold everybody.
`capacitated`: the same with bases a quarter larger than the average; spopt sends each area whole to one base, we may
split it, so our value is that of a relaxation. `pulp`: a county of the generator or a quarter of one, goals 1 to 3 in
strict order on the plain model; the value is the third goal, and says nothing where an earlier one differs: then the
row names it. `build` is the plain model alone, without a solver; the value is its columns.
"""

from __future__ import annotations

import math
import resource
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from importlib.metadata import version
from statistics import median
from typing import Any

from planner.check import require_sound
from planner.domain.scenario import Scenario
from planner.model.plain import PlainModel
from planner.model.solve import solve
from tests.benchmarks import peers_others, peers_pulp
from tests.benchmarks.checker import WrongResultError
from tests.benchmarks.county import county, final_year_only, first_goals
from tests.benchmarks.job import Job
from tests.benchmarks.orlib_scenario import coverage_scenario, median_scenario
from tests.benchmarks.peers_ground import SEED, Ground, county_ground, district_ground
from tests.benchmarks.results import SOLVERS, Row, measure

RUNS = 5
# No further run begins when those before have used so many seconds: the row tells how many there were.
ENOUGH_SECONDS = 20.0
REACH_METRES = 3000
ROOM = 1.25
GROUNDS = {"county": county_ground, "district": district_ground}
SPOPT = (
    "spopt/mclp-10-county", "spopt/mclp-30-county", "spopt/median-10-county", "spopt/median-30-county",
    "spopt/median-5-district", "spopt/capacitated-5-district",
)  # fmt: skip
LOKIGI = ("lokigi/greedy-3-county", "lokigi/greedy-5-district", "lokigi/brute-force-2-district")
PULP = ("pulp/build-county", "pulp/final-quarter", "pulp/five-quarter", "pulp/five-county")
SIZES = {"quarter": 0.25, "county": 1.0}
INSTANCES = (*SPOPT, *LOKIGI, *PULP)
# A search that takes all of its seconds is not repeated.
LONG_RUNS = 5
# No further run begins when those before have used so many seconds: the row tells how many there were.
ENOUGH_SECONDS = 20.0


@dataclass(frozen=True, slots=True)
class Answer:
    """One run of one side: goals in order, None where nothing was found in time.

    `bound` of the last, `proved` and `stopped_by` ("clock" where it ended any goal) are ours alone.
    """

    values: tuple[float | None, ...]
    bound: float | None = None
    proved: bool = False
    stopped_by: str = ""

    @property
    def value(self) -> float | None:
        """Value of the last goal."""
        return self.values[-1]


Side = Callable[[], Answer]
Timed = tuple[float, Answer]


def run_peers(job: Job) -> list[Row]:
    """Row of one instance; without the extra `peers` it says so."""
    if not peers_others.installed():
        words = "not run: the extra 'peers' is not installed"
        return [measure(job, "", 1, variant=", ".join(filter(None, [job.variant, words])), proved="no")]
    peers_others.load()
    peer, _, name = job.instance.partition("/")
    if peer == "pulp":
        return [_pulp_row(job, name)]
    kind, bases, ground = _parts(name)
    ours, theirs = _sides(peer, kind, bases, GROUNDS[ground](), job.seconds)
    return [compare(job, ours, theirs, RUNS)]


def _parts(name: str) -> tuple[str, int, str]:
    kind, bases, ground = name.rsplit("-", 2)
    return kind, int(bases), ground


def _sides(peer: str, kind: str, bases: int, ground: Ground, seconds: float) -> tuple[Side, Side]:
    pupils, metres = ground.pupils, ground.metres
    if kind == "mclp":
        question = partial(coverage_scenario, pupils, bases, metres, REACH_METRES, seconds)
        return _ours(question), _theirs(peers_others.spopt_coverage, ground, bases, REACH_METRES, seconds)
    room = math.ceil(ROOM * pupils.sum() / bases) if kind == "capacitated" else None
    question = partial(median_scenario, pupils, room or int(pupils.sum()), bases, metres, seconds)
    if peer == "lokigi":
        return _ours(question), _theirs(peers_others.lokigi_median, ground, bases, kind)
    return _ours(question), _theirs(peers_others.spopt_median, ground, bases, room, seconds)


def _ours(question: Callable[[], Scenario]) -> Side:
    def run() -> Answer:
        scenario = question()
        plan = solve(scenario)
        require_sound(plan, scenario)
        result = plan.goals[-1]
        ends = {goal.stopped_by for goal in plan.goals}
        stopped_by = "clock" if "clock" in ends else result.stopped_by
        return Answer(tuple(goal.value for goal in plan.goals), result.bound, result.proved, stopped_by)

    return run


def _theirs(solve_peer: Callable[..., float], *given: Any) -> Side:  # noqa: ANN401 - handed on as it is
    return lambda: Answer((solve_peer(*given),))


def compare(job: Job, ours: Side, theirs: Side, runs: int) -> Row:
    """Both sides by turns, at most so many times; raises WrongResultError where a side contradicts our bound."""
    pairs = _by_turns(ours, theirs, runs)
    seconds, peer_seconds = (median(pair[side][0] for pair in pairs) for side in (0, 1))
    mine, peer = pairs[-1][0][1], pairs[-1][1][1]
    _hold(mine, peer)
    clocked = f"ours cut after {job.seconds:g} s by the clock" if mine.stopped_by == "clock" else ""
    words = [
        job.variant,
        f"runs {len(pairs)}",
        f"time x{peer_seconds / seconds:.2f}",
        _value_ratio(mine, peer),
        clocked,
    ]
    return measure(
        job,
        "",
        1,
        variant=", ".join(filter(None, words)),
        seconds=round(seconds, 3),
        value=_shown(mine.value),
        bound=_shown(mine.bound),
        proved="yes" if mine.proved else "no",
        peer_seconds=round(peer_seconds, 3),
        peer_value=_shown(peer.value),
        versions=" ".join(f"{name} {version(name)}" for name in (*SOLVERS, *peers_others.PACKAGES)),
    )


def _by_turns(ours: Side, theirs: Side, runs: int) -> list[tuple[Timed, Timed]]:
    pairs: list[tuple[Timed, Timed]] = []
    while len(pairs) < runs and sum(one[0] + other[0] for one, other in pairs) < ENOUGH_SECONDS:
        pairs.append((_timed(ours), _timed(theirs)))
    return pairs


def _hold(mine: Answer, peer: Answer) -> None:
    """No peer's value lies below our bound, where it is as good before: it would be a plan that we say cannot be."""
    if mine.bound is None or peer.value is None or not _alike(mine, peer):
        return
    if peer.value < mine.bound * (1 - peers_others.WORTH):
        msg = f"the peer's value {peer.value} is below our bound {mine.bound}"
        raise WrongResultError(msg)


def _alike(mine: Answer, peer: Answer) -> bool:
    """Whether both have the same values in the goals before the last; a peer of one goal has none."""
    return len(peer.values) == 1 or peer.values[:-1] == mine.values[:-1]


def _value_ratio(mine: Answer, peer: Answer) -> str:
    if peer.value is None or mine.value is None:
        return f"peer found {_told(peer)} in time, ours {_told(mine)}"
    if not _alike(mine, peer):
        return f"peer's goals {_told(peer)}, ours {_told(mine)}"
    return f"value x{peer.value / mine.value:.4f}" if mine.value else f"value {peer.value:g} to 0"


def _told(answer: Answer) -> str:
    return " ".join("nothing" if value is None else f"{value:g}" for value in answer.values)


def _shown(value: float | None) -> float | str:
    return "" if value is None else value


def _timed(side: Side) -> Timed:
    started = _seconds()
    answer = side()
    return _seconds() - started, answer


def _seconds() -> float:
    """Processor seconds of this process and of those it has started and seen end."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


def _pulp_row(job: Job, name: str) -> Row:
    kind, size = name.split("-")
    scenario = first_goals(county(SEED, SIZES[size], "middle", rich=False), 3)
    limits = replace(scenario.limits, gap=0.0, time_limit_seconds=job.seconds)
    scenario = replace(scenario, limits=limits)
    if kind == "final":
        scenario = final_year_only(scenario)
    row = _built(job, scenario) if kind == "build" else _planned(job, scenario)
    return replace(row, years=len(scenario.problem.academic_years))


def _built(job: Job, scenario: Scenario) -> Row:
    """Our plain model from the scenario, PuLP's from our ready rows."""
    rows = peers_pulp.plain_model(scenario).program
    ours = _columns(lambda: peers_pulp.plain_model(scenario).program.columns)
    return replace(compare(job, ours, _columns(lambda: len(peers_pulp.write(rows).columns)), RUNS), proved="")


def _planned(job: Job, scenario: Scenario) -> Row:
    plain = peers_pulp.plain_model(scenario)
    return compare(job, _ours(lambda: scenario), lambda: _by_pulp(scenario, plain, job.seconds), RUNS)


def _columns(build: Callable[[], int]) -> Side:
    return lambda: Answer((build(),))


def _by_pulp(scenario: Scenario, plain: PlainModel, seconds: float) -> Answer:
    return Answer(
        tuple(peers_pulp.meet(peers_pulp.write(plain.program), peers_pulp.objectives(scenario, plain), seconds))
    )
