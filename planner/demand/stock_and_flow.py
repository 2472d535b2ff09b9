"""EHC plans to pupils needing an RP place in the whole council: stock and flow by National Curriculum year.

n is the National Curriculum year (-1 to 11), t the academic year, b the academic year of the census, g a need group.

Plans      P[t,n] = P[b,n] * (1 + growth)^(t - b)
           `growth` is `ehcp_growth_rate`: low, value and high for the lower, central and upper bound. Before b all
           bounds use the value, because the past is not in doubt. A pack that `rp-planner new` builds from the plans
           of all councils brings its own (`own_assumptions.toml`, worked out by `growth` and `intervals`).
Entries    E[t,n] = P[t,n]                                              n the first year of a phase: -1, 0 and 7
           E[t,n] = max(0, P[t,n] - P[t-1,n-1] * (1 - leavers))         else: new plans, less those who moved up
           `leavers` is `ehcp_leaver_rate`. The move from early years to school and from primary to secondary school
           is a phase transfer, before which every plan is reviewed (Special Educational Needs and Disability
           Regulations 2014, regulation 18, https://www.legislation.gov.uk/uksi/2014/1530/regulation/18). Between the
           transfers nobody who has a placement is in any entry: a council that plans bases does not move pupils out
           of special schools.
In a base  R[t,n,g] = R[t-1,n-1,g] * (1 - leavers) + share * mix[g] * E[t,n],   no first term in the first year of a
           phase: a pupil keeps the place to the end of the phase, an infant base's pupils as juniors too
           `share` is `rp_share_<phase of n>`, by bound as above; `mix[g]` is `rp_mix_<phase>_<g>`.
First      R[f-1,n,g] for the first year f of the scenario: the places of each located base in f-1, all taken, spread
           evenly over its year groups and over those of its need groups that the scenario holds. Balancing rows of
           the register are on no map: neither their places nor their pupils take part.

Levers on demand, where a scenario has any on, keep a share of the entries (`levers`). Need groups outside the scenario
are left out with their share of the mix; nothing is scaled up for them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from planner.demand.caseload import Caseload
from planner.domain.assumption import Assumption, Assumptions
from planner.domain.problem import Site
from planner.domain.terms import NCY_HIGHEST, NCY_LOWEST, AcademicYear, Bound, NeedGroup, Phase, phase_of_ncy

NCYS = range(NCY_LOWEST, NCY_HIGHEST + 1)
PHASE_STARTS = frozenset(ncy for ncy in NCYS if ncy == NCY_LOWEST or phase_of_ncy(ncy) is not phase_of_ncy(ncy - 1))
Stock = dict[tuple[int, NeedGroup], float]
Kept = Mapping[AcademicYear, Mapping[int, float]]
"""Share of the entries that levers leave, by year and NCY (`levers`); all of them where a year is not named."""


def assumption_names(need_groups: Sequence[NeedGroup]) -> list[str]:
    """Names of the assumptions that the forecast reads."""
    shares = [f"rp_share_{phase}" for phase in Phase]
    mixes = [f"rp_mix_{phase}_{need_group}" for phase in Phase for need_group in need_groups]
    return ["ehcp_growth_rate", "ehcp_leaver_rate", *shares, *mixes]


def at_bound(assumption: Assumption, bound: Bound) -> float:
    """Low end, value or high end of an assumption; the value where it has no such end."""
    ends = {Bound.LOWER: assumption.low, Bound.CENTRAL: assumption.value, Bound.UPPER: assumption.high}
    end = ends[bound]
    return assumption.value if end is None else end


def plans(caseload: Caseload, assumptions: Assumptions, bound: Bound, academic_year: AcademicYear) -> dict[int, float]:
    """EHC plans by NCY in one academic year: P[t,n]."""
    years = academic_year.start - caseload.academic_year.start
    growth = at_bound(assumptions["ehcp_growth_rate"], bound if years > 0 else Bound.CENTRAL)
    return {ncy: caseload.plans_pupils[ncy] * (1 + growth) ** years for ncy in NCYS}


def entries(
    caseload: Caseload, assumptions: Assumptions, bound: Bound, academic_year: AcademicYear
) -> dict[int, float]:
    """New placements and phase transfers by NCY in one academic year: E[t,n]."""
    now = plans(caseload, assumptions, bound, academic_year)
    before = plans(caseload, assumptions, bound, academic_year.plus(-1))
    stay = 1 - assumptions.value("ehcp_leaver_rate")
    return {ncy: now[ncy] if ncy in PHASE_STARTS else max(0.0, now[ncy] - before[ncy - 1] * stay) for ncy in NCYS}


def first_stock(sites: Iterable[Site], need_groups: Sequence[NeedGroup], academic_year: AcademicYear) -> Stock:
    """Pupils in the located bases that stand in `academic_year`: R[f-1,n,g]."""
    stock: Stock = {}
    for site in sites:
        ncys = [ncy for ncy in NCYS if site.ncy_low <= ncy <= site.ncy_high]
        groups = [need_group for need_group in site.need_groups if need_group in need_groups]
        places = site.stated_places(academic_year)
        if site.urn is None or not places or not ncys or not groups:
            continue
        for ncy in ncys:
            for need_group in groups:
                key = (ncy, need_group)
                stock[key] = stock.get(key, 0.0) + places / (len(ncys) * len(groups))
    return stock


def next_stock(
    stock: Stock,
    caseload: Caseload,
    assumptions: Assumptions,
    need_groups: Sequence[NeedGroup],
    bound: Bound,
    academic_year: AcademicYear,
    kept: Kept | None = None,
) -> Stock:
    """Pupils needing an RP place in `academic_year`, from the stock of the year before: R[t,n,g]."""
    joined = entries(caseload, assumptions, bound, academic_year)
    left = (kept or {}).get(academic_year)
    if left is not None:
        joined = {ncy: joined[ncy] * left[ncy] for ncy in NCYS}
    stay = 1 - assumptions.value("ehcp_leaver_rate")
    result: Stock = {}
    for ncy in NCYS:
        phase = phase_of_ncy(ncy)
        share = at_bound(assumptions[f"rp_share_{phase}"], bound)
        for need_group in need_groups:
            moved_up = 0.0 if ncy in PHASE_STARTS else stock.get((ncy - 1, need_group), 0.0) * stay
            mix = assumptions.value(f"rp_mix_{phase}_{need_group}")
            result[ncy, need_group] = moved_up + share * mix * joined[ncy]
    return result


def forecast(
    sites: Iterable[Site],
    caseload: Caseload,
    assumptions: Assumptions,
    need_groups: Sequence[NeedGroup],
    academic_years: Sequence[AcademicYear],
    bound: Bound,
    kept: Kept | None = None,
) -> dict[AcademicYear, Stock]:
    """Pupils needing an RP place in the whole council, by year, NCY and need group; fractions are kept."""
    stock = first_stock(sites, need_groups, academic_years[0].plus(-1))
    by_year: dict[AcademicYear, Stock] = {}
    for academic_year in academic_years:
        stock = next_stock(stock, caseload, assumptions, need_groups, bound, academic_year, kept)
        by_year[academic_year] = stock
    return by_year
