"""`robust` writes a plan for each estimate of demand that the other commands can open."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from tests.cli.running import QUICK, files_of, rp

STATED_BOUND = "central"
BOUNDS = ("lower", "central", "upper")
FEW_PLACES = ("--set", "rules.opening_limit.sites_per_year=2", "--set", "rules.places_target.targets=[]")
ASKED = (*QUICK, *FEW_PLACES)


@pytest.fixture(scope="session")
def ready(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path, str]:
    """Scenario, result folder and what was printed; not to be changed."""
    from tests.small_pack import write_small_pack

    folder = tmp_path_factory.mktemp("robust")
    scenario = write_small_pack(folder)
    result = rp("robust", scenario, *ASKED, "--out", folder / "ready")
    assert result.exit_code == 0, result.stderr
    assert result.stderr == ""
    return scenario, folder / "ready", result.stdout


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def test_each_plan_is_a_run_of_its_own(ready: tuple[Path, Path, str]) -> None:
    _, out, told = ready
    tables = {"robust.csv", "robust_goals.csv", "robust_openings.csv", "robust.json", "robust.txt"}
    assert {path.name for path in out.iterdir()} == {*tables, *BOUNDS}
    assert told.startswith((out / "robust.txt").read_text(encoding="utf-8"))
    for bound in BOUNDS:
        checked = rp("check", out / bound)
        assert checked.exit_code == 0, checked.stdout
        assert (f"Changed: bound = {bound}" in checked.stdout) == (bound != STATED_BOUND)


def test_what_is_decided_now_is_the_same_in_every_plan(ready: tuple[Path, Path, str]) -> None:
    _, out, _ = ready
    now = [
        [
            (row["site"], row["academic_year"], row["commissioned_places"])
            for row in rows(out / bound / "plan.csv")
            if row["academic_year"] in ("2024/25", "2025/26")
        ]
        for bound in BOUNDS
    ]
    assert now == [now[0]] * len(BOUNDS)


def test_its_table_says_what_the_plans_say(ready: tuple[Path, Path, str]) -> None:
    """The value of each goal in robust.csv is that of the bound's own goals.csv."""
    _, out, _ = ready
    stated = {(row["bound"], row["goal"]): row["robust_value"] for row in rows(out / "robust.csv")}
    for bound in BOUNDS:
        for row in rows(out / bound / "goals.csv"):
            assert stated[bound, row["goal"]] == row["value"]


def test_the_same_question_gives_the_same_bytes(ready: tuple[Path, Path, str], tmp_path: Path) -> None:
    scenario, out, _ = ready
    assert rp("robust", scenario, *ASKED, "--out", tmp_path / "again").exit_code == 0
    for bound in BOUNDS:
        assert files_of(out / bound) == files_of(tmp_path / "again" / bound)
    tables = [{path.name: path.read_bytes() for path in folder.glob("*.*")} for folder in (out, tmp_path / "again")]
    assert tables[0] == tables[1]


def test_without_a_folder_it_prints_and_writes_nothing(scenario_path: Path, tmp_path: Path) -> None:
    before = sorted(tmp_path.rglob("*"))
    asked = ("--criterion", "worst_regret", "--years-now", "3", "--weights", "upper=1/2,lower=0.25,central=1")
    result = rp("robust", scenario_path, *ASKED, *asked, "--json")
    assert result.exit_code == 0, result.stderr
    told = json.loads(result.stdout)
    assert (told["out"], told["criterion"], told["weights_given"]) == (None, "worst_regret", True)
    assert told["weights"] == {"lower": 1, "central": 4, "upper": 2}
    assert told["years_now"] == ["2024/25", "2025/26", "2026/27"]
    assert sorted(tmp_path.rglob("*")) == before


@pytest.mark.parametrize(
    ("option", "text", "named"),
    [
        ("--criterion", "best", "weighted, worst_regret"),
        ("--weights", "lower:1", "is not a weight such as central=2"),
        ("--weights", "lower=1,lower=2", "lower has two weights"),
        ("--weights", "most=1", "lower, central, upper"),
        ("--weights", "lower=1/0", "is not a weight"),
    ],
)
def test_what_it_cannot_read_is_wrong_usage(scenario_path: Path, option: str, text: str, named: str) -> None:
    result = rp("robust", scenario_path, option, text)
    assert result.exit_code == 2
    assert named in " ".join(result.stderr.replace("│", " ").split())


@pytest.mark.parametrize(
    ("asked", "named"),
    [
        (("--weights", "lower=1,central=1"), "weight of the upper bound: found none"),
        (("--weights", "lower=1,central=0,upper=1"), "weight of the central bound: found 0"),
        (("--years-now", "6"), "a whole number from 0 to 5"),
        (("--set", 'goals=["cost"]'), "no unplaced_pupils"),
    ],
)
def test_what_does_not_fit_the_scenario_is_bad_input(scenario_path: Path, asked: tuple[str, str], named: str) -> None:
    result = rp("robust", scenario_path, *asked)
    assert result.exit_code == 3
    assert named in result.stderr


def test_an_earlier_result_is_kept_without_force(scenario_path: Path, tmp_path: Path) -> None:
    out = tmp_path / "ready"
    out.mkdir()
    (out / "robust.json").write_text("{}", encoding="utf-8")
    assert rp("robust", scenario_path, *ASKED, "--out", out).exit_code == 3
    assert (out / "robust.json").read_text(encoding="utf-8") == "{}"
    assert rp("robust", scenario_path, *ASKED, "--out", out, "--force").exit_code == 0
    assert (out / "robust.txt").is_file()
