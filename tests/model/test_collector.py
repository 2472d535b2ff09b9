"""The collector is as it was before a model was built, whatever happens while it is built."""

from __future__ import annotations

import gc
from dataclasses import dataclass

import pytest

from planner.model.collector import collector_paused
from planner.model.master import Master
from planner.model.network import build_network
from tests.model.cases import random_rich_scenario


@dataclass(frozen=True)
class Breaks:
    """A rule that fails while it speaks, and notes whether the collector ran."""

    seen: list[bool]

    def constrain(self, model: object, x: object, problem: object) -> None:
        del model, x, problem
        self.seen.append(gc.isenabled())
        raise ZeroDivisionError


def test_it_runs_again_after_a_model_that_failed() -> None:
    case = random_rich_scenario(0)
    rule = Breaks([])
    assert gc.isenabled()
    with pytest.raises(ZeroDivisionError):
        Master(case.problem, [rule], build_network(case.problem, case.rules, case.bound))  # type: ignore[list-item]
    assert rule.seen == [False]
    assert gc.isenabled()


def test_it_stays_off_where_it_was_off() -> None:
    gc.disable()
    try:
        with collector_paused():
            assert not gc.isenabled()
        assert not gc.isenabled()
    finally:
        gc.enable()
