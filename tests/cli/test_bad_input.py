"""Each bad input ends `solve` with code 3, one message that says where, what and how to mend it, and no folder."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.running import nothing_left, rp
from tests.inputs.editing import edit
from tests.small_pack import SCHOOLS, SIDE, area_squares

# file below the scenario's folder, text that is there, text in its place, words of the message
EDITS = {
    "unknown scenario key": ("scenario.toml", "sites_per_year", "site_per_year", ["scenario.toml", "Did you mean"]),
    "negative places": (
        "pack/provision.csv",
        "2019/20,7,10",
        "2019/20,-7,10",
        ["provision.csv, row 2", "commissioned_places", "-7"],
    ),
    "site outside the county": ("pack/schools.csv", "401000,251000", "501000,251000", ["schools.csv", "900001"]),
    "school without coordinates": (
        "pack/schools.csv",
        "401000,251000",
        ",",
        ["schools.csv, row 2", "easting", "northing"],
    ),
    "duplicate URN": ("pack/schools.csv", "900002,Alder Infant", "900001,Alder Infant", ["schools.csv", "900001"]),
    "locality without areas": (
        "pack/localities.csv",
        "Cedar,Eastmarch",
        "Dale,Eastmarch,E07000902,made up\nCedar,Eastmarch",
        ["Dale", "localit"],
    ),
    "text where a number belongs": (
        "pack/caseload.csv",
        "2024,9,all,80,",
        "2024,9,all,eighty,",
        ["caseload.csv, row", "plans_pupils", "eighty"],
    ),
}

OPTIONS = {
    "what-if before the site can open": (
        "--what-if",
        "900004:semh:8@2025/26",
        ["900004:semh:8@2025/26", "before the site can open", "2026/27 or later"],
    ),
    "phase that the school does not teach": (
        "--what-if",
        "900009:semh:primary:10@2026/27",
        ["900009:semh:", "primary, a phase the school does not teach", "Birch High"],
    ),
    "unknown key of --set": ("--set", "rules.travel_limt.primary_metres=1", ["travel_limt", "travel_limit"]),
}


def _refused(scenario: Path, words: list[str], *options: str) -> None:
    result = rp("solve", scenario, "--out", scenario.parent / "out", *options)
    assert result.exit_code == 3, result.stdout
    assert result.stdout == ""
    for word in words:
        assert word in result.stderr
    assert "found" in result.stderr
    assert "expected" in result.stderr
    assert "Traceback" not in result.stderr
    assert nothing_left(scenario.parent)


@pytest.mark.parametrize("case", EDITS)
def test_a_bad_file_is_refused(scenario_path: Path, case: str) -> None:
    name, old, new, words = EDITS[case]
    edit(scenario_path.parent / name, old, new)
    _refused(scenario_path, words)


@pytest.mark.parametrize("case", OPTIONS)
def test_a_bad_option_is_refused(scenario_path: Path, case: str) -> None:
    option, text, words = OPTIONS[case]
    _refused(scenario_path, words, option, text)


def test_demand_for_an_unknown_locality_is_refused(scenario_path: Path) -> None:
    lines = ["bound,locality,phase,need_group,academic_year,pupils,source"]
    lines.append("central,Elsewhere,secondary,semh,2024/25,9,made up")
    (scenario_path.parent / "pack" / "demand.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    _refused(scenario_path, ["demand.csv, row 2", "Elsewhere"])


def test_boundaries_without_a_reference_system_are_refused(scenario_path: Path) -> None:
    """National Grid metres in a file that does not say so."""
    features = []
    for code, _, west, south in area_squares():
        corners = [(0, 0), (1, 0), (1, 1), (0, 1), (0, 0)]
        ring = [[west + x * SIDE, south + y * SIDE] for x, y in corners]
        geometry = {"type": "Polygon", "coordinates": [ring]}
        features.append({"type": "Feature", "properties": {"area_code": code}, "geometry": geometry})
    text = json.dumps({"type": "FeatureCollection", "features": features})
    (scenario_path.parent / "pack" / "areas.geojson").write_text(text, encoding="utf-8")
    _refused(scenario_path, ["areas.geojson", "coordinate reference system", "EPSG:4326"])


def test_all_faults_of_the_files_come_at_once(scenario_path: Path) -> None:
    edit(scenario_path.parent / "pack" / "provision.csv", "2019/20,7,10", "2019/20,-7,10")
    edit(scenario_path.parent / "pack" / "caseload.csv", "2024,9,all,80,", "2024,9,all,eighty,")
    _refused(scenario_path, ["2 faults", "-7", "eighty"])


@pytest.mark.parametrize("encoding", ["cp1252", "utf-8-sig"])
def test_files_as_excel_saves_them_are_read(scenario_path: Path, encoding: str) -> None:
    named = SCHOOLS.replace("Birch Grammar", "Bírch Grammar – Église")
    (scenario_path.parent / "pack" / "schools.csv").write_bytes(named.encode(encoding))
    result = rp("solve", scenario_path, "--out", scenario_path.parent / "out", "--dry-run")
    assert result.exit_code == 0, result.stderr
    assert "schools: 12" in result.stdout
