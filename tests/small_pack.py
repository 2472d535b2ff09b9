"""A made-up council, small enough to work by hand: 2 districts, 3 localities, 8 areas, 12 schools, 6 provisions.

Its areas are squares of 4 km in two rows of four, west to east, with the south-west corner at 400000, 250000. The
western four squares are Alder, the north-eastern two Birch, the south-eastern two Cedar.
"""

from __future__ import annotations

import json
from pathlib import Path

from pyproj import Transformer

WEST, SOUTH, SIDE = 400_000, 250_000, 4_000
COLUMNS, ROWS = 4, 2

LOCALITIES = """locality,district,district_code,source
Alder,Westmarch,E07000901,made up
Birch,Eastmarch,E07000902,made up
Cedar,Eastmarch,E07000902,made up
"""

SCHOOLS = """urn,school_name,school_phase,ncy_low,ncy_high,postcode,easting,northing,locality,governance,pupils_on_roll,may_host,may_host_reason,source
900001,Alder Primary,primary,0,6,ZZ1 1AA,401000,251000,Alder,maintained,210,yes,,made up
900002,Alder Infant,primary,-1,2,ZZ1 1AB,402500,253000,Alder,maintained,180,yes,,made up
900003,Alder Junior,primary,3,6,ZZ1 1AC,402600,253100,Alder,maintained,240,yes,,made up
900004,Mill Primary,primary,-1,6,ZZ1 1AD,406000,255000,Alder,academy,420,yes,,made up
900005,Hill Primary,primary,0,6,ZZ1 1AE,405000,252000,Alder,academy,60,yes,,made up
900006,Alder High,secondary,7,11,ZZ1 1AF,404000,254500,Alder,academy,1100,yes,,made up
900007,Birch Primary,primary,0,6,ZZ1 1AG,410000,256000,Birch,maintained,300,yes,,made up
900008,Birch Grammar,secondary,7,11,ZZ1 1AH,411000,255500,Birch,academy,900,no,selective intake,made up
900009,Birch High,secondary,7,11,ZZ1 1AJ,413000,256500,Birch,maintained,,yes,,made up
900010,Cedar Primary,primary,-1,6,ZZ1 1AK,409500,251500,Cedar,academy,350,yes,,made up
900011,Cedar All-through,all-through,0,11,ZZ1 1AL,412500,252500,Cedar,academy,1500,yes,,made up
900012,Cedar Nursery,nursery,-1,-1,ZZ1 1AM,413500,251500,Cedar,maintained,80,no,a nursery school,made up
"""  # noqa: E501

PROVISION = """site,urn,school_name,ncy_low,ncy_high,phase,need_groups,provision_type,status,academic_year,commissioned_places,max_places,capital_gbp,quality,note,source
R01,900001,Alder Primary,,,primary,communication_interaction,resourced_provision,existing,2019/20,7,10,,green,,made up
R02,900002,Alder Infant,0,2,primary,communication_interaction,resourced_provision,existing,2022/23,6,,,green,,made up
R03,900006,Alder High,,,secondary,semh,resourced_provision,existing,2021/22,10,,,green,,made up
R03,900006,Alder High,,,secondary,semh,resourced_provision,committed,2025/26,14,14,60000,amber,grows,made up
R04,900010,Cedar Primary,,,primary,communication_interaction+semh,sen_unit,committed,2024/25,8,,80000,green,,made up
R05,,Places that no list names,,,primary,communication_interaction,resourced_provision,existing,2019/20,3,,,red,balances the total,made up
R06,900007,Birch Primary,,,primary,semh,resourced_provision,consulted,2026/27,8,,,amber,,made up
"""  # noqa: E501

STATED_TOTALS = """claim,stated_places,as_at,computed_from,explanation,source
places in summer 2024,26,2024-06-20,existing,,made up
opening in September 2024,8,2024-06-20,opening:2024/25,,made up
both together,30,2024-06-20,existing+opening:2024/25,four places fewer than the sum,made up
aim for 2028,60,2024-06-20,open:2028/29,,made up
shown only,99,2023-06-20,,,made up
"""

PACK = """title = "Made-up shire"
council = "Made-up Council"
la_code = "999"
built_on = 2024-06-20
detour_factor_assumption = "detour_factor"
attribution = ["Made-up boundaries, no rights reserved."]
"""

