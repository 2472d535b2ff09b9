"""`solve` writes a whole folder, says what is in it, and ends every failure with one message and its code."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from planner.cli.result_files import RESULT_FILES
from planner.errors import BrokenPlanError, TimeLimitError
from planner.inputs.scenario_file import Solve
from tests.cli.conftest import Case
from tests.cli.running import QUICK, files_of, nothing_left, rp
from tests.inputs.editing import edit

LOCKED_BEYOND_LIMIT = (
    "--what-if",
    "900007:semh:12@2025/26",
    "--what-if",
    "900009:semh:16@2025/26",
    "--what-if",
    "900003:semh:12@2025/26",
)


def test_it_writes_the_files_that_it_names(solved: Case) -> None:
    assert set(files_of(solved.out)) == set(RESULT_FILES)
    assert all(files_of(solved.out).values())
    for name in RESULT_FILES:
        assert f"\n  {name} " in solved.told


def test_it_says_where_the_results_are_and_what_they_say(solved: Case) -> None:
    assert f"Results are in {solved.out}" in solved.told
    for words in (
        "Commissioned places",
        "Target 60 in 2028/29:",
        "Localities without a base",
        "Pupils without a place",
        "What each district gets",
        "Goals in strict order",
    ):
        assert words in solved.told


def test_json_is_all_that_stands_on_standard_output(scenario_path: Path, tmp_path: Path) -> None:
    result = rp("solve", scenario_path, "--out", tmp_path / "out", "--json", "-v", *QUICK)
    content = json.loads(result.stdout)
    assert content["out"] == str(tmp_path / "out")
    assert set(content["files"]) == set(files_of(tmp_path / "out"))
    assert [goal["goal"] for goal in content["summary"]["goals"]] == ["target_shortfall", "unplaced_pupils"]
    assert "Goal 2 of 2, unplaced pupils" in result.stderr


def test_an_earlier_run_is_replaced_only_when_asked(run: Case) -> None:
    before = files_of(run.out)
    refused = rp("solve", run.scenario, "--out", run.out)
    assert refused.exit_code == 3
    assert "--force" in refused.stderr
    assert files_of(run.out) == before
    replaced = rp("solve", run.scenario, "--out", run.out, "--force", *QUICK)
    assert replaced.exit_code == 0
    assert files_of(run.out)["goals.csv"] != before["goals.csv"]


def test_a_dry_run_tells_everything_and_writes_nothing(scenario_path: Path, tmp_path: Path) -> None:
    result = rp("solve", scenario_path, "--out", tmp_path / "out", "--dry-run", "--set", "bound=upper")
    assert result.exit_code == 0
    for words in (
        "pack/provision.csv",
        "travel_limit  nursery_metres = 5,000",
        "Changed: bound = upper",
        "the upper bound",
    ):
        assert words in result.stdout
    for name in RESULT_FILES:
        assert f"  {name}\n" in result.stdout
    assert nothing_left(tmp_path)


def test_only_a_dry_run_goes_without_a_folder(scenario_path: Path, tmp_path: Path) -> None:
    told = rp("solve", scenario_path, "--dry-run")
    assert told.exit_code == 0, told.stderr
    assert "Writes to the folder that --out names" in told.stdout
    assert json.loads(rp("solve", scenario_path, "--dry-run", "--json").stdout)["out"] is None
    refused = rp("solve", scenario_path)
    assert refused.exit_code == 2
    assert "--out" in refused.stderr
    assert nothing_left(tmp_path)


def test_a_dry_run_tells_settings_as_words(scenario_path: Path, tmp_path: Path) -> None:
    what_if = ("--what-if", "900009:semh:10@2026/27")
    told = rp("solve", scenario_path, "--out", tmp_path / "out", "--dry-run", *what_if).stdout
    lines = {line.split()[0]: line for line in told[told.index("Rules") : told.index("Goals")].splitlines()[1:] if line}
    assert not [line for line in lines.values() for mark in ("null", "[]", "None", '"') if mark in line]
    locked = "locked = (urn 900009, need_group semh, places 10, academic_year 2026/27)"
    assert lines["placements_by_hand"].endswith(locked)
    assert "What if: 10 secondary SEMH places at Birch High (900009) from 2026/27" in told


def test_the_gap_in_the_help_is_the_one_of_a_scenario_that_states_none() -> None:
    assert f"({Solve().gap:g})" in rp("solve", "--help").stdout


def test_a_dry_run_as_json(scenario_path: Path, tmp_path: Path) -> None:
    result = rp("solve", scenario_path, "--out", tmp_path / "out", "--dry-run", "--json")
    content = json.loads(result.stdout)
    assert set(content["writes"]) == set(RESULT_FILES)
    assert content["sizes"]["areas"] == "8"
    assert "places_target" in content["rules"]


def test_limits_are_settings_of_the_run(scenario_path: Path, tmp_path: Path) -> None:
    result = rp("solve", scenario_path, "--out", tmp_path / "o", "--dry-run", "--gap", "0.05", "--time-limit", "12")
    assert "Stops at: gap 0.05, 200 nodes a goal, 12 seconds in all" in result.stdout


def test_rules_that_contradict_each_other_are_no_plan(scenario_path: Path, tmp_path: Path) -> None:
    """Three bases with 40 places are locked into a year that opens 30."""
    result = rp("solve", scenario_path, "--out", tmp_path / "out", *LOCKED_BEYOND_LIMIT)
    assert result.exit_code == 4, result.stderr
    assert "opening_limit" in result.stderr
    assert "placements_by_hand" in result.stderr
    assert result.stdout == ""
    assert nothing_left(tmp_path)


def test_a_time_limit_without_a_plan_has_its_own_code(
    scenario_path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A case too large to find any plan in time is no test; the error stands in for it."""
    error = TimeLimitError("the time ran out before any plan was found")

    def fail(*_: object) -> None:
        raise error

    monkeypatch.setattr("planner.solve", fail)
    result = rp("solve", scenario_path, "--out", tmp_path / "out")
    assert result.exit_code == 5
    assert "the time ran out" in result.stderr
    assert nothing_left(tmp_path)


