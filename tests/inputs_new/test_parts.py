"""Lookups, deprivation, plans, localities, hosts and the register: each claim on a few made-up rows."""

from __future__ import annotations

from pathlib import Path

import pytest

from planner.errors import InputError
from planner.inputs.new import build_pack
from planner.inputs.new.caseload import read_caseload
from planner.inputs.new.lookups import Link, crossing, note_crossing
from planner.inputs.new.population import Population, Residents, recast
from planner.inputs.new.report import Notes
from planner.inputs.pack import read_pack
from planner.inputs.read import read_scenario
from tests.inputs_new.official_files import CODES, GIAS_HEADER, SCHOOLS, faults_of, small_council, write_lines


def link(lsoa11: str, lsoa21: str, change: str) -> Link:
    return Link({"lsoa11": lsoa11, "lsoa21": lsoa21}, change)


LINKS = (
    link("E01000001", "E01000001", "U"),
    link("E01000002", "E01100002", "S"),
    link("E01000002", "E01100003", "S"),
    link("E01000004", "E01100005", "M"),
    link("E01000005", "E01100005", "M"),
)
NEW_CODES = ("E01000001", "E01100002", "E01100003", "E01100005")
PROVISION_HEADER = (
    "site,urn,school_name,ncy_low,ncy_high,phase,need_groups,provision_type,status,academic_year,commissioned_places,"
    "max_places,capital_gbp,quality,note,source"
)


def people_of(*codes: str) -> Population:
    return Population("people.csv", "lsoa11", {code: Residents(100, (1, 2, 3, 4)) for code in codes})


def test_splits_are_shared_and_merges_added() -> None:
    """A split shares 3 to 1 by residents, a merge adds, and nobody is lost."""
    crossed = crossing(LINKS, "lsoa11", "lsoa21", NEW_CODES, {"E01100002": 30.0, "E01100003": 10.0})
    population = people_of("E01000001", "E01000002", "E01000004", "E01000005")
    people = recast(population, crossed, NEW_CODES, Notes())
    assert {code: found.all_ages for code, found in people.items()} == {
        "E01000001": 100, "E01100002": 75, "E01100003": 25, "E01100005": 200,
    }  # fmt: skip


def test_splits_without_residents_are_halved_and_said_so() -> None:
    """Without residents of the parts each gets the same share, recorded as an assumption."""
    crossed = crossing(LINKS, "lsoa11", "lsoa21", NEW_CODES, {})
    assert crossed is not None
    notes = Notes()
    note_crossing(crossed, NEW_CODES, by_residents=False, notes=notes)
    assert crossed.shares["E01000002"] == (("E01100002", 0.5), ("E01100003", 0.5))
    assert any("shared equally: E01000002" in line for line in notes.report("").assumed)


def test_irregular_changes_are_flagged() -> None:
    """An X of the lookup stands in the report."""
    links = (link("E01000001", "E01100001", "X"),)
    notes = Notes()
    crossed = crossing(links, "lsoa11", "lsoa21", ("E01100001",), {})
    assert crossed is not None
    note_crossing(crossed, ("E01100001",), by_residents=False, notes=notes)
    assert any("irregular change (X)" in line for line in notes.report("").doubtful)


def test_an_area_without_residents_is_a_fault() -> None:
    """An area that the population file does not hold is named."""
    notes = Notes()
    recast(people_of("E01000001"), None, ("E01000001", "E01000009"), notes)
    assert "E01000009" in faults_of(notes)


@pytest.mark.parametrize(
    ("council", "doubted"),
    [
        ("Leicestershire", True),
        ("Warwickshire", False),
        ("WARWICKSHIRE County Council", False),
        ("The Council of the County of Warwickshire", False),
        ("Warwick", False),
    ],
)
def test_a_code_of_another_council_is_doubted(tmp_path: Path, council: str, doubted: bool) -> None:
    header = "time_period,old_la_code,la_name,breakdown_topic,breakdown,ehcplans"
    rows = ["202425,937,Warwickshire,Child or young persons age,age 5,20"]
    rows += ["202425,855,Leicestershire,Child or young persons age,age 5,20"]
    notes = Notes()
    read_caseload(write_lines(tmp_path / "plans.csv", [header, *rows]), None, "937", notes, council)
    doubts = [line for line in notes.report("").doubtful if "LA code 937 is Warwickshire" in line]
    assert bool(doubts) is doubted


