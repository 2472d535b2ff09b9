"""A pack that knows of no base says so before anything else, and so does whatever is planned from it."""

from __future__ import annotations

from pathlib import Path

from planner.inputs.new.no_base import warn_of_no_base
from planner.inputs.new.register import Cells
from planner.inputs.new.report import Notes
from tests.cli.running import QUICK, rp
from tests.small_pack import PROVISION, write_small_pack

CAUTION = "No register of provision: provision.csv holds no base"


def _warnings(provision: list[Cells], evidence: list[Cells], register: Path | None = None) -> tuple[str, ...]:
    notes = Notes()
    warn_of_no_base(provision, evidence, register, notes)
    return notes.report("C").warnings


def _occupied(low: str, high: str, urn: str = "") -> Cells:
    kind = "resourced_provision"
    return {"urn": urn, "provision_type": kind, "quantity": "occupied", "low": low, "high": high}


def test_it_warns_with_what_other_sources_say_of_all_bases_together() -> None:
    (warning,) = _warnings([{"status": "consulted"}], [_occupied("9", "9", "100001"), _occupied("373", "")])
    assert "No register of provision was given" in warning
    assert "evidence.csv says otherwise (resourced provision: at least 373 pupils)" in warning
    (warning,) = _warnings([], [_occupied("0", "")], Path("bases.xlsx"))
    assert "bases.xlsx names no base" in warning
    assert "evidence.csv" not in warning


def test_one_base_is_enough_for_no_warning() -> None:
    assert _warnings([{"status": "committed"}], [_occupied("373", "")]) == ()


def test_the_report_begins_with_the_warning() -> None:
    notes = Notes()
    notes.warn("Look here")
    assert str(notes.report("C")).splitlines()[:2] == ["Data report: C", "WARNING: Look here"]


def test_summary_dry_run_and_both_maps_say_it(tmp_path: Path) -> None:
    scenario = write_small_pack(tmp_path)
    assert CAUTION not in rp("solve", scenario, "--out", tmp_path / "unwritten", "--dry-run").stdout
    (tmp_path / "pack" / "provision.csv").write_text(PROVISION.splitlines()[0] + "\n", encoding="utf-8")
    dry_run = rp("solve", scenario, "--out", tmp_path / "out", "--dry-run")
    assert CAUTION in dry_run.stdout
    solved = rp("solve", scenario, "--out", tmp_path / "out", *QUICK)
    assert solved.exit_code == 0, solved.stderr
    assert CAUTION in solved.stdout.splitlines()[1]
    for name in ("map.html", "map.svg"):
        assert CAUTION in (tmp_path / "out" / name).read_text(encoding="utf-8")
