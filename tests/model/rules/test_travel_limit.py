"""travel_limit: nobody is placed further away than the limit of the phase."""

from __future__ import annotations

import pytest

from planner.domain.terms import Phase
from planner.model.network import build_network
from planner.model.rules.travel_limit import TravelLimit
from planner.model.solve import solve
from tests.model.cases import scenario, two_schools
from tests.model.editing import breaches, edit_placement, placements_of
from tests.model.fixing import placed_names

APART_METRES = 6000


@pytest.mark.parametrize(("limit", "reached"), [(5999, False), (6000, True), (6001, True)])
def test_the_limit_itself_may_be_travelled(limit: int, reached: bool) -> None:
    """The schools are 6,000 m apart: at 5,999 each locality has its own school only."""
    case = scenario(two_schools(), TravelLimit(0, 0, limit))
    network = build_network(case.problem, case.rules, case.bound)
    assert network.cells[1].reach == ((0, 1) if reached else (1,))
    assert ("placed[1,S100,0]" in placed_names(case)) is reached


def test_each_phase_has_its_own_limit() -> None:
    limit = TravelLimit(1, 2, 3)
    assert [limit.limit(phase) for phase in (Phase.NURSERY, Phase.PRIMARY, Phase.SECONDARY)] == [1, 2, 3]


def test_no_known_distance_is_out_of_reach() -> None:
    problem = two_schools()
    del problem.distance_metres["b1", "100"]
    case = scenario(problem, TravelLimit(0, 0, 99_000))
    assert build_network(problem, case.rules, case.bound).cells[1].reach == (1,)


def test_the_check_finds_a_journey_edited_by_hand() -> None:
    case = scenario(two_schools(), TravelLimit(0, 0, APART_METRES - 1000))
    plan = solve(case)
    assert breaches(plan, case, "travel_limit") == []
    number = plan.placements.index(placements_of(plan, "b1")[0])
    edited = edit_placement(plan, number, site="S100")
    assert breaches(edited, case, "travel_limit") == [("b1 to S100 in 2025/26 (central)", "1000 metres over the limit")]


def test_the_check_finds_a_journey_without_a_distance() -> None:
    problem = two_schools()
    case = scenario(problem, TravelLimit(0, 0, APART_METRES))
    plan = solve(case)
    at_home = [row for row in placements_of(plan, "b1") if row.site == "S200"]
    del problem.distance_metres["b1", "200"]
    assert breaches(plan, case, "travel_limit") == [
        (f"b1 to S200 in {row.cell.academic_year} (central)", "no known distance") for row in at_home
    ]