def test_only_one_topic_of_the_plans_is_read(tmp_path: Path) -> None:
    """Totals, sex and other councils are not added to the ages; a symbol is unknown, never 0."""
    files = small_council(tmp_path)
    notes = Notes()
    rows = read_caseload(files["caseload"], files["needs"], "999", notes)
    assert [(r.census_year, r.age, r.primary_need, r.plans_pupils) for r in rows] == [
        (2025, 2, "all", 1),
        (2025, 5, "all", 20), (2025, 5, "asd", 12), (2025, 5, "semh", 7), (2025, 5, "vi", 1),
        (2025, 12, "all", 30), (2025, 12, "asd", 10), (2025, 12, "semh", 15),
    ]  # fmt: skip
    report = notes.report("")
    assert any("column number_vi: symbol x" in line for line in report.doubtful)
    assert any("5 of 30 plans have no known need" in line for line in report.doubtful)
    assert any("2024: 45" in line for line in report.doubtful)
    assert any("no row for age 3, 4, 6" in line for line in report.doubtful)


def test_ages_that_do_not_sum_to_the_total_are_doubtful(tmp_path: Path) -> None:
    """A published total that differs from the sum of ages is reported with both numbers."""
    files = small_council(tmp_path)
    text = files["caseload"].read_text(encoding="utf-8").replace("All EHC plans,51", "All EHC plans,60")
    files["caseload"].write_text(text, encoding="utf-8")
    notes = Notes()
    read_caseload(files["caseload"], None, "999", notes)
    assert any("ages sum to 51, the published total is 60" in line for line in notes.report("").doubtful)


def test_the_2022_layout_of_the_plans_is_refused_by_its_columns(tmp_path: Path) -> None:
    """The earlier layout has age groups only; the fault names the column that is missing."""
    header = "time_period,old_la_code,new_la_code,characteristic_age,Total_ehc"
    notes = Notes()
    read_caseload(write_lines(tmp_path / "old.csv", [header, "2022,999,E1,Under 5,10"]), None, "999", notes)
    assert "a column breakdown_topic" in faults_of(notes)


def test_a_locality_in_two_districts_is_cut(tmp_path: Path) -> None:
    """A locality rolls up to one district: its parts get the districts' names."""
    lines = ["area_code,locality", *(f"{code},{name}" for code, name in zip(CODES, "NMMS", strict=True))]
    localities = write_lines(tmp_path / "localities.csv", lines)
    report = build_pack(tmp_path / "pack", **small_council(tmp_path, localities=localities))
    names = [locality.name for locality in read_pack(tmp_path / "pack").localities]
    assert names == ["M (Eastshire)", "M (Westshire)", "N", "S"]
    assert any("locality M lies in" in line for line in report.doubtful)


def test_any_column_of_an_official_lookup_can_name_the_localities(tmp_path: Path) -> None:
    """A ward lookup serves with its ward column; an area without a row is a fault."""
    lines = ["lsoa21_code,ward24_name,ltla24_name,ltla24_code"]
    lines += [f"{code},Ward {code[-1]},Shire,E07000901" for code in CODES]
    lookup = write_lines(tmp_path / "wards.csv", lines)
    build_pack(tmp_path / "pack", **small_council(tmp_path, localities=lookup, locality_column="ward24_name"))
    pack = read_pack(tmp_path / "pack")
    assert [(x.name, x.district) for x in pack.localities] == [(f"Ward {n}", "Shire") for n in range(1, 5)]
    short = write_lines(tmp_path / "short.csv", lines[:-1])
    with pytest.raises(InputError, match=CODES[3]):
        build_pack(tmp_path / "no", **small_council(tmp_path, localities=short, locality_column="ward24_name"))


def hosting(tmp_path: Path, row: str) -> tuple[dict[str, tuple[bool, str]], tuple[str, ...]]:
    gias = write_lines(tmp_path / "changed.csv", [GIAS_HEADER, *SCHOOLS, row])
    report = build_pack(tmp_path / "pack", **small_council(tmp_path, gias=gias))
    schools = read_pack(tmp_path / "pack").schools
    return {school.urn: (school.may_host, school.may_host_reason) for school in schools}, report.doubtful


def school(urn: str = "100009", status: str = "Open", ages: str = "4,11", point: str = "436500,270500") -> str:
    phase = "Secondary" if ages.startswith("1") else "Primary"
    kind = "University technical college" if ages.startswith("14") else "Community school"
    return f'{urn},999,Odd School,{kind},"{status}",{phase},{ages},ZZ1 1AE,50,x,1,,,,,{point},E01000004'


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (school(status="Open, but proposed to close"), "proposed to close"),
        (school(ages=","), "statutory ages are not in the register"),
        (school(ages="14,19"), "would cut bands"),
        (school(point="0,0"), "no coordinates"),
        (school(point="438900,270500"), "900 m outside the boundaries"),
    ],
)
def test_schools_that_may_not_host_say_why(tmp_path: Path, row: str, reason: str) -> None:
    """Each hindrance is the school's reason and a line of the report; other schools are not touched."""
    hosts, doubtful = hosting(tmp_path, row)
    assert not hosts["100009"][0]
    assert reason in hosts["100009"][1]
    assert any("100009" in line and reason in line for line in doubtful)
    assert hosts["100001"][0]


