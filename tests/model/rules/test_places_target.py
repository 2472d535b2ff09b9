"""places_target: what a target lacks is counted, in places, and cannot be hidden by an edit."""

from __future__ import annotations

import pytest

from planner.domain.terms import SiteStatus
from planner.model.program import Work
from planner.model.rules.places_target import PlacesTarget, PlacesTargets
from planner.model.solve import solve
from tests.model.cases import Y1, Y2, changed_site, scenario, two_schools
from tests.model.editing import breaches, edit_places
from tests.model.fixing import KINDS, Kind, both_allow, model_of


def target(places: int) -> PlacesTargets:
    return PlacesTargets((PlacesTarget(Y2, places, "commissioned_places", "test"),))


def test_a_target_forbids_nothing() -> None:
    assert both_allow(scenario(two_schools(), target(1000)), {("S100", Y2): 0, ("S200", Y2): 0})


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(("places", "shortfall"), [(19, 0), (20, 0), (21, 1), (30, 10)])
def test_the_least_shortfall_is_what_the_sizes_leave(kind: Kind, places: int, shortfall: int) -> None:
    """Two schools of at most 10 places have 20."""
    model = model_of(scenario(two_schools(), target(places)), kind)
    objective = model.program.objective(sum(model.x.target_shortfall))
    solved = model.program.solve_mixed(objective, Work(1000, 30.0, 0.0))
    assert solved.point is not None
    assert objective.value(solved.point) == pytest.approx(shortfall)


def test_every_commissioned_place_counts_balancing_rows_included() -> None:
    changes = {
        "status": SiteStatus.EXISTING,
        "steps": ((Y1, 7),),
        "size_menu": (),
        "earliest_opening": None,
        "urn": None,
    }
    case = scenario(changed_site(two_schools(), "S100", **changes), target(20))
    assert solve(case).goals[0].value == 20 - 7 - 10


def test_more_than_the_target_is_no_negative_shortfall() -> None:
    assert target(5).shortfall_places(solve(scenario(two_schools(), target(5)))) == 0


def test_the_check_finds_places_taken_from_a_target_by_hand() -> None:
    case = scenario(two_schools(), target(20))
    plan = solve(case)
    assert breaches(plan, case, "target_shortfall") == []
    edited = edit_places(plan, case.problem, {("S100", Y2): 8})
    assert breaches(edited, case, "target_shortfall") == [("goal value", "0 stated, 2 computed")]
    assert breaches(edited, case, "places_target") == []
