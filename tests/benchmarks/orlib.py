"""OR-Library through the planner's core, against the published optima.

`cap` has the original capacitated files, whose limits never bind, and capa without a limit; `cap-limited` those with
limits that bind, in the layout of the single-source set: a customer's demand may be split here, so they are held
against the optima that OR-Library publishes for split demand. Sets 71 to 74, 101 to 104 and 131 to 134 of that layout
are the original files again and are left out. `pmed` is the p-median.

Seconds are of this process, with building the problem. The value is in the unit of the instance, the peer's value is
the published optimum. `proved` says "to 1e-6" where value and bound differ by less than that share: in scaled whole
numbers of ten digits the solver's tolerance is larger than one step.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, replace

import numpy as np

from planner.check import require_sound
from planner.domain.plan import Plan
from planner.domain.scenario import Scenario
from planner.model.solve import solve
from tests.benchmarks.checker import WrongResultError
from tests.benchmarks.job import Job
from tests.benchmarks.orlib_files import Facilities, Listed, Median, available, listed, read_facilities, read_median
from tests.benchmarks.orlib_scenario import facility_scenario, median_scenario
from tests.benchmarks.results import Row, measure

SETS = {"cap": "orlib_cap_original", "cap-limited": "orlib_cap_brescia_format", "pmed": "orlib_pmed"}
# OR-Library, file capopt: optima with split demand.
SPLIT_OPTIMA = {
    "cap61": 932615.750,
    "cap62": 977799.400,
    "cap63": 1014062.050,
    "cap64": 1045650.250,
    "cap91": 796648.438,
    "cap92": 855733.500,
    "cap93": 896617.538,
    "cap94": 946051.325,
    "cap121": 793439.563,
    "cap122": 852524.625,
    "cap123": 895302.325,
    "cap124": 946051.325,
}
# Costs of a unit in cap have four decimals, so they are whole at this scale.
CAP_SCALE = 10_000
# The plain model with more columns than this is not begun: its relaxation alone would take the whole time.
LARGEST_COLUMNS = 50_000
# Published optima have three decimals, some cut off and not rounded.
LAST_DECIMAL = 1e-3
CLOSED = 2e-6


@dataclass(frozen=True, slots=True)
class Answer:
    """What the core found, in the unit of the instance."""

    value: float
    bound: float
    proved: str
    seconds: float


def run_orlib(job: Job) -> list[Row]:
    """Rows of a set, or of one instance of it (`cap/cap71`)."""
    folder, _, name = job.instance.partition("/")
    if not available():
        return [skipped(job, folder, "the public files do not lie beside the project")]
    chosen = [one for one in instances(folder) if name in ("", one.name)]
    return [_row(job, folder, one) for one in chosen]


def instances(name: str) -> list[Listed]:
    """Instances of a set, each with the optimum that holds for split demand."""
    if name != "cap-limited":
        return listed(SETS[name])
    found = [one for one in listed(SETS[name]) if one.name in SPLIT_OPTIMA]
    return [replace(one, best_known=SPLIT_OPTIMA[one.name], optimal=True) for one in found]


def _row(job: Job, folder: str, one: Listed) -> Row:
    if one.pairs > LARGEST_COLUMNS:
        return skipped(job, f"{folder}/{one.name}", f"{one.pairs} decisions who goes where", one.best_known)
    problem = read_median(one) if folder == "pmed" else read_facilities(one)
    answer = solve_median(problem, job.seconds) if isinstance(problem, Median) else solve_cap(problem, job.seconds)
    if answer.bound > one.best_known * (1 + CLOSED):
        msg = f"{one.name}: bound {answer.bound} above the published optimum {one.best_known}"
        raise WrongResultError(msg)
    equal = abs(answer.value - one.best_known) <= LAST_DECIMAL
    words = "the published optimum" if equal else f"{answer.value / one.best_known:.4f} of the published optimum"
    return answer_row(job, f"{folder}/{one.name}", answer, words, peer_value=one.best_known)


def answer_row(job: Job, name: str, answer: Answer, words: str, **peer: float | str) -> Row:
    """Row of an answer; `words` come behind the job's variant."""
    return measure(
        job,
        "",
        1,
        instance=name,
        variant=", ".join(filter(None, [job.variant, words])),
        seconds=round(answer.seconds, 3),
        value=round(answer.value, 4),
        bound=round(answer.bound, 4),
        proved=answer.proved,
        **peer,
    )


