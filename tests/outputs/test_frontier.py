"""A frontier as tables, in words and as a picture."""

from __future__ import annotations

import csv
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import pytest

from planner.model.frontier import Frontier, frontier
from planner.model.measures import MEASURES
from planner.outputs.frontier import FrontierSummary, PlanOnFrontier, summarise_frontier, write_frontier
from planner.outputs.frontier_chart import draw_frontier
from planner.outputs.frontier_text import frontier_text, stretches
from tests.model.cases import random_scenario, scenario, two_schools

BETWEEN = ("unplaced_secondary", "capital")
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def found() -> Frontier:
    """By hand: (pupils, capital) are (30, 0), (14, 130,000), (10, 150,000) and (0, 260,000)."""
    return frontier(scenario(two_schools(), goals=("unplaced_pupils",)), BETWEEN, 60)


@pytest.fixture(scope="module")
def summary(found: Frontier) -> FrontierSummary:
    return summarise_frontier(found)


@pytest.fixture(scope="module")
def coarse() -> FrontierSummary:
    """Three searches of a longer frontier: between them something is not known."""
    case = replace(random_scenario(3), goals=(MEASURES["unplaced_pupils"],))
    return summarise_frontier(frontier(case, ("unplaced_pupils", "capital"), 3))


def marks(summary: FrontierSummary, tag: str, look: str) -> list[ElementTree.Element]:
    root = ElementTree.fromstring(draw_frontier(summary))
    return [node for node in root.iter(f"{SVG}{tag}") if node.get("class") == look]


