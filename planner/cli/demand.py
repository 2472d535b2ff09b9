"""`demand`: who needs a place, before anything is solved; on request drawn from the ranges of the assumptions."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from planner.cli.messages import Force, Quiet, Verbose, messages
from planner.cli.options import AllRowsAsJson, Changes, ScenarioName, origin_of

if TYPE_CHECKING:
    from planner.domain.scenario import Scenario
    from planner.outputs.demand_tables import DrawnRow
    from planner.outputs.run_record import Origin

FEWEST_DRAWS, MOST_DRAWS = 10, 100_000
TEXT_FILE = "demand.txt"


def demand(
    scenario: ScenarioName,
    out: Annotated[Path | None, typer.Option("--out", help="Folder for the tables; without it, they are told.")] = None,
    changes: Changes = None,
    draws: Annotated[
        int | None,
        typer.Option(
            "--draws", min=FEWEST_DRAWS, max=MOST_DRAWS, help="Draw the assumptions so often: P10, P50 and P90."
        ),
    ] = None,
    seed: Annotated[int, typer.Option("--seed", min=0, help="Seed of the draws: the same seed, the same figures.")] = 1,
    force: Force = False,
    as_json: AllRowsAsJson = False,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Tell who needs a place, before anything is solved.

    By locality, phase, need, academic year and bound, with what each lever that is on changes.

    Example:  rp-planner demand scenarios/warwickshire_2024.toml --draws 1000 --seed 1 --out needs
    """
    with messages(quiet=quiet, verbose=verbose) as told:
        from planner.outputs.demand_tables import DEMAND_FILE
        from planner.outputs.demand_text import demand_text
        from planner.outputs.folder import require_writable

        if out is not None:
            require_writable(out, force=force, marker=DEMAND_FILE)
        read, drawn = _read(origin_of(scenario, changes), draws, seed)
        text = demand_text(read, drawn, f"{draws} draws (seed {seed})")
        if out is not None:
            _write(out, read, drawn, text, force=force)
            told.say(f"The tables are in {out.absolute()}")
        typer.echo(_json(read, drawn) if as_json else text, nl=as_json)


def _read(origin: Origin, draws: int | None, seed: int) -> tuple[Scenario, tuple[DrawnRow, ...] | None]:
    from planner.inputs.read import read_forecast_inputs, read_scenario

    if draws is None:
        return read_scenario(origin.scenario, origin.overrides), None
    from planner.demand.draws import draw_demand
    from planner.outputs.demand_tables import drawn_rows

    read, inputs = read_forecast_inputs(origin.scenario, origin.overrides)
    return read, drawn_rows(read, draw_demand(inputs, read.drivers, draws, seed))


def _write(out: Path, read: Scenario, drawn: tuple[DrawnRow, ...] | None, text: str, *, force: bool) -> None:
    from planner.cli.result_files import write_text
    from planner.outputs.demand_tables import DEMAND_FILE, write_demand
    from planner.outputs.folder import output_folder

    with output_folder(out, force=force, marker=DEMAND_FILE) as folder:
        write_demand(folder, read, drawn)
        write_text(folder / TEXT_FILE, text)


def _json(read: Scenario, drawn: tuple[DrawnRow, ...] | None) -> str:
    from planner.outputs.demand_tables import demand_rows
    from planner.outputs.run_record import plain

    content = {"changes": read.changes, "demand": demand_rows(read), "bridge": read.demand_bridge, "draws": drawn}
    return json.dumps(plain(content), indent=2, ensure_ascii=False)
