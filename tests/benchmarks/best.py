"""Best known values and bounds of the generator's counties: `python -m tests.benchmarks best` brings them up to date.

A run gives a value and a bound for each goal in strict order. The bound of a goal says: no plan whose earlier goals are
no worse than this run's has less. So it also holds for every plan that is better in the earlier goals, and against it
every run may be held. A plan below such a bound means that one of the two is wrong: that is shouted, and nothing is
written. The packs are left out, because their files change; the counties of a seed do not.
"""

from __future__ import annotations

import csv
import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, fields
from itertools import permutations
from pathlib import Path

from planner.model.goals import GOALS
from tests.benchmarks.instances import COUNTIES
from tests.benchmarks.results import read

BEST_KNOWN = Path(__file__).with_name("best_known.csv")
SUITES = ("single", "five", "all")
STOPPED = re.compile(r"(, )?stopped by .*$")
TOLERANCE = 1e-6

Key = tuple[str, str, str, str, str]


class ContradictionError(Exception):
    """A proven bound above the value of a plan that is there."""


@dataclass(frozen=True, slots=True, order=True)
class Best:
    """Best value of a goal, the earlier goals at theirs, and the best bound on it."""

    instance: str
    years: str
    regime: str
    size: str
    rich: str
    seed: str
    order: int
    goal: str
    best_value: int
    best_bound: float
    found_by: str


@dataclass(frozen=True, slots=True)
class Run:
    """Values and bounds of a run's goals in order."""

    key: Key
    variant: str
    goals: tuple[str, ...]
    values: tuple[int, ...]
    bounds: tuple[float, ...]


def main(known: Path = BEST_KNOWN) -> int:
    """Bring the table up to date; 1 when two results contradict each other."""
    runs = [*runs_of_known(known_rows(known)), *runs_of(read())]
    try:
        found = best_of(runs)
    except ContradictionError as error:
        sys.stderr.write(f"CONTRADICTION, nothing written: {error}\n")
        return 1
    with known.open("w", encoding="utf-8", newline="") as lines:
        writer = csv.DictWriter(lines, [field.name for field in fields(Best)], lineterminator="\n")
        writer.writeheader()
        writer.writerows(asdict(row) for row in found)
    sys.stderr.write(f"{len(found)} best known values of {len({run.key for run in runs})} problems\n")
    return 0


def runs_of(rows: Iterable[dict[str, str]]) -> list[Run]:
    """Runs in a table of results: rows of one problem and variant whose goals follow each other in order."""
    groups: list[list[dict[str, str]]] = []
    for row in rows:
        if row["suite"] not in SUITES or row["instance"].split("/")[0] not in COUNTIES or not row["value"]:
            continue
        follows = groups and _head(groups[-1][-1]) == _head(row) and _position(groups[-1][-1]) < _position(row)
        if follows:
            groups[-1].append(row)
        else:
            groups.append([row])
    return [_run(group) for group in groups]


def _head(row: dict[str, str]) -> tuple[Key, str, str]:
    key = (row["instance"].split("/")[0], row["years"], row["regime"], row["size"], row["seed"])
    return key, STOPPED.sub("", row["variant"]), row["suite"]


def _goal(row: dict[str, str]) -> str:
    return row["instance"].split("/")[1]


def _position(row: dict[str, str]) -> int:
    return list(GOALS).index(_goal(row))


def _run(group: list[dict[str, str]]) -> Run:
    key, variant, _ = _head(group[0])
    goals = tuple(map(_goal, group))
    values = tuple(int(row["value"]) for row in group)
    return Run(key, variant, goals, values, tuple(float(row["bound"]) for row in group))


def runs_of_known(rows: Sequence[Best]) -> list[Run]:
    """The table as it stands, as one run a problem."""
    by_key: dict[Key, list[Best]] = {}
    for row in sorted(rows):
        by_key.setdefault((row.instance, row.years, row.regime, row.size, row.seed), []).append(row)
    return [
        Run(
            key,
            members[-1].found_by,
            tuple(row.goal for row in members),
            tuple(row.best_value for row in members),
            tuple(row.best_bound for row in members),
        )
        for key, members in by_key.items()
    ]


def best_of(runs: Sequence[Run]) -> list[Best]:
    """Best rows of all problems, sorted; raises ContradictionError when a bound lies above a value."""
    by_key: dict[Key, list[Run]] = {}
    for run in runs:
        by_key.setdefault(run.key, []).append(run)
    for members in by_key.values():
        for one, other in [*permutations(members, 2), *((run, run) for run in members)]:
            _hold_against(one, other)
    return sorted(row for members in by_key.values() for row in _best_of_problem(members))


def _hold_against(claim: Run, plan: Run) -> None:
    """Raise when a plan lies below a bound that claims to hold for it."""
    for order in _shared(claim, plan):
        applies = all(plan.values[earlier] <= claim.values[earlier] for earlier in range(order))
        if applies and plan.values[order] < claim.bounds[order] - TOLERANCE:
            where = f"{' '.join(claim.key)}, {claim.goals[order]}"
            said = f"bound {claim.bounds[order]} of {claim.variant or 'a run'!r}"
            msg = f"{where}: {said} is above value {plan.values[order]} of {plan.variant or 'a run'!r}"
            raise ContradictionError(msg)


def _shared(one: Run, other: Run) -> range:
    """Positions at which two runs speak of the same goal after the same goals."""
    same = 0
    for left, right in zip(one.goals, other.goals, strict=False):
        if left != right:
            break
        same += 1
    return range(same)


def _best_of_problem(runs: list[Run]) -> Iterator[Best]:
    """Rows of one problem, goal by goal: only runs that are best in all earlier goals can be best in the next."""
    instance, years, regime, size, seed = runs[0].key
    leaders, values = runs, list[int]()
    longest = max(runs, key=lambda run: len(run.goals))
    for order, goal in enumerate(longest.goals):
        leaders = [run for run in leaders if order < len(run.goals) and run.goals[order] == goal]
        if not leaders:
            return
        least = min(run.values[order] for run in leaders)
        found_by = next(run.variant for run in leaders if run.values[order] == least)
        bounds = [run.bounds[order] for run in runs if _applies(run, order, goal, values)]
        values.append(least)
        yield Best(
            instance, years, regime, size, "yes" if instance == "rich" else "no", seed, order + 1, goal, least,
            max(bounds), found_by,
        )  # fmt: skip
        leaders = [run for run in leaders if run.values[order] == least]


def _applies(run: Run, order: int, goal: str, best: list[int]) -> bool:
    """Whether a run's bound on a goal holds for plans that are best in the earlier goals."""
    if order >= len(run.goals) or run.goals[order] != goal:
        return False
    return all(value <= theirs for value, theirs in zip(best, run.values, strict=False))


def known_rows(table: Path = BEST_KNOWN) -> list[Best]:
    """Rows of the table as it stands; none where there is no table yet."""
    if not table.exists():
        return []
    with table.open(encoding="utf-8", newline="") as lines:
        rows = [dict(row) for row in csv.DictReader(lines)]
    return [
        Best(
            **{
                **row,
                "order": int(row["order"]),
                "best_value": int(row["best_value"]),
                "best_bound": float(row["best_bound"]),
            }
        )
        for row in rows
    ]
