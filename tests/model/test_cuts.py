"""Service cuts: no plan breaks one, and whatever keeps them all can be served."""

from __future__ import annotations

import random

import numpy as np
import pytest

from planner.domain.scenario import Scenario
from planner.model.cuts import Point, Separator, ServiceCut, first_cuts, sharpened, violation
from planner.model.flow import Evaluator
from planner.model.master import Master
from planner.model.network import Network, build_network
from planner.model.program import IntArray
from planner.model.relaxation import solve_relaxation
from planner.model.solve import solve
from tests.model.any_cut import any_cut
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
def test_the_first_cuts_hold_the_whole_groups(seed: int) -> None:
    """One cut a group and year over all its cells; each site has its places, or the pupils who reach it if fewer."""
    network = network_of(random_scenario(seed))
    cuts = first_cuts(network)
    years = range(len(network.academic_years))
    assert [(year, cut.groups) for year, cut in cuts] == [(y, (g,)) for g in range(len(network.groups)) for y in years]
    for year, cut in cuts:
        assert cut.outside_pupils(network, year) == 0
        pupils = cut.reaching_pupils(network, year)
        many = np.flatnonzero((pupils >= network.middle_places) & (pupils > 0)).tolist()
        assert list(cut.sites) == many


@pytest.mark.parametrize("seed", range(20))
def test_a_sharpened_cut_has_less_room(seed: int) -> None:
    """At the point for which a cut is sharpened it has no more room than before, nor than with any other sites."""
    case = random_rich_scenario(seed)
    network, rng = network_of(case), random.Random(seed)
    years = len(network.academic_years)
    for _ in range(20):
        places = np.asarray([[rng.uniform(0, 12) for _ in range(years)] for _ in network.sites])
        opens = np.asarray([[rng.random() for _ in range(years)] for _ in network.sites])
        where = Point(np.ones((len(network.groups), years)), places, opens)
        cut = any_cut(rng, network)
        year = rng.randrange(years)
        sharp = sharpened(cut, network, where, year)
        assert (sharp.groups, sharp.cells) == (cut.groups, cut.cells)
        assert violation(sharp, network, where, year) >= violation(cut, network, where, year) - 1e-9
        assert sharpened(sharp, network, where, year) == sharp


def test_a_closed_site_that_many_reach_has_its_places_alone() -> None:
    """Closed, both its rooms are nought; open, it has no room for all who could come, so its places count."""
    case = random_scenario(3)
    network = network_of(case)
    years, sites = len(network.academic_years), len(network.sites)
    nothing = Point(np.zeros((len(network.groups), years)), np.zeros((sites, years)), np.zeros((sites, years)))
    everybody = tuple(range(len(network.cells)))
    seen = set()
    for cells in [everybody, *[(cell,) for cell in everybody]]:
        cut = ServiceCut(tuple(range(len(network.groups))), (), cells)
        for year in range(years):
            pupils = cut.reaching_pupils(network, year)
            sharp = sharpened(cut, network, nothing, year)
            for index in np.flatnonzero(pupils).tolist():
                menu = network.sites[index].size_menu
                many = not menu or pupils[index] >= (menu[0] + menu[-1]) / 2
                assert (index in sharp.sites) is bool(many)
                seen.add(bool(many))
    assert seen == {True, False}
