"""Typed rows of an area pack (geodata/FORMAT.md), one function for each table."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from planner.demand.caseload import EVERY_NEED, CaseloadRow, CaseloadTotal
from planner.demand.expected import StatedPlans
from planner.demand.stated import StatedDemandRow
from planner.domain.geography import Area, Locality, School
from planner.domain.terms import (
    NCY_HIGHEST,
    NCY_LOWEST,
    NEED_GROUP_OF_PRIMARY_NEED,
    AcademicYear,
    Bound,
    Governance,
    NeedGroup,
    Phase,
    ProvisionType,
)
from planner.inputs import travel_rows
from planner.inputs.boundaries import in_england
from planner.inputs.cells import CellReader
from planner.inputs.suggest import did_you_mean

COLUMNS: dict[str, tuple[str, ...]] = {
    "localities.csv": ("locality", "district", "district_code", "source"),
    "areas.csv": (
        *("area_code", "area_name", "locality", "easting", "northing", "imd_score"),
        *("persons_nursery", "persons_infant", "persons_junior", "persons_secondary", "source"),
    ),
    "schools.csv": (
        *("urn", "school_name", "school_phase", "ncy_low", "ncy_high", "postcode", "easting", "northing"),
        *("locality", "governance", "pupils_on_roll", "may_host", "may_host_reason", "source"),
    ),
    "provision.csv": (
        *("site", "urn", "school_name", "ncy_low", "ncy_high", "phase", "need_groups", "provision_type", "status"),
        *("academic_year", "commissioned_places", "max_places", "capital_gbp", "quality", "note", "source"),
    ),
    "caseload.csv": ("census_year", "age", "primary_need", "plans_pupils", "source"),
    "caseload_totals.csv": ("census_year", "plans_pupils", "source"),
    "stated_totals.csv": ("claim", "stated_places", "as_at", "computed_from", "explanation", "source"),
    "evidence.csv": (
        *("urn", "school_name", "provision_type", "quantity", "source", "low", "high", "as_at", "file"),
        *("standing", "reason"),
    ),
    "stated_plans.csv": ("claim", "kind", "plans_pupils", "as_at", "source"),
    "travel.csv": travel_rows.REQUIRED,
    "demand.csv": ("bound", "locality", "phase", "need_group", "academic_year", "pupils", "source"),
}
OPTIONAL_COLUMNS: dict[str, tuple[str, ...]] = {"travel.csv": travel_rows.OPTIONAL}
SCHOOL_PHASES = ("nursery", "primary", "secondary", "all-through")
QUALITIES = ("green", "amber", "red")
CONSULTED = "consulted"
# Far above any school's base and any council's plans, so that only a slip of the hand is refused.
MOST_PLACES = 1_000
MOST_PLANS = 100_000
MOST_STATED_PLACES = 100_000
MOST_PUPILS = 20_000
MOST_PERSONS = 1_000_000
MOST_AGE = 120
LAST_CENSUS = 2099
MOST_CAPITAL_GBP = 10_000_000_000
# Each domain of the index is scaled from 0 to 100 and the score is their weighted mean (MHCLG, English Indices of
# Deprivation, technical report).
MOST_IMD = 100
PLANS_KINDS = ("expected", "counted")
STATUSES = ("existing", "committed", CONSULTED)
OTHER_NEEDS = (EVERY_NEED, "oth", "nsa")


@dataclass(frozen=True, slots=True)
class ProvisionRow:
    """One step of the register; `urn` None = a balancing row, `ncy_*` None = the school's range within the phase."""

    site: str
    urn: str | None
    school_name: str
    phase: Phase
    ncy_low: int | None
    ncy_high: int | None
    need_groups: tuple[NeedGroup, ...]
    provision_type: ProvisionType
    status: str
    academic_year: AcademicYear
    commissioned_places: int
    max_places: int | None
    capital_gbp: int | None
    quality: str
    source: str
    where: str


