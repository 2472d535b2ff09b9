"""provision.csv and stated_totals.csv: the sums that the sources state, and a source for everything."""

from __future__ import annotations

import itertools

import pytest

from tests.geodata.pack_files import PACK, Row, table


@pytest.fixture(scope="module")
def register() -> list[Row]:
    return table("provision.csv")


def open_places(register: list[Row], academic_year: str) -> dict[str, int]:
    """Places of each planned site in one academic year: its latest step so far."""
    steps = [row for row in register if row["status"] != "consulted" and row["academic_year"] <= academic_year]
    steps.sort(key=lambda row: row["academic_year"])
    return {row["site"]: int(row["commissioned_places"]) for row in steps}


def test_the_stock_of_june_2024_is_191_places_in_18_sites(register: list[Row]) -> None:
    places = open_places(register, "2023/24")
    assert (len(places), sum(places.values())) == (18, 191)
    assert {row["site"] for row in register if row["status"] == "existing"} == set(places)


def test_eight_schemes_of_september_2024_bring_68_places(register: list[Row]) -> None:
    before, after = open_places(register, "2023/24"), open_places(register, "2024/25")
    growth = {site: places - before.get(site, 0) for site, places in after.items() if places != before.get(site, 0)}
    assert (len(growth), sum(growth.values())) == (8, 68)


def test_the_register_holds_259_places_in_2024_25_where_251_were_stated(register: list[Row]) -> None:
    stated = {row["claim"]: row for row in table("stated_totals.csv")}["open from September 2024"]
    assert sum(open_places(register, "2024/25").values()) == 259
    assert (stated["stated_places"], stated["computed_from"]) == ("251", "existing+opening:2024/25")
    assert "259" in stated["explanation"]


def test_sites_never_shrink(register: list[Row]) -> None:
    years = ["2023/24", "2024/25", "2025/26", "2026/27", "2027/28", "2028/29"]
    totals = [open_places(register, academic_year) for academic_year in years]
    for before, after in itertools.pairwise(totals):
        assert all(after[site] >= places for site, places in before.items())


def test_a_balancing_row_has_no_school_and_is_red(register: list[Row]) -> None:
    balancing = [row for row in register if not row["urn"]]
    assert balancing
    assert all(row["quality"] == "red" and row["need_groups"] and row["note"] for row in balancing)
    assert all(row["quality"] != "red" for row in register if row["urn"])


def test_every_urn_of_the_register_is_in_the_table_of_schools(register: list[Row]) -> None:
    schools = {row["urn"] for row in table("schools.csv")}
    assert {row["urn"] for row in register if row["urn"]} <= schools


def test_a_school_has_one_site_of_a_phase(register: list[Row]) -> None:
    sites = {(row["urn"], row["phase"], row["site"]) for row in register if row["urn"]}
    assert len({(urn, phase) for urn, phase, _ in sites}) == len(sites)


def test_whatever_is_not_green_says_what_is_assumed(register: list[Row]) -> None:
    assert all(row["note"] for row in register if row["quality"] != "green")


@pytest.mark.parametrize("path", sorted(PACK.glob("*.csv")), ids=lambda path: path.name)
def test_each_row_names_a_source(path: object) -> None:
    name = getattr(path, "name", "")
    if name == "sector_localities.csv":
        pytest.skip("this lookup is the pack's own judgement as a whole (SOURCES.md)")
    rows = table(name)
    assert rows
    assert all(row["source"].strip() for row in rows)


def test_sources_md_lists_every_file() -> None:
    text = (PACK.parent / "SOURCES.md").read_text(encoding="utf-8")
    files = {path.name for path in PACK.iterdir()} - {"pack.toml"}
    assert {name for name in files if f"`{name}`" not in text} == set()
