"""`map`: the map of a finished plan again."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Annotated

import typer

from planner.cli.messages import Force, Verbose, messages

SVG, PAGES = ".svg", (".html", ".htm")


def draw(
    folder: Annotated[Path, typer.Argument(help="A folder that `solve` has written.", metavar="DIR")],
    out: Annotated[Path, typer.Option("--out", help="File to write: .html for the page, .svg for the picture.")],
    force: Force = False,
    verbose: Verbose = False,
) -> None:
    """Draw the map of a finished plan again.

    A page that opens without a network, or a picture for papers.

    Example:  rp-planner map out --out map.html
    """
    with messages(verbose=verbose) as told:
        import planner
        from planner.cli.finished_run import reopen
        from planner.maps.plan_svg import draw_map_svg

        _require_new(out, force)
        run = reopen(folder)
        if run.changed_sources:
            told.say(f"Note: {run.sources_in_words}")
        stock = planner.evaluate_stock(run.scenario)
        drawing = draw_map_svg if out.suffix.lower() == SVG else planner.draw_map
        _replace(out, drawing(run.plan, stock, run.scenario))
        typer.echo(f"Map: {out}")


def _require_new(path: Path, force: bool) -> None:
    from planner.errors import Faults

    faults = Faults()
    if path.suffix.lower() not in (SVG, *PAGES):
        faults.add(f"--out {path}", f"the ending {path.suffix!r}", ".html or .svg", "For example --out map.html.")
    elif path.is_dir() or (path.exists() and not force):
        faults.add(f"--out {path}", "something of that name", "a new file", "Choose another, or add --force.")
    faults.raise_if_any()


def _replace(path: Path, text: str) -> None:
    """Write a file that is there whole or not at all."""
    from planner.cli.result_files import write_text

    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=path.absolute().parent, prefix=f".{path.name}.") as scratch:
        partial = Path(scratch) / path.name
        write_text(partial, text)
        partial.replace(path)
