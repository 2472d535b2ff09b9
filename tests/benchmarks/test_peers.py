"""What the comparison with peers counts and refuses; the peers themselves only where the extra `peers` is installed."""

from __future__ import annotations

from collections.abc import Callable
from itertools import combinations

import numpy as np
import pytest

from planner.model.solve import solve
from tests.benchmarks import peers, peers_others, peers_pulp
from tests.benchmarks.checker import WrongResultError
from tests.benchmarks.county import county
from tests.benchmarks.job import Job
from tests.benchmarks.orlib_scenario import coverage_scenario, median_scenario
from tests.benchmarks.peers import Answer, compare
from tests.benchmarks.peers_ground import Ground, _ground
from tests.model.cases import random_rich_scenario

JOB = Job("peers", "spopt/hand")
SECONDS, REACH = 30.0, 1000
HAND = Ground(
    "hand",
    np.asarray([7, 5, 4, 6]),
    np.asarray([[0, 1500, 900], [1500, 200, 1200], [1500, 1100, 1000], [400, 1300, 700]]),
)
with_peers = pytest.mark.skipif(not peers_others.installed(), reason="the extra 'peers' is not installed")


@pytest.fixture
def as_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Versions are told of packages that need not be there."""
    monkeypatch.setattr(peers, "version", lambda name: f"of {name}")


def side(*values: float | None, bound: float | None = None) -> Callable[[], Answer]:
    return lambda: Answer(values, bound)


def best(worth: Callable[[tuple[int, ...]], float], bases: int) -> float:
    """Least worth over all choices of schools."""
    return min(worth(chosen) for chosen in combinations(range(HAND.metres.shape[1]), bases))


def travel(chosen: tuple[int, ...]) -> float:
    return peers_others.nearest(HAND, np.asarray(chosen))


def uncovered(chosen: tuple[int, ...]) -> float:
    return float(HAND.pupils[(HAND.metres[:, list(chosen)] > REACH).all(axis=1)].sum())


@pytest.mark.usefixtures("as_installed")
def test_a_row_holds_both_sides_and_their_ratio() -> None:
    row = compare(JOB, side(200.0, bound=190.0), side(230.0), 3)
    assert (row.value, row.bound, row.peer_value) == (200.0, 190.0, 230.0)
    assert row.variant.startswith("runs 3, time x")
    assert row.variant.endswith("value x1.1500")


@pytest.mark.usefixtures("as_installed")
def test_a_peer_below_our_bound_is_no_row() -> None:
    """Unless it is worse in a goal before: then the bound does not speak of it, and the row tells all goals."""
    with pytest.raises(WrongResultError, match="below our bound"):
        compare(JOB, side(0, 200.0, bound=190.0), side(0, 180.0), 1)
    row = compare(JOB, side(0, 200.0, bound=190.0), side(3, 180.0), 1)
    assert row.variant.endswith("peer's goals 3 180, ours 0 200")


@pytest.mark.usefixtures("as_installed")
def test_a_search_that_the_clock_has_cut_says_so() -> None:
    """Seconds are of the processor, the limit is by the clock: beside other work the one says nothing of the other."""
    row = compare(JOB, lambda: Answer((200.0,), 190.0, stopped_by="clock"), side(195.0), 1)
    assert row.variant.endswith("ours cut after 60 s by the clock")


@pytest.mark.usefixtures("as_installed")
def test_a_peer_without_an_answer_has_a_row_that_says_so() -> None:
    row = compare(JOB, side(0, 200.0, bound=190.0), side(0, None), 1)
    assert row.peer_value == ""
    assert row.variant.endswith("peer found 0 nothing in time, ours 0 200")


def test_without_the_extra_nothing_is_run(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(peers_others, "installed", lambda: False)
    row = peers.run_peers(JOB)[0]
    assert (row.variant, row.value, row.peer_value) == ("not run: the extra 'peers' is not installed", "", "")


@pytest.mark.parametrize("bases", [1, 2])
def test_the_core_solves_what_the_peers_state(bases: int) -> None:
    everybody = int(HAND.pupils.sum())
    median = solve(median_scenario(HAND.pupils, everybody, bases, HAND.metres, SECONDS))
    assert median.goals[-1].value == best(travel, bases)
    covered = solve(coverage_scenario(HAND.pupils, bases, HAND.metres, REACH, SECONDS))
    assert covered.goals[-1].value == best(uncovered, bases)


def test_a_ground_has_a_way_from_each_area_to_each_school_that_may_host() -> None:
    problem = county(11, 0.25, "loose", rich=False).problem
    ground = _ground("quarter", problem, None)
    assert ground.metres.shape[0] == len(ground.pupils) == len(problem.areas)
    assert 0 < ground.metres.shape[1] < len(problem.schools)
    assert (ground.pupils > 0).all()


@with_peers
@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("bases", [1, 2])
def test_the_peers_find_the_same(bases: int) -> None:
    assert peers_others.spopt_coverage(HAND, bases, REACH, SECONDS) == best(uncovered, bases)
    assert peers_others.spopt_median(HAND, bases, None, SECONDS) == best(travel, bases)
    assert peers_others.lokigi_median(HAND, bases, "brute-force") == pytest.approx(best(travel, bases))


@with_peers
@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("seed", range(3))
def test_pulp_has_the_same_plain_model(seed: int) -> None:
    """With every rule on, PuLP's values of all goals in strict order are the planner's."""
    case = random_rich_scenario(seed)
    plain = peers_pulp.plain_model(case)
    values = peers_pulp.meet(peers_pulp.write(plain.program), peers_pulp.objectives(case, plain), SECONDS)
    assert values == [result.value for result in solve(case).goals]
