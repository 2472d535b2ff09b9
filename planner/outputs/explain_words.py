"""An explanation in sentences that can be read out: never more exact than what was proved."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from planner.domain.plan import Plan
from planner.domain.problem import Site
from planner.domain.scenario import Scenario
from planner.domain.terms import NeedGroup
from planner.model.exchange import new_hosts
from planner.model.explain.difference import GoalDifference
from planner.model.explain.questions import WHY, Answers, Base, Price, SchoolAnswer
from planner.outputs.explain_gaps import gap_change, gap_sentences
from planner.outputs.goal_lines import PUPIL_METRES, PUPIL_MINUTES, goal_amount, unit_words
from planner.outputs.run_record import is_repeatable
from planner.outputs.text_lines import pounds, school_list

SHOWN_SCHOOLS = 4
# What a goal counts, one and many, as it stands behind a number.
COUNTED = {
    "target_shortfall": ("place short of the dated targets", "places short of the dated targets"),
    "coverage_gaps": (
        "locality and year group without the promised base",
        "localities and year groups without the promised base",
    ),
    "unplaced_pupils": (
        "weighted pupil-year without a place",
        "weighted pupil-years without a place",
    ),
    "transition_gap": (
        "pupil leaving a primary base without a secondary place in reach",
        "pupils leaving a primary base without a secondary place in reach",
    ),
    "vacant_places": ("vacant place-year", "vacant place-years"),
    "pupil_travel": ("pupil-km of travel", "pupil-km of travel"),
    "cost": ("for capital and places", "for capital and places"),
    "change_from_current": ("new base", "new bases"),
}
POUNDS = "pounds"
RELAXED = {
    "travel_limit": "If pupils could travel farther",
    "opening_limit": "Without the limit on new bases and places a year",
    "capital_limit": "Without the limit on capital",
    "places_target": "Without the dated target of places",
    "host_limit": "Without the limit on bases at one school",
    "coverage_promise": "Without the coverage promise",
    "placements_by_hand": "Without the placements by hand",
    "phase_continuity": "Without counting who leaves a primary base",
}
WEIGHTED = (
    "A weighted pupil-year is a pupil without a place for a year, counted as often as the scenario's priorities say."
)
CLOCK = "The clock stopped this search."
CLOCK_NOTE = "Where the clock stopped a search, what is told as proved holds, but another run may find another plan."
KEPT = "That plan keeps the rule all the same: the search had left this open, it is not what the rule costs."


class Words:
    """Sentences about the schools, goals and rules of one scenario."""

    def __init__(self, scenario: Scenario) -> None:
        self._scenario = scenario
        self._problem = scenario.problem
        self._labels = {goal.name: goal.label for goal in scenario.goals}

    def school_name(self, urn: str) -> str:
        """Name of a school."""
        return self._problem.school_by_urn[urn].name

    def school(self, answer: SchoolAnswer, plan: Plan) -> list[str]:
        """One school: why it is chosen or not, where its base would be, and what gives way to it."""
        if answer.plan is None:
            return [*answer.obstacles, *answer.notes]
        is_why = answer.kind == WHY
        bases = "; ".join(map(_base, answer.bases))
        opens = "The plan opens" if is_why else "The best plan found with it opens"
        return [
            f"{'Without' if is_why else 'With'} a new base there: {self._difference(answer.differences)}",
            *self._granted(answer.differences, "without it" if is_why else "with it"),
            *self._gaps(plan, answer.plan),
            *self._pupils(plan, answer.plan),
            f"{opens} there: {bases}.",
            *self._exchanged(plan, answer),
            *answer.notes,
            *_clock(answer.plan),
        ]

    def price(self, price: Price, plan: Plan) -> list[str]:
        """One rule: what it costs, and what is given up without it."""
        rule = price.relaxation.rule
        head = RELAXED.get(rule, f"Without the rule {rule}")
        has_change = any(row.change for row in price.differences)
        how = "" if price.relaxation.says == "left out" else f" ({price.relaxation.says})"
        return [
            f"{head}{how}: {self._difference(price.differences)}",
            *self._granted(price.differences, "without the rule"),
            *(self._pupils(plan, price.plan) if has_change else ()),
            *self._given_up(price),
            *(self._gaps(plan, price.plan) if has_change else ()),
            *([KEPT] if price.keeps_rule and any(row.best_change for row in price.differences) else []),
            *_clock(price.plan),
        ]

    def notes(self, answers: Answers) -> tuple[str, ...]:
        """What a reader must know beside the answers."""
        counts_pupils = any(row.goal == "unplaced_pupils" for row in answers.plan.goals)
        notes = [WEIGHTED] if answers.others and counts_pupils else []
        plans = [answers.plan, *(other.plan for other in answers.others)]
        return (*notes, *(() if all(map(is_repeatable, plans)) else (CLOCK_NOTE,)))

    def _difference(self, rows: Sequence[GoalDifference]) -> str:
        """Say the first goal that differs; earlier ones that may differ within what the search left open are named."""
        if not rows:
            return "no other goal is counted."
        perhaps: list[str] = []
        for row in rows:
            if row.best_change or row.is_proved:
                return f"{'; '.join([*perhaps, self._amount(row)])}."
            if row.at_least is not None and (row.at_least, row.at_most) != (0, 0):
                perhaps.append(self._amount(row))
        if perhaps:
            return f"{'; '.join(perhaps)}; nothing else changes."
        compared = [row.goal for row in rows if row.at_least is not None]
        last = "the pupils without a place" if compared[-1:] == ["unplaced_pupils"] else "the last goal compared"
        return f"nothing changes in any goal as far as {last} (proved)."

    def _amount(self, row: GoalDifference) -> str:
        if row.at_least is None or row.at_most is None:
            return f"{self._counted(row, row.best_change)} in the plans found (not proved)"
        low, high = row.at_least, row.at_most
        if low == high:
            return f"{self._counted(row, low)} (proved)"
        if low > 0 or high < 0:
            least, most = sorted((low, high), key=abs)
            return f"at least {_number(abs(least), row)} and at most {self._counted(row, most)} (proved)"
        if low == 0 > row.best_change:
            found = self._counted(row, row.best_change)
            return f"even {found} in the plan found; that it makes anything worse is not proved"
        if low == 0 or high == 0:
            return f"at most {self._counted(row, low or high)}, perhaps none ({self._found(row)})"
        return f"from {self._counted(row, low)} to {self._counted(row, high)} ({self._found(row)})"

    def _found(self, row: GoalDifference) -> str:
        if not row.best_change:
            return "the plans found are alike"
        return f"{_number(abs(row.best_change), row)} {_direction(row, row.best_change)} in the plans found"

    def _granted(self, rows: Sequence[GoalDifference], other: str) -> Iterator[str]:
        """What goals gave up for those behind them: the scenario grants it, so it is neither price nor doubt."""
        for row in rows:
            if row.before_given_up or row.after_given_up:
                here, there = _number(row.before_given_up, row), _number(row.after_given_up, row)
                above = f"{here} above its own best in the plan, {there} in the one {other}"
                granted = "granted by the scenario for the goals behind, not left open by the search"
                yield f"{self._labels[row.goal]}: {above} ({granted})."

    def _counted(self, row: GoalDifference, amount: int) -> str:
        """A number, more or fewer, and what it counts."""
        one, many = COUNTED.get(row.goal, (f"in {self._label(row)}", f"in {self._label(row)}"))
        return f"{_number(abs(amount), row)} {_direction(row, amount)} {one if abs(amount) == 1 else many}"

    def _label(self, row: GoalDifference) -> str:
        return f"{unit_words(row.unit)} of {self._labels[row.goal].lower()}"

    def _pupils(self, plan: Plan, other: Plan) -> Iterator[str]:
        """Pupils without a place in the last year, counted once each, in the plans that were found."""
        last = self._problem.academic_years[-1]
        here, there = (
            sum(row.pupils for row in each.unplaced if row.bound is each.bound and row.cell.academic_year == last)
            for each in (plan, other)
        )
        if here != there:
            yield f"In the plans found, {there:,} {_pupils_have(there)} no place in {last} instead of {here:,}."

    def _given_up(self, price: Price) -> Iterator[str]:
        gap = price.given_up
        if gap is None:
            return
        if gap.change > 0:
            instead = f"{_number(gap.after, gap)} instead of {_number(gap.before, gap)}"
            yield f"What is given up, in the plans found: {self._counted(gap, gap.change)} ({instead})."

    def _gaps(self, plan: Plan, other: Plan) -> Iterator[str]:
        """Localities that lose or gain the promised base; none where as many gain it, which search alone can do."""
        change = gap_change(plan, other, self._scenario)
        if len(change.new) != len(change.closed):
            yield from gap_sentences(change)

    def _exchanged(self, plan: Plan, answer: SchoolAnswer) -> Iterator[str]:
        """Schools with a new base in one of the two plans only."""
        assert answer.plan is not None
        side = "without it" if answer.kind == WHY else "with it"
        here, there = new_hosts(plan, self._problem), new_hosts(answer.plan, self._problem)
        pairs = ((f"New bases found only {side}", there - here), (f"No longer {side}", here - there))
        for head, urns in pairs:
            names = [f"{self.school_name(urn)} ({urn})" for urn in sorted(urns - {answer.urn})]
            if names:
                more = f" and {len(names) - SHOWN_SCHOOLS} more" if len(names) > SHOWN_SCHOOLS else ""
                yield f"{head}: {school_list(names[:SHOWN_SCHOOLS])}{more}."


def _number(amount: int, row: GoalDifference) -> str:
    return pounds(amount) if row.unit == POUNDS else goal_amount(amount, row.unit)


def _direction(row: GoalDifference, amount: int) -> str:
    return "more" if amount > 0 else "less" if row.unit in (POUNDS, PUPIL_METRES, PUPIL_MINUTES) else "fewer"


def _pupils_have(count: int) -> str:
    return "pupil has" if count == 1 else "pupils have"


def _clock(plan: Plan) -> Iterator[str]:
    if not is_repeatable(plan):
        yield CLOCK


def _kind(site: Site) -> str:
    needs = ["SEMH" if need is NeedGroup.SEMH else need.label.lower() for need in site.need_groups]
    return f"{site.phase} {' and '.join(needs)}"


def _base(base: Base) -> str:
    """A base with its first places, and later ones where it grows."""
    steps, before = [], 0
    for academic_year, places in base.places:
        if places != before:
            steps.append(f"{places} from {academic_year}")
        before = places
    return f"{_kind(base.site)} places, {', '.join(steps)}"