# By name: the value, its unit and its range, None where there is none.
ASSUMPTIONS: dict[str, tuple[float, str, float | None, float | None]] = {
    "detour_factor": (1.3, "ratio", 1.2, 1.4),
    "straight_line_metres_a_minute": (500, "metres a minute", 400, 650),
    "rp_place_occupied_gbp": (6000, "gbp a place a year", 6000, 6000),
    "rp_place_vacant_gbp": (10000, "gbp a place a year", 10000, 10000),
    "rp_top_up_gbp": (8000, "gbp a pupil a year", 6000, 12000),
    "independent_special_gbp": (60000, "gbp a pupil a year", None, None),
    "state_special_gbp": (24000, "gbp a pupil a year", None, None),
    "mainstream_ehcp_gbp": (7000, "gbp a pupil a year", None, None),
    "inflation_rp_rate": (0.0, "rate a year", None, None),
    "inflation_independent_rate": (0.05, "rate a year", None, None),
    "inflation_state_special_rate": (0.02, "rate a year", None, None),
    "price_base_financial_year": (2024, "April of the financial year", None, None),
    "transport_eligible_gbp": (8000, "gbp a pupil a year", None, None),
    "walking_limit_under_8_metres": (3219, "metres", None, None),
    "walking_limit_8_and_over_metres": (4828, "metres", None, None),
    "capital_fixed_primary_gbp": (20000, "gbp a base", None, None),
    "capital_fixed_secondary_gbp": (40000, "gbp a base", None, None),
    "capital_per_place_primary_gbp": (8000, "gbp a place", None, None),
    "capital_per_place_secondary_gbp": (10000, "gbp a place", None, None),
    "lead_time_maintained_months": (12, "months", 9, 12),
    "lead_time_academy_months": (18, "months", 12, 18),
    "max_places_primary": (16, "places", None, None),
    "max_places_secondary": (20, "places", None, None),
    "small_school_pupils": (100, "pupils", None, None),
    "ehcp_growth_rate": (0.10, "rate a year", 0.05, 0.12),
    "ehcp_leaver_rate": (0.05, "rate a year", None, None),
    "rp_share_nursery": (0.05, "share", 0.02, 0.08),
    "rp_share_primary": (0.10, "share", 0.08, 0.12),
    "rp_share_secondary": (0.10, "share", 0.08, 0.12),
    "rp_mix_nursery_communication_interaction": (0.8, "share", None, None),
    "rp_mix_nursery_semh": (0.1, "share", None, None),
    "rp_mix_nursery_cognition_learning": (0.1, "share", None, None),
    "rp_mix_nursery_sensory_physical": (0.0, "share", None, None),
    "rp_mix_primary_communication_interaction": (0.6, "share", None, None),
    "rp_mix_primary_semh": (0.3, "share", None, None),
    "rp_mix_primary_cognition_learning": (0.1, "share", None, None),
    "rp_mix_primary_sensory_physical": (0.0, "share", None, None),
    "rp_mix_secondary_communication_interaction": (0.5, "share", None, None),
    "rp_mix_secondary_semh": (0.4, "share", None, None),
    "rp_mix_secondary_cognition_learning": (0.1, "share", None, None),
    "rp_mix_secondary_sensory_physical": (0.0, "share", None, None),
    "deprivation_log_rate_per_10_imd": (0.07, "log rate", 0.0, 0.1),
    "publication_threshold_pupils": (5, "pupils", None, None),
}

SCENARIO = """title = "Made-up shire, as at June 2024"
pack = "pack"
assumptions = "assumptions.toml"
as_at = 2024-06-20
first_academic_year = "2024/25"
last_academic_year = "2028/29"
bound = "central"
need_groups = ["communication_interaction", "semh"]
goals = ["target_shortfall", "coverage_gaps", "unplaced_pupils", "vacant_places", "pupil_travel", "cost",
         "change_from_current"]

[priorities]
phases = { secondary = 3 }
districts = { Eastmarch = 2 }

[candidates]
sizes = { primary = [6, 8, 10, 12], secondary = [8, 10, 12, 14, 16] }

[rules.travel_limit]
nursery_metres = 5000
primary_metres = 8000
secondary_metres = 12000

[rules.opening_limit]
sites_per_year = 3
places_per_year = 30

[rules.places_target]
targets = [{ academic_year = "2028/29", places = 60, basis = "commissioned_places", source = "made up" }]

[rules.host_limit]
bases_per_school = 1

[solve]
gap = 0.001
work_nodes = 200
time_limit_seconds = 600

[finance]
first_financial_year = "2024-25"
last_financial_year = "2029-30"
"""


