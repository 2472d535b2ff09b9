"""Builds an area pack (geodata/FORMAT.md) from official files."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from planner.domain.geography import Area, School
from planner.domain.terms import AcademicYear, NeedGroup
from planner.inputs import pack_rows
from planner.inputs.cells import parse_rows
from planner.inputs.new.boundaries import Boundaries, read_boundaries, simplified_geojson
from planner.inputs.new.capacity import read_evidence
from planner.inputs.new.caseload import read_caseload
from planner.inputs.new.deprivation import DEPRIVATION_SOURCE, Deprivation, read_deprivation, recast_scores
from planner.inputs.new.gias import GIAS_SOURCE, read_gias
from planner.inputs.new.host_table import host_rows
from planner.inputs.new.hosts import BARS, build_schools
from planner.inputs.new.links import Succession, read_links
from planner.inputs.new.localities import PlanningAreas, read_localities
from planner.inputs.new.lsoa_lookup import Crossing, LsoaLink, crossing, note_crossing, read_lsoa_lookup
from planner.inputs.new.pack_folder import Pack, refuse_existing, write_pack
from planner.inputs.new.points import AreaPoints, read_points
from planner.inputs.new.population import GROUP_NAMES, POPULATION_SOURCE, Population, Residents, read_population, recast
from planner.inputs.new.register import Cells, derive_register, read_register
from planner.inputs.new.report import Notes, PackReport
from planner.inputs.new.starter_scenario import starter_scenario
from planner.inputs.pack_rows import COLUMNS
from planner.inputs.suggest import did_you_mean
from planner.inputs.tables import read_table

SIMPLIFY_METRES = 50.0
"""Less than a pixel where a county 60 km wide is drawn 1,000 pixels wide."""


@dataclass(frozen=True, slots=True)
class PackFiles:
    """Paths of the official files; None = not given. Formats: see `build_pack`."""

    boundaries: Path
    gias: Path
    population: Path
    caseload: Path
    needs: Path | None
    imd: Path | None
    lookup_lsoa: Path | None
    localities: Path | None
    points: Path | None
    register: Path | None
    stated_totals: Path | None
    links: Path | None
    capacity: tuple[Path, ...]


def build_pack(
    out_folder: Path,
    *,
    council: str,
    la_code: str,
    built_on: date,
    boundaries: Path,
    gias: Path,
    population: Path,
    caseload: Path,
    needs: Path | None = None,
    imd: Path | None = None,
    lookup_lsoa: Path | None = None,
    localities: Path | None = None,
    locality_column: str = "locality",
    points: Path | None = None,
    register: Path | None = None,
    stated_totals: Path | None = None,
    links: Path | None = None,
    capacity: Sequence[Path] = (),
    no_host: Sequence[str] = (),
    district_codes: Sequence[str] = (),
    simplify_metres: float = SIMPLIFY_METRES,
    force: bool = False,
) -> PackReport:
    """Build one council's pack in `out_folder`, whole or not at all, and return what was found on the way.

    `la_code` is DfE's three digits. `boundaries`: LSOA 2011 or 2021 polygons (GeoJSON, GeoPackage), limited to
    `district_codes` when given. `gias`: the school register. `population`: single years of age by LSOA. `caseload`
    and `needs`: DfE's plans by age, and by age and need. `imd`: deprivation by LSOA. `lookup_lsoa`: LSOA 2011 to 2021,
    needed when vintages differ. `localities`: area code to locality (`locality_column`); None = districts. `points`:
    where residents live (EPSG:27700). `register`, `stated_totals`: files in the pack's own format. `links`: the school
    register's links file, for closed URNs. `capacity`: files of capacity, pupils or EHC plans by URN or LAEstab.
    `no_host`: "selective", "single-sex", when such schools must not host.

    Raises InputError with the faults of all files together; those of schools against boundaries and of the register
    against schools follow when the files themselves are sound.
    """
    notes = Notes()
    refuse_existing(out_folder, force, notes.faults)
    about = _About(council, la_code, built_on, locality_column, tuple(district_codes), simplify_metres, tuple(no_host))
    files = PackFiles(
        boundaries,
        gias,
        population,
        caseload,
        needs,
        imd,
        lookup_lsoa,
        localities,
        points,
        register,
        stated_totals,
        links,
        tuple(capacity),
    )
    pack = _assemble(about, files, notes)
    report = notes.report(council)
    write_pack(pack, report, out_folder)
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


def _assemble(about: _About, files: PackFiles, notes: Notes) -> Pack:
    """Everything of the pack; raises InputError as `build_pack` says."""
    if re.fullmatch(r"\d{3}", about.la_code) is None:
        notes.faults.add("LA code", repr(about.la_code), "DfE's three digits, such as 937")
    for word in about.no_host:
        if word not in BARS:
            notes.faults.add("no_host", repr(word), f"one of {', '.join(BARS)}", did_you_mean(word, BARS))
    plans = read_caseload(files.caseload, files.needs, about.la_code, notes)
    totals = _read_stated_totals(files.stated_totals, notes)
    gias = read_gias(files.gias, about.la_code, notes)
    links = read_links(files.links, notes)
    geography = _read_geography(files, about, notes)
    geojson = simplified_geojson(geography.boundaries, about.simplify_metres, notes)
    notes.faults.raise_if_any()
    assert gias is not None
    census_year = max(row.census_year for row in plans)
    schools = build_schools(gias, geography.boundaries, geography.planning_areas.of_area, notes, about.no_host)
    succession = Succession(gias, links)
    provision = _provision(files.register, succession, schools, AcademicYear(census_year - 1), notes)
    hosts = host_rows(gias, schools, read_evidence(files.capacity, gias, succession, notes), about.built_on, notes)
    notes.faults.raise_if_any()
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
        stated_totals=totals,
        geojson=geojson,
        scenario=starter_scenario(about.council, about.built_on, census_year, _need_groups(provision)),
        locality_source=geography.planning_areas.source,
        area_source=geography.source,
        school_source=f"{GIAS_SOURCE} ({files.gias.name})",
    )


@dataclass(frozen=True, slots=True)
class _Geography:
    boundaries: Boundaries
    planning_areas: PlanningAreas
    areas: tuple[Area, ...]
    source: str


def _read_geography(files: PackFiles, about: _About, notes: Notes) -> _Geography:
    """Areas with their people, points and localities; raises InputError when there are no areas to hang them on."""
    links = read_lsoa_lookup(files.lookup_lsoa, notes)
    boundaries = read_boundaries(files.boundaries, links, about.district_codes, notes)
    population = read_population(files.population, notes)
    deprivation = read_deprivation(files.imd, notes)
    if boundaries is None or population is None:
        notes.faults.raise_if_any()
    assert boundaries is not None
    assert population is not None
    points = read_points(files.points, boundaries, notes)
    planning_areas = read_localities(files.localities, about.locality_column, boundaries, links, notes)
    people = _people(population, boundaries, links, points, notes)
    scores = _scores(deprivation, boundaries, links, notes)
    areas = tuple(
        Area(
            area.code,
            area.name,
            planning_areas.of_area[area.code],
            *points.by_code[area.code],
            scores[area.code],
            *people[area.code].groups,
        )
        for area in boundaries.areas
    )
    _count(areas, people, planning_areas, notes)
    source = f"{POPULATION_SOURCE} ({population.file})"
    if deprivation is not None:
        source += f"; {DEPRIVATION_SOURCE} ({deprivation.file})"
    return _Geography(boundaries, planning_areas, areas, source)


def _people(
    population: Population, boundaries: Boundaries, links: tuple[LsoaLink, ...], points: AreaPoints, notes: Notes
) -> dict[str, Residents]:
    crossed = None
    if population.vintage != boundaries.vintage:
        crossed = _crossing(population.file, population.vintage, boundaries, links, points.residents, notes)
        note_crossing(crossed, links, boundaries.codes, by_residents=bool(points.residents), notes=notes)
    return recast(population, crossed, boundaries.codes, notes)


def _scores(
    deprivation: Deprivation | None, boundaries: Boundaries, links: tuple[LsoaLink, ...], notes: Notes
) -> dict[str, float | None]:
    crossed = None
    if deprivation is not None and deprivation.vintage != boundaries.vintage:
        crossed = _crossing(deprivation.file, deprivation.vintage, boundaries, links, {}, notes)
        notes.assume(f"scores of {deprivation.file} are carried over from its {deprivation.vintage} areas")
    scores = recast_scores(deprivation, crossed, boundaries.codes)
    missing = [code for code, score in scores.items() if score is None]
    if deprivation is not None and deprivation.score_by_code and missing:
        notes.doubt(f"no deprivation score for {len(missing)} areas: {', '.join(missing)}")
    return scores


def _crossing(
    file: str,
    vintage: str,
    boundaries: Boundaries,
    links: tuple[LsoaLink, ...],
    weights: Mapping[str, float],
    notes: Notes,
) -> Crossing:
    if not links:
        expected = f"codes of {boundaries.vintage}, as in the boundaries"
        notes.faults.add(file, f"codes of {vintage}", expected, "Give the LSOA 2011 to 2021 lookup.")
    return crossing(links, vintage, boundaries.codes, weights)


def _count(
    areas: tuple[Area, ...], people: Mapping[str, Residents], planning_areas: PlanningAreas, notes: Notes
) -> None:
    notes.count("areas", len(areas))
    notes.count("localities", len(planning_areas.localities))
    notes.count("districts", len({locality.district for locality in planning_areas.localities}))
    notes.count("residents, all ages in the file", sum(found.all_ages for found in people.values()))
    for index, group in enumerate(GROUP_NAMES):
        notes.count(f"residents, {group}", sum(found.groups[index] for found in people.values()))


def _provision(
    path: Path | None, succession: Succession, schools: tuple[School, ...], open_since: AcademicYear, notes: Notes
) -> tuple[Cells, ...]:
    if path is not None:
        return read_register(path, schools, notes, succession)
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
