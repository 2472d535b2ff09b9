"""The frontier between two measures as tables.

`frontier.csv`        one row a limit that was searched, the tightest first; key `limit`
`frontier_bases.csv`  one row a plan of the frontier and new base that is open in the last academic year
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from pathlib import Path

from planner.domain.plan import GoalResult
from planner.domain.scenario import Goal
from planner.model.frontier import Frontier, FrontierPoint
from planner.outputs.alternatives import PlanBaseRow, base_rows
from planner.outputs.csv_files import Missing, write_rows
from planner.outputs.run_record import plain

POINTS_FILE = "frontier.csv"
POINT_BASES_FILE = "frontier_bases.csv"


@dataclass(frozen=True, slots=True)
class FrontierRow:
    """What was found under one limit on the second measure, `z` where there was none.

    `plan` is the number of the plan among those that no other beats in both measures, by the second measure; `z` where
    one does. No plan under the limit has the first measure below `first_at_least`. `proved`: no plan with as little of
    the second measure has less of the first, as the search under this limit or a looser one says.
    """

    limit: int | None
    plan: int | None
    first: str
    first_unit: str
    first_value: int
    first_at_least: float
    second: str
    second_unit: str
    second_value: int
    proved: bool
    stopped_by: str


@dataclass(frozen=True, slots=True)
class PlanOnFrontier:
    """A plan by number: no plan with as little of the second measure has the first below `first_at_least`."""

    plan: int
    first_value: int
    first_at_least: float
    second_value: int

    @property
    def proved(self) -> bool:
        """Whether no plan with as little of the second measure has less of the first."""
        return is_least(self.first_value, self.first_at_least)


def is_least(value: int, at_least: float) -> bool:
    """Whether a value of the first measure meets its bound; measures are whole numbers."""
    return value - at_least < 1


@dataclass(frozen=True, slots=True)
class FrontierSummary:
    """All of it for readers: `second_at_least` is what no plan has the second measure below."""

    title: str
    changes: tuple[str, ...]
    as_at: str
    bound: str
    first: Goal
    second: Goal
    held: tuple[GoalResult, ...]
    rows: tuple[FrontierRow, ...]
    plans: tuple[PlanOnFrontier, ...]
    bases: tuple[PlanBaseRow, ...]
    second_at_least: float
    complete: bool

    @property
    def is_repeatable(self) -> bool:
        """Whether another run gives the same frontier: the clock stopped no search."""
        stops = [*(row.stopped_by for row in self.rows), *(goal.stopped_by for goal in self.held)]
        return "clock" not in stops

    @property
    def first_at_least(self) -> float:
        """What no plan has the first measure below, whatever the second."""
        return next(row.first_at_least for row in self.rows if row.limit is None)

    def as_json(self) -> dict[str, object]:
        """Return it as plain dictionaries and lists."""
        content: dict[str, object] = plain(self)
        return {**content, "first": self.first.name, "second": self.second.name}


def summarise_frontier(found: Frontier) -> FrontierSummary:
    """Number the plans that no other beats and list every limit."""
    scenario, best = found.scenario, found.best
    numbers = {(point.first, point.second): number for number, point in enumerate(best, start=1)}
    return FrontierSummary(
        title=scenario.title,
        changes=scenario.changes,
        as_at=str(scenario.as_at),
        bound=scenario.bound,
        first=found.first,
        second=found.second,
        held=found.held,
        rows=tuple(_row(found, point, numbers.get((point.first, point.second))) for point in found.points),
        plans=tuple(
            PlanOnFrontier(number, point.first, found.bound_at(point.second), point.second)
            for number, point in enumerate(best, start=1)
        ),
        bases=base_rows([point.plan for point in best], scenario),
        second_at_least=found.second_bound,
        complete=found.complete,
    )


def write_frontier(folder: Path, summary: FrontierSummary) -> None:
    """Write both tables into a folder that exists."""
    write_rows(folder / POINTS_FILE, FrontierRow, summary.rows, none=Missing.NOT_APPLICABLE)
    write_rows(folder / POINT_BASES_FILE, PlanBaseRow, summary.bases)


def _row(found: Frontier, point: FrontierPoint, number: int | None) -> FrontierRow:
    return FrontierRow(
        limit=point.limit,
        plan=number,
        first=found.first.name,
        first_unit=found.first.unit,
        first_value=point.first,
        first_at_least=found.bound_at(math.inf if point.limit is None else point.limit),
        second=found.second.name,
        second_unit=found.second.unit,
        second_value=point.second,
        proved=is_least(point.first, found.bound_at(point.second)),
        stopped_by=point.stopped_by,
    )
