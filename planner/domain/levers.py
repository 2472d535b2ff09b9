"""What a programme or a reform does to demand from a date on: levers, and the change of what demand is counted from."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum

from planner.domain.terms import AcademicYear, Bound, NeedGroup, Phase

WITHOUT_LEVERS = "without_levers"
WITH_ALL = "with_all"
DEMAND_BASIS = "demand_basis"


class ActsOn(StrEnum):
    """Where a lever meets the flow.

    `requests`: fewer plans are made, so fewer pupils with a plan transfer in later years too.
    `new_placements`: as many plans are made, fewer of the new ones name a base.
    `phase_transfers`: fewer of those who change phase with a plan need a base in the next one.
    """

    REQUESTS = "requests"
    NEW_PLACEMENTS = "new_placements"
    PHASE_TRANSFERS = "phase_transfers"


class Basis(StrEnum):
    """What demand is counted from once the basis has changed; before, and where it never does, it is EHC plans.

    `specialist_packages`: whoever enters, newly or by a phase transfer, is counted by packages.
    `mixed`: who is new is counted by packages, who has a plan keeps it through the transfer.
    """

    SPECIALIST_PACKAGES = "specialist_packages"
    MIXED = "mixed"


@dataclass(frozen=True, slots=True)
class Lever:
    """One workstream that is on. `effect` names the assumption with the share of entries that no longer come.

    The effect grows evenly over `ramp_years` years, the first being `from_academic_year`; 1 = whole at once. No
    `localities` = the whole council, no `phases` = all of them.
    """

    name: str
    effect: str
    from_academic_year: AcademicYear
    ramp_years: int
    acts_on: tuple[ActsOn, ...]
    phases: tuple[Phase, ...] = ()
    localities: tuple[str, ...] = ()

    def reached(self, academic_year: AcademicYear) -> float:
        """Share of the full effect in one year, 0 before the first and 1 after the last of the ramp."""
        years = academic_year.start - self.from_academic_year.start + 1
        return min(max(years / self.ramp_years, 0.0), 1.0)


@dataclass(frozen=True, slots=True)
class BasisChange:
    """The dated change of basis. `ratio` names the assumption with pupils who need a base for each one on EHC plans."""

    basis: Basis
    ratio: str
    from_academic_year: AcademicYear


@dataclass(frozen=True, slots=True)
class DemandDrivers:
    """Everything that is on, levers in the order of the scenario; nothing is on by default."""

    levers: tuple[Lever, ...] = ()
    basis_change: BasisChange | None = None

    def __bool__(self) -> bool:
        """Whether anything is on."""
        return bool(self.levers) or self.basis_change is not None

    @property
    def assumption_names(self) -> list[str]:
        """Names of the assumptions that hold the effects."""
        ratio = [] if self.basis_change is None else [self.basis_change.ratio]
        return [*(lever.effect for lever in self.levers), *ratio]

    def one_by_one(self) -> list[tuple[str, DemandDrivers]]:
        """Nothing on, then one more each time: levers in their order, the change of basis last; with their names."""
        steps = [(WITHOUT_LEVERS, DemandDrivers())]
        for number, lever in enumerate(self.levers, start=1):
            steps.append((lever.name, DemandDrivers(self.levers[:number])))
        if self.basis_change is not None:
            steps.append((DEMAND_BASIS, self))
        return steps

    def by_localities(self, localities: Iterable[str]) -> dict[DemandDrivers, list[str]]:
        """Localities by what acts in them; each key holds its levers without their localities."""
        groups: dict[DemandDrivers, list[str]] = {}
        for locality in localities:
            here = [lever for lever in self.levers if not lever.localities or locality in lever.localities]
            acting = tuple(replace(lever, localities=()) for lever in here)
            groups.setdefault(DemandDrivers(acting, self.basis_change), []).append(locality)
        return groups


@dataclass(frozen=True, slots=True, order=True)
class BridgeLine:
    """Whole pupils who need a place, of one step from the forecast without levers to the demand that is planned for.

    `pupils` of the first step (`without_levers`) and of the last (`with_all`) are counts, of the steps between them
    changes. The first and the changes sum to the last.
    """

    bound: Bound
    academic_year: AcademicYear
    phase: Phase
    need_group: NeedGroup
    order: int
    step: str
    pupils: int
