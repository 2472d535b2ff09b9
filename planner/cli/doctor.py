"""`doctor`: what is wrong with this machine, and the remedy in words."""

from __future__ import annotations

import platform
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from importlib import import_module
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Annotated

import typer

from planner.cli.messages import Verbose, messages

OLDEST_PYTHON = (3, 11)
# Windows refuses paths of 260 characters unless long paths are switched on; names inside a result need the rest.
LONGEST_PATH = 200
MODULES = {
    "ortools": "ortools.math_opt.python.mathopt",
    "highspy": "highspy",
    "numpy": "numpy",
    "pandas": "pandas",
    "shapely": "shapely",
    "geopandas": "geopandas",
    "pyogrio": "pyogrio",
    "folium": "folium",
    "branca": "branca",
    "django-js-lib-leaflet": "js_lib_leaflet",
    "pydantic": "pydantic",
    "rich": "rich",
}
INSTALL = "Install again from the planner's folder: python -m pip install -e ."
PROXY = (
    "Behind a proxy with a certificate of its own: python -m pip config set global.proxy ADDRESS, and PIP_CERT=FILE; "
    "or fetch on another machine (python -m pip download -d wheels .) and install with --no-index --find-links wheels."
)
WINDOWS_RUNTIME = (
    "On Windows, OR-Tools needs the Microsoft Visual C++ runtime (msvcp140.dll): install the Microsoft Visual C++ "
    "Redistributable, or without administrator rights: python -m pip install msvc-runtime"
)


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at; `remedy` is empty when it is well."""

    what: str
    found: str
    remedy: str = ""


def doctor(
    out: Annotated[Path, typer.Option("--out", help="Where results would be written.")] = Path("out"),
    verbose: Verbose = False,
) -> None:
    """Say what is wrong with this machine, and the remedy.

    Looks at Python, the packages, the disk and the solvers. Exits with 1 when something is wrong.

    Example:  rp-planner doctor --out out
    """
    with messages(verbose=verbose):
        findings = list(_findings(out))
        for finding in findings:
            typer.echo(f"{'WRONG' if finding.remedy else 'ok':5}  {finding.what}: {finding.found}")
            if finding.remedy:
                typer.echo(f"       {finding.remedy}")
        wrong = sum(bool(finding.remedy) for finding in findings)
        typer.echo(f"{wrong} of {len(findings)} checks need attention." if wrong else "All is well.")
        if wrong:
            raise typer.Exit(1)


def _findings(out: Path) -> Iterator[Finding]:
    yield python_finding(sys.version_info[:2])
    for distribution, module in MODULES.items():
        yield package_finding(distribution, partial(import_module, module))
    yield path_finding(out.absolute())
    yield write_finding(out.absolute())
    yield solve_finding(_small_solve)


def python_finding(found: tuple[int, ...]) -> Finding:
    """Whether Python is new enough."""
    oldest = ".".join(map(str, OLDEST_PYTHON))
    remedy = "" if found >= OLDEST_PYTHON else f"Install Python {oldest} or newer and make the environment again."
    return Finding("Python", f"{platform.python_version()} ({platform.system()})", remedy)


def package_finding(distribution: str, load: Callable[[], object]) -> Finding:
    """Whether a package is there and can be loaded."""
    try:
        installed = version(distribution)
        load()
    except PackageNotFoundError:
        return Finding(distribution, "not installed", f"{INSTALL} {PROXY}")
    except Exception as error:
        remedy = WINDOWS_RUNTIME if "DLL load failed" in str(error) else INSTALL
        return Finding(distribution, f"cannot be loaded ({error})", remedy)
    return Finding(distribution, installed)


def path_finding(out: Path) -> Finding:
    """Whether the path leaves room for file names, and is not synchronised while it is written."""
    if len(str(out)) > LONGEST_PATH:
        return Finding("path", f"{len(str(out))} characters: {out}", "Choose a folder nearer the root of the disk.")
    if any(part.lower().startswith("onedrive") for part in out.parts):
        return Finding("path", f"{out}, inside OneDrive", "Choose a folder that OneDrive does not synchronise.")
    return Finding("path", str(out))


def write_finding(out: Path) -> Finding:
    """Whether a result could be written there."""
    parent = next(folder for folder in (out.parent, *out.parents) if folder.exists())
    try:
        with tempfile.TemporaryDirectory(dir=parent) as scratch:
            _made(Path(scratch) / "a").replace(Path(scratch) / "b")
    except OSError as error:
        remedy = "Choose a folder of your own with --out, for example in your documents."
        return Finding("write access", f"{parent}: {error.strerror or error}", remedy)
    return Finding("write access", str(parent))


def solve_finding(small_solve: Callable[[], str]) -> Finding:
    """Whether the bundled case is there and the solvers answer."""
    try:
        return Finding("solvers", small_solve())
    except Exception as error:
        remedy = WINDOWS_RUNTIME if "DLL load failed" in str(error) else INSTALL
        return Finding("solvers", f"{type(error).__name__}: {error}", remedy)


def _made(path: Path) -> Path:
    path.write_text("", encoding="utf-8")
    return path


def _small_solve() -> str:
    """Meet the first goal alone of the bundled case: it needs its files, OR-Tools and HiGHS, and takes seconds."""
    import planner
    from planner.cli.solve import DEMO_SCENARIO

    plan = planner.solve(planner.read_scenario(DEMO_SCENARIO, ['goals=["target_shortfall"]']))
    return f"the bundled case gives a plan, goal {plan.goals[0].goal} proved: {'yes' if plan.goals[0].proved else 'no'}"
