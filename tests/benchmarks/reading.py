"""How long the school register of all England takes to read, and how much memory.

`schools` is the national file as it was joined; `schools-full` has as many rows in the full layout of 140 columns, made
from the eight rows of the 2024 download beside the project, each with a URN of its own and most of them of other
councils.
"""

from __future__ import annotations

import csv
import sys
import tempfile
import time
from pathlib import Path

from planner.inputs.new.gias import read_gias
from planner.inputs.new.report import Notes
from tests.benchmarks.checker import WrongResultError
from tests.benchmarks.job import Job
from tests.benchmarks.real_pack import PUBLIC_FILES
from tests.benchmarks.results import Row, measure

NATIONAL = PUBLIC_FILES / "national" / "schools_england_open_2025-05-24_joined.csv.gz"
FULL_LAYOUT = PUBLIC_FILES / "gias" / "gias_raw_2024_itt-mentor-services.csv"
ROWS = 27_153
FIRST_URN = 200_000
# By instance: the council whose schools are taken, and how many mainstream ones the file holds of it.
COUNCILS = {"schools": ("937", 234), "schools-full": ("201", 3_395)}
INSTANCES = tuple(COUNCILS)


def run(job: Job) -> list[Row]:
    """Seconds of this process to read the file and take one council's schools; the value is the number of rows."""
    if not NATIONAL.is_file():
        sys.stderr.write(f"{job}: left out, the public files do not lie beside the project\n")
        return []
    with tempfile.TemporaryDirectory() as folder:
        path = NATIONAL if job.instance == "schools" else write_full_layout(Path(folder) / "edubasealldata.csv")
        notes = Notes()
        started = time.process_time()
        found = read_gias(path, COUNCILS[job.instance][0], notes)
        seconds = round(time.process_time() - started, 2)
    notes.faults.raise_if_any()
    schools = 0 if found is None else len(found.schools)
    if schools != COUNCILS[job.instance][1]:
        msg = f"{schools} schools, not {COUNCILS[job.instance][1]}"
        raise WrongResultError(msg)
    (file,) = notes.report("").files
    return [measure(job, "", seconds=seconds, value=file.rows, size=f"{file.rows:,} rows")]


def write_full_layout(path: Path) -> Path:
    """Write as many rows as England has in the full layout; one row in eight is of LA 201."""
    with (
        FULL_LAYOUT.open(encoding="utf-8-sig", newline="") as source,
        path.open("w", encoding="cp1252", newline="") as out,
    ):
        header, *rows = csv.reader(source)
        writer = csv.writer(out, quoting=csv.QUOTE_ALL)
        writer.writerow(header)
        urn = header.index("URN")
        for number in range(ROWS):
            row = list(rows[number % len(rows)])
            row[urn] = str(FIRST_URN + number)
            writer.writerow(row)
    return path
