"""What the planner decides, and how good it is."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from planner.domain.demand import DemandKey
from planner.domain.terms import AcademicYear, Bound


@dataclass(frozen=True, slots=True, order=True)
class SiteYear:
    """A site in one academic year: places commissioned, of which new since the year before; `opens` in its first."""

    site: str
    academic_year: AcademicYear
    commissioned_places: int
    new_places: int
    opens: bool


@dataclass(frozen=True, slots=True, order=True)
class Placement:
    """Pupils of one demand cell placed at one site, under one bound of demand."""

    bound: Bound
    cell: DemandKey
    site: str
    pupils: int


@dataclass(frozen=True, slots=True, order=True)
class Unplaced:
    """Pupils of one demand cell without a place, under one bound of demand."""

    bound: Bound
    cell: DemandKey
    pupils: int


@dataclass(frozen=True, slots=True)
class GoalResult:
    """One goal in strict order: its value in `unit`, a proven lower bound, and whether the two meet.

    `stopped_by` says what ended the search: "proved"; "gap", no more is open than the scenario's gap; "nothing more to
    try", more is open and no limit was met; "work limit"; "clock", when the clock cut any part of it, proved or not:
    then the plan may not repeat; "within the tolerance", for a near-best plan that need not be the best; or "not
    searched".
    `reached` is the best value that its own search found, and `held_at` what the goals behind it may make of it: more
    than `reached` by the scenario's lock tolerance. Both are None where the goal was not searched.
    """

    order: int
    goal: str
    unit: str
    value: int
    bound: float
    proved: bool
    stopped_by: str
    reached: int | None = None
    held_at: int | None = None

    @property
    def limit(self) -> int:
        """The most that the goal may be in plans of which the bounds of the goals behind it hold."""
        return self.value if self.held_at is None else self.held_at

    @property
    def given_up(self) -> int:
        """How much worse than its own best the goal ended for the sake of the goals behind it, in `unit`."""
        return 0 if self.reached is None else max(0, self.value - self.reached)


@dataclass(frozen=True, slots=True, order=True)
class Violation:
    """A rule that a plan breaks: which, where, by how much."""

    rule: str
    where: str
    found: str


@dataclass(frozen=True)
class Plan:
    """Places for every site and year, pupils placed and unplaced for every bound, goals for the planning bound.

    `site_years` holds every site in every academic year, closed ones with 0 places; all tuples are sorted.
    """

    bound: Bound
    site_years: tuple[SiteYear, ...]
    placements: tuple[Placement, ...]
    unplaced: tuple[Unplaced, ...]
    goals: tuple[GoalResult, ...]

    @cached_property
    def places(self) -> dict[tuple[str, AcademicYear], int]:
        """Commissioned places by site key and academic year."""
        return {(row.site, row.academic_year): row.commissioned_places for row in self.site_years}

    @cached_property
    def occupied(self) -> dict[tuple[Bound, str, AcademicYear], int]:
        """Occupied places by bound, site key and academic year; missing = 0."""
        total: dict[tuple[Bound, str, AcademicYear], int] = {}
        for row in self.placements:
            key = (row.bound, row.site, row.cell.academic_year)
            total[key] = total.get(key, 0) + row.pupils
        return total

    def total_places(self, academic_year: AcademicYear) -> int:
        """Commissioned places of all sites in one academic year."""
        return sum(places for (_, year), places in self.places.items() if year == academic_year)
