"""Rows of service cuts: what a row lacks at any point is what the cut says of the point."""

from __future__ import annotations

import random

import numpy as np
import pytest

from planner.model.cut_rows import CutRows
from planner.model.cuts import Point, ServiceCut, violation
from planner.model.master import Master
from planner.model.network import Network, build_network
from tests.model.cases import random_rich_scenario

CUTS = 20


def any_cut(draw: random.Random, network: Network) -> ServiceCut:
    """Some groups, some of their cells and some sites: a cut that holds, strong or not."""
    groups = sorted(draw.sample(range(len(network.groups)), draw.randint(1, len(network.groups))))
    cells = [cell for group in groups for cell in network.cells_of_group[group] if draw.random() < 0.7]
    sites = [site for site in range(len(network.sites)) if draw.random() < 0.5]
    return ServiceCut(tuple(groups), tuple(sites), tuple(sorted(cells)))


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
