"""Claims about the help for slips of the pen."""

from __future__ import annotations

from planner.inputs.suggest import near_codes


def test_two_swapped_digits_come_before_other_likenesses() -> None:
    known = ["136986", "136968", "136987", "200000"]
    assert near_codes("139686", known)[0] == "136986"
    assert "200000" not in near_codes("139686", known)


def test_one_wrong_digit_is_found_and_another_number_is_not() -> None:
    assert near_codes("136989", ["136986", "500000"]) == ["136986"]
    assert near_codes("12", ["136986"]) == []


def test_no_more_than_three_are_named() -> None:
    assert len(near_codes("100000", [f"10000{digit}" for digit in range(1, 10)])) == 3
