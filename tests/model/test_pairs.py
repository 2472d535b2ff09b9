"""Pairs: the arrays say of each area and site what the problem says, and strangers change nothing."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np

from planner.domain.problem import Problem
from planner.domain.terms import Band
from planner.model.pairs import Pairs
from tests.model.cases import INFANT, SECONDARY, area, problem, school, site


def lopsided() -> Problem:
    """Three areas, a school with two sites and one with one, a balancing row; one distance unknown, three strange."""
    areas = [area(f"a{number}", 100.0 * number, "A") for number in range(3)]
    sites = [site("S1", "100"), site("S2", "100", ncy_low=0, ncy_high=2), site("S3", "200"), site("S4", None)]
    of = problem(areas, [school("100", 50, "A"), school("200", 700, "A")], sites, {})
    strangers = {("elsewhere", "100"): 1.0, ("a1", "999"): 2.0, ("elsewhere", "999"): 3.0}
    known = {key: metres for key, metres in of.distance_metres.items() if key != ("a2", "200")}
    return replace(of, distance_metres=known | strangers)


def test_metres_are_the_problems_and_nan_where_it_knows_none() -> None:
    of = lopsided()
    metres = [[of.metres(each.code, candidate) for candidate in of.sites] for each in of.areas]
    found = Pairs.of(of).metres
    assert np.argwhere(np.isnan(found)).tolist() == [[0, 3], [1, 3], [2, 2], [2, 3]]
    assert [[None if math.isnan(one) else one for one in row] for row in found.tolist()] == metres


def test_a_site_is_judged_when_it_takes_any_year_group_of_the_band() -> None:
    pairs = Pairs.of(lopsided())
    assert pairs.overlapping(SECONDARY)[0].tolist() == [True, False, True, False]
    assert pairs.overlapping(INFANT)[0].tolist() == [False, True, False, False]
    assert pairs.overlapping(Band(2, 7))[0].tolist() == [True, True, True, False]
