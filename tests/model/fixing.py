"""Ask a model whether it allows a decision: the decision is fixed, everything else is left free."""

from __future__ import annotations

import math
from typing import Literal

import numpy as np
from ortools.math_opt.python.mathopt import LinearTypes

from planner.domain.plan import Plan
from planner.domain.scenario import Goal, Scenario
from planner.domain.terms import AcademicYear
from planner.model.master import Master
from planner.model.network import build_network
from planner.model.plain import PlainModel
from planner.model.program import FloatArray, Objective, Program, Row, Work
from planner.model.transfer_flow import TransferFlow
from planner.model.transition import TransitionGaps

ROUNDING = 1e-6

Kind = Literal["master", "plain"]
KINDS: tuple[Kind, Kind] = ("master", "plain")


def model_of(case: Scenario, kind: Kind) -> Master | PlainModel:
    """The master or the plain model of a scenario."""
    network = build_network(case.problem, case.rules, case.bound)
    return (Master if kind == "master" else PlainModel)(case.problem, case.rules, network)


def allows(case: Scenario, kind: Kind, fixed: dict[tuple[str, AcademicYear], int]) -> bool:
    """Whether some decisions give these commissioned places by site key and academic year."""
    model = model_of(case, kind)
    for (key, academic_year), places in fixed.items():
        expression = model.x.places(case.problem.site_by_key[key], academic_year)
        objective = model.program.objective(expression)
        columns = np.flatnonzero(objective.coefficients)
        if not len(columns) and objective.offset != places:
            return False
        wanted = places - objective.offset
        model.program.add([Row(columns, objective.coefficients[columns], wanted, wanted)])
    return feasible(model.program)


def both_allow(case: Scenario, fixed: dict[tuple[str, AcademicYear], int]) -> bool:
    """The same of both models, which must agree."""
    master, plain = (allows(case, kind, fixed) for kind in KINDS)
    assert master == plain
    return master


def feasible(program: Program) -> bool:
    """Whether a program has any whole solution."""
    solved = program.solve_mixed(Objective(np.zeros(program.columns), 0.0), Work(1000, 30.0, 0.0))
    assert solved.infeasible or solved.point is not None
    return not solved.infeasible


def placed_names(case: Scenario) -> set[str]:
    """Names of the plain model's decisions."""
    plain = model_of(case, "plain")
    assert isinstance(plain, PlainModel)
    return {variable.name for variable in plain.model.variables()}


def as_point(case: Scenario, plain: PlainModel, plan: Plan) -> FloatArray:
    """A plan written into the columns of the plain model, found by the names of its decisions."""
    network = build_network(case.problem, case.rules, case.bound)
    cell = {(c.area, c.band, c.need_group): index for index, c in enumerate(network.cells)}
    year = {academic_year: index for index, academic_year in enumerate(network.academic_years)}
    named = {variable.name: int(variable.id) for variable in plain.model.variables()}
    point = np.zeros(plain.program.columns)
    places = [[plan.places[site.key, y] for y in case.problem.academic_years] for site in case.problem.sites]
    for column, value in plain.places_map.columns(np.asarray(places)).items():
        point[column] = value
    for row in [*plan.placements, *plan.unplaced]:
        if row.bound == case.bound:
            index = cell[row.cell.area, row.cell.band, row.cell.need_group]
            site = getattr(row, "site", None)
            ending = f"{year[row.cell.academic_year]}]"
            name = f"placed[{index},{site},{ending}" if site else f"unplaced[{index},{ending}"
            point[named[name]] = row.pupils
    _fill_counts(case, plain, plan, point)
    return point


def _fill_counts(case: Scenario, plain: PlainModel, plan: Plan, point: FloatArray) -> None:
    for rule in case.rules:
        if rule.name == "places_target":
            for variable, target in zip(plain.x.target_shortfall, rule.targets, strict=True):  # type: ignore[attr-defined]
                point[variable.id] = max(0, target.places - plan.total_places(target.academic_year))
        if rule.name == "coverage_promise":
            for key in rule.gaps(plan, case.problem):  # type: ignore[attr-defined]
                point[plain.x.coverage_gap[key].id] = 1
    if plain.x.transition is not None:
        _fill_moves(plain, plain.x.transition, point)


def _fill_moves(plain: PlainModel, gaps: TransitionGaps, point: FloatArray) -> None:
    """Move as many leavers on as the places allow; the rest is the gap, and the gap of all is rounded up."""
    named = {variable.name: int(variable.id) for variable in plain.model.variables()}
    for year in gaps.years:
        leavers = [_amount(plain, gaps.leavers[group, year], point) for group in range(len(gaps.fits))]
        entries = [entry for entry, when in gaps.entry_places if when == year]
        room = [max(0, _amount(plain, gaps.entry_places[entry, year], point)) for entry in entries]
        flow = TransferFlow(leavers, room, gaps.fits)
        for group, moved in enumerate(flow.moved):
            for entry, amount in moved.items():
                point[named[f"moves_on[{group},{entry},{year}]"]] = amount / gaps.scale
            point[gaps.transition_gap[group, year].id] = flow.left[group] / gaps.scale
    total = sum(point[gap.id] for gap in gaps.transition_gap.values())
    point[gaps.pupils.id] = math.ceil(total - ROUNDING)


def _amount(plain: PlainModel, expression: LinearTypes, point: FloatArray) -> int:
    return round(plain.program.objective(expression).value(point))


def value_in_model(case: Scenario, plan: Plan, goal: Goal) -> float:
    """Value of the goal's expression where the plain model holds this plan; the plan must keep every row."""
    plain = model_of(case, "plain")
    assert isinstance(plain, PlainModel)
    point = as_point(case, plain, plan)
    assert plain.program.keeps_rows(point)
    return plain.program.objective(goal.expression(plain.x, case.problem)).value(point)
