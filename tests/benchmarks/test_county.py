"""The published county generator: same seed, same county; sizes, regimes and the final year as its docstring says."""

from __future__ import annotations

import hashlib

import pytest

from planner.check import check
from planner.domain.scenario import Scenario
from planner.model.network import build_network
from planner.model.rules.capital_limit import CapitalLimit
from planner.model.rules.opening_limit import OpeningLimit
from planner.model.solve import evaluate_stock
from tests.benchmarks.county import REGIMES, SPLITS, county, final_year_only, first_goals


def _digest(scenario: Scenario) -> str:
    """Everything that the generator draws, in one short text, whatever else the types may come to hold."""
    problem = scenario.problem
    drawn = [
        [(area.code, area.locality, area.easting, area.northing) for area in problem.areas],
        [
            (key.area, key.band.name, str(key.need_group), str(key.academic_year), n)
            for key, n in problem.demand[0].cells
        ],
        [(site.key, site.ncy_low, [str(need) for need in site.need_groups]) for site in problem.sites],
        [(site.size_menu, [(str(year), places) for year, places in site.steps]) for site in problem.sites],
        [(site.capital_fixed_gbp, site.capital_per_place_gbp, str(site.earliest_opening)) for site in problem.sites],
        sorted(problem.distance_metres.items()),
        sorted((locality, band.name, weight) for (locality, band), weight in problem.weights.items()),
    ]
    return hashlib.sha256(repr(drawn).encode()).hexdigest()[:16]


def _rule(scenario: Scenario, kind: type) -> object:
    return next(rule for rule in scenario.rules if isinstance(rule, kind))


@pytest.mark.parametrize(
    ("seed", "rich", "digest"),
    [(1, False, "eeef8c46f85f1569"), (1, True, "1e8b00f3849a7d90"), (11, False, "151ea14eba597df5")],
)
def test_published_counties_stay_what_they_are(seed: int, rich: bool, digest: str) -> None:
    """A change here makes every published row about another problem: give the new counties new seeds or names."""
    assert _digest(county(seed, 0.25, "tight", rich=rich)) == digest


def test_seeds_for_tuning_and_reporting_are_apart() -> None:
    assert not set(SPLITS["tune"]) & set(SPLITS["report"])
    assert len(SPLITS["tune"]) == len(SPLITS["report"]) == 10


def test_a_whole_county_has_the_published_size() -> None:
    for rich, units in ((False, range(205, 250)), (True, range(580, 700))):
        problem = county(4, 1, "middle", rich=rich).problem
        assert (len(problem.areas), len(problem.schools), len(problem.localities)) == (340, 250, 22)
        assert sum(site.is_candidate for site in problem.sites) in units
        assert sum(not site.is_candidate for site in problem.sites) == 18
        pupils = [problem.demand[0].total_pupils(year) for year in problem.academic_years]
        assert pupils == sorted(pupils)
        assert 690 <= pupils[-1] <= 860


def test_size_scales_the_county_and_its_limits() -> None:
    quarter, whole = (county(2, size, "tight", rich=False) for size in (0.25, 1))
    assert len(quarter.problem.areas) * 4 == len(whole.problem.areas)
    assert _rule(quarter, CapitalLimit).total_gbp * 4 == _rule(whole, CapitalLimit).total_gbp  # type: ignore[attr-defined]


def test_regimes_differ_in_money_and_openings_alone() -> None:
    counties = [county(3, 0.25, regime, rich=True) for regime in REGIMES]
    assert len({repr(scenario.problem) for scenario in counties}) == 1
    budgets = [_rule(scenario, CapitalLimit).total_gbp for scenario in counties]  # type: ignore[attr-defined]
    assert budgets == [budgets[0], round(budgets[0] * 1.4), budgets[0] * 3]


def test_no_cell_loses_pupils_from_one_year_to_the_next() -> None:
    scenario = county(5, 0.25, "tight", rich=True)
    network = build_network(scenario.problem, scenario.rules, scenario.bound)
    assert all(list(cell.pupils) == sorted(cell.pupils) for cell in network.cells)


def test_localities_are_clusters() -> None:
    """Two areas out of three have their nearest neighbour in their own locality."""
    areas = county(6, 1, "tight", rich=False).problem.areas
    same = 0
    for area in areas:
        others = [other for other in areas if other is not area]
        nearest = min(others, key=lambda o: (o.easting - area.easting) ** 2 + (o.northing - area.northing) ** 2)
        same += nearest.locality == area.locality
    assert same * 3 > len(areas) * 2


def test_the_final_year_alone_has_the_money_and_openings_of_all_years() -> None:
    five = county(7, 0.25, "middle", rich=False)
    single = final_year_only(five)
    assert single.problem.academic_years == five.problem.academic_years[-1:]
    all_years, one_year = _rule(five, OpeningLimit), _rule(single, OpeningLimit)
    assert one_year.sites_per_year == 5 * all_years.sites_per_year  # type: ignore[attr-defined]
    assert one_year.places_per_year == 5 * all_years.places_per_year  # type: ignore[attr-defined]
    assert _rule(single, CapitalLimit) == CapitalLimit(_rule(five, CapitalLimit).total_gbp)  # type: ignore[attr-defined]
    year = single.problem.academic_years[0]
    assert all(site.earliest_opening == year for site in single.problem.sites if site.is_candidate)
    assert single.problem.demand[0].total_pupils(year) == five.problem.demand[0].total_pupils(year)


def test_the_stock_of_a_county_is_a_sound_plan_and_leaves_pupils_without_a_place() -> None:
    scenario = first_goals(county(8, 0.25, "tight", rich=True), 3)
    stock = evaluate_stock(scenario)
    assert check(stock, scenario) == ()
    assert stock.unplaced
