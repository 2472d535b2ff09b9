"""The lock file pins every package, for every machine, and agrees with what the project asks for."""

from __future__ import annotations

import importlib.metadata
import os
import re
import tomllib

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.shape.tree import ROOT

LOCK = ROOT / "requirements.lock"
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
PIN = re.compile(r"[a-z0-9][a-z0-9.-]*==[0-9][\w.]*(?: ; [\w'<>=!. ]+)?")
# What the planner is measured against, never installed with it: a row of the benchmark names the versions it ran with.
NEVER_INSTALLED = "peers"
COMES_WITH_AN_ENVIRONMENT = {"pip", "setuptools", "wheel"}


def _lines() -> list[str]:
    text = LOCK.read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line and not line.lstrip().startswith("#")]


def _pins() -> dict[str, str]:
    requirements = map(Requirement, _lines())
    return {canonicalize_name(each.name): str(each.specifier).removeprefix("==") for each in requirements}


def _asked() -> list[Requirement]:
    extras = [lines for extra, lines in PROJECT["optional-dependencies"].items() if extra != NEVER_INSTALLED]
    asked = map(Requirement, [*PROJECT["dependencies"], *(line for extra in extras for line in extra)])
    return [each for each in asked if each.name != PROJECT["name"]]


def test_each_line_pins_one_package_and_nothing_else() -> None:
    assert [line for line in _lines() if not PIN.fullmatch(line)] == []
    assert len(_pins()) == len(_lines())


@pytest.mark.parametrize("requirement", _asked(), ids=lambda each: each.name)
def test_what_the_project_asks_for_is_pinned_within_its_bounds(requirement: Requirement) -> None:
    pinned = _pins().get(canonicalize_name(requirement.name))
    assert pinned is not None, f"{requirement.name} is not in the lock"
    assert requirement.specifier.contains(pinned), f"the lock pins {pinned}, the project asks for {requirement}"


@pytest.mark.skipif("CI" not in os.environ, reason="an environment made by hand may hold other packages")
def test_what_is_installed_is_what_the_lock_pins() -> None:
    found = {canonicalize_name(each.name): each.version for each in importlib.metadata.distributions()}
    ours = {*COMES_WITH_AN_ENVIRONMENT, PROJECT["name"]}
    pins = _pins()
    assert {name: version for name, version in found.items() if name not in ours and pins.get(name) != version} == {}
