"""The frontier as a picture: the plans found, the curve that no plan is below, and what lies between, as SVG.

The colours keep apart for readers who do not see red or green (M. Okabe and K. Ito, "Color universal design", 2008),
and each curve also has its own kind of line. Letters stay readable where the picture is 400 pixels wide.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from textwrap import wrap
from xml.etree import ElementTree

from planner.domain.scenario import Goal
from planner.outputs.frontier import FrontierSummary
from planner.outputs.frontier_text import POUNDS, amount
from planner.outputs.goal_lines import METRES_IN_KILOMETRE, PUPIL_METRES, unit_words

_WIDTH, _MARGIN, _LINE = 520.0, 14.0, 20.0
_LEFT, _PLOT_HEIGHT, _BELOW = 78.0, 290.0, 30.0
_LETTERS_A_LINE, _TICKS = 58, 5
# A measure whose least value is below this share of its greatest is drawn from 0.
_FROM_ZERO = 0.4
_ROOM = 0.06
# Room for a letter of a label, and the least between a label and the edge of the picture.
_DIGIT, _EDGE = 9.0, 2.0
_STYLE = (
    "text { font: 15px Arial, Helvetica, sans-serif; fill: #0b0c0c; } .head { font-weight: bold; font-size: 16px; } "
    ".soft { fill: #505a5f; } .none { fill: #dfe3e6; } .open { fill: #f7e08a; } "
    ".grid { stroke: #b1b4b6; stroke-width: 0.6; } .axis { stroke: #0b0c0c; stroke-width: 1; } "
    ".plans { fill: none; stroke: #0072b2; stroke-width: 2.5; } .found { fill: #0072b2; } "
    ".bounds { fill: none; stroke: #a63c00; stroke-width: 2; stroke-dasharray: 6 4; } "
    ".beaten { fill: #ffffff; stroke: #0072b2; stroke-width: 1.5; }"
)

Node = ElementTree.Element


@dataclass(frozen=True, slots=True)
class _Axis:
    """A measure from `low` to `high` between two ends in picture units, with a tick each `step`."""

    goal: Goal
    low: float
    high: float
    step: float
    start: float
    end: float

    def at(self, value: float) -> float:
        """Place a value."""
        return self.start + (value - self.low) / (self.high - self.low) * (self.end - self.start)

    @property
    def ticks(self) -> list[float]:
        """Values with a mark."""
        first = math.ceil(self.low / self.step - 1e-9)
        return [number * self.step for number in range(first, math.floor(self.high / self.step + 1e-9) + 1)]


def draw_frontier(summary: FrontierSummary) -> str:
    """Draw it as one SVG document with nothing outside it; the same summary gives the same text."""
    heads = _heads(summary)
    top = _MARGIN + (len(heads) + 1) * _LINE
    right, bottom = _WIDTH - _MARGIN, top + _PLOT_HEIGHT
    across = _axis(summary.second, *_span_of_second(summary), _LEFT, right)
    up = _axis(summary.first, *_span_of_first(summary), bottom, top)
    legend = _legend(summary)
    below = wrap(f"{summary.second.label} ({unit_words(summary.second.unit)})", _LETTERS_A_LINE)
    height = bottom + _BELOW + (len(below) + len(legend)) * _LINE + 2 * _MARGIN
    attributes = {"xmlns": "http://www.w3.org/2000/svg", "viewBox": f"0 0 {_WIDTH:.0f} {height:.0f}", "role": "img"}
    root = ElementTree.Element("svg", {**attributes, "lang": "en-GB"})
    _add(root, "title", f"{summary.first.label} against {summary.second.label}")
    _add(root, "desc", _words(summary))
    _add(root, "style", _STYLE)
    _add(root, "rect", width=_WIDTH, height=height, fill="#ffffff")
    for number, (line, look) in enumerate(heads):
        _add(root, "text", line, x=_MARGIN, y=_MARGIN + (number + 0.8) * _LINE, class_=look)
    _add_areas(root, summary, across, up)
    _add_grid(root, across, up)
    _add_curves(root, summary, across, up)
    for number, line in enumerate(below):
        down = bottom + _BELOW + (number + 0.8) * _LINE
        _add(root, "text", line, x=right, y=down, text_anchor="end", class_="head")
    _add_legend(root, legend, bottom + _BELOW + len(below) * _LINE + _MARGIN)
    ElementTree.indent(root)
    return ElementTree.tostring(root, encoding="unicode") + "\n"


def _heads(summary: FrontierSummary) -> list[tuple[str, str]]:
    """Lines above the plot with their looks: what it is about, then what stands on the upright axis."""
    about = [f"{summary.title}, {summary.bound} bound of demand", *summary.changes]
    upright = f"{summary.first.label} ({unit_words(summary.first.unit)})"
    soft = [(line, "soft") for text in about for line in wrap(text, _LETTERS_A_LINE)]
    return [*soft, *((line, "head") for line in wrap(upright, _LETTERS_A_LINE))]


def _words(summary: FrontierSummary) -> str:
    plans = (
        f"plan {plan.plan}: {amount(plan.second_value, summary.second)}, {amount(plan.first_value, summary.first)}"
        for plan in summary.plans
    )
    return "; ".join(plans)


def _span_of_second(summary: FrontierSummary) -> tuple[float, float]:
    values = [float(row.second_value) for row in summary.rows]
    return min(*values, summary.second_at_least), max(values)


def _span_of_first(summary: FrontierSummary) -> tuple[float, float]:
    values = [float(row.first_value) for row in summary.rows]
    return min(summary.first_at_least, min(values)), max(values)


def _axis(goal: Goal, least: float, most: float, start: float, end: float) -> _Axis:
    room = _ROOM * (most - least) or 1.0
    low = 0.0 if least < _FROM_ZERO * most else max(0.0, least - room)
    high = most + room
    rough = (high - low) / _TICKS
    power = 10.0 ** math.floor(math.log10(rough))
    step = max(1.0, next(factor * power for factor in (1, 2, 5, 10) if factor * power >= rough))
    return _Axis(goal, low, high, step, start, end)


def _bound_steps(summary: FrontierSummary, most: float) -> list[tuple[float, float]]:
    """Corners of the curve that no plan is below, from the least of the second measure on."""
    rows = [(math.inf if row.limit is None else float(row.limit), row.first_at_least) for row in summary.rows]
    corners: list[tuple[float, float]] = []
    start = summary.second_at_least
    for limit, _ in sorted(rows):
        least = max(bound for other, bound in rows if other >= limit)
        end = max(start, min(limit, most))
        corners += [(start, least), (end, least)]
        start = end
    return corners


def _plan_steps(summary: FrontierSummary, most: float) -> list[tuple[float, float]]:
    """Corners of the curve of the best plan found under each limit."""
    corners: list[tuple[float, float]] = []
    for number, plan in enumerate(summary.plans):
        later = summary.plans[number + 1].second_value if number + 1 < len(summary.plans) else most
        corners += [(float(plan.second_value), float(plan.first_value)), (float(later), float(plan.first_value))]
    return corners


def _add_areas(root: Node, summary: FrontierSummary, across: _Axis, up: _Axis) -> None:
    """Grey where no plan is, yellow where it is not known, white where there are plans."""
    bounds, plans = _bound_steps(summary, across.high), _plan_steps(summary, across.high)
    first = plans[0][0]
    grey = [(across.low, up.low), (across.low, up.high), (summary.second_at_least, up.high), *bounds]
    _add(root, "path", class_="none", d=_path([*grey, (across.high, up.low)], across, up) + "Z")
    yellow = [(summary.second_at_least, up.high), *bounds, *reversed(plans), (first, up.high)]
    _add(root, "path", class_="open", d=_path(yellow, across, up) + "Z")


def _add_grid(root: Node, across: _Axis, up: _Axis) -> None:
    for value in up.ticks:
        down = up.at(value)
        _add(root, "line", class_="grid", x1=across.start, y1=down, x2=across.end, y2=down)
        _add(root, "text", _tick(value, up), x=across.start - 7, y=down + 5, text_anchor="end")
    for value in across.ticks:
        right = across.at(value)
        _add(root, "line", class_="axis", x1=right, y1=up.start, x2=right, y2=up.start + 5)
        words = _tick(value, across)
        middle = min(right, _WIDTH - _EDGE - _DIGIT * len(words) / 2)
        _add(root, "text", words, x=middle, y=up.start + 21, text_anchor="middle")
    _add(
        root, "path", class_="axis", fill="none", d=f"M{across.start:.1f} {up.end:.1f}V{up.start:.1f}H{across.end:.1f}"
    )


def _add_curves(root: Node, summary: FrontierSummary, across: _Axis, up: _Axis) -> None:
    bounds = [(summary.second_at_least, up.high), *_bound_steps(summary, across.high)]
    _add(root, "path", class_="plans", d=_path(_plan_steps(summary, across.high), across, up))
    _add(root, "path", class_="bounds", d=_path(bounds, across, up))
    for row in summary.rows:
        if row.plan is None:
            right, down = across.at(row.second_value), up.at(row.first_value)
            _add(root, "circle", class_="beaten", r=4.5, cx=right, cy=down)
    free = -math.inf
    for plan in summary.plans:
        right, down = across.at(plan.second_value), up.at(plan.first_value)
        dot = _add(root, "circle", class_="found", r=5, cx=right, cy=down)
        told = f"{amount(plan.second_value, summary.second)}, {amount(plan.first_value, summary.first)}"
        _add(dot, "title", f"Plan {plan.plan}: {told}")
        wide = _DIGIT * len(str(plan.plan))
        start = min(right + 6, _WIDTH - _EDGE - wide)
        if start > free:
            _add(root, "text", str(plan.plan), x=start, y=down - 7)
            free = start + wide


def _legend(summary: FrontierSummary) -> list[tuple[str, str]]:
    """Signs that the picture has, each with its words."""
    entries = [
        ("found", "A plan, by its number, up to the next one"),
        ("bounds", "No plan is below this line (proved)"),
        ("open", "Not known: a better plan may lie here"),
        ("none", "No plan here (proved)"),
    ]
    if any(row.plan is None for row in summary.rows):
        entries.insert(1, ("beaten", "Found, but another plan is better in both"))
    return entries


def _add_legend(root: Node, entries: Iterable[tuple[str, str]], top: float) -> None:
    for number, (look, words) in enumerate(entries):
        middle = top + number * _LINE + _LINE / 2
        if look == "found":
            _add(root, "line", class_="plans", x1=_MARGIN, y1=middle, x2=_MARGIN + 28, y2=middle)
        if look in ("found", "beaten"):
            _add(root, "circle", class_=look, r=5, cx=_MARGIN + 14, cy=middle)
        elif look == "bounds":
            _add(root, "line", class_=look, x1=_MARGIN, y1=middle, x2=_MARGIN + 28, y2=middle)
        else:
            _add(root, "rect", class_=look, x=_MARGIN, y=middle - 7, width=28, height=14, stroke="#505a5f")
        _add(root, "text", words, x=_MARGIN + 38, y=middle + 5)


def _tick(value: float, axis: _Axis) -> str:
    """Write a value of an axis as short as its steps allow."""
    if axis.goal.unit == PUPIL_METRES:
        return f"{value / METRES_IN_KILOMETRE:,.0f}"
    if axis.goal.unit != POUNDS:
        return f"{value:,.0f}"
    for size, letter in ((1_000_000, "m"), (1_000, "k")):
        if axis.high >= size:
            decimals = max(0, -math.floor(math.log10(axis.step / size)))
            return f"£{value / size:,.{decimals}f}{letter}" if value else "£0"
    return f"£{value:,.0f}"


def _path(corners: Sequence[tuple[float, float]], across: _Axis, up: _Axis) -> str:
    return "M" + " L".join(f"{across.at(right):.1f} {up.at(height):.1f}" for right, height in corners)


def _add(parent: Node, tag: str, text: str = "", **attributes: object) -> Node:
    """Append a node; an attribute loses its last underscore, keeps others as hyphens, and a float gets one decimal."""
    written = {
        name.rstrip("_").replace("_", "-"): f"{value:.1f}" if isinstance(value, float) else str(value)
        for name, value in attributes.items()
    }
    node = ElementTree.SubElement(parent, tag, written)
    if text:
        node.text = "".join(character for character in text if character.isprintable())
    return node
