"""Localities and year groups whose promised base only one of two plans has."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from planner.domain.plan import Plan
from planner.domain.scenario import Scenario
from planner.domain.terms import AcademicYear, Band
from planner.model.rules.coverage_promise import CoveragePromise

SHOWN_GAPS = 4

Gap = tuple[str, Band, AcademicYear]


@dataclass(frozen=True, slots=True)
class GapChange:
    """Gaps by locality, band and academic year: `new` in the other plan alone, `closed` in the plan alone."""

    new: tuple[Gap, ...]
    closed: tuple[Gap, ...]


def gap_change(plan: Plan, other: Plan, scenario: Scenario) -> GapChange:
    """What the promise of the scenario lacks in one of the plans only, whether or not the other has to keep it."""
    promises = [rule for rule in scenario.rules if isinstance(rule, CoveragePromise)]
    here, there = ([gap for rule in promises for gap in rule.gaps(each, scenario.problem)] for each in (plan, other))
    return GapChange(
        new=tuple(gap for gap in there if gap not in here), closed=tuple(gap for gap in here if gap not in there)
    )


def gap_sentences(change: GapChange) -> Iterator[str]:
    """Name the localities that lose or gain the promised base in the other plan."""
    if change.new:
        yield f"The promised base is then missing for {_named(change.new)}."
    if change.closed:
        yield f"{'It' if change.new else 'The promised base'} is no longer missing for {_named(change.closed)}."


def _named(gaps: Sequence[Gap]) -> str:
    """Each locality and band once, whatever the years; the first few by name."""
    names = list(dict.fromkeys(f"{locality} ({band.name})" for locality, band, _ in gaps))
    more = f" and {len(names) - SHOWN_GAPS} more" if len(names) > SHOWN_GAPS else ""
    return f"{', '.join(names[:SHOWN_GAPS])}{more}"
