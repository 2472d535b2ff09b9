"""One set of openings for several bounds, as tables and in words."""

from __future__ import annotations

import csv
import json
from dataclasses import replace
from pathlib import Path

import pytest

from planner.domain.scenario import Scenario
from planner.domain.terms import Bound
from planner.model.robust.result import RobustPlan
from planner.model.robust.settings import Criterion, robust_settings
from planner.model.robust.solve import solve_robust
from planner.outputs.robust import RobustSummary, summarise_robust, write_robust
from planner.outputs.robust_text import BELOW_NOUGHT, robust_text
from planner.outputs.run_record import Origin
from tests.model.cases import Y1, Y2
from tests.model.robust.contested import BOUNDS, contested_scenario

# Here the bounds want different openings in the first year.
SEED = 12
JUDGED = "unplaced_pupils"


@pytest.fixture(scope="module")
def case() -> Scenario:
    return contested_scenario(SEED)


@pytest.fixture(scope="module")
def robust(case: Scenario) -> RobustPlan:
    return solve_robust(case, robust_settings(case, years_now=1))


@pytest.fixture(scope="module")
def summary(case: Scenario, robust: RobustPlan) -> RobustSummary:
    return summarise_robust(robust, case)


def text_of(case: Scenario, criterion: Criterion = Criterion.WEIGHTED, years_now: int = 1) -> str:
    return robust_text(
        summarise_robust(solve_robust(case, robust_settings(case, criterion, None, years_now)), case), case
    )


def test_what_is_decided_now_is_the_same_for_each_bound(robust: RobustPlan, summary: RobustSummary) -> None:
    now = [
        {
            (row.base.site, row.added_places_now)
            for row in summary.openings
            if (row.bound, row.decided) == (bound, "now")
        }
        for bound in BOUNDS
    ]
    assert now[0]
    assert now == [now[0]] * len(BOUNDS)
    for row in summary.openings:
        places = robust.by_bound[row.bound].places
        assert row.added_places_now == places[row.base.site, Y1]
        assert row.added_places_last_year == places[row.base.site, Y2]
        assert row.decided == ("now" if row.first_academic_year == Y1 else "later")


def test_the_tables_hold_every_row(summary: RobustSummary, tmp_path: Path) -> None:
    write_robust(tmp_path, summary, Origin("council.toml"))
    with (tmp_path / "robust.csv").open(encoding="utf-8", newline="") as stream:
        lines = list(csv.DictReader(stream))
    assert [(row["bound"], row["goal"]) for row in lines] == [(row.bound, row.goal) for row in summary.rows]
    behind = [row for row in lines if row["goal"] == "vacant_places"]
    assert {row["own_bound"] for row in behind} == {row["more_than_own_at_most"] for row in behind} == {"x"}
    told = json.loads((tmp_path / "robust.json").read_text(encoding="utf-8"))
    assert told["origin"]["scenario"] == "council.toml"
    assert told["weights"] == {"lower": 1, "central": 1, "upper": 1}
    assert len(told["rows"]) == len(lines)
    assert len(told["openings"]) == len(summary.openings)


def test_the_words_say_what_it_costs_and_what_keeping_the_ordinary_plan_would(
    case: Scenario, summary: RobustSummary
) -> None:
    """Each number of the two tables stands in its line of the text."""
    told = robust_text(summary, case)
    for row in summary.rows:
        if row.goal == JUDGED:
            costs, kept, *_ = (line.split()[1:] for line in told.splitlines() if line.split()[:1] == [row.bound])
            assert costs == [str(row.own_value), str(row.robust_value), str(row.more_than_own)]
            assert kept == [str(row.kept_value), str(row.kept_now_value), str(row.robust_value)]
            more = row.kept_value - row.robust_value
            words = f"{abs(more)} weighted pupil-years {'more' if more > 0 else 'fewer'}"
            assert (f"Keeping it, if {row.bound} demand comes, leaves {words}" in told) == (more != 0)


def test_where_keeping_the_ordinary_plan_changes_nothing_it_is_said(case: Scenario, summary: RobustSummary) -> None:
    rows = tuple(replace(row, kept_value=row.robust_value) for row in summary.rows)
    told = robust_text(replace(summary, rows=rows), case)
    assert "as good as this plan on every estimate" in told
    assert "as good as this plan on every estimate" not in robust_text(summary, case)


def test_the_words_say_that_equal_weights_are_assumed(case: Scenario, summary: RobustSummary) -> None:
    assert "weighted lower 1, central 1, upper 1" in robust_text(summary, case)
    assert "equal weights are assumed" in robust_text(summary, case)
    stated = replace(summary, weights_given=True)
    assert "the weights are the assumption of whoever asks" in robust_text(stated, case)


