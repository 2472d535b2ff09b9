"""The numbers of the map page as one JSON document, which the page's own script reads as text and never interprets."""

from __future__ import annotations

import json
from typing import Any

from planner.domain.plan import Plan
from planner.domain.problem import Problem
from planner.domain.scenario import Scenario
from planner.domain.terms import AcademicYear, Band, NeedGroup
from planner.maps.bases import STATUS_LABELS, TYPE_LABELS, Base, SchoolOnMap, schools_on_map
from planner.maps.boundaries import Boundaries, label_points
from planner.maps.counts import Cell
from planner.maps.coverage import Stage
from planner.maps.measures import Measure, ValueClass, measures
from planner.maps.openings import base_in_words
from planner.maps.selections import StagedCounts, need_choices, need_label, year_group_choices

_UNSAFE_IN_SCRIPT = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"}


def page_data(plan: Plan, stock: Plan, scenario: Scenario, boundaries: Boundaries) -> dict[str, Any]:
    """Everything that the page's script shows; localities come in the order of their outlines.

    A cell of `cells[stage][need][year groups][academic year]` is one list a locality, and a last one for all of them:
    pupils, placed, unplaced, commissioned places, places per 100 pupils (null without pupils), bands with a base in
    the locality and within the travel limit.
    """
    problem = scenario.problem
    names = tuple(name for name, _ in boundaries.localities)
    return {
        "bound": scenario.bound.value,
        "needs": [need_label(need_group) for need_group in need_choices(problem)],
        "yearGroups": [{"label": c.label, "bands": len(c.bands)} for c in year_group_choices(problem)],
        "academicYears": [str(year) for year in problem.academic_years],
        "localities": [
            {"name": name, "district": problem.locality_by_name[name].district, "labelAt": [north, east], "room": room}
            for name, (north, east, room) in zip(names, label_points(boundaries.localities), strict=True)
        ],
        "measures": [_measure(measure) for measure in measures(scenario)],
        "cells": _cells(StagedCounts(plan, stock, scenario), problem, names),
        "schools": [_school(school, problem) for school in schools_on_map(plan, stock, scenario)],
    }


def json_for_script(document: Any) -> str:  # noqa: ANN401 - whatever JSON holds
    """Write JSON that may stand inside a script element: nothing in it can end the element or start another."""
    text = json.dumps(document, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    for character, escaped in _UNSAFE_IN_SCRIPT.items():
        text = text.replace(character, escaped)
    return text


def _cells(counts: StagedCounts, problem: Problem, names: tuple[str, ...]) -> dict[str, Any]:
    return {
        stage.value: [
            [
                [_row(counts, stage, need_group, choice.bands, year, names) for year in problem.academic_years]
                for choice in year_group_choices(problem)
            ]
            for need_group in need_choices(problem)
        ]
        for stage in Stage
    }


def _row(
    counts: StagedCounts,
    stage: Stage,
    need_group: NeedGroup | None,
    bands: tuple[Band, ...],
    year: AcademicYear,
    names: tuple[str, ...],
) -> list[list[float | None]]:
    cells = [counts.locality(stage, need_group, bands, year, name) for name in names]
    return [_numbers(cell) for cell in (*cells, counts.council(stage, need_group, bands, year))]


def _numbers(cell: Cell) -> list[float | None]:
    return [
        cell.pupils,
        cell.placed,
        cell.unplaced,
        cell.commissioned_places,
        cell.places_per_100_pupils,
        cell.bands_with_base_in_locality,
        cell.bands_with_base_within_limit,
    ]


def _measure(measure: Measure) -> dict[str, Any]:
    return {
        "key": measure.key,
        "label": measure.label,
        "kind": measure.kind,
        "note": measure.note,
        "classes": [_class(each) for each in measure.classes],
        "differenceClasses": [_class(each) for each in measure.difference_classes],
    }


def _class(each: ValueClass) -> dict[str, Any]:
    return {"label": each.label, "colour": each.colour, "upTo": each.up_to}


def _school(school: SchoolOnMap, problem: Problem) -> dict[str, Any]:
    return {
        "urn": school.urn,
        "name": school.name,
        "locality": school.locality,
        "at": [school.latitude, school.longitude],
        "bases": [_base(base, problem) for base in school.bases],
    }


def _base(base: Base, problem: Problem) -> dict[str, Any]:
    site = base.site
    return {
        "needs": base.needs,
        "words": base_in_words(base, problem),
        "yearGroups": base.year_groups,
        "type": site.provision_type.value,
        "typeLabel": TYPE_LABELS[site.provision_type],
        "status": site.status.value,
        "statusLabel": STATUS_LABELS[site.status],
        "inNeeds": [
            index
            for index, need_group in enumerate(need_choices(problem))
            if need_group is None or need_group in site.need_groups
        ],
        "inYearGroups": [
            index
            for index, choice in enumerate(year_group_choices(problem))
            if any(site.takes(band) for band in choice.bands)
        ],
        "places": {"before": base.places_before, "after": base.places_after},
        "occupied": {"before": base.occupied_before, "after": base.occupied_after},
    }
