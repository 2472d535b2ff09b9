"""`compare` tells what a what-if changes."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from tests.cli.conftest import Case
from tests.cli.running import files_of, rp

WHAT_IF = "900007:semh:10@2026/27"


@pytest.fixture(scope="session")
def what_if(solved: Case) -> Path:
    """The same scenario with a placement put in by hand."""
    out = solved.out.with_name("what_if")
    result = rp("solve", solved.scenario, "--out", out, "--what-if", WHAT_IF)
    assert result.exit_code == 0, result.stderr
    return out


def test_a_what_if_opens_what_was_asked(what_if: Path) -> None:
    with (what_if / "plan.csv").open(encoding="utf-8", newline="") as stream:
        rows = {row["academic_year"]: row for row in csv.DictReader(stream) if row["site"] == "900007-primary-semh"}
    assert rows["2026/27"]["commissioned_places"] == "10"
    assert rows["2026/27"]["opens"] == "yes"
    assert rp("check", what_if).exit_code == 0


def test_the_text_names_both_runs_and_the_change(solved: Case, what_if: Path) -> None:
    result = rp("compare", solved.out, what_if)
    assert result.exit_code == 0, result.stderr
    assert f"To {what_if}: {solved.scenario} --what-if {WHAT_IF}" in result.stdout
    told = "What if: 10 primary SEMH places at Birch Primary (900007) from 2026/27"
    assert told in result.stdout
    assert told in rp("check", what_if).stdout
    assert "2026/27 to 2028/29 Birch Primary (900007-primary-semh)" in result.stdout
    assert result.stderr == ""


def test_the_folder_holds_table_and_text(solved: Case, what_if: Path, tmp_path: Path) -> None:
    out = tmp_path / "changes"
    told = rp("compare", solved.out, what_if, "--out", out).stdout
    assert set(files_of(out)) == {"changes.csv", "changes.txt", "demand_changes.csv"}
    assert files_of(out)["changes.txt"].decode() == told
    with (out / "changes.csv").open(encoding="utf-8", newline="") as stream:
        rows = [row for row in csv.DictReader(stream) if row["site"] == "900007-primary-semh"]
    assert [(row["academic_year"], row["after"]) for row in rows] == [
        ("2026/27", "10"),
        ("2027/28", "10"),
        ("2028/29", "10"),
    ]


def test_its_folder_is_replaced_only_when_asked(solved: Case, what_if: Path, tmp_path: Path) -> None:
    out = tmp_path / "changes"
    assert rp("compare", solved.out, what_if, "--out", out).exit_code == 0
    before = files_of(out)
    assert rp("compare", solved.out, solved.out, "--out", out).exit_code == 3
    assert files_of(out) == before
    assert rp("compare", solved.out, solved.out, "--out", out, "--force").exit_code == 0
    assert b"Nothing changes." in files_of(out)["changes.txt"]


def test_force_replaces_no_other_folder(solved: Case, what_if: Path, run: Case) -> None:
    before = files_of(run.out)
    assert rp("compare", solved.out, what_if, "--out", run.out, "--force").exit_code == 3
    assert files_of(run.out) == before
