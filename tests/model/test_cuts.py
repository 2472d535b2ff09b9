"""Service cuts: no plan breaks one, and whatever keeps them all can be served."""

from __future__ import annotations

import random

import numpy as np
import pytest

from planner.domain.scenario import Scenario
from planner.model.cuts import Point, Separator, first_cuts, violation
from planner.model.flow import Evaluator
from planner.model.master import Master
from planner.model.network import Network, build_network
from planner.model.program import IntArray
from planner.model.relaxation import solve_relaxation
from planner.model.solve import solve
from tests.model.cases import random_rich_scenario, random_scenario
from tests.model.fixing import model_of
from tests.model.seating import can_serve


def network_of(case: Scenario) -> Network:
    return build_network(case.problem, case.rules, case.bound)


def random_places(case: Scenario, rng: random.Random) -> IntArray:
    """Sizes of the menus at random, kept from the first year on or grown; stated places where there is no menu."""
    rows = []
    for site in case.problem.sites:
        sizes = sorted(rng.choices([0, *site.size_menu], k=2)) if site.size_menu else None
        rows.append(sizes or [site.stated_places(year) for year in case.problem.academic_years])
    return np.asarray(rows, dtype=np.int64)


def served_of(network: Network, places: IntArray) -> IntArray:
    """Pupils of each group with a place in the best placement, by year."""
    served = np.zeros((len(network.groups), places.shape[1]), dtype=np.int64)
    for (cell, _, year), pupils in Evaluator(network).evaluate(places).placed.items():
        served[network.cells[cell].group, year] += pupils
    return served


def nearly_served(network: Network, served: IntArray, rng: random.Random) -> IntArray:
    """Served pupils at the edge of what is possible: a few more in some groups and a few fewer in others."""
    changed = served.copy()
    for _ in range(rng.randint(1, 3)):
        more, fewer, year = rng.randrange(len(served)), rng.randrange(len(served)), rng.randrange(served.shape[1])
        changed[fewer, year] = max(0, changed[fewer, year] - rng.randint(0, 2))
        changed[more, year] = min(network.group_pupils(more, year), changed[more, year] + 1)
    return changed


def point(served: IntArray, places: IntArray) -> Point:
    return Point(served.astype(float), places.astype(float), (places > 0).astype(float))


@pytest.mark.parametrize("seed", range(20))
def test_no_plan_breaks_a_cut(seed: int) -> None:
    """Cuts found at fractional and at whole points are kept by the best placement of any places."""
    case = random_scenario(seed)
    master = model_of(case, "master")
    assert isinstance(master, Master)
    for goal in case.goals[1:4]:
        objective = master.program.objective(goal.expression(master.x, case.problem))
        solve_relaxation(master.program, objective, master, 30.0)
    rng = random.Random(seed)
    for places in [random_places(case, rng) for _ in range(20)]:
        whole = point(served_of(master.network, places), places)
        broken = [key for key in master._pool if violation(key[1], master.network, whole, key[0]) > 0]
        assert broken == []


@pytest.mark.parametrize("seed", range(20))
def test_the_optimum_keeps_every_cut_of_the_master(seed: int) -> None:
    """The columns of a solved plan keep all rows of a master whose relaxation was cut to the end."""
    case = random_rich_scenario(seed)
    plan = solve(case)
    master = model_of(case, "master")
    assert isinstance(master, Master)
    places = np.asarray([[plan.places[s.key, y] for y in case.problem.academic_years] for s in case.problem.sites])
    whole = point(served_of(master.network, places), places)
    objective = master.program.objective(case.goals[2].expression(master.x, case.problem))
    solve_relaxation(master.program, objective, master, 30.0)
    assert max(violation(cut, master.network, whole, year) for year, cut in master._pool) <= 0


@pytest.mark.parametrize("seed", range(20))
def test_keeping_every_cut_and_being_served_are_the_same(seed: int) -> None:
    """At whole places any whole served pupils are achievable when, and only when, the separation finds no cut."""
    case = random_scenario(seed)
    network, rng = network_of(case), random.Random(seed)
    separator, seen = Separator(network), set()
    for _ in range(40):
        places = random_places(case, rng)
        served = nearly_served(network, served_of(network, places), rng)
        achievable = all(can_serve(network, places, served, year) for year in range(2))
        found = separator.violated(point(served, places))
        assert (found == []) is achievable
        assert all(violation(cut, network, point(served, places), year) > 0 for year, cut in found)
        seen.add(achievable)
    assert seen == {True, False}


@pytest.mark.parametrize("seed", range(5))
def test_a_group_over_all_its_sites_is_a_cut(seed: int) -> None:
    """The first cuts: a group has at most the places of the sites that it reaches, and nothing reaches from outside."""
    network = network_of(random_scenario(seed))
    cuts = first_cuts(network)
    assert [cut.groups for cut in cuts] == [(group,) for group in range(len(network.groups))]
    assert all(cut.reaching_pupils(network, 0) == {} and cut.outside_pupils(network, 0) == 0 for cut in cuts)
