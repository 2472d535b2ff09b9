"""All commands under one name.

Heavy imports stand inside the commands: help and usage errors answer at once.
"""

from __future__ import annotations

import os
import sys
from importlib.metadata import PackageNotFoundError, version
from io import TextIOWrapper
from typing import Annotated

import typer

from planner.cli.aggregate import aggregate
from planner.cli.alternatives import alternatives
from planner.cli.check import check
from planner.cli.compare import compare
from planner.cli.demand import demand
from planner.cli.doctor import doctor
from planner.cli.explain import explain
from planner.cli.forecast import forecast
from planner.cli.frontier import frontier
from planner.cli.map import draw
from planner.cli.messages import STOPPED
from planner.cli.new import new
from planner.cli.robust import robust
from planner.cli.solve import demo, solve

DISTRIBUTION = "resourced-provision-planner"
EPILOG = (
    "Exit codes: 0 plan, 1 our fault, 2 usage, 3 bad input, 4 no plan, 5 time limit without a plan, 130 stopped by "
    "Ctrl-C."
)

app = typer.Typer(
    name="rp-planner",
    epilog=EPILOG,
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
for name, command in (
    ("demo", demo),
    ("solve", solve),
    ("demand", demand),
    ("check", check),
    ("compare", compare),
    ("explain", explain),
    ("alternatives", alternatives),
    ("frontier", frontier),
    ("robust", robust),
    ("forecast", forecast),
    ("map", draw),
    ("new", new),
    ("aggregate", aggregate),
    ("doctor", doctor),
):
    app.command(name)(command)


def _show_version(wanted: bool) -> None:
    if wanted:
        typer.echo(_version())
        raise typer.Exit


def _version() -> str:
    try:
        return version(DISTRIBUTION)
    except PackageNotFoundError:
        return "not installed, run from its folder"


@app.callback()
def planner(
    _show: Annotated[
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """Decide which schools get resourced provision, for which need, how many places and in which year.

    Begin with:  rp-planner demo
    """


def main() -> None:
    """Run the command line and exit with its code."""
    for stream in (sys.stdout, sys.stderr):
        # A terminal that cannot show a letter of a school's name must not end the run.
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="replace")
    try:
        app()
    except SystemExit as ending:
        if ending.code == STOPPED:
            # A solver may still be computing in its thread; the usual way out would wait for it, or crash.
            sys.stdout.flush()
            sys.stderr.flush()
            os._exit(STOPPED)
        raise
