"""Invented SEN2 returns: numbers for ids, no names at all, postcodes that cannot exist, dates on plain days."""

from __future__ import annotations

import csv
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

import xlsxwriter

from planner.inputs.sen2.dates import MONTHS
from planner.inputs.sen2.modules import MODULES

CENSUS = date(2025, 1, 16)
POSTCODES = {"ZZ1 1AA": "North", "ZZ12AA": "South"}
BASE_URN, PLAIN_URN = "900001", "900002"
# What no output may hold: the columns are in every invented return, and these texts in every row of them.
FORBIDDEN = ("forbidden-surname", "forbidden-forename", "forbidden-upn", "forbidden-ethnicity")


@dataclass(frozen=True)
class Child:
    """One invented child with one request, plan, placement and need; changes plant the defects."""

    number: int
    born: date = date(2015, 3, 1)
    postcode: str = "ZZ1 1AA"
    need: str = "ASD"
    urn: str = PLAIN_URN
    setting: str = ""
    rp_flag: str = "0"
    unit_flag: str = "0"
    entry: date | None = date(2020, 9, 1)
    leaving: date | None = None
    plans: int = 1
    requests: int = 1
    placements: int = 1
    named_settings: int = 1
    ceased: date | None = None

    def id(self, table: int) -> str:
        """Nine digits that stand for this child in one table."""
        return f"7{table}{self.number:07d}"


def blade_date(day: date | None) -> str:
    """Date as the export writes it."""
    return "" if day is None else f"{day.year}-{MONTHS[day.month - 1].title()}-{day.day:02d} 00:00:00"


