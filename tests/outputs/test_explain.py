"""An explanation in words and tables: never more exact than what was proved."""

from __future__ import annotations

import csv
from dataclasses import replace
from pathlib import Path

import pytest

from planner.domain.scenario import Scenario
from planner.model.explain.clash_words import joined
from planner.model.explain.difference import GoalDifference
from planner.model.explain.explanation import Explanation, explain
from planner.model.explain.questions import PRICE, Answers, SchoolAnswer
from planner.model.rules.coverage_promise import CoveragePromise
from planner.model.rules.host_limit import HostLimit
from planner.model.rules.opening_limit import OpeningLimit
from planner.model.solve import evaluate_stock, solve
from planner.outputs.explain import ExplanationSummary, summarise_explanation, write_explanation
from planner.outputs.explain_text import explanation_text
from planner.outputs.explain_words import CLOCK, CLOCK_NOTE, KEPT, Words
from planner.outputs.run_record import Origin
from tests.model.cases import Y2, random_scenario, scenario, two_schools
from tests.model.planted import by_hand, council, lock

ORIGIN = Origin("council.toml")


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def goal(at_least: int | None, at_most: int | None, change: int = 0, name: str = "unplaced_pupils") -> GoalDifference:
    return GoalDifference(name, "weighted pupil-years", 10, 5.0, 10 + change, 5.0, at_least, at_most)


def said(*differences: GoalDifference) -> str:
    """The sentence on the price of an opening limit with other differences."""
    case = scenario(two_schools(), OpeningLimit(sites_per_year=1), goals=("unplaced_pupils", "vacant_places"))
    answers = explain(case).answers
    assert answers is not None
    return Words(case).price(replace(answers.prices[0], differences=differences), answers.plan)[0]


@pytest.mark.parametrize(
    ("difference", "words"),
    [
        (goal(-7, -7, -7), "7 fewer weighted pupil-years without a place (proved)."),
        (goal(-1, -1, -1), "1 fewer weighted pupil-year without a place (proved)."),
        (goal(-9, -4, -7), "at least 4 and at most 9 fewer weighted pupil-years without a place (proved)."),
        (goal(3, 8, 5), "at least 3 and at most 8 more weighted pupil-years without a place (proved)."),
        (
            goal(0, 8, 5),
            "at most 8 more weighted pupil-years without a place, perhaps none (5 more in the plans found).",
        ),
        (goal(-4, 0), "at most 4 fewer weighted pupil-years without a place, perhaps none (the plans found are alike)"),
        (goal(-2, 3, 1), "from 2 fewer weighted pupil-years without a place to 3 more"),
        (goal(0, 3, -2), "even 2 fewer weighted pupil-years without a place in the plan found; that it makes anything"),
        (goal(None, None, 5), "5 more weighted pupil-years without a place in the plans found (not proved)."),
        (goal(0, 0), "nothing changes in any goal as far as the pupils without a place (proved)."),
    ],
)
def test_a_difference_is_told_as_exactly_as_it_is_proved(difference: GoalDifference, words: str) -> None:
    assert words in said(difference)


def test_a_goal_that_may_differ_is_named_before_the_one_that_does() -> None:
    told = said(goal(-4, 0), goal(-3, -3, -3, "vacant_places"))
    assert told.index("at most 4 fewer") < told.index("3 fewer vacant place-years (proved)")


def test_what_was_granted_is_told_apart_from_what_the_search_left_open() -> None:
    """6 pupils above a best of 4 to 10, the other side 2 above one of 7 to 9: from 10 - 3 to 9 - 4."""
    case = scenario(two_schools(), OpeningLimit(sites_per_year=1), goals=("unplaced_pupils", "vacant_places"))
    answers = explain(case).answers
    assert answers is not None
    gave = replace(goal(-3, 5, -5), before_given_up=6, after_given_up=2)
    first, granted, *_ = Words(case).price(replace(answers.prices[0], differences=(gave,)), answers.plan)
    assert first.endswith("to 5 more weighted pupil-years without a place (1 fewer in the plans found).")
    assert granted.endswith(
        ": 6 above its own best in the plan, 2 in the one without the rule (granted by the scenario for the goals "
        "behind, not left open by the search)."
    )


