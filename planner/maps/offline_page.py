"""What every page of ours has in common: it runs only its own scripts and styles, and fetches nothing."""

from __future__ import annotations

import base64
import hashlib
import re
from html.parser import HTMLParser
from importlib import resources

import jinja2

from planner.maps.leaflet import OfflineAssetError

_LINKS = frozenset({"src", "href", "srcset", "data", "poster", "action", "formaction", "background"})
_STYLE_LINK = re.compile(r"""(?:url\(\s*|@import\s+)["']?(?!["']?(?:data:|#))""", re.IGNORECASE)


def environment() -> jinja2.Environment:
    """Templates of `assets`; every text that is put into one is escaped, and a missing one is an error."""
    return jinja2.Environment(
        loader=jinja2.PackageLoader("planner.maps", "assets"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def asset(name: str) -> str:
    """Text of one file of `assets`."""
    return resources.files("planner.maps").joinpath("assets", name).read_text(encoding="utf-8")


def policy(scripts: list[str], styles: list[str]) -> str:
    """Content security policy: only these scripts and styles run, and nothing is fetched from anywhere."""
    return (
        f"default-src 'none'; img-src data:; script-src {_hashes(scripts)}; style-src {_hashes(styles)}; "
        "base-uri 'none'; form-action 'none'"
    )


def _hashes(texts: list[str]) -> str:
    digests = (hashlib.sha256(text.encode("utf-8")).digest() for text in texts)
    return " ".join(f"'sha256-{base64.b64encode(digest).decode('ascii')}'" for digest in digests) or "'none'"


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


def self_contained(page: str, styles: list[str]) -> str:
    """Return the page; raises OfflineAssetError when it would fetch anything."""
    finder = _LinkFinder()
    finder.feed(page)
    found = finder.found + [match[0] for style in styles for match in _STYLE_LINK.finditer(style)]
    if found:
        msg = f"the page would fetch from elsewhere: {', '.join(found)}"
        raise OfflineAssetError(msg)
    return page
