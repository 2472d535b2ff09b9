"""Placements that a person has put in or ruled out: the what-if.

Policy   A commissioner's decision, a member's question, a head's refusal.
Equation places[s,t] = chosen from the chosen year on, opens[s,t] = 0 before;  opens[s,t] = 0 if forbidden (R13)
Units    places.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from planner.domain.plan import Plan, Violation
from planner.domain.problem import Problem, Site
from planner.domain.terms import AcademicYear, NeedGroup, Phase

if TYPE_CHECKING:
    from ortools.math_opt.python import mathopt

    from planner.model.variables import Variables


@dataclass(frozen=True, slots=True)
class LockedPlacement:
    """So many places of a need at a school from a year on; `phase` None = the only phase the school teaches."""

    urn: str
    need_group: NeedGroup
    places: int
    academic_year: AcademicYear
    phase: Phase | None = None

    def site(self, problem: Problem) -> Site | None:
        """The candidate meant; None when there is none or more than one."""
        found = [
            site
            for site in problem.sites
            if site.is_candidate
            and site.urn == self.urn
            and self.need_group in site.need_groups
            and self.phase in (None, site.phase)
        ]
        return found[0] if len(found) == 1 else None


@dataclass(frozen=True, slots=True)
class PlacementsByHand:
    """`locked` placements happen as given; schools in `forbidden_urns` open no new base."""

    locked: tuple[LockedPlacement, ...] = ()
    forbidden_urns: tuple[str, ...] = ()
    name: str = "placements_by_hand"

    def constrain(self, model: mathopt.Model, x: Variables, problem: Problem) -> None:
        """Fix what is locked, close what is forbidden."""
        for lock in self.locked:
            site = lock.site(problem)
            if site is not None:
                for academic_year in problem.academic_years:
                    chosen = lock.places if academic_year >= lock.academic_year else 0
                    row = f"placements_by_hand[{site.key},{academic_year}]"
                    model.add_linear_constraint(x.places(site, academic_year) == chosen, name=row)
        for site in x.decided_sites:
            if site.urn in self.forbidden_urns and site.is_candidate:
                for academic_year in problem.academic_years:
                    x.close(site, academic_year)

    def violations(self, plan: Plan, problem: Problem) -> Iterator[Violation]:
        """Yield each locked placement that is not as given, and each base at a forbidden school."""
        for lock in self.locked:
            site = lock.site(problem)
            for academic_year in problem.academic_years:
                chosen = lock.places if academic_year >= lock.academic_year else 0
                found = plan.places.get((site.key if site else "", academic_year), 0)
                if found != chosen:
                    where = f"{lock.urn} {lock.need_group} in {academic_year}"
                    yield Violation("placements_by_hand", where, f"{found} places, {chosen} are locked")
        for row in plan.site_years:
            site = problem.site_by_key[row.site]
            if row.commissioned_places and site.is_candidate and site.urn in self.forbidden_urns:
                yield Violation("placements_by_hand", f"{row.site} in {row.academic_year}", "the school is forbidden")
