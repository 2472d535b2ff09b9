"""A run can be repeated, and an edit of its files is seen."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from planner.domain.terms import AcademicYear, Bound
from planner.errors import InputError
from planner.outputs.run_record import changed_outputs, changed_sources, is_repeatable, plain, read_run_record
from tests.outputs.small_run import ORIGIN, small_run, write


def test_two_runs_give_the_same_bytes_in_every_file(tmp_path: Path) -> None:
    first, second = write(tmp_path / "first"), write(tmp_path / "second")
    files = sorted(path.name for path in first.iterdir())
    assert files == sorted(path.name for path in second.iterdir())
    assert len(files) == 10
    for name in files:
        assert (first / name).read_bytes() == (second / name).read_bytes(), name


def test_the_record_says_how_to_build_the_scenario_again(tmp_path: Path) -> None:
    record = read_run_record(write(tmp_path / "run"))
    assert (record.origin, record.bound, record.repeatable) == (ORIGIN, Bound.CENTRAL, True)


def test_the_record_hashes_every_other_file(tmp_path: Path) -> None:
    folder = write(tmp_path / "run")
    record = read_run_record(folder)
    assert {name for name, _ in record.output_hashes} == {path.name for path in folder.iterdir()} - {"run.json"}
    expected = hashlib.sha256((folder / "plan.csv").read_bytes()).hexdigest()
    assert dict(record.output_hashes)["plan.csv"] == expected


def test_the_record_holds_versions_settings_and_goals_and_no_local_path(tmp_path: Path) -> None:
    text = (write(tmp_path / "run") / "run.json").read_text(encoding="utf-8")
    content = json.loads(text)
    assert content["dependencies"]["ortools"]
    limits = {"gap": 0.001, "work_nodes": 500, "time_limit_seconds": 60.0, "lock_tolerance": []}
    assert content["settings"]["limits"] == limits
    assert content["settings"]["assumptions"]["rp_place_vacant_gbp"] == 10000
    assert [goal["stopped_by"] for goal in content["goals"]] == ["proved", "gap"]
    assert str(tmp_path) not in text


def test_edited_and_added_files_are_named(tmp_path: Path) -> None:
    folder = write(tmp_path / "run")
    assert changed_outputs(folder, read_run_record(folder)) == ()
    (folder / "plan.csv").write_text("site\n", encoding="utf-8")
    (folder / "notes.txt").write_text("mine", encoding="utf-8")
    assert changed_outputs(folder, read_run_record(folder)) == ("notes.txt", "plan.csv")


def test_changed_inputs_are_named(tmp_path: Path) -> None:
    record = read_run_record(write(tmp_path / "run"))
    _, scenario = small_run()
    assert changed_sources(record, scenario) == ()
    edited = replace(scenario, source_hashes=(("areas.csv", "ff00"), ("schools.csv", "11ee")))
    assert changed_sources(record, edited) == ("areas.csv",)


def test_a_plan_stopped_by_the_clock_is_not_repeatable() -> None:
    plan, _ = small_run()
    stopped = replace(plan, goals=(replace(plan.goals[0], stopped_by="clock"), *plan.goals[1:]))
    assert (is_repeatable(plan), is_repeatable(stopped)) == (True, False)


@dataclass(frozen=True)
class Setting:
    academic_year: AcademicYear
    limits: tuple[tuple[str, float], ...]


def test_settings_become_plain_json() -> None:
    setting = Setting(AcademicYear(2026), (("upper", float("inf")),))
    assert plain({Bound.LOWER: setting}) == {"lower": {"academic_year": "2026/27", "limits": [["upper", None]]}}


def test_a_folder_without_a_run_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"run\.json: found no readable file"):
        read_run_record(tmp_path)


def test_a_broken_record_is_refused_without_a_traceback(tmp_path: Path) -> None:
    for text in ("{", "[]", '{"origin": 3}', '{"origin": {"scenario": "a", "overrides": [], "what_ifs": []}}'):
        (tmp_path / "run.json").write_text(text, encoding="utf-8")
        with pytest.raises(InputError, match="a broken record"):
            read_run_record(tmp_path)