def test_a_school_that_cannot_be_placed_is_reported(tmp_path: Path) -> None:
    """A school far away is left out, with a line in the report."""
    hosts, doubtful = hosting(tmp_path, school(point="530000,180000"))
    assert "100009" not in hosts
    assert any("100009 Odd School is left out" in line for line in doubtful)


def test_a_year_group_border_that_many_schools_share_is_kept(tmp_path: Path) -> None:
    """Where three schools end at Year 4 the council has first schools, and they may host."""
    first = [school(urn=f"10001{n}", ages="4,9") for n in range(3)]
    hosts, _ = hosting(tmp_path, "\n".join(first))
    assert all(hosts[f"10001{n}"][0] for n in range(3))


def test_register_is_checked_against_the_schools(tmp_path: Path) -> None:
    """A URN that is no school of the pack, a wrong year and a wrong need are all told at once."""
    rows = [
        "R1,100001,Ash,,,primary,semh,resourced_provision,existing,2024/25,8,,,green,,news",
        "R2,100004,Elm Special,,,primary,autism,resourced_provision,existing,2024/26,8,,,green,,news",
    ]
    register = write_lines(tmp_path / "provision.csv", [PROVISION_HEADER, *rows])
    with pytest.raises(InputError) as caught:
        build_pack(tmp_path / "pack", **small_council(tmp_path, register=register))
    words = str(caught.value)
    assert all(word in words for word in ("row 3, column urn", "'autism'", "'2024/26'"))
    register = write_lines(tmp_path / "provision.csv", [PROVISION_HEADER, rows[0]])
    build_pack(tmp_path / "pack", **small_council(tmp_path, register=register))
    assert [row.site for row in read_pack(tmp_path / "pack").provision] == ["R1"]


def test_a_list_in_the_councils_own_words_becomes_the_register(tmp_path: Path) -> None:
    """DfE numbers, names and answers find the school; the pack can be read."""
    header, *schools = [GIAS_HEADER, *SCHOOLS]
    numbered = [f"{header},EstablishmentNumber", *(f"{line},{2001 + n}" for n, line in enumerate(schools))]
    lines = ["Our bases", "DfE number,School,Designation,Places", "999/2001,Ash,ASD,8-10", ",Cedar High,pod,10"]
    arguments = small_council(
        tmp_path,
        gias=write_lines(tmp_path / "numbered.csv", numbered),
        register=write_lines(tmp_path / "bases.csv", lines),
        register_map=write_lines(tmp_path / "answers.toml", ["[needs]", 'pod = "semh"']),
    )
    report = build_pack(tmp_path / "pack", **arguments)
    rows = read_pack(tmp_path / "pack").provision
    assert [(row.site, row.urn, row.commissioned_places, row.max_places) for row in rows] == [
        ("C001", "100001", 8, 10),
        ("C002", "100003", 10, None),
    ]
    assert any("bases.csv, row 3" in line and "a range" in line for line in report.doubtful)


def test_options_of_the_register_need_a_list_in_the_councils_own_words(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="--sheet"):
        build_pack(tmp_path / "pack", **small_council(tmp_path, sheet="2025"))
    row = "R1,100001,Ash,,,primary,semh,resourced_provision,existing,2024/25,8,,,green,,news"
    register = write_lines(tmp_path / "provision.csv", [PROVISION_HEADER, row])
    with pytest.raises(InputError, match=r"provision.csv, --sheet: found a file in the pack's own format"):
        build_pack(tmp_path / "pack", **small_council(tmp_path, register=register, sheet="2025"))


def test_places_that_the_school_register_leaves_blank_are_not_invented(tmp_path: Path) -> None:
    """A SEN unit without places is in the report and not in provision.csv."""
    report = build_pack(tmp_path / "pack", **small_council(tmp_path))
    assert [row.urn for row in read_pack(tmp_path / "pack").provision] == ["100002"]
    assert any("100003 Cedar High has a sen_unit but places unknown" in line for line in report.doubtful)


def test_the_scenario_of_a_new_pack_can_be_read(tmp_path: Path) -> None:
    """scenario.toml names its own folder and plans five years from the September after the census."""
    plans = [f"202425,999,Child or young persons age,age {age},20" for age in range(3, 16)]
    header = "time_period,old_la_code,breakdown_topic,breakdown,ehcplans"
    arguments = small_council(tmp_path)
    build_pack(tmp_path / "pack", **{**arguments, "caseload": write_lines(tmp_path / "ages.csv", [header, *plans])})
    scenario = read_scenario(tmp_path / "pack" / "scenario.toml")
    assert [str(year) for year in scenario.problem.academic_years][::4] == ["2025/26", "2029/30"]
    assert len(scenario.problem.areas) == len(CODES)
