"""Options that several commands share, and what they make together."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from planner.domain.scenario import Scenario
    from planner.outputs.run_record import Origin

ScenarioName = Annotated[str, typer.Argument(help="A scenario file (TOML), or the name of a bundled one.")]
Changes = Annotated[
    list[str] | None,
    typer.Option("--set", metavar="KEY=VALUE", help="Change one setting: key.path=value. May be repeated."),
]
WhatIfs = Annotated[
    list[str] | None, typer.Option("--what-if", metavar="TEXT", help="Put a placement in by hand, as in solve.")
]
Gap = Annotated[
    float | None, typer.Option("--gap", help="Stop a goal once it is proved this close, as a share (0.001).")
]
AllRowsAsJson = Annotated[bool, typer.Option("--json", help="Print all rows as JSON.")]


def origin_of(
    scenario: str,
    changes: Sequence[str] | None = None,
    what_ifs: Sequence[str] | None = None,
    *,
    time_limit: float | None = None,
    gap: float | None = None,
) -> Origin:
    """How to build the scenario again; limits of the search are settings like any other."""
    from planner.outputs.run_record import Origin

    limits = {"time_limit_seconds": time_limit, "gap": gap}
    overrides = [f"solve.{key}={value}" for key, value in limits.items() if value is not None]
    return Origin(scenario, (*(changes or ()), *overrides), tuple(what_ifs or ()))


def scenario_of(origin: Origin) -> Scenario:
    """Read the scenario with its changes."""
    from planner.inputs import read_scenario

    return read_scenario(origin.scenario, origin.overrides, origin.what_ifs)
