"""`demand` tells who needs a place before anything is solved."""

from __future__ import annotations

import csv
import json
from collections import Counter
from pathlib import Path

import pytest

from planner.inputs import read_scenario
from tests.cli.running import files_of, nothing_left, rp, rp_apart
from tests.inputs.test_levers import LEVER, NUMBERS

DRAWS = ("--draws", "30", "--seed", "5")
KEY = ("bound", "locality", "phase", "need_group", "academic_year")


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


@pytest.fixture
def with_lever(scenario_path: Path) -> Path:
    for path, more in ((scenario_path, LEVER), (scenario_path.parent / "assumptions.toml", NUMBERS)):
        path.write_text(path.read_text(encoding="utf-8") + more, encoding="utf-8")
    return scenario_path


def test_it_prints_and_writes_nothing_without_a_folder(scenario_path: Path, tmp_path: Path) -> None:
    result = rp("demand", scenario_path)
    assert result.exit_code == 0, result.stderr
    for title in ("By academic year and phase", "By need in 2028/29", "By locality in 2028/29", "not for publication"):
        assert title in result.stdout
    assert "draws" not in result.stdout
    assert nothing_left(tmp_path)


def test_the_table_holds_every_cell_and_its_sums_are_the_demand(with_lever: Path, tmp_path: Path) -> None:
    assert rp("demand", with_lever, "--out", tmp_path / "needs").exit_code == 0
    assert set(files_of(tmp_path / "needs")) == {"demand.csv", "demand_bridge.csv", "demand.txt"}
    rows = rows_of(tmp_path / "needs" / "demand.csv")
    problem = read_scenario(with_lever).problem
    assert len({tuple(row[key] for key in KEY) for row in rows}) == len(rows) == 3 * 3 * 3 * 2 * 5
    for demand in problem.demand:
        for year in problem.academic_years:
            found = [
                int(row["pupils"]) for row in rows if row["bound"] == demand.bound and row["academic_year"] == str(year)
            ]
            assert sum(found) == demand.total_pupils(year)
    printed = rp("demand", with_lever).stdout
    assert printed == (tmp_path / "needs" / "demand.txt").read_text(encoding="utf-8")
    assert "Lever on: workforce" in printed
    assert "what each lever changes" in printed


def test_a_council_can_put_the_table_into_its_pack(scenario_path: Path, tmp_path: Path) -> None:
    """The pack's own table has the same columns, and gives the same pupils by locality, phase, need and year."""
    assert rp("demand", scenario_path, "--out", tmp_path / "needs").exit_code == 0
    table = (tmp_path / "needs" / "demand.csv").read_bytes()
    (scenario_path.parent / "pack" / "demand.csv").write_bytes(table)
    assert rp("demand", scenario_path, "--out", tmp_path / "again").exit_code == 0
    assert (tmp_path / "again" / "demand.csv").read_bytes() == table
    refused = rp("demand", scenario_path, *DRAWS)
    assert refused.exit_code == 3
    assert "demand that the council states" in refused.stderr


def test_draws_stand_beside_the_bounds_and_repeat_for_a_seed(with_lever: Path, tmp_path: Path) -> None:
    for name, seed in (("first", "5"), ("second", "5"), ("other", "6")):
        result = rp("demand", with_lever, "--draws", "30", "--seed", seed, "--out", tmp_path / name)
        assert result.exit_code == 0, result.stderr
        assert f"30 draws (seed {seed})" in result.stdout
    first, second, other = (files_of(tmp_path / name) for name in ("first", "second", "other"))
    assert first == second
    assert first["demand_draws.csv"] != other["demand_draws.csv"]
    assert first["demand.csv"] == other["demand.csv"]
    rows = rows_of(tmp_path / "first" / "demand_draws.csv")
    assert len(rows) == 5 * 4 * 3
    assert all(float(row["p10_pupils"]) <= float(row["p50_pupils"]) <= float(row["p90_pupils"]) for row in rows)
    bounds: Counter[str] = Counter()
    for row in rows_of(tmp_path / "first" / "demand.csv"):
        if row["academic_year"] == "2028/29":
            bounds[f"{row['bound']}_pupils"] += int(row["pupils"])
    whole = next(
        row for row in rows if (row["academic_year"], row["phase"], row["need_group"]) == ("2028/29", "all", "all")
    )
    assert {name: int(whole[name]) for name in bounds} == dict(bounds)
    assert bounds["lower_pupils"] < float(whole["p10_pupils"]) < float(whole["p90_pupils"]) < bounds["upper_pupils"]


def test_draws_are_the_same_in_a_process_of_its_own(scenario_path: Path, tmp_path: Path) -> None:
    """Another hash seed, another process: no order of a set gets into the figures."""
    here = rp("demand", scenario_path, *DRAWS, "--json").stdout
    apart = rp_apart("demand", scenario_path, *DRAWS, "--json", folder=tmp_path, PYTHONHASHSEED="99").stdout
    assert json.loads(here) == json.loads(apart)
    assert json.loads(here)["draws"]


def test_a_folder_with_other_files_is_never_replaced(scenario_path: Path, tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "notes.txt").write_text("mine", encoding="utf-8")
    assert rp("demand", scenario_path, "--out", tmp_path / "mine", "--force").exit_code == 3
    assert rp("demand", scenario_path, "--out", tmp_path / "needs").exit_code == 0
    assert rp("demand", scenario_path, "--out", tmp_path / "needs").exit_code == 3
    assert rp("demand", scenario_path, "--out", tmp_path / "needs", "--force").exit_code == 0


@pytest.mark.parametrize("draws", ["0", "9", "100001", "many"])
def test_so_many_draws_are_a_usage_error(scenario_path: Path, draws: str) -> None:
    assert rp("demand", scenario_path, "--draws", draws).exit_code == 2
