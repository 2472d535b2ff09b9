"""A lever that is on is told wherever its plan is, and its bridge leads to the demand that was solved."""

from __future__ import annotations

import csv
import json
from collections import Counter
from pathlib import Path

import pytest

from tests.cli.running import QUICK, rp
from tests.inputs.test_levers import LEVER, NUMBERS
from tests.small_pack import write_small_pack

SENTENCE = "Lever on: workforce, from 2025/26, whole from 2026/27: 30 % (range 10 to 50 %, judgement) fewer"
OFF = ("--set", "demand.levers.workforce.on=false")


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path, str]:
    """Folder of a run without the lever, of one with it, and what the latter printed."""
    folder = tmp_path_factory.mktemp("levers")
    scenario = write_small_pack(folder)
    for path, more in ((scenario, LEVER), (folder / "assumptions.toml", NUMBERS)):
        path.write_text(path.read_text(encoding="utf-8") + more, encoding="utf-8")
    before, after = folder / "before", folder / "after"
    assert rp("solve", scenario, "--out", before, *QUICK, *OFF).exit_code == 0
    result = rp("solve", scenario, "--out", after, *QUICK)
    assert result.exit_code == 0, result.stderr
    return before, after, result.stdout


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def test_the_bridge_reconciles_with_the_pupils_that_were_placed_or_not(runs: tuple[Path, Path, str]) -> None:
    phases = {"nursery": "nursery", "secondary": "secondary"}
    for out in runs[:2]:
        solved: Counter[tuple[str, ...]] = Counter()
        for row in rows_of(out / "placements.csv"):
            phase = phases.get(row["band"], "primary")
            solved[row["bound"], row["academic_year"], phase, row["need_group"]] += int(row["pupils"])
        bridge: Counter[tuple[str, ...]] = Counter()
        ends: Counter[tuple[str, ...]] = Counter()
        for row in rows_of(out / "demand_bridge.csv"):
            key = (row["bound"], row["academic_year"], row["phase"], row["need_group"])
            (ends if row["step"] == "with_all" else bridge)[key] += int(row["pupils"])
        assert {key: n for key, n in ends.items() if n} == dict(solved)
        assert bridge == ends


def test_the_lever_has_its_own_step_in_its_run_only(runs: tuple[Path, Path, str]) -> None:
    before, after, _ = runs
    steps = [dict.fromkeys(row["step"] for row in rows_of(out / "demand_bridge.csv")) for out in (before, after)]
    assert [list(each) for each in steps] == [
        ["without_levers", "with_all"],
        ["without_levers", "workforce", "with_all"],
    ]


def test_summary_map_record_and_dry_run_say_that_it_is_on(runs: tuple[Path, Path, str]) -> None:
    before, after, told = runs
    assert SENTENCE in told
    assert "what each lever changes" in told
    for name in ("map.html",):
        assert SENTENCE in (after / name).read_text(encoding="utf-8")
        assert SENTENCE not in (before / name).read_text(encoding="utf-8")
    records = [json.loads((out / "run.json").read_text(encoding="utf-8")) for out in (before, after)]
    assert records[0]["settings"]["demand"] == {"levers": [], "basis_change": None}
    (lever,) = records[1]["settings"]["demand"]["levers"]
    assert (lever["name"], lever["localities"], lever["ramp_years"]) == ("workforce", ["Birch"], 2)
    assert SENTENCE in rp("solve", after.parent / "scenario.toml", "--out", "unwritten", "--dry-run").stdout


def test_compare_names_the_lever_and_splits_the_change(runs: tuple[Path, Path, str], tmp_path: Path) -> None:
    before, after, _ = runs
    result = rp("compare", before, after, "--out", tmp_path / "changes")
    assert result.exit_code == 0, result.stderr
    assert "workforce: off before, on after" in result.stdout
    rows = rows_of(tmp_path / "changes" / "demand_changes.csv")
    assert {row["step"] for row in rows} == {"workforce", "with_all"}
    by_lever, together = (
        sum(int(row["change"]) for row in rows if row["step"] == step) for step in ("workforce", "with_all")
    )
    assert by_lever == together < 0
