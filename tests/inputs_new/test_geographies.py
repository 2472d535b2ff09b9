"""Files of different geographies meet in one pack: nobody is lost on the way, and what cannot be compared is told."""

from __future__ import annotations

import csv
import gzip
from collections.abc import Sequence
from pathlib import Path

import geopandas as gpd
import pytest
from shapely.geometry import Point

from planner.errors import InputError
from planner.inputs.new import build_pack
from planner.inputs.new.deprivation import Deprivation, recast_scores
from planner.inputs.new.districts import council_districts
from planner.inputs.new.geographies import finest, may_be_the_same, title_of
from planner.inputs.new.lookups import Crossing, Link, crossing, districts_of, read_lookups
from planner.inputs.new.population import read_population, recast
from planner.inputs.new.report import Notes
from planner.inputs.pack import read_pack
from tests.inputs_new.official_files import (
    CODES,
    faults_of,
    real,
    small_council,
    small_frame,
    warwickshire,
    write_lines,
)

GROUPS = ("persons_nursery", "persons_infant", "persons_junior", "persons_secondary")


def children_in(pack: Path) -> float:
    with (pack / "areas.csv").open(encoding="utf-8", newline="") as stream:
        return sum(float(row[group]) for row in csv.DictReader(stream) for group in GROUPS)


def test_columns_tell_the_geography_and_the_smallest_areas_count() -> None:
    assert finest(["name", "WD25CD", "LAD25CD"]) == ("ward25", "WD25CD")
    assert finest(["ltla24_code", "ward24_code", "lsoa21_code"]) == ("lsoa21", "lsoa21_code")
    assert finest(["LSOA 2021 Code"]) == ("lsoa21", "LSOA 2021 Code")
    assert finest(["ctyua_code", "OBJECTID"]) is None
    assert title_of("ward25") == "ward 2025"
    assert may_be_the_same("ward", "ward25")
    assert not may_be_the_same("lsoa11", "lsoa21")
    assert not may_be_the_same("msoa21", "lsoa21")


@pytest.mark.real_files
@pytest.mark.parametrize("target", ["lsoa21", "ward24", "lad24"])
def test_englands_children_are_all_there_after_every_crossing(target: str) -> None:
    """Single years of 32,844 areas of 2011 reach 33,755 areas, 2024's wards and districts to the last child."""
    names = ("lookup_lsoa11_lsoa21_lad22_england.csv.gz", "lookup_lsoa21_ward24_lad24_england.csv.gz")
    notes = Notes()
    links = read_lookups([real("national", name) for name in names], notes)
    population = read_population(real("population", "ons_mid2020_lsoa2011_age0-25_england.csv.gz"), notes)
    assert population is not None
    codes = tuple(sorted({code for link in links if (code := link.code(target))}))
    people = recast(population, crossing(links, population.vintage, target, codes, {}), codes, notes)
    assert not faults_of(notes)
    for group in range(4):
        before = sum(found.groups[group] for found in population.by_code.values())
        assert sum(found.groups[group] for found in people.values()) == pytest.approx(before, abs=1e-3)
    assert len(codes) == {"lsoa21": 33_755, "lad24": 296}.get(target, len(codes))


@pytest.mark.real_files
@pytest.mark.parametrize("boundaries", ["ward2025_warwickshire.geojson", "lad2024_warwickshire.geojson"])
def test_residents_by_lsoa_reach_wards_and_districts_only_by_a_lookup_of_their_year(
    tmp_path: Path, boundaries: str
) -> None:
    """The lookup leads to wards of 2024 and to districts: wards of 2025 are refused, districts are built."""
    lookups = [real("boundaries", f"lookup_lsoa{name}_warwickshire.csv") for name in ("11_lsoa21", "21_ward24")]
    arguments = warwickshire(boundaries=real("boundaries", boundaries), lookup_lsoa=lookups, points=None)
    if boundaries.startswith("ward"):
        with pytest.raises(InputError, match="lookups that lead from it to ward 2025"):
            build_pack(tmp_path / "pack", **arguments)
        return
    report = build_pack(tmp_path / "pack", **arguments)
    assert (report.count("areas"), report.count("districts")) == (5, 5)
    assert report.count("residents, all ages in the file") == pytest.approx(583_786)
    with arguments["population"].open(encoding="utf-8", newline="") as stream:
        published = sum(int(row[str(age)]) for row in csv.DictReader(stream) for age in range(3, 16))
    assert children_in(tmp_path / "pack") == pytest.approx(published, abs=0.01)


