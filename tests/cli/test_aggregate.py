"""`aggregate` writes counts and prints what the return has wrong, or leaves nothing behind."""

from __future__ import annotations

import csv
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from tests.cli.running import files_of, rp, rp_apart
from tests.inputs_new.official_files import real
from tests.inputs_sen2.returns import Child, Return, files_beside

CHILDREN = [Child(n, date(2020 - n % 12, 3, 1), need="") for n in range(30)]


def options(folder: Path) -> list[str | Path]:
    given = files_beside(folder)
    return [part for name, value in given.items() for part in (f"--{name.replace('_', '-')}", value)]


def test_it_writes_the_counts_and_prints_the_defects(tmp_path: Path) -> None:
    source = Return(CHILDREN).write(tmp_path / "return")
    result = rp("aggregate", source, "--out", tmp_path / "out", *options(tmp_path))
    assert result.exit_code == 0, result.stderr
    assert "30  active plans without a primary need" in result.stderr
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == [
        "about.csv",
        "counts.csv",
        "defects.csv",
        "occupancy.csv",
        "plans_by_age.csv",
        "plans_by_age_and_need.csv",
    ]
    assert "active plans without a primary need,20 or more" in (tmp_path / "out" / "defects.csv").read_text("utf-8")


def test_a_threshold_of_the_councils_own(tmp_path: Path) -> None:
    """With ten as threshold, a 6 is hidden that five would have shown."""
    source = Return([replace(child, born=date(2015, 3, 1)) for child in CHILDREN[:6]]).write(tmp_path / "return")
    table = '[publication_threshold_pupils]\nvalue = 10\nunit = "pupils"\nvalid_from = 2025-01-01\nquality = "red"\n'
    (tmp_path / "own.toml").write_text(table + 'impact = "low"\nsource = "Invented"\n', encoding="utf-8")
    for name, more in (("five", []), ("ten", ["--assumptions", tmp_path / "own.toml"])):
        assert rp("aggregate", source, "--out", tmp_path / name, *options(tmp_path), *more).exit_code == 0
    assert ",6,0,0" in (tmp_path / "five" / "counts.csv").read_text("utf-8")
    assert ",6,0,0" not in (tmp_path / "ten" / "counts.csv").read_text("utf-8")


def test_other_orders_of_sets_give_the_same_bytes(tmp_path: Path) -> None:
    source = Return(CHILDREN).write(tmp_path / "return")
    arguments = ["aggregate", source, *options(tmp_path)]
    for seed in ("1", "2"):
        done = rp_apart(*arguments, "--out", tmp_path / seed, folder=tmp_path, PYTHONHASHSEED=seed)
        assert done.returncode == 0, done.stderr
    assert files_of(tmp_path / "1") == files_of(tmp_path / "2")


def test_bad_input_leaves_nothing(tmp_path: Path) -> None:
    source = Return(CHILDREN).write(tmp_path / "return")
    (tmp_path / "postcodes.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    wrong = ["--la-code", "99", "--postcodes", tmp_path / "postcodes.csv", "--gias", tmp_path / "absent.csv"]
    result = rp("aggregate", source, "--out", tmp_path / "out", *wrong)
    assert result.exit_code == 3
    for words in ("'99'", "a column pcds", "absent.csv"):
        assert words in result.stderr
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("text", ["", f'pcds,locality\n"{"x" * 200_000}', "pcds,locality\n,\n", "pcds\nZZ1 1AA\n"])
def test_a_damaged_directory_is_refused_by_name(tmp_path: Path, text: str) -> None:
    source = Return(CHILDREN).write(tmp_path / "return")
    given = options(tmp_path)
    (tmp_path / "postcodes.csv").write_text(text, encoding="utf-8")
    result = rp("aggregate", source, "--out", tmp_path / "out", *given)
    assert result.exit_code == 3
    assert "postcodes.csv" in result.stderr


@pytest.mark.real_files
def test_the_real_postcode_directory_gives_districts(tmp_path: Path) -> None:
    """Postcodes of ONSPD with and without the blank are found, in capitals or not; one of elsewhere is not."""
    directory = real("postcodes", "onspd_2026_postcodes_warwickshire.csv.gz")
    forms = ("cv324aa", "CV32 4AA", "B46 1AA", "ZZ1 1AA")
    children = [Child(n, postcode=forms[n % 4]) for n in range(40)]
    source = Return(children).write(tmp_path / "return")
    result = rp("aggregate", source, "--out", tmp_path / "out", "--la-code", "937", "--postcodes", directory)
    assert result.exit_code == 0, result.stderr
    with (tmp_path / "out" / "counts.csv").open(encoding="utf-8", newline="") as stream:
        rows = {row["locality"]: row["plans_pupils"] for row in csv.DictReader(stream) if row["need_group"] == "all"}
    assert rows == {"E07000218": "10", "E07000222": "20", "unknown": "10", "all": "40"}
