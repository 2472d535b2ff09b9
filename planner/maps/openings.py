"""What opens and grows, year by year: each new place with its school, and whether the plan proposes it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from planner.domain.problem import Problem
from planner.domain.terms import AcademicYear
from planner.maps.bases import Base, SchoolOnMap

PROPOSED, DECIDED = "proposed", "already decided"


@dataclass(frozen=True, slots=True)
class Opening:
    """New places of one base in one academic year; `standing` is "proposed" or "already decided"."""

    academic_year: AcademicYear
    school_name: str
    urn: str
    locality: str
    phase: str
    needs: str
    change: str
    new_places: int
    standing: str


@dataclass(frozen=True, slots=True)
class _Step:
    """Places more (or fewer) than in the year before, of which `decided` stand in the register."""

    academic_year: AcademicYear
    places_before_it: int
    decided: int
    proposed: int


def openings(schools: tuple[SchoolOnMap, ...], problem: Problem) -> tuple[Opening, ...]:
    """Every base that opens or grows, by year, locality and school; balancing places are at no school and left out."""
    found = [
        opening
        for school in schools
        for base in school.bases
        for step in _steps(base, problem)
        for opening in _openings(school, base, step)
    ]
    return tuple(sorted(found, key=_reading_order))


def _reading_order(opening: Opening) -> tuple[AcademicYear, str, str, str, str, str, str]:
    """Order by year, locality, school, phase and need; what was decided comes before what is proposed."""
    return (
        opening.academic_year,
        opening.locality,
        opening.school_name,
        opening.urn,
        opening.phase,
        opening.needs,
        opening.standing,
    )


def base_in_words(base: Base, problem: Problem) -> str:
    """Needs and places of a base, for example "Communication and interaction, 8 places from 2027/28 (proposed)"."""
    start = _start(base, problem)
    words = [f"{_places(start)} (open already)"] if start else []
    for step in _steps(base, problem):
        opened = step.places_before_it > 0 or bool(words)
        for number, standing in ((step.decided, DECIDED), (step.proposed, PROPOSED)):
            if number:
                words.append(f"{_change(number, opened)} from {step.academic_year} ({standing})")
                opened = True
    return f"{base.needs}, {', '.join(words)}"


def _steps(base: Base, problem: Problem) -> Iterator[_Step]:
    """Years in which the places change; of an increase the register's own part is decided, the rest proposed."""
    before = after = _start(base, problem)
    for year, now_before, now_after in zip(problem.academic_years, base.places_before, base.places_after, strict=True):
        change = now_after - after
        decided = max(0, min(now_before - before, change)) if change > 0 else change
        if change:
            yield _Step(year, after, decided, change - decided)
        before, after = now_before, now_after


def _openings(school: SchoolOnMap, base: Base, step: _Step) -> Iterator[Opening]:
    for number, standing in ((step.decided, DECIDED), (step.proposed, PROPOSED)):
        if number > 0:
            yield Opening(
                academic_year=step.academic_year,
                school_name=school.name,
                urn=school.urn,
                locality=school.locality,
                phase=base.site.phase.value.capitalize(),
                needs=base.needs,
                change="Grows" if step.places_before_it else "Opens",
                new_places=number,
                standing=standing,
            )


def _start(base: Base, problem: Problem) -> int:
    """Places in the year before the first, which the register states."""
    return base.site.stated_places(problem.academic_years[0].plus(-1))


def _change(number: int, opened: bool) -> str:
    if number < 0:
        return f"{-number} fewer"
    return f"{number} more" if opened else _places(number)


def _places(number: int) -> str:
    return "1 place" if number == 1 else f"{number} places"
