"""The smallest set of conditions that no plan keeps together.

Whatever a point breaks cannot all be spared: every clashing set has a member in it. So a smallest set with a member in
each of the sets that were found broken is no larger than the smallest clashing set; once it clashes itself, it is one
(the implicit hitting set method: A. Ignatiev, A. Previti, M. Liffiton and J. Marques-Silva, "Smallest MUS extraction
with minimal hitting set dualization", CP 2015). When many placements share one limit this takes too many rounds; then
conditions are left out one by one while the rest still clashes, and no member of what remains can be spared.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

from ortools.math_opt.python import mathopt

from planner.model.explain.conditions import Condition
from planner.model.explain.policy import NODES, SECONDS, Verdict
from planner.model.program import Program, Work

MAX_ROUNDS = 30

Judge = Callable[[Collection[Condition]], Verdict]


@dataclass(frozen=True, slots=True)
class ClashingSet:
    """Conditions that clash, in the order of the rules; `is_smallest` when no set of fewer does.

    In any case there is a plan of the set without any one of its members.
    """

    conditions: tuple[Condition, ...]
    is_smallest: bool


def smallest_clash(judge: Judge, conditions: Sequence[Condition]) -> ClashingSet | None:
    """Smallest clashing set among the conditions; None when all can be kept, or when nobody knows."""
    order = {condition: number for number, condition in enumerate(conditions)}
    broken_sets: list[tuple[Condition, ...]] = []
    for _ in range(MAX_ROUNDS):
        chosen, is_fewest = _fewest_with_one_of_each(broken_sets, order)
        verdict = judge(chosen)
        if verdict.impossible:
            return ClashingSet(chosen, is_fewest) if is_fewest else _none_to_spare(judge, chosen, order)
        broken = _broken(verdict, order)
        if not broken:
            return None
        broken_sets.append(broken)
    return _none_to_spare(judge, _enough(judge, order), order)


def _broken(verdict: Verdict, order: dict[Condition, int]) -> tuple[Condition, ...]:
    """Conditions, of those in question, that the point of a verdict breaks."""
    given = verdict.point.gives if verdict.point is not None else {}
    return tuple(sorted((each for each in given if each in order), key=order.__getitem__))


def _fewest_with_one_of_each(
    broken_sets: Sequence[tuple[Condition, ...]], order: dict[Condition, int]
) -> tuple[tuple[Condition, ...], bool]:
    """Fewest conditions with a member in each set, earlier ones first; and whether they are proved to be fewest."""
    members = sorted({each for broken in broken_sets for each in broken}, key=order.__getitem__)
    if not members:
        return (), True
    model = mathopt.Model(name="fewest")
    chosen = {each: model.add_binary_variable() for each in members}
    for broken in broken_sets:
        model.add_linear_constraint(mathopt.fast_sum(chosen[each] for each in broken) >= 1)
    # Less than 1 in all, so that it only decides between sets of the same size.
    later = 1.0 / (len(members) + 1) ** 2
    program = Program(model)
    objective = program.objective(
        mathopt.fast_sum((1 + number * later) * chosen[each] for number, each in enumerate(members))
    )
    solved = program.solve_mixed(objective, Work(NODES, SECONDS, 0.0))
    if solved.point is None:
        return tuple(members), False
    picked = tuple(each for each in members if solved.point[chosen[each].id] > 1 / 2)
    return picked, solved.stopped_by == "proved"


def _enough(judge: Judge, order: dict[Condition, int]) -> tuple[Condition, ...]:
    """Conditions that clash: whatever is broken while those before are kept joins them."""
    kept: set[Condition] = set()
    while True:
        verdict = judge(kept)
        broken = _broken(verdict, order)
        if verdict.impossible or not broken:
            return tuple(sorted(kept, key=order.__getitem__))
        kept.update(broken)


def _none_to_spare(judge: Judge, clashing: Sequence[Condition], order: dict[Condition, int]) -> ClashingSet | None:
    """Leave out what the clash does not need: small placements first, so that few large ones remain."""
    kept = list(clashing)
    if not judge(kept).impossible:
        return None
    for each in sorted(clashing, key=lambda one: (one.lock.places if one.lock else 0, -order[one])):
        rest = [other for other in kept if other is not each]
        if judge(rest).impossible:
            kept = rest
    return ClashingSet(tuple(kept), is_smallest=False)
