"""Time of two parts of the work alone: building the model, and evaluating a placement without planning again.

Seconds are of this process, not of the clock on the wall, as median of several runs: the parts never wait.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from statistics import median

import numpy as np

from planner.domain.plan import Plan
from planner.domain.scenario import Scenario
from planner.domain.terms import SiteStatus
from planner.model.evaluation import Evaluation
from planner.model.master import Master
from planner.model.network import build_network
from planner.model.program import IntArray
from planner.model.solve import evaluate_places, solve_from
from tests.benchmarks.checker import require_right
from tests.benchmarks.instances import scenario_of, size_of
from tests.benchmarks.job import Job
from tests.benchmarks.results import Row, measure

BUILDS, PLACEMENTS = 5, 20


def build(job: Job) -> list[Row]:
    """Seconds to build network and master; the value is the number of columns."""
    with scenario_of(job) as scenario:
        masters: list[Master] = []

        def once() -> None:
            network = build_network(scenario.problem, scenario.rules, scenario.bound)
            masters[:] = [Master(scenario.problem, scenario.rules, network)]

        seconds = _seconds(once, BUILDS)
        columns = len(masters[0].program.lower)
        years, size = len(scenario.problem.academic_years), size_of(job, scenario)
        return [measure(job, "", years, size=size, seconds=seconds, value=columns)]


def evaluate(job: Job) -> list[Row]:
    """Seconds to evaluate one more base in a plan, with every goal's value; the value is the last unplaced_pupils.

    The first row is of one question alone, the second of one among others: who can go where is worked out before.
    The plan is that of the first goal alone; the bases are the first candidates that it does not open, each of the
    smallest size and from its earliest opening, whether or not the limits allow it: a what-if may ask that.
    """
    with scenario_of(job) as scenario:
        plan = solve_from(scenario, searched_goals=1).plan
        require_right(plan, scenario)
        changed = _with_one_more(scenario, plan)
        prepared = Evaluation(scenario)
        prepared.plan(changed[0])
        alone = _evaluate(scenario, changed, lambda places: evaluate_places(scenario, places))
        among = _evaluate(scenario, changed, prepared.plan)
        years, size = len(scenario.problem.academic_years), size_of(job, scenario)
        return [
            measure(job, "", years, size=size, seconds=alone[0], value=alone[1]),
            measure(job, "prepared", years, size=size, seconds=among[0], value=among[1]),
        ]


def _evaluate(scenario: Scenario, changed: list[IntArray], plan_of: Callable[[IntArray], Plan]) -> tuple[float, int]:
    """Median seconds of one evaluation, and weighted pupils without a place in the last."""
    waiting = iter(changed)
    values: list[int] = []

    def once() -> None:
        plan = plan_of(next(waiting))
        values[:] = [goal.value(plan, scenario.problem, scenario.rules) for goal in scenario.goals]

    seconds = _seconds(once, len(changed))
    return seconds, values[[goal.name for goal in scenario.goals].index("unplaced_pupils")]


def _with_one_more(scenario: Scenario, plan: Plan) -> list[IntArray]:
    problem = scenario.problem
    years = problem.academic_years
    places = np.asarray([[plan.places[site.key, year] for year in years] for site in problem.sites], dtype=np.int64)
    changed = []
    for index, site in enumerate(problem.sites):
        if site.status is SiteStatus.CANDIDATE and not places[index].any() and site.earliest_opening is not None:
            opened = places.copy()
            opened[index] = [site.size_menu[0] * (year >= site.earliest_opening) for year in years]
            changed.append(opened)
    return changed[:PLACEMENTS]


def _seconds(once: Callable[[], None], times: int) -> float:
    """Median seconds of this process for one call."""
    taken = []
    for _ in range(times):
        started = time.process_time()
        once()
        taken.append(time.process_time() - started)
    return round(median(taken), 4)
