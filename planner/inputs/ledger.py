"""Published totals against the sums of the register.

A sum is named by terms joined with "+":
`existing`        places of existing sites in the academic year of the claim's date
`opening:2024/25` places that the register has in that academic year over the one before
`open:2028/29`    places of all sites in that academic year
Balancing rows count; steps that are only consulted on do not. A sum left blank is shown without a figure beside it.
"""

from __future__ import annotations

from collections.abc import Sequence

from planner.domain.problem import Site, StatedTotal
from planner.domain.terms import AcademicYear, SiteStatus
from planner.errors import Faults
from planner.inputs.opening import academic_year_of
from planner.inputs.pack_rows import StatedTotalRow


def stated_totals(rows: Sequence[StatedTotalRow], sites: Sequence[Site], faults: Faults) -> tuple[StatedTotal, ...]:
    """Each claim with its computed sum, in the order of the file."""
    return tuple(
        StatedTotal(
            claim=row.claim,
            stated_places=row.stated_places,
            as_at=row.as_at,
            computed_places=_computed(row, sites, faults),
            explanation=row.explanation,
            source=row.source,
        )
        for row in rows
    )


def _computed(row: StatedTotalRow, sites: Sequence[Site], faults: Faults) -> int | None:
    if not row.computed_from:
        return None
    try:
        return sum(_term(term.strip(), row, sites) for term in row.computed_from.split("+"))
    except ValueError:
        expected = "existing, opening:2024/25, open:2028/29, or several joined by +"
        faults.add(f"{row.where}, column computed_from", repr(row.computed_from), expected)
        return None


def _term(term: str, row: StatedTotalRow, sites: Sequence[Site]) -> int:
    """Places of one term; raises ValueError when it is none."""
    if term == SiteStatus.EXISTING:
        academic_year = academic_year_of(row.as_at)
        return sum(site.stated_places(academic_year) for site in sites if site.status is SiteStatus.EXISTING)
    kind, _, text = term.partition(":")
    academic_year = AcademicYear.parse(text)
    places = sum(site.stated_places(academic_year) for site in sites)
    if kind == "open":
        return places
    if kind == "opening":
        return places - sum(site.stated_places(academic_year.plus(-1)) for site in sites)
    raise ValueError(term)
