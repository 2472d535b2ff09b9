"""Which school, which phase and year groups, which need and which kind of base a row means."""

from __future__ import annotations

import re
from collections.abc import Sequence

from planner.domain.geography import School
from planner.domain.terms import NEED_GROUP_OF_PRIMARY_NEED, Band, NeedGroup, Phase, ProvisionType
from planner.inputs.new.council_register.asked import Asked
from planner.inputs.new.council_register.places import UNKNOWN
from planner.inputs.new.council_register.school_names import SchoolNames
from planner.inputs.new.council_register.settled import LEAVE_OUT
from planner.inputs.new.council_register.words import (
    NO_BASE,
    is_special_school,
    read_kind,
    read_need,
    read_phase,
    read_years,
)
from planner.inputs.new.hosts import borders_inside_bands
from planner.inputs.sites import phases_taught, range_of_phase

PhaseRead = tuple[Phase, tuple[int, int] | None]
URN = re.compile(r"\d{6}")


def find_school(asked: Asked, names: SchoolNames) -> School | None:
    """School of a row, by the council's answer, URN, DfE number or name; None with the question or fault noted."""
    row = asked.row
    answer = asked.answer("schools", "school") or asked.answer("schools", "urn")
    if answer == LEAVE_OUT:
        return None
    if answer is not None:
        school = names.by_urn.get(str(answer))
        if school is None:
            expected = "a mainstream school of the pack"
            asked.fault("school", f"unknown school {answer} in {asked.settled.file}", expected, "Correct the URN.")
        return school
    urn, laestab, name = (row.text(ours) for ours in ("urn", "laestab", "school"))
    urn, laestab = ("" if text.casefold() in UNKNOWN else text for text in (urn, laestab))
    ours, found = ("urn", urn) if urn else ("laestab", laestab) if laestab else ("school", name)
    if ours == "school" and URN.fullmatch(name):
        urn, name = name, ""
        asked.notes.assume(f"{row.where}, column {asked.header.names['school']}: {found!r} read as a URN")
    urn = names.today(urn, f"{row.where}, column {ours}") if urn else ""
    by_number = bool(urn or laestab)
    match = names.by_number(urn, laestab) if by_number else names.by_name(name)
    if match.ambiguous:
        asked.may_be = match.near
        asked.fault(ours, repr(found), "one school", f"It may be {_listed(match.near)}: write the URN.")
    elif match.school is None:
        named = names.by_name(name) if by_number and name else match
        near = [*([named.school] if named.school else []), *named.near] or match.near
        asked.may_be = near[:3] or tuple(names.by_urn.values())
        hint = f"did you mean {_listed(near[:3])}" if near else "a special school, closed, or another council's"
        asked.ask(ours, found, f"no mainstream school of the pack ({hint}?)", "schools")
    elif by_number and name and not names.is_named(match.school, name):
        asked.doubt(ours, found, f"{match.school.name}, though the row names {name!r}")
    elif match.remark:
        asked.doubt(ours, found, match.remark)
    return match.school


def _listed(schools: Sequence[School]) -> str:
    return " or ".join(f"{school.urn} {school.name}" for school in schools)


def read_type(asked: Asked) -> ProvisionType | None:
    """Kind of base; resourced provision where the list has no column of kinds."""
    text = asked.row.text("type")
    answer = asked.answer("types", "type")
    if answer is not None:
        return None if answer == LEAVE_OUT else ProvisionType(answer)
    if not text and "type" not in asked.header.columns:
        return ProvisionType.RESOURCED_PROVISION
    if text.casefold() in NO_BASE:
        asked.doubt("type", text, "read as resourced provision, because places are given")
        return ProvisionType.RESOURCED_PROVISION
    if is_special_school(text):
        asked.drop(f"its kind is {text!r}")
        return None
    kind = read_kind(text)
    if kind is None:
        asked.ask("type", text, "not clear which of resourced provision and SEN unit", "types")
    return kind


def read_groups(asked: Asked) -> tuple[NeedGroup, ...]:
    """Need groups; empty with the question noted."""
    text = asked.row.text("need")
    answer = asked.answer("needs", "need")
    if answer is not None:
        words = [answer] if isinstance(answer, str) else answer
        groups = [NEED_GROUP_OF_PRIMARY_NEED.get(word) or NeedGroup(word) for word in words if word != LEAVE_OUT]
        return tuple(sorted(set(groups)))
    read = read_need(text)
    if not read.groups:
        asked.ask("need", text, "no need that is known", "needs")
    elif read.unknown:
        asked.doubt(
            "need", text, f"{' and '.join(read.groups)}; {', '.join(map(repr, read.unknown))} is not a need known"
        )
    elif read.undecided:
        asked.doubt("need", text, f"undecided, written as {' and '.join(read.groups)}")
    return tuple(sorted(read.groups))


