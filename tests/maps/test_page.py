"""The page in a real browser: offline, exact, operable, and deaf to what names contain."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from planner.domain.scenario import Scenario
from planner.maps.coverage import CoverageRow, Stage, coverage
from planner.maps.measures import class_of, measures
from planner.maps.plan_map import draw_map
from tests.maps.small_case import LOCALITIES, NASTY, NASTY_LOCALITY, YEARS, full_plan, stock_plan

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

BAND_LABELS = {
    "nursery": "Nursery",
    "infant": "Infant (Reception to Year 2)",
    "junior": "Junior (Years 3 to 6)",
    "secondary": "Secondary (Years 7 to 11)",
}
BEFORE, DIFFERENCE = "Before the plan (existing and already decided)", "Difference"
SEMH_WORDS, LEARNING = "Social, emotional and mental health", "Cognition and learning"
STAGE_LABELS = {Stage.BEFORE: BEFORE, Stage.AFTER: "With the plan"}


class Opened:
    """A page with everything that it asked for or complained of."""

    def __init__(self, browser: Browser, path: Path, width: int = 1280) -> None:
        self.requests: list[str] = []
        self.complaints: list[str] = []
        self.page: Page = browser.new_page(viewport={"width": width, "height": 900})
        self.page.on("request", lambda request: self.requests.append(request.url))
        self.page.on("console", lambda message: self.complaints.append(message.text))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("dialog", lambda dialog: self.complaints.append(dialog.message))
        self.page.goto(path.as_uri())

    def choose(self, **labels: str) -> None:
        for name, label in labels.items():
            self.page.select_option(f"#{name.replace('_', '-')}", label=label)

    def table(self) -> dict[str, list[str]]:
        """Cells of the coverage table by locality."""
        rows = self.page.locator("#coverage-table tbody tr").all()
        texts = [row.locator("th, td").all_text_contents() for row in rows]
        return {cells[0]: cells[1:] for cells in texts}

    def colours(self) -> list[str]:
        """Fill of each locality, in the order of their names."""
        return self.page.locator("path[role=button]").evaluate_all("all => all.map(n => n.getAttribute('fill'))")


@pytest.fixture
def opened(browser: Browser, page_file: Path) -> Iterator[Opened]:
    page = Opened(browser, page_file)
    yield page
    page.page.close()


@pytest.fixture(scope="module")
def rows(scenario: Scenario) -> tuple[CoverageRow, ...]:
    all_rows = coverage(full_plan(scenario), stock_plan(scenario), scenario)
    return tuple(row for row in all_rows if row.bound is scenario.bound)


def test_nothing_leaves_the_page_and_nothing_fails(opened: Opened) -> None:
    for stage in (BEFORE, DIFFERENCE):
        opened.choose(stage=stage, measure="Base within the travel limit")
    opened.page.mouse.move(400, 700)
    assert opened.complaints == []
    assert [url for url in opened.requests if not url.startswith(("file:", "data:"))] == []
    assert len([url for url in opened.requests if url.startswith("file:")]) == 1


@pytest.mark.parametrize("band", BAND_LABELS)
@pytest.mark.parametrize("stage", STAGE_LABELS)
def test_the_table_equals_the_coverage_rows(
    opened: Opened, rows: tuple[CoverageRow, ...], stage: Stage, band: str
) -> None:
    for year in YEARS:
        opened.choose(stage=STAGE_LABELS[stage], year_groups=BAND_LABELS[band], academic_year=str(year))
        wanted = [row for row in rows if (row.stage, row.band, row.academic_year) == (stage, band, year)]
        assert opened.table() == {row.locality: as_written(row) for row in wanted}


def as_written(row: CoverageRow) -> list[str]:
    rate = row.places_per_100_pupils
    return [
        row.district,
        str(row.pupils),
        str(row.placed),
        str(row.unplaced),
        str(row.commissioned_places),
        "No pupils" if rate is None else f"{rate:.1f}",
        "Yes" if row.base_in_locality else "No",
        "Yes" if row.base_within_limit else "No",
    ]


def test_the_difference_is_after_less_before(opened: Opened) -> None:
    opened.choose(stage=DIFFERENCE)
    assert opened.table()["Fern"][1:] == ["12", "+8", "\u22128", "+12", "+100.0", "+3", "+3"]
    assert opened.table()["Alder"][1:] == ["12", "0", "0", "0", "0", "No change", "No change"]


def test_colours_follow_the_class_of_the_chosen_measure(
    opened: Opened, scenario: Scenario, rows: tuple[CoverageRow, ...]
) -> None:
    classes = measures(scenario)[0].classes
    for stage, label in STAGE_LABELS.items():
        opened.choose(stage=label, year_groups=BAND_LABELS["secondary"])
        wanted = {
            row.locality: class_of(row.unplaced, classes).colour
            for row in rows
            if (row.stage, row.band, row.academic_year) == (stage, "secondary", YEARS[-1])
        }
        assert opened.colours() == [wanted[name] for name in sorted(LOCALITIES)]


def test_a_rate_without_pupils_is_hatched(opened: Opened) -> None:
    opened.choose(measure="Places per 100 pupils", year_groups="Nursery")
    assert set(opened.colours()) == {"url(#no-pupils)"}
    assert opened.page.locator("#legend").inner_text().endswith("No pupils")


def test_a_need_narrows_pupils_and_bases(opened: Opened) -> None:
    assert opened.page.locator(".base").count() == 4
    opened.choose(need="Cognition and learning")
    assert opened.table()["Fern"][1] == "4"
    assert opened.page.locator(".base").count() == 2


def test_bases_follow_stage_and_year(opened: Opened) -> None:
    opened.choose(stage=BEFORE, academic_year="2024/25")
    assert opened.page.locator(".base").count() == 1
    opened.choose(stage=DIFFERENCE, academic_year="2026/27")
    labels = opened.page.locator(".base").evaluate_all("all => all.map(n => n.getAttribute('aria-label'))")
    assert labels == ["Dŵr School. +10 places", "Fern School. +12 places"]


def test_names_are_shown_as_typed_and_never_run(opened: Opened) -> None:
    opened.page.locator(".base").first.focus()
    opened.page.keyboard.press("ArrowRight")
    opened.page.select_option("#find", label=NASTY)
    assert opened.page.locator("#details h3").text_content() == NASTY
    opened.page.select_option("#find", label=NASTY_LOCALITY)
    assert opened.page.locator("#details h3").text_content() == NASTY_LOCALITY
    assert NASTY_LOCALITY in opened.table()
    assert opened.page.locator("h1").text_content() == "A small council <script>window.__xss=1</script>"
    assert opened.page.evaluate("window.__xss") is None
    assert opened.page.locator("img").count() == 0
    assert opened.complaints == []


def test_hovering_shows_a_school_as_typed(opened: Opened) -> None:
    school = opened.page.locator(".base svg").nth(names_on_map(opened).index(NASTY))
    school.hover()
    tip = opened.page.locator(".leaflet-tooltip strong")
    assert tip.text_content() == NASTY


def names_on_map(opened: Opened) -> list[str]:
    labels = opened.page.locator(".base").evaluate_all("all => all.map(n => n.getAttribute('aria-label'))")
    return [label.rsplit(". ", 1)[0] for label in labels]


def test_the_keyboard_reaches_every_locality_and_enter_opens_it(opened: Opened) -> None:
    opened.page.locator("#need").focus()
    reached = []
    for _ in range(12):
        opened.page.keyboard.press("Tab")
        label = opened.page.evaluate("document.activeElement.getAttribute('aria-label') || ''")
        if opened.page.evaluate("document.activeElement.matches('path')"):
            opened.page.keyboard.press("Enter")
            reached.append(opened.page.locator("#details h3").text_content())
            assert label.startswith(f"{reached[-1]}. Pupils without a place: ")
    assert reached == sorted(LOCALITIES)


def test_the_locality_in_focus_is_outlined(opened: Opened) -> None:
    outlines = opened.page.locator("path[stroke='#ffdd00']")
    opened.page.locator("#need").focus()
    while not opened.page.evaluate("document.activeElement.matches('path')"):
        opened.page.keyboard.press("Tab")
    assert outlines.count() == 1
    assert outlines.get_attribute("d") == opened.page.evaluate("document.activeElement.getAttribute('d')")


def test_arrow_keys_go_from_base_to_base_and_enter_opens_one(opened: Opened) -> None:
    bases = opened.page.locator(".base")
    assert [base.get_attribute("tabindex") for base in bases.all()] == ["0", "-1", "-1", "-1"]
    bases.first.focus()
    opened.page.keyboard.press("ArrowRight")
    opened.page.keyboard.press("Enter")
    assert opened.page.locator("#details h3").text_content() == names_on_map(opened)[1]
    assert "URN 10000" in opened.page.locator("#details").inner_text()


def test_a_school_shows_need_year_groups_and_places_of_each_year(opened: Opened) -> None:
    opened.page.select_option("#find", label="Fern School")
    details = opened.page.locator("#details")
    assert "Social, emotional and mental health, Cognition and learning" in details.inner_text()
    assert "Nursery to Year 6" in details.inner_text()
    cells = details.locator("tbody tr").last.locator("th, td").all_text_contents()
    assert cells == ["2026/27", "0", "12", "8"]


def test_the_choice_is_announced(opened: Opened) -> None:
    opened.choose(measure="Base in the locality", need="Cognition and learning", stage=BEFORE)
    caption = opened.page.locator("#caption")
    assert caption.get_attribute("aria-live") == "polite"
    assert caption.text_content() == (
        "Base in the locality, before the plan, 2026/27, all year groups, cognition and learning, central bound."
    )


def test_a_heading_sorts_the_table_and_says_so(opened: Opened) -> None:
    assert next(iter(opened.table())) == "Birch Hill"
    opened.page.get_by_role("button", name="Locality", exact=True).click()
    assert list(opened.table()) == sorted(LOCALITIES)
    assert opened.page.locator("th[aria-sort]").all_text_contents() == ["Locality"]


def test_the_head_gives_places_target_pupils_and_proof(opened: Opened) -> None:
    facts = opened.page.locator(".facts").inner_text()
    assert "45" in facts
    assert "Target for 2026/27: 60, 15 short." in facts
    assert "pupils without a place in 2026/27, 64 before the plan, of 72 who need one." in facts
    assert "1 of 2" in facts
    assert "Not for publication" in opened.page.locator(".warning").inner_text()


def test_what_opens_and_grows_is_a_table_by_year_and_locality(opened: Opened) -> None:
    rows = opened.page.get_by_role("region", name="Table of what opens and grows").locator("tbody tr").all()
    assert [row.locator("th, td").all_text_contents() for row in rows] == [
        ["2025/26", "Cedar School URN 100002", "Cedar", "Primary", LEARNING, "Opens", "10", "Already decided"],
        ["2025/26", "Dŵr School URN 100003", "Dŵr", "Secondary", SEMH_WORDS, "Opens", "10", "Proposed"],
        [
            "2026/27",
            "Fern School URN 100005",
            "Fern",
            "Primary",
            f"{SEMH_WORDS}, {LEARNING}",
            "Opens",
            "12",
            "Proposed",
        ],
    ]


def test_a_locality_lists_its_bases_with_needs_places_and_standing(opened: Opened) -> None:
    listed = []
    for locality in ("Alder", "Cedar", "Dŵr", "Birch Hill"):
        opened.page.select_option("#find", label=locality)
        listed.append(opened.page.locator("#details li").all_text_contents())
    assert listed == [
        [f"{NASTY}: {SEMH_WORDS}, 6 places (open already)"],
        [f"Cedar School: {LEARNING}, 10 places from 2025/26 (already decided)"],
        [f"Dŵr School: {SEMH_WORDS}, 10 places from 2025/26 (proposed)"],
        [],
    ]


def test_the_goals_table_keeps_keys_beside_the_words(opened: Opened) -> None:
    row = opened.page.get_by_role("region", name="Table of goals").locator("tbody tr").first
    assert row.locator("th").text_content() == "Places short of <b>the targets</b> target_shortfall"
    assert row.locator("b").count() == 0


def test_changes_beside_the_scenario_file_stand_under_the_title_as_text(
    browser: Browser, scenario: Scenario, page_file: Path, tmp_path: Path
) -> None:
    changed = replace(scenario, changes=("Changed: no host limit", NASTY))
    path = tmp_path / "changed.html"
    path.write_text(draw_map(full_plan(changed), stock_plan(changed), changed), encoding="utf-8")
    opened = Opened(browser, path)
    assert opened.page.locator(".change").all_text_contents() == ["Changed: no host limit", NASTY]
    assert opened.complaints == []
    opened.page.close()
    assert 'class="change"' not in page_file.read_text(encoding="utf-8")


def test_licence_travel_basis_and_balancing_places_are_printed(opened: Opened, scenario: Scenario) -> None:
    words = opened.page.locator("body").inner_text()
    assert scenario.attribution[0] in words
    assert scenario.problem.distance_basis in words
    assert "hold 7 places in 2026/27" in words
    assert opened.page.locator(".leaflet-control-attribution").inner_text() == ""


@pytest.mark.parametrize("width", [400, 1280])
def test_the_page_fits_its_window_and_the_map_lies_under_its_heading(
    browser: Browser, page_file: Path, width: int
) -> None:
    opened = Opened(browser, page_file, width)
    assert opened.page.evaluate("document.documentElement.scrollWidth") <= width
    heading = opened.page.locator("#map-heading").bounding_box()
    frame = opened.page.locator(".map-frame").bounding_box()
    table = opened.page.locator("#coverage-table").bounding_box()
    assert heading is not None
    assert frame is not None
    assert table is not None
    assert heading["y"] < frame["y"] < table["y"]
    assert frame["width"] > 0.6 * width
    outline = opened.page.locator("path[role=button]").first.bounding_box()
    assert outline is not None
    assert outline["height"] > 0.2 * frame["height"]
    opened.page.close()


def test_each_table_says_on_a_phone_that_it_scrolls_and_takes_the_focus(browser: Browser, page_file: Path) -> None:
    opened = Opened(browser, page_file, 400)
    tables = opened.page.locator(".scroll")
    assert tables.count() == 3
    for table in tables.all():
        assert table.evaluate("n => n.scrollWidth > n.clientWidth && n.tabIndex === 0")
        assert table.evaluate("n => n.previousElementSibling.checkVisibility()")
        assert "scroll the table" in table.evaluate("n => n.previousElementSibling.textContent")
    opened.page.close()


@pytest.mark.parametrize("width", [400, 620, 880, 920])
def test_every_value_of_a_goal_is_inside_the_window(browser: Browser, page_file: Path, width: int) -> None:
    """On a narrow one each stands below the goal with the head of its column before it."""
    opened = Opened(browser, page_file, width)
    table = opened.page.get_by_role("table", name="What the plan was asked for, in order")
    assert table.get_by_role("columnheader").count() == 5
    cells = table.get_by_role("cell")
    assert cells.count() == 2 * 4
    for cell in cells.all():
        box = cell.bounding_box()
        assert box is not None
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= width
        assert cell.evaluate("n => n.scrollWidth <= n.clientWidth")
    label = cells.nth(1).evaluate("n => getComputedStyle(n, '::before').content")
    assert label == ('"Reached: "' if width < 900 else "none")
    assert opened.page.evaluate("document.documentElement.scrollWidth") <= width
    opened.page.close()


def test_a_wide_window_has_no_word_of_scrolling(opened: Opened) -> None:
    assert not any(hint.is_visible() for hint in opened.page.locator(".sideways").all())


def test_where_labels_collide_the_largest_numbers_stay(browser: Browser, page_file: Path) -> None:
    opened = Opened(browser, page_file, 400)
    opened.page.evaluate("document.querySelector('.map-frame').style.width = '90px'")
    opened.page.wait_for_function("document.querySelectorAll('.name.hidden').length > 0")
    labels = opened.page.locator(".name").evaluate_all(
        "all => all.map(n => [Number(n.querySelector('b').textContent), n.classList.contains('hidden')])"
    )
    shown = [number for number, hidden in labels if not hidden]
    assert max(number for number, _ in labels) in shown
    assert opened.page.locator(".name.whole").count() == 0
    opened.page.close()


def test_a_number_that_lies_on_a_base_is_drawn_over_it(opened: Opened) -> None:
    levels = opened.page.evaluate(
        "['names', 'marker', 'tooltip'].map(n => Number(getComputedStyle("
        "document.querySelector(`.leaflet-${n}-pane`)).zIndex))"
    )
    assert levels[1] < levels[0] < levels[2]


def test_no_label_lies_on_another(opened: Opened) -> None:
    boxes = opened.page.locator(".name:not(.hidden)").evaluate_all(
        "all => all.map(n => n.getBoundingClientRect()).map(b => [b.left, b.top, b.right, b.bottom])"
    )
    assert len(boxes) >= 5
    for number, one in enumerate(boxes):
        for other in boxes[number + 1 :]:
            assert one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1]
