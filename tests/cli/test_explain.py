"""`explain` says why, in words and tables, and ends with the code that says whose turn it is."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from tests.cli.conftest import Case
from tests.cli.running import QUICK, files_of, rp
from tests.cli.test_solve import LOCKED_BEYOND_LIMIT
from tests.inputs.editing import edit

FILES = {
    "explain_answers.csv",
    "explain_goals.csv",
    "explain_bases.csv",
    "explain_gaps.csv",
    "explain_pupils.csv",
    "explain_clashes.csv",
    "explain.json",
    "explain.txt",
}
FEW_PLACES = ("--set", "rules.opening_limit.sites_per_year=1", "--set", "rules.places_target.targets=[]")
ASKED = (*QUICK, *FEW_PLACES)


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def test_without_a_question_it_says_what_each_rule_costs(scenario_path: Path, tmp_path: Path) -> None:
    out = tmp_path / "why"
    result = rp("explain", scenario_path, *ASKED, "--out", out)
    assert result.exit_code == 0, result.stderr
    assert set(files_of(out)) == FILES
    assert result.stdout.startswith((out / "explain.txt").read_text(encoding="utf-8"))
    assert "- Without the limit on new bases and places a year: " in result.stdout
    answers = rows(out / "explain_answers.csv")
    assert {row["question"] for row in answers} == {"price"}
    assert "opening_limit" in {row["subject"] for row in answers}
    opening = [row for row in rows(out / "explain_goals.csv") if row["subject"] == "opening_limit"]
    pupils = next(row for row in opening if row["goal"] == "unplaced_pupils")
    assert int(pupils["at_least"]) <= int(pupils["change"]) <= int(pupils["at_most"]) < 0


def test_the_same_question_gives_the_same_bytes(scenario_path: Path, tmp_path: Path) -> None:
    folders = [tmp_path / "first", tmp_path / "again"]
    for folder in folders:
        assert rp("explain", scenario_path, *ASKED, "--prices", "--out", folder).exit_code == 0
    assert files_of(folders[0]) == files_of(folders[1])


def test_a_finished_run_is_explained_from_its_own_plan(run: Case, tmp_path: Path) -> None:
    opened = [row for row in rows(run.out / "openings.csv") if row["status"] == "candidate"]
    school = opened[0]["school_name"]
    out = tmp_path / "why"
    result = rp("explain", run.out, "--why", school.upper(), "--out", out)
    assert result.exit_code == 0, result.stderr
    assert f"Why {school} ({opened[0]['urn']})?" in result.stdout
    assert "Without a new base there: " in result.stdout
    stated = {row["goal"]: row["value"] for row in rows(run.out / "goals.csv")}
    assert {row["goal"]: row["plan_value"] for row in rows(out / "explain_goals.csv")} == stated
    bases = rows(out / "explain_bases.csv")
    assert (opened[0]["urn"], "plan") in {(row["urn"], row["only_in"]) for row in bases}


def test_a_run_has_its_own_settings(run: Case) -> None:
    result = rp("explain", run.out, "--set", "bound=upper")
    assert result.exit_code == 2
    assert "its own settings" in result.stderr
    assert "--time-limit and --gap may be given" in " ".join(result.stderr.replace("│", " ").split())


def test_the_searches_that_explain_a_run_have_limits_of_their_own(run: Case, tmp_path: Path) -> None:
    out = tmp_path / "why"
    result = rp("explain", run.out, "--why-not", "900009", "--time-limit", "50", "--gap", "0.01", "--out", out)
    assert result.exit_code == 0, result.stderr
    assert "Changed: solve.gap = 0.01" in result.stdout
    origin = json.loads((out / "explain.json").read_text(encoding="utf-8"))["origin"]
    assert origin["overrides"] == ["solve.time_limit_seconds=50.0", "solve.gap=0.01"]
    stated = {row["goal"]: row["value"] for row in rows(run.out / "goals.csv")}
    assert {row["goal"]: row["plan_value"] for row in rows(out / "explain_goals.csv")}.items() <= stated.items()


def test_a_run_whose_input_files_changed_is_not_explained(run: Case) -> None:
    edit(run.scenario.parent / "pack" / "schools.csv", "Alder Primary", "Alder First")
    result = rp("explain", run.out)
    assert result.exit_code == 3
    assert "schools.csv" in result.stderr


def test_why_not_names_what_stands_in_the_way(scenario_path: Path) -> None:
    result = rp("explain", scenario_path, *ASKED, "--why-not", "birch grammar")
    assert result.exit_code == 0, result.stderr
    assert "Why not Birch Grammar (900008)?" in result.stdout
    assert "it may not host, selective intake" in result.stdout


def test_json_is_all_that_stands_on_standard_output(scenario_path: Path) -> None:
    result = rp("explain", scenario_path, *ASKED, "--prices", "--json")
    told = json.loads(result.stdout)
    assert told["out"] is None
    assert told["no_plan"] == ""
    assert {row["subject"] for row in told["answers"]} == {row["subject"] for row in told["differences"]}


def test_no_plan_is_explained_and_ends_with_its_code(scenario_path: Path, tmp_path: Path) -> None:
    out = tmp_path / "why"
    result = rp("explain", scenario_path, *LOCKED_BEYOND_LIMIT, "--why", "900001", "--out", out)
    assert result.exit_code == 4
    assert result.stderr == ""
    assert "No plan keeps these rules together: opening_limit, placements_by_hand." in result.stdout
    clashes = rows(out / "explain_clashes.csv")
    assert {row["part"] for row in clashes} >= {"clashes", "needs", "would settle it"}
    assert any(row["change"].startswith("--set rules.opening_limit.") for row in clashes)


def test_every_unknown_school_is_named_at_once(scenario_path: Path) -> None:
    result = rp("explain", scenario_path, "--why", "Birch Hi", "--why-not", "900019", "--why-not", "Nowhere School X")
    assert result.exit_code == 3
    assert "900009 (Birch High)" in result.stderr
    assert "unknown school 900019" in result.stderr
    assert "Nowhere School X" in result.stderr
    assert "Traceback" not in result.stderr


def test_an_earlier_result_is_kept_without_force(scenario_path: Path, tmp_path: Path) -> None:
    out = tmp_path / "why"
    out.mkdir()
    (out / "explain.json").write_text("earlier", encoding="utf-8")
    assert rp("explain", scenario_path, *ASKED, "--out", out).exit_code == 3
    assert files_of(out) == {"explain.json": b"earlier"}


@pytest.mark.parametrize("name", ["no_such_file.toml", "no_such_folder"])
def test_a_scenario_that_is_not_there_is_bad_input(name: str) -> None:
    assert rp("explain", name).exit_code == 3
