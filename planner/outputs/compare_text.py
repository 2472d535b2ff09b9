"""A comparison as lines of text: totals first, then the single places and localities that change.

Only the planning bound is told; changes.csv holds them all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from planner.outputs.text_lines import pounds, text_table

if TYPE_CHECKING:
    from planner.outputs.compare import Change, Comparison

SECTIONS: tuple[tuple[str, str], ...] = (
    ("commissioned_places", "Commissioned places"),
    ("base_in_locality", "Localities with a base of their own"),
    ("unplaced_pupils", "Pupils without a place"),
    ("placed_pupils", "Pupils placed"),
    ("pupil_travel", "Travel of placed pupils, pupil-metres one way"),
    ("amount", "Money"),
)
UNKNOWN = "not planned"


def comparison_text(comparison: Comparison) -> str:
    """Write all sections, a blank line between them and a line feed at the end."""
    head = [
        f"Before: {comparison.title_before}",
        f"After:  {comparison.title_after}",
        f"Pupils and money on the {comparison.bound} bound; changes.csv holds every bound.",
    ]
    sections = [head, *(_totals(comparison, measure, title) for measure, title in SECTIONS)]
    sections += [_sites(comparison), _localities(comparison), _goals(comparison)]
    if not comparison.changes:
        sections.append(["Nothing changes."])
    return "\n\n".join("\n".join(lines) for lines in sections if lines) + "\n"


def _totals(comparison: Comparison, measure: str, title: str) -> list[str]:
    moved = {change.key.measure for change in comparison.changes if change.key.bound in ("", comparison.bound)}
    told = [change for change in comparison.totals if change.key.bound in ("", comparison.bound)]
    chosen = [change for change in told if change.key.measure == measure and change.before != change.after]
    if not chosen:
        return [f"{title}: sums as before, single places or localities differ."] if measure in moved else []
    write = pounds if measure == "amount" else _count
    rows = [["", "before", "after", "change"]]
    rows += [[_label(change), *_cells(change, write)] for change in chosen]
    return [title, *text_table(rows)]


def _label(change: Change) -> str:
    key = change.key
    words = (key.academic_year or key.financial_year, key.band or key.phase, key.budget, key.pathway)
    return " ".join(word for word in words if word)


def _cells(change: Change, write: Callable[[int], str]) -> Iterator[str]:
    for value in (change.before, change.after):
        yield UNKNOWN if value is None else write(value)
    if change.change is None:
        yield "-"
    else:
        yield f"+{write(change.change)}" if change.change > 0 else write(change.change)


def _sites(comparison: Comparison) -> list[str]:
    chosen = [change for change in comparison.changes if change.key.measure == "commissioned_places"]
    rows = [[f"{row.key.academic_year} {row.key.school_name} ({row.key.site})", *_cells(row, _count)] for row in chosen]
    return ["Places by site", *text_table([["", "before", "after", "change"], *rows])] if rows else []


def _localities(comparison: Comparison) -> list[str]:
    chosen = [change for change in comparison.changes if change.key.measure == "base_in_locality" and change.change]
    lines = [
        f"  {row.key.academic_year} {row.key.locality}, {row.key.band}: "
        f"{'gains its first base' if row.after else 'loses its only base'}"
        for row in chosen
    ]
    return ["Bases in localities", *lines] if lines else []


def _goals(comparison: Comparison) -> list[str]:
    chosen = [change for change in comparison.changes if change.key.measure.startswith("goal_")]
    rows = [
        [f"{row.key.measure.removeprefix('goal_')} ({row.key.unit}, {row.key.bound})", *_cells(row, _count)]
        for row in chosen
    ]
    return ["Goals", *text_table([["", "before", "after", "change"], *rows])] if rows else []


def _count(value: int) -> str:
    return f"{value:,}"
