"""Claims about scenario files: layers, validation, rules and goals."""

from __future__ import annotations

from pathlib import Path

import pytest

from planner.domain.terms import AcademicYear, Bound, Phase
from planner.errors import Faults, InputError
from planner.inputs import read_scenario
from planner.inputs.registry import build_goals, build_rules, check_lock_tolerance, default_registry
from planner.inputs.scenario_file import ScenarioFile, validate
from planner.inputs.scenario_layers import Layers, parse_override, read_layers
from tests.inputs.editing import edit, only_fault


def read(path: Path, *overrides: str) -> tuple[ScenarioFile, Layers]:
    faults = Faults()
    layers = read_layers(path, overrides, (), faults)
    file = validate(layers, faults)
    registry = default_registry()
    build_rules(layers.table.get("rules", {}), registry, layers, faults)
    goals = build_goals(file.goals if file else (), registry, layers, faults)
    check_lock_tolerance(file.solve.lock_tolerance if file else {}, goals, layers, faults)
    faults.raise_if_any()
    assert file is not None
    return file, layers


def test_a_sound_scenario_is_read(scenario_path: Path) -> None:
    file, _ = read(scenario_path)
    assert file.academic_years == tuple(AcademicYear(start) for start in range(2024, 2029))
    assert file.candidates.sizes.primary == (6, 8, 10, 12)
    assert file.priorities.phases == {Phase.SECONDARY: 3}
    assert file.bound is Bound.CENTRAL


def test_overrides_win_and_may_quote_keys(scenario_path: Path) -> None:
    file, _ = read(
        scenario_path,
        "bound=upper",
        "first_academic_year=2025/26",
        'priorities.districts."North Park"=4',
        "rules.opening_limit.sites_per_year=7",
        "candidates.exclude_urns=[900001]",
    )
    assert file.bound is Bound.UPPER
    assert file.first_academic_year == AcademicYear(2025)
    assert file.priorities.districts == {"Eastmarch": 2, "North Park": 4}
    assert file.rules["opening_limit"] == {"sites_per_year": 7, "places_per_year": 30}
    assert file.candidates.exclude_urns == ("900001",)


@pytest.mark.parametrize("text", ["bound", "=3", "a b=3", "bound=upper\npack=x", "a..b=1"])
def test_an_override_of_another_form_is_refused(text: str) -> None:
    faults = Faults()
    assert parse_override(text, faults) is None
    assert len(faults) == 1


def test_extends_merges_tables_and_replaces_lists(scenario_path: Path) -> None:
    child = scenario_path.parent / "sub" / "child.toml"
    child.parent.mkdir()
    child.write_text(
        'extends = "../scenario.toml"\ntitle = "Child"\ngoals = ["cost"]\n[rules]\nopening_limit = false\n'
        "[rules.travel_limit]\nprimary_metres = 9000\n",
        encoding="utf-8",
    )
    file, layers = read(child)
    assert (file.title, file.goals) == ("Child", ("cost",))
    assert file.rules["travel_limit"] == {"nursery_metres": 5000, "primary_metres": 9000, "secondary_metres": 12000}
    assert Path(file.pack).is_dir()
    rules = build_rules(file.rules, default_registry(), layers, Faults())
    assert "opening_limit" not in [rule.name for rule in rules]
    assert [path.name for path in layers.files] == ["scenario.toml", "child.toml"]


def test_a_fault_names_the_file_it_is_in(scenario_path: Path) -> None:
    edit(scenario_path, "work_nodes = 200", 'work_nodes = "many"')
    child = scenario_path.parent / "child.toml"
    child.write_text('extends = "scenario.toml"\ntitl = "Child"\n', encoding="utf-8")
    with pytest.raises(InputError) as caught:
        read(child, "solve.gap=2")
    where = sorted(fault.where for fault in caught.value.faults)
    assert where == ["--set solve.gap=2, solve.gap", "child.toml, titl", "scenario.toml, solve.work_nodes"]


