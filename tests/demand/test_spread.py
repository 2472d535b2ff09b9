"""Claims about council totals going down to areas."""

from __future__ import annotations

import itertools
import math
from dataclasses import replace

import pytest

from planner.demand.cube import ForecastInputs, check_residents, forecast_demand, totals_by_band
from planner.demand.spread import Spread, mean_imd, weight
from planner.demand.stock_and_flow import forecast
from planner.domain.terms import Band, Bound, bands_of_ranges
from planner.errors import Faults, InputError
from tests.demand.places import CANDI, FIRST, SEMH, area, assumptions, base, caseload

NEEDS = (CANDI, SEMH)
BANDS = bands_of_ranges([])
YEARS = tuple(FIRST.plus(k) for k in range(5))
AREAS = [area(f"A{k:02d}", "Alder" if k < 4 else "Birch", 20 + 9 * k, 5.0 * k) for k in range(9)]
SITES = [base(0, 6, 20), base(7, 11, 15, CANDI)]


def cube(areas: list) -> tuple:
    return forecast_demand(ForecastInputs(Spread(areas, 0.07), SITES, caseload(), assumptions(), NEEDS, BANDS, YEARS))


def test_weight_is_persons_and_deprivation() -> None:
    """20 points more at 0.07 for 10 points are exp(0.14) times the weight; an unknown score is the mean."""
    band = Band(7, 11)
    plain, deprived = area("A", "x", 10, 0.0), area("B", "x", 10, 20.0)
    assert weight(plain, band, 0.07, 0.0) == 50
    assert weight(deprived, band, 0.07, 0.0) == pytest.approx(50 * math.exp(0.14))
    assert weight(area("C", "x", 10, None), band, 0.07, mean_imd([plain, deprived])) == pytest.approx(
        50 * math.exp(0.07)
    )


@pytest.mark.parametrize(
    ("band", "residents"),
    [(Band(-1, -1), 1), (Band(0, 2), 3), (Band(0, 0), 3), (Band(5, 6), 4), (Band(7, 11), 5), (Band(10, 11), 5)],
)
def test_residents_are_those_of_the_bands_age_group(band: Band, residents: int) -> None:
    assert area("A", "x", 1).persons(band) == residents


def test_sums_of_areas_are_the_council_totals() -> None:
    for demand in cube(AREAS):
        stock = forecast(SITES, caseload(), assumptions(), NEEDS, YEARS, demand.bound)
        for (band, need, year), total in totals_by_band(stock, BANDS, NEEDS).items():
            keys = [
                (key, n)
                for key, n in demand.cells
                if (key.band, key.need_group, key.academic_year) == (band, need, year)
            ]
            assert sum(pupils for _, pupils in keys) == total


def test_bounds_are_ordered_in_every_area() -> None:
    lower, central, upper = (dict(demand.cells) for demand in cube(AREAS))
    assert all(pupils <= central.get(key, 0) for key, pupils in lower.items())
    assert all(pupils <= upper.get(key, 0) for key, pupils in central.items())


def test_a_growing_total_takes_no_pupil_from_an_area() -> None:
    spread = Spread(AREAS, 0.07)
    by_total = []
    for total in range(40):
        by_locality = spread.to_localities(total, Band(7, 11), 3)
        by_total.append(
            {
                code: n
                for name, here in by_locality.items()
                for code, n in spread.to_areas(here, name, Band(7, 11), 3).items()
            }
        )
    for fewer, more in itertools.pairwise(by_total):
        assert all(fewer[code] <= more[code] for code in fewer)


def test_other_names_for_localities_change_nothing() -> None:
    renamed = [replace(row, locality={"Alder": "Zeta", "Birch": "Gamma"}[row.locality]) for row in AREAS]
    assert cube(renamed) == cube(AREAS)


def test_the_order_of_the_file_changes_nothing() -> None:
    assert cube(AREAS[::-1]) == cube(AREAS)


def test_cells_are_sorted_and_without_zeros() -> None:
    for demand in cube(AREAS):
        keys = [key for key, _ in demand.cells]
        assert keys == sorted(keys)
        assert all(pupils > 0 for _, pupils in demand.cells)
    assert [demand.bound for demand in cube(AREAS)] == list(Bound)


def test_a_band_without_residents_is_a_fault() -> None:
    faults = Faults()
    check_residents([replace(AREAS[0], persons_nursery=0.0)], BANDS, faults)
    with pytest.raises(InputError, match="no resident of the ages of nursery"):
        faults.raise_if_any()
