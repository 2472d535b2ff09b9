"""pupils_within_places: no more pupils than places, and every pupil counted once."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from planner.model.master import Master
from planner.model.plain import PlainModel
from planner.model.solve import solve
from tests.model.cases import Y1, Y2, scenario, two_schools
from tests.model.editing import breaches, edit_placement, edit_places, placement_at
from tests.model.fixing import feasible, model_of

CASE = scenario(two_schools())


@pytest.mark.parametrize(("pupils", "allowed"), [(7, True), (8, True), (9, False)])
def test_the_plain_model_seats_no_more_than_its_places(pupils: int, allowed: bool) -> None:
    plain = model_of(CASE, "plain")
    assert isinstance(plain, PlainModel)
    site = CASE.problem.site_by_key["S100"]
    plain.model.add_linear_constraint(plain.x.places(site, Y1) == 8)
    plain.model.add_linear_constraint(plain.x.service.placed_at(site, Y1) == pupils)
    assert feasible(type(plain.program)(plain.model)) is allowed


@pytest.mark.parametrize(
    ("served", "cut"), [((3, 5), False), ((0, 8), False), ((6, 2), False), ((0, 9), True), ((3, 6), True)]
)
def test_the_master_cuts_off_what_its_places_cannot_serve(served: tuple[int, int], cut: bool) -> None:
    """8 places at one school that both localities reach: any 8 pupils can be served, no 9."""
    master = model_of(CASE, "master")
    assert isinstance(master, Master)
    point = np.zeros(master.program.columns)
    for column, value in master.places_map.columns(np.asarray([[8, 8], [0, 0]])).items():
        point[column] = value
    point[master.served_columns[:, 0]] = served
    in_pool = not master.program.keeps_rows(point)
    assert (in_pool or bool(master.separate(point))) is cut


def test_the_check_finds_a_pupil_too_many() -> None:
    plan = solve(CASE)
    full = edit_places(plan, CASE.problem, {("S100", Y1): 8, ("S100", Y2): 8})
    assert breaches(full, CASE, "pupils_within_places") == []
    number = placement_at(plan, "S100")
    edited = edit_placement(plan, number, pupils=plan.placements[number].pupils + 3)
    assert ("S100 in 2025/26 (central)", "10 pupils in 8 places") in breaches(edited, CASE, "pupils_within_places")


def test_the_check_finds_a_base_closed_under_its_pupils() -> None:
    plan = solve(CASE)
    edited = edit_places(plan, CASE.problem, {("S200", Y1): 0})
    assert ("S200 in 2025/26 (central)", "8 pupils in 0 places") in breaches(edited, CASE, "pupils_within_places")


def test_the_check_finds_a_pupil_lost_and_a_pupil_counted_twice() -> None:
    plan = solve(CASE)
    lost = replace(plan, placements=plan.placements[1:])
    where = "a1, secondary, semh, 2025/26 (central)"
    assert (where, "-6 pupils against the demand") in breaches(lost, CASE, "pupils_within_places")
    twice = replace(plan, placements=(*plan.placements, plan.placements[0]))
    assert (where, "+6 pupils against the demand") in breaches(twice, CASE, "pupils_within_places")


def test_the_check_finds_pupils_below_nought() -> None:
    """Numbers that add up do not hide a negative one."""
    plan = solve(CASE)
    first = plan.placements[0]
    rows = (*plan.placements, replace(first, pupils=-2), replace(first, pupils=2))
    edited = replace(plan, placements=rows)
    assert breaches(edited, CASE, "pupils_within_places") == [("a1 (central)", "-2 pupils")]
