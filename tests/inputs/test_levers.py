"""Levers of a scenario file: off unless switched on, refused where they make no sense, told in words."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from planner.errors import InputError
from planner.inputs import read_scenario
from planner.inputs.read import read_forecast_inputs
from tests.inputs.editing import only_fault

LEVER = """
[demand.levers.workforce]
on = true
from_academic_year = "2025/26"
ramp_years = 2
effect = "lever_workforce_share"
acts_on = ["phase_transfers", "requests"]
localities = ["Birch"]

[demand.basis]
on = false
from_academic_year = "2027/28"
counts = "mixed"
ratio = "specialist_package_ratio"
"""
NUMBERS = """
[lever_workforce_share]
value = 0.3
unit = "share"
valid_from = 2024-04-01
low = 0.1
high = 0.5
quality = "red"
impact = "low"
source = "made up"

[specialist_package_ratio]
value = 0.5
unit = "ratio"
valid_from = 2024-04-01
low = 0.4
high = 1.2
quality = "amber"
impact = "low"
source = "made up"
"""


@pytest.fixture
def with_lever(scenario_path: Path) -> Path:
    for path, more in ((scenario_path, LEVER), (scenario_path.parent / "assumptions.toml", NUMBERS)):
        path.write_text(path.read_text(encoding="utf-8") + more, encoding="utf-8")
    return scenario_path


def test_a_lever_that_is_off_changes_nothing(with_lever: Path, tmp_path: Path) -> None:
    off = read_scenario(with_lever, ["demand.levers.workforce.on=false"])
    text = with_lever.read_text(encoding="utf-8").replace(LEVER, "")
    plain = with_lever.with_name("plain.toml")
    plain.write_text(text, encoding="utf-8")
    assert off.problem.demand == read_scenario(plain).problem.demand
    assert off.changes == ("Changed: demand.levers.workforce.on = false",)
    assert not off.drivers


def test_a_lever_that_is_on_is_told_in_words(with_lever: Path) -> None:
    scenario = read_scenario(with_lever, ["demand.basis.on=true"])
    assert scenario.changes[:2] == (
        "Lever on: workforce, from 2025/26, whole from 2026/27: 30 % (range 10 to 50 %, judgement) fewer requests for "
        "a plan and phase transfers in Birch",
        "Basis of demand, from 2027/28: who is new is counted by specialist packages, who has a plan as before; "
        "50 % (range 40 to 120 %) of the pupils that EHC plans would give",
    )


def test_the_bridge_of_a_scenario_leads_to_its_demand(with_lever: Path) -> None:
    scenario = read_scenario(with_lever)
    total = sum(pupils for demand in scenario.problem.demand for _, pupils in demand.cells)
    steps: Counter[str] = Counter()
    for line in scenario.demand_bridge:
        steps[line.step] += line.pupils
    assert list(steps) == ["without_levers", "workforce", "with_all"]
    assert steps["without_levers"] + steps["workforce"] == steps["with_all"] == total
    assert steps["workforce"] < 0


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ('localities=["Birk"]', "workforce.localities: found unknown name 'Birk'.*Did you mean 'Birch'"),
        ('effect="lever_workforce_shares"', r"workforce.effect: found no assumption.*lever_workforce_share"),
        ('effect="ehcp_leaver_rate"', "workforce.effect: found 'ehcp_leaver_rate' without a range"),
        ('effect="rp_top_up_gbp"', "workforce.effect: found 'rp_top_up_gbp' from 6000 to 12000"),
        ('from_academic_year="2029/30"', "2029/30, after the last year of the scenario"),
        ('from_academic_year="2029"', 'expected an academic year such as "2026/27"'),
        ('acts_on=["request"]', "expected one of requests, new_placements or phase_transfers"),
        ("acts_on=[]", "expected a list of at least one entry, each once"),
        ("ramp_years=0", "ramp_years"),
        ("ramp=2", "an unknown key; expected one of on, from_academic_year, ramp_years"),
    ],
)
def test_what_makes_no_sense_is_refused(with_lever: Path, change: str, message: str) -> None:
    with pytest.raises(InputError, match=message):
        read_scenario(with_lever, [f"demand.levers.workforce.{change}"])


def test_a_lever_named_as_a_step_of_the_bridge_is_refused(with_lever: Path) -> None:
    lever = '{from_academic_year="2025/26", effect="lever_workforce_share", acts_on=["requests"]}'
    with pytest.raises(InputError, match="a lever called 'with_all'"):
        read_scenario(with_lever, [f"demand.levers.with_all={lever}"])


def test_a_basis_that_changes_after_the_plan_is_refused_when_it_is_on(with_lever: Path) -> None:
    late = 'demand.basis.from_academic_year="2029/30"'
    assert read_scenario(with_lever, [late]).drivers.basis_change is None
    fault = only_fault(lambda: read_scenario(with_lever, [late, "demand.basis.on=true"]))
    assert "demand.basis.from_academic_year: found 2029/30, after the last year" in fault


def test_levers_do_not_act_on_a_table_that_the_council_states(with_lever: Path) -> None:
    """Silence would let a lead believe that a lever is in the figures."""
    rows = ["bound,locality,phase,need_group,academic_year,pupils,source"]
    rows += [
        f"{b},Alder,primary,semh,{y}/{y - 1999},5,x" for b in ("lower", "central", "upper") for y in range(2024, 2029)
    ]
    (with_lever.parent / "pack" / "demand.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    assert "demand.levers.workforce: found on" in only_fault(lambda: read_scenario(with_lever))
    scenario = read_scenario(with_lever, ["demand.levers.workforce.on=false"])
    assert {line.step for line in scenario.demand_bridge} == {"without_levers", "with_all"}
    fault = only_fault(lambda: read_forecast_inputs(with_lever, ["demand.levers.workforce.on=false"]))
    assert "demand.csv: found demand that the council states" in fault


def test_a_misspelt_lever_is_told_once_with_the_nearest_one(with_lever: Path) -> None:
    words = only_fault(lambda: read_scenario(with_lever, ["demand.levers.workforse.on=true"]))
    assert words.startswith("--set demand.levers.workforse.on=true, demand.levers.workforse: found an unknown lever")
    assert "Did you mean 'workforce'?" in words


def test_a_lever_like_no_other_is_told_what_it_lacks(with_lever: Path) -> None:
    with pytest.raises(InputError) as caught:
        read_scenario(with_lever, ["demand.levers.tutors.on=true"])
    assert sorted(fault.where.rpartition(".")[2] for fault in caught.value.faults) == [
        "acts_on",
        "effect",
        "from_academic_year",
    ]
