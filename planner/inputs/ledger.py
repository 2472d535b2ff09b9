"""Published totals against the sums of the register.

A sum is named by terms joined with "+":
`existing`        places of the last step of each site that has the status existing
`opening:2024/25` places that the register has in that academic year over the one before
`open:2028/29`    places of all sites in that academic year
Balancing rows count; steps that are only consulted on do not. A sum left blank is shown without a figure beside it.
"""

from __future__ import annotations

from collections.abc import Sequence

from planner.domain.problem import Site, StatedTotal
from planner.domain.terms import AcademicYear, SiteStatus
from planner.errors import Faults
from planner.inputs.pack_rows import ProvisionRow, StatedTotalRow


class Sums:
    """The sums of the register that a claim can name."""

    def __init__(self, rows: Sequence[ProvisionRow], sites: Sequence[Site]) -> None:
        steps = sorted((row for row in rows if row.status == SiteStatus.EXISTING), key=lambda row: row.academic_year)
        self.existing_places = sum({row.site: row.commissioned_places for row in steps}.values())
        self._sites = sites

    def open_places(self, academic_year: AcademicYear) -> int:
        """Places of all sites in an academic year."""
        return sum(site.stated_places(academic_year) for site in self._sites)

    def term(self, text: str) -> int:
        """Places of one term; raises ValueError when it is none."""
        if text == SiteStatus.EXISTING:
            return self.existing_places
        kind, _, label = text.partition(":")
        academic_year = AcademicYear.parse(label)
        if kind == "open":
            return self.open_places(academic_year)
        if kind == "opening":
            return self.open_places(academic_year) - self.open_places(academic_year.plus(-1))
        raise ValueError(text)


def stated_totals(rows: Sequence[StatedTotalRow], sums: Sums, faults: Faults) -> tuple[StatedTotal, ...]:
    """Each claim with its computed sum, in the order of the file."""
    return tuple(
        StatedTotal(
            claim=row.claim,
            stated_places=row.stated_places,
            as_at=row.as_at,
            computed_places=_computed(row, sums, faults),
            explanation=row.explanation,
            source=row.source,
        )
        for row in rows
    )


def _computed(row: StatedTotalRow, sums: Sums, faults: Faults) -> int | None:
    if not row.computed_from:
        return None
    try:
        return sum(sums.term(term.strip()) for term in row.computed_from.split("+"))
    except ValueError:
        expected = "existing, opening:2024/25, open:2028/29, or several joined by +"
        faults.add(f"{row.where}, column computed_from", repr(row.computed_from), expected)
        return None
