"""Why a school, why not another, and what each rule costs: against brute force, with what is proved."""

from __future__ import annotations

from dataclasses import replace

import pytest

from planner.check import check
from planner.domain.plan import Plan
from planner.domain.scenario import Scenario
from planner.errors import TimeLimitError
from planner.model.explain import questions
from planner.model.explain.questions import Answers, SchoolAnswer, ask
from planner.model.explain.variants import priced_goals, relaxations, with_school, without_school
from planner.model.known import Known
from planner.model.rules.host_limit import HostLimit
from planner.model.rules.opening_limit import OpeningLimit
from planner.model.rules.placements_by_hand import LockedPlacement
from planner.model.search import NOT_SEARCHED
from planner.model.solve import Solution, solve, solve_from
from tests.model.brute_force import best_values
from tests.model.cases import Y1, Y2, changed_site, random_scenario, scenario, two_schools
from tests.model.planted import by_hand, council, lock, standing, with_sites


def asked(case: Scenario, **questions: object) -> Answers:
    return ask(case, step=lambda _: None, **questions)  # type: ignore[arg-type]


def only(answers: Answers) -> SchoolAnswer:
    (answer,) = answers.schools
    return answer


def opened(case: Scenario) -> list[str]:
    """URNs with a new base in the best plan."""
    sites = case.problem.site_by_key
    rows = solve(case).site_years
    return sorted(
        {str(sites[row.site].urn) for row in rows if row.commissioned_places and sites[row.site].is_candidate}
    )


def enclosed(answer_before: tuple[int, ...], after: tuple[int, ...], names: list[str], answer: SchoolAnswer) -> bool:
    """Whether each proved range holds the true difference of the best values."""
    true = {name: b - a for name, a, b in zip(names, answer_before, after, strict=True)}
    ranges = [(row.goal, row.at_least, row.at_most) for row in answer.differences if row.at_least is not None]
    return bool(ranges) and all(low <= true[goal] <= (high or 0) for goal, low, high in ranges if low is not None)


def agrees(plan: Plan, best: tuple[int, ...], before: tuple[int, ...]) -> bool:
    """Whether a plan has the best values as far as it was searched, which is to the first goal that differs."""
    searched = [row.value for row in plan.goals if row.stopped_by != NOT_SEARCHED]
    count = len(searched)
    return tuple(searched) == best[:count] and (count == len(best) or best[:count] != before[:count])


@pytest.mark.parametrize("seed", range(12))
def test_why_is_the_best_plan_without_the_school(seed: int) -> None:
    case = random_scenario(seed)
    for urn in opened(case):
        answer = only(asked(case, why=[urn]))
        assert answer.plan is not None
        best = best_values(without_school(case, urn))
        before = best_values(case)
        assert best is not None
        assert before is not None
        assert agrees(answer.plan, best, before)
        assert check(answer.plan, answer.scenario) == ()
        assert before <= best
        assert enclosed(before, best, [goal.name for goal in case.goals], answer)


@pytest.mark.parametrize("seed", range(12))
def test_why_not_is_the_best_plan_with_the_school(seed: int) -> None:
    case = random_scenario(seed)
    candidates = {str(site.urn) for site in case.problem.sites if site.is_candidate}
    for urn in sorted(candidates - set(opened(case))):
        answer = only(asked(case, why_not=[urn]))
        best = best_values(with_school(case, urn))
        if answer.obstacles:
            assert best is None
            continue
        before = best_values(case)
        assert answer.plan is not None
        assert before is not None
        assert best is not None
        assert agrees(answer.plan, best, before)
        assert check(answer.plan, answer.scenario) == ()
        assert {base.site.urn for base in answer.bases} == {urn}
        assert enclosed(before, best, [goal.name for goal in case.goals], answer)


