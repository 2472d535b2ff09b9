"""A base larger than any that is known is taken as it stands, and somebody is asked to look at it."""

from __future__ import annotations

from pathlib import Path

from planner.inputs.assumptions_file import bundled_assumptions
from planner.inputs.new import build_pack
from planner.inputs.new.large_bases import note_large_bases
from planner.inputs.new.report import Notes
from planner.inputs.pack_rows import COLUMNS
from tests.inputs_new.official_files import small_council, write_lines

LARGEST = {phase: int(bundled_assumptions()[f"max_places_{phase}"].high or 0) for phase in ("primary", "secondary")}


def step(site: str, phase: str, places: int, most: str = "", urn: str = "100001") -> dict[str, str]:
    return {
        "site": site,
        "urn": urn,
        "school_name": "Ash",
        "phase": phase,
        "commissioned_places": str(places),
        "max_places": most,
    }


def doubts(*rows: dict[str, str]) -> tuple[str, ...]:
    notes = Notes()
    note_large_bases(rows, bundled_assumptions(), notes)
    return notes.doubts()


def test_a_slip_of_the_pen_is_told_once_for_a_site() -> None:
    (line,) = doubts(step("R01", "primary", 14), step("R01", "primary", 140), step("R02", "secondary", 20))
    assert "site R01 (Ash): 140 places in one primary base" in line
    assert "max_places_primary" in line


def test_the_largest_known_base_is_no_doubt_and_one_place_more_is() -> None:
    for phase, largest in LARGEST.items():
        assert doubts(step("R01", phase, largest)) == ()
        assert len(doubts(step("R01", phase, largest + 1))) == 1


def test_the_building_counts_as_well_as_the_commission() -> None:
    assert len(doubts(step("R01", "primary", 14, most="140"))) == 1


def test_a_balancing_row_holds_the_places_of_several_bases() -> None:
    assert doubts(step("R01", "primary", 140, urn="")) == ()


def test_the_data_report_of_a_new_pack_tells_it(tmp_path: Path) -> None:
    """140 for 14 in the council's provision.csv: the pack is built, the row is doubtful."""
    base = step("R01", "primary", 140, urn="100002") | {
        "need_groups": "semh",
        "provision_type": "sen_unit",
        "status": "existing",
        "academic_year": "2020/21",
        "quality": "green",
        "source": "the council",
    }
    columns = COLUMNS["provision.csv"]
    lines = [",".join(columns), ",".join(base.get(column, "") for column in columns)]
    register = write_lines(tmp_path / "bases.csv", lines)
    report = build_pack(tmp_path / "pack", **small_council(tmp_path, register=register))
    assert any("site R01 (Ash): 140 places in one primary base" in line for line in report.doubtful)
