"""Every rule and goal has its file, test, row in FORMULATION.md and line in the changelog; and nothing is over."""

from __future__ import annotations

import inspect
import re
from dataclasses import replace
from pathlib import Path

import pytest

from planner.inputs.settings import setting_names
from planner.model.goals import GOALS
from planner.model.rules import ALWAYS_ON, RULES
from tests.model.cases import random_rich_scenario, site
from tests.model.fixing import model_of

ROOT = Path(__file__).parents[2]
MODEL = ROOT / "planner" / "model"
FORMULATION = (MODEL / "FORMULATION.md").read_text(encoding="utf-8")
CHANGELOG = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
ROW_OF_THE_PLAIN_MODEL = "every_pupil_counted"


def table_rows(letter: str) -> list[list[str]]:
    """Cells of the table rows whose id is this letter and a number."""
    lines = re.findall(rf"^\| {letter}\d+ \|.*\|$", FORMULATION, flags=re.MULTILINE)
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]


RULE_ROWS = {Path(row[3].strip("`")).stem: row for row in table_rows("R")}
GOAL_ROWS = {Path(row[3].strip("`")).stem: row for row in table_rows("G")}


def stems(folder: Path, pattern: str) -> set[str]:
    return {path.stem.removeprefix("test_") for path in folder.glob(pattern)} - {"__init__"}


@pytest.mark.parametrize(("kind", "register"), [("rules", RULES), ("goals", GOALS)])
def test_its_file_and_no_file_is_over(kind: str, register: dict[str, object]) -> None:
    assert stems(MODEL / kind, "*.py") == set(register)


@pytest.mark.parametrize(("kind", "register"), [("rules", RULES), ("goals", GOALS)])
def test_its_test_and_no_test_is_over(kind: str, register: dict[str, object]) -> None:
    assert stems(Path(__file__).parent / kind, "test_*.py") == set(register)


def test_the_rows_of_the_formulation_are_the_registers_in_their_order() -> None:
    assert list(RULE_ROWS) == list(RULES)
    assert list(GOAL_ROWS) == list(GOALS)
    assert [row[0] for row in RULE_ROWS.values()] == [f"R{number}" for number in range(1, len(RULES) + 1)]
    assert [row[0] for row in GOAL_ROWS.values()] == [f"G{number}" for number in range(1, len(GOALS) + 1)]


@pytest.mark.parametrize("name", RULES)
def test_a_rule_and_its_file_agree_with_the_formulation(name: str) -> None:
    """The class is found by its key, its docstring carries the id and says policy and equation."""
    described = inspect.getdoc(inspect.getmodule(RULES[name])) or ""
    assert inspect.getmodule(RULES[name]).__name__.endswith(f".{name}")  # type: ignore[union-attr]
    assert f"({RULE_ROWS[name][0]})" in described
    assert "Policy " in described
    assert "Equation " in described
    assert all(RULE_ROWS[name])


@pytest.mark.parametrize("name", GOALS)
def test_a_goal_and_its_file_agree_with_the_formulation(name: str) -> None:
    described = inspect.getdoc(inspect.getmodule(type(GOALS[name]))) or ""
    assert described.startswith(f"Goal {GOAL_ROWS[name][0][1:]}:")
    assert GOAL_ROWS[name][4] == GOALS[name].unit


@pytest.mark.parametrize("name", RULES)
def test_its_scenario_section_and_every_setting_is_documented(name: str) -> None:
    """A rule that is always on has no settings; any other names its section and each key of it."""
    section = RULE_ROWS[name][6]
    if name in ALWAYS_ON:
        assert (section, setting_names(RULES[name])) == ("always on", [])
    else:
        documented = re.findall(r"`([^`]+)`", section)
        assert documented == [f"[rules.{name}]", *setting_names(RULES[name])]


def test_each_row_of_a_model_is_named_after_its_rule() -> None:
    """With every rule on and two bases possible at a school, every row's name begins with a key of RULES."""
    case = random_rich_scenario(1)
    sites = tuple(sorted([*case.problem.sites, site("C9", "101")], key=lambda s: s.key))
    case = replace(case, problem=replace(case.problem, sites=sites))
    assert {rule.name for rule in case.rules} == set(RULES)
    plain = model_of(case, "plain")
    names = {row.name.partition("[")[0] for row in plain.model.linear_constraints()}  # type: ignore[union-attr]
    left_out = {"ages_and_need", "travel_limit", "earliest_opening"}
    assert names == set(RULES) - left_out | {ROW_OF_THE_PLAIN_MODEL}
    assert all(f"`{name}[" in RULE_ROWS[name][4] for name in set(RULES) - left_out)


def test_each_symbol_is_a_word_of_the_code() -> None:
    """A reader finds every decision and every fact of the formulation in the code by the same word."""
    code = "\n".join(
        path.read_text(encoding="utf-8")
        for folder in (MODEL, ROOT / "planner" / "domain")
        for path in folder.rglob("*.py")
    )
    begin, end = FORMULATION.index("## Sets"), FORMULATION.index("## Rules")
    words = set(re.findall(r"[a-z][a-z_]{3,}", " ".join(re.findall(r"`([^`]+)`", FORMULATION[begin:end]))))
    assert len(words) > 30
    assert {word for word in words if not re.search(rf"\b{word}", code)} - {"over", "step"} == set()


def test_each_name_of_the_search_is_a_word_of_the_code() -> None:
    code = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "planner").rglob("*.py"))
    named = set(re.findall(r"`(_?[A-Za-z]\w+(?:\.\w+)?)`", FORMULATION[FORMULATION.index("## Two models") :]))
    files = {word for word in named if word.endswith(".py")}
    assert {name for name in files if not (MODEL / name).exists()} == set()
    assert {word for word in named - files if word.rpartition(".")[2] not in code} == set()


def test_the_changelog_names_it() -> None:
    """A council reads in CHANGELOG.md, between backquotes, which rules and goals there are."""
    assert [name for name in [*RULES, *GOALS] if f"`{name}`" not in CHANGELOG] == []


def test_a_rule_carries_the_name_of_its_key() -> None:
    required = {"travel_limit": (1, 1, 1), "capital_limit": (1,), "coverage_promise": ("in_locality", None)}
    assert [RULES[name](*required.get(name, ())).name for name in RULES] == list(RULES)
    assert [goal.name for goal in GOALS.values()] == list(GOALS)
