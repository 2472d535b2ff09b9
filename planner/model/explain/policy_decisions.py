"""Openings and sizes without pupils, for a model in which every rule may give way."""

from __future__ import annotations

from collections.abc import Mapping

from ortools.math_opt.python import mathopt

from planner.domain.problem import Problem, Site
from planner.domain.terms import AcademicYear, Phase
from planner.model.variables import Linear, Variables


class NoPupils:
    """The pupils' side of a model in which nobody is placed."""

    follows_pupils = False

    def weighted_unplaced(self) -> mathopt.LinearTypes:
        """Nobody is counted."""
        return 0.0

    def unplaced_in(self, phase: Phase) -> mathopt.LinearTypes:
        """Nobody is counted."""
        del phase
        return 0.0

    def vacant_places(self) -> mathopt.LinearTypes:
        """Nothing is counted."""
        return 0.0

    def pupil_travel(self) -> None:
        """Nobody travels."""
        return

    def placed_at(self, site: Site, academic_year: AcademicYear) -> None:
        """Nobody is placed."""
        del site, academic_year
        return


class PolicyDecisions(Variables):
    """Decisions whose every bound is a row, so that it can give way; `rule` is the name of the rule that speaks.

    `off_menu` holds places (more, fewer) than the size menu has, at sites of which a number outside it is asked:
    `asked` are the numbers by site key.
    """

    def __init__(self, model: mathopt.Model, problem: Problem, asked: Mapping[str, set[int]]) -> None:
        super().__init__(model, problem)
        self.service = NoPupils()
        self.rule = ""
        self.off_menu: dict[tuple[str, AcademicYear], tuple[mathopt.Variable, mathopt.Variable]] = {}
        self._model = model
        for site in self.decided_sites:
            beside = asked.get(site.key, set()) - {0, *site.size_menu}
            for academic_year in problem.academic_years if beside else ():
                self._may_leave_menu(site, academic_year, max(*beside, site.size_menu[-1]))

    def _may_leave_menu(self, site: Site, academic_year: AcademicYear, most: int) -> None:
        index = f"[{site.key},{academic_year}]"
        more = self._model.add_integer_variable(lb=0, ub=most, name=f"off_menu_more{index}")
        fewer = self._model.add_integer_variable(lb=0, ub=most, name=f"off_menu_fewer{index}")
        self.off_menu[site.key, academic_year] = (more, fewer)
        opens = self.opens(site, academic_year)
        self._model.add_linear_constraint(more + fewer <= most * opens)
        self._model.add_linear_constraint(self.places(site, academic_year) >= opens)

    def places(self, site: Site, academic_year: AcademicYear) -> Linear:
        """Commissioned places of the site in the year, beside the menu where that may give way."""
        more, fewer = self.off_menu.get((site.key, academic_year), (0.0, 0.0))
        return super().places(site, academic_year) + more - fewer

    def close(self, site: Site, academic_year: AcademicYear) -> None:
        """Rule out that the site is open in the year, by a row of the rule that speaks."""
        row = f"{self.rule}[{site.key},{academic_year}]"
        self._model.add_linear_constraint(self.opens(site, academic_year) <= 0.0, name=row)
