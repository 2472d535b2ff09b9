"""`alternatives`: several plans that are nearly as good as the best one, and as different as can be."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from planner.cli.messages import Force, Messages, Quiet, Verbose, messages
from planner.cli.options import AllRowsAsJson, Changes, Gap, ScenarioName, WhatIfs, origin_of, scenario_of
from planner.cli.progress import Progress
from planner.cli.result_files import write_run, write_text
from planner.cli.stoppable import stoppable

if TYPE_CHECKING:
    from planner.domain.scenario import Scenario
    from planner.model.alternatives import Alternatives
    from planner.outputs.alternatives import AlternativesSummary
    from planner.outputs.run_record import Origin

TEXT_FILE = "alternatives.txt"


@dataclass(frozen=True, slots=True)
class Request:
    """What the user asked for."""

    origin: Origin
    count: int
    tolerance: float
    out: Path | None
    force: bool
    as_json: bool


def alternatives(
    scenario: ScenarioName,
    count: Annotated[int, typer.Option("--count", help="Plans in all, the best one among them.")] = 3,
    tolerance: Annotated[
        float, typer.Option("--tolerance", help="How much less need than the best plan a plan may meet, as a share.")
    ] = 0.005,
    out: Annotated[
        Path | None, typer.Option("--out", help="Folder for the tables, and a folder plan_1, plan_2 ... a plan.")
    ] = None,
    changes: Changes = None,
    what_ifs: WhatIfs = None,
    time_limit: Annotated[
        float | None, typer.Option("--time-limit", help="Seconds for all plans together: a safety net.")
    ] = None,
    gap: Gap = None,
    force: Force = False,
    as_json: AllRowsAsJson = False,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Find plans that are nearly as good as the best one and differ most.

    Says what each trades, which bases all of them share, and how different a plan within the tolerance could be at all.

    Example:  rp-planner alternatives scenarios/warwickshire_2024.toml --count 3 --tolerance 0.005 --out choices
    """
    with messages(quiet=quiet, verbose=verbose) as told:
        from planner.outputs.alternatives import PLANS_FILE
        from planner.outputs.folder import require_writable

        if out is not None:
            require_writable(out, force=force, marker=PLANS_FILE)
        origin = origin_of(scenario, changes, what_ifs, time_limit=time_limit, gap=gap)
        read = scenario_of(origin)
        request = Request(origin, count, tolerance, out, force, as_json)
        typer.echo(_run(read, request, told), nl=as_json)


def _run(scenario: Scenario, request: Request, told: Messages) -> str:
    """Search and write; gives what to print."""
    import planner
    from planner.outputs.alternatives import summarise_alternatives
    from planner.outputs.alternatives_text import alternatives_text

    with Progress(told, len(scenario.goals)) as progress:
        found = stoppable(lambda: planner.alternatives(scenario, request.count, request.tolerance, progress.step))
        summary = summarise_alternatives(found)
        text = alternatives_text(summary, scenario)
        if request.out is not None:
            progress.step("Drawing the maps and writing the results")
            _write(request.out, found, summary, text, request)
    if request.as_json:
        return json.dumps({"out": request.out and str(request.out), **summary.as_json()}, indent=2)
    where = f"\nResults are in {request.out.absolute()}; each plan in a folder as of solve.\n" if request.out else ""
    return text + where


def _write(out: Path, found: Alternatives, summary: AlternativesSummary, text: str, request: Request) -> None:
    """Write the tables, and each plan as `solve` does, so that check, compare, forecast and map can open it."""
    import planner
    from planner.outputs.alternatives import PLANS_FILE, write_alternatives
    from planner.outputs.folder import output_folder

    scenario = found.scenario
    stock = planner.evaluate_stock(scenario)
    with output_folder(out, force=request.force, marker=PLANS_FILE) as folder:
        write_alternatives(folder, summary)
        write_text(folder / TEXT_FILE, text)
        for number, near in enumerate(found.plans, start=1):
            plan = found.stated(near)
            forecast = planner.forecast_costs(plan, scenario)
            write_run(folder / f"plan_{number}", plan, stock, scenario, forecast, request.origin)
