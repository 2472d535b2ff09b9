"""Why there is no plan: the smallest clashing set and the least that would have to give."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from time import process_time

import pytest
from ortools.math_opt.python import mathopt

from planner.domain.plan import Plan, Violation
from planner.domain.problem import Problem
from planner.domain.scenario import Rule, Scenario
from planner.errors import NoPlanError
from planner.model.conflict import find_conflict, require_plan
from planner.model.draft import draft_plan
from planner.model.explain.clash import Clash, Conflict
from planner.model.explain.conditions import ASK_FOR_NOTHING
from planner.model.rules import RULES
from planner.model.rules.capital_limit import CapitalLimit, CapitalToYear
from planner.model.rules.host_limit import HostLimit
from planner.model.rules.opening_limit import OpeningLimit
from planner.model.rules.placements_by_hand import LockedPlacement, PlacementsByHand
from planner.model.solve import solve
from planner.model.variables import Variables
from tests.model.brute_force import all_places
from tests.model.cases import SEMH, Y1, area, problem, random_rich_scenario, scenario, school, site
from tests.model.planted import PLANTED, THREE, Planted, by_hand, council, lock


@dataclass(frozen=True)
class AtLeast:
    """A rule made up for these tests: so many bases of the plan's own stand in the last year."""

    bases: int
    name: str = "at_least"

    def constrain(self, model: mathopt.Model, x: Variables, problem: Problem) -> None:
        bases = x.total(x.opens(each, problem.academic_years[-1]) for each in x.decided_sites)
        model.add_linear_constraint(bases >= self.bases, name="at_least[]")

    def violations(self, plan: Plan, problem: Problem) -> Iterator[Violation]:
        last = problem.academic_years[-1]
        bases = sum(plan.places[each.key, last] > 0 for each in problem.sites if each.size_menu)
        if bases < self.bases:
            yield Violation(self.name, str(last), f"{bases} bases")


def scenario_with(made_up: AtLeast, *rules: Rule) -> Scenario:
    of = scenario(council(), *rules)
    return replace(of, rules=(*of.rules, made_up))


def many_locks(count: int, *rules: Rule) -> Scenario:
    """So many schools, a base of 8 or 10 places locked at each."""
    urns = [str(100 + number) for number in range(count)]
    schools = [school(urn, 100.0 * number, "A") for number, urn in enumerate(urns)]
    of = problem([area("a1", 0, "A")], schools, [site(f"S{urn}", urn) for urn in urns], {})
    locked = [lock(urn, 8 + 2 * (number % 2)) for number, urn in enumerate(urns)]
    return scenario(of, by_hand(*locked), *rules)


def conflict_of(case: Scenario) -> Conflict:
    found = find_conflict(case)
    assert found is not None
    return found


def has_plan(case: Scenario) -> bool:
    """Whether any places keep the rules; pupils may always stay without a place."""
    for places in all_places(case):
        plan = draft_plan(case.problem, case.bound, places, [])
        rules = [rule for rule in case.rules if rule.name != "pupils_within_places"]
        if not any(True for rule in rules for _ in rule.violations(plan, case.problem)):
            return True
    return False


def members_of(clash: Clash) -> set[tuple[str, str]]:
    return {(each.rule, each.subject) for each in clash.conditions}


@pytest.mark.parametrize("planted", PLANTED, ids=lambda planted: planted.name)
def test_the_smallest_clash_is_the_one_put_in(planted: Planted) -> None:
    clashes = conflict_of(planted.scenario).clashes
    assert [members_of(clash) for clash in clashes] == [planted.members, *planted.more]
    assert all(clash.is_smallest for clash in clashes)


@pytest.mark.parametrize("planted", PLANTED, ids=lambda planted: planted.name)
def test_what_would_have_to_give_is_the_least(planted: Planted) -> None:
    """Of each member alone, everything else kept."""
    remedies = conflict_of(planted.scenario).clashes[0].remedies
    settling = {(r.condition.rule, r.condition.subject, r.kind, r.amount) for r in remedies if r.settles_all}
    assert settling == planted.gives


@pytest.mark.parametrize("planted", PLANTED, ids=lambda planted: planted.name)
def test_no_plan_is_refused_before_the_search_with_the_explanation(planted: Planted) -> None:
    with pytest.raises(NoPlanError) as raised:
        solve(planted.scenario)
    found = conflict_of(planted.scenario)
    assert str(raised.value) == found.as_text()
    assert raised.value.rules == found.rules
    assert not has_plan(planted.scenario)


def apply(case: Scenario, name: str, change: dict[str, object]) -> Scenario:
    """The scenario with some settings of one rule changed."""
    rules = tuple(replace(rule, **change) if rule.name == name else rule for rule in case.rules)  # type: ignore[type-var]
    return replace(case, rules=rules)


@pytest.mark.parametrize(
    ("rules", "name", "setting", "limit"),
    [
        ((by_hand(*THREE), CapitalLimit(290_000)), "capital_limit", "total_gbp", 450_000),
        ((by_hand(*THREE), OpeningLimit(places_per_year=19)), "opening_limit", "places_per_year", 30),
        ((by_hand(*THREE), OpeningLimit(sites_per_year=1)), "opening_limit", "sites_per_year", 3),
    ],
)
def test_the_amount_is_enough_and_one_less_is_not(rules: tuple[Rule, ...], name: str, setting: str, limit: int) -> None:
    case = scenario(council(), *rules)
    remedy = next(r for r in conflict_of(case).clashes[0].remedies if r.condition.rule == name)
    assert remedy.condition.allowed is not None
    assert remedy.condition.allowed + remedy.amount == limit
    assert remedy.change == f"--set rules.{name}.{setting}={limit}"
    assert find_conflict(apply(case, name, {setting: limit})) is None
    assert find_conflict(apply(case, name, {setting: limit - 1})) is not None


