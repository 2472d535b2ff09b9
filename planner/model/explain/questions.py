"""Why this school, why not that one, and what each rule costs: the plan beside the plan with one thing changed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from planner.domain.plan import Plan
from planner.domain.problem import Site
from planner.domain.scenario import Scenario
from planner.domain.terms import AcademicYear
from planner.errors import NoPlanError, PlannerError, TimeLimitError
from planner.model.explain.difference import RELAXED, RESTRICTED, UNKNOWN_SIDE, GoalDifference, differences, standing
from planner.model.explain.obstacles import obstacles, without_pupils
from planner.model.explain.variants import Relaxation, priced_goals, relaxations, with_school, without_school
from planner.model.known import Known, Proven
from planner.model.network import build_network
from planner.model.rules.placements_by_hand import PlacementsByHand
from planner.model.solve import Solution, solve_from

WHY, WHY_NOT, PRICE = "why", "why not", "price"

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
    """One rule relaxed: what the goals gain, up to the pupils without a place.

    `given_up` is the goal that counts what the rule asks for, in the plan and in the relaxed one, where nobody has made
    it small; None for a rule that no goal counts. `keeps_rule`: the relaxed plan keeps the rule all the same, so that
    whatever is better in it was left open by the search and is not what the rule costs.
    """

    relaxation: Relaxation
    plan: Plan
    differences: tuple[GoalDifference, ...]
    given_up: GoalDifference | None
    keeps_rule: bool


@dataclass(frozen=True)
class OtherPlan:
    """A plan of a scenario with one thing changed."""

    scenario: Scenario
    plan: Plan


@dataclass(frozen=True)
class Answers:
    """The plan, and what was asked about it."""

    plan: Plan
    schools: tuple[SchoolAnswer, ...]
    prices: tuple[Price, ...]

    @property
    def others(self) -> tuple[OtherPlan, ...]:
        """The plans on the other side of each question, with the scenario that each is a plan of."""
        schools = [OtherPlan(each.scenario, each.plan) for each in self.schools if each.plan is not None]
        return (*schools, *(OtherPlan(each.relaxation.scenario, each.plan) for each in self.prices))


def ask(
    scenario: Scenario,
    why: Sequence[str] = (),
    why_not: Sequence[str] = (),
    *,
    prices: bool = False,
    plan: Plan | None = None,
    step: Step,
) -> Answers:
    """Answer the questions of a scenario; `why` and `why_not` are URNs of schools of the problem.

    `plan` is a finished plan of the scenario, which is then not searched for again. Raises as `solve` does.
    """
    asked = _Asked(scenario, step, plan, about_schools=bool(why or why_not))
    schools = tuple(asked.school(urn, kind) for urns, kind in ((why, WHY), (why_not, WHY_NOT)) for urn in urns)
    return Answers(asked.base.plan, schools, tuple(map(asked.price, relaxations(scenario))) if prices else ())


def price_of(scenario: Scenario, base: Solution, relaxation: Relaxation) -> Price:
    """What a rule costs the goals up to the pupils without a place, against a solution of the scenario with it."""
    searched = priced_goals(scenario)
    relaxed = solve_from(relaxation.scenario, base.known, searched_goals=searched)
    found = differences(base.plan, relaxed.plan, RELAXED, {relaxation.uncounted})
    names = {goal.name for goal in scenario.goals[:searched]}
    gained = tuple(each for each in found if each.goal in names)
    given_up = _given_up(scenario, base.plan, relaxed.plan, relaxation.uncounted)
    return Price(relaxation, relaxed.plan, gained, given_up, _keeps(scenario, relaxed.plan, relaxation.rule, given_up))


def _keeps(scenario: Scenario, plan: Plan, name: str, given_up: GoalDifference | None) -> bool:
    rules = [rule for rule in scenario.rules if rule.name == name]
    is_broken = any(True for rule in rules for _ in rule.violations(plan, scenario.problem))
    return not is_broken and (given_up is None or given_up.change <= 0)


def _given_up(scenario: Scenario, before: Plan, after: Plan, name: str) -> GoalDifference | None:
    """What a rule's own goal counts in a plan that need not keep the rule."""
    for goal, row in zip(scenario.goals, before.goals, strict=True):
        if goal.name == name:
            now = goal.value(after, scenario.problem, scenario.rules)
            return GoalDifference(name, goal.unit, row.value, row.bound, now, 0.0, None, None)
    return None


class _Asked:
    """The solution that everything is compared with, and the other side of each question.

    Which bases a plan opens is only settled once the goals behind the pupils are searched as well; what a rule costs in
    pupils is settled before.
    """

    def __init__(self, scenario: Scenario, step: Step, plan: Plan | None, *, about_schools: bool) -> None:
        self._scenario, self._step = scenario, step
        if plan is not None:
            self.base = Solution(plan, _known(scenario, plan))
        else:
            step("Finding the plan")
            self.base = solve_from(scenario, searched_goals=None if about_schools else priced_goals(scenario))

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
            solution = self._solution_of(other)
        except (NoPlanError, TimeLimitError) as error:
            return SchoolAnswer(urn, kind, other, (self._no_other_side(urn, kind, error),))
        side = UNKNOWN_SIDE if _is_locked(self._scenario, urn) else RESTRICTED
        found = differences(self.base.plan, solution.plan, side)
        bases = self._bases(self.base.plan if kind == WHY else solution.plan, urn)
        return SchoolAnswer(urn, kind, other, (), self._notes(urn), bases, solution.plan, found)

    def _no_other_side(self, urn: str, kind: str, error: PlannerError) -> str:
        name = self._scenario.problem.school_by_urn[urn].name
        if isinstance(error, NoPlanError):
            return f"No plan opens a base at {name} ({urn}). With it, {error}"
        side = "without" if kind == WHY else "with"
        return f"The clock ran out before any plan {side} {name} ({urn}) was found: nothing is known of it."

    def _solution_of(self, other: Scenario) -> Solution:
        """The other side, searched to the pupils without a place; to the end where it is level with the plan there."""
        first = priced_goals(self._scenario)
        solution = solve_from(other, self.base.known, searched_goals=first)
        if standing(solution.plan)[:first] != standing(self.base.plan)[:first] or first == len(self._scenario.goals):
            return solution
        return solve_from(other, _with_bounds(other, solution.known, self.base.known))

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

    def price(self, relaxation: Relaxation) -> Price:
        """What one rule costs."""
        self._step(f"Relaxing {relaxation.rule}")
        return price_of(self._scenario, self.base, relaxation)


def _known(scenario: Scenario, plan: Plan) -> Known:
    """What a finished plan tells: its places, and what was proved of each goal."""
    proven = Proven(scenario, standing(plan), tuple(max(0.0, row.bound) for row in plan.goals))
    return replace(Known.of_plan(plan), proven=proven)


def _with_bounds(other: Scenario, known: Known, before: Known) -> Known:
    """What is known of the other side, with what was proved before where that holds there as well.

    Both sides are level in the goals that were searched, so each bound is of plans as good in the goals before it.
    """
    proven, earlier = known.proven, before.proven_of(other)
    if proven is None or earlier is None:
        return known
    bounds = tuple(map(max, proven.bounds, earlier.bounds))
    return replace(known, proven=Proven(other, earlier.values, bounds))


def _is_locked(scenario: Scenario, urn: str) -> bool:
    by_hand = [rule for rule in scenario.rules if isinstance(rule, PlacementsByHand)]
    return any(lock.urn == urn for rule in by_hand for lock in rule.locked)
