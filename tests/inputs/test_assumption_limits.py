"""Claims about what an assumption can be at all."""

from __future__ import annotations

from pathlib import Path

import pytest

from planner.inputs import read_scenario
from tests.inputs.editing import edit, only_fault


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("detour_factor", "0.9", "assumptions.toml, detour_factor: found 0.9 ratio; expected 1 to 10"),
        ("rp_share_primary", "-1", "rp_share_primary: found -1 share; expected 0 to 1"),
        ("ehcp_growth_rate", "9", "ehcp_growth_rate: found 9 rate a year; expected -1 to 1"),
        ("lead_time_academy_months", "1e9", "expected 0 to 120"),
        ("rp_top_up_gbp", "-8000", "expected 0 to 1,000,000,000"),
        ("rp_mix_primary_semh", "0.9", "rp_mix_primary_*: found shares that sum to 1.6; expected a sum of at most 1"),
    ],
)
def test_what_cannot_be_is_refused(scenario_path: Path, name: str, value: str, words: str) -> None:
    assert words in only_fault(lambda: read_scenario(scenario_path, [f"assumptions_set.{name}={value}"]))


def test_the_ends_of_a_range_are_held_to_the_same_limits(scenario_path: Path) -> None:
    edit(scenario_path.parent / "assumptions.toml", "high = 0.08", "high = 8")
    assert "rp_share_nursery: found 8 share" in only_fault(lambda: read_scenario(scenario_path))
