"""Closed URNs become their only successor, line by line in the report; several successors are never chosen from."""

from __future__ import annotations

from pathlib import Path

import pytest

from planner.errors import InputError
from planner.inputs.new import build_pack
from planner.inputs.new.gias import GiasFile, read_gias
from planner.inputs.new.links import Links, Succession, read_links
from planner.inputs.new.report import Notes
from planner.inputs.pack import read_pack
from tests.inputs_new.official_files import faults_of, small_council, write_lines
from tests.inputs_new.school_rows import HIGH, register
from tests.inputs_new.test_parts import PROVISION_HEADER

HEADER = "URN,LinkURN,LinkName,LinkType,LinkEstablishedDate"
SPECIAL = {"URN": "100004", "EstablishmentNumber": "7004", "TypeOfEstablishment (name)": "Community special school"}
CLOSED = {
    "URN": "100090",
    "EstablishmentStatus (name)": "Closed",
    "CloseDate": "31-08-2023",
    "EstablishmentName": "Old",
}


def links(folder: Path, *rows: str) -> Links:
    notes = Notes()
    found = read_links(write_lines(folder / "links.csv", [HEADER, *rows]), notes)
    assert found is not None, faults_of(notes)
    return found


def gias(folder: Path) -> GiasFile:
    found = read_gias(register(folder / "gias.csv", {}, HIGH, SPECIAL, CLOSED), "999", Notes())
    assert found is not None
    return found


def followed(folder: Path, urn: str, *rows: str) -> tuple[str, str, tuple[str, ...]]:
    """URN that comes out, faults, and what the report says is assumed."""
    notes = Notes()
    today = Succession(gias(folder), links(folder, *rows)).of(urn, "provision.csv, row 2, column urn", notes)
    return today, faults_of(notes), notes.report("").assumed


@pytest.mark.parametrize(
    "row",
    [
        "100090,100001,Ash,Successor,01-09-2023",
        "100001,100090,Old,Predecessor,01-09-2023",
        "100090,100001,Ash,Successor - amalgamated,01-09-2023",
        "100001,100090,Old,Predecessor - merged,01-09-2023",
    ],
)
def test_a_link_counts_from_either_side(tmp_path: Path, row: str) -> None:
    today, faults, assumed = followed(tmp_path, "100090", row)
    assert (today, faults) == ("100001", "")
    assert assumed == ("provision.csv, row 2, column urn: 100090 is read as its successor 100001 Ash Primary",)


def test_a_chain_is_followed_and_told(tmp_path: Path) -> None:
    rows = ["100090,100091,,Successor,", "100091,100092,,Successor,", "100092,100003,,Successor,"]
    today, faults, assumed = followed(tmp_path, "100090", *rows)
    assert (today, faults) == ("100003", "")
    assert "successor 100003 Cedar High, through 100091, 100092" in assumed[0]


def test_two_ways_to_one_school_are_one_successor(tmp_path: Path) -> None:
    """An infant and a junior school that were merged later lead to the same school."""
    rows = ["100090,100091,,Successor,", "100090,100092,,Successor,"]
    rows += ["100091,100001,,Successor,", "100092,100001,,Successor,"]
    assert followed(tmp_path, "100090", *rows)[:2] == ("100001", "")


@pytest.mark.parametrize("second", ["100003", "100777"])
def test_several_successors_are_not_chosen_from(tmp_path: Path, second: str) -> None:
    """Nor is one of them taken because the other is another council's."""
    rows = ["100090,100001,,Successor - Split School,", f"100090,{second},,Successor - Split School,"]
    today, faults, _ = followed(tmp_path, "100090", *rows)
    assert today == "100090"
    assert "provision.csv, row 2, column urn: found 100090, which has several successors" in faults
    assert "100001 (Ash Primary)" in faults
    assert second in faults


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        (("100090,100777,,Successor,",), "whose links end at 100777"),
        (("100090,100091,,Successor,", "100091,100090,,Successor,"), "closed on 2023-08-31"),
        (("100090,100001,,Expansion,",), "whose links end at 100090"),
    ],
)
def test_links_that_lead_to_no_open_school_are_faults(tmp_path: Path, rows: tuple[str, ...], words: str) -> None:
    """Another council's school, a circle, and a link that is no succession."""
    today, faults, _ = followed(tmp_path, "100090", *rows)
    assert today == "100090"
    assert words in faults
    assert "Write the URN of the school that has the base now." in faults


def test_an_open_school_is_never_replaced(tmp_path: Path) -> None:
    """A school that is to convert next year has a successor already."""
    assert followed(tmp_path, "100001", "100001,100003,,Successor,") == ("100001", "", ())


def test_a_closed_school_without_the_file_asks_for_it(tmp_path: Path) -> None:
    notes = Notes()
    assert Succession(gias(tmp_path)).of("100090", "row 2", notes) == "100090"
    assert "found 100090, closed on 2023-08-31; expected an open school" in faults_of(notes)
    assert "--links" in faults_of(notes)


def test_rows_without_two_urns_are_counted(tmp_path: Path) -> None:
    notes = Notes()
    rows = ["100090,,,Successor,", "x,100001,,Successor,", "100090,100001,,Other,", "100090,100001,,Successor,"]
    read_links(write_lines(tmp_path / "links.csv", [HEADER, *rows]), notes)
    report = notes.report("")
    assert report.count("links from a closed school to its successor") == 1
    assert report.count("links of other kinds, not used") == 1
    assert any("links.csv: 2 rows without two URNs" in line for line in report.doubtful)


def test_another_file_is_refused_by_its_columns(tmp_path: Path) -> None:
    notes = Notes()
    assert read_links(write_lines(tmp_path / "links.csv", ["URN,Name", "100090,Old"]), notes) is None
    assert "a column LinkURN" in faults_of(notes)


def test_a_register_of_last_year_makes_a_pack_of_today(tmp_path: Path) -> None:
    """The row of a closed school stands under its successor in the pack; without the links it is refused."""
    row = "R1,100090,Old,,,primary,semh,resourced_provision,existing,2024/25,8,,,green,,council list"
    files = small_council(tmp_path, gias=register(tmp_path / "schools.csv", {}, HIGH, CLOSED))
    files["register"] = write_lines(tmp_path / "provision.csv", [PROVISION_HEADER, row])
    with pytest.raises(InputError, match="--links"):
        build_pack(tmp_path / "pack", **files)
    links_file = write_lines(tmp_path / "links.csv", [HEADER, "100090,100001,Ash,Successor,01-09-2023"])
    report = build_pack(tmp_path / "pack", **files, links=links_file)
    assert [row.urn for row in read_pack(tmp_path / "pack").provision] == ["100001"]
    assert "provision.csv, row 2, column urn: 100090 is read as its successor 100001 Ash Primary" in report.assumed
