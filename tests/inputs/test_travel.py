"""travel.csv: the council's own minutes become the measure of travel; what is wrong with them is said."""

from __future__ import annotations

from pathlib import Path

import pytest

from planner.domain.geography import straight_line_metres
from planner.domain.scenario import Scenario
from planner.errors import InputError
from planner.inputs.pack import read_pack
from planner.inputs.read import read_scenario
from planner.maps.counts import Reach
from planner.maps.measures import travel_limit_words
from planner.model.rules.travel_limit import TravelLimit
from tests.inputs.editing import only_fault

IN_MINUTES = (
    "rules.travel_limit.nursery_minutes=15",
    "rules.travel_limit.primary_minutes=25",
    "rules.travel_limit.secondary_minutes=40",
)
HEADER = "area_code,urn,minutes"


def write_travel(pack: Path, rows: list[str], header: str = HEADER) -> None:
    (pack / "travel.csv").write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")


def every_pair(pack: Path, without: int = 0) -> list[str]:
    """10 minutes and one for each km, for all pairs but the last `without`; schools first, so not in order."""
    read = read_pack(pack)
    rows = [
        f"{area.code},{school.urn},{10 + straight_line_metres(area, school) / 1000:.2f}"
        for school in reversed(read.schools)
        for area in read.areas
    ]
    return rows[: len(rows) - without]


def goal_unit(scenario: Scenario) -> str:
    return next(goal.unit for goal in scenario.goals if goal.name == "pupil_travel")


def test_without_the_file_travel_is_the_straight_line(scenario_path: Path) -> None:
    scenario = read_scenario(scenario_path)
    assert scenario.problem.travel_minutes is None
    assert scenario.problem.distance_basis == "straight line x detour factor 1.3: a screening proxy, no route"
    assert goal_unit(scenario) == "pupil-metres"


def test_minutes_are_the_measure_of_a_limit_in_minutes(scenario_path: Path) -> None:
    """A01 at 402000, 252000 is 1.41 km from Alder Primary: 11.41 minutes. 80 pairs have a school with a site."""
    pack = scenario_path.parent / "pack"
    plain = read_scenario(scenario_path).problem
    write_travel(pack, every_pair(pack))
    scenario = read_scenario(scenario_path, IN_MINUTES)
    problem = scenario.problem
    assert problem.travel_minutes is not None
    assert problem.travel_minutes["A01", "900001"] == 11.41
    assert problem.travel_minutes.keys() == plain.distance_metres.keys()
    assert problem.distance_metres == plain.distance_metres
    assert goal_unit(scenario) == "pupil-minutes"
    assert "minutes of travel.csv (mode not stated; no source stated; pack of 20 June 2024) for 80 of 80 pairs" in (
        problem.distance_basis
    )
    assert travel_limit_words(scenario) == "nursery 15 minutes, primary 25 minutes, secondary 40 minutes"
    assert "pack/travel.csv" in dict(scenario.source_hashes)


def test_pairs_without_minutes_are_out_of_reach_and_told(scenario_path: Path) -> None:
    """The rows left out are the last: Alder Primary (900001) and all eight areas."""
    pack = scenario_path.parent / "pack"
    write_travel(pack, [*every_pair(pack, without=8), "A01,900001,"])
    scenario = read_scenario(scenario_path, IN_MINUTES)
    problem = scenario.problem
    assert "for 72 of 80 pairs of area and school; 8 are without minutes and out of reach" in problem.distance_basis
    site = next(site for site in problem.sites if site.urn == "900001")
    assert problem.way("A01", site) is None
    reach = Reach(scenario)
    assert all(site.key not in reach.sites(area, site.phase) for area in problem.areas)


def test_the_straight_line_stands_in_only_when_it_is_asked_for(scenario_path: Path) -> None:
    """1,838 metres (1.41 km x 1.3) at 500 metres a minute: 3.676 minutes."""
    pack = scenario_path.parent / "pack"
    write_travel(pack, every_pair(pack, without=8))
    stand_in = "rules.travel_limit.pairs_without_minutes=straight_line"
    problem = read_scenario(scenario_path, (*IN_MINUTES, stand_in)).problem
    assert problem.travel_minutes is not None
    assert problem.travel_minutes["A01", "900001"] == pytest.approx(3.676)
    assert "8 are without minutes and estimated, no route: their distance at 500 metres a minute" in (
        problem.distance_basis
    )


