"""Runs the command line: in this process, or in one of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from typer.testing import CliRunner, Result

from planner.cli.app import app

ROOT = Path(__file__).parents[2]
# Where only files and texts are the claim, a short search is enough.
QUICK = ("--set", 'goals=["target_shortfall","unplaced_pupils"]', "--set", "solve.work_nodes=20")


def rp(*arguments: str | Path) -> Result:
    """Run a command here; standard output and standard error are kept apart."""
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


def rp_apart(
    *arguments: str | Path, folder: Path, code: str | None = None, **environment: str
) -> subprocess.CompletedProcess[str]:
    """Run a command in a process of its own; `code` runs instead of `-m planner`, with the same arguments."""
    start = ["-m", "planner"] if code is None else ["-c", code]
    return subprocess.run(
        [sys.executable, *start, *map(str, arguments)],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8", **environment},
        capture_output=True,
        encoding="utf-8",
        timeout=300,
        check=False,
    )


def files_of(folder: Path) -> dict[str, bytes]:
    """Bytes of each file by its name."""
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def nothing_left(folder: Path, *known: str) -> bool:
    """Whether a folder holds the made-up council and these names only: no result, whole or half."""
    return {path.name for path in folder.iterdir()} == {"pack", "assumptions.toml", "scenario.toml", *known}
