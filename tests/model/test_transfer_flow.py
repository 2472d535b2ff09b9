"""The exact flow of leavers: as much is moved as can be, and what stays behind is shared fairly."""

from __future__ import annotations

import random
from fractions import Fraction
from itertools import chain, combinations

import pytest
from ortools.graph.python import max_flow

from planner.model.transfer_flow import TransferFlow, fair_gaps, least_gap

Case = tuple[list[int], list[int], list[list[int]]]


def case_of(seed: int) -> Case:
    rng = random.Random(seed)
    groups, sites = rng.randrange(1, 7), rng.randrange(0, 6)
    fits = [sorted(rng.sample(range(sites), rng.randrange(0, sites + 1))) for _ in range(groups)]
    return [rng.randrange(0, 9) for _ in range(groups)], [rng.randrange(0, 9) for _ in range(sites)], fits


def gap_of_flow(amounts: list[int], room: list[int], fits: list[list[int]]) -> int:
    """The least gap by another code."""
    solver = max_flow.SimpleMaxFlow()
    end = 1 + len(amounts) + len(room)
    for group, amount in enumerate(amounts):
        solver.add_arc_with_capacity(0, 1 + group, amount)
        for entry in fits[group]:
            solver.add_arc_with_capacity(1 + group, 1 + len(amounts) + entry, amount)
    for entry, size in enumerate(room):
        solver.add_arc_with_capacity(1 + len(amounts) + entry, end, size)
    solver.solve(0, end)
    return sum(amounts) - int(solver.optimal_flow())


@pytest.mark.parametrize("seed", range(60))
def test_the_least_gap_is_that_of_another_flow(seed: int) -> None:
    amounts, room, fits = case_of(seed)
    assert least_gap(amounts, room, fits) == gap_of_flow(amounts, room, fits)


@pytest.mark.parametrize("seed", range(60))
def test_moves_fit_and_nobody_is_lost(seed: int) -> None:
    amounts, room, fits = case_of(seed)
    flow = TransferFlow(amounts, room, fits)
    for group, moved in enumerate(flow.moved):
        assert set(moved) <= set(fits[group])
        assert sum(moved.values()) + flow.left[group] == amounts[group]
    for entry, size in enumerate(room):
        assert sum(moved.get(entry, 0) for moved in flow.moved) <= size


@pytest.mark.parametrize("seed", range(60))
def test_fair_gaps_add_up_to_the_least_and_none_can_fall_without_a_higher_one_rising(seed: int) -> None:
    """No set of groups has less than it must; those with the highest share have just what they must."""
    amounts, room, fits = case_of(seed)
    gaps = fair_gaps(amounts, room, fits)
    assert sum(gaps) == least_gap(amounts, room, fits)
    shares = {g: gaps[g] / amounts[g] for g in range(len(amounts)) if amounts[g]}
    for level in {share for share in shares.values() if share}:
        members = [g for g, share in shares.items() if share >= level]
        within = {entry for g in members for entry in fits[g]}
        must = sum(amounts[g] for g in members) - sum(room[entry] for entry in within)
        assert sum(gaps[g] for g in members) == must
    indices = range(len(amounts))
    for chosen in chain.from_iterable(combinations(indices, size) for size in range(1, len(amounts) + 1)):
        within = {entry for g in chosen for entry in fits[g]}
        assert sum(gaps[g] for g in chosen) >= sum(amounts[g] for g in chosen) - sum(room[e] for e in within)


def test_two_who_compete_lack_the_same_share() -> None:
    """4 and 2 leavers for 3 places: half of each stays behind; a third group with its own place lacks nothing."""
    assert fair_gaps([4, 2, 1], [3, 1], [[0], [0], [1]]) == [Fraction(2), Fraction(1), Fraction(0)]
