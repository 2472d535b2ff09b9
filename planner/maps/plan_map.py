"""The map page: one HTML file that opens without a network and shows the plan by locality, phase and year.

folium lays the outlines on a Leaflet map without tiles. Everything else on the page, and every name that a user
typed, is shown by the page's own script as text, because folium writes text into script (see its handling of
tooltips, popups and layer names).
"""

from __future__ import annotations

import base64
import hashlib
import re
from html.parser import HTMLParser
from importlib import resources
from typing import cast

import folium
import jinja2
from branca.element import Figure

from planner.domain.plan import Plan
from planner.domain.scenario import Scenario
from planner.maps import facts, leaflet
from planner.maps.bases import schools_on_map
from planner.maps.boundaries import Boundaries, read_boundaries, to_geojson
from planner.maps.measures import measures
from planner.maps.openings import openings
from planner.maps.page_data import json_for_script, page_data
from planner.maps.selections import need_choices, need_label, year_group_choices

SCRIPTS = ("values.js", "map.js", "labels.js", "details.js", "table.js", "main.js")
_LINKS = frozenset({"src", "href", "srcset", "data", "poster", "action", "formaction", "background"})
_STYLE_LINK = re.compile(r"""(?:url\(\s*|@import\s+)["']?(?!["']?(?:data:|#))""", re.IGNORECASE)


def draw_map(plan: Plan, stock: Plan, scenario: Scenario) -> str:
    """Draw the plan as one self-contained HTML page; `stock` is the scenario with the register's places only.

    Raises InputError when the boundaries or a school's position cannot be drawn, OfflineAssetError when the page
    would need a network. The same input gives the same bytes.
    """
    boundaries = read_boundaries(scenario)
    map_names, figure = _leaflet_map(boundaries)
    document = page_data(plan, stock, scenario, boundaries) | {"layers": map_names}
    scripts = [leaflet.script(), figure.script.render(), _own_script()]
    styles = [leaflet.stylesheet(), _asset("page.css")]
    page = (
        _environment()
        .get_template("page.html")
        .render(
            policy=_policy(scripts, styles),
            scripts=scripts,
            styles=styles,
            map_html=figure.html.render(),
            document=json_for_script(document),
            **_page_words(plan, stock, scenario),
        )
    )
    return _self_contained(page, styles)


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


def _environment() -> jinja2.Environment:
    return jinja2.Environment(
        loader=jinja2.PackageLoader("planner.maps", "assets"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def _own_script() -> str:
    return '(function () {\n"use strict";\n' + "\n".join(_asset(name) for name in SCRIPTS) + "\n})();"


def _asset(name: str) -> str:
    return resources.files("planner.maps").joinpath("assets", name).read_text(encoding="utf-8")


def _policy(scripts: list[str], styles: list[str]) -> str:
    """Content security policy: only these scripts and styles run, and nothing is fetched from anywhere."""
    return (
        f"default-src 'none'; img-src data:; script-src {_hashes(scripts)}; style-src {_hashes(styles)}; "
        "base-uri 'none'; form-action 'none'"
    )


def _hashes(texts: list[str]) -> str:
    digests = (hashlib.sha256(text.encode("utf-8")).digest() for text in texts)
    return " ".join(f"'sha256-{base64.b64encode(digest).decode('ascii')}'" for digest in digests)


class _LinkFinder(HTMLParser):
    """Gathers the attributes through which a page would fetch something."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note each link that leads out of the page."""
        for name, value in attrs:
            if name in _LINKS and not (value or "").startswith(("data:", "#")):
                self.found.append(f'<{tag} {name}="{value}">')


def _self_contained(page: str, styles: list[str]) -> str:
    finder = _LinkFinder()
    finder.feed(page)
    found = finder.found + [match[0] for style in styles for match in _STYLE_LINK.finditer(style)]
    if found:
        msg = f"the page would fetch from elsewhere: {', '.join(found)}"
        raise leaflet.OfflineAssetError(msg)
    return page
