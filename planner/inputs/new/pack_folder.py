"""Writes the files of a pack into a temporary folder and moves it into place when it is whole."""

from __future__ import annotations

import csv
import dataclasses
import io
import json
import tempfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from planner.domain.geography import Area, Locality, School
from planner.errors import Fault, Faults, InputError
from planner.inputs.bundled import OWN_ASSUMPTIONS_FILE
from planner.inputs.new.assumption_text import assumptions_toml
from planner.inputs.new.caseload import CASELOAD_SOURCE, PlansRow
from planner.inputs.new.council_growth import CouncilGrowth
from planner.inputs.new.host_table import HOST_COLUMNS
from planner.inputs.new.pupils import PupilsIn
from planner.inputs.new.register import Cells
from planner.inputs.new.report import PackReport
from planner.inputs.pack import read_pack
from planner.inputs.pack_rows import COLUMNS, OPTIONAL_COLUMNS
from planner.inputs.travel_rows import TravelRow

SHARE_DECIMALS = 4
ATTRIBUTION = (
    "Source: Office for National Statistics licensed under the Open Government Licence v3.0",
    "Contains OS data © Crown copyright and database right",
    "Contains public sector information licensed under the Open Government Licence v3.0 (Department for Education; "
    "Ministry of Housing, Communities and Local Government)",
)

Text = str | int | float | None
ReportPage = Callable[[PackReport], str]


@dataclass(frozen=True)
class Pack:
    """Everything a pack holds, each part sorted by its key; `*_source` go into the source columns."""

    council: str
    la_code: str
    built_on: date
    localities: tuple[Locality, ...]
    areas: tuple[Area, ...]
    schools: tuple[School, ...]
    hosts: tuple[Mapping[str, Text], ...]
    provision: tuple[Cells, ...]
    caseload: tuple[PlansRow, ...]
    growth: CouncilGrowth
    stated_totals: tuple[Cells, ...]
    travel: tuple[TravelRow, ...]
    demand: tuple[Cells, ...] | None
    pupils: tuple[PupilsIn, ...]
    geojson: str
    scenario: str
    locality_source: str
    area_source: str
    school_source: str
    evidence: tuple[Cells, ...] = ()


def refuse_existing(out_folder: Path, force: bool, faults: Faults) -> None:
    """Note a fault when the folder is in the way; with `force` only a pack (or an empty folder) is replaced."""
    if not out_folder.exists():
        return
    if not out_folder.is_dir() or (any(out_folder.iterdir()) and not (out_folder / "pack.toml").is_file()):
        faults.add(str(out_folder), "something that is no pack", "a new folder", "Choose another folder.")
    elif not force and any(out_folder.iterdir()):
        faults.add(str(out_folder), "an existing pack", "a new folder", "Use --force to replace it.")


def write_pack(pack: Pack, report: PackReport, out_folder: Path, page: ReportPage | None = None) -> None:
    """Write the whole pack or nothing; an existing folder of that name is replaced. `page` draws report.html.

    Raises InputError when the folder cannot be written, or when the planner could not read the pack.
    """
    try:
        out_folder.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=out_folder.parent, prefix=f".{out_folder.name}-") as scratch:
            files = _files(pack, report) | ({} if page is None else {"report.html": page(report)})
            _write_and_move(files, Path(scratch), out_folder)
    except OSError as error:
        fault = Fault(str(out_folder), f"a folder that cannot be written ({error.strerror})", "a writable place")
        raise InputError([fault]) from error


def _write_and_move(files: Mapping[str, str], scratch: Path, out_folder: Path) -> None:
    built = scratch / "built"
    built.mkdir()
    for name, text in files.items():
        (built / name).write_bytes(text.encode("utf-8"))
    read_pack(built)
    if out_folder.exists():
        out_folder.rename(scratch / "replaced")
    built.rename(out_folder)


def _files(pack: Pack, report: PackReport) -> dict[str, str]:
    return {
        "pack.toml": _pack_toml(pack),
        **{name: _csv((*COLUMNS[name], *OPTIONAL_COLUMNS.get(name, ())), rows) for name, rows in _tables(pack).items()},
        "hosts.csv": _csv(HOST_COLUMNS, pack.hosts),
        **_pupils_by_area(pack),
        **_stated_plans(pack.growth),
        **_own_assumptions(pack.growth),
        "areas.geojson": pack.geojson,
        "scenario.toml": pack.scenario,
        "data_report.txt": str(report),
        "SOURCES.txt": _sources(report),
    }


def _own_assumptions(growth: CouncilGrowth) -> dict[str, str]:
    return {} if growth.assumption is None else {OWN_ASSUMPTIONS_FILE: assumptions_toml([growth.assumption])}


