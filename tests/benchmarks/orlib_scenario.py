"""Facility location in the planner's own terms, solved through its core like any other question.

Customers are areas, facilities are candidate bases with one size (their capacity), demand is whole pupils, the cost of
a unit is the way in metres, scaled to whole numbers. No limit binds but those stated. What the planner's strict order
cannot say, fixed and transport cost in one sum, is a goal of this file.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np

from planner.domain.assumption import Assumptions
from planner.domain.demand import Demand, DemandKey
from planner.domain.geography import Area, Locality, School
from planner.domain.plan import Plan
from planner.domain.problem import Problem, Site
from planner.domain.scenario import FinanceSettings, Goal, Rule, Scenario, SolveLimits
from planner.domain.terms import (
    AcademicYear,
    Band,
    Bound,
    Governance,
    NeedGroup,
    Phase,
    ProvisionType,
    SiteStatus,
)
from planner.model.goals import GOALS
from planner.model.program import FloatArray, IntArray
from planner.model.rules import ALWAYS_ON, RULES
from planner.model.rules.capital_limit import capital_expression, capital_gbp
from planner.model.rules.opening_limit import OpeningLimit
from planner.model.rules.places_target import PlacesTarget, PlacesTargets
from planner.model.rules.travel_limit import TravelLimit

YEAR, BAND, NEED = AcademicYear(2025), Band(7, 11), NeedGroup.SEMH
PLACE = "all"


@dataclass(frozen=True, slots=True)
class FixedAndTravel:
    """What opens and who travels, in one sum: capital plus pupil-metres, both in the scaled unit of the instance."""

    name: str = "fixed_and_travel"
    unit: str = "scaled cost"
    label: str = "Fixed cost and transport together"

    def expression(self, x: Any, problem: Problem) -> Any:  # noqa: ANN401 - the model layer owns the types
        """The sum; None where the model does not know who is placed where."""
        metres = x.service.pupil_travel()
        return None if metres is None else metres + capital_expression(x, problem.academic_years[-1])

    def value(self, plan: Plan, problem: Problem, rules: tuple[Rule, ...]) -> int:
        """The same from a finished plan."""
        return GOALS["pupil_travel"].value(plan, problem, rules) + capital_gbp(plan, problem, YEAR)


def facility_scenario(
    demand: IntArray, capacity: IntArray, fixed: FloatArray, unit_cost: FloatArray, scale: int, seconds: float
) -> Scenario:
    """Fixed and transport cost together, everybody placed. Values are `scale` times those of the instance."""
    sites = [
        _site(index, int(size), round(gbp * scale))
        for index, (size, gbp) in enumerate(zip(capacity, fixed, strict=True))
    ]
    of = _problem(demand, sites, np.rint(unit_cost * scale))
    return _scenario(of, (), (GOALS["unplaced_pupils"], FixedAndTravel()), seconds)


def median_scenario(
    demand: IntArray, capacity: int, bases: int, distance: FloatArray | IntArray, seconds: float
) -> Scenario:
    """The p-median: at most `bases` bases, everybody placed, then least travel. A target lets all of them open."""
    of = _problem(demand, [_site(index, capacity, 0) for index in range(distance.shape[1])], np.asarray(distance))
    target = PlacesTarget(YEAR, bases * capacity, "commissioned_places", "so many bases open")
    rules = (OpeningLimit(sites_per_year=bases), PlacesTargets((target,)))
    return _scenario(
        of, rules, tuple(GOALS[name] for name in ("target_shortfall", "unplaced_pupils", "pupil_travel")), seconds
    )


def coverage_scenario(demand: IntArray, bases: int, distance: FloatArray, metres: int, seconds: float) -> Scenario:
    """Maximal covering: the fewest pupils who have none of `bases` bases, each large enough for all, within reach."""
    capacity = int(demand.sum())
    of = _problem(demand, [_site(index, capacity, 0) for index in range(distance.shape[1])], distance)
    rules = (OpeningLimit(sites_per_year=bases), TravelLimit(metres, metres, metres))
    return _scenario(of, rules, (GOALS["unplaced_pupils"],), seconds)


def _scenario(of: Problem, rules: Sequence[Rule], goals: tuple[Goal, ...], seconds: float) -> Scenario:
    given = {rule.name: rule for rule in rules}
    on = tuple(given.get(name) or RULES[name]() for name in RULES if name in given or name in ALWAYS_ON)
    limits = SolveLimits(0.0, 100_000, seconds)
    return Scenario(
        "benchmark", date(2025, 1, 1), Bound.CENTRAL, of, on, goals, limits, FinanceSettings(2025, 2026, None)
    )


def _problem(demand: IntArray, sites: list[Site], metres: FloatArray) -> Problem:
    areas = tuple(_area(index) for index in range(len(demand)))
    schools = tuple(_school(index) for index in range(len(sites)))
    cells = tuple(
        (DemandKey(area.code, BAND, NEED, YEAR), int(pupils)) for area, pupils in zip(areas, demand, strict=True)
    )
    distance = {
        (area.code, school.urn): float(metres[row, column])
        for row, area in enumerate(areas)
        for column, school in enumerate(schools)
    }
    return Problem(
        academic_years=(YEAR,),
        bands=(BAND,),
        need_groups=(NEED,),
        localities=(Locality(PLACE, PLACE, PLACE),),
        areas=areas,
        schools=schools,
        sites=tuple(sites),
        demand=(Demand(Bound.CENTRAL, cells),),
        distance_metres=distance,
        distance_basis="cost of the instance",
        weights={(PLACE, BAND): 1},
        assumptions=Assumptions({}),
    )


def _area(index: int) -> Area:
    return Area(f"A{index:04d}", f"customer {index}", PLACE, 0.0, 0.0, None, 0, 0, 0, 0)


def _school(index: int) -> School:
    name = f"facility {index}"
    return School(
        f"{index:06d}",
        name,
        "secondary",
        7,
        11,
        "",
        0.0,
        0.0,
        PLACE,
        Governance.MAINTAINED,
        None,
        may_host=True,
        may_host_reason="",
    )


def _site(index: int, size: int, fixed: int) -> Site:
    return Site(
        key=f"S{index:04d}",
        urn=f"{index:06d}",
        name=f"facility {index}",
        phase=Phase.SECONDARY,
        ncy_low=BAND.ncy_low,
        ncy_high=BAND.ncy_high,
        need_groups=(NEED,),
        provision_type=ProvisionType.RESOURCED_PROVISION,
        status=SiteStatus.CANDIDATE,
        steps=(),
        size_menu=(size,),
        max_places=None,
        earliest_opening=YEAR,
        earliest_opening_reason="",
        capital_fixed_gbp=fixed,
        capital_per_place_gbp=0,
    )
