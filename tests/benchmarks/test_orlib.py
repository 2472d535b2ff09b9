"""Published optima of small instances, found by the planner's core; and what an instance file holds."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from planner.model.solve import solve
from tests.benchmarks.checker import WrongResultError
from tests.benchmarks.job import Job
from tests.benchmarks.orlib import (
    LAST_DECIMAL,
    SETS,
    Answer,
    cost_of,
    instances,
    run_orlib,
    solve_cap,
    solve_median,
)
from tests.benchmarks.orlib_files import Facilities, Listed, listed, read_facilities, read_median
from tests.benchmarks.orlib_scenario import coverage_scenario, facility_scenario
from tests.benchmarks.single_source import SETS as SINGLE_SOURCE_SETS
from tests.benchmarks.single_source import Second, hold, split_optimum

SECONDS = 30.0
NEAR_AND_FAR = Facilities(
    "hand", np.asarray([3, 5]), np.asarray([5, 8]), np.asarray([10.0, 21.0]), np.asarray([[3.0, 6.0], [20.0, 5.0]])
)


def one_of(name: str, instance: str) -> Listed:
    return next(one for one in instances(name) if one.name == instance)


@pytest.mark.real_files
@pytest.mark.usefixtures("public_files")
@pytest.mark.parametrize(
    ("name", "instance"),
    [("cap", "cap71"), ("cap", "cap104"), ("cap-limited", "cap63"), ("cap-limited", "cap94")],
)
def test_the_published_optimum_of_cap_is_found(name: str, instance: str) -> None:
    """To the last published decimal, with a bound that leaves no more than the solver's tolerance below it."""
    one = one_of(name, instance)
    answer = solve_cap(read_facilities(one), SECONDS)
    assert abs(answer.value - one.best_known) <= LAST_DECIMAL
    assert answer.proved != "no"
    assert answer.bound <= one.best_known + LAST_DECIMAL


@pytest.mark.real_files
@pytest.mark.usefixtures("public_files")
@pytest.mark.parametrize("instance", ["pmed1", "pmed5"])
def test_the_published_optimum_of_a_median_is_found_and_proved(instance: str) -> None:
    """Too large to be solved whole: found near the relaxation, where moving bases alone ends above the optimum."""
    one = one_of("pmed", instance)
    answer = solve_median(read_median(one), 10 * SECONDS)
    assert (answer.value, answer.proved) == (one.best_known, "yes")


@pytest.mark.real_files
@pytest.mark.usefixtures("public_files")
def test_a_single_source_optimum_is_never_below_ours() -> None:
    """With split demand p1 costs less than its published 2014, and just what SCIP finds on a model of its own."""
    one = next(one for one in listed(SINGLE_SOURCE_SETS["diaz"]) if one.name == "p1")
    problem = read_facilities(one)
    answer, second = solve_cap(problem, SECONDS), split_optimum(problem)
    assert second is not None
    assert answer.value == pytest.approx(second.value, abs=0.02)
    assert answer.value < one.best_known
    hold(one, problem, answer, second)


@pytest.mark.real_files
@pytest.mark.usefixtures("public_files")
@pytest.mark.parametrize("folder", [*SETS.values(), *SINGLE_SOURCE_SETS.values()])
def test_each_file_is_as_large_as_the_index_says(folder: str) -> None:
    for one in listed(folder)[:60]:
        if folder != SETS["pmed"]:
            assert read_facilities(one).cost.shape == (one.customers, one.facilities), one.name
        elif one.customers <= 200:
            median = read_median(one)
            assert median.distance.shape == (one.customers, one.customers)
            assert (median.distance == median.distance.T).all()


@pytest.mark.real_files
@pytest.mark.usefixtures("public_files")
def test_what_is_too_large_says_so() -> None:
    """pmed40 has 900 x 900 pairs: a row with the reason and the published optimum, and no value."""
    row = run_orlib(Job("orlib", "pmed/pmed40"))[0]
    assert (row.value, row.peer_value) == ("", 5128.0)
    assert row.variant == "not run: 810000 decisions who goes where"