def _stated_plans(growth: CouncilGrowth) -> dict[str, str]:
    file = "stated_plans.csv"
    rows = [{**dataclasses.asdict(row), "as_at": row.as_at.isoformat()} for row in growth.stated]
    return {file: _csv(COLUMNS[file], rows)} if rows else {}


def _total(census_year: int, plans_pupils: int) -> dict[str, Text]:
    source = f"{CASELOAD_SOURCE} (January {census_year})"
    return {"census_year": census_year, "plans_pupils": plans_pupils, "source": source}


def _tables(pack: Pack) -> dict[str, Iterable[Mapping[str, Text]]]:
    return {
        "localities.csv": (_locality(pack, locality) for locality in pack.localities),
        "areas.csv": (_area(pack, area) for area in pack.areas),
        "schools.csv": (_school(pack, school) for school in pack.schools),
        "provision.csv": pack.provision,
        "caseload.csv": (dataclasses.asdict(row) for row in pack.caseload),
        "caseload_totals.csv": (_total(*count) for count in pack.growth.counts.items()),
        "stated_totals.csv": pack.stated_totals,
        **({"travel.csv": map(_travel, pack.travel)} if pack.travel else {}),
        **({} if pack.demand is None else {"demand.csv": pack.demand}),
        **({"evidence.csv": pack.evidence} if pack.evidence else {}),
    }


def _pupils_by_area(pack: Pack) -> dict[str, str]:
    """The file for readers, where the council gave its pupils by postcode."""
    columns = [field.name for field in dataclasses.fields(PupilsIn)]
    rows = (dataclasses.asdict(row) for row in pack.pupils)
    return {"pupils_by_area.csv": _csv(columns, rows)} if pack.pupils else {}


def _pack_toml(pack: Pack) -> str:
    fields: dict[str, object] = {
        "title": f"{pack.council} area pack",
        "council": pack.council,
        "la_code": pack.la_code,
    }
    lines = [f"{key} = {json.dumps(value, ensure_ascii=False)}" for key, value in fields.items()]
    lines += [
        f"built_on = {pack.built_on.isoformat()}",
        'detour_factor_assumption = "detour_factor"',
        "attribution = [",
    ]
    lines += [f"    {json.dumps(line, ensure_ascii=False)}," for line in ATTRIBUTION]
    return "\n".join([*lines, "]"]) + "\n"


def _csv(columns: Sequence[str], rows: Iterable[Mapping[str, Text]]) -> str:
    buffer = io.StringIO()
    writer = csv.DictWriter(buffer, columns, lineterminator="\n")
    writer.writeheader()
    for row in rows:
        writer.writerow({column: _text(row[column]) for column in columns})
    return buffer.getvalue()


def _text(value: Text) -> str:
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{value:.{SHARE_DECIMALS}f}".rstrip("0").rstrip(".")
    return str(value)


def _locality(pack: Pack, locality: Locality) -> dict[str, Text]:
    return {
        "locality": locality.name,
        "district": locality.district,
        "district_code": locality.district_code,
        "source": pack.locality_source,
    }


def _area(pack: Pack, area: Area) -> dict[str, Text]:
    return {
        "area_code": area.code,
        "area_name": area.name,
        "locality": area.locality,
        "easting": area.easting,
        "northing": area.northing,
        "imd_score": area.imd_score,
        "persons_nursery": area.persons_nursery,
        "persons_infant": area.persons_infant,
        "persons_junior": area.persons_junior,
        "persons_secondary": area.persons_secondary,
        "source": pack.area_source,
    }


def _school(pack: Pack, school: School) -> dict[str, Text]:
    return {
        "urn": school.urn,
        "school_name": school.name,
        "school_phase": school.school_phase,
        "ncy_low": school.ncy_low,
        "ncy_high": school.ncy_high,
        "postcode": school.postcode,
        "easting": float(school.easting),
        "northing": float(school.northing),
        "locality": school.locality,
        "governance": school.governance.value,
        "pupils_on_roll": school.pupils_on_roll,
        "may_host": "yes" if school.may_host else "no",
        "may_host_reason": school.may_host_reason,
        "source": pack.school_source,
    }


def _travel(row: TravelRow) -> dict[str, Text]:
    return {name: getattr(row, name) for name in (*COLUMNS["travel.csv"], *OPTIONAL_COLUMNS["travel.csv"])}


def _sources(report: PackReport) -> str:
    lines = ["Files this pack was built from, with the SHA-256 of their bytes:", ""]
    lines += [f"{file.sha256}  {file.name}" for file in report.files]
    return "\n".join(lines) + "\n"