def read_range(asked: Asked, school: School | None) -> tuple[Phase, int | None, int | None] | None:
    """Phase and year groups; None for year groups = all that the school has in that phase."""
    text = asked.row.text("phase")
    years, of_years = _years(asked)
    stated = _phase_answer(asked) or read_phase(text)
    if text and stated is None:
        asked.doubt("phase", text, "not a phase that is known, passed over")
    stated = stated or of_years or (read_phase(asked.row.heading) if asked.row.heading else None)
    low_high = years or (stated[1] if stated else None)
    if school is None:
        _mention_phase(asked, tells_phase=stated is not None or low_high is not None)
        return None
    phases = phases_taught(school)
    phase = stated[0] if stated else _phase_of(phases, low_high)
    ours = "phase" if text or "years" not in asked.header.columns else "years"
    if phase is None:
        found = f"{school.name} teaches {' and '.join(phases) or 'neither phase'}"
        asked.ask(ours, asked.row.text(ours), found, "phases")
        return None
    taught = range_of_phase(school, phase)
    if taught is None:
        groups = Band(school.ncy_low, school.ncy_high).year_groups
        asked.ask(ours, asked.row.text(ours), f"a {phase} base at {school.name}, which teaches {groups}", "phases")
        return None
    if years is None and of_years is None and (unread := _unread_years(asked)):
        how = f"[phases] {asked.key(unread)!r} = ... says so"
        asked.doubt("years", unread, f"year groups not understood, the school's in its {phase} phase are taken; {how}")
    return (phase, *_within(asked, low_high, taught))


def _phase_answer(asked: Asked) -> PhaseRead | None:
    """Phase by the council's answer for the row, the cell of phases or that of key stages; a row can be left out."""
    answer = asked.answer("phases", "phase") or asked.answer("phases", "years")
    return None if answer in (None, LEAVE_OUT) else (Phase(answer), None)


def _mention_phase(asked: Asked, *, tells_phase: bool) -> None:
    """Of an unknown school nobody knows what it teaches: the phase is asked with the school, not in a next round."""
    if not tells_phase and any(len(phases_taught(school)) != 1 for school in asked.may_be):
        key = asked.key("")
        asked.mention(f"no phase is told; if the school teaches both, [phases] {key!r} = ... is needed too")


def _phase_of(phases: Sequence[Phase], years: tuple[int, int] | None) -> Phase | None:
    if years is not None:
        phases = [
            phase
            for phase in phases
            if (phase is Phase.SECONDARY) == (years[0] > 6) and (years[1] > 6) == (years[0] > 6)
        ]
    return phases[0] if len(phases) == 1 else None


def _years(asked: Asked) -> tuple[tuple[int, int] | None, PhaseRead | None]:
    """Year groups of the column of key stages, or the phase where it names that ("Primary", "Sec")."""
    text = asked.row.text("years")
    named = asked.header.names.get("years", "").casefold()
    if not text or text.casefold() in UNKNOWN or isinstance(asked.row.cells["years"], float):
        return None, None
    years = read_years(text, ages="age" in named.replace("stage", ""))
    return (years, None) if years is not None else (None, read_phase(text))


def _unread_years(asked: Asked) -> str:
    """Cell of key stages that says something which is not understood and not answered; empty when there is none."""
    text = asked.row.text("years")
    answered = asked.settled.answer("phases", text, asked.row.number) is not None
    return "" if answered or text.casefold() in UNKNOWN else text


def _within(asked: Asked, years: tuple[int, int] | None, taught: tuple[int, int]) -> tuple[int | None, int | None]:
    """Year groups of the base, blank where they are all that the school has; those it does not teach are cut off."""
    if years is None:
        return None, None
    low, high = max(years[0], taught[0]), min(years[1], taught[1])
    text = asked.row.text("years") or asked.row.text("phase")
    if low > high:
        asked.doubt("years", text, "year groups that the school does not teach in this phase, the school's are taken")
        return None, None
    if (low, high) == taught or (max(low, 0), high) == (max(taught[0], 0), taught[1]):
        return None, None
    if borders_inside_bands(low, high):
        asked.doubt("years", text, f"{Band(low, high).year_groups}, which cuts the bands of all other bases")
    return low, high
