"""Places on the ground: areas, localities, schools. Coordinates are British National Grid metres (EPSG:27700)."""

from __future__ import annotations

import math
from dataclasses import dataclass

from planner.domain.terms import Band, Governance

INFANT_NCY_HIGH, JUNIOR_NCY_HIGH = 2, 6


@dataclass(frozen=True, slots=True, order=True)
class Locality:
    """The council's planning area, supplied by the user; `district` is what it rolls up to."""

    name: str
    district: str
    district_code: str


@dataclass(frozen=True, slots=True)
class Area:
    """The smallest demand cell; easting and northing stand where its children live.

    `persons` holds residents per age group (nursery 3, infant 4 to 6, junior 7 to 10, secondary 11 to 15), mid-year.
    `imd_score` is the Index of Multiple Deprivation score; None when unknown.
    """

    code: str
    name: str
    locality: str
    easting: float
    northing: float
    imd_score: float | None
    persons_nursery: float
    persons_infant: float
    persons_junior: float
    persons_secondary: float

    def persons(self, band: Band) -> float:
        """Residents of the age group that holds the band."""
        if band.ncy_high < 0:
            return self.persons_nursery
        if band.ncy_high <= INFANT_NCY_HIGH:
            return self.persons_infant
        return self.persons_junior if band.ncy_high <= JUNIOR_NCY_HIGH else self.persons_secondary


@dataclass(frozen=True, slots=True)
class School:
    """A mainstream school, keyed by URN. `pupils_on_roll` is None when unknown."""

    urn: str
    name: str
    school_phase: str
    ncy_low: int
    ncy_high: int
    postcode: str
    easting: float
    northing: float
    locality: str
    governance: Governance
    pupils_on_roll: int | None
    may_host: bool
    may_host_reason: str


def straight_line_metres(area: Area, school: School) -> float:
    """Straight line from where an area's children live to a school, in metres: a screening proxy, no route."""
    return math.hypot(area.easting - school.easting, area.northing - school.northing)
