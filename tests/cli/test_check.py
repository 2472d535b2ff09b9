"""`check` verifies a finished plan from its files, and notices what was changed since."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Case
from tests.cli.running import rp
from tests.inputs.editing import edit


def _edit_cell(path: Path, row: int, column: str, text: str) -> None:
    lines = path.read_text(encoding="utf-8").splitlines()
    cells = lines[row].split(",")
    cells[lines[0].split(",").index(column)] = text
    lines[row] = ",".join(cells)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8", newline="\n")


def _row_of(path: Path, *words: str) -> int:
    lines = path.read_text(encoding="utf-8").splitlines()
    return next(number for number, line in enumerate(lines) if all(word in line for word in words))


def test_a_run_as_written_is_sound(run: Case) -> None:
    result = rp("check", run.out)
    assert result.exit_code == 0, result.stderr
    assert "keeps all 10 rules; all 7 goal values are right" in result.stdout
    assert "Every file is as written." in result.stdout
    assert "The input files are as the run read them." in result.stdout


def test_places_edited_by_hand_are_caught(run: Case) -> None:
    """R01 is fixed at 7 places."""
    plan = run.out / "plan.csv"
    _edit_cell(plan, _row_of(plan, "R01", "2028/29"), "commissioned_places", "9")
    result = rp("check", run.out)
    assert result.exit_code == 3
    assert "existing_sites: R01" in result.stdout
    assert "Edited or removed since the run: plan.csv" in result.stdout


def test_a_goal_value_edited_by_hand_is_caught(run: Case) -> None:
    goals = run.out / "goals.csv"
    _edit_cell(goals, _row_of(goals, "unplaced_pupils"), "value", "1")
    result = rp("check", run.out)
    assert result.exit_code == 3
    assert "unplaced_pupils: goal value: 1 stated" in result.stdout


@pytest.mark.parametrize(("name", "remove"), [("finance_feed.csv", False), ("map.html", True)])
def test_a_file_that_no_rule_reads_is_held_against_its_hash(run: Case, name: str, remove: bool) -> None:
    path = run.out / name
    if remove:
        path.unlink()
    else:
        path.write_bytes(path.read_bytes() + b"\n")
    result = rp("check", run.out)
    assert result.exit_code == 3
    assert "keeps all 10 rules" in result.stdout
    assert f"Edited or removed since the run: {name}" in result.stdout


def test_a_file_beside_the_results_is_told_and_no_fault(run: Case) -> None:
    (run.out / "note.txt").write_text("ours", encoding="utf-8")
    result = rp("check", run.out)
    assert result.exit_code == 0
    assert "Not of the run: note.txt" in result.stdout


def test_a_cell_that_says_another_school_is_bad_input(run: Case) -> None:
    plan = run.out / "plan.csv"
    _edit_cell(plan, 1, "school_name", "Elsewhere")
    result = rp("check", run.out)
    assert result.exit_code == 3
    assert "plan.csv, row 2, column school_name: found 'Elsewhere'" in result.stderr


def test_inputs_changed_since_the_run_are_named(run: Case) -> None:
    edit(run.scenario.parent / "pack" / "stated_totals.csv", "shown only,99", "shown only,98")
    result = rp("check", run.out)
    assert result.exit_code == 0
    assert "Input files changed since" in result.stdout
    assert "pack/stated_totals.csv" in result.stdout


def test_inputs_that_no_longer_fit_are_named_before_the_rows(run: Case) -> None:
    edit(run.scenario.parent / "pack" / "schools.csv", "Mill Primary", "Mill Lane Primary")
    result = rp("check", run.out)
    assert result.exit_code == 3
    first, second = result.stderr.splitlines()[1:3]
    assert "a run of other input files: pack/schools.csv" in first
    assert "Mill Primary" in second


def test_a_run_is_found_from_any_folder(run: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The scenario stands beside the results."""
    monkeypatch.chdir(tmp_path)
    assert rp("check", run.out).exit_code == 0


def test_a_scenario_that_is_gone_is_asked_for(run: Case) -> None:
    run.scenario.unlink()
    result = rp("check", run.out)
    assert result.exit_code == 3
    assert "scenario 'scenario.toml', which is neither here nor beside" in result.stderr
    assert "put the scenario file back" in result.stderr


def test_a_folder_without_a_run_is_bad_input(tmp_path: Path) -> None:
    result = rp("check", tmp_path)
    assert result.exit_code == 3
    assert "run.json" in result.stderr
    assert "rp-planner solve" in result.stderr
