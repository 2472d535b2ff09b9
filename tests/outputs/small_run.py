"""The small council's plan written to a folder."""

from __future__ import annotations

from pathlib import Path

from planner.domain.plan import Plan
from planner.domain.scenario import Scenario
from planner.finance import forecast_costs
from planner.outputs.run_record import Origin
from planner.outputs.write import write_outputs
from tests.finance import small_case as case

ORIGIN = Origin("council.toml", ("bound=central",), ("100003:semh:12@2027/28",))


def small_run() -> tuple[Plan, Scenario]:
    problem = case.problem()
    return case.full_plan(problem), case.scenario(problem)


def write(folder: Path, plan: Plan | None = None, scenario: Scenario | None = None, *, force: bool = False) -> Path:
    """Write the small run, or another plan of it, to a folder."""
    default_plan, default_scenario = small_run()
    plan, scenario = plan or default_plan, scenario or default_scenario
    write_outputs(folder, plan, scenario, forecast_costs(plan, scenario), ORIGIN, force=force)
    return folder
