"""The small council's page, made once, and a headless browser to open it with."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from planner.domain.scenario import Scenario
from planner.maps.plan_map import draw_map
from tests.maps.small_case import full_plan, small_scenario, stock_plan, write_areas

if TYPE_CHECKING:
    from playwright.sync_api import Browser

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-sync",
    "--no-first-run",
]


@pytest.fixture(scope="session")
def scenario(tmp_path_factory: pytest.TempPathFactory) -> Scenario:
    return small_scenario(write_areas(tmp_path_factory.mktemp("maps")))


@pytest.fixture(scope="session")
def page_file(scenario: Scenario, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("page") / "map.html"
    path.write_text(draw_map(full_plan(scenario), stock_plan(scenario), scenario), encoding="utf-8")
    return path


@pytest.fixture(scope="session")
def browser(chromium: Path) -> Iterator[Browser]:
    playwright = pytest.importorskip("playwright.sync_api")
    with playwright.sync_playwright() as driver:
        opened = driver.chromium.launch(executable_path=str(chromium), args=ARGUMENTS)
        yield opened
        opened.close()
