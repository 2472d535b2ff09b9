"""No hidden number can be worked out: checked by reconstruction that knows nothing of the code under test."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.inputs.sen2.suppression import ALL, Cell, Sum, Tables, hidden_cells, joined, recoverable, with_totals

THRESHOLD = 5
ROWS, COLUMNS = ("north", "south", "west"), ("asd", "semh")


def grid(numbers: list[int]) -> Tables:
    """Three localities by two needs, with totals."""
    keys = itertools.product(ROWS, COLUMNS)
    return with_totals("t", dict(zip(keys, numbers, strict=True)), (ROWS, COLUMNS))


def determined(tables: Tables, hidden: frozenset[Cell]) -> set[Cell]:
    """Hidden cells that least squares pins down: those without a part in the null space of the sums."""
    unknown = sorted(hidden)
    matrix = np.zeros((len(tables.sums), len(unknown)))
    for row, each in enumerate(tables.sums):
        for cell, sign in [(each.whole, 1), *((part, -1) for part in each.parts)]:
            if cell in hidden:
                matrix[row, unknown.index(cell)] += sign
    _, values, vectors = np.linalg.svd(matrix, full_matrices=True)
    null_space = vectors[int((values > 1e-9).sum()) :]
    return {cell for place, cell in enumerate(unknown) if not np.abs(null_space[:, place]).max(initial=0) > 1e-9}


@given(st.lists(st.integers(0, 12), min_size=6, max_size=6))
@settings(deadline=None, max_examples=150)
def test_no_hidden_number_follows_from_the_visible_ones(numbers: list[int]) -> None:
    tables = grid(numbers)
    hidden = hidden_cells(tables, THRESHOLD)
    assert {cell for cell, number in tables.counts.items() if 0 < number < THRESHOLD} <= hidden
    assert determined(tables, hidden) == set()
    assert all(tables.counts[cell] for cell in hidden)


@given(st.lists(st.integers(0, 6), min_size=4, max_size=4))
@settings(deadline=None, max_examples=60)
def test_every_small_number_could_as_well_be_no_small_one(numbers: list[int]) -> None:
    """All tables of two by two that print the same are tried: a hidden number is 5 or more in one of them."""
    values = (("north", "south"), ("asd", "semh"))
    tables = with_totals("t", dict(zip(itertools.product(*values), numbers, strict=True)), values)
    hidden = hidden_cells(tables, THRESHOLD)
    one, two, three, four = np.indices((sum(numbers) + THRESHOLD,) * 4).reshape(4, -1)
    other = {
        ("t", "north", "asd"): one,
        ("t", "north", "semh"): two,
        ("t", "south", "asd"): three,
        ("t", "south", "semh"): four,
        ("t", "north", ALL): one + two,
        ("t", "south", ALL): three + four,
        ("t", ALL, "asd"): one + three,
        ("t", ALL, "semh"): two + four,
        ("t", ALL, ALL): one + two + three + four,
    }
    same = np.ones(one.shape, dtype=bool)
    for cell, number in tables.counts.items():
        same &= other[cell] > 0 if cell in hidden else other[cell] == number
    assert all(other[cell][same].max() >= THRESHOLD for cell in hidden)


def test_the_smallest_neighbour_goes_with_a_small_number() -> None:
    """One 3 among large numbers: its row, its column and the corner hide one more each."""
    tables = grid([3, 40, 30, 9, 20, 25])
    hidden = hidden_cells(tables, THRESHOLD)
    assert ("t", "north", "asd") in hidden
    assert len(hidden) == 4
    assert ("t", ALL, ALL) not in hidden


def test_a_sum_that_ties_two_tables_gives_nothing_away() -> None:
    """The same 3 in two tables, one with a total that the other would reveal."""
    one = with_totals("one", {("a",): 3, ("b",): 50, ("c",): 30}, (("a", "b", "c"),))
    two = with_totals("two", {("x",): 3, ("y",): 80}, (("x", "y"),))
    tied = joined([one, two], [Sum(("two", "x"), (("one", "a"),))])
    hidden = hidden_cells(tied, THRESHOLD)
    assert determined(tied, hidden) == set()
    naive = frozenset({("one", "a"), ("two", "x"), ("two", "y"), ("two", ALL), ("one", "b")})
    assert recoverable(tied, naive - {("one", "b")}) >= {("one", "a"), ("two", "x")}


def test_the_reconstruction_of_the_code_is_that_of_the_test() -> None:
    """Both agree on tables with too few hidden numbers, where something does follow."""
    tables = grid([3, 40, 30, 9, 20, 25])
    for count in range(1, 5):
        for chosen in itertools.combinations(sorted(tables.counts), count):
            assert recoverable(tables, chosen) == determined(tables, frozenset(chosen))


@pytest.mark.parametrize("numbers", [[0] * 6, [100] * 6])
def test_nothing_is_hidden_without_need(numbers: list[int]) -> None:
    assert hidden_cells(grid(numbers), THRESHOLD) == frozenset()
