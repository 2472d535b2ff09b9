"""Numbers, nestings and blanks beyond any use are refused in words, as bad input and never as a fault of ours."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from planner.errors import InputError
from planner.inputs.read import read_scenario
from tests.inputs.editing import edit, only_fault
from tests.small_pack import SCHOOLS

LONG = "9" * 5000
CELLS = {
    "pupils on roll of 5,000 digits": (
        "schools.csv",
        "academy,420,",
        f"academy,{LONG},",
        "row 5, column pupils_on_roll",
    ),
    "pupils on roll of a million": ("schools.csv", "academy,420,", "academy,1000000,", "at most 20,000"),
    "score of 5,000 digits": ("areas.csv", ",10,50,", f",{LONG},50,", "row 3, column imd_score"),
    "score of 1e9": ("areas.csv", ",10,50,", ",1e9,50,", "column imd_score: found '1e9'; expected at most 100"),
    "score of 1e308": ("areas.csv", ",10,50,", ",1e308,50,", "expected at most 100"),
    "residents of 1e9": ("areas.csv", ",10,50,", ",10,1e9,", "column persons_nursery: found '1e9'"),
    "plans of a million million": (
        "caseload.csv",
        "2024,9,all,80,",
        "2024,9,all,1000000000000,",
        "less than 1,000,000",
    ),
    "census in the year 20244": ("caseload.csv", "2024,9,all,80,", "20244,9,all,80,", "at most 2,099"),
    "capital of 400 digits": ("provision.csv", "14,14,60000", f"14,14,{LONG[:400]}", "row 5, column capital_gbp"),
    "places of 5,000 digits": ("provision.csv", "2019/20,7,10", f"2019/20,{LONG},10", "column commissioned_places"),
    "a formula": ("caseload.csv", "2024,9,all,80,", "2024,9,all,=40+40,", "'=40+40', which is not a whole number"),
}


@pytest.mark.parametrize("case", CELLS)
def test_a_cell_beyond_use_names_its_row_and_is_shown_shortened(scenario_path: Path, case: str) -> None:
    file, old, new, words = CELLS[case]
    edit(scenario_path.parent / "pack" / file, old, new)
    fault = only_fault(lambda: read_scenario(scenario_path))
    assert words in fault
    assert file in fault
    assert len(fault) < 300


def test_a_table_of_schools_with_a_header_only_is_told(scenario_path: Path) -> None:
    """The register names schools, so the empty table is the fault and not each of its rows."""
    path = scenario_path.parent / "pack" / "schools.csv"
    path.write_text(SCHOOLS.splitlines()[0] + "\n", encoding="utf-8")
    assert "schools.csv: found no rows; expected the council's schools" in only_fault(
        lambda: read_scenario(scenario_path)
    )


@pytest.mark.parametrize("file", ["scenario.toml", "assumptions.toml", "pack/pack.toml"])
@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("x = " + "[" * 5000 + "]" * 5000, "inside each other"),
        ("x = " + "[" * 100_000, "inside each other"),
        ("[x" + ".x" * 20_000 + "]\ny = 1", "tables and lists at most 20 deep"),
        (f"x = {LONG}", "a number of thousands of digits"),
        (f"x = {LONG[:400]}", "a number below 1,000,000,000,000"),
        ("x = 1e308", "found 1e+308"),
        ("x = inf", "found inf"),
        ("x = nan", "found nan"),
    ],
)
def test_a_settings_file_beyond_use_is_told(scenario_path: Path, file: str, line: str, words: str) -> None:
    path = scenario_path.parent / file
    path.write_text(f"{path.read_text(encoding='utf-8')}\n[zz]\n{line}\n", encoding="utf-8")
    with pytest.raises(InputError) as caught:
        read_scenario(scenario_path)
    assert any(words in str(fault) and path.name in str(fault) for fault in caught.value.faults), str(caught.value)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("priorities.phases.secondary=1000000000000", "expected a number below"),
        ("priorities.districts.Eastmarch=1001", "priorities.districts.Eastmarch: found 1001"),
        ("rules.travel_limit.primary_metres=" + LONG[:30], "rules.travel_limit.primary_metres"),
        ("solve.work_nodes=" + LONG, "solve.work_nodes"),
        ("x=" + "[" * 5000 + "]" * 5000, "--set x="),
    ],
)
def test_a_setting_of_the_command_line_beyond_use_is_told(scenario_path: Path, text: str, words: str) -> None:
    with pytest.raises(InputError) as caught:
        read_scenario(scenario_path, [text])
    assert words in str(caught.value)


@pytest.mark.parametrize(
    ("code", "words"),
    [
        (None, "no area_code in 1 features"),
        ("", "no area_code in 1 features"),
        (5, "5"),
        (True, "areas.csv"),
        ([], "areas.csv"),
    ],
)
def test_a_polygon_without_a_usable_code_is_told(scenario_path: Path, code: object, words: str) -> None:
    """A null code, and codes that are no text."""
    path = scenario_path.parent / "pack" / "areas.geojson"
    collection = json.loads(path.read_text(encoding="utf-8"))
    collection["features"][0]["properties"]["area_code"] = code
    path.write_text(json.dumps(collection), encoding="utf-8")
    with pytest.raises(InputError, match=words):
        read_scenario(scenario_path)
