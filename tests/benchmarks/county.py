"""County problems by seed, in the model's own terms: the published benchmark of this project.

`county(seed, size, regime, rich=...)` is a whole Scenario. Seeds 1 to 10 are for tuning, 11 to 20 for reporting.

Ground (`county_map.py`; the same for every regime, years and richness). A square of 2,000 km2 x size. 9 x size towns
(at least 2), each with a centre in the middle four fifths and a weight from 1 to 5. 340 x size areas: 72 per cent in a
town drawn by weight, around its centre by the sum of three even draws of up to 900 m x square root of the weight, the
others anywhere; each has 0.6 to 1.6 times the mean persons. 22 x size localities: the areas halved across their longer
side until there are enough, so localities are contiguous and about equal in areas; 5 x size districts of neighbouring
localities. 205 x size primary-age schools (6 per cent infant, 6 per cent junior; 27 per cent of those with Reception
have nursery classes) and 45 x size secondary schools, within 600 m of an area's point. A primary school of 120 pupils
and a secondary school of 600 may host. Travel distance is the straight line x 1.3, in whole metres; pairs beyond the
longest limit are left out.

Sites (`county_sites.py`). 18 x size standing bases, a third secondary: 6 to 12 places in primary, 10 to 18 in
secondary schools; a quarter are committed for the first or second year, a fifth of the others grow by 2 in the second.
Other schools that may host are candidates. `rich=False`: bands nursery (NCY -1), primary (0 to 6), secondary (7 to 11),
one need group, and a unit for each band that the school teaches whole. `rich=True`: bands nursery, infant, junior,
secondary, three need groups, and a base for all year groups of the school for each need group; a base that stands may
have two need groups. Sizes 4, 6, 8 (nursery), 8 to 16 (primary; 8 alone below 150 pupils), 8 to 20 (secondary).
Earliest opening: the first, second or third year with chances 20, 45 and 35 per cent. Capital: 30,000, 40,000 and
143,000 pounds a base x 0.5 to 2, and 6,000, 6,500 and 12,400 pounds a place x 0.75 to 1.25, drawn for each school.

Demand. 700 to 850 x size pupils in the fifth year, 8 per cent nursery, 60 per cent primary (26 infant, 34 junior),
32 per cent secondary; need groups 50, 35 and 15 per cent. Each pupil's area is drawn by the persons of its band and
the need factor of its locality (0.7 to 1.4). Of each band and need group the first 20, 34, 52, 74 and 100 per cent,
in the order drawn, need a place in years 1 to 5: whole pupils, and no cell ever shrinks. The 2 x size localities of
greatest need factor count twice, secondary pupils three times.

Rules. Travel limits 5, 8 and 12 km (nursery, primary, secondary). Opening limit a year 9 bases and 90 places, each x
size x the regime's build factor. Capital 3.9 million pounds x size x the regime's budget factor, a fifth of it more
each year. Places target in the last year: 45 per cent of its pupils. Coverage promise in the locality, in the last
year. One base a school. Regimes (budget, build factor): tight (1, 1), middle (1.4, 1.3), loose (3, 1.3).
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from planner.domain.assumption import Assumption, Assumptions
from planner.domain.demand import Demand, DemandKey
from planner.domain.geography import straight_line_metres
from planner.domain.problem import Problem
from planner.domain.scenario import FinanceSettings, Rule, Scenario, SolveLimits
from planner.domain.terms import AcademicYear, Band, Bound, NeedGroup, Phase
from planner.model.goals import GOALS
from planner.model.rules import ALWAYS_ON, RULES
from planner.model.rules.capital_limit import CapitalLimit, CapitalToYear
from planner.model.rules.coverage_promise import CoveragePromise
from planner.model.rules.host_limit import HostLimit
from planner.model.rules.opening_limit import OpeningLimit
from planner.model.rules.places_target import PlacesTarget, PlacesTargets
from planner.model.rules.travel_limit import TravelLimit
from tests.benchmarks.county_map import Draw, Ground, ground, scaled
from tests.benchmarks.county_sites import FIRST_YEAR, NEEDS, sites

# Factors of the budget and of the yearly opening limits.
REGIMES = {"tight": (1.0, 1.0), "middle": (1.4, 1.3), "loose": (3.0, 1.3)}
SPLITS = {"tune": range(1, 11), "report": range(11, 21)}
BUDGET_GBP, BASES_PER_YEAR, PLACES_PER_YEAR = 3_900_000, 9, 90
DETOUR = 1.3
LIMIT = TravelLimit(5000, 8000, 12000)
NURSERY, PRIMARY, INFANT, JUNIOR, SECONDARY = Band(-1, -1), Band(0, 6), Band(0, 2), Band(3, 6), Band(7, 11)
BANDS = {
    False: {NURSERY: 0.08, PRIMARY: 0.60, SECONDARY: 0.32},
    True: {NURSERY: 0.08, INFANT: 0.26, JUNIOR: 0.34, SECONDARY: 0.32},
}
RAMP = (0.20, 0.34, 0.52, 0.74, 1.0)
LEAST_PUPILS, MOST_PUPILS = 700, 850
WORST_LOCALITIES, WORST_WEIGHT, SECONDARY_WEIGHT = 2, 2, 3
TARGET_SHARE = 0.45
LIMITS = SolveLimits(gap=0.001, work_nodes=5000, time_limit_seconds=60)


def county(
    seed: int, size: float, regime: str, *, rich: bool, years: int = 5, limits: SolveLimits = LIMITS
) -> Scenario:
    """The county of a seed: `size` in counties, `regime` a key of REGIMES, `years` 1 to 5 from the first one on."""
    land = ground(seed, size)
    academic_years = tuple(FIRST_YEAR.plus(number) for number in range(years))
    pupils = _pupils(seed, size, land, academic_years, rich=rich)
    demand = Demand(Bound.CENTRAL, tuple(sorted(pupils.items())))
    problem = Problem(
        academic_years=academic_years,
        bands=tuple(BANDS[rich]),
        need_groups=tuple(NEEDS) if rich else tuple(NEEDS)[:1],
        localities=land.localities,
        areas=land.areas,
        schools=land.schools,
        sites=sites(seed, size, land, rich=rich),
        demand=(demand,),
        distance_metres=_distances(land),
        distance_basis="straight line x 1.3",
        weights=_weights(land, size, rich=rich),
        assumptions=_assumptions(),
    )
    rules = _rules(problem, size, regime, demand.total_pupils(academic_years[-1]))
    return Scenario(
        title=f"{'rich' if rich else 'plain'} county {seed}, size {size:g}, {regime}",
        as_at=date(FIRST_YEAR.start, 1, 1),
        bound=Bound.CENTRAL,
        problem=problem,
        rules=_with_always_on(rules),
        goals=tuple(GOALS.values()),
        limits=limits,
        finance=FinanceSettings(FIRST_YEAR.start, FIRST_YEAR.start + years, None),
    )


def final_year_only(scenario: Scenario) -> Scenario:
    """The same question about the last academic year alone.

    Every candidate can open in it, the openings of all years are allowed in it, and all the money is there.
    """
    problem, last = scenario.problem, scenario.problem.academic_years[-1]
    ready = tuple(replace(site, earliest_opening=last) if site.is_candidate else site for site in problem.sites)
    demand = tuple(
        Demand(bound.bound, tuple(cell for cell in bound.cells if cell[0].academic_year == last))
        for bound in problem.demand
    )
    single = replace(problem, academic_years=(last,), sites=ready, demand=demand)
    rules = tuple(_in_one_year(rule, len(problem.academic_years)) for rule in scenario.rules)
    return replace(scenario, title=f"{scenario.title}, final year", problem=single, rules=rules)


def first_goals(scenario: Scenario, count: int) -> Scenario:
    """The scenario with its first goals alone."""
    return replace(scenario, goals=scenario.goals[:count])


def _in_one_year(rule: Rule, years: int) -> Rule:
    if isinstance(rule, OpeningLimit):
        bases, places = rule.sites_per_year, rule.places_per_year
        return OpeningLimit(None if bases is None else bases * years, None if places is None else places * years)
    return CapitalLimit(rule.total_gbp) if isinstance(rule, CapitalLimit) else rule


def _pupils(
    seed: int, size: float, land: Ground, academic_years: tuple[AcademicYear, ...], *, rich: bool
) -> dict[DemandKey, int]:
    total = int(size * Draw("pupils", seed, size).between(LEAST_PUPILS, MOST_PUPILS))
    draw = Draw("demand", seed, size, rich)
    needs = NEEDS if rich else {next(iter(NEEDS)): 1.0}
    pupils: dict[DemandKey, int] = {}
    for band, band_share in BANDS[rich].items():
        weights = [area.persons(band) * land.need_factor[area.locality] for area in land.areas]
        for need, need_share in needs.items():
            homes = [land.areas[draw.index(weights)].code for _ in range(scaled(total * need_share, band_share))]
            _count(pupils, homes, band, need, academic_years)
    return pupils


def _count(
    pupils: dict[DemandKey, int], homes: list[str], band: Band, need: NeedGroup, years: tuple[AcademicYear, ...]
) -> None:
    for year, share in zip(years, RAMP[: len(years)], strict=True):
        for home in homes[: scaled(len(homes), share)]:
            key = DemandKey(home, band, need, year)
            pupils[key] = pupils.get(key, 0) + 1


def _distances(land: Ground) -> dict[tuple[str, str], float]:
    longest = max(LIMIT.nursery_metres, LIMIT.primary_metres, LIMIT.secondary_metres)
    distances = {}
    for area in land.areas:
        for school in land.schools:
            metres = round(straight_line_metres(area, school) * DETOUR)
            if metres <= longest:
                distances[area.code, school.urn] = float(metres)
    return distances


def _weights(land: Ground, size: float, *, rich: bool) -> dict[tuple[str, Band], int]:
    by_need = sorted(land.need_factor, key=lambda name: (-land.need_factor[name], name))
    worst = by_need[: scaled(WORST_LOCALITIES, size)]
    return {
        (locality.name, band): (WORST_WEIGHT if locality.name in worst else 1)
        * (SECONDARY_WEIGHT if band.phase is Phase.SECONDARY else 1)
        for locality in land.localities
        for band in BANDS[rich]
    }


def _assumptions() -> Assumptions:
    place = Assumption("rp_place_occupied_gbp", 6000, "gbp", date(2018, 4, 1), None, None, "green", "high", "DfE", "")
    return Assumptions({place.name: place})


def _rules(problem: Problem, size: float, regime: str, last_pupils: int) -> list[Rule]:
    budget, build = REGIMES[regime]
    years = problem.academic_years
    to_year = [int(BUDGET_GBP * size * budget) * (number + 1) // len(RAMP) for number in range(len(years))]
    capital = CapitalLimit(to_year[-1], tuple(map(CapitalToYear, years, to_year)))
    target = PlacesTarget(years[-1], int(TARGET_SHARE * last_pupils), "commissioned_places", "drawn")
    return [
        LIMIT,
        OpeningLimit(scaled(BASES_PER_YEAR * build, size), scaled(PLACES_PER_YEAR * build, size)),
        capital,
        PlacesTargets((target,)),
        HostLimit(1),
        CoveragePromise("in_locality", years[-1]),
    ]


def _with_always_on(rules: list[Rule]) -> tuple[Rule, ...]:
    """Rules in the registry's order, so that counties are read as scenario files are."""
    given = {rule.name: rule for rule in rules}
    return tuple(given.get(name) or RULES[name]() for name in RULES if name in given or name in ALWAYS_ON)
