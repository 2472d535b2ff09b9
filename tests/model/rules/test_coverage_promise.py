"""coverage_promise: a locality and band without the promised base is counted, and no edit hides it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from planner.domain.problem import Problem
from planner.model.program import Work
from planner.model.rules.coverage_promise import CoveragePromise
from planner.model.rules.travel_limit import TravelLimit
from planner.model.solve import evaluate_places, evaluate_stock, solve
from tests.model.cases import INFANT, SECONDARY, Y1, Y2, area, scenario, two_schools
from tests.model.editing import breaches, edit_places
from tests.model.fixing import KINDS, Kind, both_allow, model_of

IN_LOCALITY = CoveragePromise("in_locality", Y2)


def within(metres: int) -> CoveragePromise:
    return CoveragePromise("within_limit", Y2, limit=TravelLimit(0, 0, metres))


def test_a_promise_forbids_nothing() -> None:
    assert both_allow(scenario(two_schools(), IN_LOCALITY), {("S100", Y2): 0, ("S200", Y2): 0})


def least_gaps(kind: Kind, promise: CoveragePromise, closed: str, of: Problem | None = None) -> float:
    """Least number of gaps when one school stays closed."""
    case = scenario(of or two_schools(), promise)
    model = model_of(case, kind)
    for academic_year in case.problem.academic_years:
        objective = model.program.objective(model.x.places(case.problem.site_by_key[closed], academic_year))
        model.program.add([model.program.hold(objective, 0.0)])
    objective = model.program.objective(sum(model.x.coverage_gap.values()))
    solved = model.program.solve_mixed(objective, Work(1000, 30.0, 0.0))
    assert solved.point is not None
    return objective.value(solved.point)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    ("promise", "gaps"),
    [(IN_LOCALITY, 1), (within(5999), 1), (within(6000), 0), (CoveragePromise("in_locality", Y1), 2)],
)
def test_the_least_gaps_with_one_school_closed(kind: Kind, promise: CoveragePromise, gaps: int) -> None:
    """A's school covers B from 6,000 m on only where "within the limit" is promised; from 2025/26 two years count."""
    assert least_gaps(kind, promise, "S200") == pytest.approx(gaps)


def test_gaps_are_named_by_locality_band_and_year() -> None:
    case = scenario(two_schools(), IN_LOCALITY)
    assert IN_LOCALITY.gaps(evaluate_stock(case), case.problem) == [("A", SECONDARY, Y2), ("B", SECONDARY, Y2)]


def test_each_area_of_a_locality_must_reach_a_base() -> None:
    """A second area of A, 3 km behind its school, is 9 km from B's: only A's base covers both areas."""
    of = two_schools()
    far = area("a2", -3000, "A")
    metres = {**of.distance_metres, ("a2", "100"): 3000, ("a2", "200"): 9000}
    case = scenario(replace(of, areas=(*of.areas, far), distance_metres=metres), within(6000))
    only_b = evaluate_places(case, np.asarray([[0, 0], [8, 8]]))
    only_a = evaluate_places(case, np.asarray([[8, 8], [0, 0]]))
    assert within(6000).gaps(only_b, case.problem) == [("A", SECONDARY, Y2)]
    assert within(6000).gaps(only_a, case.problem) == []
    assert [least_gaps(kind, within(6000), "S100", case.problem) for kind in KINDS] == [1, 1]


def test_a_base_covers_the_bands_it_takes_whole() -> None:
    """The secondary sites of both schools cover no infants."""
    assert IN_LOCALITY.covering(two_schools(), "A", INFANT) == [[]]


def test_the_check_finds_a_gap_made_by_hand() -> None:
    case = scenario(two_schools(), IN_LOCALITY)
    plan = solve(case)
    assert breaches(plan, case, "coverage_gaps") == []
    edited = edit_places(plan, case.problem, {("S200", Y2): 0})
    assert breaches(edited, case, "coverage_gaps") == [("goal value", "0 stated, 1 computed")]
    assert breaches(edited, case, "coverage_promise") == []
