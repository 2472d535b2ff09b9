"""The ground of a made-up county: towns and countryside, areas, localities as contiguous clusters, schools.

Numbers come from `Draw` alone: the documented stable stream of `random.Random(text).random()` with sums, products,
quotients and square roots, so every machine and Python version makes the same county.
"""

from __future__ import annotations

import math
import random
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import accumulate
from typing import TypeVar

from planner.domain.geography import Area, Locality, School
from planner.domain.terms import Governance

AREAS, PRIMARY_SCHOOLS, SECONDARY_SCHOOLS, LOCALITIES, DISTRICTS, TOWNS = 340, 205, 45, 22, 5, 9
SQUARE_KM = 2000
SHARE_IN_TOWNS = 0.72
TOWN_RADIUS_METRES = 900
SCHOOL_OFFSET_METRES = 600
PERSONS = {"nursery": 17, "infant": 52, "junior": 70, "secondary": 90}
HOST_ROLL_PRIMARY, HOST_ROLL_SECONDARY = 120, 600

T = TypeVar("T")


class Draw:
    """One named stream of chance."""

    def __init__(self, *name: object) -> None:
        self._rng = random.Random("/".join(str(part) for part in name))

    def between(self, low: float, high: float) -> float:
        """A number from low to high, each as likely."""
        return low + (high - low) * self._rng.random()

    def below(self, count: int) -> int:
        """A whole number from 0 to count - 1."""
        return int(count * self._rng.random())

    def happens(self, share: float) -> bool:
        """Whether a thing of this chance happens."""
        return self._rng.random() < share

    def bell(self, spread: float) -> float:
        """Sum of three even draws from -spread to spread: around 0, nothing beyond three spreads."""
        first, second, third = (self.between(-spread, spread) for _ in range(3))
        return first + second + third

    def index(self, weights: Sequence[float]) -> int:
        """A position, as likely as its weight."""
        ends = list(accumulate(weights))
        at = self.between(0, ends[-1])
        return min(sum(end <= at for end in ends), len(ends) - 1)

    def shuffled(self, things: Sequence[T], weights: Sequence[float] | None = None) -> list[T]:
        """The things in the order of one draw each, divided by the weight: heavier ones tend to the front."""
        keys = [self.between(0, 1) / (weights[position] if weights else 1) for position in range(len(things))]
        return [things[position] for position in sorted(range(len(things)), key=lambda position: keys[position])]


@dataclass(frozen=True)
class Ground:
    """Areas, localities and schools; `need_factor` says how much more a locality's children need a place."""

    areas: tuple[Area, ...]
    localities: tuple[Locality, ...]
    schools: tuple[School, ...]
    need_factor: dict[str, float]


def scaled(count: float, size: float) -> int:
    """A count of the whole county at another size: halves rounded up, at least 1."""
    return max(1, int(count * size + 0.5))


def ground(seed: int, size: float) -> Ground:
    """The ground of one seed and size; the same for every regime and richness."""
    side = math.sqrt(SQUARE_KM * size) * 1000
    draw = Draw("areas", seed, size)
    unnamed, in_town = _areas(draw, size, side)
    count = scaled(LOCALITIES, size)
    clusters = _clusters(unnamed, count)
    districts = scaled(DISTRICTS, size)
    names = [f"Locality {number + 1:02d}" for number in range(count)]
    home = {area.code: name for name, cluster in zip(names, clusters, strict=True) for area in cluster}
    areas = tuple(replace(area, locality=home[area.code]) for area in unnamed)
    localities = tuple(
        Locality(name, f"District {number * districts // count + 1}", f"E{number * districts // count + 1:08d}")
        for number, name in enumerate(names)
    )
    schools = tuple(_schools(Draw("schools", seed, size), size, side, areas, in_town))
    factors = Draw("need factor", seed, size)
    return Ground(areas, localities, schools, {name: factors.between(0.7, 1.4) for name in names})


