"""Builds an area pack (geodata/FORMAT.md) from official files."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Required, TypedDict, Unpack

from planner.domain.assumption import Assumptions
from planner.domain.geography import School
from planner.domain.terms import AcademicYear, NeedGroup
from planner.inputs import pack_rows
from planner.inputs.assumptions_file import bundled_assumptions
from planner.inputs.cells import parse_rows
from planner.inputs.new.boundaries import simplified_geojson
from planner.inputs.new.capacity import read_evidence
from planner.inputs.new.caseload import read_caseload
from planner.inputs.new.council_growth import read_council_growth
from planner.inputs.new.districts import council_districts
from planner.inputs.new.geography import GeographyFiles, read_geography
from planner.inputs.new.gias import GIAS_SOURCE, read_gias
from planner.inputs.new.host_table import host_rows
from planner.inputs.new.hosts import BARS, build_schools
from planner.inputs.new.judgements import assume_bundled, assume_limits
from planner.inputs.new.large_bases import note_large_bases
from planner.inputs.new.links import Succession, read_links
from planner.inputs.new.no_base import warn_of_no_base
from planner.inputs.new.own_demand import read_demand
from planner.inputs.new.pack_folder import Pack, ReportPage, refuse_existing, write_pack
from planner.inputs.new.register import Cells, RegisterFile, derive_register, read_register, register_file
from planner.inputs.new.report import Notes, PackReport
from planner.inputs.new.settle import settle
from planner.inputs.new.starter_scenario import starter_scenario
from planner.inputs.new.statements import read_statements
from planner.inputs.new.travel import read_travel
from planner.inputs.pack_rows import COLUMNS
from planner.inputs.suggest import did_you_mean
from planner.inputs.tables import read_table

SIMPLIFY_METRES = 50.0
"""Less than a pixel where a county 60 km wide is drawn 1,000 pixels wide."""


class PackPaths(TypedDict, total=False):
    """Paths of the official files, as `build_pack` takes them; what is not given is not there."""

    boundaries: Required[Path]
    gias: Required[Path]
    population: Required[Path]
    caseload: Required[Path]
    caseload_history: Sequence[Path]
    needs: Path | None
    imd: Path | None
    lookup_lsoa: Path | Sequence[Path] | None
    lookup_districts: Path | None
    localities: Path | None
    points: Path | None
    postcodes: Sequence[Path]
    pupils_by_postcode: Path | None
    travel: Path | None
    demand: Path | None
    register: Path | None
    sheet: str | None
    register_map: Path | None
    stated_totals: Path | None
    stated_plans: Path | None
    links: Path | None
    capacity: Sequence[Path]
    occupancy: Path | None
    scap: Path | None


def build_pack(
    out_folder: Path,
    *,
    council: str,
    la_code: str,
    built_on: date,
    locality_column: str = "locality",
    no_host: Sequence[str] = (),
    district_codes: Sequence[str] = (),
    simplify_metres: float = SIMPLIFY_METRES,
    page: ReportPage | None = None,
    force: bool = False,
    **files: Unpack[PackPaths],
) -> PackReport:
    """Build one council's pack in `out_folder`, whole or not at all, and return what was found on the way.

    `la_code` is DfE's three digits. `boundaries`: polygons of LSOAs, MSOAs, wards or districts, limited to
    `district_codes` or to those that `lookup_districts` has below the council. `gias`: the school register.
    `population`: single years of age by area. `caseload` and `needs`: DfE's plans by age, and by age and need; a
    caseload of every council, with older editions in `caseload_history`, gives the council's own growth. `imd`:
    deprivation by area. `lookup_lsoa`: lookups that lead from the areas of those files to the boundaries', needed
    when they differ. `localities`: area code to locality (`locality_column`), or polygons; None = districts.
    `points`: where residents live (EPSG:27700), or the mean of `postcodes`, or of `pupils_by_postcode`. `travel`:
    minutes from area to school. `demand`, `stated_totals`, `stated_plans`: files in the pack's own format.
    `register`: so too, or the council's own list as a workbook (`sheet`; None = found by its header) or CSV, with
    answers in `register_map`. `links`: the school register's links file, for closed URNs. `capacity`: files of
    capacity, pupils or EHC plans by URN or LAEstab. `no_host`: "selective", "single-sex", when such schools must
    not host. `occupancy`, `scap`: what SEN2 and the capacity survey say of the bases. `page`: draws report.html;
    None = no page.

    Raises InputError with the faults of all files together; those of schools against boundaries and of the register
    against schools follow when the files themselves are sound.
    """
    notes = Notes()
    refuse_existing(out_folder, force, notes.faults)
    about = _About(council, la_code, built_on, locality_column, tuple(district_codes), simplify_metres, tuple(no_host))
    stated = read_statements(
        files["gias"], files["caseload"], files.get("occupancy"), files.get("scap"), la_code, notes
    )
    assumptions = bundled_assumptions()
    pack = _assemble(about, files, assumptions, notes)
    year = AcademicYear(max(row.census_year for row in pack.caseload) - 1)
    pack = replace(pack, evidence=settle(pack.provision, files.get("register"), pack.schools, stated, year, notes))
    scenario = tomllib.loads(pack.scenario)
    groups = [NeedGroup(name) for name in scenario["need_groups"]]
    own = [] if pack.growth.assumption is None else [pack.growth.assumption]
    assume_bundled(assumptions, own, groups, forecasts=pack.demand is None, notes=notes)
    assume_limits(scenario, notes)
    warn_of_no_base(pack.provision, pack.evidence, files.get("register"), notes)
    report = notes.report(council)
    write_pack(pack, report, out_folder, page)
    return report


@dataclass(frozen=True, slots=True)
class _About:
    council: str
    la_code: str
    built_on: date
    locality_column: str
    district_codes: tuple[str, ...]
    simplify_metres: float
    no_host: tuple[str, ...]


def _assemble(about: _About, files: PackPaths, assumptions: Assumptions, notes: Notes) -> Pack:
    """Everything of the pack; raises InputError as `build_pack` says."""
    if re.fullmatch(r"\d{3}", about.la_code) is None:
        notes.faults.add("LA code", repr(about.la_code), "DfE's three digits, such as 937")
    for word in about.no_host:
        if word not in BARS:
            notes.faults.add("no_host", repr(word), f"one of {', '.join(BARS)}", did_you_mean(word, BARS))
    plans = read_caseload(files["caseload"], files.get("needs"), about.la_code, notes, about.council)
    history = tuple(files.get("caseload_history", ()))
    stated_plans = files.get("stated_plans")
    growth = read_council_growth(files["caseload"], history, about.la_code, assumptions, notes, stated_plans)
    totals = _read_stated_totals(files.get("stated_totals"), notes)
    gias = read_gias(files["gias"], about.la_code, notes)
    register = register_file(files.get("register"), files.get("sheet"), files.get("register_map"), notes)
    links = read_links(files.get("links"), notes)
    geography = read_geography(_geography_files(files, about, notes), notes)
    demand = read_demand(files.get("demand"), geography.planning_areas.localities, notes)
    geojson = simplified_geojson(geography.boundaries, about.simplify_metres, notes)
    notes.faults.raise_if_any()
    assert gias is not None
    assert growth is not None
    census_year = max(row.census_year for row in plans)
    schools = build_schools(gias, geography.boundaries, geography.planning_areas.of_area, notes, about.no_host)
    succession = Succession(gias, links)
    travel = read_travel(files.get("travel"), geography.areas, schools, notes)
    provision = _provision(register, succession, schools, AcademicYear(census_year - 1), notes)
    evidence = read_evidence(tuple(files.get("capacity", ())), gias, succession, notes)
    hosts = host_rows(gias, schools, evidence, assumptions, about.built_on, notes)
    notes.faults.raise_if_any()
    note_large_bases(provision, assumptions, notes)
    return Pack(
        council=about.council,
        la_code=about.la_code,
        built_on=about.built_on,
        localities=geography.planning_areas.localities,
        areas=geography.areas,
        schools=schools,
        hosts=hosts,
        provision=provision,
        caseload=plans,
        growth=growth,
        stated_totals=totals,
        travel=travel,
        demand=demand,
        pupils=geography.pupils,
        geojson=geojson,
        scenario=starter_scenario(about.council, about.built_on, census_year, _need_groups(provision), bool(travel)),
        locality_source=geography.planning_areas.source,
        area_source=geography.source,
        school_source=f"{GIAS_SOURCE} ({files['gias'].name})",
    )


def _geography_files(files: PackPaths, about: _About, notes: Notes) -> GeographyFiles:
    return GeographyFiles(
        boundaries=files["boundaries"],
        population=files["population"],
        imd=files.get("imd"),
        lookups=_listed(files.get("lookup_lsoa")),
        points=files.get("points"),
        postcodes=tuple(files.get("postcodes", ())),
        pupils=files.get("pupils_by_postcode"),
        localities=files.get("localities"),
        locality_column=about.locality_column,
        district_codes=council_districts(
            files["caseload"], files.get("lookup_districts"), about.la_code, about.district_codes, notes
        ),
    )


def _listed(paths: Path | Sequence[Path] | None) -> tuple[Path, ...]:
    return (paths,) if isinstance(paths, Path) else tuple(paths or ())


def _provision(
    given: RegisterFile | None,
    succession: Succession,
    schools: tuple[School, ...],
    open_since: AcademicYear,
    notes: Notes,
) -> tuple[Cells, ...]:
    if given is not None:
        return read_register(given, succession, schools, open_since, notes)
    return derive_register(succession.gias, schools, open_since, notes)


def _read_stated_totals(path: Path | None, notes: Notes) -> tuple[Cells, ...]:
    table = None if path is None else read_table(path, notes.faults, COLUMNS["stated_totals.csv"])
    if path is None or table is None:
        return ()
    notes.file(path, len(table.rows), table.encoding)
    parse_rows(table.rows, notes.faults, pack_rows.stated_total)
    return tuple(dict(row.cells) for row in table.rows)


def _need_groups(provision: tuple[Cells, ...]) -> list[NeedGroup]:
    return [NeedGroup(group) for row in provision for group in row["need_groups"].split("+")]