@pytest.mark.real_files
def test_wards_of_two_vintages_are_refused_with_the_remedy(tmp_path: Path) -> None:
    """Only 33 of 108 ward codes of 2025 are in the residents of 2015: equal codes may be other ground."""
    people = real("population", "ons_mid2015_ward_single_year_age_warwickshire.csv")
    arguments = warwickshire(
        boundaries=real("boundaries", "ward2025_warwickshire.geojson"), population=people, imd=None, points=None
    )
    with pytest.raises(InputError, match=r"33 of 108 ward 2025 codes.*re-cut: use residents and boundaries of one"):
        build_pack(tmp_path / "pack", **arguments)
    assert not (tmp_path / "pack").exists()


@pytest.mark.real_files
def test_wards_of_one_vintage_make_a_pack(tmp_path: Path) -> None:
    """The coarse outlines of 2015 with residents of 2015: 108 wards, every resident."""
    arguments = warwickshire(
        boundaries=real("boundaries", "ward2015_warwickshire_supergeneralised.geojson"),
        population=real("population", "ons_mid2015_ward_single_year_age_warwickshire.csv"),
        imd=None,
        points=None,
    )
    report = build_pack(tmp_path / "pack", **arguments)
    assert report.count("areas") == 108
    assert report.count("residents, all ages in the file") == 554_002
    assert report.count("mainstream state schools") == 234


def test_parts_of_an_area_beyond_the_boundaries_are_told() -> None:
    links = (
        Link({"lsoa11": "E01000001", "lsoa21": "E01100001"}, "S"),
        Link({"lsoa11": "E01000001", "lsoa21": "E01100002"}, "S"),
        Link({"lsoa21": "E01100001", "ward24": "E05000001"}),
        Link({"lsoa21": "E01100002", "ward24": "E05000002"}),
    )
    crossed = crossing(links, "lsoa11", "ward24", ("E05000001",), {})
    assert crossed == Crossing({"E01000001": (("E05000001", 0.5), ("E05000002", 0.5))})


def test_larger_areas_are_never_divided_among_smaller_ones() -> None:
    links = (Link({"lsoa21": "E01100001", "ward24": "E05000001"}), Link({"lsoa21": "E01100002", "ward24": "E05000001"}))
    assert crossing(links, "ward24", "lsoa21", ("E01100001", "E01100002"), {}) is None


def test_scores_of_irregular_changes_are_unknown_and_merged_ones_weigh_residents() -> None:
    """An X cannot be compared; where two areas meet, the larger one counts more."""
    crossed = Crossing(
        {"a": (("m", 1.0),), "b": (("m", 1.0),), "x": (("y", 0.5), ("z", 0.5))}, irregular=frozenset({"x"})
    )
    scores = Deprivation("imd.csv", "lsoa11", {"a": 10.0, "b": 30.0, "x": 50.0})
    found = recast_scores(scores, crossed, ("m", "y", "z"), {"a": 300, "b": 100, "x": 10})
    assert found == {"m": 15.0, "y": None, "z": None}


