"""A made-up school register in the full layout's order of columns, and one school's row in it."""

from __future__ import annotations

from pathlib import Path

from tests.inputs_new.official_files import write_lines

COLUMNS = (
    *("URN", "LA (code)", "LA (name)", "EstablishmentNumber", "EstablishmentName", "TypeOfEstablishment (code)"),
    *("TypeOfEstablishment (name)", "EstablishmentStatus (name)", "ReasonEstablishmentOpened (name)", "OpenDate"),
    *("CloseDate", "PhaseOfEducation (name)", "StatutoryLowAge", "StatutoryHighAge", "Gender (name)"),
    *("AdmissionsPolicy (name)", "SchoolCapacity", "CensusDate", "NumberOfPupils", "OfstedRating (name)", "Town"),
    *("Postcode", "HeadLastName", "TelephoneNum", "SEN1 (name)", "SEN2 (name)", "TypeOfResourcedProvision (name)"),
    *("ResourcedProvisionOnRoll", "ResourcedProvisionCapacity", "SenUnitOnRoll", "SenUnitCapacity"),
    *("GSSLACode (name)", "Easting", "Northing", "UPRN", "LSOA (code)"),
)
ASH = {
    "URN": "100001",
    "LA (code)": "999",
    "LA (name)": "Made-up",
    "EstablishmentNumber": "2001",
    "EstablishmentName": "Ash Primary",
    "TypeOfEstablishment (code)": "01",
    "TypeOfEstablishment (name)": "Community school",
    "EstablishmentStatus (name)": "Open",
    "PhaseOfEducation (name)": "Primary",
    "StatutoryLowAge": "4",
    "StatutoryHighAge": "11",
    "Gender (name)": "Mixed",
    "AdmissionsPolicy (name)": "Not applicable",
    "SchoolCapacity": "210",
    "CensusDate": "16-01-2025",
    "NumberOfPupils": "200",
    "Postcode": "ZZ1 1AA",
    "HeadLastName": "Secret",
    "TelephoneNum": "01999999999",
    "GSSLACode (name)": "E10000099",
    "Easting": "430500",
    "Northing": "270500",
    "UPRN": "5.00E+06",
    "LSOA (code)": "E01000001",
}
HIGH = {
    "URN": "100003",
    "EstablishmentNumber": "4003",
    "EstablishmentName": "Cedar High",
    "TypeOfEstablishment (code)": "34",
    "TypeOfEstablishment (name)": "Academy converter",
    "PhaseOfEducation (name)": "Secondary",
    "StatutoryLowAge": "11",
    "StatutoryHighAge": "18",
    "Easting": "434500",
    "LSOA (code)": "E01000003",
}
"""What makes a secondary school of the row above, in the other district of the made-up council."""


def cells(changes: dict[str, str] | None = None) -> list[str]:
    """Cells of one row, with changes by column name."""
    row = {**dict.fromkeys(COLUMNS, ""), **ASH, **(changes or {})}
    assert row.keys() == set(COLUMNS), row.keys() - set(COLUMNS)
    return [row[column] for column in COLUMNS]


def register(path: Path, *changes: dict[str, str], extra: tuple[str, ...] = (), encoding: str = "utf-8") -> Path:
    """Write a register of such rows, and of lines given whole."""
    lines = [",".join(f'"{cell}"' for cell in row) for row in (list(COLUMNS), *(cells(each) for each in changes))]
    return write_lines(path, [*lines, *extra], encoding)
