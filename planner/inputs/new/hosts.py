"""Which schools may host a base, where they stand and which locality they belong to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass

import shapely

from planner.domain.geography import School
from planner.domain.terms import (
    NCY_HIGHEST,
    NCY_LOWEST,
    NCY_RECEPTION,
    RECEPTION_AGE,
    Band,
    Governance,
    bands_of_ranges,
)
from planner.inputs.boundaries import in_england
from planner.inputs.new.boundaries import Boundaries
from planner.inputs.new.establishments import Establishment
from planner.inputs.new.gias import GiasFile, GiasSchool
from planner.inputs.new.report import Notes
from planner.inputs.pack import OUTLINE_MARGIN_METRES

# A year-group border that fewer schools share than this (a 14-to-19 college, a school that grows year by year) would
# cut the bands of all the others; where a council has a middle-school system, far more schools share it.
SCHOOLS_SHARING_A_BORDER = 3
SHOWN = 10
# Statutory ages when the register leaves them blank: shown, never used to host.
USUAL_YEAR_GROUPS = {"primary": (0, 6), "secondary": (7, 11), "all-through": (0, 11)}
CAN_HOST = "open mainstream state school"
# What a council may bar from hosting; both may host unless it does.
BARS = ("selective", "single-sex")


@dataclass(frozen=True, slots=True)
class _Place:
    easting: float
    northing: float
    area_code: str
    metres_outside: float
    hindrance: str


def year_groups(school: GiasSchool) -> tuple[int, int] | None:
    """National Curriculum years of the statutory ages, within -1 to 11; None when the register has no ages.

    A low age of 5 is read as Reception: such schools admit pupils in the September before they turn 5.
    """
    if school.age_low is None or school.age_high is None:
        return None
    low = NCY_RECEPTION if school.age_low == RECEPTION_AGE + 1 else school.age_low - RECEPTION_AGE
    high = school.age_high - RECEPTION_AGE - 1
    return max(NCY_LOWEST, min(low, NCY_HIGHEST)), max(NCY_LOWEST, min(high, NCY_HIGHEST))


def build_schools(
    gias: GiasFile,
    boundaries: Boundaries,
    locality_of_area: dict[str, str],
    notes: Notes,
    barred: Collection[str] = (),
) -> tuple[School, ...]:
    """Schools of the pack, sorted by URN; one that cannot be placed at all is named in the report and left out.

    `barred` are words of BARS: selective or single-sex schools may host unless they are named there.
    """
    odd = _odd_ranges(gias.schools)
    locate = _Locator(boundaries)
    places = {school.urn: locate(school) for school in gias.schools}
    schools = []
    for found in gias.schools:
        place = places[found.urn]
        if place is None:
            notes.doubt(
                f"school {found.urn} {found.name} is left out: it has no point and no LSOA within the boundaries"
            )
            continue
        facts = gias.establishments.get(found.urn)
        reason = _hindrance(found, odd) or place.hindrance or _bar(facts, barred)
        if reason:
            notes.doubt(f"school {found.urn} {found.name} may not host: {reason}")
        _note_pupils(found, notes)
        said = "; ".join([CAN_HOST, *intake(facts)])
        schools.append(_school(found, place, locality_of_area[place.area_code], reason, said))
    stated = [
        (school.lsoa, place.area_code) for school in gias.schools if (place := places[school.urn]) and school.lsoa
    ]
    differing = sum(lsoa != area_code for lsoa, area_code in stated)
    if differing:
        notes.doubt(f"{differing} schools stand in another area than the LSOA they state: their coordinates are used")
    _check_extent(places, boundaries, gias, notes)
    _count(schools, notes)
    return tuple(schools)


def _check_extent(places: Mapping[str, _Place | None], boundaries: Boundaries, gias: GiasFile, notes: Notes) -> None:
    """A council has a school in each of its districts, and most of its schools within its boundaries."""
    located = [place for place in places.values() if place is not None and not place.metres_outside]
    if len(located) < len(places) / 2:
        found = f"{len(places) - len(located)} of {len(places)} schools outside the boundaries"
        notes.faults.add(gias.file, found, "schools inside them", "Use boundaries of the whole council.")
        return
    district_of = {area.code: area.district_code for area in boundaries.areas}
    with_school = {district_of[place.area_code] for place in located}
    without = sorted(set(district_of.values()) - with_school)
    if without:
        found = f"no school of the council in {', '.join(without[:SHOWN])}"
        remedy = "Limit wider boundaries by the council's district codes (--district)."
        notes.faults.add(f"boundaries, {len(without)} districts", found, "the council's own districts", remedy)


def _school(found: GiasSchool, place: _Place, locality: str, reason: str, can_host: str) -> School:
    low, high = year_groups(found) or USUAL_YEAR_GROUPS[found.school_phase]
    return School(
        urn=found.urn,
        name=found.name,
        school_phase=found.school_phase,
        ncy_low=low,
        ncy_high=high,
        postcode=found.postcode,
        easting=place.easting,
        northing=place.northing,
        locality=locality,
        governance=Governance.MAINTAINED if found.maintained else Governance.ACADEMY,
        pupils_on_roll=found.pupils_on_roll,
        may_host=not reason,
        may_host_reason=reason or can_host,
    )


def _hindrance(school: GiasSchool, odd: dict[str, str]) -> str:
    """Why a school may not host, apart from where it stands; empty when nothing speaks against it."""
    if school.closing:
        return "proposed to close"
    if year_groups(school) is None:
        return "statutory ages are not in the register; its year groups are the usual ones of its phase"
    return odd.get(school.urn, "")


def intake(facts: Establishment | None) -> list[str]:
    """What narrows a school's intake, in words; empty when nothing is known to."""
    if facts is None:
        return []
    selective = [f"selective admissions ({facts.admissions})"] if facts.selective else []
    return selective + ([f"{facts.gender.casefold()} only"] if facts.single_sex else [])


