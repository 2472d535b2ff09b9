"""The carried files are the published ones, and an unknown one stops the map."""

from __future__ import annotations

import hashlib
from importlib import resources

import folium
import pytest
from branca.element import Figure, JavascriptLink

from planner.maps import leaflet

# npm leaflet 1.9.4, dist/leaflet.js and dist/leaflet.css.
PUBLISHED = {
    "leaflet.js": "db49d009c841f5ca34a888c96511ae936fd9f5533e90d8b2c4d57596f4e5641a",
    "leaflet.css": "a7837102824184820dfa198d1ebcd109ff6d0ff9a2672a074b9a1b4d147d04c6",
}


@pytest.mark.parametrize("name", PUBLISHED)
def test_the_installed_file_is_the_published_one(name: str) -> None:
    content = resources.files("js_lib_leaflet").joinpath("static", "js_lib_leaflet", name).read_bytes()
    assert hashlib.sha256(content).hexdigest() == PUBLISHED[name] == leaflet.SHA256[name]


def test_another_file_than_the_known_one_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(leaflet.SHA256, "leaflet.js", "0" * 64)
    with pytest.raises(leaflet.OfflineAssetError, match=r"leaflet\.js"):
        leaflet.script()


def test_pictures_of_the_style_sheet_are_inside_it() -> None:
    style = leaflet.stylesheet()
    assert "url(images/" not in style
    assert style.count("url(data:image/png;base64,") == 3


def test_the_script_carries_its_licence() -> None:
    assert "Redistribution and use in source and binary forms" in leaflet.script()


def test_the_assets_of_a_plain_folium_map_are_all_known() -> None:
    leaflet.check_assets(rendered())


def test_an_asset_that_folium_adds_is_refused() -> None:
    figure = rendered()
    figure.header.add_child(JavascriptLink("https://example.org/new.js"), name="new_library")
    with pytest.raises(leaflet.OfflineAssetError, match="new_library"):
        leaflet.check_assets(figure)


def rendered() -> Figure:
    figure = folium.Map(tiles=None).get_root()
    figure.render()
    assert isinstance(figure, Figure)
    return figure