@dataclass
class Return:
    """Rows of every table; a test may change any of them before writing."""

    children: Sequence[Child]
    sex_column: str = "sex"
    dates: Callable[[date | None], str] = blade_date
    tables: dict[str, list[dict[str, str]]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.tables = {module.name: [] for module in MODULES}
        self.tables["sen2"] = [{"sen2tableid": "1", "referencedate": self.dates(CENSUS), "lea": "999"}]
        for child in self.children:
            self._person(child)
            for turn in range(child.requests):
                self._request(child, turn)

    def _person(self, child: Child) -> None:
        row = dict(zip(("surname", "forename", "upn", "ethnicity"), FORBIDDEN, strict=True))
        row |= {"persontableid": child.id(1), "personbirthdate": self.dates(child.born), "postcode": child.postcode}
        self.tables["person"].append(row | {self.sex_column: "F"})

    def _request(self, child: Child, turn: int) -> None:
        request = replace(child, number=child.number + 500_000 * turn).id(2)
        self.tables["requests"].append({"requeststableid": request, "persontableid": child.id(1)})
        if turn:
            return
        ids = {"assessmenttableid": child.id(3), "requeststableid": request}
        self.tables["assessment"].append(ids)
        named = {"namedplantableid": child.id(4), "assessmenttableid": child.id(3)}
        self.tables["namedplan"].append(named | {"ceasedate": self.dates(child.ceased)})
        self.tables["plandetail"] += [{"namedplantableid": child.id(4), "urn": child.urn}] * child.named_settings
        for again in range(child.plans):
            self._plan(replace(child, number=child.number + 500_000 * again), request)

    def _plan(self, child: Child, request: str) -> None:
        plan = {"activeplanstableid": child.id(5)}
        self.tables["activeplans"].append(plan | {"requeststableid": request, "phasetransferduedate": ""})
        placed = {"urn": child.urn, "ukprn": "", "sensetting": child.setting, "placementrank": "1"}
        dates = {"entrydate": self.dates(child.entry), "leavingdate": self.dates(child.leaving)}
        flags = {"senunitindicator": child.unit_flag, "resourcedprovisionindicator": child.rp_flag}
        self.tables["placementdetail"] += [plan | placed | dates | flags] * child.placements
        self.tables["senneed"].append(plan | {"sentype": child.need, "sentyperank": "1"})

    def write(self, folder: Path) -> Path:
        """Write it as Blade CSV files."""
        folder.mkdir(parents=True, exist_ok=True)
        for name, rows in self.tables.items():
            module = next(each for each in MODULES if each.name == name)
            header = list(
                dict.fromkeys([*(names[0] for names in module.columns.values()), *(c for r in rows for c in r)])
            )
            with (folder / f"Blade-Export_20-01-2025_{name}.csv").open("w", encoding="utf-8", newline="") as stream:
                writer = csv.DictWriter(stream, header, restval="")
                writer.writeheader()
                writer.writerows(rows)
        return folder


# Columns of the Excel template that stand for those of the export; a request's id stands for all ids below it.
TEMPLATE_NAMES = {
    "persontableid": "Person ID\n\n(This must be a unique ID for each Person record)",
    "requeststableid": "Requests record ID\n\n(This must be a unique ID for each Requests record)",
    "personbirthdate": "Date of Birth \n(ccyy-mm-dd)",
    "postcode": "Post Code",
    "surname": "Surname",
    "referencedate": "Reference Date",
    "urn": "URN - Unique Reference Number",
    "ukprn": "UKPRN - UK Provider Reference Number",
    "sensetting": "SEN Setting \u2013 Establishment type",
    "placementrank": "Placement Rank (1=Primary, 2=Secondary)",
    "entrydate": "Placement Start Date",
    "leavingdate": "Placement Leaving Date",
    "senunitindicator": "SEN Unit Indicator",
    "resourcedprovisionindicator": "Resourced Provision Indicator",
    "sentype": "SEN Type of Need",
    "sentyperank": "SEN Type of Need rank  (1=Primary, 2=Secondary)",
    "ceasedate": "Date EHC plan ceased",
}
BELOW_A_REQUEST = ("activeplanstableid", "assessmenttableid", "namedplantableid")


def write_template(made: Return, path: Path) -> Path:
    """Write a return (one request and plan to a child, dates as ISO) as the template's one sheet."""
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet("Data Entry Template")
    line = 0
    request_of = {row["activeplanstableid"]: row["requeststableid"] for row in made.tables["activeplans"]}
    request_of |= {row["assessmenttableid"]: row["requeststableid"] for row in made.tables["assessment"]}
    request_of |= {row["namedplantableid"]: request_of[row["assessmenttableid"]] for row in made.tables["namedplan"]}
    for module in MODULES:
        rows = [_template_row(row, request_of) for row in made.tables[module.name]]
        header = list(dict.fromkeys(["Record Type", *(column for row in rows for column in row)]))
        sheet.write(line, 0, module.title)
        for column, name in enumerate(header):
            sheet.write(line + 1, column, name)
        for number, row in enumerate(rows, start=line + 2):
            for column, name in enumerate(header):
                text = row.get(name, "")
                sheet.write(number, column, float(text) if text.isdigit() else text)
        line += len(rows) + 4
    book.close()
    return path


def _template_row(row: dict[str, str], request_of: dict[str, str]) -> dict[str, str]:
    cells = {TEMPLATE_NAMES[column]: text for column, text in row.items() if column in TEMPLATE_NAMES}
    for column in BELOW_A_REQUEST:
        if column in row:
            cells[TEMPLATE_NAMES["requeststableid"]] = request_of[row[column]]
    return cells


def files_beside(folder: Path) -> dict[str, Any]:
    """Directory of postcodes, school register and assumptions of the invented council, as arguments."""
    folder.mkdir(parents=True, exist_ok=True)
    directory = "".join(f"{postcode},{place}\n" for postcode, place in POSTCODES.items())
    (folder / "postcodes.csv").write_text(f"pcds,locality\n{directory}", encoding="utf-8")
    gias = f"URN,TypeOfResourcedProvision (name)\n{BASE_URN},Resourced provision\n{PLAIN_URN},Not applicable\n"
    (folder / "gias.csv").write_text(gias, encoding="utf-8")
    return {"la_code": "999", "postcodes": folder / "postcodes.csv", "gias": folder / "gias.csv"}
