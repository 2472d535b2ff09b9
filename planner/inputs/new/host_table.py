"""hosts.csv of a pack: for every establishment of the council, whether it may host a base, since when, and why.

Nothing reads it back: the planner takes `may_host` from schools.csv and works out the earliest opening from the
scenario's own day and assumptions. It is there for the reader, with capacity and pupils as dated evidence beside.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from planner.domain.assumption import Assumptions
from planner.domain.geography import School
from planner.inputs.new.capacity import latest
from planner.inputs.new.establishments import Establishment, Measured
from planner.inputs.new.gias import GiasFile
from planner.inputs.new.gias_cells import listed
from planner.inputs.new.gias_columns import MAINSTREAM_TYPES, PROPOSED
from planner.inputs.new.hosts import intake
from planner.inputs.new.report import Notes
from planner.inputs.opening import earliest_opening

HOST_COLUMNS = (
    *("urn", "la_estab", "school_name", "establishment_type", "status", "phase", "age_low", "age_high", "gender"),
    *("admissions", "opened_on", "may_host", "may_host_reason", "earliest_opening", "earliest_opening_reason"),
    *("remarks", "pupils_on_roll", "pupils_as_at", "pupils_source", "capacity_places", "capacity_as_at"),
    *("capacity_source", "ehc_plans_pupils", "ehc_plans_as_at", "ehc_plans_source"),
)
OVER = "more than its capacity of"
Row = dict[str, str | int | float | None]
ByMeasure = Mapping[str, Sequence[Measured]]


def host_rows(
    gias: GiasFile,
    schools: Sequence[School],
    evidence: Mapping[str, ByMeasure],
    assumptions: Assumptions,
    as_at: date,
    notes: Notes,
) -> tuple[Row, ...]:
    """Rows of hosts.csv, sorted by URN; roll above capacity and narrow intakes are counted in the report too."""
    in_pack = {school.urn: school for school in schools}
    rows = [
        _row(facts, in_pack.get(urn), evidence.get(urn, {}), as_at, assumptions)
        for urn, facts in gias.establishments.items()
    ]
    _report(gias, schools, rows, notes)
    return tuple(rows)


def _row(
    facts: Establishment, school: School | None, evidence: ByMeasure, as_at: date, assumptions: Assumptions
) -> Row:
    opening: tuple[str, str] = ("", "")
    if school is not None and school.may_host:
        first, reason = earliest_opening(school.governance, as_at, assumptions)
        opening = (str(first), reason)
    shown = {
        "pupils_on_roll": latest(facts.pupils, evidence.get("pupils", ())),
        "capacity_places": latest(facts.capacity, evidence.get("capacity", ())),
        "ehc_plans_pupils": latest(facts.plans, evidence.get("plans", ())),
    }
    return {
        "urn": facts.urn,
        "la_estab": facts.la_estab,
        "school_name": facts.name,
        "establishment_type": facts.type,
        "status": facts.status,
        "phase": facts.phase,
        "age_low": facts.age_low,
        "age_high": facts.age_high,
        "gender": facts.gender,
        "admissions": facts.admissions,
        "opened_on": facts.opens_on.isoformat() if facts.opens_on else "",
        "may_host": "yes" if school is not None and school.may_host else "no",
        "may_host_reason": _absence(facts) if school is None else school.may_host_reason,
        "earliest_opening": opening[0],
        "earliest_opening_reason": opening[1],
        "remarks": "; ".join(_remarks(facts, shown, as_at)),
        **_measures(shown),
    }


def _measures(shown: Mapping[str, Measured | None]) -> Row:
    cells: Row = {}
    for column, measured in shown.items():
        stem = column.removesuffix("_on_roll").removesuffix("_places").removesuffix("_pupils")
        cells[column] = measured.value if measured else None
        cells[f"{stem}_as_at"] = measured.as_at if measured else ""
        cells[f"{stem}_source"] = measured.source if measured else ""
    return cells


def _absence(facts: Establishment) -> str:
    """Why an establishment is not among the schools of the pack."""
    if facts.type.casefold() not in MAINSTREAM_TYPES:
        return f"no mainstream state school ({facts.type or 'type unknown'})"
    if facts.status.casefold() == PROPOSED:
        when = f", planned for {facts.opens_on.isoformat()}" if facts.opens_on else ""
        return f"proposed to open{when}: it can host once it is open; build the pack again then"
    if facts.status.casefold() not in {"open", "open, but proposed to close"}:
        return f"status {facts.status}"
    if facts.phase.casefold() in {"nursery", "16 plus", "not applicable", ""}:
        return f"phase {facts.phase or 'unknown'}: not known to teach any year group from Reception to Year 11"
    return "it has no point and no LSOA within the boundaries"


def _remarks(facts: Establishment, shown: Mapping[str, Measured | None], as_at: date) -> list[str]:
    """What a planner should know before choosing the school; none of it keeps it from hosting."""
    remarks = [*intake(facts), *_newness(facts, as_at)]
    pupils, capacity = shown["pupils_on_roll"], shown["capacity_places"]
    if pupils and capacity and pupils.value > capacity.value:
        dated = f" ({capacity.as_at})" if capacity.as_at else ""
        remarks.append(f"{pupils.value} pupils, {OVER} {capacity.value}{dated}")
    for words, on_roll, places in facts.bases:
        if places:
            remarks.append(f"{words}: {places} places, {'unknown' if on_roll is None else on_roll} on roll")
    return remarks


def _newness(facts: Establishment, as_at: date) -> list[str]:
    """A new school that opens with its lowest year group is full once that has reached the highest."""
    if facts.opens_on is None or facts.status.casefold() == PROPOSED:
        return []
    if facts.opens_on > as_at:
        return [f"its opening date {facts.opens_on.isoformat()} is still to come, though its status is {facts.status}"]
    if not facts.opened_new or facts.age_low is None or facts.age_high is None:
        return []
    full = facts.opens_on.year + max(facts.age_high - facts.age_low, 1)
    if full <= as_at.year:
        return []
    return [f"new school of {facts.opens_on.isoformat()}: opened with its lowest year group, it would fill by {full}"]


def _report(gias: GiasFile, schools: Sequence[School], rows: Sequence[Row], notes: Notes) -> None:
    facts = [(school, gias.establishments[school.urn]) for school in schools if school.urn in gias.establishments]
    for words, urns in (
        ("selective admissions", [each.urn for school, each in facts if each.selective and school.may_host]),
        ("girls or boys only", [each.urn for school, each in facts if each.single_sex and school.may_host]),
    ):
        if urns:
            remedy = "leave them out with candidates.exclude_urns, or build with --no-host"
            notes.doubt(f"{len(urns)} schools with {words} may host as any other ({listed(urns)}): {remedy}")
    in_pack = {school.urn for school, _ in facts}
    over = [str(row["urn"]) for row in rows if row["urn"] in in_pack and OVER in str(row["remarks"])]
    if over:
        notes.doubt(f"{len(over)} schools have more pupils than capacity ({listed(over)}): see hosts.csv")
    notes.count("establishments in hosts.csv", len(rows))
