"""An explanation of a scenario: its clashes where it has no plan, else answers about its plan."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from planner.domain.plan import Plan
from planner.domain.scenario import Scenario
from planner.model.conflict import find_conflict
from planner.model.explain.clash import Conflict
from planner.model.explain.questions import Answers, Step, ask


@dataclass(frozen=True)
class Explanation:
    """Either `conflict` says why there is no plan, or `answers` say what was asked of it; the other one is None."""

    scenario: Scenario
    conflict: Conflict | None
    answers: Answers | None


def explain(
    scenario: Scenario,
    why: Sequence[str] = (),
    why_not: Sequence[str] = (),
    *,
    prices: bool = False,
    plan: Plan | None = None,
    progress: Step | None = None,
) -> Explanation:
    """Explain a scenario; `why` and `why_not` are URNs of its schools. Without any question, what each rule costs.

    `plan` is a finished plan of the scenario, which is then not searched for again. `progress` is told each step in
    words. Raises TimeLimitError when the clock ran out before there was a plan to speak of.
    """
    conflict = find_conflict(scenario)
    if conflict is not None:
        return Explanation(scenario, conflict, None)
    asks_prices = prices or not (why or why_not)
    return Explanation(
        scenario, None, ask(scenario, why, why_not, prices=asks_prices, plan=plan, step=progress or _silent)
    )


def _silent(step: str) -> None:
    """Tell nobody."""
