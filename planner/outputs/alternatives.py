"""Near-best plans side by side.

`alternatives.csv`        one row a plan; key `plan`, the best plan is 1
`alternatives_goals.csv`  one row a plan and goal; key `plan`, `order`
`alternatives_bases.csv`  one row a plan and new base that is open in the last academic year; key `plan`, `site`
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from planner.domain.plan import Plan
from planner.domain.scenario import Scenario
from planner.domain.terms import AcademicYear
from planner.model.alternatives import Alternatives
from planner.model.exchange import new_bases, new_hosts
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

    `exchanged_schools` with the earlier plan that is most alike; no near-best plan exchanges more than `.._at_most`.
    Both `z` for the best plan. `repeatable` when the clock stopped no part of its search.
    """

    plan: int
    schools_with_new_base: int
    exchanged_schools: int | None
    exchanged_schools_at_most: int | None
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
    """A new base of a plan; `opens` is its first academic year.

    `found_in` says in which of the plans found this base is open, `school_found_in` in which its school has a new base.
    """

    plan: int
    base: SiteColumns
    opens: AcademicYear
    last_year_places: int
    found_in: str
    school_found_in: str


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
        bases=base_rows([near.plan for near in found.plans], found.scenario),
        exhausted=found.exhausted,
        exhausted_bound=found.exhausted_bound,
    )


def write_alternatives(folder: Path, summary: AlternativesSummary) -> None:
    """Write the three tables into a folder that exists."""
    write_rows(folder / PLANS_FILE, AlternativeRow, summary.plans, none=Missing.NOT_APPLICABLE)
    write_rows(folder / PLAN_GOALS_FILE, PlanGoalRow, summary.goals)
    write_rows(folder / PLAN_BASES_FILE, PlanBaseRow, summary.bases)


def base_rows(plans: Sequence[Plan], scenario: Scenario) -> tuple[PlanBaseRow, ...]:
    """New bases of several plans, plan by plan in the order of sites."""
    problem = scenario.problem
    bases = [new_bases(plan, problem) for plan in plans]
    of_bases = Counter(key for each in bases for key in each)
    of_schools = Counter(urn for plan in plans for urn in new_hosts(plan, problem))
    last = problem.academic_years[-1]
    return tuple(
        PlanBaseRow(
            plan=number,
            base=site_columns(problem, problem.site_by_key[key]),
            opens=next(year for year in problem.academic_years if plan.places.get((key, year), 0) > 0),
            last_year_places=plan.places[key, last],
            found_in=_found_in(of_bases[key], len(plans)),
            school_found_in=_found_in(of_schools[problem.site_by_key[key].urn or ""], len(plans)),
        )
        for number, (plan, keys) in enumerate(zip(plans, bases, strict=True), start=1)
        for key in sorted(keys)
    )


def _found_in(plans_with: int, plans: int) -> str:
    return EVERY if plans_with == plans else ONE if plans_with == 1 else SOME


def _plan_rows(found: Alternatives) -> list[AlternativeRow]:
    return [
        AlternativeRow(
            plan=number,
            schools_with_new_base=len(near.schools),
            exchanged_schools=near.exchanged,
            exchanged_schools_at_most=near.exchanged_bound,
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
