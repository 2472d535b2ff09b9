"""What each source says of the bases: their places and their pupils, with the date and the file.

Precedence, for places and for pupils alike: the council's register, SEN2, the capacity survey, GIAS, DfE's open data.
The register is what was commissioned, so it knows best what there is. SEN2 is the council's own count of children on a
stated day; its indicators are often not set, so it says "at least" (Warwickshire, January 2025: 206 pupils flagged
against 254 places). The capacity survey is the council's own count of places. GIAS is kept by the schools, its figures
for bases bear no date, and it holds more pupils than places at some. DfE's open data are SEN2 again, for the whole
council and with the same indicators.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from planner.domain.terms import ProvisionType
from planner.inputs.cells import CellReader, parse_rows
from planner.inputs.new.official_csv import OfficialTable, plain_name, read_official
from planner.inputs.new.report import Notes
from planner.inputs.tables import TextRow, read_table

REGISTER, SEN2, SCAP, GIAS, DFE = "register", "sen2", "scap", "gias", "dfe_open_data"
PRECEDENCE = (REGISTER, SEN2, SCAP, GIAS, DFE)
PLACES, PUPILS = "places", "pupils"
WHOLE_COUNCIL = ""
"""The URN of a statement about all schools together."""
HIDDEN = "c"
NCY_ALL = "all"
OCCUPANCY_COLUMNS = ("census_year", "urn", "provision_type", "ncy", "flagged_pupils", "unsure_pupils")
SCAP_COLUMNS = ("urn", "provision_type", "places", "as_at")
_RP, _UNIT = ProvisionType.RESOURCED_PROVISION, ProvisionType.SEN_UNIT
_GIAS_FIGURES = {
    (_RP, PLACES): "ResourcedProvisionCapacity",
    (_RP, PUPILS): "ResourcedProvisionOnRoll",
    (_UNIT, PLACES): "SenUnitCapacity",
    (_UNIT, PUPILS): "SenUnitOnRoll",
}
_GIAS_COLUMNS = {"urn": ("URN",), "la_code": ("LA (code)",), "census": ("CensusDate",)} | {
    name: (name,) for name in _GIAS_FIGURES.values()
}
_GOVERNANCE = ("mainstream_la_maintained", "mainstream_academy", "mainstream_free_school")
_DFE_FIGURES = {_RP: "resourced_provision", _UNIT: "senunit"}
_DFE_COLUMNS = {name: (name,) for name in ("time_period", "old_la_code", "breakdown_topic")} | {
    f"{kind}_{figure}": (f"{kind}_{figure}",) for kind in _GOVERNANCE for figure in _DFE_FIGURES.values()
}


@dataclass(frozen=True, slots=True)
class Statement:
    """One source about one base (or, with no URN, all bases of a type); None = not known.

    `quantity` is `places` or `pupils`. `low` without `high` means "at least".
    """

    urn: str
    provision_type: ProvisionType
    quantity: str
    source: str
    low: int | None
    high: int | None
    as_at: str
    file: str


def read_statements(
    gias: Path, caseload: Path, occupancy: Path | None, scap: Path | None, la_code: str, notes: Notes
) -> tuple[Statement, ...]:
    """Statements of every file but the register; faults of `gias` and `caseload` are told by their own readers."""
    return (
        *_of_occupancy(occupancy, notes),
        *_of_scap(scap, notes),
        *_of_gias(gias, la_code),
        *_of_open_data(caseload, la_code),
    )


def _of_occupancy(path: Path | None, notes: Notes) -> Iterable[Statement]:
    """Pupils of the latest census by base; `c` is at least 1, and nobody knows how many."""
    table = None if path is None else read_table(path, notes.faults, OCCUPANCY_COLUMNS)
    if path is None or table is None:
        return []
    notes.file(path, len(table.rows), table.encoding)
    rows = [row for row in table.rows if row.cells["ncy"] == NCY_ALL and re.fullmatch(r"\d{6}", row.cells["urn"])]
    built = parse_rows(
        rows, notes.faults, lambda cells: _occupied(cells, path.name), ("census_year", "urn", "provision_type")
    )
    latest = max((each.as_at for each in built), default="")
    return [each for each in built if each.as_at == latest]


def _occupied(cells: CellReader, file: str) -> Statement:
    flagged, unsure = (_pupils(cells, column) for column in ("flagged_pupils", "unsure_pupils"))
    low = 1 if flagged is None else flagged
    high = None if flagged is None or unsure is None else flagged + unsure
    kind = cells.choice("provision_type", ProvisionType)
    year = cells.whole("census_year", 2010)
    return Statement(cells.text("urn"), kind, PUPILS, SEN2, low, high, f"January {year}", file)


def _pupils(cells: CellReader, column: str) -> int | None:
    return None if cells.optional_text(column) == HIDDEN else cells.whole(column, 0)


def _of_scap(path: Path | None, notes: Notes) -> Iterable[Statement]:
    table = None if path is None else read_table(path, notes.faults, SCAP_COLUMNS)
    if path is None or table is None:
        return []
    notes.file(path, len(table.rows), table.encoding)

    def build(cells: CellReader) -> Statement:
        places, kind = cells.optional_whole("places", 0), cells.choice("provision_type", ProvisionType)
        day = cells.date("as_at").isoformat()
        return Statement(cells.text("urn"), kind, PLACES, SCAP, places, places, day, path.name)

    return parse_rows(table.rows, notes.faults, build, ("urn", "provision_type"))


def _of_gias(path: Path, la_code: str) -> Iterable[Statement]:
    table = _quietly(path, _GIAS_COLUMNS, ("urn", "la_code"))
    for row in () if table is None else table.rows:
        if table is None or table.text(row, "la_code").lstrip("0") != la_code.lstrip("0"):
            continue
        for (kind, quantity), column in _GIAS_FIGURES.items():
            number = _number(table, row, column)
            day = table.text(row, "census") if quantity == PUPILS else ""
            if number is not None:
                yield Statement(table.text(row, "urn"), kind, quantity, GIAS, number, number, day, path.name)


def _of_open_data(path: Path, la_code: str) -> Iterable[Statement]:
    """Pupils in bases of the latest January, whole council: at least so many, since indicators are often not set."""
    table = _quietly(path, _DFE_COLUMNS, ("time_period", "old_la_code", "breakdown_topic"))
    rows = [] if table is None else [row for row in table.rows if _is_whole(table, row, la_code)]
    if table is None or not rows:
        return
    row = max(rows, key=lambda each: table.text(each, "time_period"))
    for kind, figure in _DFE_FIGURES.items():
        numbers = [_number(table, row, f"{governance}_{figure}") for governance in _GOVERNANCE]
        known = [number for number in numbers if number is not None]
        if known:
            month = f"January {int(table.text(row, 'time_period')[:4]) + 1}"
            yield Statement(WHOLE_COUNCIL, kind, PUPILS, DFE, sum(known), None, month, path.name)


def _is_whole(table: OfficialTable, row: TextRow, la_code: str) -> bool:
    topic = plain_name(table.text(row, "breakdown_topic"))
    period = table.text(row, "time_period")
    return (
        table.text(row, "old_la_code") == la_code
        and topic == "allehcplans"
        and re.fullmatch(r"\d{6}", period) is not None
    )


def _quietly(path: Path, columns: Mapping[str, Sequence[str]], required: Sequence[str]) -> OfficialTable | None:
    """Read a file that another reader reports on: its faults and its line in the report are not repeated."""
    return read_official(path, columns, required, Notes())


def _number(table: OfficialTable, row: TextRow, column: str) -> int | None:
    """Whole number of a cell; None for everything else, which the file's own reader reports."""
    text = table.text(row, column).removesuffix(".0")
    return int(text) if text.isascii() and text.isdigit() else None