@dataclass(frozen=True, slots=True)
class StatedTotalRow:
    """A published total; `computed_from` names the sum it is held against, empty = only shown."""

    claim: str
    stated_places: int
    as_at: date
    computed_from: str
    explanation: str
    source: str
    where: str


def locality(cells: CellReader) -> Locality:
    """One row of localities.csv."""
    cells.text("source")
    return Locality(cells.text("locality"), cells.text("district"), cells.text("district_code"))


def area(cells: CellReader, localities: Collection[str]) -> Area:
    """One row of areas.csv."""
    easting, northing = _point(cells, "the point where its children live, in National Grid metres")
    return Area(
        code=cells.text("area_code"),
        name=cells.text("area_name"),
        locality=_locality(cells, localities),
        easting=easting,
        northing=northing,
        imd_score=cells.optional_number("imd_score", 0, MOST_IMD),
        persons_nursery=cells.number("persons_nursery", 0, MOST_PERSONS),
        persons_infant=cells.number("persons_infant", 0, MOST_PERSONS),
        persons_junior=cells.number("persons_junior", 0, MOST_PERSONS),
        persons_secondary=cells.number("persons_secondary", 0, MOST_PERSONS),
    )


def school(cells: CellReader, localities: Collection[str]) -> School:
    """One row of schools.csv."""
    easting, northing = _point(cells, "National Grid metres from the school register (GIAS)")
    ncy_low, ncy_high = _ncy(cells, "ncy_low"), _ncy(cells, "ncy_high")
    if ncy_low is None or ncy_high is None:
        cells.fault("ncy_low" if ncy_low is None else "ncy_high", "no year group", "the year groups of the school")
    may_host = cells.yes_no("may_host")
    if not may_host and not cells.optional_text("may_host_reason"):
        cells.fault("may_host_reason", "a blank cell", "the reason why the school may not host", "Fill it in.")
    return School(
        urn=cells.text("urn"),
        name=cells.text("school_name"),
        school_phase=cells.word("school_phase", SCHOOL_PHASES),
        ncy_low=ncy_low or 0,
        ncy_high=ncy_high or 0,
        postcode=cells.optional_text("postcode"),
        easting=easting,
        northing=northing,
        locality=_locality(cells, localities),
        governance=cells.choice("governance", Governance),
        pupils_on_roll=cells.optional_whole("pupils_on_roll", 0, MOST_PUPILS),
        may_host=may_host,
        may_host_reason=cells.optional_text("may_host_reason"),
    )


def provision(cells: CellReader, urns: Collection[str]) -> ProvisionRow:
    """One row of provision.csv."""
    urn = cells.optional_text("urn") or None
    if urn is not None and urns and urn not in urns:
        cells.fault("urn", urn, "a URN of schools.csv", "Add the school, or correct the URN after a conversion.")
    phase = cells.choice("phase", Phase)
    if phase is Phase.NURSERY:
        cells.fault("phase", "nursery", "primary or secondary", "A nursery class belongs to the primary base.")
    return ProvisionRow(
        site=cells.text("site"),
        urn=urn,
        school_name=cells.text("school_name"),
        phase=phase,
        ncy_low=_ncy(cells, "ncy_low"),
        ncy_high=_ncy(cells, "ncy_high"),
        need_groups=_need_groups(cells),
        provision_type=cells.choice("provision_type", ProvisionType),
        status=cells.word("status", STATUSES),
        academic_year=cells.academic_year("academic_year"),
        commissioned_places=cells.whole("commissioned_places", 0, MOST_PLACES),
        max_places=cells.optional_whole("max_places", 1, MOST_PLACES),
        capital_gbp=cells.optional_whole("capital_gbp", 0, MOST_CAPITAL_GBP),
        quality=cells.word("quality", QUALITIES),
        source=cells.text("source"),
        where=cells.row.where,
    )


