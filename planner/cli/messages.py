"""Messages on standard error, and what ends a command: one clear text and the exit code that says whose turn it is."""

from __future__ import annotations

import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Annotated

import typer

from planner.errors import Fault, InputError, PlannerError

OUR_FAULT = PlannerError.exit_code
STOPPED = 130
REPORT = (
    "This is a fault of the planner, not of your files. Run the same command with -v and send what it prints, with "
    "the scenario file, to the people who maintain the planner."
)

Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Print results and errors only.")]
Verbose = Annotated[bool, typer.Option("--verbose", "-v", help="Print each step, and the trace of an error of ours.")]
Force = Annotated[bool, typer.Option("--force", help="Replace an earlier result of the same kind.")]


@dataclass(frozen=True, slots=True)
class Messages:
    """What a command tells its user beside its results."""

    quiet: bool = False
    verbose: bool = False

    def say(self, text: str) -> None:
        """Print a line, unless asked to be quiet."""
        if not self.quiet:
            typer.echo(text, err=True)

    def detail(self, text: str) -> None:
        """Print a line when asked for each step."""
        if self.verbose:
            typer.echo(text, err=True)


@contextmanager
def messages(*, quiet: bool = False, verbose: bool = False) -> Iterator[Messages]:
    """Run a command's work; whatever goes wrong becomes a text and an exit code."""
    try:
        yield Messages(quiet, verbose)
    except PlannerError as error:
        _end(str(error), error.exit_code, verbose)
    except (typer.Exit, typer.Abort, typer.BadParameter, BrokenPipeError):
        raise
    except KeyboardInterrupt:
        typer.echo("\nStopped. No result is left half-written.", err=True)
        raise typer.Exit(STOPPED) from None
    except OSError as error:
        if error.filename is None:
            _end(f"{type(error).__name__}: {error}", OUR_FAULT, verbose)
        fault = Fault(str(error.filename), error.strerror or "an error", "a file or folder that can be used")
        _end(str(InputError([fault])), InputError.exit_code, verbose)
    except Exception as error:
        _end(f"{type(error).__name__}: {error}", OUR_FAULT, verbose)


def _end(text: str, code: int, verbose: bool) -> None:
    typer.echo(f"Error: {text}", err=True)
    if code == OUR_FAULT:
        typer.echo(traceback.format_exc() if verbose else REPORT, err=True)
    raise typer.Exit(code) from None