def test_the_last_lookup_and_most_of_its_rows_tell_the_district() -> None:
    old = Link({"lsoa11": "A", "lsoa21": "B"}, "U", "Scarborough", "E07000168")
    new = Link({"lsoa21": "B", "ward24": "W", "lad24": "E06000065"}, "", "North Yorkshire", "E06000065")
    other = Link({"lsoa21": "C", "ward24": "W", "lad24": "E06000014"}, "", "York", "E06000014")
    notes = Notes()
    assert districts_of((old, new), "lsoa21", notes) == {"B": ("North Yorkshire", "E06000065")}
    assert districts_of((new, new, other), "ward24", notes) == {"W": ("North Yorkshire", "E06000065")}
    assert any("lie in several districts" in line for line in notes.report("").doubtful)


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        (["lsoa11_code,name", "E01000001,x"], "codes of two other geographies"),
        (["lsoa11_code,lsoa21_code", "E01000001,E01000001"], "change_code"),
        (["lsoa11_code,lsoa21_code,CHGIND", "E01000001,E01000001,Q"], "'Q'"),
    ],
)
def test_lookups_that_lead_nowhere_are_refused(tmp_path: Path, lines: Sequence[str], words: str) -> None:
    notes = Notes()
    read_lookups([write_lines(tmp_path / "lookup.csv", list(lines))], notes)
    assert words in faults_of(notes)


def upper_tiers(folder: Path) -> tuple[Path, Path]:
    plans = ["old_la_code,new_la_code", "999,E10000099", "999,E06000099", "888,E10000088", "777,E10000077"]
    tiers = ["ltla23_code,utla23_code", "E07000902,E10000099", "E07000901,E10000099", "E06000099,E06000099"]
    return write_lines(folder / "plans.csv", plans), write_lines(folder / "tiers.csv", [*tiers, "E07000881,E10000088"])


def test_districts_are_found_from_the_councils_code(tmp_path: Path) -> None:
    """By every ONS code that DfE's file has beside the council's; one that was abolished since is refused."""
    plans, tiers = upper_tiers(tmp_path)
    notes = Notes()
    assert council_districts(plans, tiers, "999", (), notes) == ("E06000099", "E07000901", "E07000902")
    assert council_districts(plans, tiers, "999", ("E07000901",), notes) == ("E07000901",)
    assert council_districts(plans, None, "999", (), notes) == ()
    assert not faults_of(notes)
    council_districts(plans, tiers, "777", (), notes)
    assert "no district of LA 777 (E10000077)" in faults_of(notes)


def test_a_council_is_cut_out_of_a_wider_file_by_its_code(tmp_path: Path) -> None:
    """Packed files and the lookup of districts: two of four areas stay, and the lookup says which."""
    arguments = small_council(tmp_path)
    for name in ("gias", "population", "imd"):
        packed = tmp_path / f"{name}.csv.gz"
        packed.write_bytes(gzip.compress(arguments[name].read_bytes()))
        arguments[name] = packed
    header = "time_period,old_la_code,new_la_code,breakdown_topic,breakdown,ehcplans"
    plans = [f"202425,999,E10000099,Child or young persons age,age {age},20" for age in range(3, 16)]
    arguments["caseload"] = write_lines(tmp_path / "plans_coded.csv", [header, *plans])
    lines = ["ltla23_code,utla23_code", "E07000901,E10000099", "E07000902,E10000088"]
    tiers = write_lines(tmp_path / "tiers.csv", lines)
    report = build_pack(tmp_path / "pack", **{**arguments, "lookup_districts": tiers, "needs": None})
    assert [area.code for area in read_pack(tmp_path / "pack").areas] == list(CODES[:2])
    assert any("districts of LA 999 by tiers.csv: E07000901" in line for line in report.assumed)


def test_a_grid_file_with_its_axes_swapped_is_refused(tmp_path: Path) -> None:
    """Easting for northing is still somewhere near England; the schools tell."""
    frame = small_frame()
    swapped = frame.geometry.map(lambda shape: type(shape)([(y, x) for x, y in shape.exterior.coords]))
    path = tmp_path / "swapped.gpkg"
    gpd.GeoDataFrame(frame.drop(columns="geometry"), geometry=swapped, crs=27700).to_file(path, driver="GPKG")
    with pytest.raises(InputError, match="3 of 3 schools outside the boundaries"):
        build_pack(tmp_path / "pack", **small_council(tmp_path, boundaries=path))


