"""Which source won where the sources disagree about a base, and how full it is: from so many to so many.

Supply is what the winner says of places; it is never worked out from pupils.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from planner.domain.geography import School
from planner.domain.terms import AcademicYear, ProvisionType
from planner.inputs.new.register import Cells
from planner.inputs.new.report import Notes
from planner.inputs.new.statements import (
    DFE,
    GIAS,
    PLACES,
    PRECEDENCE,
    PUPILS,
    REGISTER,
    SCAP,
    SEN2,
    WHOLE_COUNCIL,
    Statement,
)

OCCUPIED = "occupied"
OPEN = ("existing", "committed")
NAMES = {
    REGISTER: "the register",
    SEN2: "SEN2",
    SCAP: "the capacity survey",
    GIAS: "GIAS",
    DFE: "DfE's open data",
}
WON, AGREES, LOST, ALONE, RANGE = "won", "agrees", "lost", "only source", "range"
REASONS = {
    WON: "stands before the others: {order}",
    AGREES: "says the same as {winner}",
    LOST: "{winner} stands before it",
    ALONE: "no other source says anything",
    RANGE: "from what the winner is sure of to the most that any source says of pupils or the winner of places",
}

Key = tuple[str, ProvisionType]


def settle(
    provision: Sequence[Cells],
    register: Path | None,
    schools: Sequence[School],
    stated: Sequence[Statement],
    year: AcademicYear,
    notes: Notes,
) -> tuple[Cells, ...]:
    """Rows of evidence.csv: every statement with its standing, and a range of occupied places for each base.

    `year`: the academic year of which the register's places are taken. `register` None = provision.csv was taken from
    GIAS, so it is no source of its own. Statements about schools that are neither in the pack nor in the register are
    passed over. Disagreements go to the report.
    """
    everything = [*_of_register(provision, register, year), *stated]
    names = {school.urn: school.name for school in schools} | {WHOLE_COUNCIL: "all bases"}
    names |= {row["urn"]: row["school_name"] for row in provision if row["urn"]}
    known = [each for each in everything if each.urn in names and not _says_nothing(each)]
    known = [*known, *_totals(known)]
    rows: list[Cells] = []
    for urn, kind in sorted({(each.urn, each.provision_type) for each in known}):
        of_base = [each for each in known if (each.urn, each.provision_type) == (urn, kind)]
        rows += _base((urn, kind), names[urn], of_base, notes)
    return tuple(rows)


def _says_nothing(each: Statement) -> bool:
    """A blank, or GIAS's 0 in a column that does not apply."""
    return (each.low is None and each.high is None) or (each.source == GIAS and not each.low)


def _of_register(provision: Sequence[Cells], register: Path | None, year: AcademicYear) -> Iterable[Statement]:
    """Places of each base that is open in a year, and of all together with the balancing rows that have no school."""
    if register is None:
        return
    latest: dict[str, Cells] = {}
    for row in sorted(provision, key=_began):
        if row["status"] in OPEN and _began(row) <= year:
            latest[row["site"]] = row
    places: dict[Key, int] = {}
    for row in latest.values():
        kind = ProvisionType(row["provision_type"])
        for urn in {row["urn"], WHOLE_COUNCIL}:
            places[urn, kind] = places.get((urn, kind), 0) + int(row["commissioned_places"])
    for (urn, kind), number in places.items():
        yield Statement(urn, kind, PLACES, REGISTER, number, number, str(year), register.name)


def _began(row: Cells) -> AcademicYear:
    return AcademicYear.parse(row["academic_year"])


def _totals(known: Sequence[Statement]) -> Iterable[Statement]:
    """Sums over all bases, so that they can be held against figures for the whole council; the register has its own."""
    groups: dict[tuple[ProvisionType, str, str], list[Statement]] = {}
    for each in known:
        if each.urn != WHOLE_COUNCIL and each.source != REGISTER:
            groups.setdefault((each.provision_type, each.quantity, each.source), []).append(each)
    for (kind, quantity, source), of_source in groups.items():
        low = sum(each.low or 0 for each in of_source)
        highs = [each.high for each in of_source if each.high is not None]
        high = sum(highs) if len(highs) == len(of_source) else None
        days = {each.as_at for each in of_source}
        day = days.pop() if len(days) == 1 else ""
        yield Statement(WHOLE_COUNCIL, kind, quantity, source, low, high, day, of_source[0].file)


