"""The plan's tables say what the plan says."""

from __future__ import annotations

import csv
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from planner.domain.forecast import Budget
from planner.domain.terms import AcademicYear, Bound, NeedGroup
from planner.finance import forecast_costs
from planner.model.rules.placements_by_hand import LockedPlacement, PlacementsByHand
from planner.outputs.csv_files import Missing, cell_text, write_rows
from tests.finance import small_case as case
from tests.outputs.small_run import small_run, write


@pytest.fixture(scope="module")
def run_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write(tmp_path_factory.mktemp("runs") / "run")


def rows(folder: Path, name: str) -> list[dict[str, str]]:
    with (folder / name).open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def test_plan_has_its_columns_with_the_site_first(run_folder: Path) -> None:
    assert (run_folder / "plan.csv").read_text(encoding="utf-8").splitlines()[0] == (
        "site,urn,school_name,locality,district,phase,ncy_low,ncy_high,need_group,provision_type,status,"
        "academic_year,commissioned_places,new_places,opens,capital_gbp"
    )


def test_plan_lists_every_site_and_year_with_places_and_no_other(run_folder: Path) -> None:
    plan, _ = small_run()
    listed = {
        (row["site"], row["academic_year"]): int(row["commissioned_places"]) for row in rows(run_folder, "plan.csv")
    }
    assert listed == {(site, str(year)): places for (site, year), places in plan.places.items() if places}


def test_a_balancing_row_keeps_its_places_and_has_no_school(run_folder: Path) -> None:
    row = next(row for row in rows(run_folder, "plan.csv") if row["site"] == "B01")
    assert (row["urn"], row["locality"], row["school_name"], row["commissioned_places"]) == ("", "", "Base B01", "8")


def test_capital_of_the_plan_table_is_the_capital_of_the_forecast(run_folder: Path) -> None:
    plan, scenario = small_run()
    total = sum(int(row["capital_gbp"]) for row in rows(run_folder, "plan.csv"))
    lines = forecast_costs(plan, scenario).lines
    assert total == sum(line.amount_gbp for line in lines if (line.budget, line.bound) == (Budget.CAPITAL, Bound.LOWER))
    assert total == 71_000 + 20_000 + 170_000 + 40_000


def test_openings_are_the_bases_that_open_committed_ones_included(run_folder: Path) -> None:
    found = [(row["site"], row["academic_year"], row["last_year_places"]) for row in rows(run_folder, "openings.csv")]
    assert found == [("R02", "2026/27", "10"), ("C01", "2027/28", "12")]


def test_openings_say_how_early_they_could_open_and_why(run_folder: Path) -> None:
    committed, candidate = rows(run_folder, "openings.csv")
    assert (committed["earliest_academic_year"], committed["earliest_reason"]) == ("z", "")
    site = case.problem().site_by_key["C01"]
    assert candidate["earliest_academic_year"] == str(site.earliest_opening)
    assert candidate["earliest_reason"] == site.earliest_opening_reason


def test_a_base_set_by_hand_stays_a_candidate_and_is_marked(tmp_path: Path) -> None:
    plan, scenario = small_run()
    locked = LockedPlacement("100003", NeedGroup.SEMH, 12, case.LAST)
    by_hand = replace(scenario, rules=(PlacementsByHand((locked,)),))
    assert locked.site(scenario.problem) is not None
    found = rows(write(tmp_path / "run", plan, by_hand), "openings.csv")
    assert [(row["site"], row["status"], row["set_by_hand"]) for row in found] == [
        ("R02", "committed", "no"),
        ("C01", "candidate", "yes"),
    ]


def test_placements_and_pupils_without_a_place_are_all_there(run_folder: Path) -> None:
    plan, _ = small_run()
    found = rows(run_folder, "placements.csv")
    assert list(found[0]) == [
        *("bound", "academic_year", "area", "locality", "district", "band", "ncy_low", "ncy_high", "need_group"),
        *("site", "urn", "school_name", "pupils", "distance_metres"),
    ]
    placed, unplaced = [row for row in found if row["site"]], [row for row in found if not row["site"]]
    assert sum(int(row["pupils"]) for row in placed) == sum(row.pupils for row in plan.placements)
    assert sum(int(row["pupils"]) for row in unplaced) == sum(row.pupils for row in plan.unplaced)
    assert {row["distance_metres"] for row in unplaced} == {""}
    assert [row["bound"] for row in found] == sorted((row["bound"] for row in found), key=list(Bound).index)


def test_a_school_name_with_a_comma_survives(run_folder: Path) -> None:
    assert "Mere, St John's Primary" in {row["school_name"] for row in rows(run_folder, "placements.csv")}


def test_goals_keep_every_digit_of_their_bound(run_folder: Path) -> None:
    assert [(row["goal"], row["bound"], row["proved"]) for row in rows(run_folder, "goals.csv")] == [
        ("target_shortfall", "3", "yes"),
        ("unplaced_pupils", "38.25", "no"),
    ]


def test_the_ledger_shows_stated_beside_computed(run_folder: Path) -> None:
    row = rows(run_folder, "ledger.csv")[0]
    assert (row["stated_places"], row["computed_places"], row["difference_places"]) == ("20", "18", "-2")


def test_a_claim_that_is_only_shown_has_no_computed_total(tmp_path: Path) -> None:
    shown = case.problem().stated_totals[0]
    changed = case.problem(stated_totals=(type(shown)("a claim", 20, shown.as_at, None, "", ""),))
    folder = write(tmp_path / "run", case.full_plan(changed), case.scenario(changed))
    row = rows(folder, "ledger.csv")[0]
    assert (row["computed_places"], row["difference_places"]) == ("z", "z")


@dataclass(frozen=True)
class Measure:
    locality: str
    academic_year: AcademicYear
    base_in_locality: bool
    share: float | None


def test_rows_of_any_frozen_type_are_written_from_their_fields(tmp_path: Path) -> None:
    measures = [Measure("Northmoor", case.FIRST, True, 1 / 3), Measure("Southmere", case.FIRST, False, None)]
    write_rows(tmp_path / "m.csv", Measure, measures, none=Missing.NOT_APPLICABLE)
    assert (tmp_path / "m.csv").read_bytes() == (
        b"locality,academic_year,base_in_locality,share\nNorthmoor,2026/27,yes,0.3333\nSouthmere,2026/27,no,z\n"
    )


def test_a_missing_number_is_a_symbol_and_never_blank_or_zero() -> None:
    assert [cell_text(None), cell_text(float("inf")), cell_text(7.0), cell_text(0)] == ["x", "x", "7", "0"]