@pytest.mark.parametrize("seed", range(8))
def test_a_price_is_the_best_plan_without_the_rule(seed: int) -> None:
    case = random_scenario(seed)
    searched = priced_goals(case)
    before = best_values(case)
    assert before is not None
    prices = asked(case, prices=True).prices
    assert [price.relaxation.rule for price in prices] == [each.rule for each in relaxations(case)]
    for price in prices:
        best = best_values(price.relaxation.scenario)
        assert best is not None
        assert tuple(row.value for row in price.plan.goals)[:searched] == best[:searched]
        assert check(price.plan, price.relaxation.scenario) == ()
        for row, old, new in zip(price.plan.goals[:searched], before, best, strict=False):
            shown = [each for each in price.differences if each.goal == row.goal and each.at_least is not None]
            for each in shown:
                assert each.at_least is not None
                assert each.at_most is not None
                assert each.at_least <= new - old <= each.at_most


def test_two_schools_hand_worked() -> None:
    """6 pupils a year of weight 1, 9 of weight 2: 10 places at A alone take B's 9 and one of A's."""
    case = scenario(two_schools())
    answer = only(asked(case, why=["200"]))
    (pupils,) = [row for row in answer.differences if row.goal == "unplaced_pupils"]
    assert (pupils.before, pupils.after, pupils.at_least, pupils.at_most) == (0, 10, 10, 10)
    behind = [row for row in answer.differences if row.goal in ("vacant_places", "pupil_travel", "cost")]
    assert [row.at_least for row in behind] == [None, None, None]
    assert [base.places for base in answer.bases] == [((Y1, 8), (Y2, 8))]


def test_the_price_of_an_opening_limit_hand_worked() -> None:
    """One base a year: 10 of 15 places in the first year, so 5 of A's pupils wait a year."""
    case = scenario(two_schools(), OpeningLimit(sites_per_year=1), goals=("unplaced_pupils",))
    (price,) = asked(case, prices=True).prices
    (row,) = price.differences
    assert (row.before, row.after, row.at_least, row.at_most) == (5, 0, -5, -5)
    assert price.relaxation.says == "left out"


def test_a_travel_limit_is_made_longer_by_a_stated_share() -> None:
    (relaxed,) = [each for each in relaxations(random_scenario(1)) if each.rule == "travel_limit"]
    rule = next(rule for rule in random_scenario(1).rules if rule.name == "travel_limit")
    longer = next(rule for rule in relaxed.scenario.rules if rule.name == "travel_limit")
    assert longer.secondary_metres == rule.secondary_metres * 125 // 100  # type: ignore[attr-defined]
    assert relaxed.says.startswith("25 % farther: nursery 1,250 m")


def test_a_goal_that_counts_nothing_without_its_rule_has_no_price() -> None:
    case = random_scenario(2)
    prices = {price.relaxation.rule: price for price in asked(case, prices=True).prices}
    assert "target_shortfall" not in {row.goal for row in prices["places_target"].differences}
    assert "coverage_gaps" not in {row.goal for row in prices["coverage_promise"].differences}
    assert "coverage_gaps" in {row.goal for row in prices["places_target"].differences}


def test_questions_that_do_not_arise_are_answered_as_such() -> None:
    case = scenario(two_schools(), goals=("unplaced_pupils",))
    answer = only(asked(case, why_not=["100"]))
    assert answer.obstacles == ("The plan does open a base at School 100 (100).",)
    assert answer.plan is None
    none = scenario(two_schools(), HostLimit(0), goals=("unplaced_pupils",))
    assert only(asked(none, why=["100"])).obstacles == (
        "The plan opens no base at School 100 (100).",
        "School 100 (100) has none, and the host limit allows 0 a school.",
    )


