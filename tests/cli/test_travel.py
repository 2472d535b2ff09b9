"""A council's own minutes from file to summary, map and run record."""

from __future__ import annotations

import json
from pathlib import Path

from planner.domain.geography import straight_line_metres
from planner.inputs.pack import read_pack
from tests.cli.running import rp
from tests.small_pack import write_small_pack

IN_MINUTES = [
    *("--set", "rules.travel_limit.nursery_minutes=15"),
    *("--set", "rules.travel_limit.primary_minutes=20"),
    *("--set", "rules.travel_limit.secondary_minutes=30"),
]


def test_minutes_are_told_wherever_travel_is_printed(tmp_path: Path) -> None:
    """12 minutes and one for each km; the last school in the file has no minutes from anywhere (8 areas)."""
    scenario = write_small_pack(tmp_path)
    pack = read_pack(tmp_path / "pack")
    schools = sorted(pack.schools, key=lambda school: school.urn == "900007")
    rows = [
        f"{area.code},{school.urn},{12 + straight_line_metres(area, school) / 1000:.1f},car"
        for school in schools
        for area in pack.areas
    ]
    text = "\n".join(["area_code,urn,minutes,mode", *rows[: -len(pack.areas)]]) + "\n"
    (tmp_path / "pack" / "travel.csv").write_text(text, encoding="utf-8")
    out = tmp_path / "out"
    result = rp("solve", scenario, "--out", out, *IN_MINUTES)
    assert result.exit_code == 0, result.stderr
    told = "72 of 80 pairs of area and school; 8 are without minutes and out of reach"
    assert told in result.stdout
    assert "pupil-minutes" in result.stdout
    record = json.loads((out / "run.json").read_text(encoding="utf-8"))
    assert told in record["settings"]["travel"]
    assert record["settings"]["rules"]["travel_limit"]["primary_minutes"] == 20
    page = next(out.glob("*.html")).read_text(encoding="utf-8")
    assert told in page
    assert "nursery 15 minutes, primary 20 minutes, secondary 30 minutes" in page
    assert "900007" not in (out / "placements.csv").read_text(encoding="utf-8")
    assert rp("check", out).exit_code == 0


def test_two_units_of_travel_are_not_compared(tmp_path: Path) -> None:
    scenario = write_small_pack(tmp_path)
    pack = read_pack(tmp_path / "pack")
    rows = [f"{area.code},{school.urn},15" for school in pack.schools for area in pack.areas]
    (tmp_path / "pack" / "travel.csv").write_text("\n".join(["area_code,urn,minutes", *rows]) + "\n", encoding="utf-8")
    few = ("--set", 'goals=["unplaced_pupils","pupil_travel"]', "--set", "solve.work_nodes=20")
    assert rp("solve", scenario, "--out", tmp_path / "metres", *few).exit_code == 0
    assert rp("solve", scenario, "--out", tmp_path / "minutes", *few, *IN_MINUTES).exit_code == 0
    result = rp("compare", tmp_path / "metres", tmp_path / "minutes", "--out", tmp_path / "changes")
    assert result.exit_code == 0, result.stderr
    assert "one plan reckons in minutes and the other in metres" in result.stdout
    assert "(pupil-km, then pupil-minutes)" in result.stdout