def test_a_limit_in_metres_leaves_the_minutes_alone_and_says_so(scenario_path: Path) -> None:
    pack = scenario_path.parent / "pack"
    before = read_scenario(scenario_path).problem
    write_travel(pack, every_pair(pack))
    problem = read_scenario(scenario_path).problem
    assert problem.travel_minutes is None
    assert problem.distance_metres == before.distance_metres
    assert "the minutes of travel.csv are not used" in problem.distance_basis


def test_metres_of_a_route_take_the_place_of_the_straight_line(scenario_path: Path) -> None:
    pack = scenario_path.parent / "pack"
    write_travel(pack, ["A01,900001,21.5,7300,car,county model 2024"], f"{HEADER},metres,mode,source")
    problem = read_scenario(scenario_path, IN_MINUTES).problem
    assert problem.distance_metres["A01", "900001"] == 7300.0
    assert "(car; county model 2024; pack of 20 June 2024) for 1 of 80 pairs" in problem.distance_basis
    assert "metres of travel.csv for 1 of 80 pairs of area and school; else straight line" in problem.distance_basis


def test_a_limit_in_minutes_needs_minutes(scenario_path: Path) -> None:
    words = only_fault(lambda: read_scenario(scenario_path, IN_MINUTES))
    assert "rules.travel_limit: found limits in minutes; expected a pack with travel.csv" in words
    assert "rp-planner new --travel" in words


def test_limits_of_an_extended_file_give_way_to_minutes(scenario_path: Path) -> None:
    pack = scenario_path.parent / "pack"
    write_travel(pack, every_pair(pack))
    rules = {rule.name: rule for rule in read_scenario(scenario_path, IN_MINUTES).rules}
    limit = rules["travel_limit"]
    assert isinstance(limit, TravelLimit)
    assert (limit.primary_metres, limit.primary_minutes, limit.in_minutes) == (8000, 25, True)


def test_one_phase_alone_in_minutes_is_refused(scenario_path: Path) -> None:
    words = only_fault(lambda: read_scenario(scenario_path, IN_MINUTES[:1]))
    assert "no primary_minutes and no secondary_minutes" in words


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        (["A01,900001,-5"], "travel.csv, row 2, column minutes: found -5; expected a number of 0 or more"),
        (["A01,900001,soon"], "row 2, column minutes: found 'soon', which is not a number"),
        (["A01,900001,1980"], "row 2, column minutes: found '1980'; expected at most 600"),
        (["A01,900001,5", "A02,900001,7", "A01,900001,5"], "row 4, column area_code: found A01, 900001 again (first"),
        (["A1,900001,5", "A1,900002,5", "A01,900001,5"], "row 2: found unknown area 'A1' in 2 rows"),
        (["A01,999999,5", "A01,900001,5"], "row 2: found unknown URN '999999'; expected one of schools.csv"),
        (["A01,900001,"], "travel.csv: found no row with minutes"),
        (["A08,900001,0.4"], "row 2, column minutes: found 0.4 minutes for 13.9 km of straight line"),
        ([",900001,5", "A01,900001,5"], "row 2, column area_code: found a blank cell"),
    ],
)
def test_bad_times_are_refused(pack_folder: Path, rows: list[str], words: str) -> None:
    write_travel(pack_folder, rows)
    with pytest.raises(InputError) as caught:
        read_pack(pack_folder)
    assert words in str(caught.value)


def test_metres_in_kilometres_are_refused(pack_folder: Path) -> None:
    write_travel(pack_folder, ["A08,900001,20,17"], f"{HEADER},metres")
    assert "row 2, column metres: found 17 metres for 13.9 km" in only_fault(lambda: read_pack(pack_folder))


def test_many_impossible_journeys_are_told_by_count(pack_folder: Path) -> None:
    """All minutes as hours: three rows are shown, the others counted on the last of them."""
    rows = [f"{row.rsplit(',', 1)[0]},{float(row.rsplit(',', 1)[1]) / 600:.3f}" for row in every_pair(pack_folder)]
    write_travel(pack_folder, rows)
    with pytest.raises(InputError) as caught:
        read_pack(pack_folder)
    assert len(caught.value.faults) == 3
    assert "more rows as bad" in str(caught.value.faults[-1])