def _base(key: Key, name: str, stated: Sequence[Statement], notes: Notes) -> list[Cells]:
    rows: list[Cells] = []
    winners: dict[str, Statement] = {}
    for quantity in (PLACES, PUPILS):
        ordered = sorted(
            (each for each in stated if each.quantity == quantity), key=lambda e: PRECEDENCE.index(e.source)
        )
        if ordered:
            winners[quantity] = ordered[0]
            rows += [_row(key, name, each, *_standing(each, ordered)) for each in ordered]
            _tell(key, name, ordered, notes)
    if PUPILS in winners:
        occupied = _occupied(winners, stated)
        rows.append(_row(key, name, occupied, RANGE, REASONS[RANGE]))
        if key[0] == WHOLE_COUNCIL or _range_text(occupied) != _range_text(winners[PUPILS]):
            notes.settle(f"{_who(key, name)}: occupied places {_range_text(occupied)}")
    return rows


def _occupied(winners: Mapping[str, Statement], stated: Iterable[Statement]) -> Statement:
    """How full a base is; the top is open where no source knows it, or where "at least" is more than all say."""
    winner = winners[PUPILS]
    tops = [each.high for each in stated if each.quantity == PUPILS and each.high is not None]
    if PLACES in winners and winners[PLACES].high is not None:
        tops.append(winners[PLACES].high or 0)
    # Flags of one day that say "at least" are all true: the largest of them is the nearest to how many there are.
    flagged = [each for each in stated if each.source in (SEN2, DFE) and each.as_at == winner.as_at]
    low = max([winner.low or 0, *(each.low or 0 for each in flagged if each.quantity == PUPILS)])
    high = max(tops, default=None)
    if high is not None and (high < low or (high == low and winner.high is None)):
        high = winner.high
    return Statement(winner.urn, winner.provision_type, OCCUPIED, winner.source, low, high, winner.as_at, winner.file)


def _standing(each: Statement, ordered: Sequence[Statement]) -> tuple[str, str]:
    winner = ordered[0]
    if len(ordered) == 1:
        return ALONE, REASONS[ALONE]
    if each is winner:
        order = ", ".join(NAMES[source] for source in PRECEDENCE)
        return WON, REASONS[WON].format(order=order)
    standing = AGREES if (each.low, each.high) == (winner.low, winner.high) else LOST
    return standing, REASONS[standing].format(winner=NAMES[winner.source])


def _row(key: Key, name: str, each: Statement, standing: str, reason: str) -> Cells:
    return {
        "urn": key[0],
        "school_name": name,
        "provision_type": key[1].value,
        "quantity": each.quantity,
        "source": each.source,
        "low": "" if each.low is None else str(each.low),
        "high": "" if each.high is None else str(each.high),
        "as_at": each.as_at,
        "file": each.file,
        "standing": standing,
        "reason": reason,
    }


def _tell(key: Key, name: str, ordered: Sequence[Statement], notes: Notes) -> None:
    """One line of the report where sources differ."""
    winner, others = ordered[0], ordered[1:]
    if all((each.low, each.high) == (winner.low, winner.high) for each in others):
        return
    said = "; ".join(f"{NAMES[each.source]} {_range_text(each)}{_day(each)}" for each in ordered)
    notes.settle(f"{_who(key, name)}, {winner.quantity}: {said}: {NAMES[winner.source]} won")


def _who(key: Key, name: str) -> str:
    kind = key[1].value.replace("_", " ")
    return f"all bases ({kind})" if key[0] == WHOLE_COUNCIL else f"school {key[0]} {name} ({kind})"


def _range_text(each: Statement) -> str:
    if each.high is None:
        return f"at least {each.low}"
    return str(each.low) if each.low == each.high else f"{each.low} to {each.high}"


def _day(each: Statement) -> str:
    return f" ({each.as_at})" if each.as_at else " (undated)"
