"""Small pieces of an SVG picture: nodes whose text is escaped, outlines as paths, symbols of bases, and free boxes."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from xml.etree import ElementTree

import shapely

Node = ElementTree.Element
Project = Callable[[float, float], tuple[float, float]]
"""From easting and northing in metres to right and down in the picture."""
_LETTER_WIDTH = 0.54
"""Mean width of an Arial letter as a share of its size."""


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle of the picture."""

    left: float
    top: float
    right: float
    bottom: float

    def overlaps(self, other: Box) -> bool:
        """Whether the two share any ground."""
        return (
            self.left < other.right and other.left < self.right and self.top < other.bottom and other.top < self.bottom
        )


def add(parent: Node, tag: str, text: str = "", **attributes: object) -> Node:
    """Append a node; an attribute loses its last underscore, keeps others as hyphens, and a float gets one decimal."""
    node = ElementTree.SubElement(parent, tag, {_name(name): _number(value) for name, value in attributes.items()})
    if text:
        node.text = "".join(character for character in text if character.isprintable())
    return node


def text_width(text: str, size: float) -> float:
    """Estimate the width of a line of Arial."""
    return len(text) * size * _LETTER_WIDTH


def path_of(outline: shapely.Geometry, project: Project) -> str:
    """Write the rings of a polygon or multipolygon as path data."""
    polygons = [part for part in shapely.get_parts(outline) if isinstance(part, shapely.Polygon)]
    rings = (ring for polygon in polygons for ring in (polygon.exterior, *polygon.interiors))
    return " ".join(_ring(ring.coords, project) for ring in rings)


def add_symbol(parent: Node, shape: str, status: str, at: tuple[float, float], radius: float) -> Node:
    """Draw a base: circle for resourced provision, square for a SEN unit, diamond for both; colour by status."""
    group = add(parent, "g", transform=f"translate({at[0]:.1f} {at[1]:.1f})")
    _add_shape(group, shape, "halo", radius)
    _add_shape(group, shape, status, radius - 1.5)
    if status == "candidate":
        add(group, "circle", class_="dot", r=radius / 4)
    return group


def first_free(boxes: Iterable[Box], taken: list[Box]) -> Box | None:
    """First box that overlaps none of those taken; None when all do."""
    return next((box for box in boxes if not any(box.overlaps(other) for other in taken)), None)


def shifts(step: float, reach: float) -> list[tuple[float, float]]:
    """Steps right and down from a point, nearest first, none longer than `reach`."""
    rings = range(-3, 4)
    points = [(right * step, down * step) for right in rings for down in rings]
    return sorted((point for point in points if math.hypot(*point) <= reach), key=lambda point: math.hypot(*point))


def _add_shape(group: Node, shape: str, class_name: str, size: float) -> None:
    if shape == "resourced_provision":
        add(group, "circle", class_=class_name, r=size)
        return
    half = size * 0.84
    turned = {"transform": "rotate(45) scale(0.84)"} if shape == "both" else {}
    add(group, "rect", class_=class_name, x=-half, y=-half, width=2 * half, height=2 * half, **turned)


def _ring(points: Iterable[tuple[float, ...]], project: Project) -> str:
    written = [f"{right:.1f} {down:.1f}" for right, down in (project(point[0], point[1]) for point in points)]
    return f"M{' L'.join(written[:-1])}Z"


def _name(name: str) -> str:
    return name.rstrip("_").replace("_", "-")


def _number(value: object) -> str:
    return f"{value:.1f}" if isinstance(value, float) else str(value)
