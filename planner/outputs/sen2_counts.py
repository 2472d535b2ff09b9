"""Writes the counts of a SEN2 return: the files that may leave the council's machine, and the report that may not.

A hidden number is `c` (DfE Open Data Standards). What the return has wrong goes to a file only in classes ("20 or
more"), since an exact number could tell a hidden one; the exact numbers are for the screen.
"""

from __future__ import annotations

import csv
import itertools
from collections.abc import Iterable, Sequence
from pathlib import Path

from planner.inputs.sen2.aggregate import (
    AGES,
    AT_SITE,
    BANDS,
    BY_AGE,
    GROUPS,
    NEEDS,
    PLANS,
    SURE,
    UNDER_3,
    UNSURE,
    Aggregate,
)
from planner.inputs.sen2.pupils import UNKNOWN
from planner.inputs.sen2.suppression import ALL
from planner.outputs.folder import output_folder

ABOUT = "about.csv"
HIDDEN = "c"
AGE_TOPIC, ALL_TOPIC = "Child or young persons age", "All EHC plans"
CLASSES = (500, 200, 100, 50, 20, 10)
COUNT_COLUMNS = (
    *("academic_year", "locality", "band", "need_group"),
    *("plans_pupils", "base_flagged_pupils", "base_unsure_pupils"),
)
SITE_COLUMNS = ("census_year", "urn", "provision_type", "ncy", "flagged_pupils", "unsure_pupils")
DFE_COLUMNS = ("time_period", "old_la_code", "breakdown_topic", "breakdown")


def write_counts(counted: Aggregate, folder: Path, *, force: bool = False) -> None:
    """Write every file or none; raises InputError when the folder is in the way."""
    with output_folder(folder, force=force, marker=ABOUT) as partial:
        _write(partial / "counts.csv", COUNT_COLUMNS, _counts(counted))
        _write(partial / "occupancy.csv", SITE_COLUMNS, _occupancy(counted))
        _write(partial / "plans_by_age.csv", (*DFE_COLUMNS, "ehcplans"), _by_age(counted))
        needs = (*(f"number_{need}" for need in NEEDS[:-1]), "number_need_unknown")
        _write(partial / "plans_by_age_and_need.csv", (*DFE_COLUMNS, "ehc_plans", *needs), _by_need(counted))
        _write(partial / "defects.csv", ("defect", "number"), _defects(counted))
        _write(partial / ABOUT, ("what", "value"), _about(counted))


def _write(path: Path, columns: Sequence[str], rows: Iterable[tuple[str, ...]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows(rows)


def counts_text(counted: Aggregate) -> str:
    """Report for the screen of the council's own machine: exact numbers of what the return has wrong."""
    published = [cell for cell, number in counted.tables.counts.items() if number]
    lines = [
        f"SEN2 return of LA {counted.la_code} as at {counted.as_at}, {counted.academic_year}",
        f"  {counted.tables.counts[PLANS, ALL, ALL, ALL]:,} children with an active plan, "
        f"{len(counted.places)} localities ({UNKNOWN} among them where a postcode is in none)",
        f"  {len(counted.hidden):,} of {len(published):,} numbers are hidden (c): below "
        f"{counted.threshold.value:g}, or needed so that no sum gives one away",
        "",
        "What the return has wrong (exact numbers: for this screen, not for the files)",
        *(f"  {number:>6,}  {check}" for check, number in counted.defects if number),
        *(f"  {line}" for line in counted.not_looked_for),
    ]
    return "\n".join(lines)


def _shown(counted: Aggregate, *cell: str) -> str:
    number = counted.number(*cell)
    return HIDDEN if number is None else str(number)


def _counts(counted: Aggregate) -> Iterable[tuple[str, ...]]:
    year = str(counted.academic_year)
    for key in itertools.product((*counted.places, ALL), (*BANDS, ALL), (*GROUPS, ALL)):
        shown = tuple(_shown(counted, kind, *key) for kind in (PLANS, SURE, UNSURE))
        if any(number != "0" for number in shown):
            yield (year, *key, *shown)


def _occupancy(counted: Aggregate) -> Iterable[tuple[str, ...]]:
    ncys = sorted({cell[2] for cell in counted.tables.counts if cell[0] == AT_SITE[SURE]}, key=_ncy_order)
    for site, ncy in itertools.product(counted.sites, ncys):
        shown = tuple(_shown(counted, AT_SITE[kind], site, ncy) for kind in (SURE, UNSURE))
        if any(number != "0" for number in shown):
            yield (str(counted.academic_year.start + 1), *site.split(" "), ncy, *shown)


def _ncy_order(ncy: str) -> tuple[int, int]:
    return {ALL: (2, 0), UNKNOWN: (1, 0)}.get(ncy) or (0, int(ncy))


def _by_age(counted: Aggregate) -> Iterable[tuple[str, ...]]:
    for start, age in _dfe_rows(counted):
        yield (*start, _shown(counted, BY_AGE, age, ALL))


def _by_need(counted: Aggregate) -> Iterable[tuple[str, ...]]:
    for start, age in _dfe_rows(counted):
        yield (*start, *(_shown(counted, BY_AGE, age, need) for need in (ALL, *NEEDS)))


def _dfe_rows(counted: Aggregate) -> Iterable[tuple[tuple[str, ...], str]]:
    """Start of each row as DfE writes it, and the age of its cells."""
    start = counted.academic_year.start
    about = (f"{start}{(start + 1) % 100:02d}", counted.la_code)
    yield (*about, ALL_TOPIC, ALL_TOPIC), ALL
    for age in AGES:
        yield (*about, AGE_TOPIC, age if age == UNDER_3 else f"age {age}"), age


def _defects(counted: Aggregate) -> Iterable[tuple[str, ...]]:
    threshold = int(counted.threshold.value)
    for check, number in counted.defects:
        yield check.value, _class_of(number, threshold)


def _class_of(number: int, threshold: int) -> str:
    if number == 0:
        return "0"
    least = next((each for each in CLASSES if number >= each > threshold), None)
    return f"{least} or more" if least is not None else "some"


def _about(counted: Aggregate) -> Iterable[tuple[str, ...]]:
    yield "council (DfE code)", counted.la_code
    yield "academic_year", str(counted.academic_year)
    yield "reference_date", counted.as_at.isoformat()
    yield "threshold", f"{counted.threshold.value:g} {counted.threshold.unit}"
    yield "threshold_valid_from", counted.threshold.valid_from.isoformat()
    yield "threshold_source", counted.threshold.source
    yield "hidden_numbers", f"{HIDDEN}: 1 or more; below the threshold, or needed so that no sum gives one away"
    yield "flagged", "the return's own indicator is set, and the school is known to have such a base: at least so many"
    yield "unsure", "the indicator is blank at a school with a base, or set at a school where none is known"
