"""The tables of a SEN2 person-level return and the only columns of them that are ever kept.

The return comes as COLLECT's "Blade" export, one CSV file for each table, or as the submission template, one worksheet
with the tables below each other. Names of columns are those of both; columns that came and went between versions (sex
or gendercurrent, phasetransferduedate from 1.3 on) are not needed and so make no difference. Names, sex, ethnicity and
pupil numbers are not in this list and are never kept.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from planner.inputs.new.official_csv import plain_name

_REQUEST = "Requests record ID"
OWN_ID = "own"
"""Our name of the id of rows that nothing hangs on; the template has none."""


@dataclass(frozen=True, slots=True)
class Module:
    """One table: its name in the export, its title in the template, our column names with those in use.

    `own_key` is the column that must not repeat, empty when the template has none. An optional module may be absent.
    """

    name: str
    title: str
    columns: Mapping[str, tuple[str, ...]]
    own_key: str = ""
    parent: tuple[str, str] | None = None
    optional: bool = False

    @property
    def needed(self) -> tuple[str, ...]:
        """Columns without which the table cannot be used: all but those that the template does not have."""
        return tuple(ours for ours in self.columns if ours not in {"ukprn", OWN_ID})


# In the template only requests have an id of their own; what hangs on a request is found by that id, so the request's
# id stands in for the ids between (one assessment, one plan and one active plan to a request).
MODULES = (
    Module("sen2", "Header Record", {"referencedate": ("referencedate",)}, optional=True),
    Module(
        "person",
        "Person Record",
        {
            "person": ("persontableid", "Person ID"),
            "birth": ("personbirthdate", "Date of Birth"),
            "postcode": ("postcode", "Post Code"),
        },
        own_key="person",
    ),
    Module(
        "requests",
        "Requests Records",
        {"request": ("requeststableid", _REQUEST), "person": ("persontableid", "Person ID")},
        own_key="request",
        parent=("person", "person"),
    ),
    Module(
        "assessment",
        "Assessments Records",
        {"assessment": ("assessmenttableid", _REQUEST), "request": ("requeststableid", _REQUEST)},
        own_key="assessment",
        parent=("request", "requests"),
        optional=True,
    ),
    Module(
        "namedplan",
        "Named Plan Records",
        {
            "named_plan": ("namedplantableid", _REQUEST),
            "assessment": ("assessmenttableid", _REQUEST),
            "ceased": ("ceasedate", "Date EHC plan ceased"),
        },
        own_key="named_plan",
        parent=("assessment", "assessment"),
        optional=True,
    ),
    Module(
        "plandetail",
        "Plan Detail Records",
        {OWN_ID: ("plandetailtableid",), "named_plan": ("namedplantableid", _REQUEST)},
        parent=("named_plan", "namedplan"),
        optional=True,
    ),
    Module(
        "activeplans",
        "Active Plan Records",
        {"plan": ("activeplanstableid", _REQUEST), "request": ("requeststableid", _REQUEST)},
        own_key="plan",
        parent=("request", "requests"),
    ),
    Module(
        "placementdetail",
        "Placement Detail Records",
        {
            OWN_ID: ("placementdetailtableid",),
            "plan": ("activeplanstableid", _REQUEST),
            "urn": ("urn", "URN - Unique Reference Number"),
            "ukprn": ("ukprn", "UKPRN - UK Provider Reference Number"),
            "setting": ("sensetting", "SEN Setting - Establishment type"),
            "rank": ("placementrank",),
            "entry": ("entrydate", "Placement Start Date"),
            "leaving": ("leavingdate", "Placement Leaving Date"),
            "unit_flag": ("senunitindicator",),
            "rp_flag": ("resourcedprovisionindicator",),
        },
        parent=("plan", "activeplans"),
    ),
    Module(
        "senneed",
        "SEN Need Records",
        {
            OWN_ID: ("senneedtableid",),
            "plan": ("activeplanstableid", _REQUEST),
            "need": ("sentype", "SEN Type of Need"),
            "rank": ("sentyperank", "SEN Type of Need rank"),
        },
        parent=("plan", "activeplans"),
    ),
)


def short_name(header: str) -> str:
    """Return a column name without case, punctuation and what the template explains in brackets or on further lines."""
    return plain_name(re.split(r"[(\n]", header.strip())[0])


def positions(module: Module, header: list[str]) -> dict[str, int]:
    """Where each of our columns stands in a header; columns that are not there are left out."""
    found = {short_name(name): index for index, name in reversed(list(enumerate(header)))}
    return {
        ours: found[name]
        for ours, names in module.columns.items()
        if (name := next((key for key in map(short_name, names) if key in found), None)) is not None
    }
