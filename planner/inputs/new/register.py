"""The register of provision: the council's own file, checked, or what the school register can tell."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from planner.domain.geography import School
from planner.domain.terms import (
    NEED_GROUP_OF_PRIMARY_NEED,
    AcademicYear,
    Band,
    NeedGroup,
    ProvisionType,
)
from planner.inputs import pack_rows
from planner.inputs.cells import parse_rows
from planner.inputs.new.council_register.reading import read_council_register
from planner.inputs.new.council_register.school_names import SchoolNames
from planner.inputs.new.gias import GIAS_SOURCE, GiasFile, GiasSchool
from planner.inputs.new.hosts import borders_inside_bands
from planner.inputs.new.links import Succession
from planner.inputs.new.report import Notes
from planner.inputs.pack_rows import COLUMNS
from planner.inputs.tables import read_table

PROVISION_COLUMNS = COLUMNS["provision.csv"]
OPTIONAL_COLUMNS = ("ncy_low", "ncy_high", "max_places", "capital_gbp", "note")
BASE_PHASES = ("primary", "secondary")
# TypeOfResourcedProvision (name) of GIAS, lower case, and the kinds of base it tells of.
BASE_TYPES: dict[str, tuple[ProvisionType, ...]] = {
    "resourced provision": (ProvisionType.RESOURCED_PROVISION,),
    "sen unit": (ProvisionType.SEN_UNIT,),
    "resourced provision and sen unit": (ProvisionType.RESOURCED_PROVISION, ProvisionType.SEN_UNIT),
}

HEADER_BYTES = 10_000

Cells = dict[str, str]


@dataclass(frozen=True, slots=True)
class RegisterFile:
    """The register as it was given; `sheet` and `register_map` are None when the user named none."""

    path: Path
    sheet: str | None
    register_map: Path | None


def register_file(path: Path | None, sheet: str | None, register_map: Path | None, notes: Notes) -> RegisterFile | None:
    """The register with what belongs to it; None when there is none, and a fault when something belongs to it."""
    if path is not None:
        return RegisterFile(path, sheet, register_map)
    for option, given in (("--sheet", sheet), ("--register-map", register_map)):
        if given is not None:
            notes.faults.add(option, str(given), "the register it belongs to", "Name it with --register.")
    return None


def read_register(
    given: RegisterFile, succession: Succession, schools: tuple[School, ...], open_since: AcademicYear, notes: Notes
) -> tuple[Cells, ...]:
    """Rows of the register of provision, from a file in the pack's own format or from the council's own list.

    `succession` puts the successor in the place of a closed school's URN. `open_since` is the last academic year that
    is past; it is written for bases that are open and have no date.
    """
    if not _is_pack_format(given.path):
        laestab_of = {urn: found.la_estab for urn, found in succession.gias.establishments.items()}
        names = SchoolNames(schools, laestab_of, lambda urn, where: succession.of(urn, where, notes))
        return read_council_register(given.path, given.sheet, given.register_map, names, open_since, notes)
    for option, unused in (("--sheet", given.sheet), ("--register-map", given.register_map)):
        if unused is not None:
            expected = "a workbook or a list in the council's own words"
            notes.faults.add(f"{given.path.name}, {option}", "a file in the pack's own format", expected)
    return _read_pack_format(given.path, schools, notes, succession)


def _is_pack_format(path: Path) -> bool:
    """True for a CSV file whose first row has most columns of provision.csv; false too where there is no file."""
    try:
        with path.open("rb") as file:
            first = file.readline(HEADER_BYTES)
    except OSError:
        return False
    names = {name.strip(' "') for name in first.decode("utf-8-sig", errors="replace").strip().split(",")}
    return len(names & set(PROVISION_COLUMNS)) * 2 > len(PROVISION_COLUMNS)


def _read_pack_format(
    path: Path, schools: tuple[School, ...], notes: Notes, succession: Succession | None = None
) -> tuple[Cells, ...]:
    """Rows of provision.csv with every cell checked; a URN must be one of the pack's schools.

    `succession` puts the successor in the place of a closed school's URN.
    """
    required = [name for name in PROVISION_COLUMNS if name not in OPTIONAL_COLUMNS]
    table = read_table(path, notes.faults, required, OPTIONAL_COLUMNS)
    if table is None:
        return ()
    notes.file(path, len(table.rows), table.encoding)
    by_urn = {school.urn: school for school in schools}
    found = table.rows if succession is None else succession.renew(table.rows, "urn", notes)
    parse_rows(found, notes.faults, lambda cells: pack_rows.provision(cells, by_urn))
    rows = tuple({column: row.cells.get(column, "") for column in PROVISION_COLUMNS} for row in found)
    _note_cut_bands(rows, by_urn, notes)
    notes.count("rows of the register of provision", len(rows))
    notes.count("schools in the register of provision", len({row["urn"] for row in rows if row["urn"]}))
    return rows


def _note_cut_bands(rows: tuple[Cells, ...], by_urn: Mapping[str, School], notes: Notes) -> None:
    """A base that takes its school's range, where that range cuts the bands of all others, is a doubt."""
    for row in rows:
        school = by_urn.get(row["urn"])
        taken = None if school is None or row["ncy_high"] else (school.ncy_low, school.ncy_high)
        if taken is not None and borders_inside_bands(*taken):
            notes.doubt(
                f"site {row['site']} takes the year groups of school {row['urn']} ({Band(*taken).year_groups}), which "
                "cuts the bands for all sites: fill in its ncy_low and ncy_high"
            )


