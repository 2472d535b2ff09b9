"""The rules and goals of a scenario, by the names that the model registers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from planner.domain.scenario import Goal, Rule
from planner.errors import Faults
from planner.inputs.scenario_layers import Layers
from planner.inputs.settings import has_required_settings, read_settings, setting_names, shown
from planner.inputs.suggest import did_you_mean


@dataclass(frozen=True, slots=True)
class Registry:
    """Rule classes and goals by scenario key; rules come in the order of `rules`, `always_on` need no section."""

    rules: Mapping[str, type[Any]]
    goals: Mapping[str, Goal]
    always_on: Sequence[str]


def default_registry() -> Registry:
    """The planner's own rules and goals."""
    from planner.model.goals import GOALS
    from planner.model.rules import ALWAYS_ON, RULES

    return Registry(RULES, GOALS, ALWAYS_ON)


def build_rules(table: Mapping[str, Any], registry: Registry, layers: Layers, faults: Faults) -> tuple[Rule, ...]:
    """Rules that are on, in the registry's order; each unknown name or setting is noted.

    `[rules.<name>]` with settings, or `<name> = true` where none is needed, switches a rule on; `<name> = false`
    switches off what an extended file had on.
    """
    for name in table:
        if name not in registry.rules:
            known = ", ".join(registry.rules)
            where = layers.where(("rules", name))
            faults.add(where, f"unknown rule {name!r}", f"one of {known}", did_you_mean(name, registry.rules))
    on = [name for name in registry.rules if name in registry.always_on or table.get(name, False) is not False]
    for name in registry.always_on:
        if table.get(name) is False:
            faults.add(layers.where(("rules", name)), "false", "no entry: this rule is always on", "Remove the line.")
    built = [_build(name, registry.rules[name], table.get(name, True), layers, faults) for name in on]
    return _with_travel_limit(tuple(rule for rule in built if rule is not None))


def build_goals(names: Sequence[str], registry: Registry, layers: Layers, faults: Faults) -> tuple[Goal, ...]:
    """Goals in the scenario's order; each unknown name is noted."""
    for name in names:
        if name not in registry.goals:
            known = ", ".join(registry.goals)
            faults.add(
                layers.where(("goals",)), f"unknown goal {name!r}", f"only {known}", did_you_mean(name, registry.goals)
            )
    return tuple(registry.goals[name] for name in names if name in registry.goals)


def check_lock_tolerance(tolerance: Mapping[str, int], goals: Sequence[Goal], layers: Layers, faults: Faults) -> None:
    """A tolerance is for a goal that the scenario has and that has goals behind it."""
    names = [goal.name for goal in goals[:-1]]
    for name in tolerance:
        if name not in names:
            expected = f"a goal with goals behind it: {', '.join(names) or 'there is none'}"
            faults.add(layers.where(("solve", "lock_tolerance", name)), repr(name), expected, did_you_mean(name, names))


def _build(name: str, kind: type[Any], settings: object, layers: Layers, faults: Faults) -> Any:  # noqa: ANN401 - a rule
    where = layers.where(("rules", name))
    if settings is True:
        if has_required_settings(kind):
            faults.add(where, shown(settings), f"a table with {', '.join(setting_names(kind))}")
            return None
        settings = {}
    return read_settings(kind, settings, where, faults)


def _with_travel_limit(rules: tuple[Rule, ...]) -> tuple[Rule, ...]:
    """Rules in which a promise "within the limit" and the moves of leavers read the distances of the travel limit."""
    from planner.model.rules.coverage_promise import CoveragePromise
    from planner.model.rules.phase_continuity import PhaseContinuity
    from planner.model.rules.travel_limit import TravelLimit

    limit = next((rule for rule in rules if isinstance(rule, TravelLimit)), None)

    def read(rule: Rule) -> Rule:
        if isinstance(rule, CoveragePromise) and rule.basis == "within_limit" and rule.limit is None:
            return replace(rule, limit=limit)
        if isinstance(rule, PhaseContinuity) and rule.limit is None:
            return replace(rule, limit=limit)
        return rule

    return tuple(read(rule) for rule in rules)
