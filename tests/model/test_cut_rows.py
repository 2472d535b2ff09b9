"""Rows of service cuts: what a row lacks at any point is what the cut says of the point."""

from __future__ import annotations

import random

import numpy as np
import pytest

from planner.model.cut_rows import CutRows
from planner.model.cuts import Point, violation
from planner.model.master import Master
from planner.model.network import build_network
from tests.model.any_cut import any_cut
from tests.model.cases import random_rich_scenario

CUTS = 20


@pytest.mark.parametrize("seed", range(10))
def test_a_row_lacks_what_its_cut_says(seed: int) -> None:
    """With sites that are decided, fixed, closed as a fact or without a school, inside the cut and outside."""
    case = random_rich_scenario(seed)
    network = build_network(case.problem, case.rules, case.bound)
    master = Master(case.problem, case.rules, network)
    draw = random.Random(seed)
    columns = np.asarray([draw.random() for _ in range(master.program.columns)])
    places_map = master.places_map
    point = Point(columns[master.served_columns], places_map.places(columns), places_map.opens(columns))
    cuts = [(draw.randrange(len(network.academic_years)), any_cut(draw, network)) for _ in range(CUTS)]
    rows = CutRows(network, places_map, master.served_columns).rows(cuts)
    assert len(rows) == CUTS
    for (year, cut), row in zip(cuts, rows, strict=True):
        assert (np.diff(row.columns) > 0).all()
        assert row.coefficients @ columns[row.columns] - row.upper == pytest.approx(
            violation(cut, network, point, year)
        )
