"""An explanation as tables.

`explain_answers.csv`  one row a question; key `question`, `subject` (URN, or the rule that is relaxed)
`explain_goals.csv`    one row a question and goal: the plan beside the other side; key `question`, `subject`, `order`
`explain_bases.csv`    one row a school asked about and new base that one of the two plans has
`explain_gaps.csv`     one row a question and promised base that one of the two plans lacks
`explain_pupils.csv`   one row a question, academic year and phase: pupils without a place in the two plans found
`explain_clashes.csv`  where there is no plan: what clashes and what would settle it
`explain.json`         all of it
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from planner.domain.plan import Plan
from planner.domain.problem import Problem
from planner.domain.scenario import Scenario
from planner.domain.terms import AcademicYear, Phase
from planner.model.exchange import new_bases
from planner.model.explain.difference import GoalDifference
from planner.model.explain.explanation import Explanation
from planner.model.explain.questions import PRICE, Price, SchoolAnswer
from planner.outputs.csv_files import Missing, write_rows
from planner.outputs.explain_clashes import ClashRow, clash_rows
from planner.outputs.explain_gaps import gap_change
from planner.outputs.explain_words import Words
from planner.outputs.plan_tables import SiteColumns, site_columns
from planner.outputs.run_record import Origin, is_repeatable, plain

ANSWERS_FILE = "explain_answers.csv"
DIFFERENCES_FILE = "explain_goals.csv"
EXCHANGED_FILE = "explain_bases.csv"
GAPS_FILE = "explain_gaps.csv"
PUPILS_FILE = "explain_pupils.csv"
CLASHES_FILE = "explain_clashes.csv"
JSON_FILE = "explain.json"
PLAN_ONLY, OTHER_ONLY = "plan", "other side"


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """A question and its answer in words; `name` is the school's, or to what the rule is relaxed.

    `compared`: whether there is another side to compare with. `repeatable`: no search behind it was stopped by the
    clock.
    """

    question: str
    subject: str
    name: str
    compared: bool
    repeatable: bool
    says: str


@dataclass(frozen=True, slots=True)
class DifferenceRow:
    """A goal of the plan and of the other side; the best values differ by `at_least` to `at_most` (below 0: fewer).

    Both `x` where that is not known: a goal before it differs, or it was not searched. `.._given_up` is the part of a
    value that the goal gave up beyond its own best for the goals behind it, as `[solve.lock_tolerance]` grants it; the
    rest of the way down to the bound is what the search left open.
    """

    question: str
    subject: str
    order: int
    goal: str
    unit: str
    plan_value: int
    plan_given_up: int
    plan_bound: float
    other_value: int
    other_given_up: int
    other_bound: float
    change: int
    at_least: int | None
    at_most: int | None
    proved_to_differ: bool


@dataclass(frozen=True, slots=True)
class ExchangedBaseRow:
    """A new base, open in the last academic year, that only one of the two plans has: `only_in` says which."""

    question: str
    subject: str
    only_in: str
    base: SiteColumns
    opens: AcademicYear
    last_year_places: int


@dataclass(frozen=True, slots=True)
class GapRow:
    """A locality and band without the promised base in one of the two plans found: `only_in` says which."""

    question: str
    subject: str
    only_in: str
    locality: str
    band: str
    year_groups: str
    academic_year: AcademicYear


@dataclass(frozen=True, slots=True)
class PupilsRow:
    """Pupils without a place, each counted once, in the two plans that were found."""

    question: str
    subject: str
    academic_year: AcademicYear
    phase: Phase
    plan_unplaced_pupils: int
    other_unplaced_pupils: int


@dataclass(frozen=True, slots=True)
class ExplanationSummary:
    """All rows, in order; `no_plan` says in words why there is no plan, and is empty where there is one."""

    title: str
    changes: tuple[str, ...]
    as_at: str
    bound: str
    no_plan: str
    notes: tuple[str, ...]
    answers: tuple[AnswerRow, ...]
    differences: tuple[DifferenceRow, ...]
    exchanged: tuple[ExchangedBaseRow, ...]
    gaps: tuple[GapRow, ...]
    pupils: tuple[PupilsRow, ...]
    clashes: tuple[ClashRow, ...]

    def as_json(self) -> dict[str, object]:
        """Return it as plain dictionaries and lists."""
        content: dict[str, object] = plain(self)
        return content


def summarise_explanation(found: Explanation) -> ExplanationSummary:
    """Set out the answers, schools first, as rows and sentences."""
    scenario, sides = found.scenario, _sides(found)
    words = Words(scenario)
    return ExplanationSummary(
        title=scenario.title,
        changes=scenario.changes,
        as_at=str(scenario.as_at),
        bound=scenario.bound,
        no_plan="" if found.conflict is None else found.conflict.as_text(),
        notes=() if found.answers is None else words.notes(found.answers),
        answers=tuple(_answer(side, words) for side in sides),
        differences=tuple(row for side in sides for row in _difference_rows(side, scenario)),
        exchanged=tuple(row for side in sides for row in _exchanged_rows(side, scenario.problem)),
        gaps=tuple(row for side in sides for row in _gap_rows(side, scenario)),
        pupils=tuple(row for side in sides for row in _pupils_rows(side, scenario.problem)),
        clashes=() if found.conflict is None else clash_rows(found.conflict),
    )


def write_explanation(folder: Path, summary: ExplanationSummary, origin: Origin) -> None:
    """Write all tables into a folder that exists."""
    write_rows(folder / ANSWERS_FILE, AnswerRow, summary.answers)
    write_rows(folder / DIFFERENCES_FILE, DifferenceRow, summary.differences)
    write_rows(folder / EXCHANGED_FILE, ExchangedBaseRow, summary.exchanged)
    write_rows(folder / GAPS_FILE, GapRow, summary.gaps)
    write_rows(folder / PUPILS_FILE, PupilsRow, summary.pupils)
    write_rows(folder / CLASHES_FILE, ClashRow, summary.clashes, none=Missing.NOT_APPLICABLE)
    content = {"origin": plain(origin), **summary.as_json()}
    text = json.dumps(content, indent=2, ensure_ascii=False, allow_nan=False) + "\n"
    (folder / JSON_FILE).write_text(text, encoding="utf-8", newline="\n")


@dataclass(frozen=True)
class _Side:
    """One question with the plan and the plan on its other side; `other` None = there is none."""

    question: str
    subject: str
    plan: Plan
    other: Plan | None
    differences: tuple[GoalDifference, ...]
    answer: SchoolAnswer | Price


def _sides(found: Explanation) -> list[_Side]:
    if found.answers is None:
        return []
    plan = found.answers.plan
    schools = [_Side(each.kind, each.urn, plan, each.plan, each.differences, each) for each in found.answers.schools]
    prices = [
        _Side(PRICE, each.relaxation.rule, plan, each.plan, each.differences, each) for each in found.answers.prices
    ]
    return [*schools, *prices]


def _answer(side: _Side, words: Words) -> AnswerRow:
    answer = side.answer
    says = words.price(answer, side.plan) if isinstance(answer, Price) else words.school(answer, side.plan)
    plans = [side.plan, *([] if side.other is None else [side.other])]
    return AnswerRow(
        question=side.question,
        subject=side.subject,
        name=answer.relaxation.says if isinstance(answer, Price) else words.school_name(answer.urn),
        compared=side.other is not None,
        repeatable=all(map(is_repeatable, plans)),
        says=" ".join(says),
    )


def _difference_rows(side: _Side, scenario: Scenario) -> Iterator[DifferenceRow]:
    order = {goal.name: number for number, goal in enumerate(scenario.goals, start=1)}
    for row in side.differences:
        yield DifferenceRow(
            question=side.question,
            subject=side.subject,
            order=order[row.goal],
            goal=row.goal,
            unit=row.unit,
            plan_value=row.before,
            plan_given_up=row.before_given_up,
            plan_bound=row.before_bound,
            other_value=row.after,
            other_given_up=row.after_given_up,
            other_bound=row.after_bound,
            change=row.change,
            at_least=row.at_least,
            at_most=row.at_most,
            proved_to_differ=row.is_proved,
        )


def _exchanged_rows(side: _Side, problem: Problem) -> Iterator[ExchangedBaseRow]:
    # A price is searched to the pupils without a place, so its plan may open a base for nothing.
    if side.other is None or side.question == PRICE:
        return
    here, there = new_bases(side.plan, problem), new_bases(side.other, problem)
    last = problem.academic_years[-1]
    for only_in, plan, keys in ((PLAN_ONLY, side.plan, here - there), (OTHER_ONLY, side.other, there - here)):
        for key in sorted(keys):
            opens = next(year for year in problem.academic_years if plan.places.get((key, year), 0) > 0)
            base = site_columns(problem, problem.site_by_key[key])
            yield ExchangedBaseRow(side.question, side.subject, only_in, base, opens, plan.places[key, last])


def _gap_rows(side: _Side, scenario: Scenario) -> Iterator[GapRow]:
    if side.other is None:
        return
    change = gap_change(side.plan, side.other, scenario)
    for only_in, gaps in ((PLAN_ONLY, change.closed), (OTHER_ONLY, change.new)):
        for locality, band, academic_year in gaps:
            yield GapRow(side.question, side.subject, only_in, locality, band.name, band.year_groups, academic_year)


def _pupils_rows(side: _Side, problem: Problem) -> Iterator[PupilsRow]:
    if side.other is None:
        return
    here, there = _unplaced(side.plan), _unplaced(side.other)
    phases = sorted({band.phase for band in problem.bands}, key=list(Phase).index)
    for academic_year in problem.academic_years:
        for phase in phases:
            key = (academic_year, phase)
            yield PupilsRow(side.question, side.subject, academic_year, phase, here[key], there[key])


def _unplaced(plan: Plan) -> Counter[tuple[AcademicYear, Phase]]:
    """Pupils without a place on the planning bound."""
    count: Counter[tuple[AcademicYear, Phase]] = Counter()
    for row in plan.unplaced:
        if row.bound is plan.bound:
            count[row.cell.academic_year, row.cell.band.phase] += row.pupils
    return count
