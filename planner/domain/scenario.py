"""A question to the planner: a problem, the rules that bind and the goals in strict order."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Protocol

from planner.domain.assumption import Assumption
from planner.domain.levers import BridgeLine, DemandDrivers
from planner.domain.plan import Plan, Violation
from planner.domain.problem import Problem
from planner.domain.terms import Band, Bound


class Rule(Protocol):
    """A policy. The fields of the class are its settings; the scenario section is `[rules.<name>]`."""

    @property
    def name(self) -> str:
        """The rule's name: its file, its scenario key and the first word of its rows in the model."""

    def constrain(self, model: Any, x: Any, problem: Problem) -> None:  # noqa: ANN401 - the model layer owns the types
        """Add the rule's rows to a model."""

    def violations(self, plan: Plan, problem: Problem) -> Iterator[Violation]:
        """Yield each breach in a finished plan, without a solver."""


class PlacementRule(Rule, Protocol):
    """A rule that says which pupils a site can take; it acts by leaving pairs out of the model."""

    def permits(self, pairs: Any, band: Band) -> Any:  # noqa: ANN401 - the model layer owns the types
        """Whether pupils of this band may be placed, for each area (rows) and site (columns) of `pairs` at once."""


class Goal(Protocol):
    """Something to make small. Goals are met in strict order, each held before the next."""

    @property
    def name(self) -> str:
        """The goal's name: its file and its key in the scenario."""

    @property
    def unit(self) -> str:
        """Unit of its value."""

    @property
    def label(self) -> str:
        """What it counts, in a reader's words."""

    def expression(self, x: Any, problem: Problem) -> Any:  # noqa: ANN401 - the model layer owns the types
        """Give the goal as an expression in the decisions; None where the model in hand cannot say it."""

    def value(self, plan: Plan, problem: Problem, rules: tuple[Rule, ...]) -> int:
        """Recompute the goal from a finished plan, without a solver."""


@dataclass(frozen=True, slots=True)
class Counterfactual:
    """Where a pupil would have gone without a place here: shares that sum to 1 (independent, special, mainstream)."""

    independent: float
    state_special: float
    mainstream: float


@dataclass(frozen=True, slots=True)
class FinanceSettings:
    """Settings of the forecast. `counterfactual` None = no saving is claimed."""

    first_financial_year: int
    last_financial_year: int
    counterfactual: Counterfactual | None


@dataclass(frozen=True, slots=True)
class SolveLimits:
    """When the search of a goal stops: at a `gap` between value and bound, after `work_nodes`, or by the clock.

    `gap` is relative to all weighted pupils for `unplaced_pupils` and to the goal's own value for every other goal.
    Nodes are repeatable work; `time_limit_seconds` is a safety net, and a plan that it stopped may not repeat.
    `lock_tolerance` names goals that may end so much worse than the best found for them, each in its own unit, for the
    sake of the goals behind them: a policy choice. A goal that is not named is held at its best.
    """

    gap: float
    work_nodes: int
    time_limit_seconds: float
    lock_tolerance: tuple[tuple[str, int], ...] = ()

    def tolerance_of(self, goal_name: str) -> int:
        """How much worse than its best a goal may end, in its unit."""
        return dict(self.lock_tolerance).get(goal_name, 0)


@dataclass(frozen=True)
class Scenario:
    """One question, complete: read-only from here on.

    `changes` says in words which levers on demand are on and what was changed beside the scenario file (what-ifs,
    settings), for every page to show, and first of all that the register of provision holds no base where that is so.
    `demand_bridge` leads from demand without levers to the problem's demand; empty where nobody asked for it.
    `judgements` are the assumptions of high impact that the plan stands on and that nobody published.
    """

    title: str
    as_at: date
    bound: Bound
    problem: Problem
    rules: tuple[Rule, ...]
    goals: tuple[Goal, ...]
    limits: SolveLimits
    finance: FinanceSettings
    attribution: tuple[str, ...] = ()
    source_hashes: tuple[tuple[str, str], ...] = field(default=(), repr=False)
    boundaries_path: str = ""
    changes: tuple[str, ...] = ()
    drivers: DemandDrivers = field(default_factory=DemandDrivers)
    demand_bridge: tuple[BridgeLine, ...] = field(default=(), repr=False)
    judgements: tuple[Assumption, ...] = field(default=(), repr=False)
