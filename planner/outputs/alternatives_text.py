"""Near-best plans in words: what they trade, which bases they share and which only one of them has."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from planner.domain.scenario import Scenario
from planner.domain.terms import NeedGroup
from planner.model.alternatives import NEAR_BEST_GOAL
from planner.outputs.alternatives import (
    EVERY,
    ONE,
    SOME,
    AlternativeRow,
    AlternativesSummary,
    PlanBaseRow,
    PlanGoalRow,
)
from planner.outputs.compare_goals import IN_WORDS
from planner.outputs.csv_files import Missing
from planner.outputs.goal_lines import goal_amount, unit_words
from planner.outputs.text_lines import text_table

NOT_OPEN = "-"
SECOND = 2
CAUTION = "  In every plan found is not in every possible plan: a near-best plan without such a school may exist."
# As what-ifs name them.
NEED_CODES = {
    NeedGroup.COMMUNICATION_INTERACTION: "C&I",
    NeedGroup.SEMH: "SEMH",
    NeedGroup.COGNITION_LEARNING: "C&L",
    NeedGroup.SENSORY_PHYSICAL: "S&P",
}


def alternatives_text(summary: AlternativesSummary, scenario: Scenario) -> str:
    """Write all sections, a blank line between them and a line feed at the end."""
    labels = {goal.name: goal.label for goal in scenario.goals}
    sections = [
        [f"{summary.title} (as at {scenario.as_at}, planned on the {scenario.bound} bound)", *summary.changes],
        [*_near_best(summary)],
        _goals(summary, labels),
        [*_trades(summary)],
        _schools(summary, EVERY, "Schools with a new base in every plan found", CAUTION),
        _schools(summary, SOME, "In some of the plans found"),
        _schools(summary, ONE, "In one of the plans only"),
        [*_clock(summary.plans)],
    ]
    return "\n\n".join("\n".join(lines) for lines in sections if lines) + "\n"


def _near_best(summary: AlternativesSummary) -> Iterator[str]:
    pupils = next(row for row in summary.goals if row.goal == NEAR_BEST_GOAL)
    plans = "1 plan" if len(summary.plans) == 1 else f"{len(summary.plans)} plans"
    yield f"{plans} within {summary.tolerance:.2%} of the need that the best plan meets"
    before = ", ".join(row.goal for row in summary.goals if row.plan == 1 and row.order < pupils.order)
    if before:
        yield f"  As good as the best plan in {before}."
    least = "" if pupils.bound == Missing.NOT_AVAILABLE else f", and no plan gets below {_bound(pupils)}"
    yield (
        f"  At most {pupils.held_at:,} weighted pupil-years without a place; the best plan has {pupils.value:,}{least}."
    )
    if summary.exhausted:
        yield f"  {_no_more(summary)}"


def _no_more(summary: AlternativesSummary) -> str:
    if summary.exhausted_bound == 0:
        return "There are no more: no other near-best plan exchanges a school with all of these (proved)."
    most = summary.exhausted_bound
    return f"No more were found; one that exchanges up to {most} schools with all of these is not ruled out."


def _goals(summary: AlternativesSummary, labels: dict[str, str]) -> list[str]:
    rows = [["", *(f"plan {row.plan}" for row in summary.plans)]]
    for first in (row for row in summary.goals if row.plan == 1):
        values = (goal_amount(row.value, row.unit) for row in summary.goals if row.goal == first.goal)
        rows.append([f"{first.order} {labels[first.goal]} ({unit_words(first.unit)})", *values])
    rows.append(["Tolerance used", *(f"{row.tolerance_used:.2%}" for row in summary.plans)])
    below = (f"{row.below_any_plan_at_most:.2%}" for row in summary.plans)
    rows.append(["Need left unmet that another plan might meet, at most", *below])
    rows.append(
        ["Schools with a new base in the last year", *(str(row.schools_with_new_base) for row in summary.plans)]
    )
    return [
        "What they trade (plan 1 is the best; the others are the best of those that differ as much)",
        *text_table(rows),
    ]


def _trades(summary: AlternativesSummary) -> Iterator[str]:
    for plan in summary.plans[1:]:
        exchanged, most = plan.exchanged_schools, plan.exchanged_schools_at_most
        rest = "; no near-best plan exchanges more" + ("" if most == exchanged else f" than {most}") + " (proved)"
        least, other = ("", "plan 1") if plan.plan == SECOND else ("at least ", "each earlier plan")
        schools = f"{least}{exchanged} of {plan.schools_with_new_base} schools"
        yield f"Plan {plan.plan} exchanges {schools} with {other}{rest}."
        yield f"  Against plan 1: {_differences([row for row in summary.goals if row.plan == plan.plan])}."


def _differences(goals: Sequence[PlanGoalRow]) -> str:
    told = [
        f"{IN_WORDS.get(row.goal, row.goal.replace('_', ' '))} "
        f"{'+' if row.difference_from_best > 0 else ''}{goal_amount(row.difference_from_best, row.unit)} "
        f"{unit_words(row.unit)}"
        for row in goals
        if row.difference_from_best
    ]
    return "; ".join(told) or "the same in every goal"


def _schools(summary: AlternativesSummary, found_in: str, title: str, caution: str = "") -> list[str]:
    chosen = [row for row in summary.bases if row.school_found_in == found_in]
    if not chosen or len(summary.plans) == 1:
        return []
    schools = dict.fromkeys(_school(row) for row in sorted(chosen, key=_order))
    table = [["need and places in the last year", *(f"plan {plan.plan}" for plan in summary.plans)]]
    for school in schools:
        bases = [row for row in chosen if _school(row) == school]
        table.append([school, *(_cell(bases, plan.plan) for plan in summary.plans)])
    return [f"{title}: {len(schools)}", *([caution] if caution else []), *text_table(table)]


def _order(row: PlanBaseRow) -> tuple[str, str, str, str]:
    return row.base.district, row.base.locality, row.base.school_name, row.base.urn


def _school(row: PlanBaseRow) -> str:
    return f"{row.base.school_name} ({row.base.urn}), {row.base.locality}"


def _cell(bases: Sequence[PlanBaseRow], plan: int) -> str:
    """Bases of a school in one plan; the phase is told where the school has bases of two."""
    several = len({row.base.phase for row in bases}) > 1
    told = (
        f"{f'{row.base.phase} ' if several else ''}{_needs(row)} {row.last_year_places}"
        for row in bases
        if row.plan == plan
    )
    return ", ".join(told) or NOT_OPEN


def _needs(row: PlanBaseRow) -> str:
    return "+".join(NEED_CODES[NeedGroup(need)] for need in row.base.need_group.split("+"))


def _bound(row: PlanGoalRow) -> str:
    return goal_amount(float(row.bound), row.unit)


def _clock(plans: Sequence[AlternativeRow]) -> Iterator[str]:
    stopped = [str(row.plan) for row in plans if not row.repeatable]
    if stopped:
        yield f"The clock stopped the search of plan {', '.join(stopped)}, so another run may give other plans."
