"""`explain`: why there is no plan, why a school is chosen or not, and what each rule costs."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from planner.cli.messages import Force, Messages, Quiet, Verbose, messages
from planner.cli.options import AllRowsAsJson, Changes, Gap, WhatIfs, origin_of, scenario_of
from planner.cli.progress import Progress
from planner.cli.result_files import write_text
from planner.cli.stoppable import stoppable
from planner.errors import Fault, InputError, NoPlanError

if TYPE_CHECKING:
    from planner.domain.plan import Plan
    from planner.domain.scenario import Scenario
    from planner.outputs.explain import ExplanationSummary
    from planner.outputs.run_record import Origin

TEXT_FILE = "explain.txt"


@dataclass(frozen=True)
class Subject:
    """What is explained; `plan` None = it has to be searched for."""

    scenario: Scenario
    origin: Origin
    plan: Plan | None


@dataclass(frozen=True, slots=True)
class Request:
    """What the user asked for."""

    why: Sequence[str]
    why_not: Sequence[str]
    prices: bool
    out: Path | None
    force: bool
    as_json: bool


def explain(
    scenario: Annotated[
        str,
        typer.Argument(
            help="A scenario file (TOML), the name of a bundled one, or a folder that `solve` has written: then its "
            "plan is explained and not searched for again."
        ),
    ],
    why: Annotated[
        list[str] | None,
        typer.Option("--why", metavar="SCHOOL", help="Why the plan opens a base at this school (URN or name)."),
    ] = None,
    why_not: Annotated[
        list[str] | None,
        typer.Option("--why-not", metavar="SCHOOL", help="Why it opens none there. Both may be repeated."),
    ] = None,
    prices: Annotated[
        bool, typer.Option("--prices", help="What each rule costs: the plan again with one rule relaxed at a time.")
    ] = False,
    out: Annotated[Path | None, typer.Option("--out", help="Folder for the tables and the words.")] = None,
    changes: Changes = None,
    what_ifs: WhatIfs = None,
    time_limit: Annotated[
        float | None, typer.Option("--time-limit", help="Seconds for each search: a safety net.")
    ] = None,
    gap: Gap = None,
    force: Force = False,
    as_json: AllRowsAsJson = False,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Say why: no plan, this school, not that school, and at what price.

    Without a question: if the rules clash, what would have to give (exit code 4), else what each rule costs.

    Example:  rp-planner explain scenarios/warwickshire_2024.toml --why-not "The Coleshill School"
    """
    with messages(quiet=quiet, verbose=verbose) as told:
        from planner.outputs.explain import JSON_FILE
        from planner.outputs.folder import require_writable

        if out is not None:
            require_writable(out, force=force, marker=JSON_FILE)
        is_run = Path(scenario).is_dir()
        if is_run and (changes or what_ifs):
            msg = (
                f"{scenario} is a finished run with its own settings; name its scenario file to change them. Only "
                "--time-limit and --gap may be given with a run: they are for the searches that explain it"
            )
            raise typer.BadParameter(msg, param_hint="--set, --what-if")
        origin = origin_of(scenario, changes, what_ifs, time_limit=time_limit, gap=gap)
        subject = _finished(Path(scenario), origin.overrides) if is_run else _named(origin)
        summary = _run(subject, Request(why or (), why_not or (), prices, out, force, as_json), told)
        if summary.no_plan:
            raise typer.Exit(NoPlanError.exit_code)


def _named(origin: Origin) -> Subject:
    return Subject(scenario_of(origin), origin, None)


def _finished(folder: Path, limits: tuple[str, ...]) -> Subject:
    """Open a run; its plan is only worth explaining beside the files that it was made from.

    `limits` are settings of the searches to come: they make no other plan possible, so the plan stays what it was.
    """
    from planner.cli.finished_run import reopen

    run = reopen(folder, limits=limits)
    if run.changed_sources:
        remedy = "Solve again, or bring the old files back."
        raise InputError([Fault(str(folder), run.sources_in_words, "unchanged input files", remedy)])
    origin = run.record.origin
    return Subject(run.scenario, replace(origin, overrides=(*origin.overrides, *limits)), run.plan)


def _run(subject: Subject, request: Request, told: Messages) -> ExplanationSummary:
    """Search, write and print."""
    import planner
    from planner.outputs.explain import summarise_explanation
    from planner.outputs.explain_text import explanation_text

    with Progress(told, len(subject.scenario.goals)) as progress:
        found = stoppable(
            lambda: planner.explain(
                subject.scenario,
                request.why,
                request.why_not,
                prices=request.prices,
                plan=subject.plan,
                progress=progress.step,
            )
        )
    summary = summarise_explanation(found)
    text = explanation_text(summary)
    if request.out is not None:
        _write(request.out, summary, text, subject.origin, force=request.force)
    if request.as_json:
        typer.echo(json.dumps({"out": request.out and str(request.out), **summary.as_json()}, indent=2))
    else:
        where = "" if request.out is None else f"\nResults are in {request.out.absolute()}\n"
        typer.echo(f"{text}{where}", nl=False)
    return summary


def _write(out: Path, summary: ExplanationSummary, text: str, origin: Origin, *, force: bool) -> None:
    from planner.outputs.explain import JSON_FILE, write_explanation
    from planner.outputs.folder import output_folder

    with output_folder(out, force=force, marker=JSON_FILE) as folder:
        write_explanation(folder, summary, origin)
        write_text(folder / TEXT_FILE, text)
