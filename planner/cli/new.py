"""`new`: an area pack from official files."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from planner.cli.messages import Force, Verbose, messages

File = Path | None


def new(
    folder: Annotated[Path, typer.Argument(help="Folder for the pack.", metavar="DIR")],
    council: Annotated[str, typer.Option(help="The council's name.")],
    la_code: Annotated[str, typer.Option(help="DfE's three digits, such as 937.")],
    boundaries: Annotated[
        Path, typer.Option("--boundaries", "--areas", help="LSOA 2011 or 2021 polygons: GeoJSON or GeoPackage.")
    ],
    gias: Annotated[Path, typer.Option(help="The school register (Get Information about Schools), CSV.")],
    population: Annotated[Path, typer.Option(help="Residents by single year of age and LSOA (ONS), CSV.")],
    caseload: Annotated[Path, typer.Option(help="EHC plans by age (DfE SEN2 caseload), CSV.")],
    needs: Annotated[File, typer.Option(help="EHC plans by age and need (DfE), CSV.")] = None,
    imd: Annotated[File, typer.Option(help="Index of Multiple Deprivation by LSOA, CSV.")] = None,
    lookup_lsoa: Annotated[
        File, typer.Option(help="LSOA 2011 to 2021, CSV; needed where the files mix the two.")
    ] = None,
    localities: Annotated[File, typer.Option(help="Area to locality, CSV; without it, districts.")] = None,
    locality_column: Annotated[str, typer.Option(help="Column of the locality in that file.")] = "locality",
    points: Annotated[File, typer.Option(help="Where residents of each area live (EPSG:27700), CSV.")] = None,
    register: Annotated[
        File, typer.Option(help="The register of provision as provision.csv; without it, from the school register.")
    ] = None,
    stated_totals: Annotated[File, typer.Option(help="Published totals as stated_totals.csv.")] = None,
    district: Annotated[
        list[str] | None, typer.Option(metavar="CODE", help="Keep only this district's code. Repeatable.")
    ] = None,
    built_on: Annotated[
        datetime | None,
        typer.Option(formats=["%Y-%m-%d"], metavar="YYYY-MM-DD", help="Date of the pack; without it, today."),
    ] = None,
    simplify_metres: Annotated[float, typer.Option(help="How far outlines may move, in metres.")] = 50.0,
    force: Force = False,
    verbose: Verbose = False,
) -> None:
    """Build an area pack from official files.

    Prints a report of what went into it, and writes a first scenario beside it.

    Example:  rp-planner new packs/council --council "The Council" --la-code 937 --areas lsoa.geojson --gias gias.csv
    --population ages.csv --caseload plans.csv --needs needs.csv --imd imd.csv
    """
    with messages(verbose=verbose) as told:
        from planner.inputs.new import build_pack

        told.say("Reading the official files")
        report = build_pack(
            folder,
            council=council,
            la_code=la_code,
            built_on=(built_on or datetime.now()).date(),
            boundaries=boundaries,
            gias=gias,
            population=population,
            caseload=caseload,
            needs=needs,
            imd=imd,
            lookup_lsoa=lookup_lsoa,
            localities=localities,
            locality_column=locality_column,
            points=points,
            register=register,
            stated_totals=stated_totals,
            district_codes=tuple(district or ()),
            simplify_metres=simplify_metres,
            force=force,
        )
        typer.echo(str(report))
        typer.echo(f"Next:  rp-planner solve {_quoted(folder / 'scenario.toml')} --out out")


def _quoted(path: Path) -> str:
    return f'"{path}"' if " " in str(path) else str(path)
