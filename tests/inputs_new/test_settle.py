"""Which source wins about a base, by precedence, and how full it is as a range."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import pytest

from planner.errors import InputError
from planner.inputs.new import PackReport, build_pack
from planner.inputs.new.report import Notes
from planner.inputs.new.statements import PRECEDENCE, read_statements
from planner.inputs.pack import read_pack
from planner.inputs.pack_rows import COLUMNS
from tests.inputs_new.official_files import GIAS_HEADER, SCHOOLS, real, small_council, warwickshire, write_lines

BASE = "R1,100002,Beech Primary,,,primary,communication_interaction,resourced_provision"
REGISTER = (f"{BASE},existing,2020/21,12,,,green,,invented", f"{BASE},committed,2027/28,16,,,green,,invented")


def council(folder: Path, **changes: Any) -> dict[str, Any]:  # noqa: ANN401 - arguments of any kind
    """The made-up council with a register of 12 places where GIAS has 10, and 9 on roll."""
    gias = [f"{GIAS_HEADER},ResourcedProvisionOnRoll", *(f"{row},{'9' if '100002' in row else ''}" for row in SCHOOLS)]
    register = write_lines(folder / "provision.csv", [",".join(COLUMNS["provision.csv"]), *REGISTER])
    made = small_council(folder, register=register)
    return made | {"gias": write_lines(folder / "gias.csv", gias)} | changes


def occupancy(folder: Path, flagged: str, unsure: str) -> Path:
    header = "census_year,urn,provision_type,ncy,flagged_pupils,unsure_pupils"
    old = "2024,100002,resourced_provision,all,50,50"
    rows = [f"2025,100002,resourced_provision,{ncy},{flagged},{unsure}" for ncy in ("3", "all")]
    return write_lines(folder / "occupancy.csv", [header, old, *rows])


def evidence(pack: Path, urn: str, kind: str = "resourced_provision") -> dict[tuple[str, str], tuple[str, str, str]]:
    """Low, high and standing by quantity and source."""
    with (pack / "evidence.csv").open(encoding="utf-8", newline="") as stream:
        rows = [row for row in csv.DictReader(stream) if (row["urn"], row["provision_type"]) == (urn, kind)]
    return {(row["quantity"], row["source"]): (row["low"], row["high"], row["standing"]) for row in rows}


def told(report: PackReport, words: str) -> str:
    return next(line for line in report.settled if words in line)


def test_the_register_wins_about_places_and_sen2_about_pupils(tmp_path: Path) -> None:
    """Places 12 (today's step, not the committed one) against GIAS 10; pupils 7 to 9 flagged, GIAS 9: up to 12."""
    report = build_pack(tmp_path / "pack", **council(tmp_path, occupancy=occupancy(tmp_path, "7", "2")))
    assert evidence(tmp_path / "pack", "100002") == {
        ("places", "register"): ("12", "12", "won"),
        ("places", "gias"): ("10", "10", "lost"),
        ("pupils", "sen2"): ("7", "9", "won"),
        ("pupils", "gias"): ("9", "9", "lost"),
        ("occupied", "sen2"): ("7", "12", "range"),
    }
    assert told(report, "school 100002 Beech Primary (resourced provision), places").endswith("the register won")
    assert "occupied places 7 to 12" in told(report, "100002 Beech Primary (resourced provision): occupied")
    assert [row.commissioned_places for row in read_pack(tmp_path / "pack").provision] == [12, 16]


def test_a_hidden_number_is_at_least_one_and_open_above(tmp_path: Path) -> None:
    build_pack(tmp_path / "pack", **council(tmp_path, occupancy=occupancy(tmp_path, "c", "0")))
    found = evidence(tmp_path / "pack", "100002")
    assert found["pupils", "sen2"] == ("1", "", "won")
    assert found["occupied", "sen2"] == ("1", "12", "range")


def test_precedence_goes_down_the_list(tmp_path: Path) -> None:
    """Without a register the capacity survey stands before GIAS; with one, all three are there in order."""
    header = "urn,provision_type,places,as_at"
    scap = write_lines(tmp_path / "scap.csv", [header, "100002,resourced_provision,11,2025-07-31"])
    build_pack(tmp_path / "with", **council(tmp_path, scap=scap))
    build_pack(tmp_path / "without", **council(tmp_path, scap=scap, register=None))
    places = [source for quantity, source in evidence(tmp_path / "with", "100002") if quantity == "places"]
    assert places == ["register", "scap", "gias"] == [source for source in PRECEDENCE if source in places]
    assert evidence(tmp_path / "without", "100002")["places", "scap"] == ("11", "11", "won")


def test_open_data_say_at_least_for_the_whole_council(tmp_path: Path) -> None:
    """DfE's flags of all bases: 3 + 2 pupils, at least; the register's 12 places are the top of the range."""
    arguments = council(tmp_path)
    lines = arguments["caseload"].read_text(encoding="utf-8").splitlines()
    flags = ("mainstream_la_maintained_resourced_provision", "mainstream_academy_resourced_provision")
    more = [f",{','.join(flags)}", *(",3,2" if "202425,999,All" in line else ",x,x" for line in lines[1:])]
    write_lines(arguments["caseload"], [line + cells for line, cells in zip(lines, more, strict=True)])
    build_pack(tmp_path / "pack", **arguments)
    found = evidence(tmp_path / "pack", "")
    assert found["pupils", "dfe_open_data"][:2] == ("5", "")
    assert found["occupied", "gias"] == ("9", "12", "range")


def test_faults_of_the_new_files_come_with_the_others(tmp_path: Path) -> None:
    scap = write_lines(tmp_path / "scap.csv", ["urn,provision_type,places,as_at", "100002,base,ten,today"])
    with pytest.raises(InputError) as caught:
        build_pack(
            tmp_path / "pack", **council(tmp_path, scap=scap, occupancy=occupancy(tmp_path, "many", "0"), la_code="9")
        )
    for words in ("scap.csv, row 2, column places", "column provision_type", "occupancy.csv, row 4", "'9'"):
        assert words in str(caught.value)


@pytest.mark.real_files
def test_warwickshire_206_flagged_pupils_are_a_lower_bound(tmp_path: Path) -> None:
    """January 2025: 106 + 77 + 23 pupils in resourced provision, 2 in SEN units; no source knows the top."""
    report = build_pack(tmp_path / "pack", **warwickshire())
    found = evidence(tmp_path / "pack", "")
    assert (
        found["pupils", "dfe_open_data"] == ("206", "", "only source") or found["pupils", "dfe_open_data"][0] == "206"
    )
    assert "occupied places at least 206" in told(report, "all bases (resourced provision)")


@pytest.mark.real_files
def test_a_true_school_register_states_both_kinds_of_base(tmp_path: Path) -> None:
    """The raw layout of 2021: Camden's 100018 has 24 places of either kind; another council's schools are not told."""
    raw = real("gias", "gias_raw_2021_npq_sample_99rows.csv")
    caseload = small_council(tmp_path)["caseload"]
    stated = read_statements(raw, caseload, None, None, "202", Notes())
    places = {(each.provision_type.value, each.quantity): each.low for each in stated if each.urn == "100018"}
    assert places["resourced_provision", "places"] == places["sen_unit", "places"] == 24
    assert not read_statements(raw, caseload, None, None, "937", Notes())
