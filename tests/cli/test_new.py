"""`new` builds a pack that `solve` runs on, or leaves nothing behind."""

from __future__ import annotations

import inspect
from pathlib import Path
from typing import Any

import pytest

from planner.cli.new import TURNED, new
from planner.inputs.new import build_pack
from planner.inputs.new.build import PackPaths
from tests.cli.running import QUICK, rp
from tests.inputs_new.official_files import small_council, warwickshire, write_lines


def _options(arguments: dict[str, Any]) -> list[str]:
    """Arguments of the builder as options of the command."""
    options = []
    for name, value in arguments.items():
        if value is None:
            continue
        text = value.isoformat() if name == "built_on" else str(value)
        options += [f"--{name.replace('_', '-')}", text]
    return options


def _plans_at_every_age(folder: Path) -> Path:
    """DfE's caseload table with 20 plans at each age of two Januaries."""
    lines = ["time_period,old_la_code,breakdown_topic,breakdown,ehcplans"]
    for period in ("202324", "202425"):
        ages = ["under 3", *(f"age {age}" for age in range(3, 19))]
        lines.append(f"{period},999,All EHC plans,All EHC plans,{20 * len(ages)}")
        lines += [f"{period},999,Child or young persons age,{age},20" for age in ages]
    return write_lines(folder / "plans.csv", lines)


def test_it_prints_the_report_and_the_next_command(tmp_path: Path) -> None:
    """The next command works."""
    arguments = small_council(tmp_path, caseload=_plans_at_every_age(tmp_path), needs=None)
    result = rp("new", tmp_path / "pack", *_options(arguments))
    assert result.exit_code == 0, result.stderr
    assert "Data report: Made-up Council" in result.stdout
    assert "<h1>Made-up Council</h1>" in (tmp_path / "pack" / "report.html").read_text(encoding="utf-8")
    assert f"Next:  rp-planner solve {tmp_path / 'pack' / 'scenario.toml'} --out out" in result.stdout
    solved = rp("solve", tmp_path / "pack" / "scenario.toml", "--out", tmp_path / "out", *QUICK)
    assert solved.exit_code == 0, solved.stderr
    assert "Made-up Council" in solved.stdout


def test_every_option_is_an_argument_of_the_builder() -> None:
    """They are handed on by name."""
    options = set(inspect.signature(new).parameters) - TURNED
    assert options < {*inspect.signature(build_pack).parameters, *PackPaths.__annotations__}


def test_schools_have_options_of_their_own(tmp_path: Path) -> None:
    """Links and capacity are read, and a kind of school can be barred; an unknown kind is bad input."""
    links = write_lines(tmp_path / "links.csv", ["URN,LinkURN,LinkType", "100090,100001,Successor"])
    survey = write_lines(tmp_path / "scap_2015.csv", ["URN,Capacity", "100001,210"])
    options = [*_options(small_council(tmp_path)), "--links", str(links), "--capacity", str(survey), "--no-host"]
    result = rp("new", tmp_path / "pack", *options, "single-sex")
    assert result.exit_code == 0, result.stderr
    assert "schools of the register found in scap_2015.csv: 1" in result.stdout
    assert (tmp_path / "pack" / "hosts.csv").is_file()
    refused = rp("new", tmp_path / "other", *options, "boys")
    assert refused.exit_code == 3
    assert "selective, single-sex" in refused.stderr


def test_areas_is_another_name_of_boundaries_and_districts_limit_them(tmp_path: Path) -> None:
    options = _options(small_council(tmp_path))
    options[options.index("--boundaries")] = "--areas"
    unlike = ["--district", "E07000901", "--district", "E07000902", "--simplify-metres", "0"]
    result = rp("new", tmp_path / "pack", *options, *unlike)
    assert result.exit_code == 0, result.stderr
    assert rp("new", tmp_path / "other", *options, "--district", "E07000999").exit_code == 3


def test_missing_files_are_named_together_and_nothing_is_left(tmp_path: Path) -> None:
    arguments = small_council(tmp_path, gias=tmp_path / "no_gias.csv", population=tmp_path / "no_people.csv")
    before = set(tmp_path.iterdir())
    result = rp("new", tmp_path / "pack", *_options(arguments))
    assert result.exit_code == 3
    assert "no_gias.csv" in result.stderr
    assert "no_people.csv" in result.stderr
    assert "Traceback" not in result.stderr
    assert set(tmp_path.iterdir()) == before


def test_a_pack_is_replaced_only_when_asked(tmp_path: Path) -> None:
    options = _options(small_council(tmp_path))
    assert rp("new", tmp_path / "pack", *options).exit_code == 0
    refused = rp("new", tmp_path / "pack", *options)
    assert refused.exit_code == 3
    assert "--force" in refused.stderr
    assert rp("new", tmp_path / "pack", *options, "--force").exit_code == 0


def test_a_date_of_another_form_is_a_usage_error(tmp_path: Path) -> None:
    options = _options(small_council(tmp_path))
    options[options.index("--built-on") + 1] = "30/06/2025"
    assert rp("new", tmp_path / "pack", *options).exit_code == 2


@pytest.mark.real_files
def test_the_official_files_of_warwickshire_make_a_pack(tmp_path: Path) -> None:
    result = rp("new", tmp_path / "pack", *_options(warwickshire()))
    assert result.exit_code == 0, result.stderr
    dry_run = rp("solve", tmp_path / "pack" / "scenario.toml", "--out", tmp_path / "out", "--dry-run")
    assert dry_run.exit_code == 0, dry_run.stderr
    assert "areas: 354" in dry_run.stdout
