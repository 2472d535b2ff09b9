"""schools.csv: the mainstream state schools of the county, and which of them may host a base."""

from __future__ import annotations

import csv

import pytest

from tests.geodata.pack_files import Row, public_file, table

PERSONAL = ("head", "telephone", "email", "contact")


@pytest.fixture(scope="module")
def schools() -> list[Row]:
    return table("schools.csv")


def test_every_mainstream_state_school_is_there_once(schools: list[Row]) -> None:
    assert len({row["urn"] for row in schools}) == len(schools) == 234
    assert {row["school_phase"] for row in schools} == {"primary", "secondary", "all-through"}


def test_hosts_cover_bands_whole(schools: list[Row]) -> None:
    """Else the bands would split: nursery, infant, junior and secondary stay the only ones."""
    hosts = [row for row in schools if row["may_host"] == "yes"]
    assert {int(row["ncy_low"]) for row in hosts} <= {-1, 0, 3, 7}
    assert {int(row["ncy_high"]) for row in hosts} <= {2, 6, 11}


def test_a_school_that_may_not_host_says_why(schools: list[Row]) -> None:
    refused = [row for row in schools if row["may_host"] == "no"]
    assert len(refused) == 8
    assert all(row["may_host_reason"] for row in refused)
    assert not any(row["may_host_reason"] for row in schools if row["may_host"] == "yes")
    assert sum(row["may_host_reason"] == "selective" for row in refused) == 5


def test_every_school_is_in_a_known_locality(schools: list[Row]) -> None:
    assert {row["locality"] for row in schools} <= {row["locality"] for row in table("localities.csv")}


def test_no_column_holds_a_person(schools: list[Row]) -> None:
    assert not [column for column in schools[0] for word in PERSONAL if word in column.lower()]


@pytest.mark.real_files
def test_special_independent_and_nursery_schools_are_left_out(schools: list[Row]) -> None:
    with public_file("gias/schools_warwickshire_open_2025-05-24_joined.csv").open(encoding="utf-8") as file:
        types = {row["urn"]: row["establishment_type"] for row in csv.DictReader(file)}
    kinds = {types[row["urn"]] for row in schools}
    assert not [
        kind for kind in kinds for word in ("special", "independent", "nursery", "16-19") if word in kind.lower()
    ]
