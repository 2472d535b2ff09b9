"""The map page: one HTML file that opens without a network and shows the plan by locality, phase and year.

folium lays the outlines on a Leaflet map without tiles. Everything else on the page, and every name that a user
typed, is shown by the page's own script as text, because folium writes text into script (see its handling of
tooltips, popups and layer names).
"""

from __future__ import annotations

from typing import cast

import folium
from branca.element import Figure

from planner.domain.plan import Plan
from planner.domain.scenario import Scenario
from planner.maps import facts, leaflet
from planner.maps.bases import schools_on_map
from planner.maps.boundaries import Boundaries, read_boundaries, to_geojson
from planner.maps.measures import measures
from planner.maps.offline_page import asset, environment, policy, self_contained
from planner.maps.openings import openings
from planner.maps.page_data import json_for_script, page_data
from planner.maps.selections import need_choices, need_label, year_group_choices

SCRIPTS = ("values.js", "map.js", "labels.js", "details.js", "table.js", "main.js")


def draw_map(plan: Plan, stock: Plan, scenario: Scenario) -> str:
    """Draw the plan as one self-contained HTML page; `stock` is the scenario with the register's places only.

    Raises InputError when the boundaries or a school's position cannot be drawn, OfflineAssetError when the page
    would need a network. The same input gives the same bytes.
    """
    boundaries = read_boundaries(scenario)
    map_names, figure = _leaflet_map(boundaries)
    document = page_data(plan, stock, scenario, boundaries) | {"layers": map_names}
    scripts = [leaflet.script(), figure.script.render(), _own_script()]
    styles = [leaflet.stylesheet(), asset("page.css")]
    page = (
        environment()
        .get_template("page.html")
        .render(
            policy=policy(scripts, styles),
            scripts=scripts,
            styles=styles,
            map_html=figure.html.render(),
            document=json_for_script(document),
            **_page_words(plan, stock, scenario),
        )
    )
    return self_contained(page, styles)


def _leaflet_map(boundaries: Boundaries) -> tuple[dict[str, str], Figure]:
    """Lay the outlines on a map; return the script names of the map and its layers, and the rendered figure."""
    leaflet_map = folium.Map(
        tiles=None, zoom_snap=0.05, zoom_delta=0.5, min_zoom=6, max_zoom=15, scroll_wheel_zoom=False
    )
    localities = folium.GeoJson(to_geojson(boundaries.localities), smooth_factor=0)
    districts = folium.GeoJson(to_geojson(boundaries.districts), smooth_factor=0, interactive=False)
    named = {"map": leaflet_map, "localities": localities, "districts": districts}
    for name, element in named.items():
        element._id = name  # branca's own ids are random and would change the page at every run
    localities.add_to(leaflet_map)
    districts.add_to(leaflet_map)
    figure = cast(Figure, leaflet_map.get_root())
    figure.render()
    leaflet.check_assets(figure)
    return {name: element.get_name() for name, element in named.items()}, figure


def _page_words(plan: Plan, stock: Plan, scenario: Scenario) -> dict[str, object]:
    problem = scenario.problem
    years = facts.facts_by_year(plan, stock, scenario)
    return {
        "scenario": scenario,
        "year_groups": [choice.label for choice in year_group_choices(problem)],
        "needs": [need_label(need_group) for need_group in need_choices(problem)],
        "measures": measures(scenario),
        "years": years,
        "last": years[-1],
        "target": facts.target_in_words(years),
        "proof": facts.proof_in_words(plan, scenario),
        "goals": facts.facts_of_goals(plan, scenario),
        "openings": openings(schools_on_map(plan, stock, scenario), problem),
        "warning": facts.small_number_warning(problem),
        "balancing_places": facts.balancing_places(plan, problem, problem.academic_years[-1]),
    }


def _own_script() -> str:
    return '(function () {\n"use strict";\n' + "\n".join(asset(name) for name in SCRIPTS) + "\n})();"