def test_a_cut_off_file_of_residents_is_refused_where_areas_were_merged(tmp_path: Path) -> None:
    """One of two merged areas without a row would lose its residents without a word."""
    links = (Link({"lsoa11": "E01000001", "lsoa21": "N"}, "M"), Link({"lsoa11": "E01000002", "lsoa21": "N"}, "M"))
    ages = ",".join(str(age) for age in range(16))
    lines = [f"lsoa11_code,{ages}", f"E01000001,{','.join(['10'] * 16)}"]
    notes = Notes()
    population = read_population(write_lines(tmp_path / "people.csv", lines), notes)
    assert population is not None
    recast(population, crossing(links, "lsoa11", "lsoa21", ("N",), {}), ("N",), notes)
    assert "no row for 1 areas that the lookup has (E01000002)" in faults_of(notes)


@pytest.mark.parametrize(
    ("file", "old", "new", "words"),
    [
        ("population", "E01000002,10", "E01000002,1e308", "people.csv, row 3, column 0"),
        ("population", "E01000002,10", "E01000002,=1+1", "people.csv, row 3, column 0"),
        ("imd", "E01000003,21.5", "E01000003,26525", "imd.csv, row 4, column IMD_score"),
        ("imd", "E01000003,21.5", "E01000003,-1", "imd.csv, row 4, column IMD_score"),
    ],
)
def test_numbers_that_cannot_be_are_refused_by_their_cell(
    tmp_path: Path, file: str, old: str, new: str, words: str
) -> None:
    arguments = small_council(tmp_path)
    text = arguments[file].read_text(encoding="utf-8")
    arguments[file].write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(InputError, match=words):
        build_pack(tmp_path / "pack", **arguments)


@pytest.mark.real_files
def test_an_area_without_a_points_file_stands_inside_its_polygon(tmp_path: Path) -> None:
    """The geometric centres of 12 of Warwickshire's 354 areas lie outside; the points of the pack do not."""
    path = real("boundaries", "lsoa2021_warwickshire.geojson")
    outlines = gpd.read_file(path).set_index("LSOA21CD").geometry.to_crs(27700)
    assert sum(~outlines.centroid.within(outlines)) == 12
    build_pack(tmp_path / "pack", **warwickshire(points=None))
    for area in read_pack(tmp_path / "pack").areas:
        assert outlines[area.code].distance(Point(area.easting, area.northing)) < 1, area.code


def test_an_area_that_the_boundaries_lack_is_a_fault_where_a_lookup_has_it(tmp_path: Path) -> None:
    """Without a lookup nobody can tell a gap from a neighbour: the report says how many areas have no outline."""
    path = tmp_path / "short.gpkg"
    small_frame().drop(columns="LAD24CD").iloc[[0, 2, 3]].to_file(path, driver="GPKG")
    rows = [f"{code},W{code},Shire,E07000901" for code in CODES]
    lookup = write_lines(tmp_path / "wards.csv", ["lsoa21_code,ward24_code,ltla24_name,ltla24_code", *rows])
    with pytest.raises(InputError, match=rf"short.gpkg: found no outline of 1 areas of its districts \({CODES[1]}\)"):
        build_pack(tmp_path / "pack", **small_council(tmp_path, boundaries=path, lookup_lsoa=[lookup]))
    small_frame().iloc[[0, 2, 3]].to_file(path, driver="GPKG")
    report = build_pack(tmp_path / "pack", **small_council(tmp_path, boundaries=path))
    assert f"1 areas of people.csv have no outline and are left out: {CODES[1]}" in report.doubtful
