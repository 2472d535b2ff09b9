"""Every pupil who leaves a primary base finds a secondary place of that need within reach, or the gap is counted.

Policy   The EHC plan of a child who moves to secondary school must be reviewed and amended by 15 February of that year
         (Special Educational Needs and Disability Regulations 2014, regulation 18), so a school must be there to name.
Equation sum over s' of moves_on[s,s',t] + transition_gap[s,t] >= places[s,t-1] / n[s];
         sum over s of moves_on[s,s',t] <= places[s',t] - places[s',t-1] x (n[s'] - 1) / n[s'], or 0;
         transition_gap_pupils >= sum over s, t of transition_gap[s,t]                                         (R14)
         with n the year groups of a base, s ending with Year 6, s' beginning with Year 7, a need in common, and s'
         within reach of the area nearest to the school of s. Sites s with the same s' share one row, as a group.
Units    pupils. Bases are counted as full, because they are planned to be full, with as many pupils in each year group.
         Before the first year the places are those that the register states. No entry place is promised twice.

Nobody leaves or enters a balancing row, which stands nowhere.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil
from typing import TYPE_CHECKING

from planner.domain.plan import Plan, Violation
from planner.domain.problem import Problem, Site
from planner.domain.terms import AcademicYear, Phase
from planner.model.rules.travel_limit import TravelLimit
from planner.model.transfers import Places, Transfers, Transition, is_run_down, year_groups
from planner.model.transition import TransitionGaps

if TYPE_CHECKING:
    from ortools.math_opt.python import mathopt

    from planner.model.variables import Linear, Variables


@dataclass(frozen=True, slots=True)
class PhaseContinuity:
    """Leavers count in each year from `from_academic_year` (None: every planned year); all years are reported.

    `limit` are the distances that leavers may travel; None means that the distances known are the limit.
    """

    from_academic_year: AcademicYear | None = None
    limit: TravelLimit | None = None
    name: str = "phase_continuity"

    def years(self, problem: Problem) -> tuple[AcademicYear, ...]:
        """Academic years in which the gap counts."""
        first = self.from_academic_year or problem.academic_years[0]
        return tuple(year for year in problem.academic_years if year >= first)

    def constrain(self, model: mathopt.Model, x: Variables, problem: Problem) -> None:
        """Count the leavers without an entry place; where the model follows pupils, an entry place takes one leaver."""
        x.transition = self._gaps(model, x, problem)
        total = x.total(x.transition.transition_gap.values())
        model.add_linear_constraint(x.transition.pupils >= total, name="phase_continuity[pupils]")
        if x.service.follows_pupils:
            for year in x.transition.years:
                _add_moves(model, x, x.transition, year)

    def violations(self, plan: Plan, problem: Problem) -> Iterator[Violation]:
        """Nothing to breach: a gap is counted by the goal, never forbidden."""
        yield from ()

    def gap_pupils(self, plan: Plan, problem: Problem) -> Fraction:
        """Leavers without an entry place over the years that count, at least; parts of pupils are kept."""
        places, transfers = places_of(plan, problem), self._transfers(problem, _ever_open(plan, problem))
        return sum((transfers.gap(places, year) for year in self.years(problem)), Fraction(0))

    def transitions(self, plan: Plan, problem: Problem) -> tuple[Transition, ...]:
        """Leavers and gaps of every planned year by locality and designation, whether or not the year counts."""
        places, transfers = places_of(plan, problem), self._transfers(problem, _ever_open(plan, problem))
        return tuple(row for year in problem.academic_years for row in transfers.transitions(places, year))

    def _transfers(self, problem: Problem, sites: Iterable[Site]) -> Transfers:
        if self.limit is None:
            return Transfers(problem, problem.way, math.inf, sites)
        # Searches ask this of every plan they try, so the unit is looked up once.
        way = problem.minutes if self.limit.in_minutes else problem.metres
        return Transfers(problem, way, self.limit.limit(Phase.SECONDARY), sites)

    def _gaps(self, model: mathopt.Model, x: Variables, problem: Problem) -> TransitionGaps:
        transfers, years = self._transfers(problem, problem.sites), self.years(problem)
        groups = transfers.groups()
        sites_of, scale = dict(enumerate(groups.values())), transfers.scale
        most = {(group, year): _most_leavers(sites, year) for year in years for group, sites in sites_of.items()}
        return TransitionGaps(
            years,
            scale,
            tuple(groups),
            {(group, year): _leavers(x, sites, year, scale) for year in years for group, sites in sites_of.items()},
            {
                (number, year): _entry_places(x, site, year, scale)
                for year in years
                for number, site in enumerate(transfers.entry)
            },
            {
                (group, year): model.add_variable(lb=0, ub=pupils, name=f"transition_gap[{group},{year}]")
                for (group, year), pupils in most.items()
            },
            model.add_integer_variable(lb=0, ub=sum(most.values()), name="transition_gap_pupils"),
        )


def places_of(plan: Plan, problem: Problem) -> Places:
    """Places of a finished plan; before its first year those that the register states."""
    first, places = problem.academic_years[0], plan.places

    def of(site: Site, academic_year: AcademicYear) -> int:
        return site.stated_places(academic_year) if academic_year < first else places.get((site.key, academic_year), 0)

    return of


def _ever_open(plan: Plan, problem: Problem) -> list[Site]:
    """Sites with places in any year of the plan or the year before it: of the others nobody leaves or enters any."""
    before = problem.academic_years[0].plus(-1)
    opened = {row.site for row in plan.site_years if row.commissioned_places}
    return [site for site in problem.sites if site.key in opened or (site.steps and site.stated_places(before))]


def _add_moves(model: mathopt.Model, x: Variables, gaps: TransitionGaps, year: AcademicYear) -> None:
    """Who moves on to which base in one year."""
    entering: dict[int, list[Linear]] = {}
    for group, fit in enumerate(gaps.fits):
        most = gaps.transition_gap[group, year].upper_bound
        moves_on = [model.add_variable(lb=0, ub=most, name=f"moves_on[{group},{number},{year}]") for number in fit]
        for number, move in zip(fit, moves_on, strict=True):
            entering.setdefault(number, []).append(move)
        counted = x.total([*moves_on, gaps.transition_gap[group, year]])
        row = f"phase_continuity[{group},{year}]_leaving"
        model.add_linear_constraint(gaps.scale * counted - gaps.leavers[group, year] >= 0, name=row)
    for number, movers in sorted(entering.items()):
        row = f"phase_continuity[{number},{year}]_entry"
        model.add_linear_constraint(gaps.scale * x.total(movers) - gaps.entry_places[number, year] <= 0, name=row)


def _most_leavers(sites: Sequence[Site], year: AcademicYear) -> int:
    """Whole pupils of whom no more can leave, whatever the plan decides."""
    most = [Fraction(max((*site.size_menu, site.stated_places(year.plus(-1)))), year_groups(site)) for site in sites]
    return ceil(sum(most, Fraction(0)))


def _leavers(x: Variables, sites: Sequence[Site], year: AcademicYear, scale: int) -> Linear:
    return x.total(x.places_before(site, year) * (scale // year_groups(site)) for site in sites)


def _entry_places(x: Variables, site: Site, year: AcademicYear, scale: int) -> Linear:
    """Entry places; where a base that the plan may enlarge is run down, all its places, which are never fewer."""
    now, part = scale * x.places(site, year), scale // year_groups(site)
    if site.size_menu and is_run_down(site, year):
        return now
    free = now - (scale - part) * x.places_before(site, year)
    return max(0.0, free) if isinstance(free, float) else free