def test_every_limit_has_a_row_and_every_plan_a_number(summary: FrontierSummary, tmp_path: Path) -> None:
    write_frontier(tmp_path, summary)
    with (tmp_path / "frontier.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert len(rows) == len(summary.rows)
    assert {row["plan"] for row in rows} == {"1", "2", "3", "4"}
    assert (rows[-1]["limit"], rows[-1]["plan"], rows[-1]["first_value"]) == ("z", "4", "0")
    assert all(float(row["first_at_least"]) <= int(row["first_value"]) for row in rows)
    assert {row["first_unit"] for row in rows} == {"pupil-years"}
    bases = (tmp_path / "frontier_bases.csv").read_text(encoding="utf-8")
    assert "1,S" not in bases
    assert "\n4,S100," in bases
    assert "\n4,S200," in bases


def test_table_and_text_say_the_same_of_what_is_proved(found: Frontier, coarse: FrontierSummary) -> None:
    """A plan whose first measure meets its bound is proved in both, though its second measure need not be least."""
    unsure = replace(found, points=tuple(replace(point, proved=False) for point in found.points))
    for told in (summarise_frontier(found), summarise_frontier(unsure), coarse):
        plans = {plan.plan: plan for plan in told.plans}
        assert all(row.proved == plans[row.plan].proved for row in told.rows if row.plan is not None)
        assert not any(row.proved for row in told.rows if row.plan is None)
        assert frontier_text(told).count("  proved\n") == sum(plan.proved for plan in told.plans)
        assert all(row.proved for row in told.rows if row.plan and row.first_value == row.first_at_least)


def test_the_text_gives_the_rate_of_each_stretch(summary: FrontierSummary) -> None:
    """20 pupil-years for the first 150,000 pounds are 13 for 100,000; 10 for the other 110,000 are 9.1."""
    text = frontier_text(summary)
    assert "From £0 to £150,000 each further £100,000 places about 13 more pupil-years." in text
    further = "From £150,000 to £260,000 each further £100,000 places about 9.1 more pupil-years, less than before."
    assert further in text
    assert "Beyond £260,000 nothing more is gained: no plan gets below 0 pupil-years (proved)." in text
    assert "No plan has capital below £0." in text
    assert "However much of it, none has unplaced_secondary below 0 pupil-years." in text
    assert "These plans are the whole frontier" in text


def test_a_rate_that_falls_is_said_to_fall() -> None:
    """20 for each unit up to 3, then 1."""
    plans = [PlanOnFrontier(n, first, first, second) for n, (first, second) in enumerate(CORNER, start=1)]
    ends = [(stretch.start.second_value, stretch.end.second_value) for stretch in stretches(plans)]
    assert ends == [(0, 3), (3, 7)]
    assert [stretch.rate for stretch in stretches(plans)] == [20, 1]


CORNER = [(64, 0), (44, 1), (24, 2), (4, 3), (2, 5), (0, 7)]


def test_a_straight_frontier_is_one_stretch_and_one_plan_is_none() -> None:
    line = [PlanOnFrontier(n, 100 - 10 * n, 0.0, n) for n in range(1, 8)]
    assert len(stretches(line)) == 1
    assert stretches(line[:1]) == ()


def test_held_goals_and_open_ends_are_said(coarse: FrontierSummary) -> None:
    case = random_scenario(3)
    held = frontier_text(summarise_frontier(frontier(case, ("unplaced_pupils", "capital"), 3)))
    assert "Held before both: target_shortfall at " in held
    assert "Between the plans and the bounds a better plan may lie" in frontier_text(coarse)
    stopped = replace(coarse, rows=tuple(replace(row, stopped_by="clock") for row in coarse.rows))
    assert "The clock stopped a search" in frontier_text(stopped)
    assert "The clock" not in frontier_text(coarse)
    low = replace(coarse, rows=tuple(replace(row, first_at_least=row.first_at_least - 2.5) for row in coarse.rows))
    least = coarse.plans[-1].first_value - 2
    assert f"was found; none gets below {least} weighted pupil-years (proved)." in frontier_text(low)


def test_one_plan_that_is_best_in_both_is_said_to_be(found: Frontier) -> None:
    one = replace(found, points=found.points[:1])
    with pytest.raises(StopIteration):
        _ = summarise_frontier(one).first_at_least
    alone = replace(found, points=(replace(found.points[0], limit=None),))
    assert "One plan is best in both: £0 and 30 pupil-years." in frontier_text(summarise_frontier(alone))
    assert len(marks(summarise_frontier(alone), "circle", "found")) == 2


def test_the_picture_has_each_plan_with_its_number_and_values(summary: FrontierSummary) -> None:
    circles = marks(summary, "circle", "found")
    told = [title.text for circle in circles for title in circle.iter(f"{SVG}title")]
    assert told == [
        "Plan 1: £0, 30 pupil-years",
        "Plan 2: £130,000, 14 pupil-years",
        "Plan 3: £150,000, 10 pupil-years",
        "Plan 4: £260,000, 0 pupil-years",
    ]
    root = ElementTree.fromstring(draw_frontier(summary))
    words = [node.text for node in root.iter(f"{SVG}text")]
    assert {"1", "2", "3", "4", "£100k", "£200k"} <= set(words)
    assert any("Secondary pupils without a place" in str(word) for word in words)


def test_the_picture_is_whole_and_the_same_each_time(summary: FrontierSummary) -> None:
    drawn = draw_frontier(summary)
    assert drawn == draw_frontier(summary)
    assert "href" not in drawn
    assert drawn.count("http") == 1
    width, height = (float(text) for text in ElementTree.fromstring(drawn).attrib["viewBox"].split()[2:])
    for node in ElementTree.fromstring(drawn).iter(f"{SVG}text"):
        assert 0 <= float(node.attrib["x"]) <= width
        assert 0 <= float(node.attrib["y"]) <= height


@pytest.mark.parametrize("second", [220_000, 99_999_999])
def test_no_label_of_the_axis_or_of_a_plan_runs_past_the_edge(summary: FrontierSummary, second: int) -> None:
    """One plan alone: the axis ends a pound beside it, so its last tick stands at the end with many digits."""
    rows = tuple(replace(row, second_value=second, plan=None) for row in summary.rows)
    alone = replace(summary, rows=rows, plans=(PlanOnFrontier(1_000, 3, 3.0, second),), second_at_least=float(second))
    root = ElementTree.fromstring(draw_frontier(alone))
    width = float(root.attrib["viewBox"].split()[2])
    labels = [node for node in root.iter(f"{SVG}text") if (node.text or "").startswith("£") or node.text == "1000"]
    assert len(labels) > 2
    for label in labels:
        share = {"middle": 0.5, "end": 0.0}.get(label.attrib.get("text-anchor", ""), 1.0)
        # No digit of the font is wider than 9 of its 15 pixels.
        assert float(label.attrib["x"]) + share * 9 * len(label.text or "") <= width


def test_the_line_of_bounds_is_never_above_the_line_of_plans(coarse: FrontierSummary) -> None:
    """Down is more in an SVG: at each plan the bound's line lies at the plan's height or lower."""
    line = marks(coarse, "path", "bounds")[0].attrib["d"]
    corners = [tuple(map(float, corner.split())) for corner in line[1:].split(" L")]
    for circle in marks(coarse, "circle", "found")[:-1]:
        right, down = float(circle.attrib["cx"]), float(circle.attrib["cy"])
        assert max(y for x, y in corners if x <= right + 0.1) >= down - 0.1


def test_a_plan_that_another_beats_is_drawn_hollow_and_told_in_the_legend(summary: FrontierSummary) -> None:
    beaten = replace(summary, rows=(*summary.rows, replace(summary.rows[0], plan=None, first_value=29)))
    assert len(marks(beaten, "circle", "beaten")) == 2
    assert marks(summary, "circle", "beaten") == []
    assert "another plan is better in both" in draw_frontier(beaten)
    assert "another plan is better in both" not in draw_frontier(summary)


def test_a_title_is_written_as_text_not_as_marks(summary: FrontierSummary) -> None:
    drawn = draw_frontier(replace(summary, title="Shire <script>x</script> & co"))
    assert "<script>" not in drawn
    ElementTree.fromstring(drawn)
