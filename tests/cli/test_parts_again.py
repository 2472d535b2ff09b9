"""`forecast` and `map` give the files of the run again."""

from __future__ import annotations

from pathlib import Path

import pytest

from planner.maps import plan_map
from tests.cli.conftest import Case
from tests.cli.running import files_of, rp
from tests.inputs.editing import edit


def test_the_feed_is_printed_as_it_was_written(solved: Case) -> None:
    result = rp("forecast", solved.out)
    assert result.exit_code == 0, result.stderr
    assert result.stdout.encode() == (solved.out / "finance_feed.csv").read_bytes()


def test_the_feed_is_written_with_its_schema(solved: Case, tmp_path: Path) -> None:
    result = rp("forecast", solved.out, "--out", tmp_path / "feed")
    assert result.exit_code == 0, result.stderr
    written = files_of(tmp_path / "feed")
    assert set(written) == {"finance_feed.csv", "finance_feed.schema.json"}
    assert all(text == files_of(solved.out)[name] for name, text in written.items())
    assert rp("forecast", solved.out, "--out", tmp_path / "feed").exit_code == 3
    assert rp("forecast", solved.out, "--out", tmp_path / "feed", "--force").exit_code == 0


@pytest.mark.parametrize("name", ["map.html", "map.svg"])
def test_the_map_is_drawn_as_it_was(solved: Case, tmp_path: Path, name: str) -> None:
    result = rp("map", solved.out, "--out", tmp_path / "new" / name)
    assert result.exit_code == 0, result.stderr
    assert files_of(tmp_path / "new") == {name: (solved.out / name).read_bytes()}


def test_a_file_is_replaced_only_when_asked(solved: Case, tmp_path: Path) -> None:
    target = tmp_path / "map.svg"
    target.write_text("mine", encoding="utf-8")
    assert rp("map", solved.out, "--out", target).exit_code == 3
    assert target.read_text(encoding="utf-8") == "mine"
    assert rp("map", solved.out, "--out", target, "--force").exit_code == 0
    assert target.read_bytes() == (solved.out / "map.svg").read_bytes()


def test_another_ending_is_refused(solved: Case, tmp_path: Path) -> None:
    result = rp("map", solved.out, "--out", tmp_path / "map.pdf")
    assert result.exit_code == 3
    assert ".html or .svg" in result.stderr


def test_a_map_that_fails_leaves_nothing(solved: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(plan_map, "draw_map", fail)
    monkeypatch.setattr("planner.draw_map", fail, raising=False)
    assert rp("map", solved.out, "--out", tmp_path / "map.html").exit_code == 130
    assert list(tmp_path.iterdir()) == []


def test_inputs_changed_since_the_run_are_a_note(run: Case) -> None:
    edit(run.scenario.parent / "pack" / "stated_totals.csv", "shown only,99", "shown only,98")
    result = rp("forecast", run.out)
    assert result.exit_code == 0
    assert "pack/stated_totals.csv" in result.stderr
    assert "changed" not in result.stdout


@pytest.mark.parametrize("name", ["plan.csv", "placements.csv", "goals.csv"])
def test_tables_edited_by_hand_are_not_used_unseen(run: Case, name: str) -> None:
    """The finance feed and the maps would else show what no solve has found."""
    path = run.out / name
    path.write_bytes(path.read_bytes() + b"\n")
    for command in (("forecast", run.out), ("map", run.out, "--out", "new.html"), ("compare", run.out, run.out)):
        result = rp(*command)
        assert result.exit_code == 3
        assert f"{run.out / name}: found another content than the run wrote" in result.stderr
        assert f"rp-planner check {run.out}" in result.stderr
        assert result.stdout == ""
    assert not Path("new.html").exists()


def test_another_file_edited_by_hand_does_not_stand_in_the_way(run: Case) -> None:
    (run.out / "map.svg").write_text("mine", encoding="utf-8")
    assert rp("forecast", run.out).exit_code == 0
