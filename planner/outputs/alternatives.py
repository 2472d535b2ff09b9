"""Near-best plans side by side.

`alternatives.csv`        one row a plan; key `plan`, the best plan is 1
`alternatives_goals.csv`  one row a plan and goal; key `plan`, `order`
`alternatives_bases.csv`  one row a plan and new base that is open in the last academic year; key `plan`, `site`
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from planner.domain.plan import Plan
from planner.domain.scenario import Scenario
from planner.domain.terms import AcademicYear
from planner.model.alternatives import Alternatives
from planner.model.exchange import Bases
from planner.outputs.csv_files import Missing, write_rows
from planner.outputs.plan_tables import SiteColumns, goal_rows, site_columns
from planner.outputs.run_record import plain

PLANS_FILE = "alternatives.csv"
PLAN_GOALS_FILE = "alternatives_goals.csv"
PLAN_BASES_FILE = "alternatives_bases.csv"
EVERY, SOME, ONE = "every plan found", "some plans", "this plan only"


@dataclass(frozen=True, slots=True)
class AlternativeRow:
    """A plan; shares are of the need met by the best plan, and of the need that any plan could meet at most.

    `exchanged_bases` with the earlier plan that is most alike; no near-best plan exchanges more than `.._at_most`. Both
    `z` for the best plan. `repeatable` when the clock stopped no part of its search.
    """

    plan: int
    new_bases: int
    exchanged_bases: int | None
    exchanged_bases_at_most: int | None
    tolerance: float
    tolerance_used: float
    below_any_plan_at_most: float
    repeatable: bool


@dataclass(frozen=True, slots=True)
class PlanGoalRow:
    """A goal of a plan; `held_at` is the limit of near-best plans, `z` where the goal is free.

    `bound` is what is proved of all plans, `x` where nothing is; behind the pupils without a place only the best plan
    has one, and it holds for plans that are as good in the goals before.
    """

    plan: int
    order: int
    goal: str
    unit: str
    value: int
    difference_from_best: int
    held_at: int | Missing
    bound: str


@dataclass(frozen=True, slots=True)
class PlanBaseRow:
    """A new base of a plan; `found_in` says in which of the plans found it is open, `opens` its first academic year."""

    plan: int
    base: SiteColumns
    opens: AcademicYear
    last_year_places: int
    found_in: str


@dataclass(frozen=True, slots=True)
class AlternativesSummary:
    """All rows, in order, with what was asked and whether a further plan was looked for in vain."""

    title: str
    changes: tuple[str, ...]
    tolerance: float
    plans: tuple[AlternativeRow, ...]
    goals: tuple[PlanGoalRow, ...]
    bases: tuple[PlanBaseRow, ...]
    exhausted: bool
    exhausted_bound: int | None

    def as_json(self) -> dict[str, object]:
        """Return it as plain dictionaries and lists."""
        content: dict[str, object] = plain(self)
        return content


def summarise_alternatives(found: Alternatives) -> AlternativesSummary:
    """Put the plans side by side."""
    return AlternativesSummary(
        title=found.scenario.title,
        changes=found.scenario.changes,
        tolerance=found.tolerance,
        plans=tuple(_plan_rows(found)),
        goals=tuple(_goal_rows(found)),
        bases=base_rows([(near.plan, near.bases) for near in found.plans], found.scenario),
        exhausted=found.exhausted,
        exhausted_bound=found.exhausted_bound,
    )


def write_alternatives(folder: Path, summary: AlternativesSummary) -> None:
    """Write the three tables into a folder that exists."""
    write_rows(folder / PLANS_FILE, AlternativeRow, summary.plans, none=Missing.NOT_APPLICABLE)
    write_rows(folder / PLAN_GOALS_FILE, PlanGoalRow, summary.goals)
    write_rows(folder / PLAN_BASES_FILE, PlanBaseRow, summary.bases)


def base_rows(plans: list[tuple[Plan, Bases]], scenario: Scenario) -> tuple[PlanBaseRow, ...]:
    """New bases of several plans, plan by plan in the order of sites."""
    problem = scenario.problem
    found_in = Counter(key for _, bases in plans for key in bases)
    last = problem.academic_years[-1]
    return tuple(
        PlanBaseRow(
            plan=number,
            base=site_columns(problem, problem.site_by_key[key]),
            opens=next(year for year in problem.academic_years if plan.places.get((key, year), 0) > 0),
            last_year_places=plan.places[key, last],
            found_in=EVERY if found_in[key] == len(plans) else ONE if found_in[key] == 1 else SOME,
        )
        for number, (plan, bases) in enumerate(plans, start=1)
        for key in sorted(bases)
    )


def _plan_rows(found: Alternatives) -> list[AlternativeRow]:
    return [
        AlternativeRow(
            plan=number,
            new_bases=len(near.bases),
            exchanged_bases=near.exchanged,
            exchanged_bases_at_most=near.exchanged_bound,
            tolerance=found.tolerance,
            tolerance_used=found.tolerance_used(near),
            below_any_plan_at_most=found.within_proven(near),
            repeatable=all(result.stopped_by != "clock" for result in near.plan.goals),
        )
        for number, near in enumerate(found.plans, start=1)
    ]


def _goal_rows(found: Alternatives) -> list[PlanGoalRow]:
    held = {rule.goal.name: rule.limit for rule in found.held}
    best = {result.goal: result.value for result in found.plans[0].plan.goals}
    return [
        PlanGoalRow(
            plan=number,
            order=row.order,
            goal=row.goal,
            unit=row.unit,
            value=row.value,
            difference_from_best=row.value - best[row.goal],
            held_at=held.get(row.goal, Missing.NOT_APPLICABLE),
            bound=row.bound if row.goal in held or number == 1 else Missing.NOT_AVAILABLE.value,
        )
        for number, near in enumerate(found.plans, start=1)
        for row in goal_rows(found.stated(near))
    ]
