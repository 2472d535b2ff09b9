"""Every command explains itself, and the documents know every command and setting."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import fields
from typing import Any, get_args

import pytest
from pydantic import BaseModel

from planner.cli.app import app
from planner.inputs.scenario_file import ScenarioFile
from planner.model.rules import RULES
from tests.cli.running import ROOT, rp

COMMANDS = [str(command.name) for command in app.registered_commands]
README = ROOT / "README.md"
DOCUMENTS = (
    README,
    *sorted(ROOT.glob("planner/**/*.md")),
    *sorted(ROOT.glob("scenarios/*.toml")),
    ROOT / "planner" / "inputs" / "new" / "starter_scenario.py",
)


def _keys(model: type[BaseModel]) -> Iterator[str]:
    for name, field in model.model_fields.items():
        yield name
        for kind in (field.annotation, *get_args(field.annotation)):
            if isinstance(kind, type) and issubclass(kind, BaseModel):
                yield from _keys(kind)


def _rule_keys() -> Iterator[str]:
    for rule, kind in RULES.items():
        settings: list[Any] = [field.name for field in fields(kind) if field.name != "name"]
        if settings:
            yield from (rule, *settings)


def test_the_commands_are_those_of_the_manual() -> None:
    assert COMMANDS == [
        "demo",
        "solve",
        "demand",
        "check",
        "compare",
        "explain",
        "alternatives",
        "frontier",
        "robust",
        "forecast",
        "map",
        "new",
        "aggregate",
        "doctor",
    ]


def test_help_lists_every_command_and_the_exit_codes() -> None:
    result = rp("--help")
    assert result.exit_code == 0
    for name in COMMANDS:
        assert re.search(rf"^  {name}  +\S.*\.$", result.stdout, re.MULTILINE), name
    words = " ".join(result.stdout.split())
    assert "0 plan, 1 our fault, 2 usage, 3 bad input, 4 no plan, 5 time limit without a plan" in words


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_shows_an_example_of_itself(name: str) -> None:
    result = rp(name, "--help")
    assert result.exit_code == 0
    assert f"Example:  rp-planner {name} " in result.stdout


def test_every_option_says_what_it_does() -> None:
    for name in COMMANDS:
        for line in rp(name, "--help").stdout.split("Options:")[1].splitlines():
            assert not re.fullmatch(r"\s+--[a-z-]+( <[^>]+>)?( +\[required\])?", line), f"{name}: {line}"


@pytest.mark.parametrize("name", ["solve", "explain", "alternatives", "frontier", "robust"])
def test_every_command_that_searches_may_be_told_how_close(name: str) -> None:
    words = " ".join(rp(name, "--help").stdout.split())
    assert "--gap" in words
    assert "Stop a goal once it is proved this close, as a share (0.001)." in words
    assert "--time-limit" in words


def test_no_command_is_a_usage_error_with_help() -> None:
    result = rp()
    assert result.exit_code == 2
    assert "demo" in result.stdout + result.stderr


def test_the_version_is_printed() -> None:
    result = rp("--version")
    assert result.exit_code == 0
    assert result.stdout.strip()


@pytest.mark.parametrize("name", COMMANDS)
def test_the_readme_knows_every_command(name: str) -> None:
    if not README.is_file():
        pytest.skip("there is no README.md in this folder")
    assert f"rp-planner {name}" in README.read_text(encoding="utf-8")


@pytest.mark.parametrize("key", sorted({*_keys(ScenarioFile), *_rule_keys()}))
def test_every_scenario_key_is_written_down(key: str) -> None:
    text = "\n".join(path.read_text(encoding="utf-8") for path in DOCUMENTS if path.is_file())
    assert re.search(rf"\b{key}\b", text), f"no document mentions {key}"
