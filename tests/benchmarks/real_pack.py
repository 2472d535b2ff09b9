"""The main job on Warwickshire's official files: a pack from LSOA boundaries, GIAS, population, EHC plans and IMD."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import geopandas as gpd
import pandas as pd

from planner.inputs.new import build_pack

ROOT = Path(__file__).parents[2]
PUBLIC_FILES = ROOT.parent / "shared" / "data"
BUNDLED = ROOT / "geodata" / "warwickshire"
GRID, LON_LAT = "EPSG:27700", "EPSG:4326"


def available() -> bool:
    """Whether the public files lie beside the project."""
    return PUBLIC_FILES.is_dir()


def write_localities(target: Path) -> Path:
    """Give each LSOA the locality of the bundled area in which its postcodes lie, or the nearest one."""
    points = pd.read_csv(PUBLIC_FILES / "boundaries" / "lsoa2021_warwickshire_points_derived.csv", dtype=str)
    where = gpd.points_from_xy(
        points["postcode_mean_easting"].astype(float), points["postcode_mean_northing"].astype(float)
    )
    lsoas = gpd.GeoDataFrame({"area_code": points["LSOA21CD"]}, geometry=where, crs=GRID)
    areas = gpd.read_file(BUNDLED / "areas.geojson").to_crs(GRID)
    names = pd.read_csv(BUNDLED / "areas.csv", dtype=str)[["area_code", "locality"]]
    located = areas.merge(names, on="area_code")[["locality", "geometry"]]
    joined = lsoas.sjoin_nearest(located).drop_duplicates("area_code").sort_values("area_code")
    joined[["area_code", "locality"]].to_csv(target, index=False)
    return target


def build(folder: Path) -> Path:
    """Build the pack and give the scenario that asks the bundled question of it."""
    folder.mkdir(parents=True, exist_ok=True)
    localities = write_localities(folder / "localities.csv")
    pack = folder / "pack"
    build_pack(
        pack,
        council="Warwickshire County Council",
        la_code="937",
        built_on=date(2025, 6, 30),
        boundaries=PUBLIC_FILES / "boundaries" / "lsoa2021_warwickshire.geojson",
        gias=PUBLIC_FILES / "gias" / "schools_warwickshire_open_2025-05-24_joined.csv",
        population=PUBLIC_FILES / "population" / "ons_mid2020_lsoa2011_single_year_age_warwickshire.csv",
        caseload=PUBLIC_FILES / "sen" / "sen2_2025_caseload_warwickshire.csv",
        needs=PUBLIC_FILES / "sen" / "sen2_2025_sen_needs_all_plans_warwickshire.csv",
        imd=PUBLIC_FILES / "imd" / "imd2025_lsoa2021_warwickshire.csv",
        lookup_lsoa=PUBLIC_FILES / "boundaries" / "lookup_lsoa11_lsoa21_warwickshire.csv",
        points=PUBLIC_FILES / "boundaries" / "lsoa2021_warwickshire_points_derived.csv",
        localities=localities,
        register=BUNDLED / "provision.csv",
        stated_totals=BUNDLED / "stated_totals.csv",
        force=True,
    )
    scenario = folder / "scenario.toml"
    bundled = ROOT / "scenarios" / "warwickshire_2024.toml"
    scenario.write_text(
        f'extends = "{bundled.as_posix()}"\n'
        'title = "Warwickshire on official files"\npack = "pack"\n'
        f'assumptions = "{(ROOT / "scenarios" / "assumptions.toml").as_posix()}"\n',
        encoding="utf-8",
    )
    return scenario