def write_small_pack(folder: Path) -> Path:
    """Write pack, assumptions and scenario into `folder`; return the scenario file."""
    pack = folder / "pack"
    pack.mkdir(parents=True, exist_ok=True)
    texts = {
        "pack.toml": PACK,
        "localities.csv": LOCALITIES,
        "areas.csv": areas_csv(),
        "areas.geojson": areas_geojson(),
        "schools.csv": SCHOOLS,
        "provision.csv": PROVISION,
        "caseload.csv": caseload_csv(),
        "stated_totals.csv": STATED_TOTALS,
    }
    for name, text in texts.items():
        (pack / name).write_text(text, encoding="utf-8", newline="\n")
    (folder / "assumptions.toml").write_text(assumptions_toml(), encoding="utf-8", newline="\n")
    scenario = folder / "scenario.toml"
    scenario.write_text(SCENARIO, encoding="utf-8", newline="\n")
    return scenario


def area_squares() -> list[tuple[str, str, int, int]]:
    """Code, locality, west and south edge of each area."""
    squares = []
    for row in range(ROWS):
        for column in range(COLUMNS):
            eastern = "Cedar" if row == 0 else "Birch"
            code = f"A{row * COLUMNS + column + 1:02d}"
            locality = "Alder" if column < COLUMNS // 2 else eastern
            squares.append((code, locality, WEST + column * SIDE, SOUTH + row * SIDE))
    return squares


def areas_csv() -> str:
    """Areas with 40 to 110 persons a year of age; the score of A08 is unknown."""
    lines = [
        "area_code,area_name,locality,easting,northing,imd_score,"
        "persons_nursery,persons_infant,persons_junior,persons_secondary,source"
    ]
    for index, (code, locality, west, south) in enumerate(area_squares()):
        persons = 40 + 10 * index
        imd = "" if code == "A08" else str(5 + 5 * index)
        middle = f"{west + SIDE // 2},{south + SIDE // 2}"
        counts = f"{persons},{3 * persons},{4 * persons},{5 * persons}"
        lines.append(f"{code},Square {index + 1},{locality},{middle},{imd},{counts},made up")
    return "\n".join(lines) + "\n"


def areas_geojson() -> str:
    """Squares as longitude and latitude."""
    to_degrees = Transformer.from_crs(27700, 4326, always_xy=True)
    features = []
    for code, _, west, south in area_squares():
        corners = [(0, 0), (1, 0), (1, 1), (0, 1), (0, 0)]
        ring = [[round(x, 7) for x in to_degrees.transform(west + a * SIDE, south + b * SIDE)] for a, b in corners]
        geometry = {"type": "Polygon", "coordinates": [ring]}
        features.append({"type": "Feature", "properties": {"area_code": code}, "geometry": geometry})
    return json.dumps({"type": "FeatureCollection", "features": features}, indent=1) + "\n"


def caseload_csv() -> str:
    """Plans in two Januaries: 10 at age 2, then 10 more each year up to age 9, then 80 at each age."""
    lines = ["census_year,age,primary_need,plans_pupils,source"]
    for census_year, scale in ((2023, 9), (2024, 10)):
        lines += [f"{census_year},{age},all,{scale * min(age - 1, 8)},made up" for age in range(2, 20)]
    return "\n".join(lines) + "\n"


def assumptions_toml() -> str:
    """All assumptions, each with its range where it has one."""
    tables = []
    for name, (value, unit, low, high) in ASSUMPTIONS.items():
        lines = [f"[{name}]", f"value = {value}", f'unit = "{unit}"', "valid_from = 2024-04-01"]
        lines += [f"{key} = {bound}" for key, bound in (("low", low), ("high", high)) if bound is not None]
        lines += ['quality = "amber"', 'impact = "medium"', 'source = "made up"', 'note = ""']
        tables.append("\n".join(lines))
    return "\n\n".join(tables) + "\n"
