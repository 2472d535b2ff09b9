"""Claims that only show in a process of its own: same bytes, no network, a clean standard output, a quick stop."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.cli.running import QUICK, ROOT, files_of, nothing_left, rp_apart

NO_NETWORK = """
import socket, sys

def refuse(*arguments, **options):
    raise AssertionError("the network was used")

class Refused(socket.socket):
    __init__ = refuse

socket.socket = Refused
for name in ("create_connection", "create_server", "getaddrinfo", "gethostbyname", "socketpair"):
    setattr(socket, name, refuse)
from planner.cli import main
main()
"""
HEAVY = ("geopandas", "highspy", "numpy", "ortools", "pandas", "rich.console", "shapely")
HELP_ONLY = f"""
import sys
from planner.cli import main
try:
    main()
finally:
    print([name for name in {HEAVY} if name in sys.modules], file=sys.stderr)
"""


@pytest.mark.slow
def test_two_processes_write_the_same_bytes(scenario_path: Path, tmp_path: Path) -> None:
    """Whatever order Python gives to its sets. The clock is out of play: a plan that it ends may differ."""
    for seed in ("1", "2"):
        options = ("--out", f"out{seed}", "-q", "--time-limit", "600")
        done = rp_apart("solve", "scenario.toml", *options, folder=tmp_path, PYTHONHASHSEED=seed)
        assert done.returncode == 0, done.stderr
        assert '"repeatable": true' in (tmp_path / f"out{seed}" / "run.json").read_text(encoding="utf-8")
    first, second = files_of(tmp_path / "out1"), files_of(tmp_path / "out2")
    assert set(first) == set(second)
    assert [name for name in first if first[name] != second[name]] == []


def test_a_solve_uses_no_network(scenario_path: Path, tmp_path: Path) -> None:
    done = rp_apart("solve", "scenario.toml", "--out", "out", *QUICK, folder=tmp_path, code=NO_NETWORK)
    assert done.returncode == 0, done.stderr
    assert "map.html" in files_of(tmp_path / "out")


def test_the_block_would_notice_a_network(tmp_path: Path) -> None:
    """The same block around a program that asks for a connection."""
    for attempt in ("socket.create_connection(('127.0.0.1', 9))", "socket.socket()"):
        asking = NO_NETWORK.replace("from planner.cli import main\nmain()", attempt)
        assert "the network was used" in rp_apart(folder=tmp_path, code=asking).stderr


def test_help_loads_nothing_heavy(tmp_path: Path) -> None:
    done = rp_apart("solve", "--help", folder=tmp_path, code=HELP_ONLY)
    assert done.returncode == 0, done.stderr
    assert done.stderr.strip() == "[]"


def test_importing_the_package_loads_nothing_heavy(tmp_path: Path) -> None:
    code = f"import planner, sys; print([name for name in {HEAVY} if name in sys.modules])"
    assert rp_apart(folder=tmp_path, code=code).stdout.strip() == "[]"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pseudo-terminals of this kind")
def test_progress_shows_on_a_terminal_and_never_among_the_results(scenario_path: Path, tmp_path: Path) -> None:
    import pty

    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "planner", "solve", "scenario.toml", "--out", "out", "--json", *QUICK]
    with subprocess.Popen(
        command,
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT), "TERM": "xterm"},
        stdout=subprocess.PIPE,
        stderr=theirs,
    ) as running:
        os.close(theirs)
        shown = _read_all(ours)
        assert running.stdout is not None
        told = running.stdout.read()
    assert running.returncode == 0, shown
    assert "Goal 2 of 2, unplaced pupils: " in shown
    assert json.loads(told)["summary"]


def _read_all(descriptor: int) -> str:
    """Everything that is shown until the other side ends."""
    shown = b""
    while True:
        try:
            piece = os.read(descriptor, 4096)
        except OSError:  # Linux ends a pseudo-terminal this way
            break
        if not piece:
            break
        shown += piece
    os.close(descriptor)
    return shown.decode()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows sends Ctrl-C to a console, not to a process")
@pytest.mark.slow
def test_ctrl_c_stops_a_solver_at_once_and_leaves_nothing(scenario_path: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "planner", "solve", "warwickshire_2024", "--out", "out", "-v"]
    with subprocess.Popen(
        command,
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    ) as running:
        assert running.stderr is not None
        for line in running.stderr:
            if "unplaced pupils ..." in line:
                break
        time.sleep(1)
        started = time.monotonic()
        running.send_signal(signal.SIGINT)
        _, rest = running.communicate(timeout=30)
    assert running.returncode == 130
    assert time.monotonic() - started < 3
    assert "Stopped." in rest
    assert "Traceback" not in rest
    assert nothing_left(tmp_path)
