"""Claims about the assumptions file."""

from __future__ import annotations

from pathlib import Path

import pytest

from planner.errors import Faults, InputError
from planner.inputs.assumptions_file import read_assumptions, require, with_values
from planner.inputs.bundled import ASSUMPTIONS_FILE, bundled_folder
from tests.inputs.editing import edit
from tests.small_pack import ASSUMPTIONS


def read(path: Path) -> object:
    faults = Faults()
    result = read_assumptions(path, faults)
    faults.raise_if_any()
    return result


@pytest.fixture
def path(scenario_path: Path) -> Path:
    return scenario_path.parent / "assumptions.toml"


def test_values_ranges_and_sources_are_read(path: Path) -> None:
    assumptions = read_assumptions(path, Faults())
    assert assumptions is not None
    growth = assumptions["ehcp_growth_rate"]
    assert (growth.value, growth.low, growth.high, growth.source) == (0.1, 0.05, 0.12, "made up")
    assert assumptions["state_special_gbp"].low is None
    assert [a.name for a in assumptions] == sorted(ASSUMPTIONS)


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("value = 1.3\n", 'value = "1.3"\n', "assumptions.toml, detour_factor.value: found '1.3'; expected a number"),
        ("value = 1.3\n", "", "detour_factor.value: found nothing"),
        ("value = 1.3\n", "value = 1.1\n", "detour_factor: found low 1.2 above value 1.1"),
        ("value = 1.3\n", "value = 1.5\n", "detour_factor: found high 1.4 below value 1.5"),
        ("value = 1.3\n", "value = 1.3\nsorce = 1\n", "Did you mean 'source'?"),
        ("value = 1.3\n", "value = nan\n", "detour_factor.value: found nan"),
        ("[detour_factor]\n", "[detour_factor\n", "assumptions.toml, line 1"),
    ],
)
def test_a_bad_assumption_is_refused(path: Path, old: str, new: str, words: str) -> None:
    edit(path, old, new)
    with pytest.raises(InputError) as caught:
        read(path)
    assert words in str(caught.value)


def test_the_scenario_sets_a_value_and_it_shows(path: Path) -> None:
    faults = Faults()
    assumptions = read_assumptions(path, faults)
    assert assumptions is not None
    changed = with_values(assumptions, {"detour_factor": 1.5}, "x.toml", faults)["detour_factor"]
    assert (changed.value, changed.low, changed.high, changed.quality) == (1.5, 1.2, 1.5, "red")
    assert changed.note == "The file states 1.3 (made up)."
    with_values(assumptions, {"detour_facto": 1.5}, "x.toml", faults)
    with pytest.raises(InputError, match="Did you mean 'detour_factor'"):
        faults.raise_if_any()


def test_a_missing_assumption_is_named(path: Path) -> None:
    faults = Faults()
    assumptions = read_assumptions(path, faults)
    assert assumptions is not None
    require(assumptions, ["detour_factor", "moon_phase"], "assumptions.toml", faults)
    with pytest.raises(InputError, match=r"no assumption 'moon_phase'.*Add \[moon_phase\]"):
        faults.raise_if_any()


def test_the_bundled_assumptions_are_sound() -> None:
    assert read(bundled_folder("scenarios") / ASSUMPTIONS_FILE) is not None
