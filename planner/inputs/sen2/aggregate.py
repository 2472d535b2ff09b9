"""Counts of a council's plans by band, need group and locality, and of pupils in its bases, small numbers hidden."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from planner.domain.assumption import Assumption
from planner.domain.terms import (
    NCY_HIGHEST,
    NCY_LOWEST,
    NEED_GROUP_OF_PRIMARY_NEED,
    AcademicYear,
    NeedGroup,
    ProvisionType,
    bands_of_ranges,
    ncy_of_age,
)
from planner.errors import Faults
from planner.inputs.assumptions_file import read_assumptions, require
from planner.inputs.sen2.bases import known_bases
from planner.inputs.sen2.checks import Check, Defects, not_looked_for
from planner.inputs.sen2.dates import read_date
from planner.inputs.sen2.export import Export, read_export
from planner.inputs.sen2.places import read_places
from planner.inputs.sen2.pupils import LAST_AGE, OTHER_NEED, UNKNOWN, Pupil, read_pupils, start_of_school_year
from planner.inputs.sen2.suppression import ALL, Cell, Sum, Tables, hidden_cells, joined, with_totals

THRESHOLD = "publication_threshold_pupils"
PLANS, SURE, UNSURE = "plans", "base_flagged", "base_unsure"
BY_AGE, AT_SITE = "plans_by_age", {SURE: "site_flagged", UNSURE: "site_unsure"}
MOST_PLACES = 150
"""With more, nearly every count of a band and need is below any threshold, and hiding them takes long."""
EARLY_YEARS, POST_16 = "early_years", "post_16"
NO_GROUP = "other_or_unknown"
UNDER_3, YOUNGEST_SINGLE_AGE = "under 3", 3
BANDS = (EARLY_YEARS, *(band.name for band in bands_of_ranges([])), POST_16, UNKNOWN)
GROUPS = (*(group.value for group in NeedGroup), NO_GROUP)
NEEDS = (*sorted(NEED_GROUP_OF_PRIMARY_NEED), OTHER_NEED, UNKNOWN)
AGES = (UNDER_3, *map(str, range(YOUNGEST_SINGLE_AGE, LAST_AGE + 1)))


@dataclass(frozen=True, slots=True)
class Aggregate:
    """What may leave the council's machine, and what stays on its screen.

    `tables` hold every number that is published, `hidden` those to write as `c`. `sites` are `URN provision_type`.
    `defects` are exact and for the screen only; `not_looked_for` are checks that a missing table made impossible.
    """

    la_code: str
    as_at: date
    threshold: Assumption
    places: tuple[str, ...]
    sites: tuple[str, ...]
    tables: Tables
    hidden: frozenset[Cell]
    defects: tuple[tuple[Check, int], ...]
    not_looked_for: tuple[str, ...]
    files: tuple[str, ...]

    @property
    def academic_year(self) -> AcademicYear:
        """Academic year of the census."""
        return AcademicYear(start_of_school_year(self.as_at))

    def number(self, *cell: str) -> int | None:
        """Published number of a cell; None when it is hidden."""
        return None if cell in self.hidden else self.tables.counts[cell]


def aggregate(
    export: Path,
    *,
    la_code: str,
    postcodes: Path,
    assumptions: Path,
    area_column: str | None = None,
    localities: Path | None = None,
    locality_column: str = "locality",
    gias: Path | None = None,
    register: Path | None = None,
    as_at: date | None = None,
) -> Aggregate:
    """Count a SEN2 return (a folder of Blade CSV files, or the Excel template).

    `postcodes`: a directory from postcode to area. `localities`: area to locality; None = the directory's areas are
    used as they are. `gias`, `register`: which schools have a base. `as_at` None = the return's own reference date.
    `assumptions` holds the threshold. Raises InputError with the faults of all files; none of them quotes a cell of the
    return.
    """
    faults = Faults()
    if re.fullmatch(r"\d{3}", la_code) is None:
        faults.add("LA code", repr(la_code), "DfE's three digits, such as 937")
    place_of = read_places(postcodes, area_column, localities, locality_column, faults)
    bases = known_bases(gias, register, faults)
    threshold = _threshold(assumptions, faults)
    found = read_export(export, faults)
    day = as_at or _reference_date(found)
    if day is None:
        faults.add(str(export), "no reference date", "the date of the census", "Give it with --as-at.")
    faults.raise_if_any()
    assert day is not None
    assert threshold is not None
    defects: Defects = Counter()
    pupils = read_pupils(found, day, place_of, bases, defects)
    places = _places(pupils, postcodes.name, faults)
    sites = tuple(sorted({_site(pupil) for pupil in pupils if pupil.base is not None}))
    tables = _tables(pupils, places, sites)
    return Aggregate(
        la_code=la_code,
        as_at=day,
        threshold=threshold,
        places=places,
        sites=sites,
        tables=tables,
        hidden=hidden_cells(tables, int(threshold.value)),
        defects=tuple((check, defects[check]) for check in Check),
        not_looked_for=not_looked_for(found.absent),
        files=found.files,
    )


def _threshold(path: Path, faults: Faults) -> Assumption | None:
    assumptions = read_assumptions(path, faults)
    if assumptions is None:
        return None
    require(assumptions, [THRESHOLD], path.name, faults)
    return next((assumption for assumption in assumptions if assumption.name == THRESHOLD), None)


def _reference_date(export: Export) -> date | None:
    rows = export.rows.get("sen2", ())
    return read_date(rows[0]["referencedate"]) if rows else None


def _places(pupils: Iterable[Pupil], directory: str, faults: Faults) -> tuple[str, ...]:
    """Localities of the pupils; raises InputError when they are too many to count by."""
    places = tuple(sorted({pupil.place for pupil in pupils}))
    if len(places) > MOST_PLACES:
        found = f"pupils in {len(places)} areas, so that nearly every number would be hidden"
        remedy = "Give --localities, from area code to locality, or --area-column with larger areas."
        faults.add(directory, found, f"at most {MOST_PLACES}", remedy)
        faults.raise_if_any()
    return places


def _tables(pupils: Iterable[Pupil], places: tuple[str, ...], sites: tuple[str, ...]) -> Tables:
    """Every published number: three counts by locality, one by age and need, two by site and year group."""
    counts: dict[str, Counter[Cell]] = {name: Counter() for name in (PLANS, SURE, UNSURE, BY_AGE, *AT_SITE.values())}
    for pupil in pupils:
        cell = (pupil.place, band_name(pupil.age), need_group(pupil.need))
        counts[PLANS][cell] += 1
        if pupil.age is not None:
            counts[BY_AGE][(_age_name(pupil.age), pupil.need)] += 1
        if pupil.base is not None:
            kind = SURE if pupil.base.sure else UNSURE
            counts[kind][cell] += 1
            counts[AT_SITE[kind]][(_site(pupil), _year_group(pupil.age))] += 1
    year_groups = (*(str(ncy_of_age(age)) for age in range(LAST_AGE + 1)), UNKNOWN)
    cubes = [with_totals(kind, counts[kind], (places, BANDS, GROUPS)) for kind in (PLANS, SURE, UNSURE)]
    by_age = with_totals(BY_AGE, counts[BY_AGE], (AGES, NEEDS))
    at_sites = [with_totals(name, counts[name], (sites, year_groups)) for name in AT_SITE.values()]
    return joined([*cubes, by_age, *at_sites], [*_links_of_ages(), *_links_of_sites(year_groups)])


def _links_of_ages() -> Iterable[Sum]:
    """Plans of a band and need group are those of its ages and needs."""
    ages = {age: band_name(YOUNGEST_SINGLE_AGE - 1 if age == UNDER_3 else int(age)) for age in AGES}
    for band, group in itertools.product(BANDS[:-1], GROUPS):
        of_band = [age for age in AGES if ages[age] == band]
        of_group = [need for need in NEEDS if need_group(need) == group]
        yield Sum((PLANS, ALL, band, group), tuple((BY_AGE, *key) for key in itertools.product(of_band, of_group)))


def _links_of_sites(year_groups: tuple[str, ...]) -> Iterable[Sum]:
    """Pupils of a band in bases are those of its year groups at all sites."""
    bands = {text: UNKNOWN if text == UNKNOWN else _band_of(int(text)) for text in year_groups}
    for (kind, table), band in itertools.product(AT_SITE.items(), BANDS):
        parts = tuple((table, ALL, text) for text in year_groups if bands[text] == band)
        yield Sum((kind, ALL, band, ALL), parts)


def band_name(age: int | None) -> str:
    """Band of an age on 31 August; `unknown` for None."""
    return UNKNOWN if age is None else _band_of(ncy_of_age(age))


def _band_of(ncy: int) -> str:
    if ncy < NCY_LOWEST:
        return EARLY_YEARS
    if ncy > NCY_HIGHEST:
        return POST_16
    return next(band.name for band in bands_of_ranges([]) if band.ncy_low <= ncy <= band.ncy_high)


def need_group(need: str) -> str:
    """Need group of a recorded need; other and unknown needs have one of their own."""
    group: Mapping[str, NeedGroup] = NEED_GROUP_OF_PRIMARY_NEED
    return group[need].value if need in group else NO_GROUP


def _age_name(age: int) -> str:
    return UNDER_3 if age < YOUNGEST_SINGLE_AGE else str(age)


def _year_group(age: int | None) -> str:
    return UNKNOWN if age is None else str(ncy_of_age(age))


def _site(pupil: Pupil) -> str:
    assert pupil.base is not None
    return f"{pupil.base.urn} {ProvisionType(pupil.base.provision_type).value}"
