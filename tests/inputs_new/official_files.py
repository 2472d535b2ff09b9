"""Files as official publishers lay them out: the real ones beside the project, and a made-up council's."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import geopandas as gpd
import pytest
from shapely.geometry import box

from planner.errors import InputError
from planner.inputs.new.report import Notes

REAL = Path(__file__).parents[2].parent / "shared" / "data"
WEST, SOUTH, SIDE = 430_000, 270_000, 2_000
CODES = ("E01000001", "E01000002", "E01000003", "E01000004")
GIAS_HEADER = (
    "URN,LA (code),EstablishmentName,TypeOfEstablishment (name),EstablishmentStatus (name),PhaseOfEducation (name),"
    "StatutoryLowAge,StatutoryHighAge,Postcode,NumberOfPupils,HeadLastName,TelephoneNum,SEN1 (name),"
    "TypeOfResourcedProvision (name),ResourcedProvisionCapacity,SenUnitCapacity,Easting,Northing,LSOA (code)"
)
SCHOOLS = (
    "100001,999,Ash Primary,Community school,Open,Primary,4,11,ZZ1 1AA,200,Secret,0123,,,,,430500,270500,E01000001",
    "100002,999,Beech Primary,Academy converter,Open,Primary,3,11,ZZ1 1AB,,Secret,0123,ASD - Autistic,"
    "Resourced provision,10,,432500,270500,E01000002",
    "100003,999,Cedar High,Free schools,Open,Secondary,11,18,ZZ1 1AC,900,Secret,0123,SEMH - Social,SEN unit,,,"
    "434500,270500,E01000003",
    "100004,999,Elm Special,Community special school,Open,Not applicable,4,19,ZZ1 1AD,80,Secret,0123,,,,,"
    "434600,270600,E01000003",
    "100005,888,Far Primary,Community school,Open,Primary,4,11,ZZ9 1AA,100,Secret,0123,,,,,530000,180000,E01009999",
)


def real(*parts: str) -> Path:
    """Path of a real file; the test is skipped where it is absent."""
    path = REAL.joinpath(*parts)
    if not path.is_file():
        pytest.skip(f"{path.name} is not beside the project")
    return path


def faults_of(notes: Notes) -> str:
    """All faults noted so far, one a line; empty when there is none."""
    try:
        notes.faults.raise_if_any()
    except InputError as error:
        return "\n".join(str(fault) for fault in error.faults)
    return ""


def warwickshire(**changes: Any) -> dict[str, Any]:  # noqa: ANN401 - arguments of any kind
    """Arguments of build_pack for the real Warwickshire files, with changes."""
    return {
        "council": "Warwickshire County Council",
        "la_code": "937",
        "built_on": date(2025, 6, 30),
        "boundaries": real("boundaries", "lsoa2021_warwickshire.geojson"),
        "gias": real("gias", "schools_warwickshire_open_2025-05-24_joined.csv"),
        "population": real("population", "ons_mid2020_lsoa2011_single_year_age_warwickshire.csv"),
        "caseload": real("sen", "sen2_2025_caseload_warwickshire.csv"),
        "needs": real("sen", "sen2_2025_sen_needs_all_plans_warwickshire.csv"),
        "imd": real("imd", "imd2025_lsoa2021_warwickshire.csv"),
        "lookup_lsoa": real("boundaries", "lookup_lsoa11_lsoa21_warwickshire.csv"),
        "points": real("boundaries", "lsoa2021_warwickshire_points_derived.csv"),
        **changes,
    }


def small_frame() -> gpd.GeoDataFrame:
    """Four squares of 2 km in a row, two districts, in National Grid metres."""
    squares = [box(WEST + i * SIDE, SOUTH, WEST + (i + 1) * SIDE, SOUTH + SIDE) for i in range(len(CODES))]
    names = [f"{'Westshire' if i < 2 else 'Eastshire'} 001{letter}" for i, letter in enumerate("ABCD")]
    districts = ["E07000901", "E07000901", "E07000902", "E07000902"]
    return gpd.GeoDataFrame(
        {"LSOA21CD": CODES, "LSOA21NM": names, "LAD24CD": districts}, geometry=squares, crs="EPSG:27700"
    )


def write_lines(path: Path, lines: list[str] | tuple[str, ...], encoding: str = "utf-8") -> Path:
    """Write a text file of these lines."""
    path.write_bytes(("\n".join(lines) + "\n").encode(encoding))
    return path


def small_council(folder: Path, **changes: Any) -> dict[str, Any]:  # noqa: ANN401 - arguments of any kind
    """Write a made-up council's files and return the arguments of build_pack, with changes."""
    boundaries = folder / "areas.gpkg"
    small_frame().to_file(boundaries, driver="GPKG")
    ages = ",".join(str(age) for age in range(16))
    people = [f"{code},{','.join(['10'] * 16)}" for code in CODES]
    topic = "Child or young persons age"
    plans = [f"202425,999,{topic},under 3,1", f"202425,999,{topic},age 5,20", f"202425,999,{topic},age 12,30"]
    needs = [f"202425,999,{topic},age 5,20,12,7,1", f"202425,999,{topic},age 12,30,10,15,x"]
    return {
        "council": "Made-up Council",
        "la_code": "999",
        "built_on": date(2025, 6, 30),
        "boundaries": boundaries,
        "gias": write_lines(folder / "gias.csv", [GIAS_HEADER, *SCHOOLS]),
        "population": write_lines(folder / "people.csv", [f"LSOA21CD,{ages}", *people]),
        "caseload": write_lines(
            folder / "caseload.csv",
            [
                "time_period,old_la_code,breakdown_topic,breakdown,ehcplans",
                "202324,999,All EHC plans,All EHC plans,45",
                "202425,999,All EHC plans,All EHC plans,51",
                *plans,
                "202425,999,Sex,Female,20",
                "202425,888,Child or young persons age,age 5,77",
            ],
        ),
        "needs": write_lines(
            folder / "needs.csv",
            ["time_period,old_la_code,breakdown_topic,breakdown,ehc_plans,number_asd,number_semh,number_vi", *needs],
        ),
        "imd": write_lines(folder / "imd.csv", ["LSOA21CD,IMD_score", *(f"{code},21.5" for code in CODES)]),
        **changes,
    }
