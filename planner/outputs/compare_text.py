"""A comparison as lines of text: totals first, then the single places and localities that change.

Only the planning bound is told; changes.csv holds them all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from planner.domain.forecast import Budget, Pathway
from planner.domain.terms import AcademicYear
from planner.outputs.compare_goals import cautions, clock_line, goal_table
from planner.outputs.demand_bridge import step_words
from planner.outputs.goal_lines import PUPIL_METRES, goal_amount
from planner.outputs.text_lines import pounds, text_table
from planner.outputs.words import BUDGET_WORDS, PATHWAY_WORDS

if TYPE_CHECKING:
    from planner.outputs.compare import Change, Comparison

PLACES, BASES, TRAVEL, MONEY = "commissioned_places", "base_in_locality", "pupil_travel", "amount"
BEFORE_CAUTION: tuple[tuple[str, str], ...] = (
    (PLACES, "Commissioned places"),
    (BASES, "Localities with a base of their own"),
    ("unplaced_pupils", "Pupils without a place"),
    ("placed_pupils", "Pupils placed"),
)
AFTER_CAUTION = ((TRAVEL, "Travel of placed pupils, {unit} one way"), (MONEY, "Money"))
IN_MINUTES = "pupil_minutes"
UNKNOWN = "not planned"
NOT_COMPARABLE = "Travel of placed pupils: one plan reckons in minutes and the other in metres, so nothing is compared."
# Whole pounds are rounded so that lines sum to their totals, which can move a line by one pound.
ROUNDING_GBP = 1


def comparison_text(comparison: Comparison) -> str:
    """Write all sections, a blank line between them and a line feed at the end."""
    sections = [_head(comparison), _demand(comparison)]
    sections += [*(_totals(comparison, *section) for section in BEFORE_CAUTION)]
    moving = [lines for lines in (_totals(comparison, *section) for section in AFTER_CAUTION) if lines]
    sections += [list(cautions(comparison.before, comparison.after)) if moving else [], *moving]
    sections += [_sites(comparison), _localities(comparison)]
    if comparison.changes or comparison.demand or comparison.levers:
        sections.append(goal_table(comparison.before, comparison.after))
    else:
        sections.append(["Nothing changes."])
    return "\n\n".join("\n".join(lines) for lines in sections if lines) + "\n"


def _head(comparison: Comparison) -> list[str]:
    before, after = comparison.before, comparison.after
    return [
        f"Before: {before.title}",
        *(f"        {change}" for change in before.scenario_changes),
        f"After:  {after.title}",
        *(f"        {change}" for change in after.scenario_changes),
        f"Pupils and money on the {comparison.bound} bound; changes.csv holds every bound.",
        *clock_line(before, after),
    ]


def _demand(comparison: Comparison) -> list[str]:
    """Which levers differ, and what caused the change of the pupils who need a place in the last year that differs."""
    lines = ["Levers on demand that differ", *(f"  {line}" for line in comparison.levers)] if comparison.levers else []
    told = [line for line in comparison.demand if line.bound is comparison.bound and line.change is not None]
    if not told:
        return lines
    last = max(line.academic_year for line in told)
    sums: dict[str, list[int]] = {}
    for line in told:
        if line.academic_year == last:
            sides = sums.setdefault(line.step, [0, 0])
            sides[0] += line.before or 0
            sides[1] += line.after or 0
    rows = [["", "change"], *([step_words(step), f"{after - before:+,}"] for step, (before, after) in sums.items())]
    return [*lines, f"Change of the pupils who need a place in {last}, by what causes it", *text_table(rows)]


def _totals(comparison: Comparison, measure: str, title: str) -> list[str]:
    chosen = _told(comparison.totals, comparison, measure)
    if measure == TRAVEL:
        units = {row.key.unit for row in comparison.totals if row.key.measure == TRAVEL}
        if len(units) > 1:
            return [NOT_COMPARABLE]
        title = title.format(unit="pupil-minutes" if IN_MINUTES in units else "pupil-km")
    if not chosen:
        moved = _told(comparison.changes, comparison, measure)
        return [f"{title}: sums as before, single places or localities differ."] if moved else []
    rows = [["", "before", "after", "change"]]
    rows += [[_label(change), *_cells(change, _writer(change))] for change in chosen]
    return [title, *text_table(rows)]


def _writer(change: Change) -> Callable[[int], str]:
    if change.key.measure == TRAVEL and change.key.unit != IN_MINUTES:
        return partial(goal_amount, unit=PUPIL_METRES)
    return pounds if change.key.measure == MONEY else _count


def _told(changes: Iterable[Change], comparison: Comparison, measure: str) -> list[Change]:
    """Changes of one measure on the planning bound, without rounding of money."""
    bounds = ("", comparison.bound)
    moved = [row for row in changes if row.key.measure == measure and row.key.bound in bounds]
    return [row for row in moved if row.before != row.after and not _is_rounding(row)]


def _is_rounding(change: Change) -> bool:
    return change.key.measure == MONEY and change.change is not None and abs(change.change) <= ROUNDING_GBP


def _label(change: Change) -> str:
    key = change.key
    if key.measure == MONEY:
        budget = BUDGET_WORDS[Budget(key.budget)]
        money = f"{budget[0].lower()}{budget[1:]}: {PATHWAY_WORDS[Pathway(key.pathway)]}"
        return f"{key.financial_year} {key.phase} {money}"
    return " ".join(word for word in (key.academic_year, key.band or key.phase) if word)


def _cells(change: Change, write: Callable[[int], str]) -> Iterator[str]:
    for value in (change.before, change.after):
        yield UNKNOWN if value is None else write(value)
    if change.change is None:
        yield "-"
    else:
        yield f"+{write(change.change)}" if change.change > 0 else write(change.change)


def _sites(comparison: Comparison) -> list[str]:
    spans = _spans(change for change in comparison.changes if change.key.measure == PLACES)
    rows = [[f"{when} {row.key.school_name} ({row.key.site})", *_cells(row, _count)] for when, row in spans]
    return ["Places by site", *text_table([["", "before", "after", "change"], *rows])] if rows else []


def _localities(comparison: Comparison) -> list[str]:
    lines = [
        f"  {when} {row.key.locality}, {row.key.band}: {'gains its first base' if row.after else 'loses its only base'}"
        for when, row in _spans(row for row in comparison.changes if row.key.measure == BASES and row.change)
    ]
    return ["Bases in localities", *lines] if lines else []


def _spans(changes: Iterable[Change]) -> Iterator[tuple[str, Change]]:
    """Changes that are equal in consecutive academic years as one, with "first to last" year; by first year."""
    spans: list[list[Change]] = []
    for change in changes:
        open_span = next((span for span in spans if _continues(span[-1], change)), None)
        if open_span is None:
            spans.append([change])
        else:
            open_span.append(change)
    for span in spans:
        years = dict.fromkeys((span[0].key.academic_year, span[-1].key.academic_year))
        yield " to ".join(years), span[0]


def _continues(last: Change, change: Change) -> bool:
    following = AcademicYear.parse(last.key.academic_year).plus(1)
    expected = replace(last.key, academic_year=str(following))
    return expected == change.key and (last.before, last.after) == (change.before, change.after)


def _count(value: int) -> str:
    return f"{value:,}"
