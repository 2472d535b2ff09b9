"""Pupils who need a resourced-provision place."""

from __future__ import annotations

from dataclasses import dataclass

from planner.domain.terms import AcademicYear, Band, Bound, NeedGroup


@dataclass(frozen=True, slots=True, order=True)
class DemandKey:
    """One cell of the demand cube; index order is area, band, need, year."""

    area: str
    band: Band
    need_group: NeedGroup
    academic_year: AcademicYear


@dataclass(frozen=True, slots=True)
class Demand:
    """Pupils by cell for one bound: whole pupils, cells without pupils left out, sorted by key."""

    bound: Bound
    cells: tuple[tuple[DemandKey, int], ...]

    def total_pupils(self, academic_year: AcademicYear) -> int:
        """Pupils of all areas, bands and need groups in one year."""
        return sum(pupils for key, pupils in self.cells if key.academic_year == academic_year)
