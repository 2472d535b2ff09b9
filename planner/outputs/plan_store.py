"""Reads a plan back from its tables, strictly, so that an edit by hand is either seen by `check` or refused here.

The decisions are read as they stand: places and openings from plan.csv, pupils from placements.csv, values from
goals.csv. Everything else in a row describes a site, an area or a distance of the scenario and must agree with it.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, TypeVar

from planner.domain.demand import DemandKey
from planner.domain.plan import GoalResult, Placement, Plan, SiteYear, Unplaced
from planner.domain.problem import Problem
from planner.domain.terms import AcademicYear, Band, Bound, NeedGroup
from planner.errors import Faults
from planner.inputs.cells import CellReader, parse_rows
from planner.inputs.tables import read_table
from planner.outputs.csv_files import Missing, columns_of, row_cells
from planner.outputs.plan_tables import GoalRow, PlacementRow, PlanRow, placement_row, site_columns
from planner.outputs.run_record import read_run_record

PLAN_FILE = "plan.csv"
PLACEMENTS_FILE = "placements.csv"
GOALS_FILE = "goals.csv"
TO_MEND = "Correct the cell, or solve again."

Built = TypeVar("Built")


def read_plan(folder: Path, problem: Problem) -> Plan:
    """Read the plan of an output folder against the problem that its run record rebuilds.

    Sites and years that plan.csv does not list have no places. Raises InputError with every fault of the three files.
    """
    bound = read_run_record(folder).bound
    faults = Faults()
    site_years = _read(folder / PLAN_FILE, PlanRow, faults, lambda row: _site_year(row, problem))
    pupils: list[Placement | Unplaced] = _read(
        folder / PLACEMENTS_FILE, PlacementRow, faults, lambda row: _pupils(row, problem)
    )
    goals = _read(folder / GOALS_FILE, GoalRow, faults, _goal)
    _refuse_repeats(PLAN_FILE, [(row.site, str(row.academic_year)) for row in site_years], faults)
    _refuse_repeats(PLACEMENTS_FILE, [_key_of_pupils(row) for row in pupils], faults)
    _refuse_repeats(GOALS_FILE, [(str(goal.order),) for goal in goals], faults)
    faults.raise_if_any()
    return Plan(
        bound=bound,
        site_years=_with_closed(site_years, problem),
        placements=tuple(sorted(row for row in pupils if isinstance(row, Placement))),
        unplaced=tuple(sorted(row for row in pupils if isinstance(row, Unplaced))),
        goals=tuple(sorted(goals, key=lambda goal: goal.order)),
    )


def _read(path: Path, kind: type[Any], faults: Faults, build: Callable[[CellReader], Built | None]) -> list[Built]:
    table = read_table(path, faults, columns_of(kind))
    rows = parse_rows(table.rows, faults, build) if table else []
    return [row for row in rows if row is not None]


def _site_year(row: CellReader, problem: Problem) -> SiteYear | None:
    key, academic_year = row.word("site", problem.site_by_key), _planned_year(row, problem)
    places = row.whole("commissioned_places", minimum=1)
    site_year = SiteYear(key, academic_year, places, row.whole("new_places", minimum=0), row.yes_no("opens"))
    row.whole("capital_gbp", minimum=0)
    if not row.sound:
        return None
    _must_agree(row, site_columns(problem, problem.site_by_key[key]))
    return site_year


def _pupils(row: CellReader, problem: Problem) -> Placement | Unplaced | None:
    bound = row.choice("bound", Bound)
    pupils = row.whole("pupils", minimum=1)
    cell = _cell(row, problem)
    key = row.optional_text("site") and row.word("site", problem.site_by_key)
    if not row.sound:
        return None
    _must_agree(row, placement_row(problem, bound, cell, problem.site_by_key.get(key), pupils))
    return Placement(bound, cell, key, pupils) if key else Unplaced(bound, cell, pupils)


def _cell(row: CellReader, problem: Problem) -> DemandKey:
    area = row.word("area", problem.area_by_code)
    need_group = row.choice("need_group", NeedGroup)
    if need_group not in problem.need_groups:
        row.fault("need_group", need_group, f"one of {', '.join(problem.need_groups)}", TO_MEND)
    bands = {band.name: band for band in problem.bands}
    name = row.word("band", bands)
    band: Band = bands.get(name, problem.bands[0])
    return DemandKey(area, band, need_group, _planned_year(row, problem))


def _planned_year(row: CellReader, problem: Problem) -> AcademicYear:
    academic_year = row.academic_year("academic_year")
    if row.sound and academic_year not in problem.academic_years:
        first, last = problem.academic_years[0], problem.academic_years[-1]
        row.fault("academic_year", str(academic_year), f"a year from {first} to {last}", TO_MEND)
    return academic_year


def _goal(row: CellReader) -> GoalResult:
    stated = row.optional_text("bound") != Missing.NOT_AVAILABLE
    return GoalResult(
        order=row.whole("order", minimum=1),
        goal=row.text("goal"),
        unit=row.text("unit"),
        value=row.whole("value"),
        bound=row.number("bound") if stated else -math.inf,
        proved=row.yes_no("proved"),
        stopped_by=row.text("stopped_by"),
        reached=_whole_or_none(row, "reached"),
        held_at=_whole_or_none(row, "held_at"),
    )


def _whole_or_none(row: CellReader, column: str) -> int | None:
    return None if row.optional_text(column) == Missing.NOT_AVAILABLE else row.whole(column)


def _must_agree(row: CellReader, expected: object) -> None:
    """Note each cell that does not say what the scenario says about the row's site, area or band."""
    for name, text in row_cells(expected).items():
        found = row.optional_text(name)
        if found != text.strip():
            row.fault(name, repr(found), f"{text!r}, as in the scenario", TO_MEND)


def _refuse_repeats(file: str, keys: Sequence[tuple[str, ...]], faults: Faults) -> None:
    for key in sorted({key for key in keys if keys.count(key) > 1}) if len(set(keys)) < len(keys) else []:
        faults.add(file, f"{keys.count(key)} rows for {', '.join(key)}", "one row", "Remove the others.")


def _key_of_pupils(row: Placement | Unplaced) -> tuple[str, ...]:
    cell, site = row.cell, row.site if isinstance(row, Placement) else "no place"
    return row.bound, cell.area, cell.band.name, cell.need_group, str(cell.academic_year), site


def _with_closed(rows: Sequence[SiteYear], problem: Problem) -> tuple[SiteYear, ...]:
    listed = {(row.site, row.academic_year): row for row in rows}
    return tuple(
        listed.get((site.key, year), SiteYear(site.key, year, 0, 0, opens=False))
        for site in problem.sites
        for year in problem.academic_years
    )
