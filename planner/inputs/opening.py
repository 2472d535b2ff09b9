"""When a candidate can open, and why.

A new base at a maintained school is a prescribed alteration with publication and representations (School Organisation
(Prescribed Alterations to Maintained Schools) (England) Regulations 2013); at an academy it is a significant change
that DfE approves beforehand (DfE, "Making significant changes to an open academy"). Either is followed by works, and
bases open in September. The lead times are the assumptions `lead_time_<governance>_months`.
"""

from __future__ import annotations

import calendar
from datetime import date

from planner.domain.assumption import Assumptions
from planner.domain.terms import MONTHS_IN_YEAR, AcademicYear, Governance

SEPTEMBER = 9
ROUTES = {
    Governance.MAINTAINED: "consultation, the council's decision and works at a maintained school",
    Governance.ACADEMY: "consultation, DfE approval of the change and works at an academy",
}


def months_after(day: date, months: int) -> date:
    """Same day so many months later, or the last day of a shorter month."""
    years, month = divmod(day.month - 1 + months, MONTHS_IN_YEAR)
    last_day = calendar.monthrange(day.year + years, month + 1)[1]
    return date(day.year + years, month + 1, min(day.day, last_day))


def next_september(day: date) -> AcademicYear:
    """Academic year that starts on 1 September of this day or later."""
    return AcademicYear(day.year if day <= date(day.year, SEPTEMBER, 1) else day.year + 1)


def earliest_opening(governance: Governance, as_at: date, assumptions: Assumptions) -> tuple[AcademicYear, str]:
    """First academic year in which a candidate can open, and the reason in words."""
    months = round(assumptions.value(f"lead_time_{governance}_months"))
    ready = months_after(as_at, months)
    first = next_september(ready)
    reason = (
        f"{ROUTES[governance]} take {months} months from {_in_words(as_at)}, so until {_in_words(ready)}; "
        f"the next September starts {first}"
    )
    return first, reason


def _in_words(day: date) -> str:
    return f"{day.day} {calendar.month_name[day.month]} {day.year}"
