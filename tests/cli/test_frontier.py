"""`frontier` writes table, chart and words."""

from __future__ import annotations

import json
from pathlib import Path

from tests.cli.running import files_of, rp

ASKED = ("--between", "unplaced_secondary", "capital", "--points", "3", "--set", "solve.work_nodes=20")


def test_the_folder_holds_tables_chart_and_words(scenario_path: Path, tmp_path: Path) -> None:
    out = tmp_path / "trade"
    result = rp("frontier", scenario_path, *ASKED, "--out", out)
    assert result.exit_code == 0, result.stderr
    assert set(files_of(out)) == {"frontier.csv", "frontier_bases.csv", "frontier.svg", "frontier.txt"}
    assert result.stdout.startswith(files_of(out)["frontier.txt"].decode())
    assert "each further £" in result.stdout
    again = tmp_path / "again"
    assert rp("frontier", scenario_path, *ASKED, "--out", again).exit_code == 0
    assert files_of(out) == files_of(again)


def test_json_has_every_limit(scenario_path: Path) -> None:
    result = rp("frontier", scenario_path, *ASKED, "--json")
    assert result.exit_code == 0, result.stderr
    told = json.loads(result.stdout)
    assert (told["first"], told["second"], len(told["rows"])) == ("unplaced_secondary", "capital", 3)


def test_an_unknown_measure_is_bad_input_and_the_known_ones_are_named(scenario_path: Path) -> None:
    result = rp("frontier", scenario_path, "--between", "pupils", "capital")
    assert result.exit_code == 3
    assert "unplaced_secondary" in result.stderr


def test_an_earlier_result_is_kept_without_force(scenario_path: Path, tmp_path: Path) -> None:
    out = tmp_path / "trade"
    out.mkdir()
    (out / "frontier.csv").write_text("earlier", encoding="utf-8")
    assert rp("frontier", scenario_path, *ASKED, "--out", out).exit_code == 3
    assert files_of(out) == {"frontier.csv": b"earlier"}
