"""`new`: an area pack from official files."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from planner.cli.messages import Force, Verbose, messages

if TYPE_CHECKING:
    from planner.inputs.new.report import PackReport

FOLDER = typer.Argument(help="Folder for the pack.", metavar="DIR")
COUNCIL = typer.Option(help="The council's name.")
LA_CODE = typer.Option(help="DfE's three digits, such as 937.")
BOUNDARIES = typer.Option(
    "--boundaries", "--areas", help="Polygons of LSOAs, MSOAs, wards or districts: .geojson, .gpkg, .shp, .zip, .gz."
)
GIAS = typer.Option(help="The school register (Get Information about Schools), CSV.")
POPULATION = typer.Option(help="Residents by single year of age and LSOA (ONS), CSV.")
CASELOAD = typer.Option(help="EHC plans by age (DfE SEN2 caseload), CSV.")
CASELOAD_HISTORY = typer.Option(metavar="FILE", help="An older edition of the caseload of all councils. Repeatable.")
NEEDS = typer.Option(help="EHC plans by age and need (DfE), CSV.")
IMD = typer.Option(help="Index of Multiple Deprivation by LSOA, CSV.")
LOOKUP_LSOA = typer.Option(help="LSOA 2011 to 2021 (or LSOA to ward), CSV; needed where files mix them. Repeatable.")
LOOKUP_DISTRICTS = typer.Option(help="Lower to upper tier authorities (ONS), CSV: finds the council's districts.")
LOCALITIES = typer.Option(help="Area to locality, CSV, or localities drawn as polygons; without it, districts.")
LOCALITY_COLUMN = typer.Option(help="Column of the locality in that file.")
POINTS = typer.Option(help="Where residents of each area live (EPSG:27700), CSV.")
POSTCODES = typer.Option(help="Code-Point Open or ONS Postcode Directory, CSV: where people live. Repeatable.")
PUPILS_BY_POSTCODE = typer.Option(help="The council's own list: postcode, phase or ncy, need, pupils; CSV.")
TRAVEL = typer.Option(
    help="Minutes from area to school, CSV: rows of area_code, urn, minutes, or a table with a column for each URN."
)
DEMAND = typer.Option(help="The council's own demand as demand.csv; it replaces the forecast.")
REGISTER = typer.Option(help="The register of provision: provision.csv, or the council's own workbook or CSV.")
SHEET = typer.Option(help="Sheet of that workbook; without it, found by its headers.")
REGISTER_MAP = typer.Option(help="Answers to what that register leaves open, TOML.")
STATED_TOTALS = typer.Option(help="Published totals as stated_totals.csv.")
STATED_PLANS = typer.Option(help="Expected and counted EHC plans as stated_plans.csv.")
LINKS = typer.Option(help="The school register's links file, CSV: closed URNs become their successors.")
CAPACITY = typer.Option(metavar="FILE", help="Capacity, pupils or EHC plans by URN or LAEstab. Repeatable.")
NO_HOST = typer.Option(metavar="KIND", help="Schools that must not host: selective, single-sex. Repeatable.")
OCCUPANCY = typer.Option(help="Pupils in bases as `aggregate` counted them (occupancy.csv).")
SCAP = typer.Option(help="Places in bases as in the capacity survey, CSV: urn, provision_type, places, as_at.")
DISTRICT = typer.Option(metavar="CODE", help="Keep only this district's code. Repeatable.")
BUILT_ON = typer.Option(formats=["%Y-%m-%d"], metavar="YYYY-MM-DD", help="Date of the pack; without it, today.")
SIMPLIFY_METRES = typer.Option(help="How far outlines may move, in metres.")
TURNED = frozenset({"folder", "built_on", "district", "verbose"})
"""Options that the builder does not take as they stand."""


def new(
    folder: Annotated[Path, FOLDER],
    council: Annotated[str, COUNCIL],
    la_code: Annotated[str, LA_CODE],
    boundaries: Annotated[Path, BOUNDARIES],
    gias: Annotated[Path, GIAS],
    population: Annotated[Path, POPULATION],
    caseload: Annotated[Path, CASELOAD],
    caseload_history: Annotated[list[Path] | None, CASELOAD_HISTORY] = None,
    needs: Annotated[Path | None, NEEDS] = None,
    imd: Annotated[Path | None, IMD] = None,
    lookup_lsoa: Annotated[list[Path] | None, LOOKUP_LSOA] = None,
    lookup_districts: Annotated[Path | None, LOOKUP_DISTRICTS] = None,
    localities: Annotated[Path | None, LOCALITIES] = None,
    locality_column: Annotated[str, LOCALITY_COLUMN] = "locality",
    points: Annotated[Path | None, POINTS] = None,
    postcodes: Annotated[list[Path] | None, POSTCODES] = None,
    pupils_by_postcode: Annotated[Path | None, PUPILS_BY_POSTCODE] = None,
    travel: Annotated[Path | None, TRAVEL] = None,
    demand: Annotated[Path | None, DEMAND] = None,
    register: Annotated[Path | None, REGISTER] = None,
    sheet: Annotated[str | None, SHEET] = None,
    register_map: Annotated[Path | None, REGISTER_MAP] = None,
    stated_totals: Annotated[Path | None, STATED_TOTALS] = None,
    stated_plans: Annotated[Path | None, STATED_PLANS] = None,
    links: Annotated[Path | None, LINKS] = None,
    capacity: Annotated[list[Path] | None, CAPACITY] = None,
    no_host: Annotated[list[str] | None, NO_HOST] = None,
    occupancy: Annotated[Path | None, OCCUPANCY] = None,
    scap: Annotated[Path | None, SCAP] = None,
    district: Annotated[list[str] | None, DISTRICT] = None,
    built_on: Annotated[datetime | None, BUILT_ON] = None,
    simplify_metres: Annotated[float, SIMPLIFY_METRES] = 50.0,
    force: Force = False,
    verbose: Verbose = False,
) -> None:
    """Build an area pack from official files.

    Prints a report of what went into it (report.html in the pack), and writes a first scenario beside it.

    Example:  rp-planner new packs/council --council "The Council" --la-code 937 --areas lsoa.geojson --gias gias.csv
    --population ages.csv --caseload plans.csv --needs needs.csv --imd imd.csv
    """
    given = locals()
    with messages(verbose=verbose):
        typer.echo(str(_build(given)))
        typer.echo(f"Next:  rp-planner solve {_quoted(folder / 'scenario.toml')} --out out")


def _build(given: Mapping[str, Any]) -> PackReport:
    """Run the builder: its arguments are named as the options, and what is not given is left to its defaults."""
    from planner.inputs.new import build_pack
    from planner.maps.data_report import data_report_page

    options = {name: value for name, value in given.items() if value is not None and name not in TURNED}
    return build_pack(
        given["folder"],
        built_on=(given["built_on"] or datetime.now()).date(),
        district_codes=given["district"] or (),
        page=data_report_page,
        **options,
    )


def _quoted(path: Path) -> str:
    return f'"{path}"' if " " in str(path) else str(path)
