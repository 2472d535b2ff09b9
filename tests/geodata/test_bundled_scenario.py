"""The bundled scenario and its assumptions: they load, they add up, and 500 places are within reach."""

from __future__ import annotations

import tomllib

import pytest

from planner.domain.scenario import Scenario
from planner.domain.terms import AcademicYear, Bound, Phase
from planner.inputs.read import read_scenario
from tests.geodata.pack_files import ROOT

TARGET_YEAR = AcademicYear(2028)


@pytest.fixture(scope="module")
def scenario() -> Scenario:
    return read_scenario(ROOT / "scenarios" / "warwickshire_2024.toml")


def test_the_bands_are_the_usual_four(scenario: Scenario) -> None:
    assert [band.name for band in scenario.problem.bands] == ["nursery", "infant", "junior", "secondary"]


def test_stated_and_computed_totals_stand_side_by_side(scenario: Scenario) -> None:
    totals = {row.claim: (row.stated_places, row.computed_places) for row in scenario.problem.stated_totals}
    assert totals["existing in June 2024, at 18 sites"] == (191, 191)
    assert totals["opening in September 2024, eight provisions"] == (68, 68)
    assert totals["open from September 2024"] == (251, 259)


def test_the_forecast_is_of_the_scale_of_the_strategy(scenario: Scenario) -> None:
    """Central about the 529 places that the council aims at; the first year between the record and the places."""
    demand = scenario.problem.demand_by_bound
    first = scenario.problem.academic_years[0]
    assert 206 <= demand[Bound.CENTRAL].total_pupils(first) <= 259
    assert 380 <= demand[Bound.LOWER].total_pupils(TARGET_YEAR) <= 430
    assert 480 <= demand[Bound.CENTRAL].total_pupils(TARGET_YEAR) <= 560
    assert 620 <= demand[Bound.UPPER].total_pupils(TARGET_YEAR) <= 700


def test_what_is_decided_falls_short_of_the_target_by_less_than_the_team_can_open(scenario: Scenario) -> None:
    decided = sum(site.stated_places(TARGET_YEAR) for site in scenario.problem.sites)
    rules = {rule.name: rule for rule in scenario.rules}
    target = rules["places_target"].targets[0].places  # type: ignore[attr-defined]
    places_per_year = rules["opening_limit"].places_per_year  # type: ignore[attr-defined]
    assert 0 < target - decided <= places_per_year * 3


def test_the_need_mix_of_each_phase_is_whole() -> None:
    assumptions = tomllib.loads((ROOT / "scenarios" / "assumptions.toml").read_text(encoding="utf-8"))
    for phase in Phase:
        mix = [row["value"] for name, row in assumptions.items() if name.startswith(f"rp_mix_{phase}_")]
        assert len(mix) == 4
        assert sum(mix) == pytest.approx(1)


def test_a_judgement_says_its_reason() -> None:
    assumptions = tomllib.loads((ROOT / "scenarios" / "assumptions.toml").read_text(encoding="utf-8"))
    assert all(row["note"] for row in assumptions.values() if row["quality"] in {"amber", "red"})
    assert all("http" in row["source"] for row in assumptions.values() if row["quality"] == "green")
