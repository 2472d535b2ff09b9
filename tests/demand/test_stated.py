"""Claims about the council's own table of demand."""

from __future__ import annotations

import pytest

from planner.demand.spread import Spread
from planner.demand.stated import StatedDemandRow, stated_demand
from planner.domain.terms import Band, Bound, Phase, bands_of_ranges
from planner.errors import Faults, InputError
from tests.demand.places import CANDI, FIRST, SEMH, area

AREAS = [area("A1", "Alder", 10), area("A2", "Alder", 30), area("B1", "Birch", 50), area("C1", "Cedar", 0)]
BANDS = bands_of_ranges([])


def rows(pupils: int, locality: str = "Alder", phase: Phase = Phase.PRIMARY) -> list[StatedDemandRow]:
    return [StatedDemandRow(bound, locality, phase, SEMH, FIRST, pupils) for bound in Bound]


def test_pupils_go_to_bands_by_year_groups_and_to_areas_by_residents() -> None:
    """70 primary pupils of Alder: 3 of 7 year groups are infant; a quarter live in A1."""
    faults = Faults()
    demand = stated_demand(rows(70), Spread(AREAS, 0.0), BANDS, (SEMH,), [FIRST], faults)
    faults.raise_if_any()
    central = dict(demand[1].cells)
    by_band = {band: sum(n for key, n in central.items() if key.band == band) for band in BANDS}
    assert by_band == {Band(-1, -1): 0, Band(0, 2): 30, Band(3, 6): 40, Band(7, 11): 0}
    assert sum(n for key, n in central.items() if key.area == "A1") in (17, 18)
    assert {key.area for key in central} == {"A1", "A2"}


def test_other_needs_and_years_are_passed_over() -> None:
    faults = Faults()
    other = StatedDemandRow(Bound.CENTRAL, "Alder", Phase.PRIMARY, CANDI, FIRST, 5)
    later = StatedDemandRow(Bound.CENTRAL, "Alder", Phase.PRIMARY, SEMH, FIRST.plus(9), 5)
    demand = stated_demand([*rows(7), other, later], Spread(AREAS, 0.0), BANDS, (SEMH,), [FIRST], faults)
    assert [cube.total_pupils(FIRST) for cube in demand] == [7, 7, 7]


def test_a_bound_or_year_without_rows_is_a_fault() -> None:
    faults = Faults()
    stated_demand(rows(7)[:1], Spread(AREAS, 0.0), BANDS, (SEMH,), [FIRST, FIRST.plus(1)], faults)
    with pytest.raises(InputError) as caught:
        faults.raise_if_any()
    assert [fault.found for fault in caught.value.faults] == [
        "no row for bound lower in 2025/26",
        "no row for bound central in 2024/25, 2025/26",
        "no row for bound upper in 2024/25, 2025/26",
    ]


def test_pupils_where_nobody_of_that_age_lives_are_a_fault() -> None:
    faults = Faults()
    stated_demand(rows(3, "Cedar"), Spread(AREAS, 0.0), BANDS, (SEMH,), [FIRST], faults)
    with pytest.raises(InputError, match="3 primary pupils in Cedar"):
        faults.raise_if_any()
