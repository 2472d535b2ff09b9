"""Areas of a pack: boundaries, people, deprivation, points and localities put together by code."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from planner.domain.geography import Area
from planner.inputs.new.boundaries import Boundaries, read_boundaries
from planner.inputs.new.deprivation import DEPRIVATION_SOURCE, Deprivation, read_deprivation, recast_scores
from planner.inputs.new.geographies import may_be_the_same, title_of
from planner.inputs.new.localities import PlanningAreas, read_localities
from planner.inputs.new.lookups import Crossing, Link, crossing, districts_of, note_crossing, read_lookups
from planner.inputs.new.points import AreaPoints, read_points
from planner.inputs.new.population import GROUP_NAMES, POPULATION_SOURCE, Population, Residents, read_population, recast
from planner.inputs.new.postcode_points import area_of_postcodes, box_of, settled
from planner.inputs.new.postcodes import read_directory
from planner.inputs.new.pupils import PupilsIn, pupils_at_postcodes, pupils_by_area, read_pupils
from planner.inputs.new.report import Notes

SHOWN = 10


@dataclass(frozen=True, slots=True)
class GeographyFiles:
    """Paths of the files that areas are made from, None = not given, and what is chosen from them.

    `district_codes` limits wider boundaries to the council; empty keeps all.
    """

    boundaries: Path
    population: Path
    imd: Path | None
    lookups: tuple[Path, ...]
    points: Path | None
    postcodes: tuple[Path, ...]
    pupils: Path | None
    localities: Path | None
    locality_column: str
    district_codes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Geography:
    """Areas in the order of the boundaries; `source` goes into the source column of areas.csv."""

    boundaries: Boundaries
    planning_areas: PlanningAreas
    areas: tuple[Area, ...]
    pupils: tuple[PupilsIn, ...]
    source: str


def read_geography(files: GeographyFiles, notes: Notes) -> Geography:
    """Areas with their people, points and localities; raises InputError when there are no areas to hang them on."""
    links = read_lookups(files.lookups, notes)
    boundaries = read_boundaries(files.boundaries, links, files.district_codes, notes)
    population = read_population(files.population, notes)
    deprivation = read_deprivation(files.imd, notes)
    if boundaries is None or population is None:
        notes.faults.raise_if_any()
    assert boundaries is not None
    assert population is not None
    _check_whole(boundaries, population, links, files.boundaries.name, notes)
    points, pupils = _points(files, boundaries, notes)
    planning_areas = read_localities(files.localities, files.locality_column, boundaries, links, points.by_code, notes)
    if len(planning_areas.of_area) < len(boundaries.areas):
        notes.faults.raise_if_any()
    people = _people(population, boundaries, links, points, notes)
    scores = _scores(deprivation, population, boundaries, links, notes)
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
    return Geography(boundaries, planning_areas, areas, pupils, source)


def _check_whole(
    boundaries: Boundaries, population: Population, links: Sequence[Link], file: str, notes: Notes
) -> None:
    """Note areas without an outline: a fault where a lookup puts them in the same districts, else only told.

    Residents of a wider file are as good as outside; how many are left out stands in the report.
    """
    codes = set(boundaries.codes)
    linked = districts_of(links, boundaries.vintage, Notes())
    ours = {linked[code] for code in codes if code in linked}
    without = sorted(code for code, district in linked.items() if district in ours and code not in codes)
    if without:
        found = f"no outline of {len(without)} areas of its districts ({', '.join(without[:SHOWN])})"
        notes.faults.add(file, found, "every area that the lookup has there", "Use the whole file, of one vintage.")
    if may_be_the_same(population.vintage, boundaries.vintage):
        outside = sorted(set(population.by_code) - codes)
        if outside:
            more = ", ..." if len(outside) > SHOWN else ""
            shown = f"{', '.join(outside[:SHOWN])}{more}"
            notes.doubt(f"{len(outside)} areas of {population.file} have no outline and are left out: {shown}")


def _points(files: GeographyFiles, boundaries: Boundaries, notes: Notes) -> tuple[AreaPoints, tuple[PupilsIn, ...]]:
    """Points of the areas, and pupils by area where the council's list is given."""
    points = read_points(files.points, boundaries, bool(files.postcodes), notes)
    directory = read_directory(files.postcodes, box_of(boundaries), notes)
    pupils = read_pupils(files.pupils, notes)
    if directory is None or not directory.points:
        if files.pupils is not None and not files.postcodes:
            expected = "where its postcodes lie"
            remedy = "Give Code-Point Open or the ONS Postcode Directory (--postcodes)."
            notes.faults.add(files.pupils.name, "no postcode file with it", expected, remedy)
        return points, ()
    area_of = area_of_postcodes(directory, boundaries)
    at = pupils_at_postcodes(pupils)
    points = settled(points, files.points is not None, directory, area_of, at, notes)
    return points, pupils_by_area(pupils, area_of, notes)


