"""A council's own growth goes from the national file into its pack, and a fallback is said."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from planner.demand.growth import mixture
from planner.errors import Faults, InputError
from planner.inputs.assumptions_file import bundled_assumptions, read_assumptions
from planner.inputs.new import build_pack
from planner.inputs.new.assumption_text import assumptions_toml
from planner.inputs.new.council_growth import CouncilGrowth, council_growth, growth_settings, read_council_growth
from planner.inputs.new.report import Notes
from planner.inputs.pack import read_pack
from planner.inputs.read import read_scenario
from tests.demand.plans_series import SETTINGS, noisy
from tests.inputs_new.official_files import faults_of, real, small_council, warwickshire, write_lines

OWN = """\
[ehcp_growth_rate]
value = {rate}
unit = "share a year"
valid_from = 2025-01-01
quality = "amber"
impact = "high"
source = "made up"
"""
HEADER = "time_period,old_la_code,breakdown_topic,breakdown,ehcplans"
PUBLISHED = {2019: 3_848, 2020: 4_299, 2021: 4_563, 2022: 4_768, 2023: 5_314, 2024: 6_054, 2025: 6_868}


def national_file(folder: Path) -> Path:
    """A table of 120 made-up councils, January 2019 to 2025, with ages of council 999 that a pack can be made of."""
    lines = [HEADER]
    history = noisy(units=119, first=2019, last=2025)
    rows = {str(300 + int(unit)): history.plans_pupils(unit) for unit in history.units}
    rows["999"] = {year: 60_000 + 5_000 * (year - 2019) for year in range(2019, 2026)}
    for la_code, counts in rows.items():
        for census_year, plans in counts.items():
            period = f"{census_year - 1}{census_year % 100:02d}"
            lines.append(f"{period},{la_code},All EHC plans,All EHC plans,{plans}")
    lines += [f"202425,999,Child or young persons age,age {age},6000" for age in range(3, 18)]
    return write_lines(folder / "national.csv", lines)


def growth_of(folder: Path, la_code: str = "999") -> tuple[CouncilGrowth, str]:
    notes = Notes()
    growth = read_council_growth(national_file(folder), [], la_code, bundled_assumptions(), notes)
    assert faults_of(notes) == ""
    assert growth is not None
    return growth, str(notes.report("x"))


def test_growth_and_range_come_from_all_councils(tmp_path: Path) -> None:
    """The assumption leads to the forecast of the third year exactly, and its ends to the ends of that."""
    growth, report = growth_of(tmp_path)
    assert growth.assumption is not None
    assert growth.assumption.low is not None
    assert growth.assumption.high is not None
    third = growth.forecasts[-1]
    for rate, plans in (
        (growth.assumption.value, third.plans_pupils),
        (growth.assumption.low, third.lower_pupils),
        (growth.assumption.high, third.upper_pupils),
    ):
        assert 90_000 * (1 + rate) ** 3 == pytest.approx(plans, rel=3e-4)
    assert growth.assumption.quality == "amber"
    assert "growth of EHC plans could not" not in report
    assert f"forecast for January 2026: {growth.forecasts[0].plans_pupils:,.0f}" in report
    assert "counted in January: 2019 60,000, 2020 65,000" in report


def test_the_assumption_is_read_back_as_it_was_written(tmp_path: Path) -> None:
    growth, _ = growth_of(tmp_path)
    assert growth.assumption is not None
    path = tmp_path / "assumptions.toml"
    path.write_text(assumptions_toml([growth.assumption]), encoding="utf-8")
    faults = Faults()
    read = read_assumptions(path, faults)
    faults.raise_if_any()
    assert read is not None
    assert read["ehcp_growth_rate"] == growth.assumption


def test_half_of_a_reorganised_council_takes_the_growth_of_the_whole() -> None:
    """940 has two fifths of the plans of 940 and 941 together, and two fifths of their forecast."""
    series = {unit: dict(noisy(first=2019, last=2025).plans_pupils(unit)) for unit in noisy().units}
    whole = series.pop("000")
    history = type(noisy())({**series, "940+941": whole})
    own = {2024: whole[2024] // 2, 2025: 2 * whole[2025] // 5}
    found = council_growth(own, history, "940", SETTINGS, [Path("plans.csv")])
    forecast = mixture(history, 2025, 3, SETTINGS)["940+941"]
    assert found.forecasts[-1].plans_pupils == pytest.approx(0.4 * forecast, rel=1e-5)


def test_rows_of_one_council_only_fall_back_and_say_so(tmp_path: Path) -> None:
    """The pack then has no growth of its own, and the report says what stands in and what would mend it."""
    report = build_pack(tmp_path / "pack", **small_council(tmp_path))
    assert not (tmp_path / "pack" / "own_assumptions.toml").exists()
    told = [line for line in report.assumed if "could not be worked out" in line]
    assert len(told) == 1
    assert "from 1 council and 2 Januaries" in told[0]
    assert "9.0 per cent (5.5 to 11.4) a year" in told[0]
    assert "national file" in told[0]


def test_a_pack_of_the_national_file_plans_with_its_own_growth(tmp_path: Path) -> None:
    """The scenario of the new pack reads the growth; one that names a file of its own takes that file's."""
    arguments = small_council(tmp_path, caseload=national_file(tmp_path), needs=None)
    build_pack(tmp_path / "pack", **arguments)
    scenario = tmp_path / "pack" / "scenario.toml"
    own = read_scenario(scenario).problem.assumptions["ehcp_growth_rate"]
    growth, _ = growth_of(tmp_path)
    assert own == growth.assumption
    bundled = (Path(__file__).parents[2] / "scenarios" / "assumptions.toml").as_posix()
    named = write_lines(tmp_path / "named.toml", [f'extends = "{scenario.as_posix()}"', f'assumptions = "{bundled}"'])
    assert read_scenario(named).problem.assumptions["ehcp_growth_rate"].value == 0.09
    changed = read_scenario(scenario, ["assumptions_set.ehcp_growth_rate=0.03"])
    assert changed.problem.assumptions["ehcp_growth_rate"].value == 0.03


