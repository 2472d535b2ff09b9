"""From the rows of a return to pupils without ids: age, need, locality and, where it may be one, the base attended."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from planner.domain.terms import NEED_GROUP_OF_PRIMARY_NEED, ProvisionType
from planner.inputs.sen2.checks import Check, Defects, children_of, unique_rows
from planner.inputs.sen2.dates import read_date
from planner.inputs.sen2.export import Export, Row

UNKNOWN = "unknown"
OTHER_NEED = "oth"
LAST_AGE = 25
"""Plans end at 25 at the latest: Children and Families Act 2014, section 46."""
FIRST_MONTH_OF_YEAR = 9
YES = frozenset({"1", "true", "yes", "y"})
NO = frozenset({"0", "false", "no", "n"})

Bases = Mapping[str, frozenset[ProvisionType]]


@dataclass(frozen=True, slots=True)
class BaseAttended:
    """A base that a pupil attends: `sure` when the indicator is set and nothing speaks against it."""

    urn: str
    provision_type: ProvisionType
    sure: bool


@dataclass(frozen=True, slots=True)
class Pupil:
    """One child with an active plan; `age` on 31 August before the school year, None = unknown or impossible.

    `need` is DfE's code in lower case, `oth` or `unknown`; `place` the locality or `unknown`.
    """

    age: int | None
    need: str
    place: str
    base: BaseAttended | None


def start_of_school_year(as_at: date) -> int:
    """Calendar year of the September that a day's academic year began in."""
    return as_at.year if as_at.month >= FIRST_MONTH_OF_YEAR else as_at.year - 1


def read_pupils(
    export: Export, as_at: date, place_of: Callable[[str], str | None], bases: Bases | None, defects: Defects
) -> tuple[Pupil, ...]:
    """Every child with an active plan once; `bases` None = nobody says which schools have one.

    `place_of` gives the locality of a postcode, None when it is in none.
    """
    persons = unique_rows(export, "person", defects)
    requests = unique_rows(export, "requests", defects)
    of_person = children_of(requests.values(), "person", persons, defects)
    defects[Check.SEVERAL_REQUESTS] += sum(len(rows) > 1 for rows in of_person.values())
    plans = unique_rows(export, "activeplans", defects)
    of_request = children_of(plans.values(), "request", requests, defects)
    placements = children_of(export.rows["placementdetail"], "plan", plans, defects)
    needs = children_of(export.rows["senneed"], "plan", plans, defects)
    named = _named_settings(export, requests, as_at, defects)
    pupils = []
    for person, row in persons.items():
        held = [
            (request["request"], plan)
            for request in of_person.get(person, [])
            for plan in of_request.get(request["request"], [])
        ]
        if not held:
            continue
        defects[Check.SEVERAL_PLANS] += len(held) > 1
        request, plan = held[0]
        open_now = _open(placements.get(plan["plan"], []), as_at, defects)
        _check_plan(named.get(request), open_now, defects)
        pupils.append(
            Pupil(
                age=_age(row, as_at, defects),
                need=_need(needs.get(plan["plan"], []), defects),
                place=_place(row, place_of, defects),
                base=_base(open_now, bases, defects),
            )
        )
    return tuple(pupils)


@dataclass(frozen=True, slots=True)
class _Named:
    settings: int
    ceased: bool


def _named_settings(export: Export, requests: Mapping[str, Row], as_at: date, defects: Defects) -> dict[str, _Named]:
    """What the named plan of each request says; empty when a table is absent."""
    if {"assessment", "namedplan", "plandetail"} & set(export.absent):
        return {}
    assessments = unique_rows(export, "assessment", defects)
    children_of(assessments.values(), "request", requests, defects)
    named = unique_rows(export, "namedplan", defects)
    children_of(named.values(), "assessment", assessments, defects)
    settings = children_of(export.rows["plandetail"], "named_plan", named, defects)
    found = {}
    for key, row in named.items():
        if row["assessment"] in assessments:
            ceased = read_date(row["ceased"])
            told = _Named(len(settings.get(key, [])), ceased is not None and ceased <= as_at)
            found[assessments[row["assessment"]]["request"]] = told
    return found


def _check_plan(named: _Named | None, open_now: Sequence[Row], defects: Defects) -> None:
    defects[Check.NO_PLACEMENT] += not open_now
    if named is not None:
        defects[Check.CEASED] += named.ceased
        defects[Check.FEWER_PLACEMENTS] += len(open_now) < named.settings


def _open(rows: Iterable[Row], as_at: date, defects: Defects) -> list[Row]:
    """Placements open on the day, the first in rank first."""
    found = []
    for row in rows:
        entry, leaving = read_date(row["entry"]), read_date(row["leaving"])
        unread = bool(row["entry"]) > (entry is not None) or bool(row["leaving"]) > (leaving is not None)
        defects[Check.DATE_UNREADABLE] += unread
        if entry is not None and leaving is not None and leaving < entry:
            defects[Check.LEFT_BEFORE_ENTRY] += 1
            leaving = None
        if (entry is None or entry <= as_at) and (leaving is None or leaving > as_at):
            found.append(row)
    return sorted(found, key=lambda row: row["rank"] or "9")


def _age(row: Row, as_at: date, defects: Defects) -> int | None:
    born = read_date(row["birth"])
    if born is None:
        defects[Check.BIRTH_UNREADABLE] += 1
        return None
    # Who turns a year older on 1 September or later is still the younger age on 31 August.
    age = start_of_school_year(as_at) - born.year - (born.month >= FIRST_MONTH_OF_YEAR)
    if not 0 <= age <= LAST_AGE:
        defects[Check.NCY_INVALID] += 1
        return None
    return age


def _need(rows: Sequence[Row], defects: Defects) -> str:
    first = next((row["need"] for row in rows if row["rank"] == "1"), "").casefold()
    if not first:
        defects[Check.NEED_MISSING] += 1
        return UNKNOWN
    if first not in NEED_GROUP_OF_PRIMARY_NEED and first != OTHER_NEED:
        defects[Check.NEED_INVALID] += 1
        return UNKNOWN
    return first


def _place(row: Row, place_of: Callable[[str], str | None], defects: Defects) -> str:
    if not row["postcode"]:
        defects[Check.POSTCODE_MISSING] += 1
        return UNKNOWN
    place = place_of(row["postcode"])
    defects[Check.POSTCODE_UNKNOWN] += place is None
    return place or UNKNOWN


def _base(open_now: Sequence[Row], bases: Bases | None, defects: Defects) -> BaseAttended | None:
    """The base of the first placement; a set indicator counts before a blank one."""
    if not open_now:
        return None
    row = open_now[0]
    urn = row["urn"]
    if not urn and not row.get("ukprn") and not row["setting"]:
        defects[Check.NO_ESTABLISHMENT] += 1
    flags = {ProvisionType.RESOURCED_PROVISION: row["rp_flag"], ProvisionType.SEN_UNIT: row["unit_flag"]}
    known = frozenset(ProvisionType) if bases is None else bases.get(urn, frozenset())
    for kind, flag in flags.items():
        if flag.casefold() in YES:
            defects[Check.FLAG_UNEXPECTED] += kind not in known
            return BaseAttended(urn or UNKNOWN, kind, kind in known)
    unset = [kind for kind, flag in flags.items() if flag.casefold() not in NO]
    if urn and unset:
        defects[Check.FLAG_NOT_SET] += 1
        if bases is not None and (possible := [kind for kind in unset if kind in known]):
            return BaseAttended(urn, possible[0], sure=False)
    return None