def test_the_words_say_what_is_proved(case: Scenario, summary: RobustSummary) -> None:
    goal = summary.goals[-1]
    assert f"lower average than {goal.value / 3:,.1f} (proved)." in robust_text(summary, case)
    open_goal = replace(goal, bound=goal.value - 6.0, proved=False, stopped_by="clock")
    told = robust_text(replace(summary, goals=(*summary.goals[:-1], open_goal)), case)
    assert f"than {(goal.value - 6) / 3:,.1f} (proved); this one has {goal.value / 3:,.1f}." in told
    assert "The clock stopped the search" in told


def test_an_own_best_that_is_not_proved_makes_the_cost_a_range(case: Scenario, summary: RobustSummary) -> None:
    rows = tuple(
        replace(row, more_than_own_at_most=row.more_than_own + 4.0) if row.goal == JUDGED else row
        for row in summary.rows
    )
    told = robust_text(replace(summary, rows=rows), case)
    least = next(row.more_than_own for row in rows if (row.bound, row.goal) == (Bound.UPPER, JUDGED))
    assert f"{least} to {least + 4}" in told
    assert '"to" is how much it could be at most' in told


def test_a_regret_below_nought_is_explained(case: Scenario) -> None:
    """Beside the table where a plan shows it, and beside the proof where one is not ruled out."""
    found = summarise_robust(solve_robust(case, robust_settings(case, Criterion.WORST_REGRET, None, 1)), case)
    assert BELOW_NOUGHT not in robust_text(found, case)
    below = replace(found.goals[-1], bound=-3.0, proved=False)
    lines = robust_text(replace(found, goals=(*found.goals[:-1], below)), case).splitlines()
    (proof,) = [number for number, line in enumerate(lines) if "has a lower worst regret than -3 (proved)" in line]
    assert lines[proof + 1] == BELOW_NOUGHT
    rows = tuple(replace(row, more_than_own=-2, more_than_own_at_most=1.0) for row in found.rows)
    told = robust_text(replace(found, rows=rows), case)
    assert "-2 to 1" in told
    assert BELOW_NOUGHT in told


def test_worst_regret_has_no_average(case: Scenario) -> None:
    told = text_of(case, Criterion.WORST_REGRET)
    assert "Judged by the worst regret" in told
    assert "average" not in told
    assert "lower worst regret than" in told


@pytest.mark.parametrize(
    ("years_now", "said"),
    [
        (0, "Nothing is decided now"),
        (1, "What opens or grows in 2025/26 is decided now, the same whatever demand comes."),
        (2, "Every year is decided now: one plan, whatever demand comes."),
    ],
)
def test_the_words_say_which_years_are_decided_now(case: Scenario, years_now: int, said: str) -> None:
    told = text_of(case, years_now=years_now)
    assert said in told
    assert ("Decided now:" in told) == (years_now > 0)
    assert ("Decided later" in told) == (years_now < 2)


def test_schools_are_kept_apart_where_their_names_hold_commas(case: Scenario, summary: RobustSummary) -> None:
    """Two schools open later on every estimate."""
    first = next(row for row in summary.openings if row.bound is Bound.LOWER)
    names = {"S1": "St Anne's, Northtown", "S2": "Hill School, Southtown"}
    later = tuple(
        replace(first, bound=bound, decided="later", added_places_now=0, added_places_last_year=8, base=base)
        for bound in BOUNDS
        for base in (replace(first.base, site=site, school_name=name) for site, name in names.items())
    )
    told = robust_text(replace(summary, openings=later), case)
    assert "grows later at: Hill School, Southtown; St Anne's, Northtown." in told


def test_years_before_any_base_can_open_are_said_to_decide_nothing(case: Scenario, summary: RobustSummary) -> None:
    late = tuple(
        replace(site, earliest_opening=Y2, earliest_opening_reason="works") if site.is_candidate else site
        for site in case.problem.sites
    )
    told = robust_text(summary, replace(case, problem=replace(case.problem, sites=late)))
    assert "the first year in which a new base can open is 2026/27, so this decides nothing." in told
    assert "--years-now 2 is the least that decides something." in told
    assert "decides nothing" not in robust_text(summary, case)


def test_each_opening_now_is_told_with_school_need_and_places(case: Scenario, summary: RobustSummary) -> None:
    told = robust_text(summary, case)
    for row in summary.openings:
        if row.decided == "now":
            where = f"{row.base.school_name} ({row.base.urn}), {row.base.locality}: secondary, SEMH"
            assert f"{where}, {row.added_places_now} places" in told