def skipped(job: Job, name: str, reason: str, best_known: float | str = "") -> Row:
    """Row of an instance that was not run, with the reason."""
    words = ", ".join(filter(None, [job.variant, f"not run: {reason}"]))
    return measure(job, "", 1, instance=name, variant=words, proved="no", peer_value=best_known)


def solve_cap(problem: Facilities, seconds: float, scale: int = CAP_SCALE) -> Answer:
    """Fixed and transport cost by the core; the plan's cost is worked out again from the file's own numbers."""
    started = time.process_time()
    case = facility_scenario(problem.demand, problem.capacity, problem.fixed, problem.unit_cost, scale, seconds)
    answer, plan = _solved(case, scale, started)
    _hold_against(problem.name, answer.value, cost_of(plan, problem), rounding(problem, scale))
    return answer


def solve_median(problem: Median, seconds: float) -> Answer:
    """The p-median by the core; the plan's travel is worked out again: everybody goes to the nearest open vertex."""
    started = time.process_time()
    vertices = len(problem.distance)
    demand = np.ones(vertices, dtype=np.int64)
    case = median_scenario(demand, vertices, problem.bases, problem.distance, seconds)
    answer, plan = _solved(case, 1, started)
    opened = [int(row.site[1:]) for row in plan.site_years if row.commissioned_places]
    if len(opened) > problem.bases:
        msg = f"{problem.name}: {len(opened)} bases, {problem.bases} allowed"
        raise WrongResultError(msg)
    _hold_against(problem.name, answer.value, float(problem.distance[:, opened].min(axis=1).sum()), 0.0)
    return answer


def rounding(problem: Facilities, scale: int) -> float:
    """Most that rounding the scaled costs can change the value of a plan."""
    return 0.5 / scale * (float(problem.demand.sum()) + len(problem.fixed))


def cost_of(plan: Plan, problem: Facilities) -> float:
    """Cost of a plan in the file's own numbers. Raises WrongResultError where it is no solution of the instance."""
    unit_cost, placed = problem.unit_cost, np.zeros(problem.cost.shape, dtype=np.int64)
    for row in plan.placements:
        placed[int(row.cell.area[1:]), int(row.site[1:])] += row.pupils
    opened = sorted(int(row.site[1:]) for row in plan.site_years if row.commissioned_places)
    load = placed.sum(axis=0)
    room = np.zeros_like(load)
    room[opened] = problem.capacity[opened]
    if (placed.sum(axis=1) != problem.demand).any() or (load > room).any():
        msg = f"{problem.name}: a customer is not served, or a facility holds more than its capacity"
        raise WrongResultError(msg)
    return float((placed * unit_cost).sum() + problem.fixed[opened].sum())


def _solved(case: Scenario, scale: int, started: float) -> tuple[Answer, Plan]:
    plan = solve(case)
    seconds = time.process_time() - started
    require_sound(plan, case)
    if plan.unplaced:
        msg = f"{case.title}: not everybody is placed"
        raise WrongResultError(msg)
    result = plan.goals[-1]
    close = result.value - result.bound <= CLOSED * result.value
    proved = "yes" if result.proved else "to 1e-6" if close else "no"
    return Answer(result.value / scale, result.bound / scale, proved, seconds), plan


def _hold_against(name: str, value: float, recomputed: float, tolerance: float) -> None:
    if abs(value - recomputed) > tolerance + CLOSED:
        msg = f"{name}: value {value}, the plan itself gives {recomputed}"
        raise WrongResultError(msg)
