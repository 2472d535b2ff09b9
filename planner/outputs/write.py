"""The output folder of a run, as a whole."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from planner.domain.forecast import Forecast
from planner.domain.plan import Plan
from planner.domain.scenario import Scenario
from planner.outputs.csv_files import Missing, write_rows
from planner.outputs.demand_bridge import write_bridge
from planner.outputs.finance_feed import write_finance_feed
from planner.outputs.folder import output_folder
from planner.outputs.plan_store import GOALS_FILE, PLACEMENTS_FILE, PLAN_FILE
from planner.outputs.plan_tables import (
    GoalRow,
    LedgerRow,
    OpeningRow,
    PlacementRow,
    PlanRow,
    goal_rows,
    ledger_rows,
    opening_rows,
    placement_rows,
    plan_rows,
)
from planner.outputs.run_record import Origin, write_run_record
from planner.outputs.transition import TRANSITION_FILE, TransitionRow, transition_rows

OPENINGS_FILE = "openings.csv"
LEDGER_FILE = "ledger.csv"
COVERAGE_FILE = "coverage.csv"


def write_outputs(
    target: Path,
    plan: Plan,
    scenario: Scenario,
    forecast: Forecast,
    origin: Origin,
    *,
    coverage: Sequence[Any] = (),
    also: Sequence[Callable[[Path], None]] = (),
    force: bool = False,
) -> None:
    """Write every file of a run and let the folder appear under its name once it is whole.

    `coverage` are rows of one frozen dataclass; none = no coverage.csv. Each function of `also` gets the folder and
    writes its own files into it (maps, say) before run.json takes the hashes. Raises InputError when the target holds
    an earlier run and `force` is false, or holds anything else.
    """
    with output_folder(target, force=force) as folder:
        write_tables(folder, plan, scenario, forecast, coverage)
        for write in also:
            write(folder)
        write_run_record(folder, plan, scenario, origin)


def write_tables(
    folder: Path, plan: Plan, scenario: Scenario, forecast: Forecast, coverage: Sequence[Any] = ()
) -> None:
    """Write the CSV files and the schema of the finance feed into a folder that exists."""
    problem = scenario.problem
    write_rows(folder / PLAN_FILE, PlanRow, plan_rows(plan, problem))
    write_rows(folder / PLACEMENTS_FILE, PlacementRow, placement_rows(plan, problem))
    write_rows(folder / OPENINGS_FILE, OpeningRow, opening_rows(plan, scenario))
    write_rows(folder / GOALS_FILE, GoalRow, goal_rows(plan))
    write_rows(folder / LEDGER_FILE, LedgerRow, ledger_rows(problem))
    write_finance_feed(folder, forecast)
    write_rows(folder / TRANSITION_FILE, TransitionRow, transition_rows(plan, scenario))
    write_bridge(folder, scenario)
    if coverage:
        write_rows(folder / COVERAGE_FILE, type(coverage[0]), coverage, none=Missing.NOT_APPLICABLE)
