"""One job in a process of its own: rows come back as JSON, and a run without a result is told too."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from planner.errors import TimeLimitError
from tests.benchmarks import child
from tests.benchmarks.checker import WrongResultError
from tests.benchmarks.job import Job
from tests.benchmarks.results import Row
from tests.benchmarks.suites import SUITES

QUARTER = Job("build", "plain-need", "middle", 0.25, 1, goals=None)


def _rows(capsys: pytest.CaptureFixture[str]) -> list[Row]:
    return [Row(**fields) for fields in json.loads(capsys.readouterr().out.strip().splitlines()[-1])]


@pytest.mark.parametrize(
    ("suite", "instances"), [("build", ["plain-need"]), ("evaluate", ["plain-need", "plain-need/prepared"])]
)
def test_a_job_prints_its_rows_on_the_last_line(
    suite: str, instances: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert child.main(replace(QUARTER, suite=suite).text()) == 0
    rows = _rows(capsys)
    assert [row.instance for row in rows] == instances
    assert len({row.value for row in rows}) == 1
    for row in rows:
        assert (row.suite, row.size, row.split, row.years) == (suite, "0.25", "tune", 5)
        assert 0 < float(row.seconds) < 60
        assert float(row.value) > 0
        assert row.peak_mb > 10


def test_goals_of_a_solve_end_one_after_the_other(capsys: pytest.CaptureFixture[str]) -> None:
    assert child.main(replace(QUARTER, suite="five", goals=2, seconds=30).text()) == 0
    first, second = _rows(capsys)
    assert (first.instance, second.instance) == ("plain-need/target_shortfall", "plain-need/coverage_gaps")
    assert 0 < float(first.seconds) <= float(second.seconds)
    assert float(second.bound) <= float(second.value)


@pytest.mark.parametrize("error", [WrongResultError("2 faults in a plan"), TimeLimitError("no plan in time")])
def test_a_run_without_a_result_is_a_row_that_says_why(
    error: Exception, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fails(job: Job) -> list[Row]:
        raise error

    monkeypatch.setitem(SUITES, "build", replace(SUITES["build"], run=fails))
    assert child.main(QUARTER.text()) == 1
    (row,) = _rows(capsys)
    assert (row.variant, row.value, row.proved) == (f"no result: {type(error).__name__}", "", "no")
