"""Makes schools.csv of the bundled pack: public facts of every mainstream state school of the county.

Run by a maintainer, never by the planner, after build_areas.py:

    python geodata/build_schools.py --schools FILE --selective 136595,136622 --out geodata/warwickshire

FILE holds one row for each open establishment with the columns `urn`, `establishment_name`, `establishment_type`,
`establishment_type_group`, `education_phase`, `agelow`, `agehigh`, `number_of_pupils`, `postcode`, `easting` and
`northing`, as Get Information about Schools names their contents. Special, independent, nursery and 16 plus schools
are left out: none of them can host resourced provision of a mainstream school.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Collection, Sequence
from pathlib import Path

import geopandas as gpd
import numpy as np
import shapely
from pack_csv import read_rows, write_rows

COLUMNS = (
    *("urn", "school_name", "school_phase", "ncy_low", "ncy_high", "postcode", "easting", "northing"),
    *("locality", "governance", "pupils_on_roll", "may_host", "may_host_reason", "source"),
)
SOURCE = (
    "Department for Education, Get Information about Schools, 24 May 2025 "
    "(ages: performance tables 2023-24), https://get-information-schools.service.gov.uk"
)
GOVERNANCE = {
    "Academies": "academy",
    "Free Schools": "academy",
    "Local authority maintained schools": "maintained",
}
"""Mainstream groups of establishment types; a free school is an academy in law."""

PHASES = {"Primary": "primary", "Secondary": "secondary", "All-through": "all-through"}
NOT_MAINSTREAM = re.compile(r"special|nursery|16-19|16 to 19|pupil referral", re.IGNORECASE)
USUAL_NCY = {"primary": (0, 6), "secondary": (7, 11), "all-through": (0, 11)}
BAND_STARTS, BAND_ENDS = {-1, 0, 3, 7}, {-1, 2, 6, 11}

Row = dict[str, str]


def is_mainstream(row: Row) -> bool:
    """Whether it is a mainstream state school with pupils of school age."""
    known = row["establishment_type_group"] in GOVERNANCE and row["education_phase"] in PHASES
    return known and not NOT_MAINSTREAM.search(row["establishment_type"])


def year_groups(row: Row) -> tuple[int, int] | None:
    """Lowest and highest National Curriculum year, clipped to -1..11; None when the ages are blank.

    A school for ages 4 to 11 teaches Reception to Year 6; the few with low age 5 admit to Reception all the same.
    """
    if not row["agelow"] or not row["agehigh"]:
        return None
    low = int(row["agelow"]) - 4
    return max(-1, 0 if low == 1 else low), min(11, int(row["agehigh"]) - 5)


def why_not_host(row: Row, selective: Collection[str]) -> str:
    """Why the school may not host a base; empty when it may."""
    groups = year_groups(row)
    if row["urn"] in selective:
        return "selective"
    if groups is None:
        return "age range unknown; the usual one of its phase is shown"
    if groups[0] not in BAND_STARTS or groups[1] not in BAND_ENDS:
        return "its age range covers only part of a band"
    return ""


def localities_of(rows: Sequence[Row], pack: Path) -> list[str]:
    """Locality of the area in which each school stands, or else of the nearest."""
    locality = {area["area_code"]: area["locality"] for area in read_rows(pack / "areas.csv")}
    areas = gpd.read_file(pack / "areas.geojson").to_crs("EPSG:27700")
    points = shapely.points([[float(row["easting"]), float(row["northing"])] for row in rows])
    _, nearest = shapely.STRtree(areas.geometry.to_numpy()).query_nearest(np.asarray(points), all_matches=False)
    return [locality[code] for code in areas["area_code"].to_numpy()[nearest]]


def school_row(row: Row, locality: str, selective: Collection[str]) -> dict[str, object]:
    """One row of schools.csv."""
    phase = PHASES[row["education_phase"]]
    ncy_low, ncy_high = year_groups(row) or USUAL_NCY[phase]
    reason = why_not_host(row, selective)
    return {
        "urn": row["urn"],
        "school_name": row["establishment_name"],
        "school_phase": phase,
        "ncy_low": ncy_low,
        "ncy_high": ncy_high,
        "postcode": row["postcode"],
        "easting": row["easting"],
        "northing": row["northing"],
        "locality": locality,
        "governance": GOVERNANCE[row["establishment_type_group"]],
        "pupils_on_roll": row["number_of_pupils"],
        "may_host": "no" if reason else "yes",
        "may_host_reason": reason,
        "source": SOURCE,
    }


def arguments(argv: Sequence[str]) -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--schools", type=Path, required=True, help="open establishments of the county (CSV)")
    parser.add_argument("--selective", default="", help="URNs of schools that select by ability, with commas")
    parser.add_argument("--out", type=Path, required=True, help="pack folder with areas; schools.csv is written to it")
    return parser.parse_args(argv)


def main(argv: Sequence[str]) -> None:
    """Write the table."""
    options = arguments(argv)
    selective = set(options.selective.split(","))
    rows = sorted(filter(is_mainstream, read_rows(options.schools)), key=lambda row: row["urn"])
    localities = localities_of(rows, options.out)
    schools = [school_row(row, locality, selective) for row, locality in zip(rows, localities, strict=True)]
    write_rows(options.out / "schools.csv", COLUMNS, schools)


if __name__ == "__main__":
    main(sys.argv[1:])
