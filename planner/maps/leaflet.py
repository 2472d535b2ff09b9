"""Leaflet from the installed package, made to stand inside one page; anything unknown is refused.

A page that fetches its map library stays blank behind a council's proxy, so nothing is fetched. Each file is held
against its published hash, and folium's own list of assets against what is known here: a new folium that asks for
more stops the map instead of drawing half of it.
"""

from __future__ import annotations

import base64
import hashlib
import re
from importlib import metadata, resources

from branca.element import CssLink, Figure, JavascriptLink

from planner.errors import PlannerError

PACKAGE = "django-js-lib-leaflet"
SHA256 = {
    "leaflet.js": "db49d009c841f5ca34a888c96511ae936fd9f5533e90d8b2c4d57596f4e5641a",
    "leaflet.css": "a7837102824184820dfa198d1ebcd109ff6d0ff9a2672a074b9a1b4d147d04c6",
    "images/layers.png": "1dbbe9d028e292f36fcba8f8b3a28d5e8932754fc2215b9ac69e4cdecf5107c6",
    "images/layers-2x.png": "066daca850d8ffbef007af00b06eac0015728dee279c51f3cb6c716df7c42edf",
    "images/marker-icon.png": "574c3a5cca85f4114085b6841596d62f00d7c892c7b03f28cbfa301deb1dc437",
}
INLINED = frozenset({"leaflet", "leaflet_css"})
"""folium's names of the assets that the page carries inside."""
UNUSED = frozenset(
    {
        "jquery",
        "bootstrap",
        "awesome_markers",
        "bootstrap_css",
        "glyphicons_css",
        "awesome_markers_font_css",
        "awesome_markers_css",
        "awesome_rotate_css",
    }
)
"""folium's names of the assets that serve popups and pins, of which the page has none."""
_IMAGE = re.compile(r"url\(([^)#]+)\)")


class OfflineAssetError(PlannerError):
    """The map asks for a file that is not carried inside the page, or the carried file is not the known one."""


def script() -> str:
    """Leaflet's script with its licence."""
    text = _text("leaflet.js")
    if "</script" in text.lower():
        msg = "leaflet.js holds an end of a script element and cannot stand inside a page"
        raise OfflineAssetError(msg)
    return f"/*\n{licence()}\n*/\n{text.split('//# sourceMappingURL', maxsplit=1)[0]}"


def stylesheet() -> str:
    """Leaflet's style sheet with its pictures inside."""
    return _IMAGE.sub(lambda match: f"url({_data_address(match[1])})", _text("leaflet.css"))


def licence() -> str:
    """Text of Leaflet's licence, which each copy must carry."""
    text = metadata.distribution(PACKAGE).read_text("LICENSE")
    if not text or "*/" in text:
        msg = f"{PACKAGE} holds no licence text that can stand in a comment"
        raise OfflineAssetError(msg)
    return text.strip()


def check_assets(figure: Figure) -> None:
    """Raise OfflineAssetError when a rendered figure asks for an asset that is neither carried nor known as unused."""
    for name, element in figure.header._children.items():
        if isinstance(element, JavascriptLink | CssLink) and name not in INLINED | UNUSED:
            msg = f"folium asks for an unknown file {name!r} ({element.url}); the page would need a network"
            raise OfflineAssetError(msg)


def _data_address(name: str) -> str:
    return f"data:image/png;base64,{base64.b64encode(_read(name)).decode('ascii')}"


def _text(name: str) -> str:
    """Text with plain line ends: a browser reads carriage returns away, and the policy's hash would not match."""
    return "\n".join(_read(name).decode("utf-8").splitlines())


def _read(name: str) -> bytes:
    content = resources.files("js_lib_leaflet").joinpath("static", "js_lib_leaflet", *name.split("/")).read_bytes()
    expected = SHA256.get(name)
    found = hashlib.sha256(content).hexdigest()
    if found != expected:
        msg = f"{name} of {PACKAGE} has sha256 {found}, expected {expected or 'no such file'}"
        raise OfflineAssetError(msg)
    return content