TEXTS = {
    "orlib_cap_original": " 2 2\n 5 10.\n 8 21.\n 3\n 3. 6.\n 5\n 20. 5.\n",
    "sscflp_yang": "2 2\n5 10\n8 21\n3 5\n3 20\n6 5\n",
    "sscflp_diaz_fernandez": "2 2\n3.00 6.00\n20.00 5.00\n3.00 5.00\n10.00 21.00\n5.00 8.00\n\x1a",
}


@pytest.mark.parametrize("folder", TEXTS)
def test_each_layout_holds_the_same_instance(folder: str, tmp_path: Path) -> None:
    path = tmp_path / "hand.txt"
    path.write_text(TEXTS[folder], encoding="ascii")
    found = read_facilities(Listed(folder, "hand", path, 39.0, optimal=True, facilities=2, customers=2))
    for name in ("demand", "capacity", "fixed", "cost"):
        assert getattr(found, name).tolist() == getattr(NEAR_AND_FAR, name).tolist()


def test_of_repeated_edges_the_last_one_counts(tmp_path: Path) -> None:
    """1-2 is 9, then 4; 2-3 is 1: from 1 to 3 it is 5."""
    path = tmp_path / "graph.txt"
    path.write_text("3 3 1\n1 2 9\n1 2 4\n2 3 1\n", encoding="ascii")
    median = read_median(Listed("orlib_pmed", "hand", path, 5.0, optimal=True, facilities=3, customers=3))
    assert median.distance.tolist() == [[0, 4, 5], [4, 0, 1], [5, 1, 0]]
    assert solve_median(median, SECONDS).value == 4 + 0 + 1


def test_fixed_and_transport_cost_are_weighed_in_one_sum() -> None:
    """The far facility alone costs 21 + 6 + 5 = 32; both 10 + 21 + 3 + 5; the near one alone cannot hold all."""
    answer = solve_cap(NEAR_AND_FAR, SECONDS)
    assert (answer.value, answer.proved) == (32.0, "yes")


def test_split_demand_costs_less_than_single_source() -> None:
    """Room for 6 and 8: two customers of 4 would cost 8 at the second; whole, one goes there; split, half of one."""
    problem = Facilities(
        "split",
        np.asarray([4, 4, 4]),
        np.asarray([6, 7]),
        np.zeros(2),
        np.asarray([[0.0, 8.0], [0.0, 8.0], [4.0, 4.0]]),
    )
    answer, second = solve_cap(problem, SECONDS), split_optimum(problem)
    assert second is not None
    assert answer.value == pytest.approx(second.value) == 8.0


def test_at_most_so_many_bases_cover_the_most_pupils() -> None:
    """One base within 1,000 metres: the second covers 5 and 4, so 7 of 16 are without one."""
    demand, distance = np.asarray([7, 5, 4]), np.asarray([[0.0, 1500.0], [1500.0, 900.0], [1500.0, 1000.0]])
    plan = solve(coverage_scenario(demand, 1, distance, 1000, SECONDS))
    assert plan.goals[0].value == 7


def test_a_result_that_does_not_hold_is_refused() -> None:
    """A bound above SCIP's optimum, a closed value off it, and a plan that leaves a customer out."""
    one = Listed("sscflp_yang", "hand", Path(), 33.0, optimal=True, facilities=2, customers=2)
    second = Second(32.0, 0.0)
    hold(one, NEAR_AND_FAR, Answer(32.0, 32.0, "yes", 0.0), second)
    with pytest.raises(WrongResultError, match="bound 33"):
        hold(one, NEAR_AND_FAR, Answer(33.0, 33.0, "yes", 0.0), second)
    with pytest.raises(WrongResultError, match="SCIP finds"):
        hold(one, NEAR_AND_FAR, Answer(34.0, 31.0, "to 1e-6", 0.0), second)
    with pytest.raises(WrongResultError, match="bound 34"):
        hold(one, NEAR_AND_FAR, Answer(34.0, 34.0, "yes", 0.0), None)
    fewer = Facilities("fewer", np.asarray([3, 2]), *(NEAR_AND_FAR.capacity, NEAR_AND_FAR.fixed, NEAR_AND_FAR.cost))
    plan = solve(facility_scenario(fewer.demand, fewer.capacity, fewer.fixed, fewer.unit_cost, 1, SECONDS))
    with pytest.raises(WrongResultError, match="a customer is not served"):
        cost_of(plan, NEAR_AND_FAR)
