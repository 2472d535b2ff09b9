"""An output folder is there whole or not at all."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from planner.errors import InputError
from planner.outputs.folder import output_folder
from tests.outputs.small_run import write


class Broken(Exception):
    pass


def fail_inside(target: Path, *, force: bool = False) -> None:
    with output_folder(target, force=force) as folder:
        (folder / "half.csv").write_text("half", encoding="utf-8")
        assert not (target / "half.csv").exists()
        raise Broken


def test_a_failure_leaves_nothing_behind(tmp_path: Path) -> None:
    with pytest.raises(Broken):
        fail_inside(tmp_path / "deep" / "deeper" / "run")
    assert list(tmp_path.iterdir()) == []


def test_a_failure_leaves_an_earlier_run_as_it_was(tmp_path: Path) -> None:
    folder = write(tmp_path / "run")
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    with pytest.raises(Broken):
        fail_inside(folder, force=True)
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before
    assert [path.name for path in tmp_path.iterdir()] == ["run"]


def test_an_earlier_run_is_replaced_only_with_force(tmp_path: Path) -> None:
    folder = write(tmp_path / "run")
    (folder / "old.txt").write_text("old", encoding="utf-8")
    with pytest.raises(InputError, match=r"an earlier run.*--force"):
        write(folder)
    write(folder, force=True)
    assert not (folder / "old.txt").exists()
    assert [path.name for path in tmp_path.iterdir()] == ["run"]


def test_force_never_replaces_a_folder_that_is_no_run(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(InputError, match="a folder with other files"):
        write(tmp_path, force=True)
    assert (tmp_path / "mine.txt").read_text(encoding="utf-8") == "mine"


def test_an_empty_folder_is_filled(tmp_path: Path) -> None:
    (tmp_path / "run").mkdir()
    assert (write(tmp_path / "run") / "run.json").is_file()


def test_a_file_in_the_way_is_refused(tmp_path: Path) -> None:
    (tmp_path / "run").write_text("a file", encoding="utf-8")
    with pytest.raises(InputError, match="found a file"):
        write(tmp_path / "run")


def test_the_folder_can_be_read_by_others(tmp_path: Path) -> None:
    plain = tmp_path / "plain"
    plain.mkdir()
    assert write(tmp_path / "run").stat().st_mode == plain.stat().st_mode


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_a_device_or_a_link_in_the_way_is_refused(tmp_path: Path) -> None:
    """Whatever is no plain folder stays as it is, with force as well: a pipe, a link to a run, a link to nothing."""
    os.mkfifo(tmp_path / "pipe")
    write(tmp_path / "run")
    (tmp_path / "link").symlink_to(tmp_path / "run")
    (tmp_path / "loose").symlink_to(tmp_path / "nothing")
    for name in ("pipe", "link", "loose"):
        with pytest.raises(InputError, match=r"a (file|link)"):
            fail_inside(tmp_path / name, force=True)
    assert (tmp_path / "pipe").is_fifo()
    assert (tmp_path / "link").is_symlink()
