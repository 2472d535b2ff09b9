"""Service cuts at random."""

from __future__ import annotations

import random

from planner.model.cuts import ServiceCut
from planner.model.network import Network


def any_cut(draw: random.Random, network: Network) -> ServiceCut:
    """Some groups, some of their cells and some sites: a cut that holds, strong or not."""
    groups = sorted(draw.sample(range(len(network.groups)), draw.randint(1, len(network.groups))))
    cells = [cell for group in groups for cell in network.cells_of_group[group] if draw.random() < 0.7]
    sites = [site for site in range(len(network.sites)) if draw.random() < 0.5]
    return ServiceCut(tuple(groups), tuple(sites), tuple(sorted(cells)))
