"""What the map can show, in which classes and colours.

Class breaks are fixed, so that two years, phases, stages or scenarios may be compared by eye. Colours: the sequential
palette of the Government Analysis Function (https://analysisfunction.civilservice.gov.uk/policy-store/data-visualisation-colours-in-charts/)
with white for none, and ColorBrewer's PuOr for differences (https://colorbrewer2.org): both told apart by colour-blind
readers. Purple is better and orange worse in every difference.
"""

from __future__ import annotations

from dataclasses import dataclass

from planner.domain.scenario import Scenario
from planner.domain.terms import Phase
from planner.maps.counts import Cell, travel_limit_metres, travel_limit_minutes

_NONE = "#FFFFFF"
_SEQUENTIAL = ("#ADD1F1", "#6BACE6", "#2073BC", "#12436D", "#092135")
_MUCH_WORSE, _WORSE, _SAME, _BETTER, _MUCH_BETTER = "#E66101", "#FDB863", "#F7F7F7", "#B2ABD2", "#5E3C99"
_METRES_IN_KM = 1000
NO_PUPILS = "No pupils"
"""Words for a rate that nobody needs; drawn hatched, never as nought."""


@dataclass(frozen=True, slots=True)
class ValueClass:
    """One class of the legend: values up to and including `up_to`; None = every higher value."""

    label: str
    colour: str
    up_to: float | None


@dataclass(frozen=True, slots=True)
class Measure:
    """One thing that a map shows. `kind` is count, rate (one decimal) or bands (how many of the bands are covered).

    `classes` apply before and after the plan, `difference_classes` to after less before; for `bands` both apply to
    the share of the chosen bands.
    """

    key: str
    label: str
    kind: str
    note: str
    classes: tuple[ValueClass, ...]
    difference_classes: tuple[ValueClass, ...]


def measures(scenario: Scenario) -> tuple[Measure, ...]:
    """Return the measures of a scenario's map, in the order of its select; notes name the bound and travel limits."""
    return (_unplaced(scenario), _places_per_100(), _in_locality(), _within_limit(scenario))


def value_of(measure: Measure, cell: Cell, bands: int) -> float | None:
    """Value of a measure in one cell as its classes read it: pupils, rate (None without pupils), or share of bands."""
    if measure.key == "unplaced":
        return cell.unplaced
    if measure.key == "places_per_100":
        return cell.places_per_100_pupils
    covered = cell.bands_with_base_in_locality if measure.key == "in_locality" else cell.bands_with_base_within_limit
    return covered / bands


def value_in_words(measure: Measure, cell: Cell, bands: int) -> str:
    """Write the value as map and table show it: pupils, rate with one decimal, bands as "2 of 4" or Yes and No."""
    value = value_of(measure, cell, bands)
    if value is None:
        return NO_PUPILS
    if measure.kind == "bands":
        covered = round(value * bands)
        return ("No", "Yes")[covered] if bands == 1 else f"{covered} of {bands}"
    return f"{value:,.1f}" if measure.kind == "rate" else f"{value:,.0f}"


def class_of(value: float, classes: tuple[ValueClass, ...]) -> ValueClass:
    """First class whose upper end is not below the value."""
    return next(each for each in classes if each.up_to is None or value <= each.up_to)


def travel_limit_words(scenario: Scenario) -> str:
    """Travel limits of the scenario in words, for example "nursery 5 km, primary 8 km, secondary 12 km".

    Where they are in minutes, "nursery 20 minutes" and so on.
    """
    minutes = [(phase, travel_limit_minutes(scenario, phase)) for phase in Phase]
    if any(limit is not None for _, limit in minutes):
        return ", ".join(f"{phase.value} {limit:g} minutes" for phase, limit in minutes if limit is not None)
    limits = [(phase, travel_limit_metres(scenario, phase)) for phase in Phase]
    known = [f"{phase.value} {metres / _METRES_IN_KM:g} km" for phase, metres in limits if metres is not None]
    return ", ".join(known) if known else "no limit is set"


def _unplaced(scenario: Scenario) -> Measure:
    labels = (
        ("None", 0.0),
        ("1 to 4", 4.0),
        ("5 to 9", 9.0),
        ("10 to 19", 19.0),
        ("20 to 39", 39.0),
        ("40 or more", None),
    )
    return Measure(
        key="unplaced",
        label="Pupils without a place",
        kind="count",
        note=(
            "Pupils who live in the locality, need a resourced-provision place and have none at any base, in the "
            f"{scenario.bound.value} bound of demand."
        ),
        classes=_sequential(labels),
        difference_classes=(
            ValueClass("10 or more fewer", _MUCH_BETTER, -10),
            ValueClass("1 to 9 fewer", _BETTER, -1),
            ValueClass("No change", _SAME, 0),
            ValueClass("1 to 9 more", _WORSE, 9),
            ValueClass("10 or more more", _MUCH_WORSE, None),
        ),
    )


def _places_per_100() -> Measure:
    labels = (("No places", 0.0), ("Under 25", 24.9), ("25 to 49", 49.9), ("50 to 74", 74.9), ("75 to 99", 99.9))
    return Measure(
        key="places_per_100",
        label="Places per 100 pupils",
        kind="rate",
        note=(
            "Commissioned places at bases in the locality that take the chosen year groups and need, for each 100 "
            "pupils who live there and need a place. A base that takes several year groups or needs counts in each."
        ),
        classes=_sequential((*labels, ("100 or more", None))),
        difference_classes=(
            ValueClass("25 or more lower", _MUCH_WORSE, -25),
            ValueClass("Up to 25 lower", _WORSE, -0.1),
            ValueClass("No change", _SAME, 0),
            ValueClass("Up to 25 higher", _BETTER, 24.9),
            ValueClass("25 or more higher", _MUCH_BETTER, None),
        ),
    )


def _in_locality() -> Measure:
    return _coverage_measure(
        "in_locality",
        "Base in the locality",
        "Whether an open base stands in the locality for the chosen year groups and need. With several year groups "
        "chosen, each (nursery, infant, junior, secondary) is looked at by itself: an infant base does not cover "
        "juniors.",
    )


def _within_limit(scenario: Scenario) -> Measure:
    return _coverage_measure(
        "within_limit",
        "Base within the travel limit",
        "Whether every part of the locality where children of that age live has an open base for the chosen year "
        f"groups and need within the travel limit ({travel_limit_words(scenario)}).",
    )


def _coverage_measure(key: str, label: str, note: str) -> Measure:
    return Measure(
        key=key,
        label=label,
        kind="bands",
        note=note,
        classes=(
            ValueClass("No", _NONE, 0),
            ValueClass("For some year groups", _SEQUENTIAL[1], 0.999),
            ValueClass("Yes", _SEQUENTIAL[3], None),
        ),
        difference_classes=(
            ValueClass("Lost", _WORSE, -0.001),
            ValueClass("No change", _SAME, 0),
            ValueClass("Gained", _MUCH_BETTER, None),
        ),
    )


def _sequential(labels: tuple[tuple[str, float | None], ...]) -> tuple[ValueClass, ...]:
    colours = (_NONE, *_SEQUENTIAL)
    return tuple(ValueClass(label, colour, up_to) for (label, up_to), colour in zip(labels, colours, strict=True))
