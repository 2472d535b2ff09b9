"""What peers and planner are given: pupils by area and the ways to the schools that may host, as two arrays."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from planner.domain.geography import straight_line_metres
from planner.domain.problem import Problem
from planner.domain.terms import Phase
from planner.inputs import read_scenario
from planner.model.program import IntArray
from tests.benchmarks import real_pack
from tests.benchmarks.county import county

DISTRICT = "Rugby"
SEED = 11


@dataclass(frozen=True)
class Ground:
    """`pupils` by area (infant and junior residents), `metres` by area (rows) and school (columns), straight."""

    name: str
    pupils: IntArray
    metres: IntArray


def county_ground() -> Ground:
    """Warwickshire's LSOAs and schools with primary year groups; a county of the generator without the public files."""
    if not real_pack.available():
        return _ground(f"county {SEED}", county(SEED, 1, "loose", rich=False).problem, None)
    return _ground("Warwickshire", _warwickshire(), None)


def district_ground() -> Ground:
    """One district of it: small enough for the slower of the peers."""
    problem = _warwickshire() if real_pack.available() else county(SEED, 0.25, "loose", rich=False).problem
    return _ground(DISTRICT, problem, DISTRICT) if real_pack.available() else _ground(f"county {SEED}/4", problem, None)


def _warwickshire() -> Problem:
    with tempfile.TemporaryDirectory() as folder:
        return read_scenario(real_pack.build(Path(folder))).problem


def _ground(name: str, problem: Problem, district: str | None) -> Ground:
    kept = {place.name for place in problem.localities if district in (None, place.district)}
    primary = {site.urn for site in problem.sites if site.phase is Phase.PRIMARY}
    areas = [area for area in problem.areas if area.locality in kept]
    schools = [
        school for school in problem.schools if school.locality in kept and school.may_host and school.urn in primary
    ]
    pupils = [max(1, round(area.persons_infant + area.persons_junior)) for area in areas]
    metres = [[round(straight_line_metres(area, school)) for school in schools] for area in areas]
    return Ground(name, np.asarray(pupils, dtype=np.int64), np.asarray(metres, dtype=np.int64))
