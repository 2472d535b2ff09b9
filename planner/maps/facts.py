"""The plan in a few figures: places against targets, pupils without a place, what is proved, and what to beware of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from planner.domain.plan import GoalResult, Plan
from planner.domain.problem import Problem
from planner.domain.scenario import Scenario
from planner.domain.terms import AcademicYear, Bound

_THRESHOLD = "publication_threshold_pupils"
_METRES_IN_KM = 1000
_STOPPED_BY = {
    "gap": "the search ended within the stated gap",
    "nothing more to try": "the search had nothing more to try",
    "within the tolerance": "this plan is near the best one and need not be it",
    "work limit": "the search used up its work limit",
    "clock": "the search ran out of time, so another run may differ",
}


@dataclass(frozen=True, slots=True)
class YearFacts:
    """One academic year: commissioned places with balancing rows, pupils, and the target if there is one."""

    academic_year: str
    places_before: int
    places_after: int
    target_places: int | None
    pupils: int
    unplaced_before: int
    unplaced_after: int


@dataclass(frozen=True, slots=True)
class GoalFacts:
    """One goal in the order in which it was met: its key in the scenario, and the rest in words."""

    order: int
    key: str
    label: str
    value: str
    bound: str
    proof: str


def facts_by_year(plan: Plan, stock: Plan, scenario: Scenario) -> tuple[YearFacts, ...]:
    """Figures of every academic year under the scenario's bound of demand."""
    targets = _targets(scenario)
    demand = scenario.problem.demand_by_bound[scenario.bound]
    return tuple(
        YearFacts(
            academic_year=str(year),
            places_before=stock.total_places(year),
            places_after=plan.total_places(year),
            target_places=targets.get(year),
            pupils=demand.total_pupils(year),
            unplaced_before=demand.total_pupils(year) - _placed(stock, scenario.bound, year),
            unplaced_after=demand.total_pupils(year) - _placed(plan, scenario.bound, year),
        )
        for year in scenario.problem.academic_years
    )


def facts_of_goals(plan: Plan, scenario: Scenario) -> tuple[GoalFacts, ...]:
    """Each goal with its value, proven bound and proof, in order."""
    return tuple(
        GoalFacts(
            order=goal.order,
            key=goal.goal,
            label=_label(goal, scenario),
            value=_amount(goal.value, goal.unit),
            bound=_bound(goal),
            proof=_proof(goal),
        )
        for goal in sorted(plan.goals, key=lambda goal: goal.order)
    )


def proof_in_words(plan: Plan, scenario: Scenario) -> tuple[str, str]:
    """Say in a few words, and then in a sentence, how many goals are proved best possible."""
    proved = sum(goal.proved for goal in plan.goals)
    head = f"{proved} of {len(plan.goals)}"
    if not plan.goals:
        return "None", "No goals were set, so nothing is proved."
    if proved == len(plan.goals):
        return head, "goals proved: in this order of goals no plan does better."
    gave = "; ".join(_inside(_label(goal, scenario)) for goal in plan.goals if goal.given_up)
    gave_way = f" Gave way to the goals behind, as the scenario allows: {gave}." if gave else ""
    not_proved = [goal for goal in plan.goals if goal.value - goal.given_up - goal.bound >= 1]
    if not not_proved:
        return head, f"goals proved.{gave_way}"
    open_goals = "; ".join(_inside(_label(goal, scenario)) for goal in not_proved)
    repeat = " The search stopped on the clock, so another run may differ." if _stopped_by_clock(plan) else ""
    return head, f"goals proved; a better plan is not ruled out for: {open_goals}.{gave_way}{repeat}"


def target_in_words(facts: tuple[YearFacts, ...]) -> str:
    """Say how the places of the years with a target stand against it."""
    sentences = [
        f"Target for {year.academic_year}: {year.target_places:,}, {_against(year.places_after, year.target_places)}."
        for year in facts
        if year.target_places is not None
    ]
    return " ".join(sentences) if sentences else "The scenario sets no target."


def small_number_warning(problem: Problem) -> str:
    """Say that the page is not for publication, with the threshold of small numbers where the scenario has one."""
    known = problem.assumptions
    below = f"below {known.value(_THRESHOLD):g}" if _THRESHOLD in known else "as low as 1"
    return f"Not for publication: this page shows numbers of pupils {below}, which may point to single children."


def balancing_places(plan: Plan, problem: Problem, academic_year: AcademicYear) -> int:
    """Places that a published total counts and no source puts at a school; they are on no map."""
    return sum(plan.places.get((site.key, academic_year), 0) for site in problem.sites if site.urn is None)


def not_on_the_map(plan: Plan, problem: Problem, academic_year: AcademicYear) -> str:
    """Say how many places a map that counts by locality leaves out; empty where it has them all."""
    places = balancing_places(plan, problem, academic_year)
    if not places:
        return ""
    return (
        f"Not on the map and not in its numbers: {places:,} places in {academic_year} that a published total counts "
        "and no source puts at a school."
    )


def _targets(scenario: Scenario) -> dict[AcademicYear, int]:
    rule: Any = next((rule for rule in scenario.rules if rule.name == "places_target"), None)
    return {target.academic_year: target.places for target in getattr(rule, "targets", ())}


def _placed(plan: Plan, bound: Bound, academic_year: AcademicYear) -> int:
    return sum(row.pupils for row in plan.placements if row.bound is bound and row.cell.academic_year == academic_year)


def _against(places: int, target: int | None) -> str:
    difference = places - (target or 0)
    if difference < 0:
        return f"{-difference:,} short"
    return "met" if difference == 0 else f"met, {difference:,} above"


def _proof(goal: GoalResult) -> str:
    if goal.given_up:
        best = _amount(goal.value - goal.given_up, goal.unit)
        most = _amount(goal.limit, goal.unit)
        return f"Best alone {best}; up to {most} is allowed for the goals behind it"
    if goal.proved:
        return "Proved"
    return f"Not proved: {_STOPPED_BY.get(goal.stopped_by, goal.stopped_by)}"


def _bound(goal: GoalResult) -> str:
    """Nought is below every plan, so a bound of nought says nothing about a goal that is not proved."""
    return _amount(goal.bound, goal.unit) if goal.proved or goal.bound > 0 else "nothing proved"


def _amount(number: float, unit: str) -> str:
    if unit == "pupil-metres":
        return f"{number / _METRES_IN_KM:,.0f} km"
    return f"£{number:,.0f}" if unit == "pounds" else f"{number:,.0f} {unit}"


def _stopped_by_clock(plan: Plan) -> bool:
    return any(goal.stopped_by == "clock" for goal in plan.goals)


def _label(goal: GoalResult, scenario: Scenario) -> str:
    """The scenario's own words; a goal that it no longer has keeps its key."""
    labels = {each.name: each.label for each in scenario.goals}
    return labels.get(goal.goal, goal.goal.replace("_", " ").capitalize())


def _inside(label: str) -> str:
    return label[:1].lower() + label[1:]
