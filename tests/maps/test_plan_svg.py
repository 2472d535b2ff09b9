"""The picture for papers: well formed, the same numbers, names as text, nothing fetched, the same bytes."""

from __future__ import annotations

from dataclasses import replace
from xml.etree import ElementTree

import pytest

from planner.domain.plan import Plan
from planner.domain.scenario import Scenario
from planner.errors import InputError
from planner.maps.plan_svg import draw_map_svg
from tests.maps.small_case import LOCALITIES, NASTY, full_plan, stock_plan

SVG = "{http://www.w3.org/2000/svg}"


def root_of(scenario: Scenario, measure: str = "unplaced") -> ElementTree.Element:
    return ElementTree.fromstring(draw_map_svg(full_plan(scenario), stock_plan(scenario), scenario, measure))


def test_both_stages_show_each_locality_with_its_value(scenario: Scenario) -> None:
    titles = [node.text for node in root_of(scenario).findall(f".//{SVG}path/{SVG}title")]
    before = [8, 12, 8, 12, 12, 12]
    after = [8, 12, 8, 8, 12, 4]
    names = sorted(range(len(LOCALITIES)), key=lambda index: LOCALITIES[index])
    assert titles == [f"{LOCALITIES[n]}: {values[n]}" for values in (before, after) for n in names]


def test_names_stay_text(scenario: Scenario) -> None:
    root = root_of(scenario)
    assert any(NASTY in (node.text or "") for node in root.iter(f"{SVG}title"))
    assert not list(root.iter(f"{SVG}img"))
    assert not list(root.iter(f"{SVG}script"))


def test_nothing_is_fetched(scenario: Scenario) -> None:
    root = root_of(scenario, "places_per_100")
    values = [value for node in root.iter() for value in node.attrib.values()]
    assert not [value for value in values if "://" in value]


def test_the_picture_warns_and_names_its_sources(scenario: Scenario) -> None:
    words = " ".join(node.text or "" for node in root_of(scenario).iter(f"{SVG}text"))
    assert "Not for publication" in words
    assert scenario.attribution[0] in words
    assert scenario.problem.distance_basis in words


def test_places_at_no_known_school_are_told(scenario: Scenario) -> None:
    words = [node.text or "" for node in root_of(scenario).iter(f"{SVG}text")]
    note = "7 places in 2026/27 that a published total counts and no source puts at a school."
    assert f"Not on the map and not in its numbers: {note}" in words
    named = replace(scenario.problem, sites=tuple(site for site in scenario.problem.sites if site.urn is not None))
    assert "Not on the map" not in draw_map_svg(*_without_balancing(scenario), replace(scenario, problem=named))


def _without_balancing(scenario: Scenario) -> list[Plan]:
    balancing = {site.key for site in scenario.problem.sites if site.urn is None}
    plans = full_plan(scenario), stock_plan(scenario)
    return [
        replace(plan, site_years=tuple(row for row in plan.site_years if row.site not in balancing)) for plan in plans
    ]


def test_the_same_input_gives_the_same_picture(scenario: Scenario) -> None:
    first, second = (draw_map_svg(full_plan(scenario), stock_plan(scenario), scenario) for _ in range(2))
    assert first == second


def test_an_unknown_measure_is_refused(scenario: Scenario) -> None:
    with pytest.raises(InputError, match="one of unplaced, places_per_100"):
        root_of(scenario, "beauty")


def test_changes_stand_in_the_heading_and_move_the_panels_down(scenario: Scenario) -> None:
    changed = root_of(replace(scenario, changes=("What if: two more places at " + NASTY, "long " * 60)))
    lines = [node.text or "" for node in changed.iter(f"{SVG}text")]
    assert f"What if: two more places at {NASTY}" in lines
    assert max(map(len, lines)) < 200
    assert not any("two more places" in (node.text or "") for node in root_of(scenario).iter(f"{SVG}text"))
    panels = [
        float(root.findall(f".//{SVG}rect[@class='ground']")[0].get("y", "0")) for root in (root_of(scenario), changed)
    ]
    assert panels[1] > panels[0]
