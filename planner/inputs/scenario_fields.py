"""Types that several tables of the scenario file share."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, TypeVar

from pydantic import BeforeValidator, ConfigDict, Field

from planner.domain.terms import AcademicYear

Item = TypeVar("Item")
# A date outside this century is a slip of the pen.
CENTURY = (2000, 2099)


def check_century(calendar_year: int) -> None:
    """Raise ValueError for a year that no plan is about."""
    if not CENTURY[0] <= calendar_year <= CENTURY[1]:
        msg = f"the year {calendar_year}"
        raise ValueError(msg)


def distinct(values: Sequence[Item]) -> Sequence[Item]:
    """The values; raises ValueError when there is none, or one is there twice."""
    if not values or len(set(values)) < len(values):
        msg = f"{len(values)} entries, {len(set(values))} of them different"
        raise ValueError(msg)
    return values


def _academic_year(value: object) -> AcademicYear:
    academic_year = AcademicYear.parse(str(value))
    check_century(academic_year.start)
    return academic_year


Year = Annotated[AcademicYear, BeforeValidator(_academic_year)]
Whole = Annotated[int, Field(strict=True, ge=1)]
STRICT_TABLE = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)
"""Unknown keys are refused, nothing changes after reading."""
