"""The decisions about leaving a primary base: gaps, and what they are held against."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from planner.domain.terms import AcademicYear

if TYPE_CHECKING:
    from ortools.math_opt.python import mathopt

GroupYear: TypeAlias = tuple[int, AcademicYear]


@dataclass
class TransitionGaps:
    """Groups of leaving sites with the same `fits`, entry sites, and their decisions in the `years` that count.

    `fits[group]` are positions of entry sites. `leavers[group,year]` and `entry_places[entry,year]` are expressions in
    places, in parts of a pupil, `scale` of them each, so that every coefficient is whole. `transition_gap[group,year]`
    are leavers without an entry place in pupils, `pupils` their sum, rounded up. The cuts that tie them are worth their
    cost only once somebody asks how many there are: then `is_asked` is set.
    """

    years: tuple[AcademicYear, ...]
    scale: int
    fits: tuple[tuple[int, ...], ...]
    leavers: dict[GroupYear, mathopt.LinearTypes]
    entry_places: dict[GroupYear, mathopt.LinearTypes]
    transition_gap: dict[GroupYear, mathopt.Variable]
    pupils: mathopt.Variable
    is_asked: bool = False
