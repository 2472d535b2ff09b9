"""Every plan of a small scenario, one by one: the reference that shares no algebra with the model."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

import numpy as np

from planner.domain.plan import Plan
from planner.domain.scenario import Scenario
from planner.model.draft import draft_plan, stock_places
from planner.model.flow import Outcome
from planner.model.network import Network, build_network
from planner.model.program import IntArray


def best_values(scenario: Scenario) -> tuple[int, ...] | None:
    """Lexicographically least goal values over all plans that keep the rules; None when there is none."""
    return min((goal_values(scenario, plan) for plan in all_plans(scenario)), default=None)


def goal_values(scenario: Scenario, plan: Plan) -> tuple[int, ...]:
    """Values of the scenario's goals, recomputed."""
    return tuple(goal.value(plan, scenario.problem, scenario.rules) for goal in scenario.goals)


def all_plans(scenario: Scenario) -> Iterator[Plan]:
    """Every plan that keeps the rules, each with its best placement."""
    network = build_network(scenario.problem, scenario.rules, scenario.bound)
    place_rules = [rule for rule in scenario.rules if rule.name != "pupils_within_places"]
    seats = Seats(network)
    for places in all_places(scenario):
        nobody = draft_plan(scenario.problem, scenario.bound, places, [])
        if any(True for rule in place_rules for _ in rule.violations(nobody, scenario.problem)):
            continue
        plan = draft_plan(scenario.problem, scenario.bound, places, [(network, seats.best_placement(places))])
        assert not [broken for rule in scenario.rules for broken in rule.violations(plan, scenario.problem)]
        yield plan


def all_places(scenario: Scenario) -> Iterator[IntArray]:
    """Places of every plan that has a size of the menu or none and does not shrink; rules may forbid it."""
    problem = scenario.problem
    decided = [index for index, site in enumerate(problem.sites) if site.size_menu]
    rows = []
    for index in decided:
        sizes = (0, *problem.sites[index].size_menu)
        rows.append([row for row in product(sizes, repeat=len(problem.academic_years)) if list(row) == sorted(row)])
    for chosen in product(*rows):
        places = stock_places(problem).copy()
        for index, row in zip(decided, chosen, strict=True):
            places[index] = row
        yield places


class Seats:
    """Seats pupils one by one along cheapest augmenting paths (Bellman-Ford), year by year: slow and independent."""

    def __init__(self, network: Network) -> None:
        self._network = network
        self._known: dict[tuple[int, tuple[int, ...]], dict[int, int]] = {}

    def best_placement(self, places: np.ndarray) -> Outcome:
        """Fewest weighted pupils without a place, then least travel, for these places."""
        network = self._network
        placed: dict[tuple[int, int, int], int] = {}
        for year in range(places.shape[1]):
            pupils = [index for index, cell in enumerate(network.cells) for _ in range(cell.pupils[year])]
            for position, site in self._seats(year, pupils, tuple(int(size) for size in places[:, year])).items():
                key = (pupils[position], site, year)
                placed[key] = placed.get(key, 0) + 1
        demanded = sum(cell.weight * sum(cell.pupils) for cell in network.cells)
        served = sum(network.cells[cell].weight * count for (cell, _, _), count in placed.items())
        metres = sum(count * _metres(network, cell)[site] for (cell, site, _), count in placed.items())
        return Outcome(demanded - served, sum(placed.values()), metres, placed)

    def _seats(self, year: int, pupils: list[int], sizes: tuple[int, ...]) -> dict[int, int]:
        if (year, sizes) not in self._known:
            self._known[year, sizes] = _assign(self._network, pupils, sizes)
        return self._known[year, sizes]


def _metres(network: Network, cell: int) -> dict[int, int]:
    return dict(zip(network.cells[cell].reach, network.cells[cell].way, strict=True))


def _assign(network: Network, pupils: list[int], sizes: tuple[int, ...]) -> dict[int, int]:
    """Seat of each pupil by position: heavier classes first, and in a class whoever adds least travel next."""
    seat: dict[int, int] = {}
    weights = sorted({network.cells[cell].weight for cell in pupils}, reverse=True)
    metres = [_metres(network, cell) for cell in pupils]
    for weight in weights:
        waiting = [position for position, cell in enumerate(pupils) if network.cells[cell].weight == weight]
        while True:
            path = _cheapest_path(metres, sizes, seat, [p for p in waiting if p not in seat])
            if not path:
                break
            seat.update(path)
    return seat


def _cheapest_path(
    metres: list[dict[int, int]], sizes: tuple[int, ...], seat: dict[int, int], waiting: list[int]
) -> dict[int, int]:
    """Moves (position to site) that seat one more pupil for the least extra travel; empty when none can be seated."""
    cost: dict[int, float] = {}
    last: dict[int, tuple[int, int | None]] = {}
    for position in waiting:
        for site, distance in metres[position].items():
            if sizes[site] and distance < cost.get(site, float("inf")):
                cost[site], last[site] = distance, (position, None)
    for _ in range(len(sizes)):
        for position, sat in seat.items():
            for site, distance in metres[position].items():
                total = cost.get(sat, float("inf")) + distance - metres[position][sat]
                if sizes[site] and total < cost.get(site, float("inf")):
                    cost[site], last[site] = total, (position, sat)
    free = [site for site in cost if sum(sat == site for sat in seat.values()) < sizes[site]]
    moves: dict[int, int] = {}
    site: int | None = min(free, key=lambda end: (cost[end], end)) if free else None
    while site is not None:
        position, before = last[site]
        moves[position] = site
        site = before
    return moves