def test_an_error_of_ours_says_so_and_keeps_its_trace_back(
    scenario_path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    error = ZeroDivisionError("by hand")

    def fail(*_: object) -> None:
        raise error

    monkeypatch.setattr("planner.solve", fail)
    result = rp("solve", scenario_path, "--out", tmp_path / "out")
    assert result.exit_code == 1
    assert "ZeroDivisionError: by hand" in result.stderr
    assert "fault of the planner" in result.stderr
    assert "Traceback" not in result.stderr
    assert nothing_left(tmp_path)
    assert "Traceback" in rp("solve", scenario_path, "--out", tmp_path / "out", "-v").stderr


def test_a_plan_that_breaks_its_rules_is_withheld(
    scenario_path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    error = BrokenPlanError("the plan breaks its own rules and is withheld:\nsize_menu: R01: 9")

    def fail(*_: object) -> None:
        raise error

    monkeypatch.setattr("planner.require_sound", fail)
    result = rp("solve", scenario_path, "--out", tmp_path / "out", *QUICK)
    assert result.exit_code == 1
    assert "size_menu: R01: 9" in result.stderr
    assert result.stdout == ""
    assert nothing_left(tmp_path)


@pytest.mark.parametrize(("error", "code"), [(KeyboardInterrupt, 130), (OSError(28, "No space left", "map.html"), 3)])
def test_a_run_that_ends_while_writing_leaves_nothing(
    scenario_path: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    error: BaseException | type[BaseException],
    code: int,
) -> None:
    def fail(*_: object) -> None:
        raise error

    monkeypatch.setattr("planner.maps.plan_svg.draw_map_svg", fail)
    result = rp("solve", scenario_path, "--out", tmp_path / "deep" / "out", *QUICK)
    assert result.exit_code == code
    assert "Traceback" not in result.stderr
    assert nothing_left(tmp_path)


def test_a_missing_option_is_a_usage_error(scenario_path: Path) -> None:
    result = rp("solve", scenario_path)
    assert result.exit_code == 2
    assert "--out" in result.stderr


def test_the_demo_replaces_its_own_run_and_no_other(
    scenario_path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The made-up council stands in for the bundled case."""
    edit(scenario_path, "work_nodes = 200\ntime_limit_seconds = 600", "work_nodes = 20\ntime_limit_seconds = 300")
    edit(scenario_path, '"vacant_places", "pupil_travel", "cost",\n         "change_from_current"', "")
    monkeypatch.setattr("planner.cli.solve.DEMO_SCENARIO", str(scenario_path))
    own, other = tmp_path / "own", tmp_path / "other"
    assert rp("demo", "--out", own).exit_code == 0
    first = files_of(own)
    (own / "goals.csv").write_text("", encoding="utf-8")
    again = rp("demo", "--out", own)
    assert again.exit_code == 0
    assert "Results are in" in again.stdout
    assert files_of(own) == first
    assert rp("solve", scenario_path, "--out", other, *QUICK).exit_code == 0
    assert rp("demo", "--out", other).exit_code == 3


def test_prices_say_what_each_rule_costs_behind_the_summary(scenario_path: Path, tmp_path: Path) -> None:
    limit = ("--set", "rules.opening_limit.sites_per_year=1")
    result = rp("solve", scenario_path, "--out", tmp_path / "out", "--prices", *QUICK, *limit)
    assert result.exit_code == 0, result.stderr
    told = result.stdout
    assert told.index("Goals in strict order") < told.index("What each rule costs") < told.index("Results are in")
    assert "- Without the limit on new bases and places a year: " in told
    assert set(files_of(tmp_path / "out")) == set(RESULT_FILES)


def test_prices_are_part_of_the_json(scenario_path: Path, tmp_path: Path) -> None:
    result = rp("solve", scenario_path, "--out", tmp_path / "out", "--prices", "--json", *QUICK)
    content = json.loads(result.stdout)
    assert "opening_limit" in {row["subject"] for row in content["prices"]["answers"]}
