"""A finished run, opened again: its scenario built anew from run.json, its plan read strictly from its tables."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path, PureWindowsPath

from planner.domain.plan import Plan
from planner.domain.scenario import Scenario
from planner.errors import Fault, Faults, InputError
from planner.inputs import read_scenario
from planner.inputs.bundled import bundled_scenarios
from planner.outputs.plan_store import GOALS_FILE, PLACEMENTS_FILE, PLAN_FILE, read_plan
from planner.outputs.run_record import RUN_FILE, RunRecord, changed_outputs, changed_sources, read_run_record

PLAN_TABLES = (PLAN_FILE, PLACEMENTS_FILE, GOALS_FILE)


@dataclass(frozen=True)
class FinishedRun:
    """`changed_sources` are input files that are no longer as the run read them."""

    folder: Path
    record: RunRecord
    scenario: Scenario
    plan: Plan
    changed_sources: tuple[str, ...]

    @property
    def sources_in_words(self) -> str:
        """What a reader must know about the inputs; empty when they are as the run read them."""
        if not self.changed_sources:
            return ""
        return f"Input files changed since {self.folder} was written: {', '.join(self.changed_sources)}"


def reopen(folder: Path, *, as_written: bool = True, limits: Sequence[str] = ()) -> FinishedRun:
    """Open a run again; `as_written` refuses tables that were edited since, so that no result rests on them unseen.

    `limits` are `[solve]` settings on top of the run's own ("solve.gap=0.01"), for searches that start from its plan.

    Raises InputError when the folder holds no run, its scenario is found nowhere, or its tables do not fit the
    scenario; where input files changed since, the message says so.
    """
    record = read_run_record(folder)
    if as_written:
        _refuse_edited(folder, record)
    origin = record.origin
    scenario = read_scenario(_scenario_path(folder, origin.scenario), (*origin.overrides, *limits), origin.what_ifs)
    changed = changed_sources(record, scenario)
    try:
        plan = read_plan(folder, scenario.problem)
    except InputError as error:
        raise _with_changes(error, changed, folder) from None
    return FinishedRun(folder, record, scenario, plan, changed)


def _refuse_edited(folder: Path, record: RunRecord) -> None:
    faults = Faults()
    for name in changed_outputs(folder, record):
        if name in PLAN_TABLES:
            remedy = f"See what changed with `rp-planner check {folder}`, then put the file back or solve again."
            faults.add(str(folder / name), "another content than the run wrote", "the file as it was written", remedy)
    faults.raise_if_any()


def _scenario_path(folder: Path, name: str) -> Path | str:
    """Path as given to `solve`: from here, else from the folder beside the run, else a bundled name."""
    here, beside = Path(name), folder.absolute().parent / name
    for path in (here, beside):
        if path.is_file():
            return path
    if name.removesuffix(".toml") in bundled_scenarios():
        return name
    found = f"scenario {PureWindowsPath(name).as_posix()!r}, which is neither here nor beside {folder}"
    remedy = "Run this from the folder where `rp-planner solve` was run, or put the scenario file back."
    raise InputError([Fault(str(folder / RUN_FILE), found, "the scenario file that was solved", remedy)])


def _with_changes(error: InputError, changed: tuple[str, ...], folder: Path) -> InputError:
    if not changed:
        return error
    remedy = "Solve again, or bring the old files back."
    fault = Fault(str(folder), f"a run of other input files: {', '.join(changed)}", "unchanged input files", remedy)
    return InputError([fault, *error.faults])
