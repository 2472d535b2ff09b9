"""A council's own demand.csv goes into the pack that `new` builds, checked, and replaces the forecast."""

from __future__ import annotations

from pathlib import Path

import pytest

from planner.domain.terms import Bound
from planner.errors import InputError
from planner.inputs.new import build_pack
from planner.inputs.read import read_scenario
from tests.inputs_new.official_files import small_council, write_lines

HEADER = "bound,locality,phase,need_group,academic_year,pupils,source"
YEARS = ("2025/26", "2026/27", "2027/28", "2028/29", "2029/30")


def rows(pupils: str = "7", locality: str = "Westshire") -> list[str]:
    return [
        f"{bound},{locality},primary,semh,{year},{pupils},council's forecast"
        for bound in ("lower", "central", "upper")
        for year in YEARS
    ]


def test_it_is_the_demand_of_the_scenario(tmp_path: Path) -> None:
    """Seven pupils a year of one locality and need, and nobody else."""
    demand = write_lines(tmp_path / "demand.csv", [HEADER, *rows()])
    report = build_pack(tmp_path / "pack", **small_council(tmp_path, demand=demand))
    assert report.count("pupils in demand.csv, central, 5 years") == 35
    assert any("nothing is forecast" in line for line in report.assumed)
    problem = read_scenario(tmp_path / "pack" / "scenario.toml").problem
    central = next(demand for demand in problem.demand if demand.bound is Bound.CENTRAL)
    assert [central.total_pupils(year) for year in problem.academic_years] == [7] * 5


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        ([HEADER, *rows(locality="Westshir")], "unknown locality 'Westshir'"),
        ([HEADER, *rows(pupils="c")], "row 2, column pupils"),
        ([HEADER, *rows(), rows()[0]], r"again \(first in row 2\)"),
        (["locality,pupils", "Westshire,3"], "no column 'bound'"),
    ],
)
def test_faults_in_it_stop_the_pack(tmp_path: Path, lines: list[str], words: str) -> None:
    demand = write_lines(tmp_path / "demand.csv", lines)
    with pytest.raises(InputError, match=words):
        build_pack(tmp_path / "pack", **small_council(tmp_path, demand=demand))
    assert not (tmp_path / "pack").exists()
