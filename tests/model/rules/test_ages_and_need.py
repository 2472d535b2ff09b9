"""ages_and_need: a base takes whole bands within its year groups, and its own needs."""

from __future__ import annotations

import pytest

from planner.domain.demand import DemandKey
from planner.domain.problem import Problem
from planner.domain.terms import Band
from planner.model.network import build_network
from planner.model.solve import solve
from tests.model.cases import INFANT, SECONDARY, SEMH, SPEECH, Y1, area, problem, scenario, school, site
from tests.model.editing import breaches, edit_placement
from tests.model.fixing import placed_names

JUNIOR = Band(3, 6)


def one_base(ncy_low: int, ncy_high: int, band: Band = JUNIOR, need: object = SEMH) -> Problem:
    """4 pupils of one band at the gate of one school with an SEMH candidate for these year groups."""
    pupils = {DemandKey("a1", band, need, Y1): 4}  # type: ignore[arg-type]
    base = site("S1", "100", ncy_low=ncy_low, ncy_high=ncy_high)
    return problem([area("a1", 0, "A")], [school("100", 0, "A")], [base], pupils, (Y1,), (INFANT, JUNIOR, SECONDARY))


@pytest.mark.parametrize(
    ("ncy_low", "ncy_high", "taken"),
    [(3, 6, True), (0, 6, True), (-1, 11, True), (0, 2, False), (0, 5, False), (4, 6, False)],
)
def test_a_band_is_taken_whole_or_not_at_all(ncy_low: int, ncy_high: int, taken: bool) -> None:
    """An infant base does not cover juniors, nor does one that lacks a single year of theirs."""
    case = scenario(one_base(ncy_low, ncy_high))
    assert ("placed[0,S1,0]" in placed_names(case)) is taken
    assert bool(build_network(case.problem, case.rules, case.bound).cells[0].reach) is taken
    assert solve(case).goals[2].value == (0 if taken else 4)


def test_another_need_is_not_taken() -> None:
    case = scenario(one_base(3, 6, need=SPEECH))
    assert "placed[0,S1,0]" not in placed_names(case)
    assert solve(case).goals[2].value == 4


def test_the_check_finds_year_groups_edited_by_hand() -> None:
    case = scenario(one_base(3, 6))
    plan = solve(case)
    assert breaches(plan, case, "ages_and_need") == []
    infant = DemandKey("a1", INFANT, SEMH, Y1)
    edited = edit_placement(plan, 0, cell=infant)
    assert breaches(edited, case, "ages_and_need") == [("a1 to S1 in 2025/26 (central)", "infant pupils at NCY 3-6")]


def test_the_check_finds_a_need_edited_by_hand() -> None:
    case = scenario(one_base(3, 6))
    speech = DemandKey("a1", JUNIOR, SPEECH, Y1)
    edited = edit_placement(solve(case), 0, cell=speech)
    found = [("a1 to S1 in 2025/26 (central)", "communication_interaction is not designated")]
    assert breaches(edited, case, "ages_and_need") == found