def _people(
    population: Population, boundaries: Boundaries, links: Sequence[Link], points: AreaPoints, notes: Notes
) -> dict[str, Residents]:
    crossed = None
    if not may_be_the_same(population.vintage, boundaries.vintage):
        crossed = _crossing(population.file, population.vintage, boundaries, links, points.residents, notes)
        note_crossing(crossed, boundaries.codes, by_residents=bool(points.residents), notes=notes)
    elif _is_recut(population, boundaries, notes):
        return dict.fromkeys(boundaries.codes, Residents(0.0, (0.0, 0.0, 0.0, 0.0)))
    return recast(population, crossed, boundaries.codes, notes)


def _is_recut(population: Population, boundaries: Boundaries, notes: Notes) -> bool:
    """Whether wards or districts of two vintages meet; a code that both have can stand for different ground."""
    shared = sum(code in population.by_code for code in boundaries.codes)
    if population.vintage == boundaries.vintage or shared == len(boundaries.codes):
        return False
    found = f"{shared} of {len(boundaries.codes)} {title_of(boundaries.vintage)} codes of the boundaries"
    remedy = (
        "They were re-cut: use residents and boundaries of one year, or residents by LSOA with a lookup to the areas."
    )
    notes.faults.add(population.file, found, "all of them, of the same year", remedy)
    return True


def _scores(
    deprivation: Deprivation | None,
    population: Population,
    boundaries: Boundaries,
    links: Sequence[Link],
    notes: Notes,
) -> dict[str, float | None]:
    crossed, residents = None, None
    if deprivation is not None and not may_be_the_same(deprivation.vintage, boundaries.vintage):
        crossed = _crossing(deprivation.file, deprivation.vintage, boundaries, links, {}, notes)
        notes.assume(f"scores of {deprivation.file} are carried over from its {title_of(deprivation.vintage)} areas")
        if deprivation.vintage == population.vintage:
            residents = {code: found.all_ages for code, found in population.by_code.items()}
    scores = recast_scores(deprivation, crossed, boundaries.codes, residents)
    missing = [code for code, score in scores.items() if score is None]
    if deprivation is not None and deprivation.score_by_code and missing:
        notes.doubt(f"no deprivation score for {len(missing)} areas: {', '.join(missing)}")
    return scores


def _crossing(
    file: str,
    vintage: str,
    boundaries: Boundaries,
    links: Sequence[Link],
    weights: Mapping[str, float],
    notes: Notes,
) -> Crossing:
    crossed = crossing(links, vintage, boundaries.vintage, boundaries.codes, weights)
    if crossed is None:
        expected = f"{title_of(boundaries.vintage)} codes, as in the boundaries"
        remedy = _lookup_remedy(vintage, boundaries.vintage)
        notes.faults.add(file, f"{title_of(vintage)} codes", expected, remedy)
    return crossed or Crossing({})


def _lookup_remedy(source: str, target: str) -> str:
    if {source, target} == {"lsoa11", "lsoa21"}:
        return "Give the LSOA 2011 to 2021 lookup (--lookup-lsoa)."
    return f"Use a file by LSOA, and give lookups that lead from it to {title_of(target)} (--lookup-lsoa)."


def _count(
    areas: tuple[Area, ...], people: Mapping[str, Residents], planning_areas: PlanningAreas, notes: Notes
) -> None:
    notes.count("areas", len(areas))
    notes.count("localities", len(planning_areas.localities))
    notes.count("districts", len({locality.district for locality in planning_areas.localities}))
    notes.count("residents, all ages in the file", sum(found.all_ages for found in people.values()))
    for index, group in enumerate(GROUP_NAMES):
        notes.count(f"residents, {group}", sum(found.groups[index] for found in people.values()))
