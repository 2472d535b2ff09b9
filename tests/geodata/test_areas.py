"""areas.csv, areas.geojson and localities.csv: one whole map whose parts belong together."""

from __future__ import annotations

from collections import Counter

import geopandas as gpd
import pytest
import shapely

from tests.geodata.pack_files import PACK, Row, public_file, table

GROUPS = {
    "persons_nursery": range(3, 4),
    "persons_infant": range(4, 7),
    "persons_junior": range(7, 11),
    "persons_secondary": range(11, 16),
}
LARGEST_PART = 0.85
SMALLEST_AREA_KM2 = 0.05


@pytest.fixture(scope="module")
def outlines() -> gpd.GeoDataFrame:
    return gpd.read_file(PACK / "areas.geojson").to_crs("EPSG:27700").set_index("area_code").sort_index()


@pytest.fixture(scope="module")
def areas() -> dict[str, Row]:
    return {row["area_code"]: row for row in table("areas.csv")}


def test_there_are_110_to_150_areas_with_an_outline_each(areas: dict[str, Row], outlines: gpd.GeoDataFrame) -> None:
    assert 110 <= len(areas) <= 150
    assert list(outlines.index) == sorted(areas)


def test_the_outlines_form_a_valid_coverage(outlines: gpd.GeoDataFrame) -> None:
    degrees = gpd.read_file(PACK / "areas.geojson")
    assert shapely.coverage_is_valid(degrees.geometry.to_numpy())
    assert outlines.geometry.is_valid.all()
    assert outlines.area.min() > SMALLEST_AREA_KM2 * 1e6


def test_coordinates_have_five_decimals_at_most() -> None:
    degrees = gpd.read_file(PACK / "areas.geojson")
    xy = shapely.get_coordinates(degrees.geometry.to_numpy())
    assert abs(xy - xy.round(5)).max() < 1e-9


def test_the_county_has_its_area_within_two_per_cent(outlines: gpd.GeoDataFrame) -> None:
    assert outlines.area.sum() / 1e6 == pytest.approx(1977.6, rel=0.02)


def test_every_locality_has_areas_and_lies_in_one_district(areas: dict[str, Row]) -> None:
    localities = {row["locality"]: row for row in table("localities.csv")}
    assert len(localities) == 26
    assert {row["locality"] for row in areas.values()} == set(localities)
    for code, row in areas.items():
        assert code.rsplit("-", 1)[1] == localities[row["locality"]]["district_code"]
        assert row["area_name"].endswith(localities[row["locality"]]["district"])


def test_an_area_keeps_the_locality_of_its_sector(areas: dict[str, Row]) -> None:
    lookup = {f"{row['postcode_sector']}-{row['district_code']}": row for row in table("sector_localities.csv")}
    assert {code: lookup[code]["locality"] for code in areas} == {code: row["locality"] for code, row in areas.items()}


def test_localities_hang_together(areas: dict[str, Row], outlines: gpd.GeoDataFrame) -> None:
    names = outlines.index.map(lambda code: areas[code]["locality"])
    for name, group in outlines.geometry.groupby(names):
        parts = shapely.area(shapely.get_parts(shapely.coverage_union_all(group.to_numpy())))
        assert max(parts) / sum(parts) > LARGEST_PART, name


def test_children_live_in_or_at_their_area(areas: dict[str, Row], outlines: gpd.GeoDataFrame) -> None:
    for code, row in areas.items():
        home = shapely.Point(float(row["easting"]), float(row["northing"]))
        assert outlines.geometry[code].distance(home) < 500, code
        assert sum(float(row[group]) for group in GROUPS) > 0
        assert 0 < float(row["imd_score"]) < 100


def test_the_austrey_side_of_atherstone_is_with_polesworth(areas: dict[str, Row], outlines: gpd.GeoDataFrame) -> None:
    austrey = shapely.Point(429500, 306300)
    code = next(code for code, shape in outlines.geometry.items() if shape.contains(austrey))
    assert areas[str(code)]["locality"] == "Polesworth and Dordon"


@pytest.mark.real_files
def test_no_child_is_lost_between_census_areas_and_areas(areas: dict[str, Row]) -> None:
    path = public_file("population/ons_mid2020_lsoa2011_single_year_age_warwickshire.csv")
    census = gpd.pd.read_csv(path)
    for group, ages in GROUPS.items():
        published = int(census[[str(age) for age in ages]].to_numpy().sum())
        assert sum(float(row[group]) for row in areas.values()) == pytest.approx(published, abs=0.01)


@pytest.mark.real_files
def test_census_points_lie_in_areas_of_their_own_district(outlines: gpd.GeoDataFrame) -> None:
    """The centroid of a small area is independent of postcodes; nearly all must fall in the right district."""
    points = gpd.pd.read_csv(public_file("boundaries/lsoa2021_warwickshire_points_derived.csv"))
    geometry = gpd.points_from_xy(points["centroid_easting"], points["centroid_northing"])
    _, nearest = shapely.STRtree(outlines.geometry.to_numpy()).query_nearest(geometry, all_matches=False)
    districts = outlines.index[nearest].str.rsplit("-", n=1).str[1]
    assert Counter(districts == points["LADCD_ACTIVE"])[True] / len(points) > 0.99
