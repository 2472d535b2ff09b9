"""From a scenario file to a Scenario: each stop once."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from planner.demand.cube import ForecastInputs
from planner.domain.assumption import Assumptions
from planner.domain.scenario import Scenario
from planner.errors import Faults, InputError
from planner.inputs.assemble import Parts, assemble
from planner.inputs.assumption_limits import check_limits
from planner.inputs.assumptions_file import read_assumptions, with_own, with_values
from planner.inputs.bundled import ASSUMPTIONS_FILE, OWN_ASSUMPTIONS_FILE, bundled_folder, find_pack, find_scenario
from planner.inputs.changes import with_changes
from planner.inputs.demand import DemandParts
from planner.inputs.pack import Pack, read_pack
from planner.inputs.registry import Registry, build_goals, build_rules, check_lock_tolerance, default_registry
from planner.inputs.scenario_file import ScenarioFile, validate
from planner.inputs.scenario_layers import Layers, read_layers


def read_scenario(
    path: str | Path,
    overrides: Sequence[str] = (),
    what_ifs: Sequence[str] = (),
    registry: Registry | None = None,
) -> Scenario:
    """Read a scenario, by path or bundled name, with `key.path=value` overrides and what-ifs on top.

    A what-if is "URN:need:places@2026/27" or "URN:need:phase:places@2026/27". Raises InputError with every fault of
    the scenario's settings, else of the files that it names, else of what they make together.
    """
    parts = read_parts(path, overrides, what_ifs, registry)
    return with_changes(assemble(parts), parts.changed, what_ifs)


def read_forecast_inputs(
    path: str | Path, overrides: Sequence[str] = (), what_ifs: Sequence[str] = ()
) -> tuple[Scenario, ForecastInputs]:
    """Scenario and what its forecast of demand stands on, for drawing from its ranges.

    Raises InputError as `read_scenario`, and for a pack that states demand itself: nothing is forecast there.
    """
    parts = read_parts(path, overrides, what_ifs)
    faults = Faults()
    if parts.pack.demand is not None:
        remedy = "Leave demand.csv out of the pack, or ask for the table without draws."
        faults.add("demand.csv", "demand that the council states", "a forecast, to draw from its ranges", remedy)
        faults.raise_if_any()
    scenario = with_changes(assemble(parts), parts.changed, what_ifs)
    problem = scenario.problem
    inputs = DemandParts(parts.file, parts.pack, parts.assumptions, problem.sites, problem.bands).forecast_inputs(
        faults
    )
    faults.raise_if_any()
    assert inputs is not None
    return scenario, inputs


def read_parts(
    path: str | Path,
    overrides: Sequence[str] = (),
    what_ifs: Sequence[str] = (),
    registry: Registry | None = None,
) -> Parts:
    """Read everything that a scenario names, without putting it together; raises InputError as `read_scenario`."""
    registry = registry or default_registry()
    scenario_path = find_scenario(path)
    faults = Faults()
    layers = read_layers(scenario_path, overrides, what_ifs, faults)
    faults.raise_if_any()
    file = validate(layers, faults)
    rules_table = layers.table.get("rules", {})
    rules = build_rules(rules_table, registry, layers, faults) if isinstance(rules_table, dict) else ()
    goals = build_goals(file.goals, registry, layers, faults) if file is not None else ()
    if file is not None:
        check_lock_tolerance(file.solve.lock_tolerance, goals, layers, faults)
    faults.raise_if_any()
    assert file is not None
    pack, assumptions, assumptions_path = _named_files(file, layers, scenario_path.name)
    files = (scenario_path, *(f for f in layers.files if f != scenario_path), assumptions_path)
    return Parts(file, pack, assumptions, rules, goals, files, layers.changed)


def _named_files(file: ScenarioFile, layers: Layers, name: str) -> tuple[Pack, Assumptions, Path]:
    """Pack and assumptions that a scenario names; raises InputError with the faults of both."""
    faults = Faults()
    folder = find_pack(file.pack, name, faults)
    pack = _pack(folder, faults) if folder is not None else None
    path = _assumptions_path(file)
    assumptions = read_assumptions(path, faults)
    if assumptions is not None and pack is not None and pack.assumptions is not None and file.assumptions is None:
        assumptions = with_own(assumptions, pack.assumptions, f"{file.pack}/{OWN_ASSUMPTIONS_FILE}", faults)
    if assumptions is not None:
        assumptions = with_values(assumptions, file.assumptions_set, layers.where(("assumptions_set",)), faults)
        check_limits(assumptions, path.name, faults)
    faults.raise_if_any()
    assert pack is not None
    assert assumptions is not None
    return pack, assumptions, path


def _pack(folder: Path, faults: Faults) -> Pack | None:
    try:
        return read_pack(folder)
    except InputError as error:
        faults.extend(error.faults)
        return None


def _assumptions_path(file: ScenarioFile) -> Path:
    """File that the scenario names, else the bundled one."""
    return bundled_folder("scenarios") / ASSUMPTIONS_FILE if file.assumptions is None else Path(file.assumptions)
