"""The master's view of pupils: how many of each locality, band and need are served, not who goes where.

Flows by area and site are projected out. What is lost is put back by service cuts (see `cuts.py`), which are exact for
whole places: a plan and its served pupils satisfy every cut if and only if some placement serves them.
"""

from __future__ import annotations

from typing import cast

from ortools.math_opt.python import mathopt

from planner.domain.problem import Site
from planner.domain.terms import AcademicYear, Phase
from planner.model.array_model import ArrayModel
from planner.model.network import Cell, Network
from planner.model.variables import Variables


class ServedByGroup:
    """`served[group,t]`: pupils of a (locality, band, need group) with a place, at most its pupils."""

    follows_pupils = False

    def __init__(self, model: mathopt.Model | ArrayModel, network: Network, x: Variables) -> None:
        self._network = network
        self._x = x
        builder = cast("mathopt.Model", model)
        years = range(len(network.academic_years))
        self._served = {
            (group, year): builder.add_variable(
                lb=0, ub=network.group_pupils(group, year), name=f"served[{group},{year}]"
            )
            for group in range(len(network.groups))
            for year in years
        }

    def column(self, group: int, year_index: int) -> int:
        """Column of a group's served pupils in one academic year."""
        return int(self._served[group, year_index].id)

    def weighted_unplaced(self) -> mathopt.LinearTypes:
        """All weighted pupil-years less those served."""
        weights = self._network.group_weights
        served = self._x.total(weights[group] * var for (group, _), var in self._served.items())
        return self._network.weighted_pupils - served

    def unplaced_in(self, phase: Phase) -> mathopt.LinearTypes:
        """Pupil-years of a phase less those served."""
        network = self._network
        chosen = [(key, var) for key, var in self._served.items() if network.groups[key[0]][1].phase is phase]
        return sum(network.group_pupils(*key) for key, _ in chosen) - self._x.total(var for _, var in chosen)

    def vacant_places(self) -> mathopt.LinearTypes:
        """Places at located sites less pupils served."""
        places = self._x.total(
            self._x.places(self._network.sites[index], academic_year)
            for index in self._network.located
            for academic_year in self._network.academic_years
        )
        return places - self._x.total(self._served.values())

    def pupil_travel(self) -> None:
        """Unknown here: nobody is placed anywhere in particular."""
        return

    def placed_at(self, site: Site, academic_year: AcademicYear) -> None:
        """Unknown here; service cuts stand for the row."""
        del site, academic_year
        return


class PlacedByArea:
    """The plain model: `placed[cell,s,t]`, `unplaced[cell,t]`. Reference for small cases, and the bound for travel.

    `arcs` lists each placed column with its site, year, cell and the pupils of the cell.
    """

    follows_pupils = True

    def __init__(self, model: mathopt.Model, network: Network, x: Variables) -> None:
        self._network = network
        self._x = x
        self._placed: list[tuple[int, mathopt.Variable]] = []
        self.arcs: list[tuple[int, int, int, int, int]] = []
        self._unplaced: list[tuple[Cell, mathopt.Variable]] = []
        self._at: dict[tuple[str, AcademicYear], list[mathopt.Variable]] = {}
        for index, cell in enumerate(network.cells):
            for year, (academic_year, pupils) in enumerate(zip(network.academic_years, cell.pupils, strict=True)):
                if pupils:
                    self._add_cell(model, index, year, academic_year, pupils)

    def _add_cell(self, model: mathopt.Model, index: int, year: int, academic_year: AcademicYear, pupils: int) -> None:
        cell = self._network.cells[index]
        unplaced = model.add_variable(lb=0, ub=pupils, name=f"unplaced[{index},{year}]")
        self._unplaced.append((cell, unplaced))
        placed = []
        for site, way in zip(cell.reach, cell.way, strict=True):
            key = self._network.sites[site].key
            var = model.add_variable(lb=0, ub=pupils, name=f"placed[{index},{key},{year}]")
            placed.append(var)
            self._placed.append((way, var))
            self.arcs.append((int(var.id), site, year, index, pupils))
            self._at.setdefault((key, academic_year), []).append(var)
        counted = mathopt.fast_sum([*placed, unplaced])
        model.add_linear_constraint(counted == pupils, name=f"every_pupil_counted[{index},{year}]")

    def weighted_unplaced(self) -> mathopt.LinearTypes:
        """Weighted pupil-years without a place."""
        return mathopt.fast_sum(cell.weight * var for cell, var in self._unplaced)

    def unplaced_in(self, phase: Phase) -> mathopt.LinearTypes:
        """Pupil-years of a phase without a place."""
        return mathopt.fast_sum(var for cell, var in self._unplaced if cell.band.phase is phase)

    def vacant_places(self) -> mathopt.LinearTypes:
        """Places at located sites less pupils placed."""
        places = mathopt.fast_sum(
            self._x.places(self._network.sites[index], academic_year)
            for index in self._network.located
            for academic_year in self._network.academic_years
        )
        return places - mathopt.fast_sum(var for _, var in self._placed)

    def pupil_travel(self) -> mathopt.LinearTypes:
        """Way of all placements, in metres or minutes."""
        return mathopt.fast_sum(way * var for way, var in self._placed)

    def placed_at(self, site: Site, academic_year: AcademicYear) -> mathopt.LinearTypes | None:
        """Pupils at a site; None where nobody can be placed there."""
        placed = self._at.get((site.key, academic_year))
        return mathopt.fast_sum(placed) if placed else None
