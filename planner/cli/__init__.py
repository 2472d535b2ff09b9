"""The command line: thin commands over the public names. Results go to standard output, messages to standard error."""

from planner.cli.app import main

__all__ = ["main"]
