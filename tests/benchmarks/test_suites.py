"""Which runs a command asks for, and what crosses to a process of its own."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

import pytest

from planner.model.rules.capital_limit import CapitalLimit
from planner.model.rules.opening_limit import OpeningLimit
from planner.model.solve import solve
from tests.benchmarks.instances import PACKS, TIGHT_GBP, in_regime, scenario_of
from tests.benchmarks.job import Job
from tests.benchmarks.results import Row, append, gaps_of, goal_row, measure, read
from tests.benchmarks.suites import SUITES, Wish, jobs
from tests.benchmarks.summary import line, summary
from tests.model.cases import scenario, two_schools

COLUMNS = (
    "suite,size,regime,years,instance,seed,split,variant,seconds,peak_mb,value,bound,gap_of_unmet,gap_of_met,proved,"
    "peer_seconds,peer_value,versions,date"
)


def test_the_columns_are_the_published_ones(tmp_path: Path) -> None:
    assert ",".join(field.name for field in fields(Row)) == COLUMNS
    append([measure(Job("five", "rich", "tight", 1, 2), "x", 5)], tmp_path / "results.csv")
    assert (tmp_path / "results.csv").read_text(encoding="utf-8").splitlines()[0] == COLUMNS


def test_a_suite_of_counties_runs_the_tuning_seeds_unless_others_are_asked_for() -> None:
    found = list(jobs("five", Wish()))
    assert len(found) == 2 * 3 * 10
    assert {job.split for job in found} == {"tune"}
    assert {job.split for job in jobs("five", Wish(split="report"))} == {"report"}
    assert {job.seed for job in jobs("single", Wish(seeds=(11, 12)))} == {11, 12}


@pytest.mark.parametrize("suite", SUITES)
def test_every_suite_gives_jobs_that_cross_as_text(suite: str) -> None:
    found = list(jobs(suite, Wish(variant="a variant")))
    assert found
    assert len(set(found)) == len(found)
    assert [Job.of_text(job.text()) for job in found] == found
    assert all((job.seed is None) == (job.instance in PACKS) for job in found)


def test_wishes_reach_the_job() -> None:
    wish = Wish("rich", "loose", 0.25, seeds=(4,), seconds=7, gap=0.0, goals=0)
    assert list(jobs("five", wish)) == [Job("five", "rich", "loose", 0.25, 4, seconds=7, gap=0.0, goals=None)]


def test_a_job_gets_its_own_limits_years_and_goals() -> None:
    job = Job("single", "plain-need", "tight", 0.25, 1, seconds=7, gap=0.25, goals=3)
    with scenario_of(job) as single:
        assert len(single.problem.academic_years) == 1
        assert (single.limits.time_limit_seconds, single.limits.gap) == (7, 0.25)
        assert [goal.name for goal in single.goals][-1] == "unplaced_pupils"


def test_a_regime_of_a_pack_scales_money_and_openings() -> None:
    base = scenario(two_schools(), OpeningLimit(8, 68), CapitalLimit(21_000_000))
    middle = in_regime(base, "middle")
    assert OpeningLimit(10, 88) in middle.rules
    assert CapitalLimit(TIGHT_GBP * 14 // 10) in middle.rules


def test_gaps_are_shares_of_unmet_and_of_met_need() -> None:
    assert gaps_of(100, 90, 1100) == ("0.10000", "0.01000")
    assert gaps_of(0, 0, 1100) == ("0.00000", "0.00000")


def test_only_pupils_without_a_place_have_gaps(tmp_path: Path) -> None:
    case = scenario(two_schools())
    job = Job("five", "plain-need", "tight", 0.25, 1)
    rows = [goal_row(job, result, 2, 1.0, 1000) for result in solve(case).goals]
    assert [row.instance.split("/")[1] for row in rows if row.gap_of_met] == ["unplaced_pupils"]
    append(rows, tmp_path / "results.csv")
    assert [row["split"] for row in read(tmp_path / "results.csv")] == ["tune"] * len(rows)
    assert "plain-need/unplaced_pupils" in line(rows[2])


def test_the_summary_tells_median_worst_and_how_many_are_closed() -> None:
    rows = [
        measure(Job("five", "rich", "tight", 1, seed), "unplaced_pupils", 5, seconds=float(seed), gap_of_met=share)
        for seed, share in ((1, "0.00090"), (2, "0.00500"), (3, "0.01000"))
    ]
    (told,) = summary(rows)
    assert "seconds median 2.00 worst 3.00" in told
    assert "gap of met median 0.500% worst 1.000%, 1 within 0.1 %" in told
