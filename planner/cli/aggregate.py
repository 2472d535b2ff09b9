"""`aggregate`: counts from the council's own SEN2 return, on the council's own machine."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from planner.cli.messages import Force, Quiet, Verbose, messages

EXPORT = typer.Argument(help="Folder of the Blade CSV files, or the Excel template.", metavar="RETURN")
OUT = typer.Option(help="Folder for the counts.", metavar="DIR")
LA_CODE = typer.Option(help="DfE's three digits, such as 937.")
POSTCODES = typer.Option(help="Postcode directory with an area for each postcode (such as ONSPD), CSV or CSV.GZ.")
AREA_COLUMN = typer.Option(help="Column of the area in that file; without it, the first known one.")
LOCALITIES = typer.Option(help="Area to locality, CSV (a pack's areas.csv will do); without it, areas.")
LOCALITY_COLUMN = typer.Option(help="Column of the locality in that file.")
GIAS = typer.Option(help="The school register: which schools have a base, CSV.")
REGISTER = typer.Option(help="The register of provision (provision.csv): the same.")
AS_AT = typer.Option(
    formats=["%Y-%m-%d"], metavar="YYYY-MM-DD", help="Day of the census; without it, the return's own."
)
ASSUMPTIONS = typer.Option(help="File with the threshold of small numbers; without it, the bundled one.")


def aggregate(
    source: Annotated[Path, EXPORT],
    out: Annotated[Path, OUT],
    la_code: Annotated[str, LA_CODE],
    postcodes: Annotated[Path, POSTCODES],
    area_column: Annotated[str | None, AREA_COLUMN] = None,
    localities: Annotated[Path | None, LOCALITIES] = None,
    locality_column: Annotated[str, LOCALITY_COLUMN] = "locality",
    gias: Annotated[Path | None, GIAS] = None,
    register: Annotated[Path | None, REGISTER] = None,
    as_at: Annotated[datetime | None, AS_AT] = None,
    assumptions: Annotated[Path | None, ASSUMPTIONS] = None,
    force: Force = False,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Count a SEN2 return by year groups, need and locality, small numbers hidden.

    Runs where the return lies and keeps no names. Only the counts are written; what the return has wrong is printed.

    Example:  rp-planner aggregate sen2_return --out counts --la-code 937 --postcodes onspd.csv
    --localities packs/mine/areas.csv --gias edubasealldata.csv
    """
    with messages(quiet=quiet, verbose=verbose) as told:
        from planner.inputs.bundled import ASSUMPTIONS_FILE, bundled_folder
        from planner.inputs.sen2 import aggregate as count
        from planner.outputs.folder import require_writable
        from planner.outputs.sen2_counts import ABOUT, counts_text, write_counts

        require_writable(out, force=force, marker=ABOUT)
        counted = count(
            source,
            la_code=la_code,
            postcodes=postcodes,
            assumptions=assumptions or bundled_folder("scenarios") / ASSUMPTIONS_FILE,
            area_column=area_column,
            localities=localities,
            locality_column=locality_column,
            gias=gias,
            register=register,
            as_at=None if as_at is None else as_at.date(),
        )
        write_counts(counted, out, force=force)
        told.say(counts_text(counted))
        typer.echo(f"Wrote {out}. Its files hold no pupil; the report above stays here.")
