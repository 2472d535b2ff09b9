"""A plan is read back as it was written; an edit by hand is read as it stands or refused with its cell."""

from __future__ import annotations

from pathlib import Path

import pytest

from planner.domain.plan import Plan
from planner.errors import InputError
from planner.outputs.plan_store import read_plan
from tests.finance import small_case as case
from tests.outputs.small_run import small_run, write


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def read(folder: Path) -> Plan:
    return read_plan(folder, case.problem())


def fault_of(folder: Path) -> str:
    with pytest.raises(InputError) as caught:
        read(folder)
    return str(caught.value)


def test_a_plan_comes_back_whole(tmp_path: Path) -> None:
    plan, _ = small_run()
    assert read(write(tmp_path / "run")) == plan


def test_an_edited_size_is_read_as_it_stands(tmp_path: Path) -> None:
    folder = write(tmp_path / "run")
    edit(folder / "plan.csv", "2027/28,12,12,yes", "2027/28,40,40,yes")
    assert read(folder).places["C01", case.LAST] == 40


def test_a_removed_row_closes_the_site(tmp_path: Path) -> None:
    folder = write(tmp_path / "run")
    lines = (folder / "plan.csv").read_text(encoding="utf-8").splitlines(keepends=True)
    kept = "".join(line for line in lines if not line.startswith("C01"))
    (folder / "plan.csv").write_text(kept, encoding="utf-8")
    assert read(folder).places["C01", case.LAST] == 0


def test_edited_pupils_are_read_as_they_stand(tmp_path: Path) -> None:
    folder = write(tmp_path / "run")
    edit(folder / "placements.csv", "Vale High,9,", "Vale High,99,")
    assert 99 in {row.pupils for row in read(folder).placements}


def test_a_row_that_disagrees_with_the_scenario_is_refused_with_its_cell(tmp_path: Path) -> None:
    folder = write(tmp_path / "run")
    edit(folder / "plan.csv", "C01,100003", "C01,100001")
    assert "plan.csv, row 4, column urn: found '100001'; expected '100003', as in the scenario" in fault_of(folder)


def test_all_faults_of_all_files_come_together(tmp_path: Path) -> None:
    folder = write(tmp_path / "run")
    edit(folder / "plan.csv", "C01,", "C99,")
    edit(folder / "placements.csv", "lower,2026/27", "lowest,2031/32")
    edit(folder / "goals.csv", "proved,x,x\n", "proved,x,x,extra\n")
    text = fault_of(folder)
    assert "column site: found 'C99'" in text
    assert "column bound: found 'lowest'" in text
    assert "goals.csv, row 2: found 10 cells" in text


def test_an_academic_year_outside_the_plan_is_refused(tmp_path: Path) -> None:
    folder = write(tmp_path / "run")
    edit(folder / "placements.csv", "lower,2026/27", "lower,2031/32")
    assert "found 2031/32; expected a year from 2026/27 to 2027/28" in fault_of(folder)


def test_a_repeated_row_is_refused(tmp_path: Path) -> None:
    folder = write(tmp_path / "run")
    text = (folder / "plan.csv").read_text(encoding="utf-8")
    (folder / "plan.csv").write_text(text + text.splitlines()[1] + "\n", encoding="utf-8")
    assert "plan.csv: found 2 rows for B01, 2026/27; expected one row" in fault_of(folder)


def test_a_misspelt_column_is_refused(tmp_path: Path) -> None:
    folder = write(tmp_path / "run")
    edit(folder / "plan.csv", "commissioned_places", "comissioned_places")
    assert "'comissioned_places'" in fault_of(folder)


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    folder = write(tmp_path / "run")
    (folder / "goals.csv").unlink()
    assert "goals.csv: found no readable file" in fault_of(folder)


@pytest.mark.parametrize("cell", ["0", "-3", "8.5", "eight", ""])
def test_places_that_are_no_whole_number_above_0_are_refused(tmp_path: Path, cell: str) -> None:
    folder = write(tmp_path / "run")
    edit(folder / "plan.csv", "2027/28,12,12,yes", f"2027/28,{cell},12,yes")
    assert "column commissioned_places" in fault_of(folder)
