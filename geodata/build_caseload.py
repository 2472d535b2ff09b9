"""Makes caseload.csv and caseload_totals.csv of the bundled pack from DfE's "Education, health and care plans".

Run by a maintainer when DfE publishes a new year, never by the planner:

    python geodata/build_caseload.py --caseload FILE --needs FILE --la-code 937 --out geodata/warwickshire

The publication holds one total for each January, ages for the two latest and needs by age for the latest only; the
tables keep exactly that.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from pack_csv import read_rows, write_rows

COLUMNS = ("census_year", "age", "primary_need", "plans_pupils", "source")
TOTAL_COLUMNS = ("census_year", "plans_pupils", "source")
SOURCE = (
    "Department for Education, Education, health and care plans 2025, "
    "https://explore-education-statistics.service.gov.uk/find-statistics/education-health-and-care-plans/2025"
)
AGE_TOPIC = "Child or young persons age"
TOTAL_TOPIC = "All EHC plans"
YOUNGEST = {"under 3": 2}
"""The publication's only open class; its plans count as age 2, below every age that the planner reads."""

Row = dict[str, object]


def census_year(time_period: str) -> int:
    """Return the January that an academic year such as "202425" holds: 2025."""
    return int(time_period[:4]) + 1


def age_of(breakdown: str) -> int:
    """Age in years of a class such as "age 10" or "under 3"."""
    found = re.fullmatch(r"age (\d+)", breakdown)
    return int(found[1]) if found else YOUNGEST[breakdown]


def row(time_period: str, age: int, primary_need: str, plans: int) -> Row:
    """One row of caseload.csv."""
    return {
        "census_year": census_year(time_period),
        "age": age,
        "primary_need": primary_need,
        "plans_pupils": plans,
        "source": SOURCE,
    }


def totals(table: Sequence[dict[str, str]]) -> list[Row]:
    """All plans of every January, in order."""
    found = {census_year(line["time_period"]): line for line in table if line["breakdown_topic"] == TOTAL_TOPIC}
    return [
        {"census_year": key, "plans_pupils": int(found[key]["ehcplans"]), "source": SOURCE} for key in sorted(found)
    ]


def by_age(table: Sequence[dict[str, str]], until: str) -> Iterator[Row]:
    """Plans by age of the Januaries before `until`, for every need together."""
    for line in table:
        if line["breakdown_topic"] == AGE_TOPIC and line["time_period"] < until:
            yield row(line["time_period"], age_of(line["breakdown"]), "all", int(line["ehcplans"]))


def by_need(table: Sequence[dict[str, str]]) -> Iterator[Row]:
    """Plans by age and primary need, unrecorded needs with `oth`; zeros are kept, so that 0 differs from unknown."""
    for line in table:
        if line["breakdown_topic"] != AGE_TOPIC:
            continue
        plans = {name.removeprefix("number_"): int(line[name]) for name in line if name.startswith("number_")}
        plans["oth"] += plans.pop("need_unknown")
        for need in sorted(plans):
            yield row(line["time_period"], age_of(line["breakdown"]), need, plans[need])


def sort_key(line: Row) -> tuple[int, int, str]:
    """Order by census, age and need."""
    return int(str(line["census_year"])), int(str(line["age"])), str(line["primary_need"])


def rows_of(path: Path, la_code: str) -> list[dict[str, str]]:
    """One council's rows of a DfE table."""
    return [line for line in read_rows(path) if line["old_la_code"] == la_code]


def arguments(argv: Sequence[str]) -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--caseload", type=Path, required=True, help="DfE table of active plans by setting (CSV)")
    parser.add_argument("--needs", type=Path, required=True, help="DfE table of active plans by primary need (CSV)")
    parser.add_argument("--la-code", required=True, help="DfE code of the council, for example 937")
    parser.add_argument("--out", type=Path, required=True, help="pack folder to write to")
    return parser.parse_args(argv)


def main(argv: Sequence[str]) -> None:
    """Write both tables."""
    options = arguments(argv)
    caseload, needs = rows_of(options.caseload, options.la_code), rows_of(options.needs, options.la_code)
    until = max(line["time_period"] for line in needs)
    rows = sorted([*by_age(caseload, until), *by_need(needs)], key=sort_key)
    write_rows(options.out / "caseload.csv", COLUMNS, rows)
    write_rows(options.out / "caseload_totals.csv", TOTAL_COLUMNS, totals(caseload))


if __name__ == "__main__":
    main(sys.argv[1:])
