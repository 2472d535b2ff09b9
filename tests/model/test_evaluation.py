"""Evaluation: the same plan whether a question is asked alone or among others, in sorted rows."""

from __future__ import annotations

import random
from dataclasses import replace

import numpy as np
import pytest

from planner.model.evaluation import Evaluation
from planner.model.program import IntArray
from planner.model.solve import evaluate_places
from tests.model.cases import random_rich_scenario

QUESTIONS = 8


def any_places(seed: int, sites: int, years: int) -> list[IntArray]:
    draw = np.random.RandomState(seed)
    return [draw.choice([0, 0, 2, 4], size=(sites, years)).astype(np.int64) for _ in range(QUESTIONS)]


@pytest.mark.parametrize("seed", range(6))
def test_a_question_among_others_gets_the_answer_that_it_gets_alone(seed: int) -> None:
    """Three bounds, each question twice: what is remembered of one never leaks into another."""
    case = random_rich_scenario(seed)
    evaluation = Evaluation(case)
    questions = any_places(seed, len(case.problem.sites), len(case.problem.academic_years))
    alone = [evaluate_places(case, places) for places in questions]
    assert len({plan.placements for plan in alone}) > 1
    assert [evaluation.plan(places) for places in [*questions, *reversed(questions)]] == [*alone, *reversed(alone)]


@pytest.mark.parametrize("seed", range(6))
def test_rows_are_sorted_whatever_the_order_of_sites(seed: int) -> None:
    case = random_rich_scenario(seed)
    sites = list(case.problem.sites)
    random.Random(seed).shuffle(sites)
    shuffled = replace(case, problem=replace(case.problem, sites=tuple(sites)))
    for places in any_places(seed, len(sites), len(case.problem.academic_years)):
        plan = evaluate_places(shuffled, places)
        assert list(plan.placements) == sorted(plan.placements)
        assert list(plan.unplaced) == sorted(plan.unplaced)
        assert len({row.bound for row in plan.unplaced}) == len(shuffled.problem.demand)
