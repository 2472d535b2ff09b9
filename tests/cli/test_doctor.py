"""`doctor` finds what is wrong with a machine and says how to mend it."""

from __future__ import annotations

from pathlib import Path

import pytest

from planner.cli import doctor
from planner.cli.doctor import (
    LONGEST_PATH,
    package_finding,
    path_finding,
    python_finding,
    solve_finding,
    write_finding,
)
from tests.cli.running import rp


@pytest.mark.slow
def test_this_machine_is_well(tmp_path: Path) -> None:
    result = rp("doctor", "--out", tmp_path / "out")
    assert result.exit_code == 0, result.stdout
    assert "solvers: the bundled case gives a plan" in result.stdout
    assert "All is well." in result.stdout
    assert list(tmp_path.iterdir()) == []


def test_what_is_wrong_is_counted_and_shown(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "MODULES", {"no-such-distribution": "no_such_module"})
    monkeypatch.setattr(doctor, "_small_solve", lambda: "a plan")
    result = rp("doctor", "--out", tmp_path / "out")
    assert result.exit_code == 1
    assert "WRONG  no-such-distribution: not installed" in result.stdout
    assert "python -m pip install -e ." in result.stdout
    assert "1 of 5 checks need attention." in result.stdout


def test_an_old_python_is_named() -> None:
    assert "3.11" in python_finding((3, 10)).remedy
    assert python_finding((3, 12)).remedy == ""


def test_a_library_that_windows_cannot_load_asks_for_its_runtime() -> None:
    def load() -> None:
        msg = "DLL load failed while importing cp_model_helper"
        raise ImportError(msg)

    def solve() -> str:
        msg = "DLL load failed while importing math_opt"
        raise ImportError(msg)

    assert "Visual C++" in package_finding("ortools", load).remedy
    assert "msvc-runtime" in solve_finding(solve).remedy


def test_a_broken_package_is_to_be_installed_again() -> None:
    def load() -> None:
        msg = "cannot import name"
        raise ImportError(msg)

    finding = package_finding("ortools", load)
    assert "cannot import name" in finding.found
    assert "pip install" in finding.remedy


def test_long_and_synchronised_paths_are_named() -> None:
    assert "nearer the root" in path_finding(Path("/" + "a" * LONGEST_PATH)).remedy
    assert "OneDrive" in path_finding(Path("/disk/OneDrive - Council/out")).remedy
    assert path_finding(Path("/disk/out")).remedy == ""


def test_a_place_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    assert "--out" in write_finding(tmp_path / "file" / "out").remedy
    assert write_finding(tmp_path / "new" / "out").remedy == ""
