"""Names of the statistical geographies, their code columns in official files, and what their codes look like.

A geography is written with its vintage: lsoa21, lsoa11, msoa21, msoa11, ward25, lad24; `ward` and `lad` alone are
columns that do not tell their year. Column names: ONS Open Geography (`WD25CD`, `WD25NM`) and packages that reshape its
files (`ward25_code`, `ltla24_name`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from planner.inputs.new.official_csv import plain_name

YEARS = tuple(f"{year:02}" for year in range(29, 10, -1))
SMALLEST_FIRST = ("lsoa", "msoa", "ward", "lad")
CODE_PATTERNS = {"lsoa": r"E01\d{6}", "msoa": r"E02\d{6}", "ward": r"E05\d{6}", "lad": r"E0[6-9]\d{6}"}
EXAMPLES = {"lsoa": "E01031005", "msoa": "E02006486", "ward": "E05012345", "lad": "E07000218"}
TITLES = {"lsoa": "LSOA", "msoa": "MSOA", "ward": "ward", "lad": "district"}
# Their codes and borders change with local elections and reorganisations, and not every file tells the year.
RECUT = ("ward", "lad")


def _census(kind: str, year: str) -> tuple[str, ...]:
    title = kind.upper()
    return (f"{title}{year}CD", f"{kind}{year}_code", f"{title} 20{year} Code", f"{title} code (20{year})")


CODE_ALIASES: dict[str, tuple[str, ...]] = {
    **{f"{kind}{year}": _census(kind, year) for kind in ("lsoa", "msoa") for year in ("21", "11")},
    **{f"ward{year}": (f"WD{year}CD", f"ward{year}_code") for year in YEARS},
    "ward": ("WardCode", "WDCD", "ward_code"),
    **{f"lad{year}": (f"LAD{year}CD", f"ltla{year}_code") for year in YEARS},
    "lad": ("LADCD", "LADCD_ACTIVE", "lad_code", "ltla_code"),
}
"""Code columns of each geography, the smallest areas and the newest vintage first."""
DISTRICT_CODES = ("district_code", *(name for key, names in CODE_ALIASES.items() if key[:3] == "lad" for name in names))
DISTRICT_NAMES = (
    "district",
    *(f"{start}{year}{end}" for year in YEARS for start, end in (("LAD", "NM"), ("ltla", "_name"))),
)
_OF_COLUMN = {plain_name(name): geography for geography, names in CODE_ALIASES.items() for name in names}


def kind_of(geography: str) -> str:
    """lsoa, msoa, ward or lad, without the year."""
    return geography.rstrip("0123456789")


def title_of(geography: str) -> str:
    """The geography in words: `LSOA 2021`, `ward 2025`, `ward`."""
    kind = kind_of(geography)
    year = geography.removeprefix(kind)
    return f"{TITLES[kind]} 20{year}" if year else TITLES[kind]


def finest(columns: Iterable[str]) -> tuple[str, str] | None:
    """Geography with the smallest areas that has a code column among these, and that column; None without one."""
    found = {_OF_COLUMN[plain]: name for name in columns if (plain := plain_name(name)) in _OF_COLUMN}
    return next(((geography, found[geography]) for geography in CODE_ALIASES if geography in found), None)


def is_code_of(code: str, geography: str) -> bool:
    """Whether a text is an English code of that kind of geography."""
    return re.fullmatch(CODE_PATTERNS[kind_of(geography)], code) is not None


def may_be_the_same(one: str, other: str) -> bool:
    """Whether two files can be joined by code: one geography and vintage, or wards or districts of an untold year."""
    return one == other or (kind_of(one) == kind_of(other) and kind_of(one) in RECUT)


def is_smaller(one: str, other: str) -> bool:
    """Whether areas of the first kind are smaller than those of the second."""
    return SMALLEST_FIRST.index(kind_of(one)) < SMALLEST_FIRST.index(kind_of(other))
