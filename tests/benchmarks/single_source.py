"""Single-source facility location, of which the planner's model is a relaxation: its pupils of one area may be split.

So a value here may lie below the published optimum, and its bound never lies above. What the value must equal is the
optimum with split demand, which nobody publishes: SCIP finds it on a model of its own, written from the file, for the
instances that it closes in a few seconds; the others say that nobody held them against anything.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import timedelta

from ortools.math_opt.python import mathopt

from tests.benchmarks.checker import WrongResultError
from tests.benchmarks.job import Job
from tests.benchmarks.orlib import CLOSED, Answer, answer_row, rounding, skipped, solve_cap
from tests.benchmarks.orlib_files import Facilities, Listed, available, listed, read_facilities
from tests.benchmarks.results import Row

SETS = {"diaz": "sscflp_diaz_fernandez", "yang": "sscflp_yang"}
# Costs of a unit are fractions; at this scale their rounding is far below one unit of cost.
SCALE = 10_000
SCIP_COLUMNS, SCIP_SECONDS = 1_000, 30.0


@dataclass(frozen=True, slots=True)
class Second:
    """The second opinion: `seconds` of this process."""

    value: float
    seconds: float


def run_single_source(job: Job) -> list[Row]:
    """Rows of a set, or of one instance of it (`diaz/p1`)."""
    folder, _, name = job.instance.partition("/")
    if not available():
        return [skipped(job, folder, "the public files do not lie beside the project")]
    chosen = [one for one in listed(SETS[folder]) if name in ("", one.name)]
    return [_row(job, folder, one) for one in chosen]


def _row(job: Job, folder: str, one: Listed) -> Row:
    problem = read_facilities(one)
    answer = solve_cap(problem, job.seconds, SCALE)
    second = split_optimum(problem) if one.pairs <= SCIP_COLUMNS else None
    hold(one, problem, answer, second)
    published = f"{one.best_known:.0f} single-source {'optimum' if one.optimal else 'best known'}"
    words = f"split demand, {published}, " + ("peer SCIP" if second else "no second opinion")
    name = f"{folder}/{one.name}"
    if second is None:
        return answer_row(job, name, answer, words)
    return answer_row(
        job, name, answer, words, peer_seconds=round(second.seconds, 3), peer_value=round(second.value, 4)
    )


def hold(one: Listed, problem: Facilities, answer: Answer, second: Second | None) -> None:
    """Raise WrongResultError where the bound is above what is known, or a closed value differs from SCIP's."""
    slack = rounding(problem, SCALE)
    least = one.best_known if second is None else second.value
    if answer.bound > least * (1 + CLOSED) + slack:
        msg = f"{one.name}: bound {answer.bound} above {least}"
        raise WrongResultError(msg)
    if second and answer.proved != "no" and abs(answer.value - second.value) > slack + CLOSED * second.value:
        msg = f"{one.name}: value {answer.value}, SCIP finds {second.value}"
        raise WrongResultError(msg)


def split_optimum(problem: Facilities) -> Second | None:
    """Optimum with split demand by SCIP; None where it did not prove one in time."""
    started = time.process_time()
    model = mathopt.Model()
    customers, facilities = problem.cost.shape
    opens = [model.add_binary_variable() for _ in range(facilities)]
    share = [[model.add_variable(lb=0, ub=1) for _ in range(facilities)] for _ in range(customers)]
    for row in share:
        model.add_linear_constraint(mathopt.fast_sum(row) == 1)
        for part, open_ in zip(row, opens, strict=True):
            model.add_linear_constraint(part <= open_)
    for facility, open_ in enumerate(opens):
        load = mathopt.fast_sum(float(problem.demand[c]) * share[c][facility] for c in range(customers))
        model.add_linear_constraint(load <= float(problem.capacity[facility]) * open_)
    transport = mathopt.fast_sum(
        float(problem.cost[c, f]) * share[c][f] for c in range(customers) for f in range(facilities)
    )
    fixed = mathopt.fast_sum(float(cost) * open_ for cost, open_ in zip(problem.fixed, opens, strict=True))
    model.minimize(transport + fixed)
    limit = mathopt.SolveParameters(time_limit=timedelta(seconds=SCIP_SECONDS), threads=1, relative_gap_tolerance=0.0)
    result = mathopt.solve(model, mathopt.SolverType.GSCIP, params=limit)
    if result.termination.reason is not mathopt.TerminationReason.OPTIMAL:
        return None
    return Second(result.objective_value(), time.process_time() - started)
