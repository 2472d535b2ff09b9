"""Functions and files stay short, and what is public says what it does."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from statistics import median

from tests.shape.tree import ROOT, Function, body_lines, functions, python_files, syntax

LONGEST_FUNCTION_LINES = 50
MEDIAN_FUNCTION_LINES = 10
LONGEST_FILE_LINES = 300
SHIPPED = ("planner", "geodata")
READ_BY_PEOPLE = {".py", ".js", ".css", ".html"}


def test_no_function_is_longer_than_fifty_lines() -> None:
    long = [
        f"{path.relative_to(ROOT)}:{function.lineno} {function.name} has {body_lines(function)} lines"
        for path in python_files(*SHIPPED, "tests")
        for function in functions(path)
        if body_lines(function) > LONGEST_FUNCTION_LINES
    ]
    assert not long, "\n".join(long)


def test_half_of_the_functions_have_ten_lines_or_fewer() -> None:
    lines = [body_lines(function) for path in python_files(*SHIPPED) for function in functions(path)]
    assert median(lines) <= MEDIAN_FUNCTION_LINES


def test_no_file_is_longer_than_three_hundred_lines() -> None:
    paths = [path for folder in SHIPPED for path in (ROOT / folder).rglob("*") if path.suffix in READ_BY_PEOPLE]
    lines = {path.relative_to(ROOT): len(path.read_text(encoding="utf-8").splitlines()) for path in paths}
    long = [f"{path} has {count} lines" for path, count in sorted(lines.items()) if count > LONGEST_FILE_LINES]
    assert not long, "\n".join(long)


def test_every_public_thing_has_a_docstring() -> None:
    silent = [f"{path.relative_to(ROOT)} {name}" for path in python_files(*SHIPPED) for name in _silent(path)]
    assert not silent, "\n".join(silent)


def _silent(path: Path) -> Iterator[str]:
    tree = syntax(path)
    if ast.get_docstring(tree) is None:
        yield "as a file"
    public = [node for node in tree.body if _is_public(node)]
    members = [node for owner in public if isinstance(owner, ast.ClassDef) for node in owner.body if _is_public(node)]
    for node in (*public, *members):
        if isinstance(node, Function | ast.ClassDef) and ast.get_docstring(node) is None:
            yield node.name


def _is_public(node: ast.stmt) -> bool:
    return isinstance(node, Function | ast.ClassDef) and not node.name.startswith("_")
