"""Claims about what-if texts and placements put in by hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from planner.domain.terms import AcademicYear, NeedGroup, Phase
from planner.errors import Faults, InputError
from planner.inputs import read_scenario
from planner.inputs.what_if import parse_what_if
from planner.model.rules.placements_by_hand import LockedPlacement, PlacementsByHand
from tests.inputs.editing import edit, only_fault

CANDI = "communication_interaction"


@pytest.mark.parametrize(
    ("need", "value"),
    [("C&I", CANDI), ("asd", CANDI), ("SLCN", CANDI), ("semh", "semh"), ("C&L", "cognition_learning"), (CANDI, CANDI)],
)
def test_short_forms_of_needs_are_read(need: str, value: str) -> None:
    placement = parse_what_if(f"900009:{need}:10@2026/27", Faults())
    assert placement == {"urn": "900009", "need_group": value, "places": 10, "academic_year": "2026/27"}


def test_a_phase_may_be_named() -> None:
    placement = parse_what_if("900011:semh:Secondary:10@2026/27", Faults())
    assert placement is not None
    assert placement["phase"] == "secondary"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("900009", "expected URN:need:places@2026/27"),
        ("900009:SMEH:10@2026/27", "Did you mean 'semh'?"),
        ("900009:SEMH:ten@2026/27", "'ten' places"),
        ("900009:SEMH:-10@2026/27", "'-10' places"),
        ("900009:SEMH:10@2026", '"2026" is not an academic year'),
        ("900009:SEMH:middle:10@2026/27", "phase 'middle'"),
    ],
)
def test_another_form_is_refused(text: str, words: str) -> None:
    faults = Faults()
    assert parse_what_if(text, faults) is None
    with pytest.raises(InputError) as caught:
        faults.raise_if_any()
    assert words in str(caught.value)


def test_what_ifs_join_the_placements_of_the_file(scenario_path: Path) -> None:
    locked = '[{urn = "900007", need_group = "semh", places = 8, academic_year = "2025/26"}]'
    edit(scenario_path, "[solve]", f"[rules.placements_by_hand]\nlocked = {locked}\n[solve]")
    what_ifs = ["900009:semh:10@2026/27", "900011:C&I:primary:8@2027/28"]
    scenario = read_scenario(scenario_path, what_ifs=what_ifs)
    rule = next(rule for rule in scenario.rules if isinstance(rule, PlacementsByHand))
    assert rule.locked == (
        LockedPlacement("900007", NeedGroup.SEMH, 8, AcademicYear(2025)),
        LockedPlacement("900009", NeedGroup.SEMH, 10, AcademicYear(2026)),
        LockedPlacement("900011", NeedGroup.COMMUNICATION_INTERACTION, 8, AcademicYear(2027), Phase.PRIMARY),
    )
    assert all(placement.site(scenario.problem) is not None for placement in rule.locked)


@pytest.mark.parametrize(
    ("what_if", "words"),
    [
        (
            "900099:semh:10@2026/27",
            "unknown school 900099; expected a URN of schools.csv of the pack. Did you mean 900009 (Birch High)?",
        ),
        ("900090:semh:10@2026/27", "Did you mean 900009 (Birch High)"),
        ("123:semh:10@2026/27", "unknown school 123; expected a URN of schools.csv of the pack. Look it up by"),
        (
            "900009:semh:primary:8@2026/27",
            "primary, a phase the school does not teach; expected secondary at Birch High",
        ),
        ("900004:semh:8@2025/26", "2025/26, before the site can open; expected 2026/27 or later: consultation, DfE"),
        ("900009:semh:9@2026/27", "9 places; expected one of the sizes 8, 10, 12, 14, 16 at Birch High"),
        ("900005:semh:8@2026/27", "8 places; expected one of the sizes 6 at Hill Primary"),
        ("900008:semh:10@2026/27", "Birch Grammar, which may not host: selective intake"),
        ("900012:semh:10@2026/27", "Cedar Nursery, which may not host"),
        (
            "900009:semh:10@2031/32",
            "academic year 2031/32, outside the scenario; expected an academic year from 2024/25",
        ),
        ("900009:C&L:10@2026/27", "need group cognition_learning; expected a need group of the scenario"),
        ("900011:semh:8@2026/27", "no phase; expected primary or secondary, as Cedar All-through teaches both"),
        ("900006:semh:8@2026/27", "Alder High, which has base R03 already, and candidates.second_base is not true"),
    ],
)
def test_a_placement_the_school_cannot_take_is_refused_with_what_it_could(
    scenario_path: Path, what_if: str, words: str
) -> None:
    assert words in only_fault(lambda: read_scenario(scenario_path, what_ifs=[what_if]))


def test_a_second_placement_of_one_kind_and_an_unknown_forbidden_school_are_refused(scenario_path: Path) -> None:
    twice = ["900009:semh:10@2026/27", "900009:semh:8@2026/27"]
    assert "a second placement" in only_fault(lambda: read_scenario(scenario_path, what_ifs=twice))
    override = 'rules.placements_by_hand.forbidden_urns=["1"]'
    assert "unknown school 1" in only_fault(lambda: read_scenario(scenario_path, [override]))


def test_a_placement_at_a_forbidden_school_is_refused(scenario_path: Path) -> None:
    forbidden = 'rules.placements_by_hand.forbidden_urns=["900009"]'
    words = only_fault(lambda: read_scenario(scenario_path, [forbidden], ["900009:semh:10@2026/27"]))
    assert "Birch High, which is in forbidden_urns; expected a school that is not forbidden" in words


def test_what_ifs_and_settings_are_told_in_words(scenario_path: Path) -> None:
    locked = '[{urn = "900007", need_group = "semh", places = 8, academic_year = "2025/26"}]'
    edit(scenario_path, "[solve]", f"[rules.placements_by_hand]\nlocked = {locked}\n[solve]")
    scenario = read_scenario(
        scenario_path, ["solve.gap = 0.5"], ["900009:semh:10@2026/27", "900011:C&I:primary:8@2027/28"]
    )
    assert scenario.changes == (
        "What if: 10 secondary SEMH places at Birch High (900009) from 2026/27",
        "What if: 8 primary communication and interaction places at Cedar All-through (900011) from 2027/28",
        "Changed: solve.gap = 0.5",
    )


def test_a_scenario_as_its_file_says_has_no_changes(scenario_path: Path) -> None:
    assert read_scenario(scenario_path).changes == ()


@pytest.mark.parametrize(
    ("settings", "told"),
    [
        (["bound=central"], ()),
        (["bound=upper", "bound=central"], ()),
        (["bound=upper", "bound=lower"], ("Changed: bound = lower",)),
        (["priorities.phases={secondary=3}", "solve.gap=0.5"], ("Changed: solve.gap = 0.5",)),
    ],
)
def test_a_setting_that_the_file_has_already_is_no_change(
    scenario_path: Path, settings: list[str], told: tuple[str, ...]
) -> None:
    assert read_scenario(scenario_path, settings).changes == told
