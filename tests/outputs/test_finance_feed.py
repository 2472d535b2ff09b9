"""The finance feed keeps to its schema and to the forecast."""

from __future__ import annotations

import csv
import json
import re
from collections import Counter
from dataclasses import fields
from typing import Any

import pytest

from planner.domain.scenario import Counterfactual
from planner.finance import forecast_costs
from planner.outputs.finance_feed import SCHEMA_VERSION, FeedRow, write_finance_feed
from tests.finance import small_case as case

DESIGNED = [
    *("financial_year", "locality", "phase", "budget", "line", "bound", "pathway"),
    *("average_places", "occupied_places", "amount_gbp", "cause"),
]


@pytest.fixture(scope="module")
def feed(tmp_path_factory: pytest.TempPathFactory) -> tuple[list[dict[str, str]], dict[str, Any]]:
    folder, problem = tmp_path_factory.mktemp("feed"), case.problem()
    mix = Counterfactual(independent=0.4, state_special=0.6, mainstream=0.0)
    write_finance_feed(folder, forecast_costs(case.full_plan(problem), case.scenario(problem, mix)))
    with (folder / "finance_feed.csv").open(encoding="utf-8", newline="") as stream:
        lines = list(csv.DictReader(stream))
    return lines, json.loads((folder / "finance_feed.schema.json").read_text(encoding="utf-8"))


def breaches(cell: str, column: dict[str, Any], missing: set[str]) -> list[str]:
    """What a cell breaks of its column, by the rules of the Table Schema standard."""
    rules = column.get("constraints", {})
    if cell in missing:
        return ["required"] if rules.get("required") else []
    forms = {"integer": r"-?\d+", "number": r"-?\d+(\.\d+)?", "string": r"(?s).*"}
    found = [] if re.fullmatch(forms[column["type"]], cell) else ["type"]
    if "pattern" in rules and not re.fullmatch(rules["pattern"], cell):
        found.append("pattern")
    if "enum" in rules and cell not in rules["enum"]:
        found.append("enum")
    if "minimum" in rules and float(cell) < rules["minimum"]:
        found.append("minimum")
    return found


def test_header_row_type_and_schema_have_the_same_columns(feed: tuple[list[dict[str, str]], dict[str, Any]]) -> None:
    lines, schema = feed
    assert list(lines[0]) == DESIGNED == [column["name"] for column in schema["fields"]]
    assert [field.name for field in fields(FeedRow)] == DESIGNED


def test_every_cell_keeps_to_the_schema(feed: tuple[list[dict[str, str]], dict[str, Any]]) -> None:
    lines, schema = feed
    missing = {entry["value"] for entry in schema["missingValues"]}
    faults = [
        (column["name"], line[column["name"]], breach)
        for line in lines
        for column in schema["fields"]
        for breach in breaches(line[column["name"]], column, missing)
    ]
    assert len(lines) > 50
    assert faults == []


def test_the_schema_check_notices_a_wrong_cell(feed: tuple[list[dict[str, str]], dict[str, Any]]) -> None:
    columns = {column["name"]: column for column in feed[1]["fields"]}
    assert breaches("12.5", columns["amount_gbp"], set()) == ["type"]
    assert breaches("", columns["budget"], {""}) == ["required"]
    assert breaches("netted", columns["budget"], set()) == ["enum"]
    assert breaches("-1", columns["average_places"], set()) == ["minimum"]
    assert breaches("2026/27", columns["financial_year"], set()) == ["pattern"]


def test_the_primary_key_is_unique(feed: tuple[list[dict[str, str]], dict[str, Any]]) -> None:
    lines, schema = feed
    keys = Counter(tuple(line[name] for name in schema["primaryKey"]) for line in lines)
    assert max(keys.values()) == 1


def test_unknown_occupancy_is_x_and_a_number_that_is_no_basis_is_z(
    feed: tuple[list[dict[str, str]], dict[str, Any]],
) -> None:
    lines, _ = feed
    unlocated = [line for line in lines if line["line"] == "place_funding_unlocated"]
    assert {(line["locality"], line["occupied_places"]) for line in unlocated} == {("", "x")}
    works = [line for line in lines if line["budget"] == "capital"]
    assert {(line["average_places"], line["occupied_places"]) for line in works} == {("z", "z")}


def test_the_schema_carries_its_version(feed: tuple[list[dict[str, str]], dict[str, Any]]) -> None:
    assert feed[1]["version"] == SCHEMA_VERSION
    assert re.fullmatch(r"\d+\.\d+\.\d+", SCHEMA_VERSION)


def test_each_code_has_a_meaning_in_a_sentence(feed: tuple[list[dict[str, str]], dict[str, Any]]) -> None:
    lines, schema = feed
    for column in schema["fields"]:
        if column["name"] in ("phase", "budget", "line", "bound", "pathway"):
            meanings = {entry["value"]: entry["label"] for entry in column["categories"]}
            assert list(meanings) == column["constraints"]["enum"]
            assert all(meaning.endswith(".") for meaning in meanings.values())
            assert {line[column["name"]] for line in lines} <= set(meanings)


def test_the_schema_says_what_a_blank_locality_is(feed: tuple[list[dict[str, str]], dict[str, Any]]) -> None:
    locality = next(column for column in feed[1]["fields"] if column["name"] == "locality")
    assert "blank = balancing rows" in locality["description"]
