"""Block cuts: no plan breaks one, and they say more than the relaxation knows."""

from __future__ import annotations

import numpy as np
import pytest

from planner.domain.scenario import Scenario
from planner.model.blocks import JOINED, Blocks
from planner.model.master import Master
from planner.model.network import build_network
from planner.model.program import Objective, Work
from planner.model.relaxation import Relaxation
from tests.benchmarks.county import county
from tests.model.cases import random_scenario

WORK = Work(1000, 60.0, 0.0)
FEW_NODES = 20


def master_of(scenario: Scenario) -> Master:
    return Master(scenario.problem, scenario.rules, build_network(scenario.problem, scenario.rules, scenario.bound))


def unplaced(master: Master, scenario: Scenario) -> Objective:
    goal = next(goal for goal in scenario.goals if goal.name == "unplaced_pupils")
    return master.program.objective(goal.expression(master.x, scenario.problem))


@pytest.mark.parametrize("seed", range(25))
def test_block_cuts_at_any_multipliers_keep_the_best_plan(seed: int) -> None:
    scenario = random_scenario(seed)
    master = master_of(scenario)
    objective = unplaced(master, scenario)
    rows, best = master.program.rows, master.program.solve_mixed(objective, WORK)
    if best.infeasible:
        pytest.skip("no plan keeps all rules of this case")
    blocks, draw = Blocks(master), np.random.default_rng(seed)
    # Far off to either side, where every cut is broken.
    for far in np.tile([-1e9, 1e9], 5):
        multipliers = draw.normal(0.0, 3.0, master.program.rows)
        point = np.full(master.program.columns, far)
        master.program.add(blocks.cuts(objective, multipliers, point, WORK).rows)
    assert len(master.program.added_from(rows)) > 0
    again = master.program.solve_mixed(objective, WORK)
    assert best.point is not None
    assert again.point is not None
    assert master.program.keeps_rows(best.point)
    assert objective.value(again.point) == pytest.approx(objective.value(best.point))


@pytest.mark.parametrize("regime", ["middle", "tight"])
def test_block_cuts_lift_the_bound_of_a_county(regime: str) -> None:
    scenario = county(2, 0.25, regime, rich=False)
    master = master_of(scenario)
    objective = unplaced(master, scenario)
    relaxation = Relaxation(master.program, objective, master, 60.0)
    plain = relaxation.solve().bound
    sharp = relaxation.sharpen(Blocks(master), Work(FEW_NODES, 60.0, 0.0))
    whole = master.program.solve_mixed(objective, Work(200, 60.0, 0.5))
    assert not sharp.clocked
    assert plain * 1.001 < sharp.bound
    assert whole.point is not None
    assert sharp.bound <= objective.value(whole.point)


def test_blocks_are_phases_and_needs_that_share_no_site() -> None:
    scenario = county(1, 0.25, "middle", rich=False)
    master = master_of(scenario)
    blocks = Blocks(master)
    assert blocks.count == len({site.phase for site in scenario.problem.sites})
    for index, site in enumerate(scenario.problem.sites):
        if site.size_menu:
            columns = [column for terms in master.places_map.terms[index] for column, _ in terms]
            assert len({int(block) for block in blocks.block_of[columns]} - {JOINED}) == 1
