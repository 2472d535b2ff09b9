"""One set of openings for several bounds of demand, as tables.

`robust.csv`           one row a bound and goal: this plan beside what else could be had; key `bound`, `order`
`robust_goals.csv`     one row a goal over all bounds, with what is proved; key `order`
`robust_openings.csv`  one row a bound and site to which the plan adds places; key `bound`, `site`
`robust.json`          all of them, with the settings
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from planner.domain.plan import Plan
from planner.domain.problem import Problem
from planner.domain.scenario import Scenario
from planner.domain.terms import AcademicYear, Bound
from planner.model.robust.result import BoundLine, Measure, RobustGoal, RobustPlan
from planner.model.robust.settings import Criterion
from planner.outputs.csv_files import Missing, write_rows
from planner.outputs.plan_tables import SiteColumns, site_columns
from planner.outputs.run_record import Origin, plain

LINES_FILE = "robust.csv"
GOALS_FILE = "robust_goals.csv"
OPENINGS_FILE = "robust_openings.csv"
JSON_FILE = "robust.json"
NOW, LATER = "now", "later"


@dataclass(frozen=True, slots=True)
class RobustRow:
    """A goal of one bound's plan; `own` is the best plan known for that bound alone, the bounds are proved.

    `more_than_own` is what being ready for all bounds costs this one: at least and at most, `x` where nothing is
    proved because the goal was only evaluated. `kept_value`: the ordinary plan, searched as far as the judged goal and
    kept in all years; `kept_now_value`: kept in the years decided now, later years decided again for the bound.
    """

    bound: Bound
    order: int
    goal: str
    unit: str
    own_value: int
    own_bound: float | None
    robust_value: int
    more_than_own: int
    more_than_own_at_most: float | None
    kept_value: int
    kept_now_value: int
    kept_now_bound: float | None

    @classmethod
    def of(cls, line: BoundLine) -> RobustRow:
        """Take it from a line of the plan."""
        return cls(
            bound=line.bound,
            order=line.order,
            goal=line.goal,
            unit=line.unit,
            own_value=line.own_value,
            own_bound=line.own_bound,
            robust_value=line.robust_value,
            more_than_own=line.regret_at_least,
            more_than_own_at_most=line.regret_at_most,
            kept_value=line.kept_value,
            kept_now_value=line.kept_now_value,
            kept_now_bound=line.kept_now_bound,
        )


@dataclass(frozen=True, slots=True)
class RobustGoalRow:
    """A goal over all bounds; `measure` says what its value is: the same for all, a weighted sum or a worst regret."""

    order: int
    goal: str
    unit: str
    measure: Measure
    value: int
    bound: float
    proved: bool
    stopped_by: str

    @classmethod
    def of(cls, goal: RobustGoal) -> RobustGoalRow:
        """Take it from a goal of the plan."""
        return cls(
            order=goal.order,
            goal=goal.goal,
            unit=goal.unit,
            measure=goal.measure,
            value=goal.value,
            bound=goal.bound,
            proved=goal.proved,
            stopped_by=goal.stopped_by,
        )


@dataclass(frozen=True, slots=True)
class RobustOpeningRow:
    """A site to which one bound's plan adds places beyond those stated; `decided` is "now" or "later".

    `added_places_now` in the last year that is decided now, `added_places_last_year` in the last year of the plan.
    """

    bound: Bound
    base: SiteColumns
    decided: str
    first_academic_year: AcademicYear
    added_places_now: int
    added_places_last_year: int


@dataclass(frozen=True, slots=True)
class RobustSummary:
    """All rows in order, and what was asked; `weights` by bound, all 1 where `weights_given` is false."""

    title: str
    changes: tuple[str, ...]
    criterion: Criterion
    weights: tuple[tuple[Bound, int], ...]
    weights_given: bool
    years_now: tuple[AcademicYear, ...]
    ordinary: Bound
    goals: tuple[RobustGoalRow, ...]
    rows: tuple[RobustRow, ...]
    openings: tuple[RobustOpeningRow, ...]

    @property
    def bounds(self) -> tuple[Bound, ...]:
        """Bounds in the order lower, central, upper."""
        return tuple(bound for bound, _ in self.weights)

    def as_json(self) -> dict[str, object]:
        """Return it as plain dictionaries and lists."""
        content: dict[str, object] = plain(self)
        return {**content, "weights": {str(bound): weight for bound, weight in self.weights}}


def summarise_robust(robust: RobustPlan, scenario: Scenario) -> RobustSummary:
    """Put a robust plan into rows."""
    settings = robust.settings
    return RobustSummary(
        title=scenario.title,
        changes=scenario.changes,
        criterion=settings.criterion,
        weights=tuple(zip(settings.bounds, settings.weights, strict=True)),
        weights_given=settings.weights_given,
        years_now=robust.years_now,
        ordinary=robust.ordinary,
        goals=tuple(map(RobustGoalRow.of, robust.goals)),
        rows=tuple(map(RobustRow.of, robust.lines)),
        openings=tuple(
            row
            for bound, plan in robust.by_bound.items()
            for row in _openings(bound, plan, scenario.problem, robust.years_now)
        ),
    )


def write_robust(folder: Path, summary: RobustSummary, origin: Origin) -> None:
    """Write the tables and robust.json into a folder that exists."""
    write_rows(folder / LINES_FILE, RobustRow, summary.rows, none=Missing.NOT_AVAILABLE)
    write_rows(folder / GOALS_FILE, RobustGoalRow, summary.goals)
    write_rows(folder / OPENINGS_FILE, RobustOpeningRow, summary.openings)
    text = json.dumps({"origin": plain(origin), **summary.as_json()}, indent=2, ensure_ascii=False, allow_nan=False)
    (folder / JSON_FILE).write_text(text + "\n", encoding="utf-8", newline="\n")


def _openings(
    bound: Bound, plan: Plan, problem: Problem, years_now: tuple[AcademicYear, ...]
) -> Iterator[RobustOpeningRow]:
    for site in problem.sites:
        added = {year: plan.places[site.key, year] - site.stated_places(year) for year in problem.academic_years}
        more = [year for year, places in added.items() if places > 0]
        if more:
            yield RobustOpeningRow(
                bound=bound,
                base=site_columns(problem, site),
                decided=NOW if more[0] in years_now else LATER,
                first_academic_year=more[0],
                added_places_now=added[years_now[-1]] if years_now else 0,
                added_places_last_year=added[problem.academic_years[-1]],
            )
