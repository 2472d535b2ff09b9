"""once_open_stays_open: a new base neither closes nor shrinks, in the models and in a plan edited by hand."""

from __future__ import annotations

import pytest

from planner.domain.terms import AcademicYear
from planner.model.solve import solve
from tests.model.cases import Y1, Y2, scenario, two_schools
from tests.model.editing import breaches, edit_places
from tests.model.fixing import both_allow


@pytest.mark.parametrize(("before", "after"), [(0, 0), (0, 8), (8, 8), (8, 10), (10, 10)])
def test_a_base_may_open_stand_or_grow(before: int, after: int) -> None:
    assert both_allow(scenario(two_schools()), {("S100", Y1): before, ("S100", Y2): after})


@pytest.mark.parametrize(("before", "after"), [(8, 0), (10, 0), (10, 8)])
def test_a_base_may_not_close_or_shrink(before: int, after: int) -> None:
    assert not both_allow(scenario(two_schools()), {("S100", Y1): before, ("S100", Y2): after})


@pytest.mark.parametrize(("places", "fall"), [({Y1: 8, Y2: 0}, 8), ({Y1: 10, Y2: 8}, 2), ({Y1: 8, Y2: 8}, 0)])
def test_the_check_finds_a_fall_edited_by_hand(places: dict[AcademicYear, int], fall: int) -> None:
    case = scenario(two_schools())
    edited = edit_places(solve(case), case.problem, {("S100", year): size for year, size in places.items()})
    expected = [("S100 in 2026/27", f"{fall} places fewer")] if fall else []
    assert breaches(edited, case, "once_open_stays_open") == expected
