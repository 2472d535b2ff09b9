"""Plans of every council by January, from editions of DfE's "Education, health and care plans" of either layout.

Editions of 2024 on (caseload.csv): a row for each academic year ("202425" holds January 2025), topic and breakdown,
plans in `ehcplans`. Editions to 2022 (age_caseload): a row for each calendar year and age, statements and plans
together in `Total_all`; `Total_ehc` alone is "z" before 2015, when plans began. The two council codes change places
between them, so columns go by name. Every topic and age repeats the whole: only the row of the whole is read, and only
of councils, since regions and England are their sums.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from planner.demand.history import History, PlansCount, join_councils
from planner.errors import Faults
from planner.inputs.new.official_csv import OfficialTable, plain_name, read_official, refuse_wrong_width
from planner.inputs.new.report import Notes
from planner.inputs.tables import TextRow

HISTORY_COLUMNS = {
    "time_period": ("time_period",),
    "la_code": ("old_la_code",),
    "topic": ("breakdown_topic",),
    "age": ("characteristic_age",),
    "plans": ("ehcplans", "ehc_plans", "total_all"),
}
REQUIRED = ("time_period", "la_code", "plans")
WHOLE_TOPIC, WHOLE_AGE = "allehcplans", "total"
LA_CODE = re.compile(r"\d{3}")
DIFFERENCES_SHOWN = 5


def read_plans_history(newest: Path, older: Sequence[Path], notes: Notes) -> History:
    """Series of every unit in the files; see `read_plans_counts`."""
    history, doubts = join_councils(read_plans_counts(newest, older, notes))
    for doubt in doubts:
        notes.doubt(doubt)
    return history


def read_plans_counts(newest: Path, older: Sequence[Path], notes: Notes) -> tuple[PlansCount, ...]:
    """Plans of every council in the files, the newest edition first: where two state the same January, it counts.

    `newest` is the file of `read_caseload`, which notes what is wrong with the council's own rows; those of others that
    cannot be read are doubts, since only the growth of all rests on them. In an older edition they are faults.
    """
    counts: dict[tuple[str, int], PlansCount] = {}
    for path in (newest, *older):
        table = read_official(path, HISTORY_COLUMNS, REQUIRED, notes)
        if table is not None:
            faults = Faults() if path == newest else notes.faults
            if path != newest:
                refuse_wrong_width(table, faults)
            _merge(counts, _counts(table, faults, notes), table.file, notes)
            if path == newest and len(faults):
                notes.doubt(f"{table.file}: totals of {len(faults)} councils and years cannot be read and are left out")
    return tuple(counts.values())


def _merge(known: dict[tuple[str, int], PlansCount], found: Sequence[PlansCount], file: str, notes: Notes) -> None:
    differing = []
    for count in found:
        stands = known.setdefault((count.la_code, count.census_year), count)
        if stands.plans_pupils != count.plans_pupils:
            differing.append(f"{count.la_code} {count.census_year}: {count.plans_pupils:,} not {stands.plans_pupils:,}")
    if differing:
        shown = "; ".join(differing[:DIFFERENCES_SHOWN])
        notes.doubt(
            f"{file} differs from a newer edition in {len(differing)} totals, which the newer one wins ({shown})"
        )


def _counts(table: OfficialTable, faults: Faults, notes: Notes) -> list[PlansCount]:
    """One count for each council and January; unknown totals are named and left out."""
    counts: dict[tuple[str, int], PlansCount] = {}
    for row in table.rows:
        la_code = table.text(row, "la_code")
        if not _is_whole(table, row) or not LA_CODE.fullmatch(la_code):
            continue
        census_year = january(table, row)
        if census_year is None:
            where = f"{row.where}, column {table.names['time_period']}"
            expected = "an academic year such as 202425 or a calendar year such as 2022"
            faults.add(where, repr(table.text(row, "time_period")), expected, "Use the file as DfE publishes it.")
            continue
        before = len(faults)
        plans = table.whole(row, "plans", faults)
        if plans is None:
            if len(faults) == before:
                notes.doubt(f"{row.where}: plans of LA {la_code}, January {census_year}, are unknown and left out")
            continue
        first = counts.setdefault((la_code, census_year), PlansCount(la_code, census_year, plans))
        if first.plans_pupils != plans:
            found = f"{plans} plans of LA {la_code}, January {census_year}, after {first.plans_pupils}"
            faults.add(row.where, found, "one total", "Remove the row that is wrong.")
    return list(counts.values())


def _is_whole(table: OfficialTable, row: TextRow) -> bool:
    if "topic" in table.names:
        return plain_name(table.text(row, "topic")) == WHOLE_TOPIC
    return "age" not in table.names or plain_name(table.text(row, "age")) == WHOLE_AGE


def january(table: OfficialTable, row: TextRow) -> int | None:
    """January that a row counts: 2025 for the academic year "202425", 2022 for the calendar year "2022"."""
    text = table.text(row, "time_period")
    match = re.fullmatch(r"(\d{4})(\d{2})?", text)
    if match is None:
        return None
    year = int(match[1])
    if match[2] is None:
        return year
    return year + 1 if (year + 1) % 100 == int(match[2]) else None