@pytest.mark.parametrize(
    ("case", "words"),
    [
        (scenario(with_sites(standing("E1", "1", 6)), HostLimit(1)), "has 1 already, and the host limit allows 1"),
        (scenario(council(), by_hand(forbidden=("1",))), "is forbidden by hand"),
        (
            scenario(changed_site(council(), "S1", earliest_opening=Y1.plus(3), earliest_opening_reason="long works")),
            "cannot open a base before 2028/29, after the last year of the plan: long works",
        ),
        (
            scenario(replace(council(), sites=tuple(s for s in council().sites if s.key != "S1"))),
            "is no candidate: candidates.exclude_urns",
        ),
        (
            scenario(replace(council(), sites=(*council().sites[1:], standing("X1", "1", 6)))),
            "is no candidate: it has base X1 already",
        ),
    ],
)
def test_a_school_that_cannot_be_chosen_is_told_why_first(case: Scenario, words: str) -> None:
    (reason,) = only(asked(replace(case, goals=case.goals[2:3]), why_not=["1"])).obstacles
    assert words in reason


def test_a_school_that_may_not_host_is_told_by_the_reason_on_record() -> None:
    of = council()
    closed = replace(of.schools[0], may_host=False, may_host_reason="selective intake")
    sites = tuple(s for s in of.sites if s.key != "S1")
    case = scenario(replace(of, schools=(closed, *of.schools[1:]), sites=sites), goals=("unplaced_pupils",))
    assert only(asked(case, why_not=["1"])).obstacles == (
        "School 1 (1) is no candidate: it may not host, selective intake.",
    )


def test_a_school_that_other_placements_leave_no_room_for_is_told_by_the_clash() -> None:
    every_year = by_hand(lock("2", 10), lock("3", 10, Y2))
    case = scenario(council(), every_year, OpeningLimit(sites_per_year=1), goals=("unplaced_pupils",))
    (reason,) = only(asked(case, why_not=["1"])).obstacles
    assert "a new base at School 1 (1)" in reason
    assert "opening_limit" in reason


def test_a_locked_school_says_that_it_was_placed_by_hand() -> None:
    case = scenario(two_schools(), by_hand(lock("100", 10)), goals=("unplaced_pupils",))
    answer = only(asked(case, why=["100"]))
    assert answer.notes == ("A base at School 100 (100) is placed by hand; it is taken back on the other side.",)
    assert answer.plan is not None
    assert not any(row.commissioned_places for row in answer.plan.site_years if row.site == "S100")


def test_a_school_beyond_every_pupil_says_so() -> None:
    case = scenario(two_schools(), goals=("unplaced_pupils", "cost"))
    answer = only(asked(nobody_reaches_200(case), why_not=["200"]))
    assert answer.notes == ("No pupil who needs a place is within the travel limit of School 200 (200).",)
    assert answer.plan is not None


def test_goals_behind_are_searched_only_where_the_answer_rests_on_them() -> None:
    decided = asked(scenario(two_schools()), why=["200"])
    (answer,) = decided.schools
    assert answer.plan is not None
    assert all(row.stopped_by != NOT_SEARCHED for row in decided.plan.goals)
    behind = {"transition_gap", "vacant_places", "pupil_travel", "cost", "change_from_current"}
    assert {row.goal for row in answer.plan.goals if row.stopped_by == NOT_SEARCHED} == behind
    level = asked(nobody_reaches_200(scenario(two_schools(), goals=("unplaced_pupils", "cost"))), why_not=["200"])
    (answer,) = level.schools
    assert answer.plan is not None
    assert all(row.stopped_by != NOT_SEARCHED for plan in (level.plan, answer.plan) for row in plan.goals)
    (_, cost) = answer.differences
    # A base of 8 places in the last year: £50,000 + 8 x £10,000, and 8 x £6,000 for the places.
    assert (cost.change, cost.at_least, cost.at_most) == (178_000, 178_000, 178_000)


def nobody_reaches_200(case: Scenario) -> Scenario:
    distances = {("a1", "100"): 0.0, ("b1", "100"): 6000.0}
    return replace(case, problem=replace(case.problem, distance_metres=distances))