def test_the_sentences_can_be_read_out() -> None:
    case = scenario(council(), by_hand(lock("1", 10)), CapitalLimit(500_000, (CapitalToYear(Y1, 120_000),)))
    assert conflict_of(case).as_text().splitlines() == [
        "no plan keeps these rules together: capital_limit, placements_by_hand.",
        "",
        "10 secondary SEMH places at School 1 (1) from 2025/26 need £150,000 of capital up to 2025/26; the programme "
        "allows £120,000.",
        "Any one of these would settle it:",
        "  - £30,000 more capital up to 2025/26: £150,000 instead of £120,000",
        "  - 10 secondary SEMH places at School 1 (1) from 2025/26: 1 year later, from 2026/27  "
        "(--what-if 1:semh:secondary:10@2026/27)",
    ]


def test_where_no_remedy_alone_is_enough_changes_are_named_together() -> None:
    """Two bases against one opening a year and £200,000: keeping both asks for a base and for money."""
    rules = (by_hand(*THREE[:2]), OpeningLimit(sites_per_year=1), CapitalLimit(200_000))
    (repair,) = conflict_of(scenario(council(), *rules)).repairs
    assert repair.keeps == "placements"
    assert repair.changes == (
        "1 more new base in 2025/26: 2 instead of 1",
        "£100,000 more capital up to 2026/27: £300,000 instead of £200,000",
    )


def test_two_clashes_apart_are_both_named_and_repaired_together() -> None:
    planted = PLANTED[-1]
    found = conflict_of(planted.scenario)
    assert "There is another clash, whatever settles the one before:" in found.as_text()
    assert {repair.keeps for repair in found.repairs} == {"placements", "limits"}
    assert all(len(repair.changes) == 2 for repair in found.repairs)


def test_a_placement_without_a_candidate_is_a_clash_of_its_own() -> None:
    nowhere = LockedPlacement("999", SEMH, 10, Y1)
    (clash,) = conflict_of(scenario(council(), PlacementsByHand((nowhere,)))).clashes
    assert [each.lock for each in clash.conditions] == [nowhere]
    assert "no such candidate" in clash.says


@pytest.mark.parametrize("seed", range(24))
def test_there_is_a_conflict_where_brute_force_finds_no_plan(seed: int) -> None:
    """And where there is a plan, the places that are asked for by hand alone are one."""
    case = random_rich_scenario(seed)
    tight = apply(case, "capital_limit", {"total_gbp": 20_000 * (seed % 9), "cumulative": ()})
    found = find_conflict(tight)
    assert (found is None) == has_plan(tight)
    if found is None:
        places = require_plan(tight)
        assert all(case.problem.site_by_key[key].steps or by_lock(case, key) for key, _ in places)
    else:
        check_remedies(tight, found)


def by_lock(case: Scenario, key: str) -> bool:
    locked = [rule.locked for rule in case.rules if isinstance(rule, PlacementsByHand)]
    return any(each.site(case.problem) == case.problem.site_by_key[key] for locks in locked for each in locks)


def check_remedies(case: Scenario, found: Conflict) -> None:
    """Capital in total is enough with the amount that is named, and not with a pound less."""
    for remedy in found.clashes[0].remedies:
        if remedy.settles_all and remedy.condition.rule == "capital_limit":
            limit = (remedy.condition.allowed or 0) + remedy.amount
            assert has_plan(apply(case, "capital_limit", {"total_gbp": limit}))
            assert not has_plan(apply(case, "capital_limit", {"total_gbp": limit - 1}))


def test_a_rule_that_asks_for_bases_is_judged_with_every_candidate() -> None:
    """A rule that the explanation has never heard of: two bases in the last year, of which one is locked."""
    assert find_conflict(scenario_with(AtLeast(2), by_hand(lock("1", 8)))) is None
    case = scenario_with(AtLeast(4), HostLimit(1))
    assert not has_plan(case)
    (clash,) = conflict_of(case).clashes
    assert members_of(clash) == {("host_limit", "3"), ("at_least", "")}
    assert conflict_of(scenario_with(AtLeast(5))).rules == ("at_least",)


def test_a_county_of_locks_is_explained_in_time() -> None:
    """Thirty placements share a limit, so the smallest set is too far to prove; nothing in it can be spared."""
    start = process_time()
    found = conflict_of(many_locks(30, HostLimit(1), CapitalLimit(1_400_000)))
    assert process_time() - start < 5
    (clash,) = found.clashes
    assert members_of(clash) >= {("capital_limit", "2026/27")}
    locked = [each.lock.places for each in clash.conditions if each.lock is not None]
    assert sum(50_000 + 10_000 * places for places in locked) > 1_400_000
    assert sum(50_000 + 10_000 * places for places in locked) - (50_000 + 10_000 * min(locked)) <= 1_400_000
    capital = next(r for r in clash.remedies if r.condition.rule == "capital_limit")
    assert capital.settles_all
    assert capital.amount == sum(130_000 + 20_000 * (n % 2) for n in range(30)) - 1_400_000


def test_every_rule_is_judged_whether_it_ever_asks_for_a_base() -> None:
    """A new rule takes a stand in ASK_FOR_NOTHING, or else every candidate takes part in each explanation."""
    assert set(RULES) == ASK_FOR_NOTHING
