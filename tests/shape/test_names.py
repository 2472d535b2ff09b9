"""Names say what a thing is: the empty ones are not used for anything of ours."""

from __future__ import annotations

from pathlib import Path

from tests.shape.tree import ROOT, names, python_files

EMPTY_NAMES = {
    "data", "df", "df2", "handle", "helper", "helpers", "info", "manager", "misc", "process", "tmp", "util", "utils",
}  # fmt: skip
ALLOWED: dict[tuple[str, str], str] = {}
"""File and name, with the reason: a name that somebody else's interface prescribes."""


def test_nothing_has_an_empty_name() -> None:
    empty = [
        f"{place}:{line} {name}"
        for path in python_files("planner", "geodata", "tests")
        for place in [path.relative_to(ROOT).as_posix()]
        for name, line in names(path)
        if name.strip("_").lower() in EMPTY_NAMES and (place, name) not in ALLOWED
    ]
    assert not empty, "\n".join(empty)


def test_no_file_or_folder_has_an_empty_name() -> None:
    parts = {part for path in python_files("planner", "geodata", "tests") for part in _own_parts(path)}
    assert not parts & EMPTY_NAMES


def test_each_exception_is_still_needed() -> None:
    used = {(place, name) for place, _ in ALLOWED for name, _ in names(ROOT / place)}
    assert set(ALLOWED) <= used


def _own_parts(path: Path) -> set[str]:
    return {part.removesuffix(".py").strip("_") for part in path.relative_to(ROOT).parts}
