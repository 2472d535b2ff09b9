"""`compare`: what changes from one finished plan to another."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from planner.cli.messages import Force, Verbose, messages

if TYPE_CHECKING:
    from planner.cli.finished_run import FinishedRun

TEXT_FILE = "changes.txt"


def compare(
    before: Annotated[Path, typer.Argument(help="The run to compare with.", metavar="DIR_A")],
    after: Annotated[Path, typer.Argument(help="The run that may differ.", metavar="DIR_B")],
    out: Annotated[Path | None, typer.Option("--out", help="Folder for the tables and changes.txt.")] = None,
    force: Force = False,
    verbose: Verbose = False,
) -> None:
    """Say what changes from one plan to another.

    Places, coverage, pupils, travel, money and goals; `changes.csv` holds every single number on every bound,
    `demand_changes.csv` what caused a change of the pupils who need a place.

    Example:  rp-planner compare out out_what_if --out changes
    """
    with messages(verbose=verbose) as told:
        import planner
        from planner.cli.finished_run import reopen
        from planner.cli.result_files import write_text
        from planner.outputs.compare import CHANGES_FILE, write_changes
        from planner.outputs.folder import output_folder, require_writable

        if out is not None:
            require_writable(out, force=force, marker=CHANGES_FILE)
        runs = reopen(before), reopen(after)
        for run in runs:
            if run.changed_sources:
                told.say(f"Note: {run.sources_in_words}. It is compared on the files as they are now.")
        comparison = planner.compare(runs[0].plan, runs[1].plan, runs[0].scenario, runs[1].scenario)
        text = "\n".join([*map(_said_of, ("From", "To"), runs), "", comparison.as_text()])
        if out is not None:
            with output_folder(out, force=force, marker=CHANGES_FILE) as folder:
                write_changes(folder, comparison)
                write_text(folder / TEXT_FILE, text)
        typer.echo(text, nl=False)


def _said_of(when: str, run: FinishedRun) -> str:
    """Which run it is and what was changed in its scenario: the titles of the two are often the same."""
    origin = run.record.origin
    changes = [*(f"--set {text}" for text in origin.overrides), *(f"--what-if {text}" for text in origin.what_ifs)]
    return f"{when} {run.folder}: {' '.join([origin.scenario, *changes])}"