def _bar(facts: Establishment | None, barred: Collection[str]) -> str:
    """Why the council's own rule keeps a school from hosting; empty when it does not."""
    if facts is not None and facts.selective and "selective" in barred:
        return "selective admissions, which the council bars"
    if facts is not None and facts.single_sex and "single-sex" in barred:
        return f"{facts.gender.casefold()} only, which the council bars"
    return ""


def borders_inside_bands(ncy_low: int, ncy_high: int) -> set[int]:
    """First year groups of the parts into which a range would cut the usual bands; empty when it takes them whole."""
    usual = {border for band in bands_of_ranges([]) for border in (band.ncy_low, band.ncy_high + 1)}
    return {ncy_low, ncy_high + 1} - usual


def _odd_ranges(schools: tuple[GiasSchool, ...]) -> dict[str, str]:
    ranges = {school.urn: known for school in schools if (known := year_groups(school)) is not None}
    borders = {urn: borders_inside_bands(*found) for urn, found in ranges.items()}
    shared = Counter(border for found in borders.values() for border in found)
    return {
        urn: f"its year groups ({Band(*ranges[urn]).year_groups}) would cut bands that the other schools take whole"
        for urn, found in borders.items()
        if ranges[urn][0] > ranges[urn][1] or any(shared[border] < SCHOOLS_SHARING_A_BORDER for border in found)
    }


class _Locator:
    """Finds the area that holds a school, on the boundaries as published."""

    def __init__(self, boundaries: Boundaries) -> None:
        self._areas = boundaries.areas
        self._tree = shapely.STRtree([area.outline for area in boundaries.areas])
        self._inside = {area.code: area.outline.representative_point() for area in boundaries.areas}

    def __call__(self, school: GiasSchool) -> _Place | None:
        if not school.easting or not school.northing or not in_england(school.easting, school.northing):
            if school.lsoa not in self._inside:
                return None
            point = self._inside[school.lsoa]
            hindrance = "no coordinates in England in the register; it is shown at a point of its LSOA"
            return _Place(round(point.x), round(point.y), school.lsoa, 0, hindrance)
        point = shapely.Point(school.easting, school.northing)
        holds = self._tree.query(point, predicate="intersects")
        if len(holds):
            return _Place(school.easting, school.northing, self._areas[int(min(holds))].code, 0, "")
        nearest = self._areas[int(self._tree.nearest(point))]
        metres = nearest.outline.distance(point)
        if metres > OUTLINE_MARGIN_METRES:
            return None
        hindrance = f"its coordinates lie {metres:.0f} m outside the boundaries"
        return _Place(school.easting, school.northing, nearest.code, metres, hindrance)


def _note_pupils(school: GiasSchool, notes: Notes) -> None:
    if school.pupils_on_roll is None:
        notes.doubt(f"school {school.urn} {school.name}: pupils on roll unknown")
    elif school.pupils_on_roll == 0:
        notes.doubt(f"school {school.urn} {school.name}: 0 pupils on roll")


def _count(schools: list[School], notes: Notes) -> None:
    notes.count("mainstream state schools", len(schools))
    for phase in sorted({school.school_phase for school in schools}):
        notes.count(f"schools, {phase}", sum(school.school_phase == phase for school in schools))
    notes.count("schools that may host", sum(school.may_host for school in schools))
