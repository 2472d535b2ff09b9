"""Why this school, why not that one, and what each rule costs: the plan beside the plan with one thing changed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from planner.domain.plan import Plan
from planner.domain.problem import Site
from planner.domain.scenario import Scenario
from planner.domain.terms import AcademicYear
from planner.errors import NoPlanError
from planner.model.explain.difference import RELAXED, RESTRICTED, UNKNOWN_SIDE, GoalDifference, differences
from planner.model.explain.obstacles import obstacles, without_pupils
from planner.model.explain.variants import Relaxation, relaxations, with_school, without_school
from planner.model.network import build_network
from planner.model.rules.placements_by_hand import PlacementsByHand
from planner.model.solve import Solution, solve_from

LAST_PRICED_GOAL = "unplaced_pupils"
WHY, WHY_NOT = "why", "why not"

Step = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Base:
    """A new base at a school: its site and places by academic year, 0 before it opens."""

    site: Site
    places: tuple[tuple[AcademicYear, int], ...]


@dataclass(frozen=True)
class SchoolAnswer:
    """One school: `why` it is chosen (the plan beside the best one without it), or `why not` (beside the best with it).

    `bases` are its new bases in the plan, or in the best plan with it. `obstacles` are reasons why it cannot be chosen
    or why the question does not arise; then `plan` is None. `notes` are what a reader must know beside the differences.
    """

    urn: str
    kind: str
    scenario: Scenario
    obstacles: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    bases: tuple[Base, ...] = ()
    plan: Plan | None = None
    differences: tuple[GoalDifference, ...] = ()


@dataclass(frozen=True)
class Price:
    """One rule relaxed: what the goals gain, up to the pupils without a place."""

    relaxation: Relaxation
    plan: Plan
    differences: tuple[GoalDifference, ...]


@dataclass(frozen=True)
class Answers:
    """The plan, and what was asked about it."""

    plan: Plan
    schools: tuple[SchoolAnswer, ...]
    prices: tuple[Price, ...]


def ask(
    scenario: Scenario,
    why: Sequence[str] = (),
    why_not: Sequence[str] = (),
    *,
    prices: bool = False,
    quick: bool = False,
    step: Step,
) -> Answers:
    """Answer the questions of a scenario; `why` and `why_not` are URNs of schools of the problem.

    A `quick` answer searches the goals up to the pupils without a place, as prices do, and counts those behind. Raises
    as `solve` does. A plan with less to choose from that turns out better than the plan itself shows that the
    plan was not the best: then the plan is searched again from there before anything is compared.
    """
    whole = (why or why_not) and not quick
    asked = _Asked(scenario, step, searched_goals=None if whole else priced_goals(scenario))
    schools = [asked.school(urn, kind) for urns, kind in ((why, WHY), (why_not, WHY_NOT)) for urn in urns]
    compared = tuple(asked.compared(school) for school in schools)
    return Answers(asked.base.plan, compared, tuple(map(asked.price, relaxations(scenario))) if prices else ())


def price_of(scenario: Scenario, base: Solution, relaxation: Relaxation) -> Price:
    """What a rule costs the goals up to the pupils without a place, against a solution of the scenario with it."""
    searched = priced_goals(scenario)
    relaxed = solve_from(relaxation.scenario, base.known, searched_goals=searched)
    found = differences(base.plan, relaxed.plan, RELAXED, {relaxation.uncounted})
    names = {goal.name for goal in scenario.goals[:searched]}
    return Price(relaxation, relaxed.plan, tuple(each for each in found if each.goal in names))


def priced_goals(scenario: Scenario) -> int:
    """Number of goals up to the pupils without a place; all where the scenario does not count them."""
    names = [goal.name for goal in scenario.goals]
    return names.index(LAST_PRICED_GOAL) + 1 if LAST_PRICED_GOAL in names else len(names)


class _Asked:
    """The solution that everything is compared with, kept at the best that was found."""

    def __init__(self, scenario: Scenario, step: Step, searched_goals: int | None) -> None:
        self._scenario, self._step, self._searched = scenario, step, searched_goals
        step("Finding the plan")
        self.base = solve_from(scenario, searched_goals=searched_goals)

    def school(self, urn: str, kind: str) -> SchoolAnswer:
        """Solve the other side of a question, where it arises."""
        bases = self._bases(self.base.plan, urn)
        name = self._scenario.problem.school_by_urn[urn].name
        if kind == WHY and not bases:
            found = obstacles(self._scenario, urn)
            return SchoolAnswer(urn, kind, self._scenario, (f"The plan opens no base at {name} ({urn}).", *found))
        if kind == WHY_NOT and bases:
            return SchoolAnswer(urn, kind, self._scenario, (f"The plan does open a base at {name} ({urn}).",))
        if kind == WHY_NOT and (found := obstacles(self._scenario, urn)):
            return SchoolAnswer(urn, kind, self._scenario, found)
        self._step(f"Finding the best plan {'without' if kind == WHY else 'with'} {name}")
        return self._other_side(urn, kind)

    def _other_side(self, urn: str, kind: str) -> SchoolAnswer:
        other = (without_school if kind == WHY else with_school)(self._scenario, urn)
        try:
            solution = solve_from(other, self.base.known, searched_goals=self._searched)
        except NoPlanError as error:
            return SchoolAnswer(urn, kind, other, (str(error),))
        if not _is_locked(self._scenario, urn):
            self._keep_best(solution)
        bases = self._bases(self.base.plan if kind == WHY else solution.plan, urn)
        return SchoolAnswer(urn, kind, other, (), self._notes(urn), bases, solution.plan)

    def _keep_best(self, solution: Solution) -> None:
        """A plan with less to choose from is a plan of the scenario: where it is better, search on from it."""
        if _values(solution.plan) < _values(self.base.plan):
            self._step("Searching the plan again from a better one")
            self.base = solve_from(self._scenario, solution.known, searched_goals=self._searched)

    def _notes(self, urn: str) -> tuple[str, ...]:
        notes = []
        name = self._scenario.problem.school_by_urn[urn].name
        if _is_locked(self._scenario, urn):
            notes.append(f"A base at {name} ({urn}) is placed by hand; it is taken back on the other side.")
        if without_pupils(build_network(self._scenario.problem, self._scenario.rules, self._scenario.bound), urn):
            notes.append(f"No pupil who needs a place is within the travel limit of {name} ({urn}).")
        return tuple(notes)

    def _bases(self, plan: Plan, urn: str) -> tuple[Base, ...]:
        years = self._scenario.problem.academic_years
        sites = [site for site in self._scenario.problem.sites if site.is_candidate and site.urn == urn]
        bases = [Base(site, tuple((year, plan.places.get((site.key, year), 0)) for year in years)) for site in sites]
        return tuple(base for base in bases if any(places for _, places in base.places))

    def compared(self, answer: SchoolAnswer) -> SchoolAnswer:
        """The answer with the differences from the best plan that was found in the end."""
        if answer.plan is None:
            return answer
        if answer.kind == WHY and not self._bases(self.base.plan, answer.urn):
            name = self._scenario.problem.school_by_urn[answer.urn].name
            better = f"A better plan was found, and it opens no base at {name} ({answer.urn})."
            return replace(answer, obstacles=(better,), bases=(), plan=None)
        side = UNKNOWN_SIDE if _is_locked(self._scenario, answer.urn) else RESTRICTED
        return replace(answer, differences=differences(self.base.plan, answer.plan, side))

    def price(self, relaxation: Relaxation) -> Price:
        """What one rule costs."""
        self._step(f"Relaxing {relaxation.rule}")
        return price_of(self._scenario, self.base, relaxation)


def _values(plan: Plan) -> tuple[int, ...]:
    return tuple(row.value for row in plan.goals)


def _is_locked(scenario: Scenario, urn: str) -> bool:
    by_hand = [rule for rule in scenario.rules if isinstance(rule, PlacementsByHand)]
    return any(lock.urn == urn for rule in by_hand for lock in rule.locked)
