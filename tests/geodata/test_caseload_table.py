"""caseload.csv and caseload_totals.csv: the published plans, no more and no fewer."""

from __future__ import annotations

from tests.geodata.pack_files import table


def test_ages_sum_to_the_published_totals() -> None:
    totals = {row["census_year"]: int(row["plans_pupils"]) for row in table("caseload_totals.csv")}
    sums: dict[str, int] = {}
    for row in table("caseload.csv"):
        sums[row["census_year"]] = sums.get(row["census_year"], 0) + int(row["plans_pupils"])
    assert totals == {"2019": 3848, "2020": 4299, "2021": 4563, "2022": 4768, "2023": 5314, "2024": 6054, "2025": 6868}
    assert sums == {"2024": 6054, "2025": 6868}


def test_secondary_age_holds_half_of_the_plans_at_school_age() -> None:
    plans = {ages: 0 for ages in ((5, 10), (11, 15))}
    for row in table("caseload.csv"):
        for low, high in plans:
            if row["census_year"] == "2025" and low <= int(row["age"]) <= high:
                plans[low, high] += int(row["plans_pupils"])
    assert plans == {(5, 10): 2064, (11, 15): 2258}


def test_a_census_holds_every_need_or_all_of_them_together() -> None:
    needs: dict[str, set[str]] = {}
    for row in table("caseload.csv"):
        needs.setdefault(row["census_year"], set()).add(row["primary_need"])
    assert needs["2024"] == {"all"}
    assert needs["2025"] == {"asd", "hi", "mld", "msi", "oth", "pd", "pmld", "semh", "slcn", "sld", "spld", "vi"}
