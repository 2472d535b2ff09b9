"""What opens and grows: the register's own steps told apart from the plan's."""

from __future__ import annotations

from dataclasses import replace

from planner.maps.bases import Base, SchoolOnMap
from planner.maps.openings import base_in_words, openings
from tests.maps.small_case import small_problem

PROBLEM = small_problem()
SITE = PROBLEM.site_by_key["R1"]
NEEDS = "Social, emotional and mental health"


def base(before: tuple[int, int, int], after: tuple[int, int, int], opened: bool = True) -> Base:
    """A base with these places; `opened` = with the 6 places that the register states for earlier years."""
    return Base(SITE if opened else replace(SITE, steps=()), before, after, (0, 0, 0), (0, 0, 0))


def rows(each: Base) -> list[tuple[str, str, int, str]]:
    school = SchoolOnMap("100000", "Oak", "Alder", 52.0, -1.5, (each,))
    found = openings((school,), PROBLEM)
    return [(str(row.academic_year), row.change, row.new_places, row.standing) for row in found]


def test_a_base_that_stays_as_it_is_neither_opens_nor_grows() -> None:
    assert rows(base((6, 6, 6), (6, 6, 6))) == []
    assert base_in_words(base((6, 6, 6), (6, 6, 6)), PROBLEM) == f"{NEEDS}, 6 places (open already)"


def test_growth_is_split_into_what_was_decided_and_what_is_proposed() -> None:
    grown = base((6, 8, 8), (6, 12, 12))
    assert rows(grown) == [("2025/26", "Grows", 2, "already decided"), ("2025/26", "Grows", 4, "proposed")]
    assert base_in_words(grown, PROBLEM) == (
        f"{NEEDS}, 6 places (open already), 2 more from 2025/26 (already decided), 4 more from 2025/26 (proposed)"
    )


def test_a_base_may_open_and_later_grow() -> None:
    opened = base((0, 0, 0), (8, 8, 10), opened=False)
    assert rows(opened) == [("2024/25", "Opens", 8, "proposed"), ("2026/27", "Grows", 2, "proposed")]
    assert base_in_words(opened, PROBLEM) == (
        f"{NEEDS}, 8 places from 2024/25 (proposed), 2 more from 2026/27 (proposed)"
    )


def test_fewer_places_are_said_at_the_locality_and_are_no_opening() -> None:
    shrunk = base((6, 4, 4), (6, 4, 4))
    assert rows(shrunk) == []
    assert base_in_words(shrunk, PROBLEM).endswith("2 fewer from 2025/26 (already decided)")


def test_growth_that_the_plan_brings_forward_is_counted_once() -> None:
    assert rows(base((6, 6, 10), (6, 10, 10))) == [("2025/26", "Grows", 4, "proposed")]