@pytest.mark.parametrize("seed", range(12))
def test_goals_that_give_way_are_compared_at_their_best(seed: int) -> None:
    case = random_scenario(seed)
    tolerance = (("target_shortfall", 4), ("unplaced_pupils", 3))
    case = replace(case, limits=replace(case.limits, lock_tolerance=tolerance))
    plan = solve(case)
    found = explain(case, why=[str(site.urn) for site in case.problem.sites if site.is_candidate], plan=plan)
    by_name = {row.goal: row for row in plan.goals}
    table = summarise_explanation(found).differences
    for row in table:
        assert row.plan_given_up == by_name[row.goal].given_up
        if row.at_least is not None and row.at_most is not None:
            best_change = (row.other_value - row.other_given_up) - (row.plan_value - row.plan_given_up)
            assert 0 <= row.at_least <= best_change <= row.at_most
            assert row.at_most <= row.other_value - row.other_given_up - row.plan_bound + 1


def words_of(summary: ExplanationSummary) -> str:
    """The text without its line ends."""
    return " ".join(explanation_text(summary).split())


def of_schools(case: Scenario, **asked: list[str]) -> ExplanationSummary:
    return summarise_explanation(explain(case, **asked))  # type: ignore[arg-type]


def test_why_in_words_hand_worked() -> None:
    """6 pupils a year of weight 1, 9 of weight 2: 10 places at A alone leave 5 of A's in both years."""
    summary = of_schools(scenario(two_schools()), why=["200"])
    text = words_of(summary)
    assert text.startswith("test (as at 2025-01-01, planned on the central bound) Why School 200 (200)? Without a new")
    assert "Without a new base there: 10 more weighted pupil-years without a place (proved)." in text
    assert "In the plans found, 5 pupils have no place in 2026/27 instead of 0." in text
    assert "The plan opens there: secondary SEMH places, 8 from 2025/26." in text
    assert [(row.only_in, row.base.site) for row in summary.exchanged] == [("plan", "S200")]
    by_goal = {row.goal: row for row in summary.differences}
    assert (by_goal["unplaced_pupils"].at_least, by_goal["unplaced_pupils"].at_most) == (10, 10)
    assert by_goal["cost"].at_least is None


def test_schools_are_kept_apart_where_their_names_hold_commas() -> None:
    """Beside a plan that opens nothing, both schools of the other one are new."""
    of = two_schools()
    named = tuple(replace(school, name=f"{school.name}, Northtown") for school in of.schools)
    case = scenario(replace(of, schools=named))
    answer = SchoolAnswer("300", "why not", case, plan=solve(case))
    told = " ".join(Words(case).school(answer, evaluate_stock(case)))
    assert "New bases found only with it: School 100, Northtown (100); School 200, Northtown (200)." in told


@pytest.mark.parametrize(
    ("texts", "told"),
    [
        (["a"], "a"),
        (["a, of x", "b"], "a, of x and b"),
        (["a", "b", "c"], "a, b and c"),
        (["a, of x", "b", "c"], "a, of x; b; and c"),
    ],
)
def test_parts_of_a_clash_are_kept_apart(texts: list[str], told: str) -> None:
    assert joined(texts) == told


def test_a_promise_names_the_localities_that_lose_it() -> None:
    """One base for two localities: without the promise both could stand in one; asked for B's school, A has none."""
    case = scenario(
        two_schools(),
        OpeningLimit(sites_per_year=1, places_per_year=10),
        CoveragePromise("in_locality", Y2),
        goals=("coverage_gaps", "unplaced_pupils"),
    )
    summary = of_schools(case, why=["200"])
    assert [(row.only_in, row.locality, row.band) for row in summary.gaps] == [("other side", "B", "secondary")]
    assert "The promised base is then missing for B (secondary)." in words_of(summary)


