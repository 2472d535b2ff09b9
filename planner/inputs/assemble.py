"""Pack, assumptions and scenario file become one Scenario, validated once.

Distances   straight line from each area to each school that has or may have a base, times the detour factor, in
            whole metres; the council's own metres and minutes take their place (`planner.inputs.travel`). All pairs
            are kept: an explanation may ask what a wider travel limit would give.
Weights     of a pupil without a place: weight of the phase x of the district x of the locality.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from planner.demand.spread import mean_imd
from planner.demand.stock_and_flow import assumption_names
from planner.domain.assumption import Assumption, Assumptions
from planner.domain.geography import Area, Locality, School, straight_line_metres
from planner.domain.levers import BridgeLine
from planner.domain.problem import Problem, Site
from planner.domain.scenario import Counterfactual, FinanceSettings, Goal, Rule, Scenario, SolveLimits
from planner.domain.terms import Band, bands_of_ranges
from planner.errors import Faults
from planner.inputs.assumptions_file import require
from planner.inputs.demand import DEPRIVATION_RATE, DemandParts
from planner.inputs.hand_placements import HandPlacements
from planner.inputs.ledger import Sums, stated_totals
from planner.inputs.levers import check_drivers, drivers_on, refuse_drivers
from planner.inputs.pack import Pack, file_hash
from planner.inputs.scenario_file import Priorities, ScenarioFile
from planner.inputs.sites import ASSUMPTION_NAMES, Hosts, candidate_sites, check_menus, register_sites
from planner.inputs.suggest import did_you_mean
from planner.inputs.travel import (
    STRAIGHT_LINE_SPEED,
    check_minutes,
    goals_in_unit,
    reckon_travel,
    takes_straight_line,
)
from planner.inputs.used_assumptions import used_names, weighty
from planner.inputs.years import check_years
from planner.model.goal_order import check_goal_order

UNKNOWN_IMD = "imd_score_where_unknown"


@dataclass(frozen=True)
class Parts:
    """Everything read for one scenario; `files` are the scenario and assumption files.

    `changed` are the `--set` texts that say something else than the file.
    """

    file: ScenarioFile
    pack: Pack
    assumptions: Assumptions
    rules: tuple[Rule, ...]
    goals: tuple[Goal, ...]
    files: tuple[Path, ...]
    changed: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """Name of the scenario file, for messages."""
        return self.files[0].name


def assemble(parts: Parts) -> Scenario:
    """Put the parts together; raises InputError with every fault that only shows when they meet."""
    faults = Faults()
    _check_assumptions(parts, faults)
    check_minutes(parts.pack, parts.rules, parts.name, faults)
    check_years(parts.rules, finance_settings(parts.file), parts.file.academic_years, parts.name, faults)
    faults.raise_if_any()
    check_goal_order(parts.goals)
    file, pack = parts.file, parts.pack
    problem, bridge = _problem(parts, faults)
    used = used_names(file.need_groups, forecasts=pack.demand is None)
    return Scenario(
        title=file.title,
        as_at=file.as_at,
        bound=file.bound,
        problem=problem,
        rules=parts.rules,
        goals=goals_in_unit(parts.goals, problem),
        limits=_solve_limits(file),
        finance=finance_settings(file),
        attribution=pack.about.attribution,
        source_hashes=_source_hashes(parts),
        boundaries_path=str(pack.boundaries),
        drivers=drivers_on(file.demand),
        demand_bridge=bridge,
        judgements=tuple(weighty(parts.assumptions, used, ("red",))),
    )


def _solve_limits(file: ScenarioFile) -> SolveLimits:
    solve = file.solve
    tolerance = tuple(sorted((name, amount) for name, amount in solve.lock_tolerance.items() if amount))
    return SolveLimits(solve.gap, solve.work_nodes, solve.time_limit_seconds, tolerance)


def finance_settings(file: ScenarioFile) -> FinanceSettings:
    """Years of the forecast; those that the academic years touch where the scenario names none."""
    if file.finance is None:
        return FinanceSettings(file.first_academic_year.start, file.last_academic_year.start + 1, None)
    shares = file.finance.counterfactual
    return FinanceSettings(
        first_financial_year=file.finance.first_financial_year.start,
        last_financial_year=file.finance.last_financial_year.start,
        counterfactual=Counterfactual(**shares.model_dump()) if shares is not None else None,
    )


def _problem(parts: Parts, faults: Faults) -> tuple[Problem, tuple[BridgeLine, ...]]:
    file, pack = parts.file, parts.pack
    schools = {school.urn: school for school in sorted(pack.schools, key=lambda school: school.urn)}
    register = register_sites(pack.provision, schools, faults)
    hosts = Hosts(file.candidates, schools, register)
    hosts.check(parts.name, faults)
    check_menus(file.candidates, parts.assumptions, parts.name, faults)
    candidates = candidate_sites(hosts, schools, file.candidates, file.need_groups, file.as_at, parts.assumptions)
    sites = sorted([*register, *candidates], key=lambda site: site.key)
    by_hand = HandPlacements(parts.name, schools, hosts, candidates, file.need_groups, file.academic_years)
    by_hand.check(parts.rules, faults)
    bands = bands_of_ranges([(site.ncy_low, site.ncy_high) for site in sites if site.urn is not None])
    totals = stated_totals(pack.stated_totals, Sums(pack.provision, register), faults)
    weights = priority_weights(file.priorities, pack.localities, bands, parts.name, faults)
    demand, bridge = DemandParts(file, pack, parts.assumptions, sites, bands).demand(faults)
    faults.raise_if_any()
    detour_factor = parts.assumptions.value(pack.about.detour_factor_assumption)
    straight = distances(pack.areas, schools, sites, detour_factor)
    travel = reckon_travel(pack, straight, parts.rules, parts.assumptions)
    problem = Problem(
        academic_years=file.academic_years,
        bands=bands,
        need_groups=tuple(sorted(file.need_groups)),
        localities=tuple(sorted(pack.localities)),
        areas=tuple(sorted(pack.areas, key=lambda area: area.code)),
        schools=tuple(schools.values()),
        sites=tuple(sites),
        demand=demand,
        distance_metres=travel.metres,
        distance_basis=travel.basis,
        weights=weights,
        assumptions=_with_unknown_imd(parts.assumptions, pack.areas, file.as_at),
        stated_totals=totals,
        travel_minutes=travel.minutes,
    )
    return problem, bridge


def distances(
    areas: Sequence[Area], schools: Mapping[str, School], sites: Sequence[Site], detour_factor: float
) -> dict[tuple[str, str], float]:
    """Whole metres from each area to each school with a site."""
    urns = sorted({site.urn for site in sites if site.urn is not None})
    return {
        (area.code, urn): float(round(straight_line_metres(area, schools[urn]) * detour_factor))
        for area in sorted(areas, key=lambda area: area.code)
        for urn in urns
    }


def priority_weights(
    priorities: Priorities, localities: Sequence[Locality], bands: Sequence[Band], file: str, faults: Faults
) -> dict[tuple[str, Band], int]:
    """Weight of a pupil without a place by locality and band; names that no locality has are noted."""
    known = {"districts": {row.district for row in localities}, "localities": {row.name for row in localities}}
    for key, names in known.items():
        for name in getattr(priorities, key):
            if name not in names:
                expected = f"one of {', '.join(sorted(names))}"
                faults.add(f"{file}, priorities.{key}", f"unknown name {name!r}", expected, did_you_mean(name, names))
    return {
        (locality.name, band): priorities.phases.get(band.phase, 1)
        * priorities.districts.get(locality.district, 1)
        * priorities.localities.get(locality.name, 1)
        for locality in sorted(localities)
        for band in bands
    }


def _check_assumptions(parts: Parts, faults: Faults) -> None:
    forecast = assumption_names(parts.file.need_groups) if parts.pack.demand is None else []
    speed = [STRAIGHT_LINE_SPEED] if takes_straight_line(parts.rules) else []
    names = [parts.pack.about.detour_factor_assumption, DEPRIVATION_RATE, *ASSUMPTION_NAMES, *speed, *forecast]
    require(parts.assumptions, names, parts.files[-1].name, faults)
    drivers = drivers_on(parts.file.demand)
    if parts.pack.demand is not None:
        refuse_drivers(drivers, parts.name, faults)
    else:
        last = parts.file.last_academic_year
        check_drivers(drivers, parts.assumptions, parts.pack.localities, last, parts.name, faults)


def _with_unknown_imd(assumptions: Assumptions, areas: Sequence[Area], as_at: date) -> Assumptions:
    """Assumptions with the score that areas without one were given, where there is such an area."""
    unknown = sorted(area.code for area in areas if area.imd_score is None)
    if not unknown:
        return assumptions
    used = Assumption(
        name=UNKNOWN_IMD,
        value=mean_imd(areas),
        unit="IMD score",
        valid_from=as_at,
        low=None,
        high=None,
        quality="red",
        impact="low",
        source="Mean of the known scores of areas.csv.",
        note=f"Used for {', '.join(unknown)}.",
    )
    return Assumptions({**{assumption.name: assumption for assumption in assumptions}, UNKNOWN_IMD: used})


def _source_hashes(parts: Parts) -> tuple[tuple[str, str], ...]:
    """SHA-256 of each file that was read, by its name; those of the pack with the folder's name before it."""
    folder = parts.pack.folder.resolve().name
    of_pack = [(f"{folder}/{file}", digest) for file, digest in parts.pack.hashes]
    return tuple(sorted([*of_pack, *((path.name, file_hash(path)) for path in parts.files)]))
