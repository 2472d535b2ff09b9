"""Some twenty what-ifs on one scenario, each solved from what the base plan knows; a few also from nothing.

Eight placements by hand (the smallest size at candidates that the base plan leaves closed), eight forbidden schools (of
those where it opens a base), the budget and the demand a tenth less and a tenth more. The first `goals` goals are
searched, the others evaluated. Rows hold `unplaced_pupils`; the peer columns hold the same what-if from nothing. The
first answer is there when its plan is proved to be within half a per cent of met need: what a reader sees while the
search goes on to the scenario's own gap.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from statistics import median

from planner.domain.demand import Demand
from planner.domain.plan import GoalResult, Plan
from planner.domain.problem import Problem, Site
from planner.domain.scenario import Rule, Scenario
from planner.model.known import Known
from planner.model.rules import RULES
from planner.model.rules.capital_limit import CapitalLimit, CapitalToYear
from planner.model.rules.placements_by_hand import LockedPlacement, PlacementsByHand
from planner.model.solve import GoalProgress, Solution, solve_from
from tests.benchmarks.checker import require_right
from tests.benchmarks.instances import scenario_of, size_of
from tests.benchmarks.job import Job
from tests.benchmarks.results import Row, gaps_of, measure
from tests.benchmarks.solving import weighted_pupils

BY_HAND, FORBIDDEN, TENTHS = 8, 8, (9, 11)
SECONDS = 20.0
EVERY_COLD = 4
CHECKED = "unplaced_pupils"
FIRST_ANSWER_SHARE = 0.005


@dataclass(slots=True)
class Watch:
    """Seconds from the start to the first answer, and to the end; `first` is None while there is none."""

    weighted_pupils: int
    started: float = field(default_factory=time.perf_counter)
    first: float | None = None

    def note(self, progress: GoalProgress) -> None:
        """Hear of a step of the search."""
        if self.first is None and progress.goal == CHECKED and progress.value is not None:
            met = self.weighted_pupils - progress.value
            if progress.bound is not None and progress.value - progress.bound <= FIRST_ANSWER_SHARE * met:
                self.first = self.seconds()

    def seconds(self) -> float:
        """Seconds since the start."""
        return time.perf_counter() - self.started


def run(job: Job) -> list[Row]:
    """A row for each what-if, then their median and 95th percentile."""
    with scenario_of(replace(job, goals=None)) as scenario:
        base, *_ = _solve(scenario, job, None)
        short = replace(scenario, limits=replace(scenario.limits, time_limit_seconds=SECONDS))
        rows, firsts = [], []
        for number, (name, changed) in enumerate(what_ifs(short, base.plan)):
            row, first = _row(job, name, changed, base.known, cold=number % EVERY_COLD == 0)
            rows.append(row)
            firsts.append(float(row.seconds) if first is None else first)
        rows += _summary(job, len(scenario.problem.academic_years), rows, firsts)
        return [replace(row, size=size_of(job, scenario)) for row in rows]


def _summary(job: Job, years: int, rows: list[Row], firsts: list[float]) -> list[Row]:
    seconds = [float(row.seconds) for row in rows]
    both = [row for row in rows if row.peer_seconds != ""]
    ratio = median(float(row.peer_seconds) / max(float(row.seconds), 0.01) for row in both)
    first = f"to {FIRST_ANSWER_SHARE:.1%} of met need"
    return [
        measure(job, f"median {first}", years, seconds=round(median(firsts), 2), value=len(rows)),
        measure(job, f"95th percentile {first}", years, seconds=round(percentile(firsts, 0.95), 2), value=len(rows)),
        measure(job, "median", years, seconds=round(median(seconds), 2), value=len(rows)),
        measure(job, "95th percentile", years, seconds=percentile(seconds, 0.95), value=len(rows)),
        measure(job, "median of times from nothing to times from the base", years, value=round(ratio, 2)),
    ]


def percentile(seconds: list[float], share: float) -> float:
    """Least of the times that at least this share of them does not exceed."""
    order = sorted(seconds)
    return next(taken for number, taken in enumerate(order, start=1) if number >= share * len(order))


def _solve(scenario: Scenario, job: Job, known: Known | None) -> tuple[Solution, float, float | None]:
    """The solution, the seconds that it took, and those to its first answer."""
    watch = Watch(weighted_pupils(scenario))
    solution = solve_from(scenario, known, watch.note, job.goals)
    seconds = watch.seconds()
    require_right(solution.plan, scenario)
    return solution, seconds, watch.first


def _row(job: Job, name: str, scenario: Scenario, known: Known, *, cold: bool) -> tuple[Row, float | None]:
    solution, seconds, first = _solve(scenario, job, known)
    result = _unplaced(solution.plan)
    peer: dict[str, float | str] = {}
    words = [job.variant, f"stopped by {result.stopped_by}"]
    if cold:
        other, peer_seconds, _ = _solve(scenario, job, None)
        peer = {"peer_seconds": round(peer_seconds, 2), "peer_value": _unplaced(other.plan).value}
        if _before(solution.plan) != _before(other.plan):
            words.append("from nothing the goals before came out otherwise")
    unmet, met = gaps_of(result.value, result.bound, weighted_pupils(scenario))
    row = measure(
        job,
        name,
        len(scenario.problem.academic_years),
        variant=", ".join(filter(None, words)),
        seconds=round(seconds, 2),
        value=result.value,
        bound=round(result.bound, 3),
        gap_of_unmet=unmet,
        gap_of_met=met,
        proved="yes" if result.proved else "no",
        **peer,
    )
    return row, first


def _before(plan: Plan) -> list[int]:
    """Values of the goals before the one that the rows hold."""
    return [result.value for result in plan.goals if result.order < _unplaced(plan).order]


def _unplaced(plan: Plan) -> GoalResult:
    return next(result for result in plan.goals if result.goal == CHECKED)


def what_ifs(scenario: Scenario, plan: Plan) -> list[tuple[str, Scenario]]:
    """Name and scenario of each what-if."""
    return [*_placements(scenario, plan), *_forbidden(scenario, plan), *_budgets(scenario), *_demands(scenario)]


def _placements(scenario: Scenario, plan: Plan) -> Iterator[tuple[str, Scenario]]:
    problem = scenario.problem
    hosts = {problem.site_by_key[row.site].urn for row in plan.site_years if row.commissioned_places}
    closed = [site for site in problem.sites if site.is_candidate and site.urn not in hosts]
    for site in spread(closed, BY_HAND):
        # The second year at the earliest: by then the money of a year is there beside what stands.
        since = max(site.earliest_opening or problem.academic_years[0], problem.academic_years[1])
        lock = LockedPlacement(site.urn or "", site.need_groups[0], site.size_menu[0], since, site.phase)
        yield f"placement at {site.key}", with_rule(scenario, PlacementsByHand(locked=(lock,)))


def _forbidden(scenario: Scenario, plan: Plan) -> Iterator[tuple[str, Scenario]]:
    problem = scenario.problem
    opened = {site.urn: site for site in problem.sites if site.is_candidate and _stands(plan, problem, site)}
    for site in spread(list(opened.values()), FORBIDDEN):
        yield f"without {site.urn}", with_rule(scenario, PlacementsByHand(forbidden_urns=(site.urn or "",)))


def _stands(plan: Plan, problem: Problem, site: Site) -> bool:
    return plan.places[site.key, problem.academic_years[-1]] > 0


def _budgets(scenario: Scenario) -> Iterator[tuple[str, Scenario]]:
    limit = next((rule for rule in scenario.rules if isinstance(rule, CapitalLimit)), None)
    for tenths in TENTHS if limit else ():
        assert limit is not None
        yearly = tuple(CapitalToYear(row.academic_year, row.gbp * tenths // 10) for row in limit.cumulative)
        changed = CapitalLimit(limit.total_gbp * tenths // 10, yearly)
        yield f"budget {tenths * 10} per cent", with_rule(scenario, changed)


def _demands(scenario: Scenario) -> Iterator[tuple[str, Scenario]]:
    """Whole pupils: the tenths that each cell leaves over go on to the next one."""
    for tenths in TENTHS:
        demand = tuple(_scaled(bound, tenths) for bound in scenario.problem.demand)
        yield f"demand {tenths * 10} per cent", replace(scenario, problem=replace(scenario.problem, demand=demand))


def _scaled(demand: Demand, tenths: int) -> Demand:
    cells, over = [], 0
    for key, pupils in demand.cells:
        whole, over = divmod(pupils * tenths + over, 10)
        if whole:
            cells.append((key, whole))
    return Demand(demand.bound, tuple(cells))


def spread(sites: list[Site], count: int) -> list[Site]:
    """So many of the sites, evenly over their order."""
    return [sites[len(sites) * number // count] for number in range(min(count, len(sites)))]


def with_rule(scenario: Scenario, rule: Rule) -> Scenario:
    """The scenario with one more rule, or another setting of one it has, in the registry's order."""
    rules = {other.name: other for other in scenario.rules} | {rule.name: rule}
    return replace(scenario, rules=tuple(rules[name] for name in RULES if name in rules))
