"""Series for the backtest, from the public files: plans of every council, and pupils in its bases."""

from __future__ import annotations

from pathlib import Path

from planner.demand.growth import GrowthSettings
from planner.demand.history import History, PlansCount, join_councils
from planner.errors import Faults
from planner.inputs.assumptions_file import read_assumptions
from planner.inputs.new.council_growth import growth_settings
from planner.inputs.new.official_csv import OfficialTable, plain_name, read_official
from planner.inputs.new.plans_history import LA_CODE, january, read_plans_history
from planner.inputs.new.report import Notes
from planner.inputs.tables import TextRow

Sums = dict[tuple[str, int], PlansCount | None]

ROOT = Path(__file__).parents[2]
PUBLIC_FILES = ROOT.parent / "shared" / "data" / "sen"
NEWEST = PUBLIC_FILES / "sen2_2025_caseload_england.csv.gz"
BY_AGE_TO_2022 = PUBLIC_FILES / "sen2_2022_age_caseload_england.csv.gz"
BY_SETTING_TO_2022 = PUBLIC_FILES / "sen2_2022_estab_caseload_england.csv.gz"
KEYS = {"time_period": ("time_period",), "la_code": ("old_la_code",)}
BASE_COLUMNS = tuple(
    f"mainstream_{kind}_{base}"
    for kind in ("la_maintained", "academy", "free_school")
    for base in ("resourced_provision", "senunit")
)
BASE_SETTING = ("resourcedprovision", "senunit")
# Academies' bases are counted apart from 2017 on, which lifts the sum by a third: no series crosses that.
FIRST_JANUARY_OF_BASES = 2017


def settings() -> GrowthSettings:
    """The bundled assumptions of the forecast."""
    faults = Faults()
    assumptions = read_assumptions(ROOT / "scenarios" / "assumptions.toml", faults)
    faults.raise_if_any()
    assert assumptions is not None
    return growth_settings(assumptions)


def plans() -> History:
    """Statements and plans of every unit, January 2010 to 2025."""
    notes = Notes()
    history = read_plans_history(NEWEST, [BY_AGE_TO_2022], notes)
    notes.faults.raise_if_any()
    return history


def pupils_in_bases() -> History:
    """Pupils recorded in resourced provision and units by unit, January 2017 to 2025.

    The newest edition counts where two state a January: what it gives as unknown is unknown, whatever an older said.
    """
    counts = {**_bases_to_2022(), **_bases_from_2019()}
    known = [count for count in counts.values() if count is not None and count.census_year >= FIRST_JANUARY_OF_BASES]
    return join_councils(known)[0]


def _bases_from_2019() -> Sums:
    table = _table(NEWEST, {**KEYS, "topic": ("breakdown_topic",), **{name: (name,) for name in BASE_COLUMNS}})
    sums: Sums = {}
    for row in table.rows:
        if plain_name(table.text(row, "topic")) == "allehcplans" and LA_CODE.fullmatch(table.text(row, "la_code")):
            for name in BASE_COLUMNS:
                _add(sums, table, row, name)
    return sums


def _bases_to_2022() -> Sums:
    table = _table(BY_SETTING_TO_2022, {**KEYS, "setting": ("establishment_type",), "plans": ("total_all",)})
    sums: Sums = {}
    for row in table.rows:
        of_bases = plain_name(table.text(row, "setting")).endswith(BASE_SETTING)
        if of_bases and LA_CODE.fullmatch(table.text(row, "la_code")):
            _add(sums, table, row, "plans")
    return sums


def _table(path: Path, aliases: dict[str, tuple[str, ...]]) -> OfficialTable:
    notes = Notes()
    table = read_official(path, aliases, tuple(aliases), notes)
    notes.faults.raise_if_any()
    assert table is not None
    return table


def _add(sums: Sums, table: OfficialTable, row: TextRow, column: str) -> None:
    """Add a cell to the sum of its council and January; an unknown cell makes the whole sum unknown."""
    census_year, la_code = january(table, row), table.text(row, "la_code")
    assert census_year is not None
    pupils = table.whole(row, column, Faults())
    key = (la_code, census_year)
    before = sums.get(key, PlansCount(*key, 0))
    unknown = pupils is None or before is None
    sums[key] = None if unknown else PlansCount(*key, before.plans_pupils + pupils)