def test_the_pack_keeps_all_totals_and_its_reader_reads_them(tmp_path: Path) -> None:
    build_pack(tmp_path / "pack", **small_council(tmp_path, caseload=national_file(tmp_path), needs=None))
    pack = read_pack(tmp_path / "pack")
    assert [(each.census_year, each.plans_pupils) for each in pack.caseload_totals] == [
        (year, 60_000 + 5_000 * (year - 2019)) for year in range(2019, 2026)
    ]
    names = [name for name, _ in pack.hashes]
    assert {"own_assumptions.toml", "caseload_totals.csv"} <= set(names)


@pytest.mark.parametrize(
    ("file", "text", "words"),
    [
        (
            "caseload_totals.csv",
            "census_year,plans_pupils,source\n2024,many,a\n",
            ["caseload_totals.csv, row 2", "many"],
        ),
        (
            "caseload_totals.csv",
            "census_year,plans_pupils,source\n2024,5,a\n2024,6,a\n",
            ["caseload_totals.csv, row 3"],
        ),
        ("own_assumptions.toml", "[ehcp_growth_rte]\nvalue = 1\n", ["ehcp_growth_rte", "Did you mean"]),
        ("own_assumptions.toml", "[ehcp_growth_rate]\nvalue = 1\n", ["ehcp_growth_rate.source"]),
        ("own_assumptions.toml", OWN.format(rate=9), ["own_assumptions.toml, ehcp_growth_rate: found 9"]),
        ("own_assumptions.toml", "[ehcp_growth_rate\n", ["own_assumptions.toml, line 1"]),
    ],
)
def test_faults_of_the_packs_own_files_are_named(tmp_path: Path, file: str, text: str, words: list[str]) -> None:
    build_pack(tmp_path / "pack", **small_council(tmp_path, caseload=national_file(tmp_path), needs=None))
    if "rte" in text:
        text = (tmp_path / "pack" / file).read_text(encoding="utf-8").replace("ehcp_growth_rate", "ehcp_growth_rte")
    (tmp_path / "pack" / file).write_text(text, encoding="utf-8")
    with pytest.raises(InputError) as caught:
        read_scenario(tmp_path / "pack" / "scenario.toml")
    assert all(word in str(caught.value) for word in words)


