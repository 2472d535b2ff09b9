"""The map as one picture for papers: before and with the plan side by side, in real text, with legend and sources."""

from __future__ import annotations

from dataclasses import dataclass
from textwrap import wrap
from xml.etree import ElementTree

import shapely

from planner.domain.plan import Plan
from planner.domain.scenario import Scenario
from planner.domain.terms import AcademicYear, SiteStatus
from planner.errors import Fault, InputError
from planner.maps.bases import Base, SchoolOnMap, schools_on_map
from planner.maps.boundaries import Boundaries, label_circles, read_boundaries
from planner.maps.counts import Cell
from planner.maps.coverage import Stage
from planner.maps.facts import not_on_the_map, small_number_warning
from planner.maps.measures import NO_PUPILS, Measure, class_of, measures, value_in_words, value_of
from planner.maps.selections import StagedCounts
from planner.maps.svg_shapes import Box, Node, add, add_symbol, first_free, path_of, shifts, text_width

_WIDTH, _MARGIN, _GAP = 1200.0, 24.0, 24.0
_PANEL = (_WIDTH - 2 * _MARGIN - _GAP) / 2
_TALLEST_PANEL = 640.0
_TOP, _LEGEND_HEIGHT, _LINE = 138.0, 92.0, 18.0
_NAME_SIZE, _NAME_LETTERS, _LABEL_STEP = 11.0, 14, 11.0
_CHANGE_LETTERS = 130
_FOOT_LETTERS = 170
_SMALLEST_RADIUS, _RADIUS_PER_ROOT_PLACE = 2.5, 1.1
_STAGE_TITLES = {Stage.BEFORE: "Before the plan (existing and already decided)", Stage.AFTER: "With the plan"}
_STATUS_ORDER = (SiteStatus.EXISTING, SiteStatus.COMMITTED, SiteStatus.CANDIDATE)
_BASE_LEGEND = (
    ("resourced_provision", "existing", "Existing base"),
    ("resourced_provision", "committed", "Committed before the plan"),
    ("resourced_provision", "candidate", "New or larger in the plan"),
    ("sen_unit", "existing", "Square: SEN unit"),
)
_STYLE = """
text { font-family: Arial, Helvetica, sans-serif; fill: #0b0c0c; }
.soft { fill: #505a5f; }
.ground { fill: #eef1f3; stroke: #b1b4b6; }
.locality { stroke: #98a2aa; stroke-width: 1; }
.district { fill: none; stroke: #0b0c0c; stroke-width: 2; }
.plate { fill: #ffffff; fill-opacity: 0.86; }
.halo { fill: #ffffff; }
.existing { fill: #3d3d3d; stroke: #3d3d3d; }
.committed { fill: #ffffff; stroke: #3d3d3d; stroke-width: 2; }
.candidate { fill: #f46a25; stroke: #0b0c0c; stroke-width: 1.2; }
.dot { fill: #0b0c0c; }
"""


@dataclass(frozen=True)
class _Picture:
    """What both panels share: `west` and `north` in metres, `scale` in picture units a metre."""

    scenario: Scenario
    measure: Measure
    academic_year: AcademicYear
    counts: StagedCounts
    boundaries: Boundaries
    schools: tuple[SchoolOnMap, ...]
    west: float
    north: float
    scale: float
    changes: tuple[str, ...]
    foot: tuple[str, ...]

    @property
    def top(self) -> float:
        """Upper edge of the panels; every line of changes moves it down."""
        return _TOP + len(self.changes) * _LINE

    def at(self, left: float, east: float, north: float) -> tuple[float, float]:
        """Place a grid reference in the panel that begins at `left`."""
        return left + (east - self.west) * self.scale, self.top + (self.north - north) * self.scale

    def cell(self, stage: Stage, locality: str) -> Cell:
        """Counts of a locality over all needs and year groups."""
        return self.counts.locality(stage, None, self.scenario.problem.bands, self.academic_year, locality)


def draw_map_svg(plan: Plan, stock: Plan, scenario: Scenario, measure: str = "unplaced") -> str:
    """Draw one measure in the last academic year, all needs and year groups, as an SVG document.

    `measure` is a key of `measures(scenario)`. Raises InputError when it is unknown or the boundaries cannot be drawn.
    """
    known = {each.key: each for each in measures(scenario)}
    if measure not in known:
        raise InputError([Fault("measure", repr(measure), f"one of {', '.join(known)}")])
    boundaries = read_boundaries(scenario)
    west, south, east, north = _extent(boundaries)
    scale = min(_PANEL / (east - west), _TALLEST_PANEL / (north - south))
    picture = _Picture(
        scenario=scenario,
        measure=known[measure],
        academic_year=scenario.problem.academic_years[-1],
        counts=StagedCounts(plan, stock, scenario),
        boundaries=boundaries,
        schools=schools_on_map(plan, stock, scenario),
        west=west - (_PANEL / scale - (east - west)) / 2,
        north=north,
        scale=scale,
        changes=_change_lines(scenario),
        foot=_foot_lines(plan, scenario),
    )
    return _document(picture, (north - south) * scale)