def test_a_finished_plan_is_explained_and_not_searched_again(monkeypatch: pytest.MonkeyPatch) -> None:
    case = scenario(two_schools())
    plan = solve(case)
    calls: list[Scenario] = []

    def counted(given: Scenario, known: Known | None = None, searched_goals: int | None = None) -> Solution:
        calls.append(given)
        return solve_from(given, known, searched_goals=searched_goals)

    monkeypatch.setattr(questions, "solve_from", counted)
    answers = asked(case, why=["200"], plan=plan)
    assert calls == [without_school(case, "200")]
    assert answers.plan is plan
    (pupils,) = [row for row in only(answers).differences if row.goal == "unplaced_pupils"]
    assert (pupils.at_least, pupils.at_most) == (10, 10)


def test_the_other_side_may_turn_out_better_than_a_plan_that_was_not_the_best() -> None:
    """8 places at A alone leave 8 of B's 9 pupils in two years; what is claimed holds for the best plans."""
    case = scenario(two_schools(), goals=("unplaced_pupils",))
    poor = solve(scenario(two_schools(), by_hand(lock("100", 8), forbidden=("200",)), goals=("unplaced_pupils",)))
    poor = replace(poor, goals=tuple(replace(row, bound=0.0, proved=False, stopped_by="gap") for row in poor.goals))
    (row,) = only(asked(case, why=["100"], plan=poor)).differences
    before, after = best_values(case), best_values(without_school(case, "100"))
    assert before is not None
    assert after is not None
    assert row.change < 0
    assert row.at_least is not None
    assert row.at_most is not None
    assert 0 <= row.at_least <= after[0] - before[0] <= row.at_most


def test_the_clock_before_any_plan_of_the_other_side_is_no_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    case = scenario(two_schools())

    def too_late(given: Scenario, known: Known | None = None, searched_goals: int | None = None) -> Solution:
        if given is not case:
            msg = "too late"
            raise TimeLimitError(msg)
        return solve_from(given, known, searched_goals=searched_goals)

    monkeypatch.setattr(questions, "solve_from", too_late)
    answer = only(asked(case, why=["200"]))
    (reason,) = answer.obstacles
    assert reason == "The clock ran out before any plan without School 200 (200) was found: nothing is known of it."
    assert answer.plan is None


def test_a_rule_that_only_a_later_goal_counts_has_no_price() -> None:
    case = random_scenario(2)
    assert "coverage_promise" in {each.rule for each in relaxations(case)}
    last = sorted(case.goals, key=lambda goal: goal.name == "coverage_gaps")
    assert "coverage_promise" not in {each.rule for each in relaxations(replace(case, goals=tuple(last)))}


@pytest.mark.parametrize("seed", range(8))
def test_taking_back_a_placement_by_hand_may_help_or_harm(seed: int) -> None:
    """With the first candidate locked at its smallest size, the range holds whichever side is better."""
    case = random_scenario(seed)
    first = case.problem.site_by_key["C0"]
    locked = by_hand(LockedPlacement("100", first.need_groups[0], first.size_menu[0], Y2))
    case = replace(case, rules=(*case.rules, locked))
    before, after = best_values(case), best_values(without_school(case, "100"))
    assert before is not None
    assert after is not None
    answer = only(asked(case, why=["100"]))
    assert answer.plan is not None
    assert agrees(answer.plan, after, before)
    assert enclosed(before, after, [goal.name for goal in case.goals], answer)


def test_what_was_proved_of_a_finished_plan_holds_with_and_without_a_school(monkeypatch: pytest.MonkeyPatch) -> None:
    case = nobody_reaches_200(scenario(two_schools()))
    plan = solve(case)
    given: list[Known] = []

    def noted(other: Scenario, known: Known | None = None, searched_goals: int | None = None) -> Solution:
        assert known is not None
        assert known.proven_of(other) is not None
        given.append(known)
        return solve_from(other, known, searched_goals=searched_goals)

    monkeypatch.setattr(questions, "solve_from", noted)
    asked(case, why=["100"], why_not=["200"], plan=plan)
    proven = given[0].proven
    assert proven is not None
    assert proven.bounds == tuple(row.bound for row in plan.goals)
