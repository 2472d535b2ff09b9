"""Leaving a primary base for a secondary one: who leaves where, which entry places fit, from places alone.

A base is counted as full and its pupils as spread evenly over its year groups. Of its places last year one year group
leaves; of a secondary base's places all are entry places but those of the year groups that stay.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from fractions import Fraction

from planner.domain.problem import Problem, Site
from planner.domain.terms import PHASE_NCY, AcademicYear, Band, NeedGroup, Phase
from planner.model.transfer_flow import fair_gaps, least_gap

_LAST_PRIMARY, _FIRST_SECONDARY = PHASE_NCY[Phase.PRIMARY][1], PHASE_NCY[Phase.SECONDARY][0]
LEAVING, ENTERING = Band(_LAST_PRIMARY, _LAST_PRIMARY), Band(_FIRST_SECONDARY, _FIRST_SECONDARY)

# Commissioned places of a site in an academic year, also in the year before the first one.
Places = Callable[[Site, AcademicYear], int]


@dataclass(frozen=True, slots=True)
class Transition:
    """Leavers of the bases of one locality and designation in one academic year, in pupils.

    `entry_places` are those within reach that fit, also where leavers of other localities compete for them.
    `gap` are the leavers without an entry place, shared fairly among those who compete.
    """

    academic_year: AcademicYear
    locality: str
    need_groups: tuple[NeedGroup, ...]
    leavers: Fraction
    entry_places: Fraction
    gap: Fraction


Way = Callable[[str, Site], float | None]
"""How far a site is from an area; None where nobody knows."""


class Transfers:
    """Leaving and entry bases among `sites` and which fit; leavers go as far as `furthest` in the unit of `way`.

    `leaving` are bases that end with Year 6, `entry` those that begin with Year 7: nobody has to leave a base that
    takes both, and it has no intake in Year 7. Leavers live in the area nearest to their base's school. `fits` stands
    beside `leaving` and gives positions in `entry`. Amounts are counted in whole parts of a pupil, `scale` of them
    each. Sites that stand nowhere, or are for no need that the scenario plans for, are left out.
    """

    def __init__(self, problem: Problem, way: Way, furthest: float, sites: Iterable[Site]) -> None:
        self._problem, self._way, self._furthest = problem, way, furthest
        planned = frozenset(problem.need_groups)
        self._needs = {site.key: planned.intersection(site.need_groups) for site in sites if site.urn}
        located = [problem.site_by_key[key] for key, needs in self._needs.items() if needs]
        self.leaving = tuple(site for site in located if site.takes(LEAVING) and not site.takes(ENTERING))
        self.entry = tuple(site for site in located if site.takes(ENTERING) and not site.takes(LEAVING))
        self.scale = math.lcm(*{year_groups(site) for site in (*self.leaving, *self.entry)})
        reached = {urn: self._reached(urn) for urn in {site.urn: None for site in self.leaving}}
        self.fits = tuple(
            tuple(n for n in reached[site.urn] if self._needs[site.key] & self._needs[self.entry[n].key])
            for site in self.leaving
        )

    def groups(self) -> dict[tuple[int, ...], list[Site]]:
        """Leaving sites by the entry sites that fit them."""
        groups: dict[tuple[int, ...], list[Site]] = {}
        for site, fit in zip(self.leaving, self.fits, strict=True):
            groups.setdefault(fit, []).append(site)
        return dict(sorted(groups.items()))

    def gap(self, places: Places, academic_year: AcademicYear) -> Fraction:
        """Least number of leavers of one year, in pupils, without an entry place."""
        year = self._year(places, academic_year)
        return Fraction(least_gap(year.amounts, year.room, year.fits), self.scale)

    def transitions(self, places: Places, academic_year: AcademicYear) -> list[Transition]:
        """Leavers and gaps of one year by locality and designation, sorted; bases that nobody leaves are left out."""
        year = self._year(places, academic_year)
        shares = fair_gaps(year.amounts, year.room, year.fits)
        rows: dict[tuple[str, tuple[NeedGroup, ...]], _Row] = {}
        for sites, fit, amount, gap in zip(year.groups, year.fits, year.amounts, shares, strict=True):
            for site in sites:
                row = rows.setdefault((str(self._problem.locality_of_site(site)), site.need_groups), _Row())
                leavers = Fraction(year.leavers[site.key], self.scale)
                row.leavers += leavers
                row.gap += leavers * gap / amount
                row.fit.update(fit)
        return [
            Transition(
                academic_year,
                *key,
                row.leavers,
                Fraction(sum(year.room[number] for number in row.fit), self.scale),
                row.gap,
            )
            for key, row in sorted(rows.items())
        ]

    def _reached(self, urn: str | None) -> list[int]:
        """Entry sites within the limit of the area nearest to a school."""
        home = self._problem.nearest_area.get(urn or "")
        if home is None:
            return []
        ways = [self._way(home.code, site) for site in self.entry]
        return [number for number, way in enumerate(ways) if way is not None and way <= self._furthest]

    def _year(self, places: Places, academic_year: AcademicYear) -> _Year:
        before, scale = academic_year.plus(-1), self.scale
        room = []
        for site in self.entry:
            filled = places(site, before)
            free = (places(site, academic_year) - filled) * scale + filled * scale // year_groups(site)
            room.append(max(0, free))
        year = _Year([], [], {}, [], room)
        position: dict[tuple[int, ...], int] = {}
        for site, fit in zip(self.leaving, self.fits, strict=True):
            leavers = places(site, before) * scale // year_groups(site)
            if leavers:
                open_fit = tuple(number for number in fit if room[number])
                year.add(position.setdefault(open_fit, len(position)), open_fit, site, leavers)
        return year


@dataclass(frozen=True, slots=True)
class _Year:
    """One year: groups of leaving sites with what fits them and their leavers, and the room of the entry sites."""

    groups: list[list[Site]]
    fits: list[tuple[int, ...]]
    leavers: dict[str, int]
    amounts: list[int]
    room: list[int]

    def add(self, group: int, fit: tuple[int, ...], site: Site, leavers: int) -> None:
        """Add the leavers of a site to the group of that fit, which may be new."""
        if group == len(self.groups):
            self.groups.append([])
            self.fits.append(fit)
            self.amounts.append(0)
        self.groups[group].append(site)
        self.amounts[group] += leavers
        self.leavers[site.key] = leavers


@dataclass(slots=True)
class _Row:
    """Sums of one locality and designation, in pupils, and positions of the entry sites within reach."""

    leavers: Fraction = Fraction(0)
    gap: Fraction = Fraction(0)
    fit: set[int] = field(default_factory=set)


def year_groups(site: Site) -> int:
    """Year groups of a base: how many years a pupil stays who comes in the first of them."""
    return site.ncy_high - site.ncy_low + 1


def is_run_down(site: Site, academic_year: AcademicYear) -> bool:
    """Whether the register states fewer places than the year before."""
    return site.stated_places(academic_year) < site.stated_places(academic_year.plus(-1))