def _areas(draw: Draw, size: float, side: float) -> tuple[list[Area], list[bool]]:
    """Areas without a locality yet, and which of them lie in a town."""
    towns = [
        (draw.between(0.1, 0.9) * side, draw.between(0.1, 0.9) * side, draw.between(1, 5))
        for _ in range(max(2, scaled(TOWNS, size)))
    ]
    areas, in_town = [], []
    for number in range(scaled(AREAS, size)):
        urban = draw.happens(SHARE_IN_TOWNS)
        if urban:
            east, north, weight = towns[draw.index([weight for _, _, weight in towns])]
            spread = TOWN_RADIUS_METRES * math.sqrt(weight)
            east, north = east + draw.bell(spread), north + draw.bell(spread)
        else:
            east, north = draw.between(0, side), draw.between(0, side)
        code, people = f"A{number:04d}", draw.between(0.6, 1.6)
        persons = (float(round(share * people)) for share in PERSONS.values())
        areas.append(Area(code, f"Area {number}", "", _within(east, side), _within(north, side), None, *persons))
        in_town.append(urban)
    return areas, in_town


def _within(metres: float, side: float) -> float:
    return float(round(min(max(metres, 0.0), side)))


def _clusters(areas: list[Area], count: int) -> list[list[Area]]:
    """Halve the areas across their longer side until there are `count` clusters, about equal in areas."""
    if count == 1:
        return [areas]
    wide = _extent([area.easting for area in areas]) >= _extent([area.northing for area in areas])
    order = sorted(areas, key=lambda area: (area.easting if wide else area.northing, area.code))
    left = count // 2
    cut = len(areas) * left // count
    return [*_clusters(order[:cut], left), *_clusters(order[cut:], count - left)]


def _extent(metres: list[float]) -> float:
    return max(metres) - min(metres)


def _schools(draw: Draw, size: float, side: float, areas: tuple[Area, ...], in_town: list[bool]) -> list[School]:
    """Primary schools in areas drawn evenly, secondary schools four times as readily in a town as elsewhere."""
    primary = draw.shuffled(areas)[: scaled(PRIMARY_SCHOOLS, size)]
    secondary = draw.shuffled(areas, [4.0 if urban else 1.0 for urban in in_town])[: scaled(SECONDARY_SCHOOLS, size)]
    schools = [_school(draw, str(100_000 + number), home, side, areas) for number, home in enumerate(primary)]
    return schools + [
        _school(draw, str(100_000 + len(primary) + number), home, side, areas, secondary=True)
        for number, home in enumerate(secondary)
    ]


def _school(
    draw: Draw, urn: str, home: Area, side: float, areas: tuple[Area, ...], *, secondary: bool = False
) -> School:
    offset = SCHOOL_OFFSET_METRES
    east = _within(home.easting + draw.between(-offset, offset), side)
    north = _within(home.northing + draw.between(-offset, offset), side)
    roll = int(draw.between(480, 1500) if secondary else draw.between(70, 460))
    kind, nursery = draw.between(0, 1), draw.happens(0.27)
    low, high = (7, 11) if secondary else (0, 2) if kind < 0.06 else (3, 6) if kind < 0.12 else (0, 6)
    return School(
        urn=urn,
        name=f"School {urn}",
        school_phase="secondary" if secondary else "primary",
        ncy_low=-1 if low == 0 and nursery else low,
        ncy_high=high,
        postcode="CV1 1AA",
        easting=east,
        northing=north,
        locality=min(areas, key=lambda area: (_square(area, east, north), area.code)).locality,
        governance=Governance.MAINTAINED if draw.happens(0.5) else Governance.ACADEMY,
        pupils_on_roll=roll,
        may_host=roll >= (HOST_ROLL_SECONDARY if secondary else HOST_ROLL_PRIMARY),
        may_host_reason="",
    )


def _square(area: Area, easting: float, northing: float) -> float:
    return (area.easting - easting) ** 2 + (area.northing - northing) ** 2
