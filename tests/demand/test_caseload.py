"""Claims about EHC plans by National Curriculum year."""

from __future__ import annotations

from datetime import date

import pytest

from planner.demand.caseload import CaseloadRow, base_caseload
from planner.domain.terms import AcademicYear
from planner.errors import Faults, InputError


def census(census_year: int, plans_pupils: int) -> list[CaseloadRow]:
    return [CaseloadRow(census_year, age, "all", plans_pupils + age) for age in range(2, 20)]


def test_age_four_is_reception_and_january_lies_in_the_year_before() -> None:
    caseload = base_caseload(census(2024, 100), date(2024, 6, 20), Faults())
    assert caseload is not None
    assert caseload.academic_year == AcademicYear(2023)
    assert caseload.plans_pupils == {ncy: 104 + ncy for ncy in range(-1, 12)}


@pytest.mark.parametrize(("as_at", "start"), [(2025, 2024), (2024, 2023), (2020, 2022)])
def test_the_latest_census_held_by_the_date_counts_else_the_earliest(as_at: int, start: int) -> None:
    rows = [*census(2023, 0), *census(2024, 0), *census(2025, 0)]
    caseload = base_caseload(rows, date(as_at, 6, 20), Faults())
    assert caseload is not None
    assert caseload.academic_year == AcademicYear(start)


def test_rows_by_need_add_up_and_a_row_for_every_need_goes_first() -> None:
    by_need = [CaseloadRow(2024, age, need, 5) for age in range(3, 16) for need in ("asd", "slcn")]
    caseload = base_caseload([*by_need, CaseloadRow(2024, 4, "all", 99)], date(2024, 6, 20), Faults())
    assert caseload is not None
    assert caseload.plans_pupils[0] == 99
    assert caseload.plans_pupils[1] == 10


def test_a_missing_age_is_unknown_and_not_zero() -> None:
    faults = Faults()
    assert base_caseload(census(2024, 1)[:6], date(2024, 6, 20), faults) is None
    with pytest.raises(InputError, match="no row for age 8, 9, 10, 11, 12, 13, 14, 15"):
        faults.raise_if_any()


def test_no_census_is_a_fault() -> None:
    faults = Faults()
    assert base_caseload([], date(2024, 6, 20), faults) is None
    assert len(faults) == 1
