"""What changes the forecast: from demand without levers to the demand that is planned for, step by step.

Levers are switched on one after the other, in the order of the scenario, the change of basis last. The pupils of a step
are the whole pupils by which the demand changes when it is added to those before it; levers overlap, so another order
would share the same sum out otherwise. All counts are of the demand that is solved, after rounding: they sum exactly.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from planner.demand.cube import ForecastInputs, forecast_demand
from planner.domain.demand import Demand
from planner.domain.levers import WITH_ALL, WITHOUT_LEVERS, BridgeLine, DemandDrivers
from planner.domain.terms import AcademicYear, Bound, NeedGroup, Phase

Cell = tuple[Bound, AcademicYear, Phase, NeedGroup]


def demand_with_bridge(
    inputs: ForecastInputs, drivers: DemandDrivers
) -> tuple[tuple[Demand, ...], tuple[BridgeLine, ...]]:
    """Demand of the three bounds, and the bridge that leads to it; call `check_residents` first."""
    steps = [(name, forecast_demand(inputs, on)) for name, on in drivers.one_by_one()]
    return steps[-1][1], bridge(steps, inputs.academic_years)


def stated_bridge(demand: tuple[Demand, ...], academic_years: Sequence[AcademicYear]) -> tuple[BridgeLine, ...]:
    """Bridge of a council's own table, on which no lever acts."""
    return bridge([(WITHOUT_LEVERS, demand)], academic_years)


def bridge(
    steps: Sequence[tuple[str, tuple[Demand, ...]]], academic_years: Sequence[AcademicYear]
) -> tuple[BridgeLine, ...]:
    """Lines of the bridge from the demand after each step; cells that never hold a pupil are left out."""
    counts = [(name, counted(demand)) for name, demand in steps]
    cells = {cell for _, count in counts for cell in count}
    years = set(academic_years)
    return tuple(line for cell in sorted(cells, key=_order) if cell[1] in years for line in _lines(cell, counts))


def counted(demand: Iterable[Demand]) -> Counter[Cell]:
    """Whole pupils by bound, academic year, phase and need group."""
    count: Counter[Cell] = Counter()
    for each in demand:
        for key, pupils in each.cells:
            count[each.bound, key.academic_year, key.band.phase, key.need_group] += pupils
    return count


def _lines(cell: Cell, counts: Sequence[tuple[str, Counter[Cell]]]) -> Iterator[BridgeLine]:
    before = 0
    for order, (name, count) in enumerate(counts):
        yield BridgeLine(*cell, order, name, count[cell] - before)
        before = count[cell]
    yield BridgeLine(*cell, len(counts), WITH_ALL, before)


def _order(cell: Cell) -> tuple[int, AcademicYear, int, int]:
    bound, academic_year, phase, need_group = cell
    return list(Bound).index(bound), academic_year, list(Phase).index(phase), list(NeedGroup).index(need_group)
