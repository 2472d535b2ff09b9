"""run.json: what a run was, so that it can be repeated and checked. No clock times: two runs give the same bytes."""

from __future__ import annotations

import hashlib
import json
import platform
from collections.abc import Mapping
from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from enum import StrEnum
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from planner.domain.plan import Plan
from planner.domain.scenario import Scenario
from planner.domain.terms import AcademicYear, Bound, FinancialYear
from planner.errors import Fault, InputError

RUN_FILE = "run.json"
RECORD_FORMAT = 1
DISTRIBUTION = "resourced-provision-planner"
DEPENDENCIES = ("folium", "geopandas", "highspy", "numpy", "ortools", "pandas", "pydantic", "shapely")
STOPPED_BY_CLOCK = "clock"


@dataclass(frozen=True, slots=True)
class Origin:
    """How to build the scenario again: its path or name as given, `--set` texts and what-ifs, in their order."""

    scenario: str
    overrides: tuple[str, ...] = ()
    what_ifs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RunRecord:
    """What is read back from run.json; hashes are sha256 in hexadecimal by file name."""

    origin: Origin
    bound: Bound
    repeatable: bool
    source_hashes: tuple[tuple[str, str], ...]
    output_hashes: tuple[tuple[str, str], ...]


def is_repeatable(plan: Plan) -> bool:
    """Whether another run gives the same plan: no goal was stopped by the clock."""
    return all(goal.stopped_by != STOPPED_BY_CLOCK for goal in plan.goals)


def write_run_record(folder: Path, plan: Plan, scenario: Scenario, origin: Origin) -> None:
    """Write run.json with the hash of every file that is in the folder by now."""
    content = {
        "format": RECORD_FORMAT,
        "planner": _version(DISTRIBUTION),
        "python": platform.python_version(),
        "dependencies": {name: _version(name) for name in DEPENDENCIES},
        "scenario": {"title": scenario.title, "as_at": scenario.as_at, "bound": scenario.bound},
        "origin": origin,
        "sources": dict(scenario.source_hashes),
        "settings": _settings(scenario),
        "goals": plan.goals,
        "repeatable": is_repeatable(plan),
        "outputs": dict(hash_folder(folder)),
    }
    text = json.dumps(plain(content), indent=2, ensure_ascii=False, allow_nan=False) + "\n"
    (folder / RUN_FILE).write_text(text, encoding="utf-8", newline="\n")


def read_run_record(folder: Path) -> RunRecord:
    """Read run.json back; raises InputError when the folder holds no run or its record is broken."""
    path = folder / RUN_FILE
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        origin = content["origin"]
        return RunRecord(
            origin=Origin(origin["scenario"], tuple(origin["overrides"]), tuple(origin["what_ifs"])),
            bound=Bound(content["scenario"]["bound"]),
            repeatable=content["repeatable"],
            source_hashes=tuple(content["sources"].items()),
            output_hashes=tuple(content["outputs"].items()),
        )
    except OSError as error:
        raise _not_a_run(path, f"no readable file ({error.strerror})") from None
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise _not_a_run(path, f"a broken record ({type(error).__name__}: {error})") from None


def hash_folder(folder: Path) -> tuple[tuple[str, str], ...]:
    """sha256 of each file by its path inside the folder, sorted; run.json itself is left out."""
    files = sorted(path for path in folder.rglob("*") if path.is_file() and path != folder / RUN_FILE)
    return tuple((path.relative_to(folder).as_posix(), _sha256(path)) for path in files)


def changed_outputs(folder: Path, record: RunRecord) -> tuple[str, ...]:
    """Files that are no longer as the run wrote them: edited, removed or added, sorted."""
    return _changed(dict(record.output_hashes), dict(hash_folder(folder)))


def changed_sources(record: RunRecord, scenario: Scenario) -> tuple[str, ...]:
    """Input files that differ from those of the run, sorted."""
    return _changed(dict(record.source_hashes), dict(scenario.source_hashes))


def plain(value: object) -> Any:  # noqa: ANN401 - whatever JSON can hold
    """Turn frozen types into what JSON holds; None and endless numbers become null."""
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, AcademicYear | FinancialYear | date):
        return str(value)
    if isinstance(value, float):
        return value if abs(value) < float("inf") else None
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, tuple | list):
        return [plain(item) for item in value]
    if is_dataclass(value):
        return {field.name: plain(getattr(value, field.name)) for field in fields(value)}
    return value


def _settings(scenario: Scenario) -> dict[str, object]:
    return {
        "rules": {rule.name: rule for rule in scenario.rules},
        "goals": [goal.name for goal in scenario.goals],
        "limits": scenario.limits,
        "finance": scenario.finance,
        "demand": scenario.drivers,
        "travel": scenario.problem.distance_basis,
        "assumptions": {assumption.name: assumption.value for assumption in scenario.problem.assumptions},
    }


def _version(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _changed(before: Mapping[str, str], after: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(name for name in sorted({*before, *after}) if before.get(name) != after.get(name))


def _not_a_run(path: Path, found: str) -> InputError:
    remedy = "Name a folder that `rp-planner solve` has written."
    return InputError([Fault(str(path), found, "the record of a finished run", remedy)])