def _extent(boundaries: Boundaries) -> tuple[float, float, float, float]:
    west, south, east, north = shapely.total_bounds([outline for _, outline in boundaries.localities]).tolist()
    return west, south, east, north


def _document(picture: _Picture, panel_height: float) -> str:
    foot = picture.top + panel_height + _LEGEND_HEIGHT + 2 * _MARGIN
    height = foot + len(picture.foot) * _LINE + _MARGIN / 2
    root = ElementTree.Element(
        "svg",
        {"xmlns": "http://www.w3.org/2000/svg", "viewBox": f"0 0 {_WIDTH:.0f} {height:.0f}", "role": "img"},
    )
    root.set("lang", "en-GB")
    add(root, "title", f"{picture.scenario.title}: {picture.measure.label.lower()}, before and with the plan")
    add(root, "desc", picture.measure.note)
    add(root, "style", _STYLE.replace("\n", " "))
    add(root, "rect", width=_WIDTH, height=height, fill="#ffffff")
    _add_hatching(root)
    _add_heading(root, picture)
    for number, stage in enumerate(Stage):
        _add_panel(root, picture, stage, _MARGIN + number * (_PANEL + _GAP), panel_height)
    _add_legend(root, picture, picture.top + panel_height + _MARGIN + 10)
    for number, line in enumerate(picture.foot):
        add(root, "text", line, x=_MARGIN, y=foot + number * _LINE, font_size=12, class_="soft")
    ElementTree.indent(root)
    return ElementTree.tostring(root, encoding="unicode", short_empty_elements=True) + "\n"


def _foot_lines(plan: Plan, scenario: Scenario) -> tuple[str, ...]:
    problem = scenario.problem
    left_out = not_on_the_map(plan, problem, problem.academic_years[-1])
    travel = wrap(f"Travel: {problem.distance_basis}", _FOOT_LETTERS)
    lines = [left_out, small_number_warning(problem), *travel, *scenario.attribution]
    return tuple(line for line in lines if line)


def _change_lines(scenario: Scenario) -> tuple[str, ...]:
    return tuple(line for change in scenario.changes for line in wrap(change, _CHANGE_LETTERS))


def _add_hatching(root: Node) -> None:
    pattern = add(
        add(root, "defs"),
        "pattern",
        id="no-pupils",
        width=6,
        height=6,
        patternUnits="userSpaceOnUse",
        patternTransform="rotate(45)",
    )
    add(pattern, "rect", width=6, height=6, fill="#ffffff")
    add(pattern, "rect", width=2, height=6, fill="#b1b4b6")


def _add_heading(root: Node, picture: _Picture) -> None:
    words = f"{picture.measure.label}, {picture.academic_year}, all year groups and needs"
    as_at = picture.scenario.as_at
    bound = f"{picture.scenario.bound.value.capitalize()} bound of demand, as at {as_at.day} {as_at:%B %Y}."
    add(root, "text", picture.scenario.title, x=_MARGIN, y=44, font_size=26, font_weight="bold")
    for number, line in enumerate(picture.changes):
        add(root, "text", line, x=_MARGIN, y=68 + number * _LINE, font_size=15, font_weight="bold")
    below = 70 + len(picture.changes) * _LINE
    add(root, "text", f"{words}. {bound}", x=_MARGIN, y=below, font_size=15, class_="soft")


def _add_panel(root: Node, picture: _Picture, stage: Stage, left: float, height: float) -> None:
    problem = picture.scenario.problem
    total = picture.counts.council(stage, None, problem.bands, picture.academic_year)
    words = f"{total.unplaced:,} of {total.pupils:,} pupils without a place, {total.commissioned_places:,} places"
    panel = add(root, "g")
    add(panel, "text", _STAGE_TITLES[stage], x=left, y=picture.top - 32, font_size=17, font_weight="bold")
    add(panel, "text", words, x=left, y=picture.top - 13, font_size=13)
    add(panel, "rect", class_="ground", x=left, y=picture.top - 5, width=_PANEL, height=height + 10)
    _add_outlines(panel, picture, stage, left)
    taken = _add_bases(panel, picture, stage, left)
    _add_labels(panel, picture, stage, left, taken)


def _add_outlines(panel: Node, picture: _Picture, stage: Stage, left: float) -> None:
    def project(east: float, north: float) -> tuple[float, float]:
        return picture.at(left, east, north)

    for name, outline in picture.boundaries.localities:
        cell = picture.cell(stage, name)
        path = add(panel, "path", class_="locality", fill=_fill(picture, cell), d=path_of(outline, project))
        add(path, "title", f"{name}: {_value(picture, cell)}")
    for _, outline in picture.boundaries.districts:
        add(panel, "path", class_="district", d=path_of(outline, project))


