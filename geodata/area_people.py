"""Brings children and deprivation from small census areas (LSOA) to the areas of a pack.

The children of an LSOA are spread evenly over the postcode points that stand in it, and each point brings its share to
its area. Postcodes are never a measure of people beyond that: sorting offices and businesses have many.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from area_shapes import as_points
from pack_csv import read_rows

AGE_GROUPS: dict[str, range] = {
    "persons_nursery": range(3, 4),
    "persons_infant": range(4, 7),
    "persons_junior": range(7, 11),
    "persons_secondary": range(11, 16),
}
"""Ages of the columns in areas.csv (FORMAT.md)."""

DECIMALS = 1


@dataclass(frozen=True)
class LsoaTables:
    """Paths of the public tables: single years of age by LSOA 2011, lookup 2011 to 2021, IMD 2025 and outlines 2021."""

    population: Path
    lookup: Path
    imd: Path
    outlines: Path


def people(points: pd.DataFrame, tables: LsoaTables) -> pd.DataFrame:
    """Children by age group, mean point of their homes and their mean IMD score, by `area_code` in order."""
    points = with_lsoa(points, tables)
    children = population(tables.population)
    points = points.join(children.div(points.groupby("lsoa11").size(), axis=0), on="lsoa11")
    points["children"] = points[list(AGE_GROUPS)].sum(axis=1)
    imd = {row["lsoa21_code"]: float(row["IMD_score"]) for row in read_rows(tables.imd)}
    points["imd_score"] = points["lsoa21"].map(imd)
    groups = points.groupby("area_code")
    table = groups[list(AGE_GROUPS)].sum()
    for column in ("easting", "northing", "imd_score"):
        weighted = (points[column] * points["children"]).groupby(points["area_code"]).sum()
        table[column] = weighted / groups["children"].sum()
    for column in AGE_GROUPS:
        table[column] = rounded_to_total(table[column], DECIMALS)
    return table.sort_index()


def with_lsoa(points: pd.DataFrame, tables: LsoaTables) -> pd.DataFrame:
    """Points with `lsoa21`, the nearest outline, and `lsoa11`; raises ValueError for an LSOA without any point."""
    outlines = gpd.read_file(tables.outlines).to_crs("EPSG:27700")
    tree = shapely.STRtree(outlines.geometry.to_numpy())
    _, nearest = tree.query_nearest(as_points(points), all_matches=False)
    points = points.assign(lsoa21=outlines["LSOA21CD"].to_numpy()[nearest])
    lookup = {row["lsoa21_code"]: row["lsoa11_code"] for row in read_rows(tables.lookup)}
    points["lsoa11"] = points["lsoa21"].map(lookup)
    refuse_missing(set(lookup.values()), set(points["lsoa11"]))
    return points


def refuse_missing(wanted: Iterable[str], found: set[str]) -> None:
    """Raise ValueError when the children of an LSOA would be lost."""
    missing = sorted(set(wanted) - found)
    if missing:
        msg = f"no postcode point in LSOA {', '.join(missing)}"
        raise ValueError(msg)


def population(path: Path) -> pd.DataFrame:
    """Persons of each age group by LSOA 2011."""
    rows = {row["lsoa11_code"]: age_groups(row) for row in read_rows(path)}
    return pd.DataFrame.from_dict(rows, orient="index", columns=list(AGE_GROUPS))


def age_groups(row: Mapping[str, str]) -> list[int]:
    """Sum the single years of one row into the age groups."""
    return [sum(int(row[str(age)]) for age in ages) for ages in AGE_GROUPS.values()]


def rounded_to_total(values: pd.Series, decimals: int) -> pd.Series:
    """Round so that the sum stays the sum: what is left goes to the largest remainders, ties by order of the index."""
    scale = 10**decimals
    exact = values * scale
    units = np.floor(exact + 1e-9)
    left = round(float(exact.sum())) - int(units.sum())
    order = (units - exact).sort_values(kind="stable").index[:left]
    units.loc[order] += 1
    result: pd.Series = units / scale
    return result
