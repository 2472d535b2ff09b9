"""Claims about the assembled scenario of the made-up council."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from planner.domain.problem import Problem
from planner.domain.terms import AcademicYear, Band, Bound, NeedGroup, ProvisionType, SiteStatus
from planner.errors import InputError
from planner.inputs import read_scenario
from tests.inputs.editing import edit, only_fault
from tests.small_pack import write_small_pack

DEMAND_HEADER = "bound,locality,phase,need_group,academic_year,pupils,source\n"
SECONDARY = Band(7, 11)


@pytest.fixture
def problem(scenario_path: Path) -> Problem:
    return read_scenario(scenario_path).problem


def test_the_same_files_make_the_same_scenario(scenario_path: Path) -> None:
    first, second = read_scenario(scenario_path), read_scenario(scenario_path)
    assert list(first.problem.assumptions) == list(second.problem.assumptions)
    again = replace(second.problem, assumptions=first.problem.assumptions)
    assert replace(second, problem=again) == first
    assert list(first.problem.distance_metres) == list(second.problem.distance_metres)


def test_register_sites_keep_their_steps_and_consulted_ones_are_left_out(problem: Problem) -> None:
    sites = problem.site_by_key
    assert sites["R03"].steps == ((AcademicYear(2021), 10), (AcademicYear(2025), 14))
    assert sites["R03"].stated_capital_gbp == ((AcademicYear(2025), 60_000),)
    assert sites["R03"].status is SiteStatus.EXISTING
    assert sites["R04"].status is SiteStatus.COMMITTED
    assert sites["R04"].provision_type is ProvisionType.SEN_UNIT
    assert sites["R05"].urn is None
    assert "R06" not in sites


def test_a_base_takes_the_schools_years_within_its_phase(problem: Problem) -> None:
    """R01 and R04 name no years: Reception to Year 6, and from nursery where the school has nursery classes."""
    ranges = {key: (site.ncy_low, site.ncy_high) for key, site in problem.site_by_key.items()}
    assert ranges["R01"] == (0, 6)
    assert ranges["R02"] == (0, 2)
    assert ranges["R04"] == (-1, 6)
    assert ranges["900003-primary-semh"] == (3, 6)
    assert ranges["900011-primary-semh"] == (0, 6)
    assert ranges["900011-secondary-semh"] == (7, 11)


def test_candidates_are_the_hosts_without_a_base_by_phase_and_need(problem: Problem) -> None:
    hosts = {site.urn for site in problem.sites if site.is_candidate}
    assert hosts == {"900003", "900004", "900005", "900007", "900009", "900011"}
    assert sum(site.is_candidate for site in problem.sites) == 7 * 2
    assert [site.key for site in problem.sites] == sorted(site.key for site in problem.sites)


def test_the_scenario_limits_the_candidates(scenario_path: Path) -> None:
    def hosts(*overrides: str) -> set[str | None]:
        problem = read_scenario(scenario_path, overrides).problem
        return {site.urn for site in problem.sites if site.is_candidate}

    assert hosts('candidates.include_urns=["900009"]') == {"900009"}
    assert "900009" not in hosts('candidates.exclude_urns=["900009"]')
    assert {"900001", "900006"} <= hosts("candidates.second_base=true")


def test_sizes_are_limited_by_building_and_school(scenario_path: Path) -> None:
    """Hill Primary has 60 pupils: the smallest size only. Birch High's roll is unknown: all sizes."""
    problem = read_scenario(scenario_path, ["assumptions_set.max_places_secondary=12"]).problem
    assert problem.site_by_key["900005-primary-semh"].size_menu == (6,)
    assert problem.site_by_key["900007-primary-semh"].size_menu == (6, 8, 10, 12)
    assert problem.site_by_key["900009-secondary-semh"].size_menu == (8, 10, 12)
    assert problem.site_by_key["900009-secondary-semh"].max_places == 12


def test_the_earliest_opening_follows_from_governance(problem: Problem) -> None:
    """20 June 2024 and 12 months: September 2025; and 18 months, so 20 December 2025: September 2026."""
    maintained, academy = problem.site_by_key["900007-primary-semh"], problem.site_by_key["900004-primary-semh"]
    assert maintained.earliest_opening == AcademicYear(2025)
    assert academy.earliest_opening == AcademicYear(2026)
    assert "18 months from 20 June 2024, so until 20 December 2025" in academy.earliest_opening_reason


def test_distances_are_straight_lines_times_the_detour_factor(problem: Problem) -> None:
    """From A01 at 402000, 252000 to Alder Primary at 401000, 251000: 1414.2 x 1.3."""
    assert problem.distance_metres["A01", "900001"] == 1838.0
    assert len(problem.distance_metres) == 8 * 10
    assert "1.3" in problem.distance_basis


def test_priorities_multiply(problem: Problem) -> None:
    assert problem.weights["Birch", SECONDARY] == 6
    assert problem.weights["Alder", SECONDARY] == 3
    assert problem.weights["Alder", Band(0, 2)] == 1


def test_stated_totals_are_held_against_the_register(problem: Problem) -> None:
    """26 stand (7 + 6 + 10 and 3 balancing), 8 open in 2024/25, and R03 grows by 4 later."""
    computed = {row.claim: (row.stated_places, row.computed_places) for row in problem.stated_totals}
    assert computed == {
        "places in summer 2024": (26, 26),
        "opening in September 2024": (8, 8),
        "both together": (30, 34),
        "aim for 2028": (60, 38),
        "shown only": (99, None),
    }
    assert problem.stated_totals[2].difference_places == 4


