"""Classes, colours and words of the measures."""

from __future__ import annotations

import pytest

from planner.maps.counts import Cell
from planner.maps.measures import Measure, class_of, measures, travel_limit_words, value_in_words, value_of
from tests.maps.small_case import small_scenario

SCENARIO = small_scenario()
MEASURES = {measure.key: measure for measure in measures(SCENARIO)}


@pytest.mark.parametrize(
    ("unplaced", "label"),
    [
        (0, "None"),
        (1, "1 to 4"),
        (4, "1 to 4"),
        (5, "5 to 9"),
        (39, "20 to 39"),
        (40, "40 or more"),
        (900, "40 or more"),
    ],
)
def test_each_number_of_pupils_falls_in_the_class_that_names_it(unplaced: int, label: str) -> None:
    assert class_of(unplaced, MEASURES["unplaced"].classes).label == label


@pytest.mark.parametrize(
    ("rate", "label"), [(0.0, "No places"), (24.9, "Under 25"), (25.0, "25 to 49"), (100.0, "100 or more")]
)
def test_each_rate_falls_in_the_class_that_names_it(rate: float, label: str) -> None:
    assert class_of(rate, MEASURES["places_per_100"].classes).label == label


@pytest.mark.parametrize("measure", MEASURES.values(), ids=MEASURES.keys())
def test_colours_of_a_legend_differ_and_none_means_none(measure: Measure) -> None:
    for classes in (measure.classes, measure.difference_classes):
        assert len({each.colour for each in classes}) == len(classes)
        assert [each.up_to for each in classes[:-1]] == sorted(each.up_to or 0 for each in classes[:-1])
        assert classes[-1].up_to is None
    assert class_of(0, measure.classes).colour == "#FFFFFF"


def test_better_is_purple_in_every_difference() -> None:
    assert class_of(-12, MEASURES["unplaced"].difference_classes).colour == "#5E3C99"
    assert class_of(30.0, MEASURES["places_per_100"].difference_classes).colour == "#5E3C99"
    assert class_of(0.25, MEASURES["in_locality"].difference_classes).colour == "#5E3C99"
    assert class_of(0, MEASURES["in_locality"].difference_classes).label == "No change"


def test_values_are_written_as_the_table_writes_them() -> None:
    cell = Cell(
        pupils=12, placed=4, commissioned_places=10, bands_with_base_in_locality=2, bands_with_base_within_limit=3
    )
    assert value_in_words(MEASURES["unplaced"], cell, 4) == "8"
    assert value_in_words(MEASURES["places_per_100"], cell, 4) == "83.3"
    assert value_in_words(MEASURES["in_locality"], cell, 4) == "2 of 4"
    assert value_of(MEASURES["within_limit"], cell, 4) == 0.75


def test_a_rate_without_pupils_says_so() -> None:
    cell = Cell(0, 0, 10, 1, 1)
    assert value_of(MEASURES["places_per_100"], cell, 1) is None
    assert value_in_words(MEASURES["places_per_100"], cell, 1) == "No pupils"
    assert value_in_words(MEASURES["in_locality"], cell, 1) == "Yes"


def test_the_travel_limits_are_named_in_words() -> None:
    assert travel_limit_words(SCENARIO) == "nursery 5 km, primary 8 km, secondary 12 km"
    assert travel_limit_words(small_scenario(rules=())) == "no limit is set"
