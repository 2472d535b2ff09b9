"""The files of a finished run, by name, with what each is for."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from planner.domain.forecast import Forecast
from planner.domain.plan import Plan
from planner.domain.scenario import Scenario

if TYPE_CHECKING:
    from planner.outputs.run_record import Origin

MAP_FILE = "map.html"
PICTURE_FILE = "map.svg"

RESULT_FILES: dict[str, str] = {
    MAP_FILE: "coverage by locality, phase and year: open it in a browser, no network needed",
    PICTURE_FILE: "the map as a picture for papers",
    "plan.csv": "places of every base in every academic year",
    "placements.csv": "pupils placed and without a place",
    "openings.csv": "what opens or grows, when, and the earliest it could",
    "coverage.csv": "coverage before and after the plan",
    "demand_bridge.csv": "pupils who need a place without levers, what each lever changes, and what is planned for",
    "transition.csv": "who leaves primary bases and has no secondary place within reach",
    "goals.csv": "each goal with value, bound and proof",
    "ledger.csv": "published totals held against the register",
    "finance_feed.csv": "places and money by financial year",
    "finance_feed.schema.json": "what the columns of the finance feed mean",
    "run.json": "what the run was: versions, settings, sha256 of every file",
}


def write_run(
    out: Path, plan: Plan, stock: Plan, scenario: Scenario, forecast: Forecast, origin: Origin, *, force: bool = False
) -> None:
    """Write all results of one plan to a folder; `stock` is the picture before the plan."""
    import planner
    from planner.maps.coverage import coverage

    planner.write_outputs(
        out,
        plan,
        scenario,
        forecast,
        origin,
        coverage=coverage(plan, stock, scenario),
        also=[map_writer(plan, stock, scenario)],
        force=force,
    )


def map_writer(plan: Plan, stock: Plan, scenario: Scenario) -> Callable[[Path], None]:
    """Give a function that draws both maps of a plan into a folder; `stock` is the picture before the plan."""
    from planner.maps.plan_map import draw_map
    from planner.maps.plan_svg import draw_map_svg

    def write(folder: Path) -> None:
        write_text(folder / MAP_FILE, draw_map(plan, stock, scenario))
        write_text(folder / PICTURE_FILE, draw_map_svg(plan, stock, scenario))

    return write


def write_text(path: Path, text: str) -> None:
    """Write UTF-8 with line feeds on every system."""
    path.write_text(text, encoding="utf-8", newline="\n")
