"""Levers on demand that a scenario switches on: checked where they meet the pack and the assumptions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from planner.domain.assumption import Assumption, Assumptions
from planner.domain.geography import Locality
from planner.domain.levers import ActsOn, Basis, BasisChange, DemandDrivers, Lever
from planner.domain.terms import AcademicYear
from planner.errors import Faults
from planner.inputs.demand_settings import DemandTable
from planner.inputs.suggest import did_you_mean

EFFECT_LIMITS = (-1.0, 1.0)
RATIO_LIMITS = (0.0, 2.0)
ACTS_ON_WORDS = {
    ActsOn.REQUESTS: "requests for a plan",
    ActsOn.NEW_PLACEMENTS: "new placements",
    ActsOn.PHASE_TRANSFERS: "phase transfers",
}
BASIS_WORDS = {
    Basis.SPECIALIST_PACKAGES: "whoever enters is counted by specialist packages",
    Basis.MIXED: "who is new is counted by specialist packages, who has a plan as before",
}


def drivers_on(demand: DemandTable) -> DemandDrivers:
    """Levers and change of basis that are on, in the order of the scenario."""
    levers = tuple(
        Lever(
            name=name,
            effect=table.effect,
            from_academic_year=table.from_academic_year,
            ramp_years=table.ramp_years,
            acts_on=tuple(sorted(table.acts_on, key=list(ActsOn).index)),
            phases=table.phases or (),
            localities=table.localities or (),
        )
        for name, table in demand.levers.items()
        if table.on
    )
    basis = demand.basis
    if basis is None or not basis.on:
        return DemandDrivers(levers)
    return DemandDrivers(levers, BasisChange(basis.counts, basis.ratio, basis.from_academic_year))


def check_drivers(
    drivers: DemandDrivers,
    assumptions: Assumptions,
    localities: Iterable[Locality],
    last: AcademicYear,
    file: str,
    faults: Faults,
) -> None:
    """Note each assumption that is missing or no share, each unknown locality, and each start after the plan."""
    names = {locality.name for locality in localities}
    for lever in drivers.levers:
        where = f"{file}, demand.levers.{lever.name}"
        _check_assumption(lever.effect, assumptions, EFFECT_LIMITS, f"{where}.effect", faults)
        _check_year(lever.from_academic_year, last, where, faults)
        for name in lever.localities:
            if name not in names:
                expected = f"one of {', '.join(sorted(names))}"
                found = f"unknown name {name!r}"
                faults.add(f"{where}.localities", found, expected, did_you_mean(name, names))
    change = drivers.basis_change
    if change is not None:
        where = f"{file}, demand.basis"
        _check_assumption(change.ratio, assumptions, RATIO_LIMITS, f"{where}.ratio", faults)
        _check_year(change.from_academic_year, last, where, faults)


def refuse_drivers(drivers: DemandDrivers, file: str, faults: Faults) -> None:
    """Note what is on although the pack holds the council's own table of demand, on which nothing can act."""
    for name in [*(f"levers.{lever.name}" for lever in drivers.levers), *(["basis"] if drivers.basis_change else [])]:
        found = "on, although the pack's demand.csv replaces the forecast"
        remedy = "Work the effect into the rows of demand.csv, or leave that file out."
        faults.add(f"{file}, demand.{name}", found, "on = false where the council states demand itself", remedy)


def drivers_in_words(drivers: DemandDrivers, assumptions: Assumptions) -> Iterator[str]:
    """One sentence for each lever that is on, then for the change of basis."""
    for lever in drivers.levers:
        what = " and ".join(ACTS_ON_WORDS[each] for each in lever.acts_on)
        if lever.phases:
            what += f" ({' and '.join(lever.phases)})"
        where = f" in {', '.join(lever.localities)}" if lever.localities else ""
        yield f"Lever on: {lever.name}, {_dates(lever)}: {_fewer(assumptions[lever.effect])} {what}{where}"
    change = drivers.basis_change
    if change is not None:
        size = _size(assumptions[change.ratio])
        when = f"from {change.from_academic_year}"
        yield f"Basis of demand, {when}: {BASIS_WORDS[change.basis]}; {size} of the pupils that EHC plans would give"


def _check_assumption(
    name: str, assumptions: Assumptions, limits: tuple[float, float], where: str, faults: Faults
) -> None:
    low, high = limits
    expected = f"an assumption with low, value and high from {low:g} to {high:g}"
    if name not in assumptions:
        remedy = did_you_mean(name, [each.name for each in assumptions]) or f"Add [{name}] with its source."
        faults.add(where, f"no assumption {name!r}", expected, remedy)
        return
    stated = assumptions[name]
    if stated.low is None or stated.high is None:
        faults.add(where, f"{name!r} without a range", expected, "State low and high: nobody knows it to the point.")
    elif not low <= stated.low <= stated.high <= high:
        faults.add(where, f"{name!r} from {stated.low:g} to {stated.high:g}", expected, "Correct the number.")


def _check_year(start: AcademicYear, last: AcademicYear, where: str, faults: Faults) -> None:
    if start > last:
        found = f"{start}, after the last year of the scenario"
        remedy = "It would count for nothing: leave it off, or plan for more years."
        faults.add(f"{where}.from_academic_year", found, f"an academic year up to {last}", remedy)


def _dates(lever: Lever) -> str:
    if lever.ramp_years == 1:
        return f"from {lever.from_academic_year}"
    return f"from {lever.from_academic_year}, whole from {lever.from_academic_year.plus(lever.ramp_years - 1)}"


def _fewer(effect: Assumption) -> str:
    return f"{_size(effect)} {'more' if effect.value < 0 else 'fewer'}"


def _size(stated: Assumption) -> str:
    ends = [f"{100 * end:g}" for end in (stated.low, stated.high) if end is not None]
    judged = ", judgement" if stated.quality == "red" else ""
    return f"{100 * abs(stated.value):g} % (range {' to '.join(ends)} %{judged})"
