"""A school is named by URN or name; what cannot be told apart is asked back."""

from __future__ import annotations

from dataclasses import replace

import pytest

from planner.errors import InputError
from planner.inputs.schools_asked import find_schools
from tests.model.cases import school

SCHOOLS = [school("100", 0, "A"), school("200", 0, "B"), school("201", 0, "C")]


def test_a_urn_or_a_name_whatever_its_case_and_spaces() -> None:
    asked = {"--why": ["200", "school  100"], "--why-not": [" 201 "]}
    assert find_schools(asked, SCHOOLS) == {"--why": ("200", "100"), "--why-not": ("201",)}


def test_a_school_that_is_named_twice_is_asked_once() -> None:
    assert find_schools({"--why": ["200", "School 200"]}, SCHOOLS) == {"--why": ("200",)}


def test_every_school_that_is_not_found_is_told_with_the_nearest() -> None:
    with pytest.raises(InputError) as caught:
        find_schools({"--why": ["Schol 100"], "--why-not": ["999999", "quite another"]}, SCHOOLS)
    faults = caught.value.faults
    assert [fault.where for fault in faults] == ["--why Schol 100", "--why-not 999999", "--why-not quite another"]
    assert faults[0].remedy.startswith("Did you mean 100 (School 100)")
    assert faults[2].remedy == "Look it up in schools.csv of the pack."


def test_a_name_that_two_schools_have_is_asked_back_by_urn() -> None:
    twins = [replace(SCHOOLS[0], name="St John's"), replace(SCHOOLS[1], name="St John's")]
    with pytest.raises(InputError, match=r"100 \(in A\) or 200 \(in B\)"):
        find_schools({"--why": ["st john's"]}, twins)


def test_part_of_a_name_finds_the_names_that_hold_it() -> None:
    with pytest.raises(InputError, match=r"201 \(School 201\)"):
        find_schools({"--why": ["201 school"]}, SCHOOLS)
