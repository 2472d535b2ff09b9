"""Levers on the flow of stock_and_flow: which share of the entries is kept, by year, NCY and bound.

t is the academic year, n the National Curriculum year, P[t,n] the plans and `leavers` as in `stock_and_flow`; b is the
year of the census. A plan that is there in t was there before or is new:

Moved up   M[t,n] = min(P[t,n], P[t-1,n-1] * (1 - leavers)), 0 for the first year group
New        N[t,n] = P[t,n] - M[t,n]
Effect     s[l,t] = effect of lever l * the share of its ramp that t has reached, in the phases of the lever
           q[t,n] = product of 1 - s over the levers on requests, a[t,n] over those on new placements, d[t,n] over
           those on phase transfers
Plans kept k[t,n] = (k[t-1,n-1] * M[t,n] + q[t,n] * N[t,n]) / P[t,n]       k[b,n] = 1
           A request that was not made is missing in every later year, and at the next phase transfer.
Basis      r[t] = the ratio of the change of basis from its year on, else 1
Entries    kept[t,n] = (a * r * q * N + d * r * k[t-1,n-1] * M) / (N + M)   n the first year of a phase, where all enter
           kept[t,n] = a * r * q                                           else, where only new plans enter
           With the basis "mixed" the r of those who moved up is 1.

Up to the year of the census nothing acts: what a lever did by then is in the count. The lower bound of demand takes
the strong end of each effect and the upper bound the weak one, so that the ends of a range never meet the wrong bound;
the ratio of the basis is taken as any other assumption. Pupils who are in a base stay in it to the end of their phase.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence

from planner.demand.caseload import Caseload
from planner.demand.stock_and_flow import NCYS, PHASE_STARTS, Kept, at_bound, plans
from planner.domain.assumption import Assumption, Assumptions
from planner.domain.levers import ActsOn, Basis, DemandDrivers, Lever
from planner.domain.terms import AcademicYear, Bound, phase_of_ncy

OPPOSITE = {Bound.LOWER: Bound.UPPER, Bound.CENTRAL: Bound.CENTRAL, Bound.UPPER: Bound.LOWER}


def effect_at(effect: Assumption, bound: Bound) -> float:
    """Share of entries that no longer come: the high end for the lower bound of demand, the low end for the upper."""
    return at_bound(effect, OPPOSITE[bound])


def kept_shares(
    caseload: Caseload,
    assumptions: Assumptions,
    drivers: DemandDrivers,
    academic_years: Sequence[AcademicYear],
    bound: Bound,
) -> Kept:
    """Share of the entries that is kept by year and NCY; levers act everywhere here, whatever their localities."""
    if not drivers:
        return {}
    acting = _Acting(assumptions, drivers, bound)
    stay = 1 - assumptions.value("ehcp_leaver_rate")
    kept: dict[AcademicYear, Mapping[int, float]] = {}
    plans_kept = dict.fromkeys(NCYS, 1.0)
    for start in range(caseload.academic_year.start + 1, academic_years[-1].start + 1):
        academic_year = AcademicYear(start)
        now = plans(caseload, assumptions, bound, academic_year)
        before = plans(caseload, assumptions, bound, academic_year.plus(-1))
        moved = {ncy: min(now[ncy], before[ncy - 1] * stay) if ncy - 1 in before else 0.0 for ncy in NCYS}
        kept[academic_year] = {
            ncy: acting.entries_kept(academic_year, ncy, now[ncy], moved[ncy], plans_kept.get(ncy - 1, 1.0))
            for ncy in NCYS
        }
        plans_kept = {
            ncy: acting.plans_kept(academic_year, ncy, now[ncy], moved[ncy], plans_kept.get(ncy - 1, 1.0))
            for ncy in NCYS
        }
    return {academic_year: kept[academic_year] for academic_year in academic_years if academic_year in kept}


class _Acting:
    """The levers and the change of basis at one bound."""

    def __init__(self, assumptions: Assumptions, drivers: DemandDrivers, bound: Bound) -> None:
        self._effects = [(lever, effect_at(assumptions[lever.effect], bound)) for lever in drivers.levers]
        self._change = drivers.basis_change
        self._ratio = 1.0 if self._change is None else at_bound(assumptions[self._change.ratio], bound)

    def entries_kept(
        self, academic_year: AcademicYear, ncy: int, plans_now: float, moved: float, kept_before: float
    ) -> float:
        """kept[t,n]."""
        of_new = math.prod(
            (
                self._basis_ratio(academic_year, is_new=True),
                self._left_by(ActsOn.NEW_PLACEMENTS, academic_year, ncy),
                self._left_by(ActsOn.REQUESTS, academic_year, ncy),
            )
        )
        if ncy not in PHASE_STARTS or plans_now <= 0:
            return of_new
        of_moved = self._basis_ratio(academic_year, is_new=False) * kept_before
        of_moved *= self._left_by(ActsOn.PHASE_TRANSFERS, academic_year, ncy)
        return (of_new * (plans_now - moved) + of_moved * moved) / plans_now

    def plans_kept(
        self, academic_year: AcademicYear, ncy: int, plans_now: float, moved: float, kept_before: float
    ) -> float:
        """k[t,n]."""
        if plans_now <= 0:
            return 1.0
        new = self._left_by(ActsOn.REQUESTS, academic_year, ncy) * (plans_now - moved)
        return (kept_before * moved + new) / plans_now

    def _left_by(self, acts_on: ActsOn, academic_year: AcademicYear, ncy: int) -> float:
        levers = _in_phase(self._effects, acts_on, ncy)
        return math.prod(1 - effect * lever.reached(academic_year) for lever, effect in levers)

    def _basis_ratio(self, academic_year: AcademicYear, *, is_new: bool) -> float:
        change = self._change
        if change is None or academic_year < change.from_academic_year:
            return 1.0
        return self._ratio if is_new or change.basis is Basis.SPECIALIST_PACKAGES else 1.0


def _in_phase(effects: Iterable[tuple[Lever, float]], acts_on: ActsOn, ncy: int) -> Iterable[tuple[Lever, float]]:
    phase = phase_of_ncy(ncy)
    return (
        (lever, effect)
        for lever, effect in effects
        if acts_on in lever.acts_on and (not lever.phases or phase in lever.phases)
    )
