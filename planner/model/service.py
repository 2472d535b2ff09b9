"""The pupils' side of a model, seen by rules and goals through one set of questions."""

from __future__ import annotations

from typing import Protocol

from ortools.math_opt.python import mathopt

from planner.domain.problem import Site
from planner.domain.terms import AcademicYear, Phase


class Service(Protocol):
    """Answers in expressions; None where the model in hand has no such decisions.

    `follows_pupils` says whether the model decides who goes where; where it does not, cuts stand for that.
    """

    follows_pupils: bool

    def weighted_unplaced(self) -> mathopt.LinearTypes:
        """Priority-weighted pupil-years without a place."""

    def unplaced_in(self, phase: Phase) -> mathopt.LinearTypes:
        """Pupil-years of one phase without a place, each pupil counted once whatever the priority."""

    def vacant_places(self) -> mathopt.LinearTypes:
        """Place-years that stay vacant at located sites."""

    def pupil_travel(self) -> mathopt.LinearTypes | None:
        """Metres or minutes that all placed pupils travel one way, summed over the years."""

    def placed_at(self, site: Site, academic_year: AcademicYear) -> mathopt.LinearTypes | None:
        """Pupils placed at a site in a year."""
