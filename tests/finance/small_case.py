"""A small council: two localities, three schools, an existing base, a committed one, a candidate, a balancing row."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date

from planner.domain.assumption import Assumption, Assumptions
from planner.domain.demand import Demand, DemandKey
from planner.domain.geography import Area, Locality, School
from planner.domain.plan import GoalResult, Placement, Plan, SiteYear, Unplaced
from planner.domain.problem import Problem, Site, StatedTotal
from planner.domain.scenario import Counterfactual, FinanceSettings, Scenario, SolveLimits
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

FIRST, LAST = AcademicYear(2026), AcademicYear(2027)
NURSERY, INFANT, JUNIOR, SECONDARY = Band(-1, -1), Band(0, 2), Band(3, 6), Band(7, 11)
NORTH, SOUTH = "Northmoor", "Southmere"
SEMH = NeedGroup.SEMH

PRICES: dict[str, float] = {
    "rp_place_occupied_gbp": 6000,
    "rp_place_vacant_gbp": 10000,
    "rp_top_up_gbp": 12000,
    "inflation_rp_rate": 0.02,
    "price_base_financial_year": 2026,
    "transport_eligible_gbp": 8116,
    "walking_limit_under_8_metres": 3219,
    "walking_limit_8_and_over_metres": 4828,
    "independent_special_gbp": 60000,
    "inflation_independent_rate": 0.05,
    "state_special_gbp": 24000,
    "inflation_state_special_rate": 0.03,
}


def assumptions(changes: Mapping[str, float | None] | None = None) -> Assumptions:
    """The prices above, with changes; None removes one."""
    values = {**PRICES, **(changes or {})}
    return Assumptions(
        {
            name: Assumption(name, value, "", date(2026, 4, 1), None, None, "red", "low", "made for a test", "")
            for name, value in values.items()
            if value is not None
        }
    )


def school(urn: str, name: str, locality: str, ncy_low: int, ncy_high: int) -> School:
    kind = "secondary" if ncy_low == 7 else "primary"
    where = (420000.0, 290000.0)
    return School(urn, name, kind, ncy_low, ncy_high, "", *where, locality, Governance.MAINTAINED, None, True, "")


def site(
    key: str,
    urn: str | None,
    status: SiteStatus,
    steps: Mapping[AcademicYear, int] | None = None,
    *,
    secondary: bool = False,
    menu: tuple[int, ...] = (),
    capital: Mapping[AcademicYear, int] | None = None,
) -> Site:
    return Site(
        key=key,
        urn=urn,
        name=f"Base {key}",
        phase=Phase.SECONDARY if secondary else Phase.PRIMARY,
        ncy_low=7 if secondary else 0,
        ncy_high=11 if secondary else 6,
        need_groups=(SEMH,),
        provision_type=ProvisionType.RESOURCED_PROVISION,
        status=status,
        steps=tuple(sorted((steps or {}).items())),
        size_menu=menu,
        max_places=None,
        earliest_opening=FIRST if status is SiteStatus.CANDIDATE else None,
        earliest_opening_reason="",
        capital_fixed_gbp=50000,
        capital_per_place_gbp=10000,
        stated_capital_gbp=tuple(sorted((capital or {}).items())),
    )


SITES = (
    site("B01", None, SiteStatus.EXISTING, {AcademicYear(2020): 8}),
    site("C01", "100003", SiteStatus.CANDIDATE, secondary=True, menu=(8, 10, 12, 20)),
    site("R01", "100001", SiteStatus.EXISTING, {AcademicYear(2020): 10}, menu=(12, 14)),
    site("R02", "100002", SiteStatus.COMMITTED, {FIRST: 8, LAST: 10}, capital={FIRST: 71000}),
)


def cell(area: str = "A1", band: Band = INFANT, academic_year: AcademicYear = FIRST) -> DemandKey:
    return DemandKey(area, band, SEMH, academic_year)


def area(code: str, locality: str) -> Area:
    return Area(code, f"Area {code}", locality, 420000.0, 290000.0, None, 10.0, 30.0, 40.0, 50.0)


def problem(**changes: object) -> Problem:
    """The council, with fields of Problem replaced."""
    urns, codes, bands = ("100001", "100002", "100003"), ("A1", "A2"), (NURSERY, INFANT, JUNIOR, SECONDARY)
    metres = {("A1", "100001"): 3300.0, ("A2", "100001"): 4000.5, ("A1", "100002"): 9000.0, ("A2", "100002"): 1000.0}
    metres |= {("A1", "100003"): 4000.0, ("A2", "100003"): 6000.0}
    fields: dict[str, object] = {
        "academic_years": (FIRST, LAST),
        "bands": bands,
        "need_groups": (SEMH,),
        "localities": (Locality(NORTH, "North", "E1"), Locality(SOUTH, "South", "E2")),
        "areas": (area(codes[0], NORTH), area(codes[1], SOUTH)),
        "schools": (
            school(urns[0], "Moor Primary", NORTH, 0, 6),
            school(urns[1], "Mere, St John's Primary", SOUTH, 0, 6),
            school(urns[2], "Vale High", SOUTH, 7, 11),
        ),
        "sites": SITES,
        "demand": tuple(Demand(bound, ((cell(), 9),)) for bound in Bound),
        "distance_metres": metres,
        "distance_basis": "straight line",
        "weights": {(name, band): 2 if name == NORTH else 1 for name in (NORTH, SOUTH) for band in bands},
        "assumptions": assumptions(),
        "stated_totals": (StatedTotal("opening 2024", 20, date(2024, 6, 20), 18, "two short", "a paper"),),
    }
    return Problem(**{**fields, **changes})  # type: ignore[arg-type]


def scenario(case: Problem | None = None, mix: Counterfactual | None = None, **changes: object) -> Scenario:
    """A scenario over the council whose finance window holds all its months."""
    whole = Scenario(
        title="A small council",
        as_at=date(2026, 3, 31),
        bound=Bound.CENTRAL,
        problem=case or problem(),
        rules=(),
        goals=(),
        limits=SolveLimits(0.001, 500, 60.0),
        finance=FinanceSettings(2026, 2028, mix),
        source_hashes=(("areas.csv", "00ff"), ("schools.csv", "11ee")),
    )
    return replace(whole, **changes)  # type: ignore[arg-type]


def site_years(case: Problem, sizes: Mapping[tuple[str, AcademicYear], int] | None = None) -> tuple[SiteYear, ...]:
    """Stated places everywhere, with sizes that replace them."""
    rows = []
    for each in case.sites:
        before = each.stated_places(case.academic_years[0].plus(-1))
        for academic_year in case.academic_years:
            places = (sizes or {}).get((each.key, academic_year), each.stated_places(academic_year))
            rows.append(SiteYear(each.key, academic_year, places, max(0, places - before), before == 0 < places))
            before = places
    return tuple(sorted(rows))


def plan(
    case: Problem,
    sizes: Mapping[tuple[str, AcademicYear], int] | None = None,
    placements: Iterable[Placement] = (),
    unplaced: Iterable[Unplaced] = (),
) -> Plan:
    """A plan; without placements of a bound give that bound an unplaced row, or it is unknown."""
    goals = (
        GoalResult(1, "target_shortfall", "places", 3, 3.0, proved=True, stopped_by="proved"),
        GoalResult(2, "unplaced_pupils", "weighted pupils", 40, 38.25, proved=False, stopped_by="gap"),
    )
    return Plan(Bound.CENTRAL, site_years(case, sizes), tuple(sorted(placements)), tuple(sorted(unplaced)), goals)


def placed(
    site_key: str, pupils: int, key: DemandKey | None = None, bounds: Iterable[Bound] = tuple(Bound)
) -> list[Placement]:
    """The same pupils placed under each bound."""
    return [Placement(bound, key or cell(), site_key, pupils) for bound in bounds]


def full_plan(case: Problem) -> Plan:
    """Both years: R01 fills 6 of 10 and grows to 14, R02 opens with 8, C01 opens in the second year with 12."""
    second = {"academic_year": LAST}
    secondary = cell("A2", SECONDARY, LAST)
    rows = [
        *placed("R01", 6),
        *placed("R01", 12, cell("A1", JUNIOR, **second)),
        *placed("R02", 7, cell("A2")),
        *placed("R02", 10, cell("A2", **second)),
        *placed("C01", 9, secondary),
    ]
    missing = [Unplaced(Bound.CENTRAL, cell(band=SECONDARY), 3), Unplaced(Bound.UPPER, cell(band=SECONDARY), 5)]
    return plan(case, {("R01", LAST): 14, ("C01", LAST): 12}, rows, missing)
