"""`robust`: one set of openings for lower, central and upper demand; what is decided now is the same for all."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from fractions import Fraction
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
    from planner.domain.terms import Bound
    from planner.model.robust.result import RobustPlan
    from planner.model.robust.settings import Criterion, RobustSettings
    from planner.outputs.robust import RobustSummary
    from planner.outputs.run_record import Origin

TEXT_FILE = "robust.txt"


@dataclass(frozen=True, slots=True)
class Request:
    """What the user asked for."""

    origin: Origin
    out: Path | None
    force: bool
    as_json: bool


def robust(
    scenario: ScenarioName,
    criterion: Annotated[
        str, typer.Option("--criterion", help="weighted (the average over the estimates) or worst_regret.")
    ] = "weighted",
    weights: Annotated[
        str | None,
        typer.Option(
            "--weights",
            metavar="TEXT",
            help="How much each estimate counts: lower=1,central=2,upper=1. Without it all count alike. With "
            "worst_regret they decide between equals only.",
        ),
    ] = None,
    years_now: Annotated[
        int,
        typer.Option(
            "--years-now",
            help="Academic years, from the first on, that are decided now; enough of them that a base can open in one.",
        ),
    ] = 2,
    out: Annotated[
        Path | None, typer.Option("--out", help="Folder for the tables, and a folder lower, central, upper a plan.")
    ] = None,
    changes: Changes = None,
    what_ifs: WhatIfs = None,
    time_limit: Annotated[
        float | None, typer.Option("--time-limit", help="Seconds for each of up to six searches: a safety net.")
    ] = None,
    gap: Gap = None,
    force: Force = False,
    as_json: AllRowsAsJson = False,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Find one set of openings for lower, central and upper demand.

    The first years are decided now, alike for all; later years may differ. Says what that costs against the best plan
    for each estimate alone, and what the plan for one estimate would give on the others.

    Example:  rp-planner robust scenarios/warwickshire_2024.toml --criterion worst_regret --years-now 2 --out ready
    """
    with messages(quiet=quiet, verbose=verbose) as told:
        from planner.model.robust.settings import robust_settings
        from planner.outputs.folder import require_writable
        from planner.outputs.robust import JSON_FILE

        asked = _criterion(criterion), _weights(weights), years_now
        if out is not None:
            require_writable(out, force=force, marker=JSON_FILE)
        origin = origin_of(scenario, changes, what_ifs, time_limit=time_limit, gap=gap)
        read = scenario_of(origin)
        settings = robust_settings(read, *asked)
        typer.echo(_run(read, settings, Request(origin, out, force, as_json), told), nl=as_json)


def _criterion(text: str) -> Criterion:
    from planner.model.robust.settings import Criterion

    if text not in list(Criterion):
        msg = f"{text!r} is not one of {', '.join(Criterion)}"
        raise typer.BadParameter(msg, param_hint="--criterion")
    return Criterion(text)


def _weights(text: str | None) -> dict[Bound, Fraction] | None:
    """Read `lower=1,central=2,upper=1`; decimals and fractions such as 1/3 are numbers too."""
    from planner.domain.terms import Bound

    if text is None:
        return None
    weights: dict[Bound, Fraction] = {}
    for part in text.split(","):
        name, _, number = (word.strip() for word in part.partition("="))
        try:
            bound, weight = Bound(name), Fraction(number)
        except (ValueError, ZeroDivisionError):
            msg = f"{part.strip()!r} is not a weight such as central=2 (of {', '.join(Bound)})"
            raise typer.BadParameter(msg, param_hint="--weights") from None
        if bound in weights:
            msg = f"{bound} has two weights"
            raise typer.BadParameter(msg, param_hint="--weights")
        weights[bound] = weight
    return weights


def _run(scenario: Scenario, settings: RobustSettings, request: Request, told: Messages) -> str:
    """Search and write; gives what to print."""
    import planner
    from planner.outputs.robust import summarise_robust
    from planner.outputs.robust_text import robust_text

    with Progress(told, len(scenario.goals)) as progress:
        plan = stoppable(lambda: planner.robust(scenario, settings, progress.step))
        summary = summarise_robust(plan, scenario)
        text = robust_text(summary, scenario)
        if request.out is not None:
            progress.step("Drawing the maps and writing the results")
            _write(request.out, plan, summary, text, request)
    if request.as_json:
        return json.dumps({"out": request.out and str(request.out), **summary.as_json()}, indent=2)
    if request.out is None:
        return text
    return f"{text}\nResults are in {request.out.absolute()}; the plan of each estimate in a folder as of solve.\n"


def _write(out: Path, plan: RobustPlan, summary: RobustSummary, text: str, request: Request) -> None:
    """Write the tables, and each bound's plan as `solve` does, so that check, compare, forecast and map can open it."""
    import planner
    from planner.outputs.folder import output_folder
    from planner.outputs.robust import JSON_FILE, write_robust

    with output_folder(out, force=request.force, marker=JSON_FILE) as folder:
        write_robust(folder, summary, request.origin)
        write_text(folder / TEXT_FILE, text)
        for bound, each in plan.by_bound.items():
            origin = replace(request.origin, overrides=(*request.origin.overrides, f"bound={bound}"))
            scenario = scenario_of(origin)
            stock = planner.evaluate_stock(scenario)
            forecast = planner.forecast_costs(each, scenario)
            write_run(folder / str(bound), each, stock, scenario, forecast, origin)
