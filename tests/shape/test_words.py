"""The project speaks of itself only: no place on one machine, no host of a package index, no copied public file."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

import pytest

from tests.shape.tree import ROOT, tracked_files, tracked_text

HOSTS = [".".join(parts) for parts in (("pypi", "org"), ("pythonhosted", "org"), ("npmjs", "org"), ("debian", "org"))]
FOLDERS = "work|tmp|home|root|opt|Users"
FOREIGN = {
    "a place on one machine": re.compile(rf"(?<![\w.~<:/-])(?:/(?:{FOLDERS})|[A-Z]:\\+(?:{FOLDERS}))[/\\]\w"),
    "a folder that is not ours": re.compile(r"\bshared" + r"/"),
    "the host of a package index": re.compile("|".join(map(re.escape, HOSTS))),
    "who wrote it": re.compile(r"\b(?:agents?|sessions?|chatbots?|sub-?agents?)\b", re.IGNORECASE),
}
FIXTURE_SCOPE = re.compile(r"scope=\"session\"|pytest\.Session")
ITSELF = Path(__file__).relative_to(ROOT).as_posix()


def test_no_tracked_text_speaks_of_anything_but_the_project() -> None:
    found = [
        f"{place}:{number} {what}: {line.strip()[:100]}"
        for place, text in tracked_text()
        if place != ITSELF
        for number, line in enumerate(text.splitlines(), start=1)
        for what, pattern in FOREIGN.items()
        if pattern.search(FIXTURE_SCOPE.sub("", line))
    ]
    assert not found, "\n".join(found)


@pytest.mark.parametrize(
    "line",
    ["see /" + "tmp/out", "C:\\" + "Users\\lead", "in shared" + "/data", f"from {HOSTS[0]}", "the last " + "session"],
)
def test_such_a_line_would_be_found(line: str) -> None:
    assert any(pattern.search(line) for pattern in FOREIGN.values())


@pytest.mark.parametrize("line", ["a/work/b", "../work/", "https://example.org/home/page", "~/tmp/x", "sessional"])
def test_an_innocent_line_passes(line: str) -> None:
    assert not any(pattern.search(line) for pattern in FOREIGN.values())


@pytest.mark.real_files
def test_no_tracked_file_is_a_copy_of_a_public_file(public_files: Path) -> None:
    sizes = {path.stat().st_size for path in tracked_files()} - {0}
    theirs = [path for path in public_files.rglob("*") if path.is_file() and path.stat().st_size in sizes]
    known = {_digest(path): path.name for path in theirs}
    copies = [
        f"{path.relative_to(ROOT)} is {known[_digest(path)]}" for path in tracked_files() if _digest(path) in known
    ]
    assert not copies, "\n".join(copies)


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
