"""Columns and words of Get Information About Schools (GIAS), as its downloads have spelt them since 2017.

Columns about people (head teachers, telephone numbers) are not here and so are never loaded; nor are columns that
spreadsheets damage (UPRN) or that mislead (post town, and "(SRP)", which is the School Rebuilding Programme).
"""

from __future__ import annotations

GIAS_SOURCE = "Department for Education, Get Information About Schools, https://get-information-schools.service.gov.uk"
SEN_SLOTS = tuple(f"SEN{slot} (name)" for slot in range(1, 14))
GIAS_COLUMNS: dict[str, tuple[str, ...]] = {
    "urn": ("URN",),
    "la_code": ("LA (code)",),
    "number": ("EstablishmentNumber",),
    "name": ("EstablishmentName",),
    "type": ("TypeOfEstablishment (name)", "establishment_type"),
    "status": ("EstablishmentStatus (name)",),
    "open_date": ("OpenDate",),
    "open_reason": ("ReasonEstablishmentOpened (name)",),
    "close_date": ("CloseDate",),
    "phase": ("PhaseOfEducation (name)", "education_phase"),
    "age_low": ("StatutoryLowAge", "agelow"),
    "age_high": ("StatutoryHighAge", "agehigh"),
    "gender": ("Gender (name)", "gender"),
    "admissions": ("AdmissionsPolicy (name)",),
    "capacity": ("SchoolCapacity",),
    "capacity_2015": ("scap2015_net_capacity",),
    "census_date": ("CensusDate",),
    "pupils": ("NumberOfPupils",),
    "pupils_census": ("nor_2024_25",),
    "plans": ("ehcp_2024_25",),
    "postcode": ("Postcode",),
    "easting": ("Easting",),
    "northing": ("Northing",),
    "lsoa": ("LSOA (code)",),
    "base_type": ("TypeOfResourcedProvision (name)",),
    "rp_on_roll": ("ResourcedProvisionOnRoll",),
    "rp_places": ("ResourcedProvisionCapacity",),
    "unit_on_roll": ("SenUnitOnRoll",),
    "unit_places": ("SenUnitCapacity",),
    "sen_types": ("sen_types_gias_2025", "sen_types"),
    **{slot: (slot,) for slot in SEN_SLOTS},
}
REQUIRED = ("urn", "la_code", "name", "type", "phase", "age_low", "age_high", "postcode", "easting", "northing")
# Without these a file is read, and the report says what is then not known.
MISSED: dict[str, str] = {
    "status": "every row is taken as open",
    "admissions": "which schools are selective is not known",
    "gender": "which schools take girls or boys only is not known",
    "open_date": "which schools are new is not known",
}
# TypeOfEstablishment names of mainstream state schools; special, alternative and independent ones are left out.
MAINTAINED_TYPES = frozenset(
    {"community school", "foundation school", "voluntary aided school", "voluntary controlled school"}
)
ACADEMY_TYPES = frozenset(
    {
        "academy converter",
        "academy sponsor led",
        "free schools",
        "studio schools",
        "university technical college",
        "city technology college",
    }
)
MAINSTREAM_TYPES = MAINTAINED_TYPES | ACADEMY_TYPES
SCHOOL_PHASES = {
    "primary": "primary",
    "middle deemed primary": "primary",
    "secondary": "secondary",
    "middle deemed secondary": "secondary",
    "all-through": "all-through",
    "all through": "all-through",
}
OTHER_PHASES = frozenset({"", "not applicable", "nursery", "16 plus"})
OPEN, CLOSING, PROPOSED, CLOSED = "open", "open, but proposed to close", "proposed to open", "closed"
STATUSES = frozenset({OPEN, CLOSING, PROPOSED, CLOSED})
# Before 2019 the register wrote "Selective (grammar)", "Comprehensive (secondary)" and "Modern (secondary)".
SELECTIVE = "selective"
SINGLE_SEX = frozenset({"girls", "boys"})
BASE_WORDS = frozenset({"resourced provision", "sen unit", "resourced provision and sen unit"})
NEW_PROVISION = "new provision"
