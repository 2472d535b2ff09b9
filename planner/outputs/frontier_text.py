"""A frontier in words: what each further step of one measure gives in the other, and what is proved."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise

from planner.domain.scenario import Goal
from planner.outputs.frontier import FrontierSummary, PlanOnFrontier
from planner.outputs.goal_lines import METRES_IN_KILOMETRE, PUPIL_METRES, goal_amount, unit_words
from planner.outputs.text_lines import pounds, text_table

POUNDS = "pounds"
MOST_STRETCHES = 3
# A stretch may leave the plans by this share of the whole range of the first measure before one more is used.
STRAIGHT_SHARE = 0.08
# A rate that differs by less is told as the same.
NOTICEABLE = 0.15


@dataclass(frozen=True, slots=True)
class Stretch:
    """A run of plans along which the first measure falls at about one rate."""

    start: PlanOnFrontier
    end: PlanOnFrontier

    @property
    def rate(self) -> float:
        """How much the first measure falls for one unit more of the second."""
        fall = self.start.first_value - self.end.first_value
        return fall / (self.end.second_value - self.start.second_value)


def frontier_text(summary: FrontierSummary) -> str:
    """Write all sections, a blank line between them and a line feed at the end."""
    sections = [
        [f"{summary.title} (as at {summary.as_at}, planned on the {summary.bound} bound)", *summary.changes],
        _table(summary),
        ["In words", *(f"  {sentence}" for sentence in _sentences(summary))],
        [*_proof(summary)],
    ]
    return "\n\n".join("\n".join(lines) for lines in sections if lines) + "\n"


def amount(value: float, goal: Goal) -> str:
    """Write a value of a measure with its unit."""
    if goal.unit == POUNDS:
        return pounds(round(value))
    return f"{goal_amount(value, goal.unit)} {unit_words(goal.unit)}"


def stretches(plans: Sequence[PlanOnFrontier]) -> tuple[Stretch, ...]:
    """Fewest straight stretches from plan to plan that stay close to all plans, at most MOST_STRETCHES."""
    if len(plans) < 2:
        return ()
    allowed = STRAIGHT_SHARE * (plans[0].first_value - plans[-1].first_value)
    chosen: tuple[int, ...] = ()
    for count in range(min(MOST_STRETCHES, len(plans) - 1)):
        corners = combinations(range(1, len(plans) - 1), count)
        chosen = min(((0, *inner, len(plans) - 1) for inner in corners), key=lambda corner: _strays(plans, corner))
        if _strays(plans, chosen) <= allowed:
            break
    return tuple(Stretch(plans[start], plans[end]) for start, end in pairwise(chosen))


def _strays(plans: Sequence[PlanOnFrontier], corners: Sequence[int]) -> float:
    """Furthest that any plan lies from the straight stretches between corners, in the first measure."""
    furthest = 0.0
    for start, end in pairwise(corners):
        stretch = Stretch(plans[start], plans[end])
        for plan in plans[start:end]:
            along = plan.second_value - stretch.start.second_value
            furthest = max(furthest, abs(plan.first_value - stretch.start.first_value + stretch.rate * along))
    return furthest


def _table(summary: FrontierSummary) -> list[str]:
    first, second = summary.first, summary.second
    head = [f"{first.label} ({_unit(first)}) against", f"{second.label} ({_unit(second)})"]
    rows = [["plan", second.name, first.name, "no plan with as little has less than"]]
    for plan in summary.plans:
        least = "proved" if plan.proved else _bare(plan.first_at_least, first)
        rows.append([str(plan.plan), _bare(plan.second_value, second), _bare(plan.first_value, first), least])
    return [*head, *text_table(rows)]


def _sentences(summary: FrontierSummary) -> Iterator[str]:
    plans, second = summary.plans, summary.second
    if len(plans) == 1:
        yield f"One plan is best in both: {amount(plans[0].second_value, second)} and {_first(summary, plans[0])}."
        return
    step = _step(plans[-1].second_value - plans[0].second_value, second)
    before: float | None = None
    for stretch in stretches(plans):
        ends = f"From {amount(stretch.start.second_value, second)} to {amount(stretch.end.second_value, second)}"
        gives = _gives(summary.first, _rate(stretch.rate * step, summary.first))
        yield f"{ends} each further {amount(step, second)} {gives}{_change(before, stretch.rate)}."
        before = stretch.rate
    yield _beyond(summary, plans[-1])


def _beyond(summary: FrontierSummary, last: PlanOnFrontier) -> str:
    beyond, stays = f"Beyond {amount(last.second_value, summary.second)}", _first(summary, last)
    if last.first_value - summary.first_at_least < 1:
        return f"{beyond} nothing more is gained: no plan gets below {stays} (proved)."
    least = amount(math.ceil(summary.first_at_least), summary.first)
    return f"{beyond} no better plan than {stays} was found; none gets below {least} (proved)."


def _first(summary: FrontierSummary, plan: PlanOnFrontier) -> str:
    return amount(plan.first_value, summary.first)


def _gives(first: Goal, rate: str) -> str:
    if first.name.startswith("unplaced"):
        return f"places about {rate.replace(' ', ' more ', 1)}"
    return f"saves about {rate}"


def _change(before: float | None, now: float) -> str:
    if before is None or abs(now - before) < NOTICEABLE * before:
        return ""
    return ", less than before" if now < before else ", more than before"


def _proof(summary: FrontierSummary) -> Iterator[str]:
    yield "What is proved"
    first, second = summary.first, summary.second
    for goal in summary.held:
        least = "proved" if goal.proved else f"no plan below {goal_amount(goal.bound, goal.unit)}"
        value = f"{goal_amount(goal.value, goal.unit)} {unit_words(goal.unit)}"
        yield f"  Held before both: {goal.goal} at {value} ({least})."
    least_second = amount(math.ceil(summary.second_at_least), second)
    yield f"  No plan {'that holds these ' if summary.held else ''}has {second.name} below {least_second}."
    yield f"  However much of it, none has {first.name} below {amount(math.ceil(summary.first_at_least), first)}."
    if summary.complete:
        yield "  These plans are the whole frontier: no other plan is better in one measure and not worse in the other."
    else:
        yield "  Between the plans and the bounds a better plan may lie; the chart shows where."
    if not summary.is_repeatable:
        yield "  The clock stopped a search, so another run may give another frontier."


def _step(span: int, second: Goal) -> int:
    """A power of ten that goes at least twice into the span: what one speaks of as a further step."""
    scale = METRES_IN_KILOMETRE if second.unit == PUPIL_METRES else 1
    return int(scale * 10 ** max(0, math.floor(math.log10(max(1.0, span / scale / 2)))))


def _rate(value: float, first: Goal) -> str:
    if first.unit == POUNDS:
        return pounds(_two_digits(value))
    kilometres = first.unit == PUPIL_METRES
    shown = value / METRES_IN_KILOMETRE if kilometres else value
    rounded = f"{_two_digits(shown):,}" if shown >= 10 else f"{shown:.1f}"
    return f"{rounded} {unit_words(first.unit)}"


def _two_digits(value: float) -> int:
    digits = max(0, math.floor(math.log10(max(1.0, abs(value)))) - 1)
    return int(round(value, -digits))


def _unit(goal: Goal) -> str:
    return unit_words(goal.unit)


def _bare(value: float, goal: Goal) -> str:
    """Value without its unit, which the head of the table says."""
    return pounds(math.ceil(value)) if goal.unit == POUNDS else goal_amount(value, goal.unit)
