"""What a new pack takes over from another council is listed, until the pack has its own."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from datetime import date

import pytest

from planner.domain.terms import NeedGroup
from planner.inputs.assumptions_file import read_assumptions
from planner.inputs.bundled import ASSUMPTIONS_FILE, bundled_folder
from planner.inputs.new.judgements import assume_bundled, assume_limits
from planner.inputs.new.report import Notes
from planner.inputs.new.starter_scenario import starter_scenario

BUNDLED = read_assumptions(bundled_folder("scenarios") / ASSUMPTIONS_FILE, Notes().faults)
GROUPS = [NeedGroup.SEMH]


def _listed(own: tuple[str, ...] = (), *, forecasts: bool = True) -> str:
    assert BUNDLED is not None
    notes = Notes()
    assume_bundled(BUNDLED, [BUNDLED[name] for name in own], GROUPS, forecasts=forecasts, notes=notes)
    return "\n".join(notes.report("C").assumed)


def test_red_and_amber_numbers_of_high_impact_are_listed_with_value_quality_and_source() -> None:
    listed = _listed()
    for words in (
        "resourced provision share primary = 0.095",
        "red, judgement, from Calibrated: Warwickshire County Council aims at 529 places by 2028; replace it",
        "[rp_share_secondary] in own_assumptions.toml",
        "EHC plan growth rate = 0.09",
        "[rp_top_up_gbp]",
        "[lead_time_academy_months]",
    ):
        assert words in listed
    assert "https://" not in listed
    for name in ("rp_place_occupied_gbp", "detour_factor", "lever_", "independent_special"):
        assert name not in listed


def test_what_the_pack_replaces_or_does_not_read_is_not_listed() -> None:
    assert "ehcp_growth_rate" not in _listed(("ehcp_growth_rate",))
    assert "[rp_share_primary]" not in _listed(forecasts=False)
    assert "[rp_top_up_gbp]" in _listed(forecasts=False)


def test_the_short_source_ends_before_an_address() -> None:
    assert BUNDLED is not None
    stated = replace(BUNDLED["rp_top_up_gbp"], source="A paper, https://example.org/a; more")
    assert stated.short_source == "A paper"
    assert stated.words == "resourced provision top up pounds = 16,678 (pounds a pupil a year)"


def test_the_limits_of_the_starter_scenario_are_listed_and_marked() -> None:
    text = starter_scenario("C", date(2025, 6, 30), 2025, GROUPS)
    notes = Notes()
    assume_limits(tomllib.loads(text), notes)
    listed = notes.report("C").assumed
    assert "scenario.toml, [rules.opening_limit]: sites_per_year = 10, places_per_year = 100: judgement" in listed[3]
    tables = [line.split("]")[0].split("[")[1] for line in listed]
    of_rules = ["travel_limit", "opening_limit", "coverage_promise", "host_limit"]
    assert tables == ["priorities", "candidates", *(f"rules.{rule}" for rule in of_rules)]
    assert "sizes = primary 8 or 10 or 12 or 14 or 16; secondary 8 or" in listed[1]
    for table in tables:
        lines = text.splitlines()
        assert lines[lines.index(f"[{table}]") - 1].startswith("# Judgement, set your own")


@pytest.mark.parametrize(
    ("as_at", "first", "last"),
    [
        (date(2025, 6, 30), "2025/26", "2029/30"),
        (date(2026, 8, 31), "2025/26", "2029/30"),
        (date(2026, 9, 1), "2026/27", "2030/31"),
        (date(2028, 3, 1), "2027/28", "2031/32"),
    ],
)
def test_no_year_of_the_starter_scenario_is_over(as_at: date, first: str, last: str) -> None:
    table = tomllib.loads(starter_scenario("C", as_at, 2025, GROUPS))
    assert (table["first_academic_year"], table["last_academic_year"]) == (first, last)
    assert table["rules"]["coverage_promise"]["from_academic_year"] == last
    assert table["finance"]["first_financial_year"].startswith(first[:4])
