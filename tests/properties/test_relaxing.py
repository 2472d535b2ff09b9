"""Whatever the council: more room never makes a plan worse, names do not matter, and no plan breaks a rule."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from planner.check import check
from planner.domain.demand import Demand
from planner.domain.problem import Problem
from planner.domain.scenario import Scenario
from planner.domain.terms import AcademicYear
from planner.model.rules.capital_limit import CapitalLimit
from planner.model.rules.host_limit import HostLimit
from planner.model.rules.opening_limit import OpeningLimit
from planner.model.rules.travel_limit import TravelLimit
from planner.model.solve import solve
from tests.model.cases import Y2, random_rich_scenario, random_scenario, site

EXAMPLES = settings(max_examples=8, deadline=None, derandomize=True, database=None)
SEEDS = st.integers(min_value=2000, max_value=99_999)
METRES = st.integers(min_value=0, max_value=4000)


def values(case: Scenario) -> tuple[int, ...]:
    """Goal values of a solved plan that is sound and proved."""
    plan = solve(case)
    assert check(plan, case) == ()
    assert all(result.proved for result in plan.goals)
    return tuple(result.value for result in plan.goals)


def with_rule(case: Scenario, name: str, change: Callable[..., object]) -> Scenario:
    """The scenario with one rule changed, where it has it."""
    rules = tuple(change(rule) if rule.name == name else rule for rule in case.rules)
    return replace(case, rules=rules)  # type: ignore[arg-type]


def with_problem(case: Scenario, **changes: object) -> Scenario:
    return replace(case, problem=replace(case.problem, **changes))  # type: ignore[arg-type]


@EXAMPLES
@given(seed=SEEDS, more=METRES)
def test_a_longer_way_never_worsens_a_plan(seed: int, more: int) -> None:
    def longer(rule: TravelLimit) -> TravelLimit:
        return TravelLimit(rule.nursery_metres + more, rule.primary_metres + more, rule.secondary_metres + more)

    case = random_scenario(seed)
    assert values(with_rule(case, "travel_limit", longer)) <= values(case)


@EXAMPLES
@given(seed=SEEDS, sites=st.integers(0, 2), places=st.integers(0, 6))
def test_more_openings_never_worsen_a_plan(seed: int, sites: int, places: int) -> None:
    def more(rule: OpeningLimit) -> OpeningLimit:
        assert rule.sites_per_year is not None
        assert rule.places_per_year is not None
        return OpeningLimit(rule.sites_per_year + sites, rule.places_per_year + places)

    case = random_scenario(seed)
    assert values(with_rule(case, "opening_limit", more)) <= values(case)


@EXAMPLES
@given(seed=SEEDS, gbp=st.integers(0, 200_000))
def test_more_capital_and_more_bases_a_school_never_worsen_a_plan(seed: int, gbp: int) -> None:
    """Odd seeds of these councils lock a placement, so only even ones are sure to have a plan."""
    case = random_rich_scenario(2 * seed)

    def richer(rule: CapitalLimit) -> CapitalLimit:
        return replace(rule, total_gbp=rule.total_gbp + gbp)

    relaxed = with_rule(case, "capital_limit", richer)
    relaxed = with_rule(relaxed, "host_limit", lambda rule: HostLimit(rule.bases_per_school + 1))
    assert values(relaxed) <= values(case)


@EXAMPLES
@given(seed=SEEDS)
def test_a_rule_switched_off_never_worsens_a_plan(seed: int) -> None:
    case = random_scenario(seed)
    free = replace(case, rules=tuple(rule for rule in case.rules if rule.name not in {"opening_limit", "host_limit"}))
    assert values(free) <= values(case)


@EXAMPLES
@given(seed=SEEDS, sizes=st.sets(st.integers(1, 9), min_size=1, max_size=3), urn=st.sampled_from(["103", "104"]))
def test_another_candidate_never_worsens_a_plan(seed: int, sizes: set[int], urn: str) -> None:
    case = random_scenario(seed)
    extra = site("A0", urn, size_menu=tuple(sorted(sizes)), earliest_opening=Y2, ncy_low=0)
    sites = tuple(sorted([*case.problem.sites, extra], key=lambda s: s.key))
    assert values(with_problem(case, sites=sites)) <= values(case)


@EXAMPLES
@given(seed=SEEDS, names=st.permutations(["Zeta", "Alpha", "Mu"]))
def test_names_of_localities_and_sites_change_no_value(seed: int, names: list[str]) -> None:
    """Other names sort otherwise, so the search meets everything in another order."""
    case = random_scenario(seed)
    assert values(replace(case, problem=_renamed(case.problem, dict(zip("ABC", names, strict=True))))) == values(case)


def _renamed(problem: Problem, names: dict[str, str]) -> Problem:
    """Other names of localities; keys of sites turned round, so that they sort in the opposite order."""
    sites = [replace(s, key=f"{len(problem.sites) - number}") for number, s in enumerate(problem.sites)]
    return replace(
        problem,
        localities=tuple(sorted(replace(row, name=names[row.name]) for row in problem.localities)),
        areas=tuple(replace(row, locality=names[row.locality]) for row in problem.areas),
        schools=tuple(replace(row, locality=names[row.locality]) for row in problem.schools),
        sites=tuple(sorted(sites, key=lambda s: s.key)),
        weights={(names[name], band): weight for (name, band), weight in problem.weights.items()},
    )


@EXAMPLES
@given(seed=SEEDS, twice=st.booleans())
def test_years_can_be_counted_from_another_start(seed: int, twice: bool) -> None:
    """Moved as a whole by some years, a case has the same plan in other years."""
    case = random_scenario(seed)
    assert values(_later(case, 9 if twice else 1)) == values(case)


def _later(case: Scenario, years: int) -> Scenario:
    problem = case.problem

    def moved(year: AcademicYear | None) -> AcademicYear | None:
        return None if year is None else year.plus(years)

    demand = tuple(
        Demand(d.bound, tuple((replace(key, academic_year=key.academic_year.plus(years)), n) for key, n in d.cells))
        for d in problem.demand
    )
    sites = tuple(
        replace(
            s, steps=tuple((year.plus(years), n) for year, n in s.steps), earliest_opening=moved(s.earliest_opening)
        )
        for s in problem.sites
    )
    later = with_problem(
        case, academic_years=tuple(y.plus(years) for y in problem.academic_years), demand=demand, sites=sites
    )
    later = with_rule(
        later, "coverage_promise", lambda r: replace(r, from_academic_year=r.from_academic_year.plus(years))
    )
    return with_rule(
        later,
        "places_target",
        lambda r: replace(r, targets=tuple(replace(t, academic_year=t.academic_year.plus(years)) for t in r.targets)),
    )