def test_a_claim_of_a_later_date_counts_growth_once(scenario_path: Path) -> None:
    """R03 grows from 10 to 14 in 2025/26: the 26 that existed and the 4 that open then are 30, whatever the date."""
    totals = scenario_path.parent / "pack" / "stated_totals.csv"
    edit(totals, "30,2024-06-20,existing+opening:2024/25", "30,2026-03-20,existing+opening:2025/26")
    assert read_scenario(scenario_path).problem.stated_totals[2].computed_places == 30


def test_demand_has_three_bounds_in_order(problem: Problem) -> None:
    assert [demand.bound for demand in problem.demand] == list(Bound)
    for year in problem.academic_years:
        totals = [demand.total_pupils(year) for demand in problem.demand]
        assert 0 < totals[0] <= totals[1] <= totals[2]


def test_an_unknown_deprivation_score_is_recorded_as_an_assumption(problem: Problem) -> None:
    used = problem.assumptions["imd_score_where_unknown"]
    assert used.value == 20
    assert used.note == "Used for A08."


def test_a_need_group_less_takes_only_its_own_pupils(scenario_path: Path, problem: Problem) -> None:
    alone = read_scenario(scenario_path, ['need_groups=["semh"]']).problem
    both = [cell for cell in problem.demand[1].cells if cell[0].need_group is NeedGroup.SEMH]
    in_base = {cell for cell, _ in both}
    assert {cell for cell, _ in alone.demand[1].cells} >= in_base


def test_the_councils_own_demand_replaces_the_forecast(scenario_path: Path) -> None:
    rows = [
        f"{bound},Birch,secondary,semh,{year},{9 + k},x"
        for k, bound in enumerate(Bound)
        for year in ("2024/25", "2025/26", "2026/27", "2027/28", "2028/29")
    ]
    (scenario_path.parent / "pack" / "demand.csv").write_text(DEMAND_HEADER + "\n".join(rows) + "\n")
    problem = read_scenario(scenario_path).problem
    assert [demand.total_pupils(AcademicYear(2026)) for demand in problem.demand] == [9, 10, 11]
    assert {key.area for key, _ in problem.demand[0].cells} == {"A07", "A08"}


def test_sources_attribution_and_settings_are_kept(scenario_path: Path) -> None:
    scenario = read_scenario(scenario_path)
    names = [name for name, _ in scenario.source_hashes]
    assert names == sorted(names)
    assert {"scenario.toml", "assumptions.toml", "pack/provision.csv", "pack/areas.geojson"} <= set(names)
    assert scenario.attribution == ("Made-up boundaries, no rights reserved.",)
    assert Path(scenario.boundaries_path).name == "areas.geojson"
    assert (scenario.finance.first_financial_year, scenario.finance.last_financial_year) == (2024, 2029)
    assert [goal.name for goal in scenario.goals][:2] == ["target_shortfall", "coverage_gaps"]
    assert scenario.limits.work_nodes == 200


@pytest.mark.parametrize(
    ("override", "words"),
    [
        ("priorities.districts.Eastmarsh=2", "Did you mean 'Eastmarch'?"),
        ("candidates.exclude_urns=[1]", "candidates.exclude_urns: found unknown school 1"),
        ("candidates.sizes.primary=[30]", "sizes from 30; expected a size within max_places_primary, which is 16"),
        ("assumptions_set.detour=2", "unknown assumption 'detour'"),
        ("assumptions=none.toml", "none.toml: found no readable file"),
        ("pack=nowhere", "scenario.toml, pack: found 'nowhere'; expected a folder that holds pack.toml"),
    ],
)
def test_what_only_shows_together_is_one_clear_fault(scenario_path: Path, override: str, words: str) -> None:
    assert words in only_fault(lambda: read_scenario(scenario_path, [override]))


@pytest.mark.parametrize(
    ("file", "old", "new", "words"),
    [
        (
            "pack/provision.csv",
            "Alder Primary,,,primary",
            "Alder Primary,,,secondary",
            "a secondary base at Alder Primary",
        ),
        (
            "pack/provision.csv",
            "resourced_provision,committed",
            "sen_unit,committed",
            "found another entry than in the first step",
        ),
        ("pack/stated_totals.csv", "existing+opening:2024/25", "existing+opening", "column computed_from"),
        ("pack/caseload.csv", "2024,9,all,80,made up\n", "", "census 2024: found no row for age 9"),
        ("assumptions.toml", "[rp_share_primary]", "[rp_share_juniors]", "no assumption 'rp_share_primary'"),
        ("pack/provision.csv", "R02,900002,Alder Infant,0,2", "R02,900002,Alder Infant,2,0", "NCY 2 to 0"),
    ],
)
def test_files_that_disagree_are_one_clear_fault(
    scenario_path: Path, file: str, old: str, new: str, words: str
) -> None:
    edit(scenario_path.parent / file, old, new)
    with pytest.raises(InputError) as caught:
        read_scenario(scenario_path)
    assert words in str(caught.value)
    assert len(caught.value.faults) == 1


@pytest.mark.parametrize(
    ("override", "where"),
    [
        ('rules.coverage_promise.from_academic_year="2050/51"', "rules.coverage_promise.from_academic_year"),
        (
            'rules.places_target.targets=[{academic_year="2050/51", places=5, basis="x", source="y"}]',
            "rules.places_target.targets",
        ),
        ('finance={first_financial_year="2060-61", last_financial_year="2061-62"}', "finance"),
        ("rules.opening_limit.sites_per_year=-3", "sites_per_year"),
        ("rules.travel_limit.primary_metres=-1", "primary_metres"),
    ],
)
def test_settings_that_would_count_for_nothing_are_refused(tmp_path: Path, override: str, where: str) -> None:
    """A year outside the plan, money without a month of it, a limit below 0: each is named."""
    with pytest.raises(InputError) as refused:
        read_scenario(write_small_pack(tmp_path), overrides=[override])
    assert where in str(refused.value)
