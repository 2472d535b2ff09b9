"""`forecast`: the money of a finished plan again."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Annotated

import typer

from planner.cli.messages import Force, Verbose, messages


def forecast(
    folder: Annotated[Path, typer.Argument(help="A folder that `solve` has written.", metavar="DIR")],
    out: Annotated[Path | None, typer.Option("--out", help="Folder for the feed; without it, it is printed.")] = None,
    force: Force = False,
    verbose: Verbose = False,
) -> None:
    """Work out the finance feed of a finished plan again.

    Places and money by financial year, locality and phase.

    Example:  rp-planner forecast out --out feed
    """
    with messages(verbose=verbose) as told:
        import planner
        from planner.cli.finished_run import reopen
        from planner.outputs.finance_feed import FEED_FILE, write_finance_feed
        from planner.outputs.folder import output_folder, require_writable

        if out is not None:
            require_writable(out, force=force, marker=FEED_FILE)
        run = reopen(folder)
        if run.changed_sources:
            told.say(f"Note: {run.sources_in_words}")
        lines = planner.forecast_costs(run.plan, run.scenario)
        if out is None:
            with tempfile.TemporaryDirectory() as scratch:
                write_finance_feed(Path(scratch), lines)
                typer.echo((Path(scratch) / FEED_FILE).read_text(encoding="utf-8"), nl=False)
            return
        with output_folder(out, force=force, marker=FEED_FILE) as target:
            write_finance_feed(target, lines)
        typer.echo(f"Finance feed, {len(lines.lines)} rows: {out / FEED_FILE}")
