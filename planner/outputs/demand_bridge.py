"""Why demand is what it is: the forecast without levers, what each lever changes, and what is planned for.

`demand_bridge.csv`   one row a bound, academic year, phase, need group and step; the first step (`without_levers`) and
                      the changes of the others sum to the last (`with_all`); key all columns but `pupils`
`demand_changes.csv`  the same of two runs side by side, steps that differ only
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from planner.domain.levers import DEMAND_BASIS, WITH_ALL, WITHOUT_LEVERS, BridgeLine
from planner.domain.scenario import Scenario
from planner.domain.terms import AcademicYear, Bound, NeedGroup, Phase
from planner.outputs.csv_files import write_rows
from planner.outputs.text_lines import text_table

BRIDGE_FILE = "demand_bridge.csv"
DEMAND_CHANGES_FILE = "demand_changes.csv"
STEP_WORDS = {
    WITHOUT_LEVERS: "forecast without levers",
    DEMAND_BASIS: "change of basis",
    WITH_ALL: "planned for",
}


@dataclass(frozen=True, slots=True)
class StepLine:
    """Pupils of one step under one bound, all phases and needs, in the last academic year."""

    step: str
    bound: Bound
    academic_year: AcademicYear
    pupils: int


@dataclass(frozen=True, slots=True, order=True)
class StepChange:
    """One cell of one step in two runs; None = that run does not plan the year or the bound."""

    bound: Bound
    academic_year: AcademicYear
    phase: Phase
    need_group: NeedGroup
    step: str
    before: int | None
    after: int | None
    change: int | None


def write_bridge(folder: Path, scenario: Scenario) -> None:
    """Write demand_bridge.csv."""
    write_rows(folder / BRIDGE_FILE, BridgeLine, scenario.demand_bridge)


def step_lines(scenario: Scenario) -> tuple[StepLine, ...]:
    """Steps of the last academic year, bound by bound in their order; none where no lever is on."""
    if not scenario.drivers:
        return ()
    last = scenario.problem.academic_years[-1]
    sums: dict[tuple[Bound, str], int] = {}
    for line in scenario.demand_bridge:
        if line.academic_year == last:
            sums[line.bound, line.step] = sums.get((line.bound, line.step), 0) + line.pupils
    return tuple(StepLine(step, bound, last, pupils) for (bound, step), pupils in sums.items())


def steps_text(lines: Iterable[StepLine]) -> list[str]:
    """The steps as a table, bounds beside each other; no line where no lever is on."""
    pupils = {(line.step, line.bound): line for line in lines}
    if not pupils:
        return []
    bounds = list(dict.fromkeys(bound for _, bound in pupils))
    rows = [["", *bounds]]
    for step in dict.fromkeys(step for step, _ in pupils):
        rows.append([step_words(step), *(_signed(step, pupils[step, bound].pupils) for bound in bounds)])
    last = next(iter(pupils.values())).academic_year
    return [f"Pupils who need a place in {last}, and what each lever changes", *text_table(rows)]


def step_words(step: str) -> str:
    """Name of a step in a reader's words."""
    return STEP_WORDS.get(step, step)


def step_changes(before: Scenario, after: Scenario) -> tuple[StepChange, ...]:
    """Steps that differ between two runs; a lever that a run does not have changes no pupil there."""
    counts = [{_cell(line): line.pupils for line in run.demand_bridge} for run in (before, after)]
    known = [_planned(run) for run in (before, after)]
    steps = list(dict.fromkeys(line.step for run in (before, after) for line in run.demand_bridge))
    steps = [*(step for step in steps if step != WITH_ALL), WITH_ALL]
    cells = sorted({*counts[0], *counts[1]}, key=lambda cell: _order(cell, steps))
    return tuple(change for cell in cells for change in _change(cell, counts, known))


def lever_differences(before: Scenario, after: Scenario) -> Iterator[str]:
    """One sentence for each lever, or the basis, that is on in one run only or set otherwise."""
    named = [{**_settings(run)} for run in (before, after)]
    for name in dict.fromkeys([*named[0], *named[1]]):
        earlier, later = (side.get(name) for side in named)
        if earlier is None or later is None:
            yield f"{name}: {'off' if earlier is None else 'on'} before, {'off' if later is None else 'on'} after"
        elif earlier != later:
            yield f"{name}: on before and after, set otherwise"


Cell = tuple[Bound, AcademicYear, Phase, NeedGroup, str]


def _cell(line: BridgeLine) -> Cell:
    return line.bound, line.academic_year, line.phase, line.need_group, line.step


def _planned(scenario: Scenario) -> set[tuple[Bound, AcademicYear]]:
    bounds = {line.bound for line in scenario.demand_bridge}
    return {(bound, year) for bound in bounds for year in scenario.problem.academic_years}


def _change(
    cell: Cell, counts: list[dict[Cell, int]], known: list[set[tuple[Bound, AcademicYear]]]
) -> Iterator[StepChange]:
    sides = [count.get(cell, 0) if cell[:2] in planned else None for count, planned in zip(counts, known, strict=True)]
    if sides[0] != sides[1]:
        before, after = sides
        yield StepChange(*cell, before, after, None if before is None or after is None else after - before)


def _order(cell: Cell, steps: list[str]) -> tuple[int, AcademicYear, int, int, int]:
    bound, academic_year, phase, need_group, step = cell
    places = list(Bound).index(bound), list(Phase).index(phase), list(NeedGroup).index(need_group)
    return places[0], academic_year, places[1], places[2], steps.index(step)


def _settings(scenario: Scenario) -> dict[str, object]:
    """Each lever that is on, and the basis, with the numbers that it rests on."""
    numbers, drivers = scenario.problem.assumptions, scenario.drivers
    settings: dict[str, object] = {lever.name: (lever, numbers[lever.effect]) for lever in drivers.levers}
    if drivers.basis_change is not None:
        settings[step_words(DEMAND_BASIS)] = (drivers.basis_change, numbers[drivers.basis_change.ratio])
    return settings


def _signed(step: str, pupils: int) -> str:
    return f"{pupils:,}" if step in (WITHOUT_LEVERS, WITH_ALL) or not pupils else f"{pupils:+,}"
