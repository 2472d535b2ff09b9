"""The page as a file: self-contained, small, the same bytes every time, and safe around names."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from planner.domain.scenario import Scenario
from planner.maps import leaflet
from planner.maps.offline_page import self_contained
from planner.maps.page_data import json_for_script
from tests.maps.small_case import NASTY

ROOT = Path(__file__).parents[2]
DRAW = """
import hashlib, sys
from pathlib import Path
from planner.maps.plan_map import draw_map
from planner.maps.plan_svg import draw_map_svg
from tests.maps.small_case import full_plan, small_scenario, stock_plan
scenario = small_scenario(Path(sys.argv[1]))
given = full_plan(scenario), stock_plan(scenario), scenario
for text in (draw_map(*given), draw_map_svg(*given)):
    print(hashlib.sha256(text.encode("utf-8")).hexdigest())
"""


@pytest.mark.slow
def test_two_processes_draw_the_same_bytes(scenario: Scenario) -> None:
    """Sets and dictionaries are ordered differently under another hash seed; the page is not."""
    hashes = [
        subprocess.run(
            [sys.executable, "-c", DRAW, scenario.boundaries_path],
            cwd=ROOT,
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
            text=True,
        ).stdout
        for seed in ("1", "2")
    ]
    assert len(hashes[0].split()) == 2
    assert hashes[0] == hashes[1]


def test_the_page_is_small(page_file: Path) -> None:
    assert page_file.stat().st_size < 400_000


def test_the_page_states_its_language_title_and_policy(page_file: Path) -> None:
    page = page_file.read_text(encoding="utf-8")
    assert '<html lang="en-GB">' in page
    assert "<title>A small council &lt;script&gt;" in page
    assert "default-src &#39;none&#39;" in page
    assert "user-scalable" not in page


@pytest.mark.parametrize(
    "markup",
    [
        '<script src="https://example.org/a.js"></script>',
        "<img src=//example.org/a.png>",
        '<link rel="stylesheet" href="a.css">',
    ],
)
def test_a_page_that_would_fetch_is_refused(markup: str) -> None:
    with pytest.raises(leaflet.OfflineAssetError):
        self_contained(f"<html>{markup}</html>", [])


@pytest.mark.parametrize("style", ["p { background: url(a.png) }", "@import 'a.css';"])
def test_a_style_that_would_fetch_is_refused(style: str) -> None:
    with pytest.raises(leaflet.OfflineAssetError):
        self_contained("<html></html>", [style])


def test_links_inside_the_page_and_links_in_names_are_no_fetch() -> None:
    page = '<a href="#table">Table</a><p>&lt;img src=https://example.org&gt;</p><link href="data:,">'
    assert self_contained(page, ["p { background: url(data:image/png;base64,AA) }"]) == page


@pytest.mark.parametrize("name", [NASTY, "</script><script>alert(1)</script>", "<!--", "]]>", "\u2028", "Dŵr & Oak's"])
def test_no_name_can_leave_the_json(name: str) -> None:
    text = json_for_script([name])
    assert not set("<>&\u2028") & set(text)
    assert json.loads(text) == [name]