def caseload(cells: CellReader) -> CaseloadRow:
    """One row of caseload.csv."""
    cells.text("source")
    return CaseloadRow(
        census_year=cells.whole("census_year", 2010, LAST_CENSUS),
        age=cells.whole("age", 0, MOST_AGE),
        primary_need=cells.word("primary_need", (*OTHER_NEEDS, *NEED_GROUP_OF_PRIMARY_NEED)),
        plans_pupils=cells.whole("plans_pupils", 0, MOST_PLANS),
    )


def caseload_total(cells: CellReader) -> CaseloadTotal:
    """One row of caseload_totals.csv."""
    cells.text("source")
    return CaseloadTotal(cells.whole("census_year", 2010), cells.whole("plans_pupils", 0, MOST_PLANS))


def stated_plans(cells: CellReader) -> StatedPlans:
    """One row of stated_plans.csv."""
    return StatedPlans(
        claim=cells.text("claim"),
        kind="expected" if cells.word("kind", PLANS_KINDS) == "expected" else "counted",
        plans_pupils=cells.whole("plans_pupils", 0, MOST_PLANS),
        as_at=cells.date("as_at"),
        source=cells.text("source"),
    )


def stated_total(cells: CellReader) -> StatedTotalRow:
    """One row of stated_totals.csv."""
    return StatedTotalRow(
        claim=cells.text("claim"),
        stated_places=cells.whole("stated_places", 0, MOST_STATED_PLACES),
        as_at=cells.date("as_at"),
        computed_from=cells.optional_text("computed_from"),
        explanation=cells.optional_text("explanation"),
        source=cells.text("source"),
        where=cells.row.where,
    )


def demand(cells: CellReader, localities: Collection[str]) -> StatedDemandRow:
    """One row of demand.csv."""
    cells.text("source")
    return StatedDemandRow(
        bound=cells.choice("bound", Bound),
        locality=_locality(cells, localities),
        phase=cells.choice("phase", Phase),
        need_group=cells.choice("need_group", NeedGroup),
        academic_year=cells.academic_year("academic_year"),
        pupils=cells.whole("pupils", 0, MOST_PLANS),
    )


def _locality(cells: CellReader, localities: Collection[str]) -> str:
    name = cells.text("locality")
    if name and localities and name not in localities:
        cells.fault(
            "locality", f"unknown locality {name!r}", "a locality of localities.csv", did_you_mean(name, localities)
        )
    return name


def _point(cells: CellReader, expected: str) -> tuple[float, float]:
    """Easting and northing; blank and 0 both mean that there is no point."""
    easting, northing = cells.optional_number("easting"), cells.optional_number("northing")
    for column, value in (("easting", easting), ("northing", northing)):
        if not cells.optional_text(column) or value == 0:
            cells.fault(column, "no coordinates", expected, "Fill in easting and northing, or leave the row out.")
    if easting and northing and not in_england(easting, northing):
        remedy = "Check for swapped columns, or for longitude and latitude in place of metres."
        cells.fault("easting", f"{easting:g}, {northing:g}, a point outside England", expected, remedy)
    return easting or 0.0, northing or 0.0


def _ncy(cells: CellReader, column: str) -> int | None:
    ncy = cells.optional_whole(column)
    if ncy is not None and not NCY_LOWEST <= ncy <= NCY_HIGHEST:
        cells.fault(column, str(ncy), f"a year group from {NCY_LOWEST} to {NCY_HIGHEST}", "Clip the range to it.")
    return ncy


def _need_groups(cells: CellReader) -> tuple[NeedGroup, ...]:
    words = [word.strip() for word in cells.text("need_groups").split("+")]
    known = [need_group.value for need_group in NeedGroup]
    for word in words:
        if word and word not in known:
            cells.fault("need_groups", repr(word), f"one or more of {', '.join(known)}", did_you_mean(word, known))
    return tuple(need_group for need_group in NeedGroup if need_group.value in words)