@pytest.mark.real_files
def test_warwickshires_published_totals_and_forecast(tmp_path: Path) -> None:
    """3,848 to 6,868 stand in the pack exactly; from the 2025 edition alone 11.0 per cent a year."""
    national = real("sen", "sen2_2025_caseload_england.csv.gz")
    report = build_pack(tmp_path / "pack", **warwickshire(caseload=national))
    with (tmp_path / "pack" / "caseload_totals.csv").open(encoding="utf-8", newline="") as stream:
        totals = {int(row["census_year"]): int(row["plans_pupils"]) for row in csv.DictReader(stream)}
    assert totals == PUBLISHED
    assert report.plans[0].endswith("2023 5,314, 2024 6,054, 2025 6,868")
    assert report.plans[1].startswith("forecast for January 2026: 7,621 (")
    assert report.plans[-1].startswith("growth 11.0 per cent (")


@pytest.mark.real_files
def test_one_councils_file_gives_the_same_totals_and_no_growth(tmp_path: Path) -> None:
    report = build_pack(tmp_path / "pack", **warwickshire())
    pack = read_pack(tmp_path / "pack")
    assert {each.census_year: each.plans_pupils for each in pack.caseload_totals} == PUBLISHED
    assert pack.assumptions is None
    assert any("could not be worked out from 1 council and" in line for line in report.assumed)


@pytest.mark.real_files
def test_west_northamptonshire_takes_the_growth_of_both_halves() -> None:
    """Its own plans are counted since 2022; the joined series has the years before."""
    notes = Notes()
    found = read_council_growth(
        real("sen", "sen2_2025_caseload_england.csv.gz"), [], "941", bundled_assumptions(), notes
    )
    assert found is not None
    assert found.assumption is not None
    assert min(found.counts) == 2022
    assert "North and West Northamptonshire together, reorganised on 01 April 2021" in str(notes.report("x"))


def test_settings_are_the_assumptions(tmp_path: Path) -> None:
    faults = Faults()
    bundled = read_assumptions(Path(__file__).parents[2] / "scenarios" / "assumptions.toml", faults)
    assert bundled is not None
    assert growth_settings(bundled) == SETTINGS


@pytest.mark.real_files
def test_warwickshire_passed_its_strategys_expectation_in_2025(tmp_path: Path) -> None:
    """Not in January (6,868) but by September (7,636), 28 months before the January that it was expected for."""
    stated = Path(__file__).parents[2] / "geodata" / "warwickshire" / "stated_plans.csv"
    report = build_pack(tmp_path / "pack", **warwickshire(stated_plans=stated))
    line = report.plans[-1]
    assert "7,500 expected for January 2028" in line
    assert "reached with 7,636 in September 2025" in line
    assert line.endswith("28 months early; January 2025 had 6,868, 632 fewer")
    assert [row.plans_pupils for row in read_pack(tmp_path / "pack").stated_plans] == [7_500, 7_636]


def test_a_bad_row_of_stated_plans_is_a_fault(tmp_path: Path) -> None:
    header = "claim,kind,plans_pupils,as_at,source"
    bad = write_lines(tmp_path / "stated.csv", [header, "a,hoped,5,2028-01-31,p", "a,expected,many,2028-01-31,p"])
    with pytest.raises(InputError) as caught:
        build_pack(tmp_path / "pack", **small_council(tmp_path, stated_plans=bad))
    assert "hoped" in str(caught.value)
    assert "many" in str(caught.value)
