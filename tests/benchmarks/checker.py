"""A second check of a plan, with no solver and none of the rules' own code, so that it can contradict them.

`faults` asks `planner.check` first, then works everything out again from the raw problem and the settings of the rules:
places (`checker_places.py`), pupils (`checker_pupils.py`) and goal values (`checker_goals.py`). That no more weighted
pupils could be seated in the same places is shown by an argument, not by a solver: see `checker_pupils.best_seated`.
A rule or goal without a check of its own here is a fault, so that nobody believes it checked.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from planner.check import check
from planner.domain.plan import Plan
from planner.domain.scenario import Scenario
from tests.benchmarks.checker_goals import goal_faults
from tests.benchmarks.checker_places import place_faults
from tests.benchmarks.checker_pupils import pupil_faults

CHECKED_RULES = {
    "size_menu",
    "once_open_stays_open",
    "earliest_opening",
    "existing_sites",
    "pupils_within_places",
    "ages_and_need",
    "travel_limit",
    "opening_limit",
    "capital_limit",
    "places_target",
    "host_limit",
    "coverage_promise",
    "placements_by_hand",
    "phase_continuity",
}
SHOWN = 10


class WrongResultError(Exception):
    """A result of the planner that does not hold."""


def faults(plan: Plan, scenario: Scenario) -> list[str]:
    """What is wrong with a plan, in words; empty when nothing is."""
    own = [f"{row.rule}: {row.where}: {row.found}" for row in check(plan, scenario)]
    shape = list(_shape_faults(plan, scenario))
    if shape:
        return [*own, *shape]
    return [
        *own,
        *place_faults(plan, scenario),
        *pupil_faults(plan, scenario),
        *goal_faults(plan, scenario),
    ]


def require_right(plan: Plan, scenario: Scenario) -> None:
    """Raise WrongResultError with the first faults of a plan."""
    found = faults(plan, scenario)
    if found:
        raise WrongResultError("\n".join([f"{len(found)} faults in a plan:", *found[:SHOWN]]))


def _shape_faults(plan: Plan, scenario: Scenario) -> Iterator[str]:
    problem = scenario.problem
    rows = Counter((row.site, row.academic_year) for row in plan.site_years)
    wanted = {(site.key, year) for site in problem.sites for year in problem.academic_years}
    if set(rows) != wanted or any(count != 1 for count in rows.values()):
        yield "sites and years: not each once"
    if {row.site for row in plan.placements} - {site.key for site in problem.sites}:
        yield "pupils at an unknown site"
    for rule in scenario.rules:
        if rule.name not in CHECKED_RULES:
            yield f"rule {rule.name}: has no check of its own"
