"""An area pack: one folder of files (geodata/FORMAT.md) as frozen typed rows, checked against each other."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TypeVar

from planner.demand.caseload import CaseloadRow, CaseloadTotal
from planner.demand.expected import StatedPlans
from planner.demand.stated import StatedDemandRow
from planner.domain.assumption import Assumptions
from planner.domain.geography import Area, Locality, School
from planner.errors import Faults
from planner.inputs import pack_rows, travel_rows
from planner.inputs.assumption_limits import check_limits
from planner.inputs.assumptions_file import read_assumptions
from planner.inputs.boundaries import Outline, boundaries_path, check_codes, check_points, read_boundaries
from planner.inputs.bundled import OWN_ASSUMPTIONS_FILE
from planner.inputs.cells import CellReader, parse_rows
from planner.inputs.pack_rows import COLUMNS, OPTIONAL_COLUMNS, ProvisionRow, StatedTotalRow
from planner.inputs.settings import read_settings
from planner.inputs.tables import TextTable, read_table
from planner.inputs.toml_file import read_toml
from planner.inputs.travel_rows import TRAVEL_FILE, TravelRow, check_travel

Row = TypeVar("Row")

# Outlines drawn from postcodes lie up to 1.4 km off the official ones (measured on Warwickshire's districts), so a
# school is called outside the county only beyond that.
OUTLINE_MARGIN_METRES = 1_500.0
BLOCK_BYTES = 1 << 20


@dataclass(frozen=True, slots=True)
class PackFile:
    """pack.toml; `attribution` are the licence lines that every map prints."""

    title: str
    council: str
    la_code: str
    built_on: date
    detour_factor_assumption: str
    attribution: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Pack:
    """All tables of a pack in the order of their files; `demand` None = the planner forecasts.

    `caseload_totals`, `stated_plans` and `travel` are empty and `assumptions` None where the pack has no such file.

    `encodings` and `hashes` (SHA-256) belong to the files by name.
    """

    folder: Path
    about: PackFile
    localities: tuple[Locality, ...]
    areas: tuple[Area, ...]
    schools: tuple[School, ...]
    provision: tuple[ProvisionRow, ...]
    caseload: tuple[CaseloadRow, ...]
    caseload_totals: tuple[CaseloadTotal, ...]
    stated_plans: tuple[StatedPlans, ...]
    stated_totals: tuple[StatedTotalRow, ...]
    demand: tuple[StatedDemandRow, ...] | None
    assumptions: Assumptions | None
    travel: tuple[TravelRow, ...]
    boundaries: Path
    encodings: tuple[tuple[str, str], ...]
    hashes: tuple[tuple[str, str], ...]


class _Reader:
    """Reads the tables of one folder, each once."""

    def __init__(self, folder: Path, faults: Faults) -> None:
        self.folder = folder
        self.faults = faults
        self._tables: dict[str, TextTable | None] = {}

    def table(self, file: str) -> TextTable | None:
        """One file, read once; None when it is unusable, which is noted once."""
        if file not in self._tables:
            self._tables[file] = read_table(
                self.folder / file, self.faults, COLUMNS[file], OPTIONAL_COLUMNS.get(file, ())
            )
        return self._tables[file]

    def rows(self, file: str, build: Callable[[CellReader], Row], key: Sequence[str] = ()) -> tuple[Row, ...]:
        """Typed rows of one file; rows with faults are left out."""
        table = self.table(file)
        return () if table is None else tuple(parse_rows(table.rows, self.faults, build, key))

    def optional_rows(self, file: str, build: Callable[[CellReader], Row], key: Sequence[str]) -> tuple[Row, ...]:
        """As `rows`; empty where the pack has no such file."""
        return self.rows(file, build, key) if (self.folder / file).exists() else ()

    def keys(self, file: str, column: str) -> set[str]:
        """Filled cells of one column, rows with faults included; empty when the file is unusable."""
        table = self.table(file)
        return set() if table is None else {row.cells[column] for row in table.rows if row.cells[column]}

    def encodings(self) -> dict[str, str]:
        """Encoding of each file that was read."""
        return {file: table.encoding for file, table in sorted(self._tables.items()) if table is not None}


def read_pack(folder: Path) -> Pack:
    """Read a pack folder; raises InputError with every fault of its files."""
    faults = Faults()
    reader = _Reader(folder, faults)
    about = _about(folder, faults)
    names, urns = reader.keys("localities.csv", "locality"), reader.keys("schools.csv", "urn")
    localities = reader.rows("localities.csv", pack_rows.locality, ("locality",))
    areas = reader.rows("areas.csv", lambda cells: pack_rows.area(cells, names), ("area_code",))
    schools = reader.rows("schools.csv", lambda cells: pack_rows.school(cells, names), ("urn",))
    provision = reader.rows("provision.csv", lambda cells: pack_rows.provision(cells, urns), ("site", "academic_year"))
    caseload = reader.rows("caseload.csv", pack_rows.caseload, ("census_year", "age", "primary_need"))
    caseload_totals = reader.optional_rows("caseload_totals.csv", pack_rows.caseload_total, ("census_year",))
    stated_plans = reader.optional_rows("stated_plans.csv", pack_rows.stated_plans, ("claim",))
    stated_totals = reader.rows("stated_totals.csv", pack_rows.stated_total, ("claim",))
    demand = _demand(reader, names)
    travel = reader.optional_rows(TRAVEL_FILE, travel_rows.travel, travel_rows.KEY)
    _check_schools(reader, faults)
    assumptions = _assumptions(folder, faults)
    _check_localities(reader, names, faults)
    boundaries = boundaries_path(folder)
    _check_boundaries(boundaries, reader.keys("areas.csv", "area_code"), areas, schools, faults)
    if (folder / TRAVEL_FILE).exists():
        check_travel(travel, areas, schools, faults)
    faults.raise_if_any()
    assert about is not None
    return Pack(
        folder=folder,
        about=about,
        localities=localities,
        areas=areas,
        schools=schools,
        provision=provision,
        caseload=caseload,
        caseload_totals=caseload_totals,
        stated_plans=stated_plans,
        stated_totals=stated_totals,
        demand=demand,
        assumptions=assumptions,
        travel=travel,
        boundaries=boundaries,
        encodings=tuple(reader.encodings().items()),
        hashes=_hashes(folder, [*reader.encodings(), *_settings_files(folder), boundaries.name]),
    )


def file_hash(path: Path) -> str:
    """SHA-256 of a file as hexadecimal text."""
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        while block := stream.read(BLOCK_BYTES):
            digest.update(block)
    return digest.hexdigest()


def _hashes(folder: Path, files: Collection[str]) -> tuple[tuple[str, str], ...]:
    return tuple((file, file_hash(folder / file)) for file in sorted(files))


def _about(folder: Path, faults: Faults) -> PackFile | None:
    table = read_toml(folder / "pack.toml", faults)
    return None if table is None else read_settings(PackFile, table, "pack.toml", faults)


def _settings_files(folder: Path) -> list[str]:
    return ["pack.toml", *([OWN_ASSUMPTIONS_FILE] if (folder / OWN_ASSUMPTIONS_FILE).exists() else [])]


def _assumptions(folder: Path, faults: Faults) -> Assumptions | None:
    """Return the pack's own numbers; they stand in for those of the same name, see `planner.inputs.read`."""
    path = folder / OWN_ASSUMPTIONS_FILE
    own = read_assumptions(path, faults) if path.exists() else None
    if own is not None:
        check_limits(own, path.name, faults)
    return own


