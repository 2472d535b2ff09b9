"""What a solve would read, decide and write, without doing it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, fields

from planner.cli.result_files import RESULT_FILES
from planner.domain.problem import Problem
from planner.domain.scenario import Rule, Scenario
from planner.outputs.run_record import plain


@dataclass(frozen=True, slots=True)
class DryRun:
    """`reads` are files; `sizes` are counts; `rules` hold their settings; `stops` says when the search ends.

    `out` None = no folder is chosen.
    """

    title: str
    changes: tuple[str, ...]
    reads: tuple[str, ...]
    sizes: tuple[tuple[str, str], ...]
    rules: tuple[tuple[str, str], ...]
    goals: tuple[str, ...]
    stops: str
    out: str | None
    writes: tuple[str, ...]

    @classmethod
    def of(cls, scenario: Scenario, out: str | None) -> DryRun:
        """Describe the solve of a scenario into a folder."""
        limits = scenario.limits
        stops = f"gap {limits.gap:g}, {limits.work_nodes} nodes a goal, {limits.time_limit_seconds:g} seconds in all"
        for goal, amount in limits.lock_tolerance:
            stops += f"; {goal} may end {amount} above its best"
        return cls(
            title=scenario.title,
            changes=scenario.changes,
            reads=tuple(name for name, _ in scenario.source_hashes),
            sizes=tuple(_sizes(scenario.problem, scenario).items()),
            rules=tuple((rule.name, _settings(rule)) for rule in scenario.rules),
            goals=tuple(f"{goal.label} ({goal.name}, in {goal.unit})" for goal in scenario.goals),
            stops=stops,
            out=out,
            writes=tuple(sorted(RESULT_FILES)),
        )

    def as_json(self) -> dict[str, object]:
        """Return it as plain dictionaries and lists."""
        content: dict[str, object] = plain(self)
        return {**content, "sizes": dict(self.sizes), "rules": dict(self.rules)}

    def as_text(self) -> str:
        """Lay it out as lines."""
        goals = [f"  {order} {goal}" for order, goal in enumerate(self.goals, start=1)]
        sections = [
            [f"{self.title}: a dry run, nothing is solved or written", *self.changes],
            ["Reads", *(f"  {name}" for name in self.reads)],
            ["Solves", *(f"  {what}: {count}" for what, count in self.sizes)],
            ["Rules", *(f"  {name}  {settings}".rstrip() for name, settings in self.rules)],
            ["Goals, each held before the next", *goals, f"  Stops at: {self.stops}"],
            [f"Writes to {self.out or 'the folder that --out names'}", *(f"  {name}" for name in self.writes)],
        ]
        return "\n\n".join("\n".join(lines) for lines in sections) + "\n"


def _sizes(problem: Problem, scenario: Scenario) -> dict[str, str]:
    first, last = problem.academic_years[0], problem.academic_years[-1]
    statuses = Counter(site.status for site in problem.sites)
    pupils = {demand.bound: demand.total_pupils(last) for demand in problem.demand}
    return {
        "academic years": f"{first} to {last}",
        "areas": str(len(problem.areas)),
        "localities": f"{len(problem.localities)} in {len({each.district for each in problem.localities})} districts",
        "schools": str(len(problem.schools)),
        "sites": ", ".join(f"{statuses[status]} {status}" for status in sorted(statuses)),
        "need groups": ", ".join(problem.need_groups),
        "bands": ", ".join(band.name for band in problem.bands),
        f"pupils who need a place in {last}": ", ".join(f"{count} {bound}" for bound, count in pupils.items()),
        "planned on": f"the {scenario.bound} bound",
    }


def _settings(rule: Rule) -> str:
    """Settings that are set, as words: lists by comma, the parts of a list's entry in brackets."""
    names = [field.name for field in fields(rule) if field.name != "name"]  # type: ignore[arg-type]
    settings = {name: plain(getattr(rule, name)) for name in names}
    return "; ".join(f"{name} = {_words(value)}" for name, value in settings.items() if _is_set(value))


def _words(value: object) -> str:
    if isinstance(value, list):
        return ", ".join(f"({_words(item)})" if isinstance(item, dict) else _words(item) for item in value)
    if isinstance(value, dict):
        return ", ".join(f"{key} {_words(item)}" for key, item in value.items() if _is_set(item))
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"{value:,}" if isinstance(value, int) else str(value)


def _is_set(value: object) -> bool:
    return value is not None and value not in ([], {}, "")
