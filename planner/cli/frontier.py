"""`frontier`: what one measure costs in another, as table, chart and words."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from planner.cli.messages import Force, Messages, Quiet, Verbose, messages
from planner.cli.options import AllRowsAsJson, Changes, Gap, ScenarioName, WhatIfs, origin_of, scenario_of
from planner.cli.progress import Progress
from planner.cli.result_files import write_text
from planner.cli.stoppable import stoppable

if TYPE_CHECKING:
    from planner.domain.scenario import Scenario
    from planner.outputs.frontier import FrontierSummary

CHART_FILE, TEXT_FILE = "frontier.svg", "frontier.txt"


@dataclass(frozen=True, slots=True)
class Request:
    """What the user asked for."""

    between: tuple[str, str]
    points: int
    out: Path | None
    force: bool
    as_json: bool


def frontier(
    scenario: ScenarioName,
    between: Annotated[
        tuple[str, str],
        typer.Option(
            "--between",
            metavar="A B",
            help="Two measures: names of goals, capital, or unplaced_nursery, unplaced_primary, unplaced_secondary. "
            "The second is limited, the first made least.",
        ),
    ],
    points: Annotated[int, typer.Option("--points", help="Searches, the two ends among them.")] = 8,
    out: Annotated[Path | None, typer.Option("--out", help="Folder for tables, chart and words.")] = None,
    changes: Changes = None,
    what_ifs: WhatIfs = None,
    time_limit: Annotated[
        float | None, typer.Option("--time-limit", help="Seconds for all points together: a safety net.")
    ] = None,
    gap: Gap = None,
    force: Force = False,
    as_json: AllRowsAsJson = False,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Find the plans between the least of one measure and the least of another.

    For each plan: what it has of both, and what no plan with as little of the second can have less of.

    Example:  rp-planner frontier scenarios/warwickshire_2024.toml --between unplaced_secondary capital --out trade
    """
    with messages(quiet=quiet, verbose=verbose) as told:
        from planner.outputs.folder import require_writable
        from planner.outputs.frontier import POINTS_FILE

        if out is not None:
            require_writable(out, force=force, marker=POINTS_FILE)
        origin = origin_of(scenario, changes, what_ifs, time_limit=time_limit, gap=gap)
        read = scenario_of(origin)
        typer.echo(_run(read, Request(between, points, out, force, as_json), told), nl=as_json)


def _run(scenario: Scenario, request: Request, told: Messages) -> str:
    """Search and write; gives what to print."""
    import planner
    from planner.outputs.frontier import summarise_frontier
    from planner.outputs.frontier_text import frontier_text

    with Progress(told, len(scenario.goals)) as progress:
        found = stoppable(lambda: planner.frontier(scenario, request.between, request.points, progress.step))
    summary = summarise_frontier(found)
    text = frontier_text(summary)
    if request.out is not None:
        _write(request.out, summary, text, force=request.force)
    if request.as_json:
        return json.dumps({"out": request.out and str(request.out), **summary.as_json()}, indent=2)
    return f"{text}\nResults are in {request.out.absolute()}\n" if request.out else text


def _write(out: Path, summary: FrontierSummary, text: str, *, force: bool) -> None:
    from planner.outputs.folder import output_folder
    from planner.outputs.frontier import POINTS_FILE, write_frontier
    from planner.outputs.frontier_chart import draw_frontier

    with output_folder(out, force=force, marker=POINTS_FILE) as folder:
        write_frontier(folder, summary)
        write_text(folder / CHART_FILE, draw_frontier(summary))
        write_text(folder / TEXT_FILE, text)
