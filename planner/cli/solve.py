"""`solve` and `demo`: one scenario in; plan, maps and finance feed out."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from planner.cli.messages import Force, Messages, Quiet, Verbose, messages
from planner.cli.options import Changes, Gap, ScenarioName, origin_of, scenario_of
from planner.cli.progress import Progress
from planner.cli.result_files import RESULT_FILES, write_run
from planner.cli.stoppable import stoppable

if TYPE_CHECKING:
    from planner.domain.plan import Plan
    from planner.domain.scenario import Scenario
    from planner.outputs.explain import ExplanationSummary
    from planner.outputs.run_record import Origin
    from planner.outputs.summary import RunSummary

DEMO_SCENARIO = "warwickshire_2024"

AsJson = Annotated[bool, typer.Option("--json", help="Print the summary as JSON.")]
Out = Annotated[Path, typer.Option("--out", help="Folder for the results; new, or empty.")]


@dataclass(frozen=True, slots=True)
class Request:
    """What the user asked `solve` for."""

    origin: Origin
    out: Path
    force: bool
    as_json: bool
    prices: bool = False


def solve(
    scenario: ScenarioName,
    out: Annotated[
        Path | None, typer.Option("--out", help="Folder for the results; new, or empty. Needed but for --dry-run.")
    ] = None,
    changes: Changes = None,
    what_ifs: Annotated[
        list[str] | None,
        typer.Option(
            "--what-if",
            metavar="TEXT",
            help='Put a placement in by hand: "URN:need:places@2026/27", or "URN:need:phase:places@2026/27" where a '
            "school teaches two phases. May be repeated.",
        ),
    ] = None,
    time_limit: Annotated[
        float | None, typer.Option("--time-limit", help="Seconds: a safety net. A plan that it ends may not repeat.")
    ] = None,
    gap: Gap = None,
    prices: Annotated[
        bool,
        typer.Option("--prices", help="End with what each rule costs, the coverage promise among them, as in explain."),
    ] = False,
    force: Force = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would be read, solved and written; write nothing.")
    ] = False,
    as_json: AsJson = False,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Find the best plan of one scenario.

    Writes plan, maps and finance feed to a folder, which appears whole or not at all; prints what they say.

    Example:  rp-planner solve scenarios/warwickshire_2024.toml --out out --what-if "136986:semh:10@2026/27"
    """
    with messages(quiet=quiet, verbose=verbose) as told:
        origin = origin_of(scenario, changes, what_ifs, time_limit=time_limit, gap=gap)
        if dry_run:
            _dry_run(origin, out, told, force=force, as_json=as_json)
        elif out is None:
            msg = "a folder for the results is needed to solve"
            raise typer.BadParameter(msg, param_hint="--out")
        else:
            run(Request(origin, out, force, as_json, prices), told)


def demo(
    out: Out = Path("out"),
    force: Force = False,
    as_json: AsJson = False,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Solve the bundled Warwickshire case.

    Running it again replaces its own earlier results.

    Example:  rp-planner demo --out out
    """
    with messages(quiet=quiet, verbose=verbose) as told:
        origin = origin_of(DEMO_SCENARIO)
        run(Request(origin, out, force or _is_run_of(out, origin), as_json=as_json), told)


def run(request: Request, told: Messages) -> None:
    """Read, solve and write; print where the results are and what they say."""
    from planner.outputs.folder import require_writable

    require_writable(request.out, force=request.force)
    origin = request.origin
    told.detail(f"Reading {origin.scenario}")
    scenario = scenario_of(origin)
    _require_drawable(scenario)
    summary, priced = _solve_and_write(scenario, request, told)
    if request.as_json:
        content = {"out": str(request.out), "files": sorted(RESULT_FILES), "summary": summary.as_json()}
        typer.echo(json.dumps(content | ({} if priced is None else {"prices": priced.as_json()}), indent=2))
    else:
        typer.echo(summary.as_text())
        if priced is not None:
            typer.echo(_prices_text(priced))
        typer.echo(_where(request.out))


def _require_drawable(scenario: Scenario) -> None:
    """Raise InputError for boundaries that no map can be drawn from, before a long search and not after it."""
    from planner.maps.boundaries import read_boundaries

    read_boundaries(scenario)


def _solve_and_write(
    scenario: Scenario, request: Request, told: Messages
) -> tuple[RunSummary, ExplanationSummary | None]:
    """Give what to print: the summary, and what each rule costs where that was asked."""
    import planner
    from planner.outputs.summary import summarise

    with Progress(told, len(scenario.goals)) as progress:
        plan = stoppable(lambda: planner.solve(scenario, progress.goal))
        progress.step("Forecasting the money")
        forecast = planner.forecast_costs(plan, scenario)
        summary = summarise(plan, scenario, forecast)
        progress.step("Drawing the maps and writing the results")
        stock = planner.evaluate_stock(scenario)
        write_run(request.out, plan, stock, scenario, forecast, request.origin, force=request.force)
        return summary, _priced(scenario, plan, progress) if request.prices else None


def _priced(scenario: Scenario, plan: Plan, progress: Progress) -> ExplanationSummary:
    """What each rule costs; the results are written before, so that stopping here loses nothing."""
    import planner
    from planner.outputs.explain import summarise_explanation

    return summarise_explanation(
        stoppable(lambda: planner.explain(scenario, prices=True, plan=plan, progress=progress.step))
    )


def _prices_text(priced: ExplanationSummary) -> str:
    from planner.outputs.explain_text import prices_text

    return prices_text(priced)


def _dry_run(origin: Origin, out: Path | None, told: Messages, *, force: bool, as_json: bool) -> None:
    """Refuse what `run` would refuse before the search, and tell the rest; `out` None = no folder is chosen yet."""
    from planner.cli.dry_run import DryRun
    from planner.outputs.folder import require_writable

    if out is not None:
        require_writable(out, force=force)
    told.detail(f"Reading {origin.scenario}")
    scenario = scenario_of(origin)
    _require_drawable(scenario)
    dry_run = DryRun.of(scenario, None if out is None else str(out))
    typer.echo(json.dumps(dry_run.as_json(), indent=2) if as_json else dry_run.as_text(), nl=as_json)


def _is_run_of(folder: Path, origin: Origin) -> bool:
    """Whether a folder holds a run of exactly this scenario, so that running it again loses nothing."""
    from planner.errors import InputError
    from planner.outputs.run_record import read_run_record

    try:
        return read_run_record(folder).origin == origin
    except InputError:
        return False


def _where(out: Path) -> str:
    width = max(map(len, RESULT_FILES))
    lines = [f"  {name.ljust(width)}  {purpose}" for name, purpose in RESULT_FILES.items()]
    return "\n".join([f"Results are in {out.absolute()}", *lines])
