"""Claims about stock and flow, worked by hand."""

from __future__ import annotations

import pytest

from planner.demand.stock_and_flow import entries, first_stock, forecast, next_stock, plans
from planner.domain.terms import Bound
from tests.demand.places import CANDI, FIRST, SEMH, assumptions, base, caseload

NEEDS = (CANDI, SEMH)


def test_plans_grow_by_the_rate_of_the_bound() -> None:
    for bound, grown in ((Bound.LOWER, 105), (Bound.CENTRAL, 110), (Bound.UPPER, 120)):
        assert plans(caseload(), assumptions(), bound, FIRST)[5] == pytest.approx(grown)


def test_the_past_is_the_same_for_every_bound() -> None:
    before = [plans(caseload(), assumptions(), bound, FIRST.plus(-2))[5] for bound in Bound]
    assert before == pytest.approx([100 / 1.1] * 3)


def test_entries_are_new_plans_and_whole_years_at_the_start_of_a_phase() -> None:
    """100 plans in each year group grow to 110: 10 are new, and 110 start nursery, Reception and Year 7."""
    joined = entries(caseload(), assumptions(), Bound.CENTRAL, FIRST)
    assert joined == pytest.approx({ncy: 110 if ncy in (-1, 0, 7) else 10 for ncy in range(-1, 12)})


def test_leavers_make_room_for_more_entries() -> None:
    joined = entries(caseload(), assumptions(ehcp_leaver_rate=0.05), Bound.CENTRAL, FIRST)
    assert joined[3] == pytest.approx(110 - 95)


def test_a_year_group_that_shrinks_has_no_entry() -> None:
    shrinking = {ncy: 100 - 50 * (ncy == 4) for ncy in range(-1, 12)}
    assert entries(caseload(shrinking), assumptions(), Bound.CENTRAL, FIRST)[4] == 0


def test_first_stock_is_the_places_over_year_groups_and_needs() -> None:
    """14 places over Reception to Year 6 and two needs are one pupil in each."""
    stock = first_stock([base(0, 6, 14, CANDI, SEMH)], NEEDS, FIRST.plus(-1))
    assert stock == {(ncy, need): 1.0 for ncy in range(7) for need in NEEDS}


def test_balancing_rows_and_needs_outside_the_scenario_hold_no_pupil() -> None:
    sites = [base(0, 6, 14, urn=None), base(7, 11, 10, CANDI)]
    assert first_stock(sites, (SEMH,), FIRST.plus(-1)) == {}


def test_pupils_age_leave_and_stay_to_the_end_of_their_phase() -> None:
    quiet = assumptions(ehcp_leaver_rate=0.1, **{f"rp_share_{p}": 0.0 for p in ("nursery", "primary", "secondary")})
    stock = {(-1, SEMH): 10.0, (2, SEMH): 10.0, (6, SEMH): 10.0, (11, SEMH): 10.0}
    aged = next_stock(stock, caseload(), quiet, NEEDS, Bound.CENTRAL, FIRST)
    assert {key: value for key, value in aged.items() if value} == pytest.approx({(3, SEMH): 9.0})


def test_two_years_by_hand() -> None:
    """Year 1: Reception 110 x 0.1 x 0.5 = 5.5; next year those are in Year 1 with 0.5 x 0.1 x (121 - 110) new."""
    by_year = forecast([], caseload(), assumptions(), NEEDS, [FIRST, FIRST.plus(1)], Bound.CENTRAL)
    assert by_year[FIRST][0, SEMH] == pytest.approx(5.5)
    assert by_year[FIRST.plus(1)][1, SEMH] == pytest.approx(5.5 + 0.55)


def test_lower_is_at_most_central_is_at_most_upper() -> None:
    years = [FIRST.plus(k) for k in range(5)]
    sites = [base(0, 6, 20), base(7, 11, 15, CANDI)]
    low, mid, high = (forecast(sites, caseload(), assumptions(), NEEDS, years, bound) for bound in Bound)
    for year in years:
        for key in mid[year]:
            assert low[year][key] <= mid[year][key] <= high[year][key]
