"""Claims about finding scenarios and packs."""

from __future__ import annotations

from pathlib import Path

import pytest

from planner.errors import Faults
from planner.inputs import bundled
from tests.inputs.editing import only_fault


@pytest.fixture
def installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A package folder that carries its own packs and scenarios, as a wheel does."""
    for name in ("geodata/somewhere/pack.toml", "scenarios/somewhere.toml", "scenarios/assumptions.toml"):
        path = tmp_path / "_bundled" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("")
    monkeypatch.setattr(bundled, "PACKAGE", tmp_path)
    return tmp_path / "_bundled"


def test_the_checkout_holds_the_folders() -> None:
    assert (bundled.bundled_folder("geodata") / "FORMAT.md").is_file()
    assert (bundled.bundled_folder("scenarios") / bundled.ASSUMPTIONS_FILE).is_file()


def test_an_installed_package_holds_them_itself(installed: Path) -> None:
    assert bundled.bundled_packs() == ["somewhere"]
    assert bundled.bundled_scenarios() == ["somewhere"]
    assert bundled.find_scenario("somewhere") == installed / "scenarios" / "somewhere.toml"
    assert bundled.find_scenario("somewhere.toml") == installed / "scenarios" / "somewhere.toml"
    assert bundled.find_pack("somewhere", "x.toml", Faults()) == installed / "geodata" / "somewhere"


def test_a_file_goes_before_a_bundled_name(installed: Path, scenario_path: Path) -> None:
    assert bundled.find_scenario(scenario_path) == scenario_path


@pytest.mark.usefixtures("installed")
def test_an_unknown_name_is_refused_with_the_nearest() -> None:
    message = only_fault(lambda: bundled.find_scenario("somwhere"))
    assert "Did you mean 'somewhere'?" in message
    assert "no such file" in only_fault(lambda: bundled.find_scenario("folder/somewhere.toml"))
