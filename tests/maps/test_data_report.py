"""The data report as a page: complete, deaf to what texts contain, offline, fit for a telephone."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from planner.inputs.new.report import FileRead, PackReport
from planner.maps.data_report import data_report_page
from tests.maps.small_case import NASTY

if TYPE_CHECKING:
    from playwright.sync_api import Browser

HASH = "0123456789abcdef" * 4
LONG = "a_file_with_a_very_long_name_that_no_telephone_can_show_in_one_line_20250524.csv"
REPORT = PackReport(
    council=f"Council {NASTY}",
    files=(FileRead(LONG, HASH, 27_153, "UTF-8"), FileRead(f"{NASTY}.csv", HASH, 3, NASTY)),
    doubtful=(f"{LONG}, row 7, column plans: symbol c, so unknown and left out", f"school 1: {NASTY}"),
    assumed=("bases are written as open since 2024/25",),
    counts=(("areas", 354.0), ("residents, aged: 5", 1234.5)),
    settled=("school 1 (resourced provision), places: the register 12; GIAS 10: the register won",),
)


def test_everything_of_the_report_is_on_the_page_as_text() -> None:
    page = data_report_page(REPORT)
    for text in (LONG, HASH, "27,153", "1,234.5", "symbol c, so unknown", "open since 2024/25", "the register won"):
        assert text in page
    assert NASTY not in page
    assert "<script" not in page
    assert f'<span class="key">{LONG}, row 7, column plans</span>symbol c' in page


def test_a_warning_stands_above_everything_else() -> None:
    page = data_report_page(replace(REPORT, warnings=(f"No register {NASTY}",)))
    assert page.index('<p class="warning">No register ') < page.index("What this area pack was built from")
    assert NASTY not in page
    assert 'class="warning"' not in data_report_page(REPORT)


def test_an_empty_report_says_so() -> None:
    page = data_report_page(PackReport("C", (), (), (), ()))
    assert page.count("<p>Nothing.</p>") == 2
    assert "No two sources disagree" in page


def test_the_same_report_gives_the_same_page() -> None:
    assert data_report_page(REPORT) == data_report_page(REPORT)


@pytest.mark.browser
@pytest.mark.parametrize("width", [400, 1280])
def test_the_page_fits_and_fetches_nothing(browser: Browser, tmp_path: Path, width: int) -> None:
    path = tmp_path / "report.html"
    path.write_text(data_report_page(REPORT), encoding="utf-8")
    page = browser.new_page(viewport={"width": width, "height": 900})
    requests: list[str] = []
    complaints: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    page.on("console", lambda message: complaints.append(message.text))
    page.goto(path.as_uri())
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.locator("h2").all_text_contents() == ["Files read", "Counts", "Doubtful", "Assumed", "Which source won"]
    assert [url for url in requests if not url.startswith(("file:", "data:"))] == []
    assert complaints == []
    page.close()
