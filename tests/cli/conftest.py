"""The made-up council, and one finished run of it that tests may copy."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.cli.running import rp
from tests.small_pack import write_small_pack


@dataclass(frozen=True)
class Case:
    """A finished run in its own folder, beside the scenario that it solved; `told` is what `solve` printed."""

    scenario: Path
    out: Path
    told: str


@pytest.fixture
def scenario_path(tmp_path: Path) -> Path:
    """Scenario file of the made-up council, fresh for each test."""
    return write_small_pack(tmp_path)


@pytest.fixture(scope="session")
def solved(tmp_path_factory: pytest.TempPathFactory) -> Case:
    """One full run; not to be changed."""
    folder = tmp_path_factory.mktemp("solved")
    scenario = write_small_pack(folder)
    result = rp("solve", scenario, "--out", folder / "out")
    assert result.exit_code == 0, result.stderr
    assert result.stderr == ""
    return Case(scenario, folder / "out", result.stdout)


@pytest.fixture
def run(solved: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Case:
    """A copy of that run with all its inputs, to be changed; its run.json names the scenario from its own folder."""
    folder = tmp_path / "copy"
    shutil.copytree(solved.scenario.parent, folder)
    record = folder / "out" / "run.json"
    text = record.read_text(encoding="utf-8")
    record.write_text(text.replace(str(solved.scenario), "scenario.toml"), encoding="utf-8")
    monkeypatch.chdir(folder)
    return Case(folder / "scenario.toml", folder / "out", solved.told)