def test_a_ring_of_files_is_refused(scenario_path: Path) -> None:
    edit(scenario_path, 'title = "Made-up shire, as at June 2024"', 'title = "x"\nextends = "scenario.toml"')
    with pytest.raises(InputError, match="do not extend each other in a ring"):
        read(scenario_path)


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('bound = "central"', 'bound = "centrl"', "scenario.toml, bound: found 'centrl'"),
        ('bound = "central"', 'bound = "centrl"', "Did you mean 'central'?"),
        ("as_at = 2024-06-20", 'as_at = "June"', "as_at: found 'June'; expected a date such as 2024-06-20"),
        ("as_at = 2024-06-20\n", "", "scenario.toml, as_at: found nothing"),
        ('"2028/29"\nbound', '"2028/30"\nbound', '"2028/30" is not an academic year such as 2026/27'),
        ('"2028/29"\nbound', '"2023/24"\nbound', "last_academic_year lies before first_academic_year"),
        ("secondary = 3 }", "secndary = 3 }", "priorities.phases.secndary"),
        ("secondary = 3 }", "secondary = 0 }", "priorities.phases.secondary: found 0; expected greater than"),
        (
            "primary = [6, 8, 10, 12]",
            "primary = []",
            "candidates.sizes.primary: found 0 entries, 0 of them different; expected a list",
        ),
        ("primary = [6, 8, 10, 12]", "primry = [6]", "Did you mean 'primary'?"),
        ("[solve]", "[solv]", "scenario.toml, solv: found an unknown key"),
        (
            "[finance]",
            "[solve.lock_tolerance]\ncoverage_gap = 1\n[finance]",
            "solve.lock_tolerance.coverage_gap: found 'coverage_gap'; expected a goal with goals behind it",
        ),
        (
            "[finance]",
            "[solve.lock_tolerance]\ncoverage_gaps = -1\n[finance]",
            "solve.lock_tolerance.coverage_gaps: found -1",
        ),
        ("[rules.travel_limit]", "[rules.travel_limits]", "unknown rule 'travel_limits'"),
        ("primary_metres = 8000", "primary_metre = 8000", "Did you mean 'primary_metres'?"),
        ('"coverage_gaps",', '"coverage_gap",', "unknown goal 'coverage_gap'"),
        ('"2029-30"', '"2029/30"', '"2029/30" is not a financial year such as 2026-27'),
        ('"2024-25"', '"2031-32"', "last financial year lies before the first"),
        (
            '"semh"]',
            '"semh", "semh"]',
            "found 3 entries, 2 of them different; expected a list of at least one entry, each",
        ),
        ('"semh"]', '"smeh"]', "scenario.toml, need_groups[2]: found 'smeh'; expected one of"),
        ('"2028/29"\nbound', '"2068/69"\nbound', "45 academic years, more than 25"),
        ('"2028/29"\nbound', '"9998/99"\nbound', "found the year 9998; expected an academic year"),
        ("as_at = 2024-06-20", "as_at = 9999-12-31", "as_at: found the year 9999; expected a date from 2000 to 2099"),
        ("as_at = 2024-06-20", "as_at = 2024-06-20T10:00:00", "found 2024-06-20 10:00:00; expected a date such as"),
        ("[solve]", "[rules.size_menu]\nx = 1\n[solve]", "rules.size_menu: found unknown key 'x'"),
        ("[rules.host_limit]\nbases_per_school = 1", "[rules]\nsize_menu = false", "this rule is always on"),
        ("[rules.host_limit]\nbases_per_school = 1", "[rules]\ncapital_limit = 3", "capital_limit: found 3"),
        (
            "[finance]",
            "[finance.counterfactual]\nindependent = 0.5\nstate_special = 0.5\nmainstream = 0.5\n[finance]",
            "the shares sum to 1.5, not to 1",
        ),
    ],
)
def test_a_bad_setting_is_refused_with_file_and_key_path(scenario_path: Path, old: str, new: str, words: str) -> None:
    edit(scenario_path, old, new)
    with pytest.raises(InputError) as caught:
        read(scenario_path)
    assert words in str(caught.value)


def test_goals_that_may_end_worse_are_read_in_their_units(scenario_path: Path) -> None:
    edit(
        scenario_path,
        "[finance]",
        "[solve.lock_tolerance]\nunplaced_pupils = 20\ncoverage_gaps = 1\ntarget_shortfall = 0\n[finance]",
    )
    limits = read_scenario(scenario_path).limits
    assert limits.lock_tolerance == (("coverage_gaps", 1), ("unplaced_pupils", 20))
    assert [limits.tolerance_of(name) for name in ("coverage_gaps", "cost")] == [1, 0]


def test_the_last_goal_has_nothing_to_give_way_to(scenario_path: Path) -> None:
    last = read(scenario_path)[0].goals[-1]
    edit(scenario_path, "[finance]", f"[solve.lock_tolerance]\n{last} = 1\n[finance]")
    with pytest.raises(InputError, match="expected a goal with goals behind it"):
        read(scenario_path)


def test_all_faults_come_together(scenario_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        read(scenario_path, "bound=x", "solve.gap=x", "rules.travel_limit.primary_metres=x", "titel=x")
    assert len(caught.value.faults) == 4


def test_rules_come_in_the_registrys_order_with_those_that_are_always_on(scenario_path: Path) -> None:
    _, layers = read(scenario_path)
    registry = default_registry()
    names = [rule.name for rule in build_rules(layers.table["rules"], registry, layers, Faults())]
    assert names == [name for name in registry.rules if name in names]
    assert set(registry.always_on) <= set(names)
    assert "coverage_promise" not in names


def test_a_promise_within_the_limit_reads_the_travel_limit(scenario_path: Path) -> None:
    promise = 'rules.coverage_promise={basis="within_limit", from_academic_year="2028/29"}'
    _, layers = read(scenario_path, promise)
    rules = {rule.name: rule for rule in build_rules(layers.table["rules"], default_registry(), layers, Faults())}
    assert rules["coverage_promise"].limit == rules["travel_limit"]


def test_a_file_to_extend_that_is_missing_is_asked_for_beside_the_scenario(scenario_path: Path) -> None:
    edit(scenario_path, 'title = "Made-up shire, as at June 2024"', 'title = "x"\nextends = "../base.toml"')
    assert only_fault(lambda: read_scenario(scenario_path)) == (
        "scenario.toml, extends: found '../base.toml', where no file is; "
        "expected a scenario file (TOML), path relative to this file."
    )
