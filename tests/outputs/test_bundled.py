"""The bundled case, as it stands before any plan, goes out to files and comes back whole."""

from __future__ import annotations

from pathlib import Path

import pytest

from planner.domain.forecast import Budget, Pathway
from planner.domain.plan import Plan
from planner.domain.scenario import Scenario
from planner.finance import forecast_costs
from planner.inputs.read import read_scenario
from planner.model.solve import evaluate_stock
from planner.outputs.plan_store import read_plan
from planner.outputs.run_record import Origin, read_run_record
from planner.outputs.summary import summarise
from planner.outputs.write import write_outputs

SCENARIO = Path(__file__).parents[2] / "scenarios" / "warwickshire_2024.toml"


@pytest.fixture(scope="module")
def stock() -> tuple[Plan, Scenario]:
    scenario = read_scenario(SCENARIO)
    return evaluate_stock(scenario), scenario


@pytest.mark.slow
def test_the_register_is_written_and_read_back_whole(stock: tuple[Plan, Scenario], tmp_path: Path) -> None:
    plan, scenario = stock
    write_outputs(tmp_path / "run", plan, scenario, forecast_costs(plan, scenario), Origin("warwickshire_2024.toml"))
    assert read_plan(tmp_path / "run", scenario.problem) == plan
    assert read_run_record(tmp_path / "run").source_hashes == scenario.source_hashes
    assert str(SCENARIO.parent) not in (tmp_path / "run" / "run.json").read_text(encoding="utf-8")


@pytest.mark.slow
def test_the_register_alone_costs_nothing_on_the_plan_pathway(stock: tuple[Plan, Scenario]) -> None:
    plan, scenario = stock
    forecast = forecast_costs(plan, scenario)
    assert {line.pathway for line in forecast.lines} == {Pathway.STOCK}
    assert {line.budget for line in forecast.lines} == set(Budget)


@pytest.mark.slow
def test_the_summary_shows_259_places_against_251_stated(stock: tuple[Plan, Scenario]) -> None:
    plan, scenario = stock
    summary = summarise(plan, scenario, forecast_costs(plan, scenario))
    assert {(total.stated_places, total.computed_places) for total in summary.ledger} >= {(251, 259)}
    assert "251 stated, 259 in the register, +8" in summary.as_text()
    priority = {line.district for line in summary.districts if line.is_priority}
    assert priority == {"Nuneaton and Bedworth", "Rugby"}
