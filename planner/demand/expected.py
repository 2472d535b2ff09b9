"""Published expectations of a council's plans, held against what was counted and what is forecast."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from planner.demand.intervals import PlansForecast

Kind = Literal["expected", "counted"]


@dataclass(frozen=True, slots=True)
class StatedPlans:
    """A published number of plans: `expected` by a strategy for `as_at`, or `counted` on that day by the council."""

    claim: str
    kind: Kind
    plans_pupils: int
    as_at: date
    source: str


def against_record(
    stated: Sequence[StatedPlans], counts: Mapping[int, int], forecasts: Sequence[PlansForecast]
) -> list[str]:
    """One line for each expectation: when it was passed, else how far the last count is and when it may be passed.

    `counts` are the plans of each January. The day of the census within the month is not known, so a January goes
    before a count of the council in the same month.
    """
    known = [(date(census_year, 1, 1), plans, f"January {census_year}") for census_year, plans in counts.items()]
    known += [(row.as_at, row.plans_pupils, _counted(row)) for row in stated if row.kind == "counted"]
    known.sort()
    return [_line(row, known, forecasts) for row in stated if row.kind == "expected"]


def _line(row: StatedPlans, known: Sequence[tuple[date, int, str]], forecasts: Sequence[PlansForecast]) -> str:
    words = f"{row.claim}: {row.plans_pupils:,} expected for {row.as_at:%B %Y} ({row.source})"
    passed = next((each for each in known if each[1] >= row.plans_pupils), None)
    if passed is None:
        return f"{words}; not reached: {_last(row, known)}; {_ahead(row, forecasts)}"
    when, plans, which = passed
    last = [each for each in known if each[0] < when]
    before = f"; {_last(row, last)}" if last else ""
    return f"{words}; reached with {plans:,} in {which}{_early(when, row.as_at)}{before}"


def _early(when: date, as_at: date) -> str:
    months = 12 * (as_at.year - when.year) + as_at.month - when.month
    return f", {months} months early" if months > 0 else ""


def _last(row: StatedPlans, known: Sequence[tuple[date, int, str]]) -> str:
    if not known:
        return "no count is known"
    _, plans, which = known[-1]
    return f"{which} had {plans:,}, {row.plans_pupils - plans:,} fewer"


def _ahead(row: StatedPlans, forecasts: Sequence[PlansForecast]) -> str:
    for each in forecasts:
        if each.plans_pupils >= row.plans_pupils:
            return f"forecast to be passed by January {each.origin + each.years_ahead}"
    if not forecasts:
        return "no forecast"
    return f"not forecast to be passed by January {forecasts[-1].origin + forecasts[-1].years_ahead}"


def _counted(row: StatedPlans) -> str:
    return f"{row.as_at:%B %Y} ({row.claim}; {row.source})"
