"""Councils that were reorganised have one series; a January that lacks one of them is unknown."""

from __future__ import annotations

from itertools import combinations

import pytest

from planner.demand.history import JOINED, History, PlansCount, join_councils, unit_of


def test_plans_before_and_after_a_reorganisation_are_one_series() -> None:
    """928 until 2021, then 940 and 941: one unit, named after today's councils."""
    counts = [
        PlansCount("928", 2021, 500),
        PlansCount("940", 2022, 200),
        PlansCount("941", 2022, 350),
        PlansCount("937", 2021, 40),
    ]
    history, doubts = join_councils(counts)
    assert history.units == ("937", "940+941")
    assert history.plans_pupils("940+941") == {2021: 500, 2022: 550}
    assert doubts == ()


def test_earlier_years_under_the_later_codes_are_read_too() -> None:
    """An edition may state a year before the reorganisation under the councils that came after."""
    history, doubts = join_councils([PlansCount("838", 2019, 10), PlansCount("839", 2019, 20)])
    assert history.plans_pupils("838+839") == {2019: 30}
    assert not doubts


@pytest.mark.parametrize("codes", [("940",), ("928", "940"), ("928", "940", "941")])
def test_a_january_without_all_councils_is_unknown_and_said(codes: tuple[str, ...]) -> None:
    """Half of a unit is not a fall, and old and new together are not a rise."""
    history, doubts = join_councils(PlansCount(code, 2022, 100) for code in codes)
    assert history.plans_pupils("940+941") == {}
    assert len(doubts) == 1
    assert f"January 2022: only councils {', '.join(codes)}" in doubts[0]


def test_no_council_belongs_to_two_units() -> None:
    for one, other in combinations(JOINED, 2):
        assert not (one.before | one.after) & (other.before | other.after)
    assert unit_of("909") == unit_of("942") == unit_of("943") == "942+943"
    assert unit_of("825") == "825"


def test_what_was_known_by_a_january_holds_nothing_later() -> None:
    history = History({"a": {2020: 1, 2021: 2, 2022: 3}, "b": {2022: 4}})
    assert history.up_to(2021).plans_pupils("a") == {2020: 1, 2021: 2}
    assert history.up_to(2021).census_years == (2020, 2021)
    assert history.census_years == (2020, 2021, 2022)


def test_a_unit_with_a_gap_or_no_plans_has_no_growth() -> None:
    history = History({"whole": {2020: 5, 2021: 6}, "gap": {2021: 6}, "none": {2020: 0, 2021: 6}})
    assert history.with_all([2020, 2021]) == {"whole": [5, 6]}
