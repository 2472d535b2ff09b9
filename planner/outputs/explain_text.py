"""An explanation laid out for a terminal or a note: sentences first, the numbers in small tables behind."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence

from planner.model.explain.questions import PRICE, WHY
from planner.outputs.explain import AnswerRow, DifferenceRow, ExplanationSummary
from planner.outputs.goal_lines import goal_amount, unit_words
from planner.outputs.text_lines import text_table

WIDTH = 110
ITEM_INDENT = "    "
NOT_COMPARED = "not compared"
SAME = "the same"


def explanation_text(summary: ExplanationSummary) -> str:
    """Write all sections, a blank line between them and a line feed at the end."""
    head = [f"{summary.title} (as at {summary.as_at}, planned on the {summary.bound} bound)", *summary.changes]
    sections = [head]
    if summary.no_plan:
        lines = (summary.no_plan[0].upper() + summary.no_plan[1:]).splitlines()
        sections.append([part for line in lines for part in _wrapped(line, ITEM_INDENT * line.startswith("  -"))])
    for answer in summary.answers:
        if answer.question != PRICE:
            sections += _school(answer, summary.differences)
    return _laid_out([*sections, *_prices(summary), _notes(summary)])


def prices_text(summary: ExplanationSummary) -> str:
    """The sections on what each rule costs alone."""
    return _laid_out([*_prices(summary), _notes(summary)])


def _laid_out(sections: Sequence[Sequence[str]]) -> str:
    return "\n\n".join("\n".join(lines) for lines in sections if lines) + "\n"


def _notes(summary: ExplanationSummary) -> list[str]:
    return [line for note in summary.notes for line in _wrapped(note, "")]


def _prices(summary: ExplanationSummary) -> list[list[str]]:
    """What each rule costs, in sentences and as a table; empty where nobody asked."""
    prices = [answer for answer in summary.answers if answer.question == PRICE]
    if not prices:
        return []
    rows = [["rule", "goal", "the plan", "without it", "at least", "at most"]]
    for answer in prices:
        row = _decisive([each for each in summary.differences if _is_of(each, answer)])
        if row is not None:
            rows.append([f"{answer.subject}{'' if answer.name == 'left out' else ' (farther)'}", *_cells(row)])
    sentences = [line for answer in prices for line in _wrapped(f"- {answer.says}", "  ")]
    return [["What each rule costs", *sentences], ["The goal that decides", *text_table(rows)]]


def _school(answer: AnswerRow, differences: Sequence[DifferenceRow]) -> list[list[str]]:
    asked = "Why" if answer.question == WHY else "Why not"
    paragraphs = [line for text in answer.says.splitlines() for line in _wrapped(text, "")]
    lines = [f"{asked} {answer.name} ({answer.subject})?", *paragraphs]
    rows = [row for row in differences if _is_of(row, answer)]
    if not answer.compared:
        return [lines]
    side = "without it" if answer.question == WHY else "with it"
    cells = [["goals in strict order", "the plan", side, "at least", "at most"]]
    for row in rows:
        cells.append([f"{row.goal} ({unit_words(row.unit)})", *_cells(row)[1:]])
    return [lines, text_table(cells)]


def _decisive(rows: Sequence[DifferenceRow]) -> DifferenceRow | None:
    """The first goal that differs or may; the last one where none does."""
    differing = [row for row in rows if _differs(row)]
    return next(iter(differing), rows[-1] if rows else None)


def _differs(row: DifferenceRow) -> bool:
    """Whether the best values found differ, or may; what one side gave up does not count."""
    if row.at_least is None:
        return bool(row.change)
    granted = row.other_given_up - row.plan_given_up
    return row.change != granted or (row.at_least, row.at_most) != (0, 0)


def _cells(row: DifferenceRow) -> list[str]:
    values = [
        _with_given_up(row.plan_value, row.plan_given_up, row.unit),
        _with_given_up(row.other_value, row.other_given_up, row.unit),
    ]
    if row.at_least is None or row.at_most is None:
        return [row.goal, values[0], values[1], NOT_COMPARED, NOT_COMPARED]
    if row.at_least == row.at_most == 0:
        return [row.goal, *values, SAME, SAME]
    return [row.goal, *values, _signed(row.at_least, row.unit), _signed(row.at_most, row.unit)]


def _with_given_up(value: int, given_up: int, unit: str) -> str:
    """A value, and how much of it was given up beyond the goal's own best."""
    granted = f" ({goal_amount(given_up, unit)} given up)" if given_up else ""
    return f"{goal_amount(value, unit)}{granted}"


def _signed(amount: int, unit: str) -> str:
    return f"{'+' if amount > 0 else ''}{goal_amount(amount, unit)}"


def _is_of(row: DifferenceRow, answer: AnswerRow) -> bool:
    return (row.question, row.subject) == (answer.question, answer.subject)


def _wrapped(text: str, indent: str) -> list[str]:
    """Lines of a text, which may be empty."""
    wrapped = textwrap.wrap(text, WIDTH, subsequent_indent=indent, break_on_hyphens=False, break_long_words=False)
    return wrapped or [""]
