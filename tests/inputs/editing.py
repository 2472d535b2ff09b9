"""Small changes to files of the made-up council, and the message that follows."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from planner.errors import InputError


def edit(path: Path, old: str, new: str) -> None:
    """Replace a text that must be there once."""
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1, f"{old!r} is {text.count(old)} times in {path.name}"
    path.write_text(text.replace(old, new), encoding="utf-8", newline="\n")


def only_fault(action: Callable[[], object]) -> str:
    """The one fault that an action raises, as a sentence; more or fewer faults fail the test."""
    with pytest.raises(InputError) as caught:
        action()
    assert len(caught.value.faults) == 1, str(caught.value)
    fault = caught.value.faults[0]
    assert fault.where
    assert fault.found
    assert fault.expected
    return str(fault)
