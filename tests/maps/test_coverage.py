"""Coverage rows, worked by hand on the small council (places, distances and pupils: see small_case)."""

from __future__ import annotations

from typing import Any

import pytest

from planner.domain.terms import AcademicYear, Bound, NeedGroup, Phase
from planner.maps.counts import Counts, Reach, travel_limit_metres
from planner.maps.coverage import CoverageRow, Stage, coverage
from tests.maps.small_case import (
    BANDS,
    INFANT,
    JUNIOR,
    LOCALITIES,
    YEARS,
    SmallTravelLimit,
    full_plan,
    small_scenario,
    stock_plan,
)

SCENARIO = small_scenario()
ROWS = coverage(full_plan(SCENARIO), stock_plan(SCENARIO), SCENARIO)


def row(
    stage: Stage,
    locality: str,
    band: str,
    year: AcademicYear = YEARS[2],
    bound: Bound = Bound.CENTRAL,
    rows: tuple[CoverageRow, ...] = ROWS,
) -> CoverageRow:
    key = (stage, locality, band, year, bound)
    found = [each for each in rows if (each.stage, each.locality, each.band, each.academic_year, each.bound) == key]
    assert len(found) == 1
    return found[0]


def test_there_is_one_row_for_each_stage_bound_locality_band_and_year() -> None:
    assert len(ROWS) == 2 * 3 * len(LOCALITIES) * len(BANDS) * len(YEARS)


def test_an_infant_base_does_not_cover_juniors() -> None:
    assert row(Stage.BEFORE, "Alder", "infant").base_in_locality
    assert not row(Stage.BEFORE, "Alder", "junior").base_in_locality
    assert row(Stage.BEFORE, "Alder", "junior").commissioned_places == 0


def test_a_primary_base_counts_in_each_band_that_it_takes_whole() -> None:
    places = {band: row(Stage.AFTER, "Fern", band).commissioned_places for band in ("nursery", "infant", "junior")}
    assert places == {"nursery": 12, "infant": 12, "junior": 12}
    assert row(Stage.AFTER, "Fern", "secondary").commissioned_places == 0


def test_a_base_covers_nothing_before_it_opens() -> None:
    assert not row(Stage.BEFORE, "Cedar", "junior", YEARS[0]).base_in_locality
    assert row(Stage.BEFORE, "Cedar", "junior", YEARS[1]).base_in_locality


def test_new_bases_count_after_the_plan_only() -> None:
    assert not row(Stage.BEFORE, "Fern", "nursery").base_in_locality
    assert row(Stage.AFTER, "Fern", "nursery").base_in_locality


def test_within_the_limit_means_every_area_with_children() -> None:
    """The base of Alder is 8.0 km from Alder's far area, just inside, and 8.9 km from the far area of Birch Hill."""
    assert row(Stage.BEFORE, "Alder", "infant", YEARS[0]).base_within_limit
    assert not row(Stage.BEFORE, "Birch Hill", "infant", YEARS[0]).base_within_limit


def test_the_band_decides_which_limit_holds() -> None:
    """Nursery may travel 5 km, so Fern's own base misses Fern's far area, which primary pupils may travel to."""
    assert not row(Stage.AFTER, "Fern", "nursery").base_within_limit
    assert row(Stage.AFTER, "Fern", "infant").base_within_limit


@pytest.mark.parametrize("rules", [(), (SmallTravelLimit("travel_limit", None, None, None),)])
def test_without_a_limit_every_reachable_base_will_do(rules: tuple[Any, ...]) -> None:
    scenario = small_scenario(rules=rules)
    rows = coverage(full_plan(scenario), stock_plan(scenario), scenario)
    assert travel_limit_metres(scenario, Phase.PRIMARY) is None
    assert row(Stage.BEFORE, LOCALITIES[4], "infant", rows=rows).base_within_limit


def test_pupils_are_counted_where_they_live_under_each_bound() -> None:
    assert [row(Stage.AFTER, "Alder", "infant", bound=bound).pupils for bound in Bound] == [4, 4, 8]
    upper = row(Stage.AFTER, "Alder", "infant", bound=Bound.UPPER)
    assert (upper.placed, upper.unplaced, upper.places_per_100_pupils) == (6, 2, 75.0)


def test_a_rate_without_pupils_is_unknown_and_not_nought() -> None:
    assert row(Stage.AFTER, "Fern", "nursery").pupils == 0
    assert row(Stage.AFTER, "Fern", "nursery").places_per_100_pupils is None


def test_pupils_of_all_rows_are_the_demand() -> None:
    for bound in Bound:
        for year in YEARS:
            total = sum(
                each.pupils
                for each in ROWS
                if (each.stage, each.bound, each.academic_year) == (Stage.AFTER, bound, year)
            )
            assert total == SCENARIO.problem.demand_by_bound[bound].total_pupils(year)


def test_placed_and_unplaced_agree_with_the_plan() -> None:
    plan = full_plan(SCENARIO)
    unplaced = sum(each.unplaced for each in ROWS if each.stage is Stage.AFTER)
    assert unplaced == sum(each.pupils for each in plan.unplaced)


def test_a_base_of_two_bands_gives_its_places_once_when_they_are_taken_together() -> None:
    counts = Counts(full_plan(SCENARIO), SCENARIO.problem, Bound.CENTRAL, Reach(SCENARIO))
    assert counts.cell(["Fern"], [INFANT, JUNIOR], YEARS[2]).commissioned_places == 12


def test_a_need_group_counts_its_own_pupils_and_bases_only() -> None:
    counts = Counts(full_plan(SCENARIO), SCENARIO.problem, Bound.CENTRAL, Reach(SCENARIO), NeedGroup.COGNITION_LEARNING)
    cell = counts.cell(["Alder"], [INFANT, JUNIOR], YEARS[2])
    assert (cell.pupils, cell.commissioned_places, cell.bands_with_base_in_locality) == (4, 0, 0)


def test_balancing_places_serve_no_locality() -> None:
    counts = Counts(stock_plan(SCENARIO), SCENARIO.problem, Bound.CENTRAL, Reach(SCENARIO))
    assert counts.cell(LOCALITIES, BANDS, YEARS[2]).commissioned_places == 16
    assert stock_plan(SCENARIO).total_places(YEARS[2]) == 23
