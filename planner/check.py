"""Every rule again, and every goal value, from the finished plan alone: no solver takes part."""

from __future__ import annotations

from collections import Counter

from planner.domain.plan import GoalResult, Plan, Violation
from planner.domain.scenario import Scenario
from planner.errors import BrokenPlanError

SHOWN_VIOLATIONS = 10
# Goal values are whole numbers: a bound less than 1 below the value leaves no room for a better plan.
PROVED_WITHIN = 1


def check(plan: Plan, scenario: Scenario) -> tuple[Violation, ...]:
    """Violations of a plan, empty when it keeps every rule and states every goal value right.

    Order: what is missing, doubled or unknown (then nothing else can be judged), else rules, openings, goals.
    """
    shape = [*_site_year_shape(plan, scenario), *_goal_shape(plan, scenario)]
    if shape:
        return tuple(shape)
    found = [violation for rule in scenario.rules for violation in rule.violations(plan, scenario.problem)]
    return (*found, *_site_year_faults(plan, scenario), *_goal_faults(plan, scenario))


def require_sound(plan: Plan, scenario: Scenario) -> None:
    """Raise BrokenPlanError when a plan breaks a rule or misstates a goal: it must not be shown."""
    violations = check(plan, scenario)
    if violations:
        lines = [f"{row.rule}: {row.where}: {row.found}" for row in violations[:SHOWN_VIOLATIONS]]
        more = len(violations) - len(lines)
        tail = [f"and {more} more"] if more > 0 else []
        raise BrokenPlanError("\n".join(["the plan breaks its own rules and is withheld:", *lines, *tail]))


def _site_year_shape(plan: Plan, scenario: Scenario) -> list[Violation]:
    """Each site of the scenario stands once in each academic year, and nobody is placed at an unknown one."""
    years = scenario.problem.academic_years
    expected = Counter((site.key, year) for site in scenario.problem.sites for year in years)
    found = Counter((row.site, row.academic_year) for row in plan.site_years)
    faults = [
        Violation("site_year", f"{site} in {year}", f"{found[site, year]} rows; expected {expected[site, year]}")
        for site, year in sorted(expected | found)
        if found[site, year] != expected[site, year]
    ]
    unknown = sorted({row.site for row in plan.placements} - set(scenario.problem.site_by_key))
    return [*faults, *(Violation("site_year", site, "pupils are placed at an unknown site") for site in unknown)]


def _goal_shape(plan: Plan, scenario: Scenario) -> list[Violation]:
    """Goals are the scenario's, in its order; a plan that was only evaluated has none."""
    stated, expected = [result.goal for result in plan.goals], [goal.name for goal in scenario.goals]
    if not stated or stated == expected:
        return []
    return [Violation("goals", "goals", f"{', '.join(stated)}; expected {', '.join(expected)}")]


def _site_year_faults(plan: Plan, scenario: Scenario) -> list[Violation]:
    """`new_places` and `opens` must follow from the places."""
    faults = []
    first = scenario.problem.academic_years[0]
    for row in plan.site_years:
        site = scenario.problem.site_by_key[row.site]
        previous = row.academic_year.plus(-1)
        before = (
            site.stated_places(previous) if row.academic_year == first else plan.places.get((row.site, previous), 0)
        )
        new = max(0, row.commissioned_places - before)
        opens = before == 0 and row.commissioned_places > 0
        if (row.new_places, row.opens) != (new, opens):
            where = f"{row.site} in {row.academic_year}"
            found = f"new_places {row.new_places} and opens {row.opens}; the places give {new} and {opens}"
            faults.append(Violation("site_year", where, found))
    return faults


def _goal_faults(plan: Plan, scenario: Scenario) -> list[Violation]:
    """Stated values must equal the recomputed ones, and no bound may lie above its value."""
    faults = []
    by_name = {goal.name: goal for goal in scenario.goals}
    for result in plan.goals:
        value = by_name[result.goal].value(plan, scenario.problem, scenario.rules)
        if value != result.value:
            faults.append(Violation(result.goal, "goal value", f"{result.value} stated, {value} computed"))
        if result.bound > result.value:
            faults.append(Violation(result.goal, "goal bound", f"bound {result.bound} above value {result.value}"))
        if result.proved != (result.value - result.bound < PROVED_WITHIN):
            found = f"proved {result.proved} at value {result.value} and bound {result.bound}"
            faults.append(Violation(result.goal, "goal proof", found))
        faults += _held_faults(result, scenario)
    return faults


def _held_faults(result: GoalResult, scenario: Scenario) -> list[Violation]:
    """A goal is held at its own best and the scenario's tolerance, ends no worse, and its bound is below its best."""
    if result.reached is None or result.held_at is None:
        alone = result.reached is not result.held_at
        return [Violation(result.goal, "goal held", "one of reached and held_at alone")] if alone else []
    faults = []
    allowed = result.reached + scenario.limits.tolerance_of(result.goal)
    if result.held_at != allowed or result.value > result.held_at:
        found = f"value {result.value}, reached {result.reached}, held_at {result.held_at}; allowed {allowed}"
        faults.append(Violation(result.goal, "goal held", found))
    if result.reached < result.bound <= result.value:
        faults.append(Violation(result.goal, "goal bound", f"bound {result.bound} above {result.reached} reached"))
    return faults
