"""Small named councils for the tests of demand."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from planner.demand.caseload import Caseload
from planner.domain.assumption import Assumption, Assumptions
from planner.domain.geography import Area
from planner.domain.problem import Site
from planner.domain.terms import AcademicYear, NeedGroup, Phase, ProvisionType, SiteStatus

FIRST = AcademicYear(2024)
SEMH, CANDI = NeedGroup.SEMH, NeedGroup.COMMUNICATION_INTERACTION
Number = float | tuple[float, float, float]


def assumptions(**changes: Number) -> Assumptions:
    """Growth 10 per cent (5 to 20), no leavers, one in ten (0.05 to 0.2) of the entries; half SEMH, half C&I."""
    numbers: dict[str, Number] = {
        "ehcp_growth_rate": (0.05, 0.1, 0.2),
        "ehcp_leaver_rate": 0.0,
        **{f"rp_share_{phase}": (0.05, 0.1, 0.2) for phase in Phase},
        **{f"rp_mix_{phase}_{need}": 0.5 for phase in Phase for need in (SEMH, CANDI)},
        **changes,
    }
    return Assumptions({name: _assumption(name, number) for name, number in numbers.items()})


def _assumption(name: str, number: Number) -> Assumption:
    low, value, high = number if isinstance(number, tuple) else (None, number, None)
    return Assumption(name, value, "share", date(2024, 4, 1), low, high, "red", "high", "made up", "")


def caseload(plans_pupils: Mapping[int, int] | int = 100) -> Caseload:
    """The same plans in each year group of 2023/24, or those given."""
    by_ncy = {ncy: plans_pupils for ncy in range(-1, 12)} if isinstance(plans_pupils, int) else plans_pupils
    return Caseload(AcademicYear(2023), by_ncy)


def base(ncy_low: int, ncy_high: int, places: int, *needs: NeedGroup, urn: str | None = "900001") -> Site:
    """A base that has stood since 2020/21."""
    return Site(
        key=f"{ncy_low}-{ncy_high}",
        urn=urn,
        name="A base",
        phase=Phase.PRIMARY if ncy_low < 7 else Phase.SECONDARY,
        ncy_low=ncy_low,
        ncy_high=ncy_high,
        need_groups=needs or (SEMH,),
        provision_type=ProvisionType.RESOURCED_PROVISION,
        status=SiteStatus.EXISTING,
        steps=((AcademicYear(2020), places),),
        size_menu=(),
        max_places=None,
        earliest_opening=None,
        earliest_opening_reason="",
        capital_fixed_gbp=0,
        capital_per_place_gbp=0,
    )


def area(code: str, locality: str, persons: float, imd_score: float | None = 20.0) -> Area:
    """An area with so many persons in each year of age."""
    ages = (persons, 3 * persons, 4 * persons, 5 * persons)
    return Area(code, f"Area {code}", locality, 400_000, 250_000, imd_score, *ages)