def derive_register(
    gias: GiasFile, schools: tuple[School, ...], open_since: AcademicYear, notes: Notes
) -> tuple[Cells, ...]:
    """Rows for the bases that the school register names with places; what it leaves open is listed, not invented.

    `open_since` is the academic year written for them: the register does not say when a base opened.
    """
    if not gias.has_base_columns:
        for school in gias.schools:
            if school.need_codes:
                needs = ", ".join(code.upper() for code in school.need_codes)
                notes.doubt(f"school {school.urn} {school.name} lists {needs}: it may have a base, of unknown places")
        notes.doubt(f"no register of provision given and {gias.file} has no places: provision.csv is empty")
        return ()
    known = {school.urn: school for school in schools}
    rows = [
        row for school in gias.schools if school.urn in known for row in _derived(school, open_since, gias.file, notes)
    ]
    notes.doubt("provision.csv is taken from the school register, which is often out of date: check every row")
    notes.assume(f"bases taken from the school register are written as open since {open_since}")
    notes.count("bases taken from the school register", len(rows))
    return tuple({**row, "site": f"G{number:03d}"} for number, row in enumerate(rows, start=1))


def _derived(school: GiasSchool, open_since: AcademicYear, file: str, notes: Notes) -> Iterable[Cells]:
    if school.base_type in {"", "not applicable"}:
        return
    who = f"school {school.urn} {school.name}"
    if school.base_type not in BASE_TYPES:
        notes.doubt(f"{who}: type of resourced provision {school.base_type!r} is not understood")
        return
    groups = sorted(
        {NEED_GROUP_OF_PRIMARY_NEED[code] for code in school.need_codes if code in NEED_GROUP_OF_PRIMARY_NEED}
    )
    for kind in BASE_TYPES[school.base_type]:
        places = school.rp_places if kind is ProvisionType.RESOURCED_PROVISION else school.unit_places
        lacks = [
            what
            for what, absent in (
                ("places", not places),
                ("need", not groups),
                ("phase", school.school_phase not in BASE_PHASES),
            )
            if absent
        ]
        if lacks:
            notes.doubt(f"{who} has a {kind} but {' and '.join(lacks)} unknown: not in provision.csv")
            continue
        yield _row(school, kind, places or 0, groups, open_since, file)


def _row(
    school: GiasSchool, kind: ProvisionType, places: int, groups: list[NeedGroup], open_since: AcademicYear, file: str
) -> Cells:
    return {
        **dict.fromkeys(PROVISION_COLUMNS, ""),
        "urn": school.urn,
        "school_name": school.name,
        "phase": school.school_phase,
        "need_groups": "+".join(groups),
        "provision_type": kind.value,
        "status": "existing",
        "academic_year": str(open_since),
        "commissioned_places": str(places),
        "quality": "amber",
        "note": "capacity and SEN types as the school register states them",
        "source": f"{GIAS_SOURCE} ({file})",
    }
