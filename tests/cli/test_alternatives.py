"""`alternatives` writes plans that the other commands can open."""

from __future__ import annotations

import json
from pathlib import Path

from tests.cli.running import QUICK, files_of, rp

# One base a year leaves a choice of schools.
ONE_A_YEAR = ("--set", "rules.opening_limit.sites_per_year=1", "--set", "rules.places_target.targets=[]")
ASKED = (*QUICK, *ONE_A_YEAR, "--count", "2", "--tolerance", "0.2")


def test_each_plan_is_a_run_of_its_own(scenario_path: Path, tmp_path: Path) -> None:
    out = tmp_path / "choices"
    result = rp("alternatives", scenario_path, *ASKED, "--out", out)
    assert result.exit_code == 0, result.stderr
    assert {path.name for path in out.iterdir()} == {
        "alternatives.csv",
        "alternatives_goals.csv",
        "alternatives_bases.csv",
        "alternatives.txt",
        "plan_1",
        "plan_2",
    }
    assert result.stdout.startswith((out / "alternatives.txt").read_text(encoding="utf-8"))
    for number in (1, 2):
        assert rp("check", out / f"plan_{number}").exit_code == 0
    assert "Nothing changes" not in rp("compare", out / "plan_1", out / "plan_2").stdout


def test_the_same_question_gives_the_same_bytes(scenario_path: Path, tmp_path: Path) -> None:
    folders = [tmp_path / "first", tmp_path / "again"]
    for folder in folders:
        assert rp("alternatives", scenario_path, *ASKED, "--out", folder).exit_code == 0
    assert files_of(folders[0] / "plan_2") == files_of(folders[1] / "plan_2")
    tables = [{path.name: path.read_bytes() for path in folder.glob("*.*")} for folder in folders]
    assert tables[0] == tables[1]


def test_without_a_folder_it_prints_and_writes_nothing(scenario_path: Path, tmp_path: Path) -> None:
    before = sorted(tmp_path.rglob("*"))
    result = rp("alternatives", scenario_path, *ASKED, "--json")
    assert result.exit_code == 0, result.stderr
    told = json.loads(result.stdout)
    assert told["out"] is None
    assert [plan["plan"] for plan in told["plans"]] == [1, 2]
    assert sorted(tmp_path.rglob("*")) == before


def test_a_tolerance_that_is_no_share_is_bad_input(scenario_path: Path) -> None:
    result = rp("alternatives", scenario_path, "--tolerance", "5")
    assert result.exit_code == 3
    assert "a share from 0 to 1" in result.stderr


def test_an_earlier_result_is_kept_without_force(scenario_path: Path, tmp_path: Path) -> None:
    out = tmp_path / "choices"
    out.mkdir()
    (out / "alternatives.csv").write_text("earlier", encoding="utf-8")
    assert rp("alternatives", scenario_path, *ASKED, "--out", out).exit_code == 3
    assert (out / "alternatives.csv").read_text(encoding="utf-8") == "earlier"
