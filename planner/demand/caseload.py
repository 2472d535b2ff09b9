"""EHC plans by National Curriculum year, from a January census by single year of age.

A census of January 2024 counts the academic year 2023/24, and age on 31 August before it gives the National
Curriculum year (DfE SEN2 guide 2025): ncy = age - 4.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from planner.domain.terms import NCY_HIGHEST, NCY_LOWEST, RECEPTION_AGE, AcademicYear, ncy_of_age
from planner.errors import Faults

EVERY_NEED = "all"


@dataclass(frozen=True, slots=True)
class CaseloadRow:
    """EHC plans of one age in one January; `primary_need` is a DfE code in lower case or "all"."""

    census_year: int
    age: int
    primary_need: str
    plans_pupils: int


@dataclass(frozen=True, slots=True)
class CaseloadTotal:
    """EHC plans of every age and need in one January, as published."""

    census_year: int
    plans_pupils: int


@dataclass(frozen=True, slots=True)
class Caseload:
    """EHC plans by NCY -1 to 11 in one academic year."""

    academic_year: AcademicYear
    plans_pupils: Mapping[int, int]


def base_caseload(rows: Iterable[CaseloadRow], as_at: date, faults: Faults) -> Caseload | None:
    """Latest census that had been held by `as_at`, else the earliest there is; None with a fault when ages lack."""
    rows = list(rows)
    censuses = sorted({row.census_year for row in rows})
    if not censuses:
        faults.add("caseload.csv", "no row", "EHC plans by age in at least one January")
        return None
    held = [census_year for census_year in censuses if census_year <= as_at.year]
    census_year = held[-1] if held else censuses[0]
    plans = plans_by_ncy([row for row in rows if row.census_year == census_year])
    missing = [str(ncy + RECEPTION_AGE) for ncy in range(NCY_LOWEST, NCY_HIGHEST + 1) if ncy not in plans]
    if missing:
        faults.add(
            f"caseload.csv, census {census_year}",
            f"no row for age {', '.join(missing)}",
            "every age from 3 to 15",
            "Add the rows, with 0 where there are no plans.",
        )
        return None
    return Caseload(AcademicYear(census_year - 1), plans)


def plans_by_ncy(rows: Iterable[CaseloadRow]) -> dict[int, int]:
    """Plans of one census by NCY -1 to 11; a row for every need goes before rows by need."""
    by_need: dict[int, int] = {}
    whole: dict[int, int] = {}
    for row in rows:
        ncy = ncy_of_age(row.age)
        if NCY_LOWEST <= ncy <= NCY_HIGHEST:
            target = whole if row.primary_need == EVERY_NEED else by_need
            target[ncy] = target.get(ncy, 0) + row.plans_pupils
    return dict(sorted({**by_need, **whole}.items()))