def _fill(picture: _Picture, cell: Cell) -> str:
    value = value_of(picture.measure, cell, len(picture.scenario.problem.bands))
    return "url(#no-pupils)" if value is None else class_of(value, picture.measure.classes).colour


def _value(picture: _Picture, cell: Cell) -> str:
    return value_in_words(picture.measure, cell, len(picture.scenario.problem.bands))


def _add_bases(panel: Node, picture: _Picture, stage: Stage, left: float) -> list[Box]:
    boxes = []
    for school in picture.schools:
        places = [_places(base, stage) for base in school.bases]
        if not sum(places):
            continue
        host = picture.scenario.problem.school_by_urn[school.urn]
        right, down = picture.at(left, host.easting, host.northing)
        radius = _SMALLEST_RADIUS + _RADIUS_PER_ROOT_PLACE * sum(places) ** 0.5
        symbol = add_symbol(panel, _shape(school), _status(school, stage), (right, down), radius)
        add(symbol, "title", f"{school.name}: {sum(places)} places")
        boxes.append(Box(right - radius, down - radius, right + radius, down + radius))
    return boxes


def _places(base: Base, stage: Stage) -> int:
    return (base.places_before if stage is Stage.BEFORE else base.places_after)[-1]


def _shape(school: SchoolOnMap) -> str:
    types = {base.site.provision_type.value for base in school.bases}
    return "both" if len(types) > 1 else types.pop()


def _status(school: SchoolOnMap, stage: Stage) -> str:
    open_bases = [base for base in school.bases if _places(base, stage)]
    if stage is Stage.AFTER and any(base.places_after[-1] > base.places_before[-1] for base in open_bases):
        return SiteStatus.CANDIDATE.value
    return max((base.site.status for base in open_bases), key=_STATUS_ORDER.index).value


def _add_labels(panel: Node, picture: _Picture, stage: Stage, left: float, taken: list[Box]) -> None:
    """Write name and value where they cover nothing, else the value alone; the roomiest outlines choose first."""
    circles = label_circles(picture.boundaries.localities)
    named = zip((name for name, _ in picture.boundaries.localities), circles, strict=True)
    for name, (east, north, radius) in sorted(named, key=lambda item: (-item[1][2], item[0])):
        value = _value(picture, picture.cell(stage, name))
        at, reach = picture.at(left, east, north), max(_LABEL_STEP, radius * picture.scale)
        for lines in ([*wrap(name, _NAME_LETTERS, break_long_words=False), value], [value]):
            box = first_free((_label_box(lines, at, shift) for shift in shifts(_LABEL_STEP, reach)), taken)
            if box is not None:
                taken.append(box)
                _write_label(panel, lines, box)
                break


def _label_box(lines: list[str], at: tuple[float, float], shift: tuple[float, float]) -> Box:
    wide = max(text_width(line, _NAME_SIZE) for line in lines) / 2 + 4
    high = len(lines) * (_NAME_SIZE + 2) / 2 + 2
    right, down = at[0] + shift[0], at[1] + shift[1]
    return Box(right - wide, down - high, right + wide, down + high)


def _write_label(panel: Node, lines: list[str], box: Box) -> None:
    add(
        panel,
        "rect",
        class_="plate",
        x=box.left,
        y=box.top,
        width=box.right - box.left,
        height=box.bottom - box.top,
        rx=2,
    )
    for number, line in enumerate(lines):
        weight = "bold" if number == len(lines) - 1 else "normal"
        down = box.top + (number + 1) * (_NAME_SIZE + 2) - 1
        middle = (box.left + box.right) / 2
        add(panel, "text", line, x=middle, y=down, font_size=_NAME_SIZE, font_weight=weight, text_anchor="middle")


def _add_legend(root: Node, picture: _Picture, top: float) -> None:
    entries = [(each.label, each.colour) for each in picture.measure.classes]
    if picture.measure.kind == "rate":
        entries.append((NO_PUPILS, "url(#no-pupils)"))
    add(root, "text", picture.measure.label, x=_MARGIN, y=top + 8, font_size=13, font_weight="bold")
    right = _MARGIN
    for label, colour in entries:
        add(root, "rect", x=right, y=top + 18, width=22, height=16, fill=colour, stroke="#0b0c0c")
        add(root, "text", label, x=right + 29, y=top + 31, font_size=13)
        right += 29 + text_width(label, 13) + 26
    right = _MARGIN
    for shape, status, label in _BASE_LEGEND:
        add_symbol(root, shape, status, (right + 8, top + 57), 8)
        add(root, "text", label, x=right + 23, y=top + 62, font_size=13)
        right += 23 + text_width(label, 13) + 26
    add(root, "text", "Larger symbols have more places. Heavy lines are districts.", x=right, y=top + 62, font_size=13)
