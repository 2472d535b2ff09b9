"""assumptions.toml: one table for each number that is policy or estimate (geodata/FORMAT.md)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Literal

from planner.domain.assumption import Assumption, Assumptions
from planner.errors import Faults
from planner.inputs.bundled import ASSUMPTIONS_FILE, bundled_folder
from planner.inputs.settings import read_settings
from planner.inputs.suggest import did_you_mean
from planner.inputs.toml_file import read_toml


@dataclass(frozen=True, slots=True)
class AssumptionTable:
    """Keys of one table of the file; `low` and `high` may be left out when the source gives no range."""

    value: float
    unit: str
    valid_from: date
    quality: Literal["green", "amber", "red"]
    impact: Literal["low", "medium", "high"]
    source: str
    low: float | None = None
    high: float | None = None
    note: str = ""

    def __post_init__(self) -> None:
        """Raise ValueError when the range does not hold the value or no source is named."""
        if self.low is not None and self.low > self.value:
            msg = f"low {self.low:g} above value {self.value:g}"
            raise ValueError(msg)
        if self.high is not None and self.high < self.value:
            msg = f"high {self.high:g} below value {self.value:g}"
            raise ValueError(msg)
        if not self.source.strip():
            msg = "no source"
            raise ValueError(msg)


def read_assumptions(path: Path, faults: Faults) -> Assumptions | None:
    """Read the file; None when any of it is wrong, with the reasons among the faults."""
    before = len(faults)
    tables = read_toml(path, faults)
    if tables is None:
        return None
    by_name: dict[str, Assumption] = {}
    for name, table in tables.items():
        read = read_settings(AssumptionTable, table, f"{path.name}, {name}", faults)
        if read is not None:
            by_name[name] = _assumption(name, read)
    return Assumptions(by_name) if len(faults) == before else None


def with_own(assumptions: Assumptions, own: Assumptions, where: str, faults: Faults) -> Assumptions:
    """Assumptions with a pack's own in place of those of the same name; an unknown name is a fault."""
    by_name = {assumption.name: assumption for assumption in assumptions}
    for assumption in own:
        if assumption.name not in by_name:
            remedy = did_you_mean(assumption.name, by_name)
            expected = "an assumption of the assumptions file"
            faults.add(f"{where}, {assumption.name}", "an unknown assumption", expected, remedy)
    return Assumptions({**by_name, **{assumption.name: assumption for assumption in own}})


def with_values(assumptions: Assumptions, values: Mapping[str, float], where: str, faults: Faults) -> Assumptions:
    """Assumptions with other values from the scenario.

    A value outside the stated range widens the range, and the assumption says that the scenario set it.
    """
    by_name = {assumption.name: assumption for assumption in assumptions}
    for name, value in values.items():
        if name not in by_name:
            remedy = did_you_mean(name, by_name)
            faults.add(where, f"unknown assumption {name!r}", "an assumption of the assumptions file", remedy)
            continue
        stated = by_name[name]
        by_name[name] = replace(
            stated,
            value=value,
            low=None if stated.low is None else min(stated.low, value),
            high=None if stated.high is None else max(stated.high, value),
            quality="red",
            source="Set by the scenario.",
            note=f"The file states {stated.value:g} ({stated.source}).",
        )
    return Assumptions(by_name)


def require(assumptions: Assumptions, names: Iterable[str], where: str, faults: Faults) -> None:
    """Note each assumption that is needed and missing."""
    for name in names:
        if name not in assumptions:
            faults.add(where, f"no assumption {name!r}", "its value with unit, date and source", f"Add [{name}].")


def _assumption(name: str, table: AssumptionTable) -> Assumption:
    return Assumption(
        name=name,
        value=table.value,
        unit=table.unit,
        valid_from=table.valid_from,
        low=table.low,
        high=table.high,
        quality=table.quality,
        impact=table.impact,
        source=table.source,
        note=table.note,
    )


def bundled_assumptions() -> Assumptions:
    """The assumptions that come with the planner; raises InputError when somebody broke the file."""
    faults = Faults()
    assumptions = read_assumptions(bundled_folder("scenarios") / ASSUMPTIONS_FILE, faults)
    faults.raise_if_any()
    assert assumptions is not None
    return assumptions
