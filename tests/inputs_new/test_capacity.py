"""Capacity, pupils and plans by school: joined by URN or LAEstab, dated, shown, and never more than evidence."""

from __future__ import annotations

from pathlib import Path

import pytest

from planner.inputs.new.capacity import latest, read_evidence, year_of
from planner.inputs.new.establishments import Measured, la_estab
from planner.inputs.new.gias import read_gias
from planner.inputs.new.links import Links, Succession
from planner.inputs.new.report import Notes
from tests.inputs_new.official_files import faults_of, real, write_lines
from tests.inputs_new.school_rows import HIGH, register


def evidence(
    folder: Path, lines: list[str], name: str = "capacity_2015.csv", **successors: str
) -> tuple[dict[str, dict[str, list[Measured]]], Notes]:
    gias = read_gias(register(folder / "gias.csv", {}, HIGH), "999", Notes())
    assert gias is not None
    notes = Notes()
    links = Links("links.csv", {urn.removeprefix("u"): frozenset(new.split("+")) for urn, new in successors.items()})
    return read_evidence([write_lines(folder / name, lines)], gias, Succession(gias, links), notes), notes


@pytest.mark.parametrize(
    "lines",
    [
        ["LAEstab,Netcapacity (1)", "9992001,180", "8882001,90"],
        ["LAEstab,Netcapacity (1)", "999/2001,180"],
        ["LA,Estab,Netcapacity (1)", "999,2001,180", "888,2001,90"],
        ["URN,LA,Estab,Netcapacity (1)", "100001,999,2001,180", "NAT,,PRI,999999"],
    ],
)
def test_schools_are_found_by_each_key(tmp_path: Path, lines: list[str]) -> None:
    """National totals and other councils' schools are passed over; the establishment number alone is no key."""
    found, notes = evidence(tmp_path, lines)
    assert not faults_of(notes)
    assert found == {"100001": {"capacity": [Measured(180, "2015", "capacity_2015.csv, Netcapacity (1)")]}}


def test_percentages_and_symbols_are_no_counts(tmp_path: Path) -> None:
    """A column of "17.4%" is not asked for; a symbol for missing is unknown, a word is a fault with its row."""
    lines = ["URN,NOR,TSENELSE,PSENELSE", "100001,x,35,17.4%", "100003,many,1,0.1%"]
    found, notes = evidence(tmp_path, lines, "census_2024-25.csv")
    assert {ours: [each.value for each in values] for ours, values in found["100001"].items()} == {"plans": [35]}
    assert "census_2024-25.csv, row 3, column NOR: found 'many'" in faults_of(notes)


def test_a_school_twice_and_a_file_without_a_key_are_faults(tmp_path: Path) -> None:
    _, notes = evidence(tmp_path, ["URN,NOR", "100001,200", "100001,210"])
    assert "row 3: found school 100001 again, first in row 2" in faults_of(notes)
    _, notes = evidence(tmp_path, ["School,NOR", "Ash Primary,200"])
    assert "expected URN or LAEstab" in faults_of(notes)


def test_a_closed_urn_counts_for_its_successor(tmp_path: Path) -> None:
    """A conversion is followed and reported; a school with two successors is doubted and not used."""
    found, notes = evidence(tmp_path, ["URN,NOR", "100090,190", "100091,80"], u100090="100001", u100091="100001+100003")
    assert [each.value for each in found["100001"]["pupils"]] == [190]
    report = notes.report("")
    assert any("row 2: 100090 is read as its successor 100001" in line for line in report.assumed)
    assert any("row 3: 100091 has several successors" in line for line in report.doubtful)


def test_a_file_without_a_year_has_no_date(tmp_path: Path) -> None:
    found, notes = evidence(tmp_path, ["URN,NOR", "100001,190"], "census.csv")
    assert found["100001"]["pupils"][0].as_at == ""
    assert any(
        "census.csv: neither its name nor its sheet holds one year" in line for line in notes.report("").doubtful
    )


@pytest.mark.parametrize(
    ("name", "as_at"),
    [
        ("dfe_performance_tables_census_2024-25_england.csv.gz", "2024/25"),
        ("edubasealldata20250524.csv", ""),
        ("scap2015", "2015"),
        ("capacity_2015-05.csv", "2015-05"),
        ("2023 and 2024.csv", ""),
        ("capacity.csv", ""),
    ],
)
def test_a_year_is_taken_from_a_name_only_where_it_is_clear(name: str, as_at: str) -> None:
    assert year_of(name) == as_at


def test_todays_register_wins_then_the_latest_date() -> None:
    """The register's undated number is today's; dated ones go by date."""
    old, new, today = Measured(180, "2015-05", "a"), Measured(190, "2024/25", "b"), Measured(200, "", "register")
    assert latest(today, (old, new)) == today
    assert latest(old, (new,)) == new
    assert latest(new, (old,)) == new
    assert latest(None, ()) is None


def test_establishment_numbers_keep_their_zeros() -> None:
    assert (la_estab("937", "12"), la_estab("937", ""), la_estab("", "2001")) == ("9370012", "", "")


@pytest.mark.real_files
def test_the_capacity_survey_of_2015_joins_warwickshire() -> None:
    """211 of the survey's 227 schools are open under their number; the capacity is the one joined before."""
    gias = read_gias(real("gias", "schools_warwickshire_open_2025-05-24_joined.csv"), "937", Notes())
    assert gias is not None
    notes = Notes()
    pytest.importorskip("python_calamine", reason="reads workbooks")
    found = read_evidence([real("national", "dfe_scap2015_school_capacity.xlsx")], gias, Succession(gias), notes)
    assert not faults_of(notes)
    assert len(found) == 211
    for urn, measures in found.items():
        joined = gias.establishments[urn].capacity
        assert joined is not None
        assert [(each.value, each.as_at) for each in measures["capacity"]] == [(joined.value, "2015")]


@pytest.mark.real_files
def test_the_performance_tables_join_by_urn_without_their_totals() -> None:
    """279 of the council's 284 schools have a row; the three rows NAT are nobody's."""
    gias = read_gias(real("gias", "schools_warwickshire_open_2025-05-24_joined.csv"), "937", Notes())
    assert gias is not None
    notes = Notes()
    path = real("sen", "dfe_performance_tables_census_2024-25_england.csv.gz")
    found = read_evidence([path], gias, Succession(gias), notes)
    assert not faults_of(notes)
    assert len(found) == 279
    for urn, measures in found.items():
        joined = gias.establishments[urn].plans
        assert [each.value for each in measures.get("plans", [])] == ([] if joined is None else [joined.value])
