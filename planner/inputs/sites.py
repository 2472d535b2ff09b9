"""Sites of a problem: provisions of the register, and candidates at schools that may host one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from planner.domain.assumption import Assumptions
from planner.domain.geography import School
from planner.domain.problem import Site
from planner.domain.terms import NCY_LOWEST, PHASE_NCY, AcademicYear, NeedGroup, Phase, ProvisionType, SiteStatus
from planner.errors import Faults
from planner.inputs.opening import earliest_opening
from planner.inputs.pack_rows import CONSULTED, ProvisionRow
from planner.inputs.scenario_file import Candidates
from planner.inputs.suggest import note_unknown_school

BASE_PHASES = (Phase.PRIMARY, Phase.SECONDARY)
ASSUMPTION_NAMES = (
    *(f"capital_fixed_{phase}_gbp" for phase in BASE_PHASES),
    *(f"capital_per_place_{phase}_gbp" for phase in BASE_PHASES),
    *(f"max_places_{phase}" for phase in BASE_PHASES),
    *("small_school_pupils", "lead_time_maintained_months", "lead_time_academy_months"),
)


def range_of_phase(school: School, phase: Phase) -> tuple[int, int] | None:
    """Year groups that a base of this phase takes at a school; None when it teaches none of them.

    A primary base at a school with nursery classes takes them in; nursery classes alone make no primary base.
    """
    low, high = PHASE_NCY[phase]
    if school.ncy_high < low or school.ncy_low > high:
        return None
    lowest = NCY_LOWEST if phase is Phase.PRIMARY else low
    return max(school.ncy_low, lowest), min(school.ncy_high, high)


def phases_taught(school: School) -> list[Phase]:
    """Phases in which a school can have a base."""
    return [phase for phase in BASE_PHASES if range_of_phase(school, phase) is not None]


def register_sites(rows: Sequence[ProvisionRow], schools: Mapping[str, School], faults: Faults) -> list[Site]:
    """Existing and committed sites; steps that are only consulted on are left out."""
    steps: dict[str, list[ProvisionRow]] = {}
    for row in rows:
        if row.status != CONSULTED:
            steps.setdefault(row.site, []).append(row)
    sites = []
    for site_rows in steps.values():
        ordered = sorted(site_rows, key=lambda row: row.academic_year)
        _check_steps(ordered, faults)
        sites.append(_register_site(ordered, schools, faults))
    return sites


def _check_steps(rows: Sequence[ProvisionRow], faults: Faults) -> None:
    first = rows[0]
    for row in rows[1:]:
        for column in ("urn", "phase", "ncy_low", "ncy_high", "need_groups", "provision_type"):
            if getattr(row, column) != getattr(first, column):
                faults.add(
                    f"{row.where}, column {column}",
                    f"another entry than in the first step of site {row.site}",
                    "the same in each step of a site",
                    "Correct it, or give the provision a site of its own.",
                )


def _register_site(rows: Sequence[ProvisionRow], schools: Mapping[str, School], faults: Faults) -> Site:
    first = rows[0]
    ncy_low, ncy_high = _register_range(first, schools, faults)
    existing = any(row.status == SiteStatus.EXISTING for row in rows)
    return Site(
        key=first.site,
        urn=first.urn,
        name=first.school_name,
        phase=first.phase,
        ncy_low=ncy_low,
        ncy_high=ncy_high,
        need_groups=first.need_groups,
        provision_type=first.provision_type,
        status=SiteStatus.EXISTING if existing else SiteStatus.COMMITTED,
        steps=tuple((row.academic_year, row.commissioned_places) for row in rows),
        size_menu=(),
        max_places=max((row.max_places for row in rows if row.max_places is not None), default=None),
        earliest_opening=None,
        earliest_opening_reason="",
        capital_fixed_gbp=0,
        capital_per_place_gbp=0,
        stated_capital_gbp=tuple((row.academic_year, row.capital_gbp) for row in rows if row.capital_gbp is not None),
        quality=first.quality,
        source=first.source,
    )


def _register_range(row: ProvisionRow, schools: Mapping[str, School], faults: Faults) -> tuple[int, int]:
    phase_range = PHASE_NCY[row.phase]
    if row.urn is None:
        taught: tuple[int, int] | None = phase_range
    else:
        taught = range_of_phase(schools[row.urn], row.phase)
    if taught is None:
        school = schools[row.urn or ""]
        faults.add(
            f"{row.where}, column phase",
            f"a {row.phase} base at {school.name}, which teaches NCY {school.ncy_low} to {school.ncy_high}",
            "a phase that the school teaches",
        )
        return phase_range
    low = taught[0] if row.ncy_low is None else row.ncy_low
    high = taught[1] if row.ncy_high is None else row.ncy_high
    if low > high:
        faults.add(f"{row.where}, column ncy_low", f"NCY {low} to {high}", "a low year group not above the high one")
    return low, high


class Hosts:
    """Schools that may open a base in this scenario, and why the others may not."""

    def __init__(self, candidates: Candidates, schools: Mapping[str, School], register: Sequence[Site]) -> None:
        self._candidates = candidates
        self._schools = schools
        self._bases = {site.urn: site.key for site in sorted(register, key=lambda site: site.key, reverse=True)}

    def refusal(self, urn: str) -> str | None:
        """Reason why a known school may not open a base, as the end of a sentence; None when it may."""
        school, candidates = self._schools[urn], self._candidates
        if not school.may_host:
            return f"may not host: {school.may_host_reason}"
        if urn in candidates.exclude_urns:
            return "is left out by candidates.exclude_urns"
        if candidates.include_urns and urn not in candidates.include_urns:
            return "is not in candidates.include_urns"
        if urn in self._bases and not candidates.second_base:
            return f"has base {self._bases[urn]} already, and candidates.second_base is not true"
        if not phases_taught(school):
            return "teaches neither the primary nor the secondary phase"
        return None

    def check(self, where: str, faults: Faults) -> None:
        """Note each URN of the scenario that no school has."""
        names = {school.urn: school.name for school in self._schools.values()}
        for key in ("exclude_urns", "include_urns"):
            for urn in getattr(self._candidates, key):
                if urn not in self._schools:
                    note_unknown_school(urn, names, f"{where}, candidates.{key}", faults)


def size_menu(school: School, phase: Phase, candidates: Candidates, assumptions: Assumptions) -> tuple[int, ...]:
    """Sizes within the building limit of the phase; a small school gets the smallest only, an unknown roll all."""
    sizes = candidates.sizes.primary if phase is Phase.PRIMARY else candidates.sizes.secondary
    fitting = tuple(size for size in sizes if size <= assumptions.value(f"max_places_{phase}"))
    small = school.pupils_on_roll is not None and school.pupils_on_roll < assumptions.value("small_school_pupils")
    return fitting[:1] if small else fitting


def check_menus(candidates: Candidates, assumptions: Assumptions, where: str, faults: Faults) -> None:
    """Note each phase whose sizes are all above the building limit."""
    for phase, sizes in ((Phase.PRIMARY, candidates.sizes.primary), (Phase.SECONDARY, candidates.sizes.secondary)):
        limit = assumptions.value(f"max_places_{phase}")
        if min(sizes) > limit:
            expected = f"a size within max_places_{phase}, which is {limit:g}"
            faults.add(f"{where}, candidates.sizes.{phase}", f"sizes from {min(sizes)}", expected)


def candidate_sites(
    hosts: Hosts,
    schools: Mapping[str, School],
    candidates: Candidates,
    need_groups: Sequence[NeedGroup],
    as_at: date,
    assumptions: Assumptions,
) -> list[Site]:
    """One site for each school that may host, phase that it teaches and need group of the scenario."""
    sites = []
    for urn, school in schools.items():
        if hosts.refusal(urn) is None:
            for phase in phases_taught(school):
                menu = size_menu(school, phase, candidates, assumptions)
                opening = earliest_opening(school.governance, as_at, assumptions)
                sites += [_candidate(school, phase, need, menu, opening, assumptions) for need in need_groups]
    return sites


def _candidate(
    school: School,
    phase: Phase,
    need_group: NeedGroup,
    menu: tuple[int, ...],
    opening: tuple[AcademicYear, str],
    assumptions: Assumptions,
) -> Site:
    ncy_low, ncy_high = range_of_phase(school, phase) or PHASE_NCY[phase]
    return Site(
        key=f"{school.urn}-{phase}-{need_group}",
        urn=school.urn,
        name=school.name,
        phase=phase,
        ncy_low=ncy_low,
        ncy_high=ncy_high,
        need_groups=(need_group,),
        provision_type=ProvisionType.RESOURCED_PROVISION,
        status=SiteStatus.CANDIDATE,
        steps=(),
        size_menu=menu,
        max_places=menu[-1] if menu else None,
        earliest_opening=opening[0],
        earliest_opening_reason=opening[1],
        capital_fixed_gbp=round(assumptions.value(f"capital_fixed_{phase}_gbp")),
        capital_per_place_gbp=round(assumptions.value(f"capital_per_place_{phase}_gbp")),
    )
