"""Which candidate can stand in for a base, and how far apart two schools are."""

from __future__ import annotations

import numpy as np

from planner.domain.geography import School
from planner.domain.problem import Site


def stands_in(other: Site, site: Site) -> bool:
    """Whether another site is a candidate of the same phase for the same needs."""
    return other.is_candidate and other.phase == site.phase and other.need_groups == site.need_groups


def apart_metres(here: School, there: School) -> float:
    """Metres between two schools, straight."""
    return float(np.hypot(here.easting - there.easting, here.northing - there.northing))
