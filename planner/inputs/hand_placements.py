"""Placements put in by hand, checked against the schools: each refusal says what the school could do instead."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from planner.domain.geography import School
from planner.domain.problem import Site
from planner.domain.scenario import Rule
from planner.domain.terms import AcademicYear, NeedGroup
from planner.errors import Faults
from planner.inputs.sites import Hosts, phases_taught
from planner.inputs.suggest import note_unknown_school

if TYPE_CHECKING:
    from planner.model.rules.placements_by_hand import LockedPlacement


class HandPlacements:
    """Checks locked and forbidden placements against the schools and candidates of a scenario."""

    def __init__(
        self,
        file: str,
        schools: Mapping[str, School],
        hosts: Hosts,
        sites: Sequence[Site],
        need_groups: Sequence[NeedGroup],
        academic_years: Sequence[AcademicYear],
    ) -> None:
        self._where = f"{file}, rules.placements_by_hand"
        self._schools = schools
        self._hosts = hosts
        self._sites = {site.key: site for site in sites}
        self._need_groups = need_groups
        self._academic_years = academic_years

    def check(self, rules: Sequence[Rule], faults: Faults) -> None:
        """Note each placement that the schools or the scenario do not allow."""
        from planner.model.rules.placements_by_hand import PlacementsByHand

        for rule in rules:
            if isinstance(rule, PlacementsByHand):
                seen: set[str] = set()
                for locked in rule.locked:
                    self._check_locked(locked, seen, faults)
                    self._check_allowed(locked, rule.forbidden_urns, faults)
                for urn in rule.forbidden_urns:
                    self._is_known(urn, f"{self._where}.forbidden_urns", faults)

    def _is_known(self, urn: str, where: str, faults: Faults) -> bool:
        if urn in self._schools:
            return True
        names = {each.urn: each.name for each in self._schools.values()}
        note_unknown_school(urn, names, where, faults)
        return False

    def _place_of(self, locked: LockedPlacement) -> str:
        """Where a placement is written, as a what-if would write it."""
        phase = f"{locked.phase}:" if locked.phase is not None else ""
        written = f"{locked.urn}:{locked.need_group}:{phase}{locked.places}@{locked.academic_year}"
        return f"placement {written} (--what-if, or {self._where}.locked)"

    def _check_allowed(self, locked: LockedPlacement, forbidden_urns: Sequence[str], faults: Faults) -> None:
        if locked.urn in forbidden_urns and locked.urn in self._schools:
            found = f"{self._schools[locked.urn].name}, which is in forbidden_urns"
            remedy = "Take back the placement, or allow the school."
            faults.add(self._place_of(locked), found, "a school that is not forbidden", remedy)

    def _check_locked(self, locked: LockedPlacement, seen: set[str], faults: Faults) -> None:
        where = self._place_of(locked)
        before = len(faults)
        if not self._is_known(locked.urn, where, faults):
            return
        school = self._schools[locked.urn]
        if locked.need_group not in self._need_groups:
            expected = f"a need group of the scenario: {', '.join(self._need_groups)}"
            faults.add(where, f"need group {locked.need_group}", expected)
        if locked.academic_year not in self._academic_years:
            expected = f"an academic year from {self._academic_years[0]} to {self._academic_years[-1]}"
            faults.add(where, f"academic year {locked.academic_year}, outside the scenario", expected)
        refusal = self._hosts.refusal(locked.urn)
        if refusal is not None:
            faults.add(where, f"{school.name}, which {refusal}", "a school that may open a base")
        elif len(faults) == before:
            self._check_site(locked, school, where, seen, faults)

    def _check_site(self, locked: LockedPlacement, school: School, where: str, seen: set[str], faults: Faults) -> None:
        taught = phases_taught(school)
        if locked.phase is not None and locked.phase not in taught:
            found = f"{locked.phase}, a phase the school does not teach"
            faults.add(where, found, f"{' or '.join(taught)} at {school.name}", "Choose a phase that it teaches.")
            return
        if locked.phase is None and len(taught) > 1:
            remedy = "Name it: URN:need:phase:places@2026/27."
            faults.add(where, "no phase", f"{' or '.join(taught)}, as {school.name} teaches both", remedy)
            return
        site = self._sites[f"{locked.urn}-{locked.phase or taught[0]}-{locked.need_group}"]
        if site.earliest_opening is not None and locked.academic_year < site.earliest_opening:
            expected = f"{site.earliest_opening} or later: {site.earliest_opening_reason}"
            faults.add(where, f"{locked.academic_year}, before the site can open", expected)
        if locked.places not in site.size_menu:
            sizes = ", ".join(map(str, site.size_menu))
            faults.add(where, f"{locked.places} places", f"one of the sizes {sizes} at {school.name}")
        if site.key in seen:
            faults.add(where, "a second placement at the same school, phase and need", "one placement for each")
        seen.add(site.key)
