"""One set of openings for several bounds of demand, in words: what it costs, what it saves, what is decided now."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from planner.domain.problem import Problem
from planner.domain.scenario import Scenario
from planner.domain.terms import NeedGroup
from planner.model.robust.result import Measure
from planner.model.robust.settings import JUDGED_GOAL, Criterion
from planner.outputs.alternatives_text import NEED_CODES
from planner.outputs.goal_lines import goal_amount, unit_words
from planner.outputs.robust import LATER, NOW, RobustGoalRow, RobustOpeningRow, RobustRow, RobustSummary
from planner.outputs.text_lines import school_list, text_table

TWO = 2
BELOW_NOUGHT = (
    'Below 0: the "best plan for it alone" is the best that was found, not proved; openings for all may do better.'
)
ASSUMED = "How likely each estimate is, no source says"


def robust_text(summary: RobustSummary, scenario: Scenario) -> str:
    """Write all sections, a blank line between them and a line feed at the end."""
    labels = {goal.name: goal.label for goal in scenario.goals}
    sections = [
        [f"{summary.title} (as at {scenario.as_at}): openings for {_listed(summary.bounds)} demand", *summary.changes],
        [*_question(summary, scenario)],
        _costs(summary, labels[JUDGED_GOAL]),
        [*_proof(summary)],
        _ordinary(summary),
        [*_before(summary, labels)],
        _decided_now(summary),
        _later(summary),
        _counted(summary, labels),
    ]
    return "\n\n".join("\n".join(lines) for lines in sections if lines) + "\n"


def _question(summary: RobustSummary, scenario: Scenario) -> Iterator[str]:
    if not summary.years_now:
        yield "Nothing is decided now: each estimate of demand has a plan of its own."
    elif len(summary.years_now) == len(scenario.problem.academic_years):
        yield "Every year is decided now: one plan, whatever demand comes."
    else:
        yield f"What opens or grows in {_years_now(summary)} is decided now, the same whatever demand comes."
        yield "Later years may differ."
    yield from _nothing_can_open(summary, scenario.problem)
    if summary.criterion is Criterion.WORST_REGRET:
        yield "Judged by the worst regret: how much worse the plan for an estimate is than the best one for it alone."
        return
    weights = ", ".join(f"{bound} {weight}" for bound, weight in summary.weights)
    yield f"Judged by the average over the estimates, weighted {weights}."
    stated = "the weights are the assumption of whoever asks" if summary.weights_given else "equal weights are assumed"
    yield f"{ASSUMED}: {stated} (--weights lower=1,central=2,upper=1)."


def _nothing_can_open(summary: RobustSummary, problem: Problem) -> Iterator[str]:
    """Warn that the years decided now end before the first base could open: then they decide nothing."""
    years = problem.academic_years
    earliest = [site.earliest_opening for site in problem.sites if site.earliest_opening is not None]
    if not summary.years_now or not earliest or min(earliest) <= summary.years_now[-1]:
        return
    yield f"But the first year in which a new base can open is {min(earliest)}, so this decides nothing."
    if min(earliest) in years:
        yield f"--years-now {years.index(min(earliest)) + 1} is the least that decides something."


def _costs(summary: RobustSummary, label: str) -> list[str]:
    chosen = _judged(summary)
    rows = [["", "best plan for it alone", "this plan", "more than the best"]]
    rows += [[row.bound, f"{row.own_value:,}", f"{row.robust_value:,}", _more(row)] for row in chosen]
    if summary.criterion is Criterion.WEIGHTED:
        own = _average(summary, [row.own_value for row in chosen])
        here = _average(summary, [row.robust_value for row in chosen])
        rows.append(["average", f"{own:,.1f}", f"{here:,.1f}", f"{here - own:,.1f}"])
    lines = [f"{label} ({chosen[0].unit}): what being ready for all estimates costs", *text_table(rows)]
    if any(row.more_than_own_at_most != row.more_than_own for row in chosen):
        lines.append('  "to" is how much it could be at most: a better plan for that estimate alone is not ruled out.')
    if any(row.more_than_own < 0 for row in chosen):
        lines.append(f"  {BELOW_NOUGHT}")
    return lines


def _more(row: RobustRow) -> str:
    least, most = f"{row.more_than_own:,}", goal_amount(row.more_than_own_at_most or 0, row.unit)
    return least if row.more_than_own_at_most == row.more_than_own else f"{least} to {most}"


def _proof(summary: RobustSummary) -> Iterator[str]:
    goal = summary.goals[-1]
    if goal.measure is Measure.WEIGHTED_SUM:
        total = sum(weight for _, weight in summary.weights)
        what, value, bound = "average", f"{goal.value / total:,.1f}", f"{goal.bound / total:,.1f}"
    else:
        what, value, bound = "worst regret", f"{goal.value:,}", goal_amount(goal.bound, goal.unit)
    if goal.proved:
        yield f"No set of plans that begins alike has a lower {what} than {value} (proved)."
    else:
        yield f"No set of plans that begins alike has a lower {what} than {bound} (proved); this one has {value}."
    if goal.measure is Measure.WORST_REGRET and min(goal.value, goal.bound) < 0:
        yield BELOW_NOUGHT
    if goal.stopped_by == "clock":
        yield "The clock stopped the search: run again, it may differ."


def _ordinary(summary: RobustSummary) -> list[str]:
    chosen = _judged(summary)
    if not summary.years_now:
        return []
    rows = [["", "kept in all years", f"kept in {_years_now(summary)} only", "this plan"]]
    for row in chosen:
        rows.append([row.bound, f"{row.kept_value:,}", f"{row.kept_now_value:,}", f"{row.robust_value:,}"])
    lines = [f"What the best plan for {summary.ordinary} demand alone would give instead", *text_table(rows)]
    differ = [row for row in chosen if row.kept_value != row.robust_value]
    for row in differ:
        more = row.kept_value - row.robust_value
        count = f"{abs(more):,} {row.unit} {'more' if more > 0 else 'fewer'}"
        lines.append(f"  Keeping it, if {row.bound} demand comes, leaves {count} without a place than this plan.")
    return lines if differ else [*lines, "  Keeping it in all years is as good as this plan on every estimate."]


def _before(summary: RobustSummary, labels: dict[str, str]) -> Iterator[str]:
    if len(summary.goals) > 1:
        yield "Goals before it, the same on every estimate"
    for goal in summary.goals[:-1]:
        yield f"  {labels[goal.goal]}: {goal_amount(goal.value, goal.unit)} {unit_words(goal.unit)}{_proved(goal)}"


def _proved(goal: RobustGoalRow) -> str:
    return ", proved" if goal.proved else f"; no plan gets below {goal_amount(goal.bound, goal.unit)}"


def _decided_now(summary: RobustSummary) -> list[str]:
    chosen = [row for row in summary.openings if row.decided == NOW and row.bound == summary.bounds[0]]
    if not summary.years_now:
        return []
    if not chosen:
        return ["Decided now: nothing new opens or grows in these years."]
    ordered = sorted(chosen, key=lambda row: (row.first_academic_year, row.base.school_name, row.base.site))
    places = sum(row.added_places_now for row in chosen)
    head = f"Decided now: {places} new places at {len(chosen)} sites"
    return [head, *(f"  {row.first_academic_year}  {_where(row)}, {row.added_places_now} places" for row in ordered)]


def _later(summary: RobustSummary) -> list[str]:
    """Places that later years add by estimate, and which sites are the same in all of them."""
    rows = [["", "sites that open or grow later", "places added later"]]
    for bound in summary.bounds:
        chosen = [row for row in summary.openings if row.bound == bound]
        later = [row for row in chosen if row.added_places_last_year > row.added_places_now]
        added = sum(row.added_places_last_year - row.added_places_now for row in later)
        rows.append([bound, str(len(later)), str(added)])
    if all(row[1] == "0" for row in rows[1:]):
        return []
    lines = ["Decided later, once demand is seen", *text_table(rows)]
    new = [
        {row.base.site: row for row in summary.openings if row.bound == bound and row.decided == LATER}
        for bound in summary.bounds
    ]
    shared = [new[0][key] for key in new[0] if all(key in each for each in new)]
    if shared:
        names = school_list(sorted({row.base.school_name for row in shared}))
        lines.append(f"  On every estimate a base opens or grows later at: {names}.")
    return lines


def _counted(summary: RobustSummary, labels: dict[str, str]) -> list[str]:
    """Goals behind the judged one, of this plan and of each estimate's own best."""
    behind = list(dict.fromkeys(row.goal for row in summary.rows if row.own_bound is None))
    if not behind:
        return []
    rows = [["this plan (best plan for it alone)", *summary.bounds]]
    for goal in behind:
        chosen = [row for row in summary.rows if row.goal == goal]
        cells = (
            f"{goal_amount(row.robust_value, row.unit)} ({goal_amount(row.own_value, row.unit)})" for row in chosen
        )
        rows.append([f"{labels[goal]} ({unit_words(chosen[0].unit)})", *cells])
    return ["Counted, but not made small", *text_table(rows)]


def _judged(summary: RobustSummary) -> list[RobustRow]:
    return [row for row in summary.rows if row.goal == JUDGED_GOAL]


def _average(summary: RobustSummary, values: Sequence[int]) -> float:
    weights = [weight for _, weight in summary.weights]
    return sum(weight * value for weight, value in zip(weights, values, strict=True)) / sum(weights)


def _where(row: RobustOpeningRow) -> str:
    base = row.base
    needs = " and ".join(NEED_CODES[NeedGroup(need)] for need in base.need_group.split("+"))
    return f"{base.school_name} ({base.urn}), {base.locality}: {base.phase}, {needs}"


def _years_now(summary: RobustSummary) -> str:
    first, *_, last = *summary.years_now, summary.years_now[-1]
    return str(first) if first == last else f"{first} {'and' if len(summary.years_now) == TWO else 'to'} {last}"


def _listed(words: Iterable[str]) -> str:
    """Words with commas, the last with "and"."""
    *most, last = words
    return f"{', '.join(most)} and {last}" if most else last
