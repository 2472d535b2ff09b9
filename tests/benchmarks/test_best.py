"""Best known values and bounds: what may be compared, and that a bound above a value is shouted."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from tests.benchmarks import best
from tests.benchmarks.best import ContradictionError, Run, best_of, runs_of, runs_of_known
from tests.benchmarks.job import Job
from tests.benchmarks.results import append, measure, read

KEY = ("rich", "5", "tight", "1", "3")
GOALS = ("target_shortfall", "coverage_gaps", "unplaced_pupils")


def _run(values: tuple[int, ...], bounds: tuple[float, ...], variant: str = "one") -> Run:
    return Run(KEY, variant, GOALS[: len(values)], values, bounds)


def test_the_best_of_a_goal_is_among_runs_that_are_best_before_it() -> None:
    rows = best_of([_run((0, 5, 90), (0, 4, 70)), _run((0, 4, 100), (0, 4, 80), "two")])
    assert [row.best_value for row in rows] == [0, 4, 100]
    assert rows[2].found_by == "two"


def test_a_bound_of_a_run_that_gave_more_room_before_still_holds() -> None:
    """The second run's plans are among those that the first one's bound speaks of, not the other way round."""
    rows = best_of([_run((0, 5, 97), (0, 4, 95)), _run((0, 4, 100), (0, 4, 80))])
    assert rows[2].best_bound == 95
    rows = best_of([_run((0, 5, 97), (0, 4, 80)), _run((0, 4, 100), (0, 4, 99))])
    assert rows[2].best_bound == 99


@pytest.mark.parametrize(
    "runs",
    [
        [_run((0, 4, 100), (0, 4, 95)), _run((0, 4, 90), (0, 4, 80))],
        [_run((0, 4, 100), (0, 4, 101))],
        [_run((0, 5, 97), (0, 4, 95)), _run((0, 4, 90), (0, 4, 80))],
        [_run((0, 4), (0, 4)), _run((0, 3, 90), (0, 3, 80))],
    ],
)
def test_a_bound_above_a_value_is_shouted(runs: list[Run]) -> None:
    with pytest.raises(ContradictionError):
        best_of(runs)


def test_plans_that_a_bound_does_not_speak_of_contradict_nothing() -> None:
    rows = best_of([_run((0, 4, 100), (0, 4, 95)), _run((0, 5, 90), (0, 4, 80))])
    assert rows[2].best_value == 100


def _append(table: Path, values: tuple[int, ...], bounds: tuple[float, ...], **job: str | int | float) -> None:
    chosen = Job("five", "rich", "tight", 1.0, 3, **job)  # type: ignore[arg-type]
    rows = [
        measure(chosen, goal, 5, variant="stopped by gap", seconds=1.0, value=value, bound=bound)
        for goal, value, bound in zip(GOALS, values, bounds, strict=False)
    ]
    append(rows, table)


def test_runs_are_told_apart_by_the_order_of_their_goals(tmp_path: Path) -> None:
    table = tmp_path / "results.csv"
    _append(table, (0, 4, 100), (0, 4, 90))
    _append(table, (0, 4, 98), (0, 4, 91))
    _append(table, (0, 4), (0, 4))
    runs = runs_of(read(table))
    assert [run.values for run in runs] == [(0, 4, 100), (0, 4, 98), (0, 4)]
    assert {run.key for run in runs} == {KEY}


def test_the_table_stays_what_it_is_without_new_results_and_refuses_a_contradiction(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    results, known = tmp_path / "results.csv", tmp_path / "best_known.csv"
    monkeypatch.setattr(best, "read", lambda: read(results))
    _append(results, (0, 4, 100), (0, 4, 90))
    assert best.main(known) == 0
    first = known.read_bytes()
    results.unlink()
    _append(results, (0, 4, 110), (0, 4, 80))
    assert best.main(known) == 0
    assert known.read_bytes() == first
    _append(results, (0, 4, 89), (0, 4, 80))
    assert best.main(known) == 1
    assert known.read_bytes() == first
    assert "CONTRADICTION" in capsys.readouterr().err


def test_the_published_table_holds_no_bound_above_a_value() -> None:
    if not best.BEST_KNOWN.exists():
        pytest.skip("no county has been solved for the table yet")
    with best.BEST_KNOWN.open(encoding="utf-8") as lines:
        rows = list(csv.DictReader(lines))
    assert all(float(row["best_bound"]) <= float(row["best_value"]) for row in rows)
    assert len(runs_of_known(best.known_rows())) <= len(rows)