def test_a_price_says_what_is_given_up() -> None:
    for seed in range(12):
        case = random_scenario(seed)
        found = explain(case, prices=True)
        assert found.answers is not None
        price = next(each for each in found.answers.prices if each.relaxation.rule == "coverage_promise")
        gap = price.given_up
        assert gap is not None
        promise = next(rule for rule in case.rules if isinstance(rule, CoveragePromise))
        assert gap.after == len(promise.gaps(price.plan, case.problem))
        assert gap.before == len(promise.gaps(found.answers.plan, case.problem))
        says = next(row.says for row in summarise_explanation(found).answers if row.subject == "coverage_promise")
        assert ("What is given up" in says) == (gap.after > gap.before)


def test_a_better_plan_that_keeps_the_rule_is_no_price_of_it() -> None:
    """The plan is not the best one: without the host limit, which binds nowhere, the search finds the better one."""
    case = scenario(two_schools(), HostLimit(1), goals=("unplaced_pupils",))
    poor = solve(scenario(two_schools(), by_hand(lock("100", 8), forbidden=("200",)), goals=("unplaced_pupils",)))
    poor = replace(poor, goals=tuple(replace(row, bound=0.0, proved=False, stopped_by="gap") for row in poor.goals))
    summary = summarise_explanation(explain(case, plan=poor))
    assert KEPT in words_of(summary)
    limited = scenario(two_schools(), OpeningLimit(sites_per_year=1), goals=("unplaced_pupils",))
    assert KEPT not in words_of(summarise_explanation(explain(limited)))


def test_the_clock_is_told_where_it_stopped_a_search() -> None:
    found = explain(scenario(two_schools(), goals=("unplaced_pupils",)), why=["200"])
    assert CLOCK not in words_of(summarise_explanation(found))
    assert found.answers is not None
    (school,) = found.answers.schools
    assert school.plan is not None
    cut = replace(school.plan, goals=tuple(replace(row, stopped_by="clock") for row in school.plan.goals))
    answers = Answers(found.answers.plan, (replace(school, plan=cut),), ())
    summary = summarise_explanation(Explanation(found.scenario, None, answers))
    assert CLOCK in words_of(summary)
    assert words_of(summary).endswith(CLOCK_NOTE)
    assert [row.repeatable for row in summary.answers] == [False]


def test_tables_hold_what_the_words_say(tmp_path: Path) -> None:
    case = scenario(two_schools(), OpeningLimit(sites_per_year=1), goals=("unplaced_pupils", "cost"))
    summary = summarise_explanation(explain(case, why=["200"], prices=True))
    write_explanation(tmp_path, summary, ORIGIN)
    answers = rows(tmp_path / "explain_answers.csv")
    assert [(row["question"], row["subject"]) for row in answers] == [("why", "200"), (PRICE, "opening_limit")]
    priced = [row for row in rows(tmp_path / "explain_goals.csv") if row["question"] == PRICE]
    assert [(row["goal"], row["plan_value"], row["other_value"], row["at_most"]) for row in priced] == [
        ("unplaced_pupils", "5", "0", "-5")
    ]
    pupils = [row for row in rows(tmp_path / "explain_pupils.csv") if row["question"] == PRICE]
    assert [(row["academic_year"], row["plan_unplaced_pupils"], row["other_unplaced_pupils"]) for row in pupils] == [
        ("2025/26", "5", "0"),
        ("2026/27", "0", "0"),
    ]


def test_no_plan_is_told_in_words_and_rows(tmp_path: Path) -> None:
    case = scenario(council(), by_hand(lock("1", 10), lock("2", 10)), OpeningLimit(sites_per_year=1))
    summary = summarise_explanation(explain(case, why=["1"]))
    assert summary.answers == ()
    assert "No plan keeps these rules together: opening_limit, placements_by_hand." in words_of(summary)
    assert max(map(len, explanation_text(summary).splitlines())) <= 110
    write_explanation(tmp_path, summary, ORIGIN)
    clashes = rows(tmp_path / "explain_clashes.csv")
    needs = [(row["rule"], row["amount"], row["allowed"]) for row in clashes if row["part"] == "needs"]
    assert needs == [("opening_limit", "2", "1")]