def _demand(reader: _Reader, localities: Collection[str]) -> tuple[StatedDemandRow, ...] | None:
    file = "demand.csv"
    if not (reader.folder / file).exists():
        return None
    key = ("bound", "locality", "phase", "need_group", "academic_year")
    return reader.rows(file, lambda cells: pack_rows.demand(cells, localities), key)


def _check_schools(reader: _Reader, faults: Faults) -> None:
    table = reader.table("schools.csv")
    if table is not None and not table.rows:
        faults.add("schools.csv", "no rows", "the council's schools", "Add them below the header.")


def _check_localities(reader: _Reader, names: Collection[str], faults: Faults) -> None:
    used = reader.keys("areas.csv", "locality")
    for name in sorted(set(names) - used) if used else ():
        faults.add(
            "localities.csv",
            f"locality {name!r} without areas",
            "at least one row of areas.csv for it",
            "Give it an area or remove it.",
        )


def _check_boundaries(
    path: Path, codes: set[str], areas: Sequence[Area], schools: Sequence[School], faults: Faults
) -> None:
    frame = read_boundaries(path, faults)
    if frame is None:
        return
    check_codes(path.name, frame, codes, faults)
    points = {area.code: (area.easting, area.northing) for area in areas}
    check_points(frame, points, OUTLINE_MARGIN_METRES, faults)
    outline = Outline(frame, OUTLINE_MARGIN_METRES)
    for school in schools:
        if not outline.holds(school.easting, school.northing):
            faults.add(
                f"schools.csv, school {school.urn} ({school.name})",
                f"a site outside the county, at {school.easting:.0f}, {school.northing:.0f}",
                f"a point within {OUTLINE_MARGIN_METRES:.0f} metres of the areas",
                "Correct easting and northing, or leave the school out.",
            )
