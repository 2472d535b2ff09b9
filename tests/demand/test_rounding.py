"""Claims about whole pupils by weight."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.demand.rounding import allot, signposts

WEIGHTS = st.lists(st.floats(0, 1000, allow_subnormal=False), min_size=1, max_size=30).filter(lambda w: sum(w) > 1)


@given(total=st.integers(0, 200), weights=WEIGHTS, series=st.integers(0, 50))
def test_the_sum_is_exact(total: int, weights: list[float], series: int) -> None:
    assert sum(allot(total, weights, signposts(len(weights), series))) == total


@given(total=st.integers(0, 100), weights=WEIGHTS, series=st.integers(0, 50))
def test_one_more_pupil_moves_nobody(total: int, weights: list[float], series: int) -> None:
    posts = signposts(len(weights), series)
    fewer, more = allot(total, weights, posts), allot(total + 1, weights, posts)
    assert sorted(b - a for a, b in zip(fewer, more, strict=True)) == [0] * (len(weights) - 1) + [1]


def test_half_way_signposts_are_sainte_lague() -> None:
    """The textbook example: 53, 24 and 23 thousand votes for 7 seats give 3, 2 and 2."""
    assert allot(7, [53, 24, 23], [0.5] * 3) == [3, 2, 2]


def test_small_cells_get_their_share_over_many_series() -> None:
    """Twenty alike cells and 3 pupils: over many series each cell gets about 0.15 a time, 60 in all."""
    counts = [0] * 20
    for series in range(400):
        counts = [a + b for a, b in zip(counts, allot(3, [1.0] * 20, signposts(20, series)), strict=True)]
    assert min(counts) >= 45
    assert max(counts) <= 85


def test_each_cell_stays_within_one_of_its_share() -> None:
    weights = [float(5 + 7 * (k % 9)) for k in range(26)]
    shares = [60 * weight / sum(weights) for weight in weights]
    for series in range(52):
        pupils = allot(60, weights, signposts(26, series))
        assert max(abs(a - b) for a, b in zip(pupils, shares, strict=True)) < 1.2


def test_no_weight_gets_no_pupil() -> None:
    assert allot(5, [0, 1], [0.1, 0.5]) == [0, 5]
    with pytest.raises(ValueError, match="no weight above 0"):
        allot(1, [0, 0], [0.5, 0.5])
