"""Whole pounds that add up."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.finance.rounding import share_out, whole_pounds

AMOUNTS = st.lists(st.fractions(min_value=0, max_value=10**7, max_denominator=1000), min_size=1, max_size=30)


def test_half_a_pound_is_rounded_up() -> None:
    assert [whole_pounds(Fraction(1, 2)), whole_pounds(Fraction(49, 100))] == [1, 0]


def test_the_left_over_pound_goes_to_the_largest_remainder_and_the_first_on_a_tie() -> None:
    assert share_out(4, [Fraction(1, 3), Fraction(8, 3), Fraction(1)]) == [0, 3, 1]
    assert share_out(1, [Fraction(1, 3), Fraction(1, 3), Fraction(1, 3)]) == [1, 0, 0]


def test_a_total_that_is_not_near_the_sum_is_refused() -> None:
    with pytest.raises(ValueError, match="cannot be shared"):
        share_out(9, [Fraction(1), Fraction(2)])


@given(AMOUNTS)
def test_parts_sum_to_the_total_and_none_is_a_pound_off(exact: list[Fraction]) -> None:
    total = whole_pounds(sum(exact, Fraction()))
    parts = share_out(total, exact)
    assert sum(parts) == total
    assert all(abs(part - amount) < 1 for part, amount in zip(parts, exact, strict=True))
