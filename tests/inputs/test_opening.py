"""Claims about when a candidate can open."""

from __future__ import annotations

from datetime import date

import pytest

from planner.domain.terms import AcademicYear
from planner.inputs.opening import months_after, next_september


@pytest.mark.parametrize(
    ("day", "months", "after"),
    [
        (date(2024, 6, 20), 12, date(2025, 6, 20)),
        (date(2024, 6, 20), 18, date(2025, 12, 20)),
        (date(2024, 8, 31), 6, date(2025, 2, 28)),
        (date(2024, 12, 1), 1, date(2025, 1, 1)),
        (date(2024, 6, 20), 0, date(2024, 6, 20)),
    ],
)
def test_months_after(day: date, months: int, after: date) -> None:
    assert months_after(day, months) == after


@pytest.mark.parametrize(
    ("day", "start"), [(date(2025, 8, 31), 2025), (date(2025, 9, 1), 2025), (date(2025, 9, 2), 2026)]
)
def test_the_next_september_is_on_the_day_or_later(day: date, start: int) -> None:
    assert next_september(day) == AcademicYear(start)
