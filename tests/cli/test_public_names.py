"""The names that a script or a notebook may use."""

from __future__ import annotations

import types
from pathlib import Path

import pytest

import planner
from planner.model.solve import GoalProgress
from tests.cli.running import rp_apart


def test_every_public_name_is_there() -> None:
    for name in planner.__all__:
        assert not isinstance(getattr(planner, name), types.ModuleType), name
    assert set(planner.__all__) <= set(dir(planner))


def test_another_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="solv"):
        planner.solv  # noqa: B018 - the look-up is the claim


def test_check_is_the_function_whatever_was_imported_before(tmp_path: Path) -> None:
    """A module has the same name."""
    code = "import planner.check, planner.cli.check, planner; print(callable(planner.check))"
    assert rp_apart(folder=tmp_path, code=code).stdout.strip() == "True"


def test_the_names_do_the_main_job(scenario_path: Path) -> None:
    changes = ['goals=["target_shortfall","unplaced_pupils"]', "solve.work_nodes=20"]
    scenario = planner.read_scenario(scenario_path, changes)
    told: list[GoalProgress] = []
    plan = planner.solve(scenario, told.append)
    assert planner.check(plan, scenario) == ()
    assert [(step.goal, step.state) for step in told if step.state != "found"] == [
        ("target_shortfall", "started"),
        ("target_shortfall", "met"),
        ("unplaced_pupils", "started"),
        ("unplaced_pupils", "met"),
    ]
    stock = planner.evaluate_stock(scenario)
    assert planner.compare(stock, plan, scenario, scenario).changes
    assert planner.forecast_costs(plan, scenario).lines
    assert planner.draw_map(plan, stock, scenario).startswith("<!DOCTYPE html>")


def test_explain_takes_names_and_a_finished_plan(scenario_path: Path) -> None:
    scenario = planner.read_scenario(scenario_path, ['goals=["unplaced_pupils"]', "solve.work_nodes=20"])
    plan = planner.solve(scenario)
    found = planner.explain(scenario, why_not=["Birch Grammar"], plan=plan)
    assert found.answers is not None
    assert found.answers.plan is plan
    assert [school.urn for school in found.answers.schools] == ["900008"]
